/** What a check comes to: faults with their places, notes, and how many of each kind were looked at. */
import { faultWords, noteWords, type Said, told } from './words.js';

/** Something that does not hold, and where. */
export interface Fault extends Said {
  readonly code: keyof typeof faultWords;
  /** The file. */
  readonly where: string;
  readonly seq: number | null;
}

/** Something worth knowing that is no fault. */
export interface Note extends Said {
  readonly code: keyof typeof noteWords;
}

/** Values for a text. */
export type Values = Readonly<Record<string, number | string>>;

/** More faults than this are not listed. */
const MOST = 200;

/** Takes them as they are found. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly notes: Note[] = [];
  readonly counts = { files: 0, events: 0, signatures: 0, policies: 0, accesses: 0, destructions: 0, heads: 0 };

  fault(code: Fault['code'], where: string, seq: number | null = null, values: Values = {}): void {
    if (this.faults.length >= MOST) return;
    this.faults.push({ code, where, seq, ...told(faultWords[code], { ...(seq !== null && { seq }), ...values }) });
  }

  note(code: Note['code'], values: Values = {}): void {
    this.notes.push({ code, ...told(noteWords[code], values) });
  }
}

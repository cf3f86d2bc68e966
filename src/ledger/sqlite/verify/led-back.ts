import type { IntegrityFault } from '../../../model/audit.js';
import { changeCommit } from '../seal.js';
import type { KeptValue } from './words.js';

/** Hears what does not hold. */
type Hear = (code: IntegrityFault['code'], seq: number, detail: string) => void;

/** The values of a row, led back from how they stand, change by change. */
export class LedBack {
  values: (string | null)[] = [];
  readonly #position: ReadonlyMap<string, number>;
  readonly #hear: Hear;
  /** By field's position: whether its value is a before-image, no longer the row's own. */
  readonly #led: Uint8Array;
  /**
   * Changes that the row's own value does not bear out, by field: either the row was altered or what the change kept. What came before shows which; where
   * nothing does, it is the change.
   */
  readonly #unsure = new Map<string, number>();
  /** Whether a digest bore out everything that stood when it was made. */
  #compared = false;

  /** @param position where each field's value stands */
  constructor(position: ReadonlyMap<string, number>, hear: Hear) {
    this.#position = position;
    this.#led = new Uint8Array(position.size);
    this.#hear = hear;
  }

  /** Begins with the values of another row. */
  begin(values: (string | null)[]): void {
    this.values = values;
    this.#led.fill(0);
    this.#unsure.clear();
    this.#compared = false;
  }

  /** Whether the body of an update commits to just these changes: put together from them it is what stands there. Anything out of the ordinary is none of its business. */
  isSaid(changes: readonly KeptValue[], body: string): boolean {
    if (this.#unsure.size > 0) return false;
    let set = '';
    for (const { field, before, salt } of changes) {
      const at = this.#position.get(field);
      if (at === undefined || salt === null) return false;
      const commit = changeCommit(salt, field, before, this.values[at] as string | null);
      set += `${set === '' ? '' : ','}"${field}":"${commit}"`;
    }
    const from = body.indexOf(',"set":');
    return body.startsWith('{"note":null,"run":') && body.startsWith(`,"set":{${set}},"why":`, from);
  }

  /** Takes changes back. */
  undo(changes: readonly KeptValue[]): void {
    for (const { field, before } of changes) {
      const at = this.#position.get(field) as number;
      this.values[at] = before;
      this.#led[at] = 1;
    }
  }

  /** Checks one change against what its event commits to, and takes it back. */
  check(change: KeptValue, commit: string | undefined): void {
    const { seq, field, before, salt } = change;
    const at = this.#position.get(field);
    if (commit === undefined || at === undefined || salt === null) {
      this.#hear('commitment-mismatch', seq, field);
      return;
    }
    const holds = changeCommit(salt, field, before, this.values[at] as string | null) === commit;
    this.#settle(field, holds);
    if (!holds && (this.#led[at] === 1 || this.#compared)) this.#hear('commitment-mismatch', seq, field);
    else if (!holds) this.#unsure.set(field, seq);
    this.undo([change]);
  }

  /** Hears whether a digest bears out what the values were led back to; whether that it does not is more than was known already. */
  compare(same: boolean): boolean {
    const isNew = !same && this.#unsure.size === 0;
    for (const field of this.#unsure.keys()) this.#settle(field, same);
    this.#compared = true;
    return isNew;
  }

  #settle(field: string, rowWasAltered: boolean): void {
    const seq = this.#unsure.get(field);
    if (seq === undefined) return;
    this.#unsure.delete(field);
    this.#hear(rowWasAltered ? 'row-altered' : 'commitment-mismatch', seq, field);
  }
}

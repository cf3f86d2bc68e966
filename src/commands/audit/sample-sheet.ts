/** The sheet of a sample: what it tells whoever checks it, the columns that they fill in, and the fingerprint by which it is known again (S2-41). */
import { hash } from 'node:crypto';
import type { Head } from '../../model/audit.js';
import { canonicalJson } from '../../model/canonical.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import { type Lang, say, type Text } from '../../model/text.js';

/** Columns that are no field's. */
export const sheetColumns = {
  no: { zh: '序号', en: 'no.' },
  customer: { zh: '客户编号', en: 'customer number' },
  stratum: { zh: '层', en: 'stratum' },
  population: { zh: '层内户数', en: 'customers in it' },
  checker: { zh: '核对人', en: 'checked by' },
  day: { zh: '核对日期', en: 'checked on' },
  note: { zh: '说明', en: 'note' },
  sample: { zh: '样本', en: 'sample' },
} as const satisfies Record<string, Text>;

const verdict: Text = { zh: '{field} 核对(对/错/无法核实)', en: '{field} check (right/wrong/unknown)' };

/** The heading under which a value's verdict is filled in. */
export const verdictHeading = (field: FieldKey, lang: Lang): string =>
  say(verdict, lang, { field: say(fieldOf(field).name, lang) });

/** Words for a verdict, in whatever case. */
export const verdictWords = {
  right: ['对', '是', '正确', '属实', '√', 'right', 'yes', 'y', 'ok'],
  wrong: ['错', '否', '不对', '不符', '错误', '×', 'wrong', 'no', 'n'],
  unknown: ['无法核实', '查不到', '不详', '?', '?', 'unknown'],
} as const;

/** All headings, in order. */
export function sheetHeader(fields: readonly FieldKey[], lang: Lang): readonly string[] {
  const t = (text: Text) => say(text, lang);
  const { no, customer, stratum, population, checker, day, note, sample } = sheetColumns;
  return [
    ...[no, customer, stratum, population].map(t),
    ...fields.flatMap((field) => [t(fieldOf(field).name), verdictHeading(field, lang)]),
    ...[checker, day, note, sample].map(t),
  ];
}

/** How a sample was drawn. */
export interface DrawnHow {
  readonly seed: number;
  /** How many were asked for. */
  readonly size: number;
  /** The length of the ledger's chain. */
  readonly events: number;
  readonly population: number;
}

/** What a sheet's fingerprint covers: how it was drawn, from which ledger, which fields are asked, and who was drawn. */
export interface SheetBody extends DrawnHow {
  readonly ledger: string;
  readonly head: Head['hash'];
  readonly fields: readonly FieldKey[];
  /** In the order of numbers: the customer, its stratum (from 1), how many there are in it, and what it is called. */
  readonly rows: readonly (readonly [customer: string, stratum: number, population: number, label: string])[];
}

/** A stratum's label as a sheet gives it back. */
export const stratumLabel = (label: string): string => label.trim();

/** The code that stands in every row. */
export function sampleCode(body: SheetBody): string {
  const { seed, size, events, population } = body;
  return `S${seed}-${size}-${events}-${population}-${hash('sha256', canonicalJson(body)).slice(0, 32)}`;
}

/** What a code says of how the sample was drawn; null of what is none. */
export function drawnHow(code: string): DrawnHow | null {
  const [, seed, size, events, population] = /^S(\d+)-(\d+)-(\d+)-(\d+)-[0-9a-f]{32}$/.exec(code) ?? [];
  if (seed === undefined) return null;
  return { seed: Number(seed), size: Number(size), events: Number(events), population: Number(population) };
}

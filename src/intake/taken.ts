/** What one row came to, before all the rules have spoken. */
import type { CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import type { Finding } from '../model/finding.js';
import type { FieldValues } from '../model/plan.js';
import type { JudgedRow } from './door.js';
import type { RowOutcome } from './outcome.js';

/** A row's outcome before the rules have spoken, and what of it they are to judge. */
export interface Taken {
  /** All but the findings, which come to it when they are known: a copy for each row would cost as much as to decide it. */
  readonly outcome: Omit<RowOutcome, 'findings'> & { findings: readonly Finding[] };
  /** What the gate rules found already. */
  readonly found: readonly Finding[];
  readonly judged: JudgedRow | null;
  /** The fields of which findings are kept; null: all. What else is wrong with a customer on file is no news of this file's. */
  readonly about: ReadonlySet<FieldKey> | null;
}

/** The fields that a row gives a value for. */
export const given = (set: FieldValues): ReadonlySet<FieldKey> =>
  new Set((Object.keys(set) as FieldKey[]).filter((key) => (set[key] ?? null) !== null));

/** Of findings those about some fields; null: all. */
export const within = (findings: readonly Finding[], about: ReadonlySet<FieldKey> | null): readonly Finding[] =>
  about === null ? findings : findings.filter(({ field }) => field !== undefined && about.has(field));

/** What a record holds once some fields are set, and the day of its entry, which rules look at. What is blank is left out: most fields are. */
export function valuesAfter(record: CustomerRecord, set: FieldValues): JudgedRow['values'] {
  const values: { [K in FieldKey]?: string } & { entered_on: string } = { entered_on: record.entered_on };
  for (const key of fieldKeys) {
    const said = set[key];
    const value = said === undefined ? record[key] : said;
    if (value !== null) values[key] = value;
  }
  return values;
}

/** What a checked sample says of the ledger (S2-43): how much of it is right, in all, by stratum and by field. */
import type { FieldKey } from '../../model/fields.js';
import { type Share, stratified, wilson } from './interval.js';

/** What the person who checked found of one value; null: nothing was filled in. */
export type VerdictOnValue = 'right' | 'unknown' | 'wrong' | null;

/** One customer of the sample, checked. */
export interface CheckedRow {
  readonly stratum: number;
  /** What was found of each value; a field without a value, beside which nothing was filled in, is left out. */
  readonly verdicts: ReadonlyMap<FieldKey, VerdictOnValue>;
}

/** Counts of one kind of thing, with the share that is right among those of which it could be told. */
export interface Tally {
  readonly right: number;
  readonly wrong: number;
  /** Of which it could not be told. */
  readonly unknown: number;
  /** Not filled in. */
  readonly open: number;
  readonly accuracy: Share | null;
}

/** The whole score. A customer is right where every value was looked at, could be told and is right; wrong where one value is. */
export interface Score {
  readonly customers: Tally;
  /** Customers by stratum, in the order of strata. */
  readonly strata: readonly (Tally & { readonly label: string; readonly population: number })[];
  /** The share of right customers in the whole ledger, each stratum by its population. */
  readonly estimate: Share | null;
  /** Customers whom the estimate speaks of: those of strata in which at least one could be told. */
  readonly covered: number;
  readonly population: number;
  /** Values. Several of one customer are not independent: the interval is that of a simple sample of values. */
  readonly values: Tally;
  readonly fields: readonly (Tally & { readonly field: FieldKey })[];
}

interface Counts {
  right: number;
  wrong: number;
  unknown: number;
  open: number;
}
const none = (): Counts => ({ right: 0, wrong: 0, unknown: 0, open: 0 });

/**
 * @param population customers of the whole ledger; strata of which nobody was drawn are not among `strata`
 * @param z the quantile of the confidence wanted
 */
export function score(
  rows: readonly CheckedRow[],
  strata: readonly { readonly label: string; readonly population: number }[],
  fields: readonly FieldKey[],
  population: number,
  z: number,
): Score {
  const customers = none();
  const values = none();
  const byStratum = strata.map(none);
  const byField = new Map(fields.map((field) => [field, none()]));
  for (const { stratum, verdicts } of rows) {
    for (const field of fields) {
      const key = verdicts.get(field) ?? 'open';
      values[key] += 1;
      (byField.get(field) as Counts)[key] += 1;
    }
    const key = ofCustomer([...verdicts.values()]);
    customers[key] += 1;
    (byStratum[stratum] as Counts)[key] += 1;
  }
  const tally = (counts: Counts): Tally => ({
    ...counts,
    accuracy: wilson(counts.right, counts.right + counts.wrong, z),
  });
  const results = byStratum.map(({ right, wrong }, i) => ({
    population: strata[i]?.population ?? 0,
    right,
    n: right + wrong,
  }));
  return {
    customers: tally(customers),
    strata: strata.map((stratum, i) => ({ ...stratum, ...tally(byStratum[i] as Counts) })),
    estimate: stratified(results, z),
    covered: results.reduce((sum, one) => (one.n > 0 ? sum + one.population : sum), 0),
    population,
    values: tally(values),
    fields: fields.map((field) => ({ field, ...tally(byField.get(field) as Counts) })),
  };
}

function ofCustomer(verdicts: readonly VerdictOnValue[]): keyof Counts {
  if (verdicts.includes('wrong')) return 'wrong';
  if (verdicts.includes('unknown')) return 'unknown';
  return verdicts.length === 0 || verdicts.includes(null) ? 'open' : 'right';
}

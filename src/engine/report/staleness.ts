import type { CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { type FieldKey, fieldKeys } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import type { KeptBefore } from '../../model/ledger.js';
import type { Policy } from '../../model/policy.js';
import { daysBetween } from '../../rules/calendar/day.js';
import { RowSet } from './rows.js';
import type { RunBook } from './run-book.js';

/** The fields that the policy's profiles ask for, active or not, in the order of their declaration. */
export function askedFields({ profiles }: Policy): readonly FieldKey[] {
  const asked = new Set(
    Object.values(profiles.list).flatMap(({ required, optional }) => [...required, ...optional].flat()),
  );
  return fieldKeys.filter((field) => asked.has(field));
}

/**
 * How stale fields are (S2-02): for each, the mean number of days for which the values on file stand unchanged, over the customers who have one. A day is
 * counted from the run that last changed it, else from the customer's entry.
 */
export class Staleness {
  readonly #fields: readonly FieldKey[];
  readonly #place: ReadonlyMap<string, number>;
  /** By field: the event that last changed the customer looked at. */
  readonly #changed: number[];
  readonly #since: readonly Map<IsoDate, number>[];
  /** By field: the day seen last and how often in a row, as most customers were entered on one day. */
  readonly #last: IsoDate[];
  readonly #run: number[];
  readonly #runs: RunBook;
  readonly #asOf: IsoDate;

  constructor({ policy, asOf }: Given, runs: RunBook) {
    this.#fields = askedFields(policy);
    this.#place = new Map(this.#fields.map((field, i) => [field, i]));
    this.#changed = this.#fields.map(() => 0);
    this.#since = this.#fields.map(() => new Map());
    this.#last = this.#fields.map(() => '');
    this.#run = this.#fields.map(() => 0);
    this.#runs = runs;
    this.#asOf = asOf;
  }

  see(record: CustomerRecord, kept: readonly KeptBefore[]): void {
    const changed = this.#changed;
    for (const { field, seq } of kept) {
      const i = this.#place.get(field);
      if (i !== undefined) changed[i] = seq;
    }
    for (let i = 0; i < this.#fields.length; i++) {
      const seq = changed[i] as number;
      changed[i] = 0;
      if (record[this.#fields[i] as FieldKey] === null) continue;
      const day = seq === 0 ? record.entered_on : (this.#runs.at(seq)?.day ?? record.entered_on);
      if (this.#last[i] !== day) this.#count(i, day);
      this.#run[i] = (this.#run[i] as number) + 1;
    }
  }

  /** Counts the run of days that ends, and begins another. */
  #count(field: number, next: IsoDate): void {
    const days = this.#since[field] as Map<IsoDate, number>;
    const [last, run] = [this.#last[field] as IsoDate, this.#run[field] as number];
    if (run > 0) days.set(last, (days.get(last) ?? 0) + run);
    this.#last[field] = next;
    this.#run[field] = 0;
  }

  /** The rows: for each field and day since when, how many customers, and their days together. */
  rows(keep: boolean): RowSet {
    const rows = new RowSet('staleness', ['field', 'since', 'customers', 'days'], 'nobody', keep);
    this.#fields.forEach((field, i) => {
      this.#count(i, '');
      const days = this.#since[i] as Map<IsoDate, number>;
      for (const since of [...days.keys()].sort()) {
        const customers = days.get(since) as number;
        const age = Math.max(0, daysBetween(since, this.#asOf));
        rows.add([field, since, String(customers), String(customers * age)]);
      }
    });
    return rows;
  }
}

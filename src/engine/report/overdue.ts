import type { CustomerRecord } from '../../model/customer.js';
import type { Given } from '../../model/given.js';
import type { KeptBefore } from '../../model/ledger.js';
import { type DutyTrail, dueBy } from '../due.js';
import { lifeFacts } from '../life-facts.js';
import { reviewFacts } from '../review-facts.js';
import { RowSet } from './rows.js';
import type { RunBook } from './run-book.js';
import { eventsOf, historyEntries } from './value-trail.js';

/** What the trail tells of the customer that is looked at, from the one stream over it. */
export interface TrailBeside {
  readonly runs: RunBook;
  /** The changes of the customer being looked at. */
  readonly kept: () => readonly KeptBefore[];
}

/** Gathers what is overdue for customer after customer: the duties of `due` of which the last day is over (S0-18, S0-24, S1-21). */
export function overdue(
  given: Given,
  { entry, retention }: Pick<DutyTrail, 'entry' | 'retention'>,
  { runs, kept }: TrailBeside,
  keep: boolean,
): { readonly rows: RowSet; readonly see: (record: CustomerRecord) => void } {
  const rows = new RowSet('overdue', ['what', 'cadence', 'due', 'since', 'clauses'], 'customer', keep);
  const runOf = (run: number) => {
    const known = runs.get(run);
    return known === null ? null : { asOf: known.asOf, reason: null };
  };
  const historyOf = (record: CustomerRecord) =>
    historyEntries(
      eventsOf(kept(), (field) => record[field as 'name']),
      runs,
    );
  const due = dueBy(given, given.asOf, {
    entry,
    retention,
    review: (record) => (record.version === 1 ? null : reviewFacts(given.policy, historyOf(record), runOf)),
    life: (record) => lifeFacts(given.policy, historyOf(record), runOf),
  });
  return {
    rows,
    see(record) {
      for (const { what, due: day, overdue: late, clauses, data } of due(record))
        if (late)
          rows.add([what, String(data.cadence ?? ''), day, String(data.since ?? ''), clauses.join(' ')], record.id);
    },
  };
}

import type { CustomerRecord } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import { type DutyTrail, dueBy } from '../due.js';
import { lifeFacts, noLife } from '../life-facts.js';
import { noReview, reviewFacts } from '../review-facts.js';
import { RowSet } from './rows.js';
import type { RunBook } from './run-book.js';
import { type CustomerTrail, historyEntries } from './value-trail.js';

/** The fields by which the trail tells of reviews, and of stages, holds and verifications. */
const reviewed: ReadonlySet<string> = new Set<FieldKey>(['review_state', 'lifecycle']);
const lived: ReadonlySet<string> = new Set<FieldKey>(['lifecycle', 'hold', 'verify_result', 'verified_at', 'stage']);
/** Lists of clauses are the policy's own, and few. */
const MOST_CLAUSES = 1000;

/** What the trail tells of the customer that is looked at, from the one stream over it. */
export interface TrailBeside {
  readonly runs: RunBook;
  /** That of the customer being looked at. */
  readonly trail: () => CustomerTrail;
}

/** Gathers what is overdue for customer after customer: the duties of `due` of which the last day is over (S0-18, S0-24, S1-21). */
export function overdue(
  given: Given,
  { entry, retention }: Pick<DutyTrail, 'entry' | 'retention'>,
  { runs, trail }: TrailBeside,
  keep: boolean,
): { readonly rows: RowSet; readonly see: (record: CustomerRecord) => void } {
  const rows = new RowSet('overdue', ['what', 'cadence', 'due', 'since', 'clauses'], 'customer', keep);
  const runOf = (run: number) => {
    const known = runs.get(run);
    return known === null ? null : { asOf: known.asOf, reason: null };
  };
  const history = () => historyEntries(trail().events, runs);
  // Most customers' trails say nothing of reviews, holds or stages, and are not put together for it.
  const says = (fields: ReadonlySet<string>): boolean => trail().kept.some(({ field }) => fields.has(field));
  const due = dueBy(given, given.asOf, {
    entry,
    retention,
    review: (record) => {
      if (record.version === 1) return null;
      return says(reviewed) ? reviewFacts(given.policy, history(), runOf) : noReview;
    },
    life: () => (says(lived) ? lifeFacts(given.policy, history(), runOf) : noLife),
  });
  const clauseWords = new Map<readonly string[], string>();
  const wordsOf = (clauses: readonly string[]): string => {
    let words = clauseWords.get(clauses);
    if (words === undefined) {
      words = clauses.join(' ');
      if (clauseWords.size < MOST_CLAUSES) clauseWords.set(clauses, words);
    }
    return words;
  };
  return {
    rows,
    see(record) {
      for (const { what, due: day, overdue: late, clauses, data } of due(record))
        if (late)
          rows.add([what, String(data.cadence ?? ''), day, String(data.since ?? ''), wordsOf(clauses)], record.id);
    },
  };
}

/** What waits for whom, and until when (S0-18, S4-06, C12): the standing of one customer in the review. */
import type { CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Given } from '../model/given.js';
import type { Entry } from '../model/ledger.js';
import { isActive, reviewStateOf, standingFields } from '../rules/lifecycle.js';
import { type Due, stepClock } from '../rules/review/clock.js';
import { isPrechecked } from './review.js';
import type { ReviewFacts } from './review-facts.js';

/** A customer that waits for somebody: to be reviewed, to be mended by its entrant, or in quarantine. */
export interface Queued {
  readonly what: 'quarantine' | 'returned' | 'submitted';
  /** Who entered it by the trail, or submitted it again. */
  readonly entrant: string | null;
  /** When the review is due; null where none is. */
  readonly review: Due | null;
  /** When the first check is due; null once it was made, or where none is. */
  readonly precheck: Due | null;
  readonly facts: ReviewFacts | null;
}

/** The fields that `reviewQueue` looks at. */
export function queueReads({ policy: { review } }: Given): readonly FieldKey[] {
  const dates = [review.precheck.from, review.review.from].filter((key) => key !== 'entered_on');
  return [...new Set<FieldKey>([...standingFields, 'prechecked_at', ...dates])];
}

/** Says what a customer waits for; null for the approved and for drafts. `trail` is asked only for those that wait. */
export function reviewQueue(
  given: Given,
  trail: {
    entry(id: number): Entry | null;
    facts(record: CustomerRecord): ReviewFacts | null;
  },
): (record: CustomerRecord) => Queued | null {
  const { review, precheck } = given.policy.review;
  const stateOf = reviewStateOf(given.policy);
  const active = isActive(given.policy);
  const reviewDue = stepClock(given, review);
  const precheckDue = stepClock(given, precheck);
  const checked = isPrechecked(given);
  return (record) => {
    const state = stateOf(record);
    const inside = active(record);
    if (inside && state !== 'submitted' && state !== 'returned') return null;
    const facts = trail.facts(record);
    const entrant = facts?.resubmitted?.by ?? trail.entry(record.id)?.actor ?? null;
    if (!inside) return { what: 'quarantine', entrant, review: null, precheck: null, facts };
    return {
      what: state === 'returned' ? 'returned' : 'submitted',
      entrant,
      review: state === 'returned' ? null : reviewDue(record, facts?.resubmitted?.day),
      precheck: checked(record) ? null : precheckDue(record),
      facts,
    };
  };
}

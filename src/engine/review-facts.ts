import type { HistoryEntry } from '../model/audit.js';
import type { IsoDate } from '../model/date.js';
import type { FieldKey } from '../model/fields.js';
import type { RunRecord } from '../model/ledger.js';
import type { Policy } from '../model/policy.js';
import { codeFinder } from '../rules/text/code-list.js';

/** One step of a review: who took it, in which run, on which as-of day, and why in words. */
export interface ReviewStep {
  readonly by: string;
  readonly run: number;
  readonly day: IsoDate | null;
  readonly reason: string | null;
}

/** What a customer's trail tells of its reviews. */
export interface ReviewFacts {
  /** The last return, with whether anything was changed since (S0-20). */
  readonly returned: (ReviewStep & { readonly changedSince: boolean }) | null;
  /** The submission that answered the last return. */
  readonly resubmitted: ReviewStep | null;
  /** The last approval; null of an adopted customer, which nobody approved. */
  readonly approved: ReviewStep | null;
  /** The quarantine in force, with the lifecycle before it (C08). */
  readonly quarantined: (ReviewStep & { readonly before: string | null }) | null;
}

/** Of a customer whose trail tells of no review. */
export const noReview: ReviewFacts = { returned: null, resubmitted: null, approved: null, quarantined: null };

/** What the steps of a review set themselves: a change of these alone corrects nothing. */
const ownFields: ReadonlySet<string> = new Set<FieldKey>([
  'review_state',
  'prechecked_at',
  'lifecycle',
  'invalid_reason',
]);

/** Reads the history of a customer, oldest first, for what its reviews rest on. */
export function reviewFacts(
  policy: Policy,
  history: Iterable<HistoryEntry>,
  runOf: (run: number) => Pick<RunRecord, 'asOf' | 'reason'> | null,
): ReviewFacts {
  const state = codeFinder(policy, 'review_state');
  const lifecycle = codeFinder(policy, 'lifecycle');
  const codeOf = (find: typeof state, word: string | null) => (word === null ? null : (find(word)?.entry.code ?? null));
  let facts = noReview;
  for (const { op, actor, run, changes } of history) {
    if (op !== 'update' || run === null) continue;
    const step = (): ReviewStep => {
      const of = runOf(run);
      return { by: actor, run, day: of?.asOf ?? null, reason: of?.reason ?? null };
    };
    const { returned } = facts;
    if (returned !== null && changes.some(({ field }) => !ownFields.has(field)))
      facts = { ...facts, returned: { ...returned, changedSince: true } };
    for (const { field, before, after } of changes) {
      if (field === 'review_state') {
        const code = codeOf(state, after);
        if (code === 'returned') facts = { ...facts, returned: { ...step(), changedSince: false }, resubmitted: null };
        else if (code === 'submitted' && codeOf(state, before) === 'returned')
          facts = { ...facts, resubmitted: step() };
        else if (code === 'approved') facts = { ...facts, approved: step() };
      } else if (field === 'lifecycle') {
        const inside = codeOf(lifecycle, after) === 'quarantine';
        facts = { ...facts, quarantined: inside ? { ...step(), before } : null };
      }
    }
  }
  return facts;
}

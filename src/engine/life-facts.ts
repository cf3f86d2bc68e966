/** What a customer's trail tells of how it came to be dormant, held or verified. */
import type { HistoryEntry } from '../model/audit.js';
import type { IsoDate } from '../model/date.js';
import type { RunRecord } from '../model/ledger.js';
import type { Policy } from '../model/policy.js';
import { isOnHold } from '../rules/dormant/on-hold.js';
import { lifecycleOf } from '../rules/lifecycle.js';

/** Who did it, in which run, on which as-of day. */
export interface LifeStep {
  readonly by: string;
  readonly run: number;
  readonly day: IsoDate | null;
  readonly reason: string | null;
}

/** The steps in force. */
export interface LifeFacts {
  /** The flag of a dormant customer, with what stood before it; `marketing` is undefined where the flag did not change it, or somebody did since. */
  readonly flagged: (LifeStep & { readonly before: string | null; readonly marketing?: string | null }) | null;
  /** Who put the customer on hold. */
  readonly held: LifeStep | null;
  /** The last result of a verification that came by `verify import`, with its evidence in words. */
  readonly verified: (LifeStep & { readonly result: string | null; readonly evidence: string | null }) | null;
  /** The run that last set each of these. */
  readonly stage: LifeStep | null;
}

/** Of a customer to whom nothing happened since its entry. */
export const noLife: LifeFacts = { flagged: null, held: null, verified: null, stage: null };

/** Reads the history of a customer, oldest first. */
export function lifeFacts(
  policy: Policy,
  history: Iterable<HistoryEntry>,
  runOf: (run: number) => Pick<RunRecord, 'asOf' | 'reason'> | null,
): LifeFacts {
  const stateOf = lifecycleOf(policy);
  let facts = noLife;
  for (const { op, actor, run, rule, note, changes } of history) {
    if (op !== 'update' || run === null) continue;
    const step = (): LifeStep => {
      const of = runOf(run);
      return { by: actor, run, day: of?.asOf ?? null, reason: of?.reason ?? null };
    };
    const marketing = changes.find(({ field }) => field === 'marketing');
    if (marketing !== undefined && facts.flagged !== null) {
      const { marketing: _, ...flagged } = facts.flagged;
      facts = { ...facts, flagged };
    }
    for (const { field, before, after } of changes) {
      if (field === 'lifecycle') {
        const flags = stateOf({ lifecycle: after }) === 'dormant' && rule === 'dormant/flag';
        const was = marketing === undefined ? {} : { marketing: marketing.before };
        facts = { ...facts, flagged: flags ? { ...step(), before, ...was } : null };
      } else if (field === 'hold') facts = { ...facts, held: isOnHold(after) ? step() : null };
      else if (field === 'verify_result' || field === 'verified_at') {
        const result = field === 'verify_result' ? after : (facts.verified?.result ?? null);
        facts = { ...facts, verified: rule === 'verify/import' ? { ...step(), result, evidence: note } : null };
      } else if (field === 'stage') facts = { ...facts, stage: step() };
    }
  }
  return facts;
}

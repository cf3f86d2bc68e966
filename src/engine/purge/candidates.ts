/** Who is due for destruction by itself, and on which ground (L01): its longest term is over, its purpose is gone, or it is invalid. */
import type { CustomerRecord } from '../../model/customer.js';
import type { Given } from '../../model/given.js';
import type { PurgeField } from '../../model/purge-plan.js';
import { invalidFields } from '../../rules/retention/channels.js';
import { type RetentionFacts, retentionOf } from '../../rules/retention/outcome.js';
import { codeFinder } from '../../rules/text/code-list.js';

/** What a customer is due for. */
export interface Due {
  /** null: the whole file; else what was found wrong (S0-34, C08). */
  readonly fields: readonly PurgeField[] | null;
  /** Code of the policy's purge reasons. */
  readonly code: string;
}

/** Grounds by which an archive class is due, or would be but for a term. */
const dueGrounds: readonly string[] = ['ceiling-over', 'invalid', 'purpose-gone', 'restricted', 'restricted-no-end'];

/** Why the purpose is gone, by the code of the reason of ending. */
const codes: Readonly<Record<string, string>> = {
  'consent-withdrawn': 'consent-withdrawn',
  'purpose-achieved': 'purpose-achieved',
  'service-stopped': 'service-ended',
};

/** Looks at one customer after another; null for who is not due. */
export function dueForPurge(given: Given): (record: CustomerRecord, facts: RetentionFacts) => Due | null {
  const retention = retentionOf(given);
  const wrong = invalidFields(given.policy);
  const ended = codeFinder(given.policy, 'end_reason');
  return (record, facts) => {
    const { classes } = retention(record, facts);
    // A hold hides the ground; who is held is looked at as if the hold were off, and named with it.
    const grounds = classes.some(({ ground }) => ground === 'on-hold')
      ? retention({ ...record, hold: null }, facts).classes.map(({ ground }) => ground)
      : classes.map(({ ground }) => ground);
    if (grounds.includes('invalid')) return { fields: null, code: 'invalid' };
    if (grounds.some((ground) => dueGrounds.includes(ground) && ground !== 'ceiling-over')) {
      const reason = record.end_reason === null ? undefined : ended(record.end_reason)?.entry.code;
      return { fields: null, code: (reason && codes[reason]) ?? 'purpose-achieved' };
    }
    // Part of a file whose term is over waits for the rest of it.
    if (grounds.length > 0 && grounds.every((ground) => ground === 'ceiling-over' || ground === 'special'))
      return { fields: null, code: 'expired' };
    const fields = wrong(record).filter((field) => field !== 'name');
    return fields.length > 0 ? { fields, code: 'invalid' } : null;
  };
}

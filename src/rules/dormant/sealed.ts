/** Who is only stored: of a dormant customer name and contact are kept in use, the rest is sealed and not erased (S0-32, C09, L02). */
import type { CustomerFields } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { lifecycleOf } from '../lifecycle.js';
import { codeFinder } from '../text/code-list.js';
import { parseFlag } from '../text/flag.js';
import { isPlaceholder } from '../text/sentinel.js';
import { isBlank } from '../text/unicode.js';
import { isOnHold } from './on-hold.js';

type Sealing = Pick<CustomerFields, 'end_reason' | 'lifecycle'>;

/** The fields that `sealed` looks at. */
export const sealingFields = ['lifecycle', 'end_reason'] as const satisfies readonly FieldKey[];

/** Why a customer is sealed: `dormant`, or `restricted` because the purpose to keep it is gone; null where it is not. */
export function sealed(policy: Policy): (record: Sealing) => 'dormant' | 'restricted' | null {
  const stateOf = lifecycleOf(policy);
  const gone = purposeIsGone(policy);
  return (record) => (stateOf(record) === 'dormant' ? 'dormant' : gone(record) ? 'restricted' : null);
}

/** Whether a field of a sealed customer is still shown. */
export function isKept(policy: Policy): (field: FieldKey) => boolean {
  const kept = new Set<FieldKey>(policy.dormancy.keeps.fields);
  return (field) => kept.has(field);
}

/** Whether the cooperation ended for a reason that leaves no purpose to keep the customer (L01). */
export function purposeIsGone(policy: Policy): (record: Pick<Sealing, 'end_reason'>) => boolean {
  const find = codeFinder(policy, 'end_reason');
  const { endReasons } = policy.retention.gone;
  return ({ end_reason }) => {
    const code = end_reason === null ? undefined : find(end_reason)?.entry.code;
    return code !== undefined && endReasons.includes(code);
  };
}

/** The fields that `mayMarket` looks at. */
export const marketingFields = [...sealingFields, 'marketing', 'hold'] as const satisfies readonly FieldKey[];

/**
 * Whether a customer may be on a list of active marketing (S0-33): active, not on hold, and with no refusal on file; a word in `marketing`
 * that is neither yes nor no is taken for a refusal.
 */
export function mayMarket(policy: Policy): (record: Pick<CustomerFields, (typeof marketingFields)[number]>) => boolean {
  const stateOf = lifecycleOf(policy);
  const gone = purposeIsGone(policy);
  return (record) =>
    stateOf(record) === 'active' && !isOnHold(record.hold) && !refuses(record.marketing) && !gone(record);
}

function refuses(value: string | null): boolean {
  if (value === null || isBlank(value)) return false;
  const flag = parseFlag(value);
  return flag === false || (flag === null && !isPlaceholder(value));
}

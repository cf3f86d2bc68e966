/** What a change of values does to the review state. Nobody approves by filling a cell in: only a review does (S0-17, S1-02). */
import type { CustomerFields } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { FieldValues } from '../../model/plan.js';
import type { Policy } from '../../model/policy.js';
import { isOnHold } from '../dormant/on-hold.js';
import { reviewStateOf } from '../lifecycle.js';
import { codeFinder, codeWord } from '../text/code-list.js';

/**
 * The review state with which a row enters: as the row says where the customers of the file are formal from the start (`otherwise` is
 * approved: an adopted file); else `otherwise`, but that a draft stays one.
 */
export function entryState(policy: Policy, said: string | null, otherwise: string): string {
  if (said === null) return otherwise;
  const find = codeFinder(policy, 'review_state');
  const formal = find(otherwise)?.entry.code === 'approved';
  return formal || find(said)?.entry.code === 'draft' ? said : otherwise;
}

/**
 * The values of a change that is no step of review or lifecycle, with the review state that they lead to: a returned customer is submitted
 * again (S0-20), `also` where something beside the values changes; a draft may be submitted; any other word for the state is left out. So
 * is a lifecycle, and a hold in force: only their own commands change them (S0-03, L09).
 */
export function resubmitted(
  policy: Policy,
  record: Pick<CustomerFields, 'hold' | 'review_state'>,
  set: FieldValues,
  also = false,
): FieldValues {
  const values = { ...set };
  const { review_state: said } = set;
  delete values.review_state;
  for (const field of ownFields(record)) delete values[field];
  const state = reviewStateOf(policy)(record);
  const submits = said != null && codeFinder(policy, 'review_state')(said)?.entry.code === 'submitted';
  const changes = also || Object.keys(values).length > 0;
  if ((state === 'returned' && changes) || (state === 'draft' && submits))
    return { ...values, review_state: codeWord(policy, 'review_state', 'submitted') };
  return values;
}

/** Fields of a customer that nothing but their own commands changes. */
const ownFields = ({ hold }: Pick<CustomerFields, 'hold'>): readonly FieldKey[] =>
  isOnHold(hold) ? ['lifecycle', 'hold', 'hold_reason'] : ['lifecycle'];

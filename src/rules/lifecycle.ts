/** Where a customer's file stands: reviewed or not (S0-17, S2-17), in the active set or out of it (S4-08, C08). */
import type { CustomerFields } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import { codeFinder } from './text/code-list.js';

/** The states of a review, by their codes. */
export const reviewStates = ['draft', 'submitted', 'returned', 'approved'] as const;

/** One of the four. */
export type ReviewState = (typeof reviewStates)[number];

/** The fields that the predicates here look at. */
export const standingFields = ['review_state', 'lifecycle'] as const satisfies readonly FieldKey[];

type Standing = Pick<CustomerFields, (typeof standingFields)[number]>;

/** The review state of a record: a blank one, or a word that the policy does not know, was reviewed by nobody and waits. */
export function reviewStateOf(policy: Policy): (record: Pick<Standing, 'review_state'>) => ReviewState {
  const find = codeFinder(policy, 'review_state');
  return ({ review_state: word }) => {
    const code = word === null ? undefined : find(word)?.entry.code;
    return reviewStates.find((state) => state === code) ?? 'submitted';
  };
}

/** Whether a customer is in the active set: all but the quarantined (C08); who is dormant or archived, the ladder of C02 tells. */
export function isActive(policy: Policy): (record: Pick<Standing, 'lifecycle'>) => boolean {
  const find = codeFinder(policy, 'lifecycle');
  return ({ lifecycle }) => lifecycle === null || find(lifecycle)?.entry.code !== 'quarantine';
}

/** Whether a customer's file formally exists (S2-17) and counts officially: approved or adopted, and active. */
export function isFormal(policy: Policy): (record: Standing) => boolean {
  const active = isActive(policy);
  const stateOf = reviewStateOf(policy);
  return (record) => stateOf(record) === 'approved' && active(record);
}

/** Where a customer's file stands: reviewed or not (S0-17, S2-17), in the active set or out of it (S4-08, C08). */
import type { ClauseId } from '../model/clauses.js';
import type { CustomerFields } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import { codeFinder } from './text/code-list.js';

/** The states of a file, by the codes of `lifecycle`; a blank one is active. */
export const lifecycleStates = ['active', 'dormant', 'archived', 'quarantine'] as const;

/** One of the four. */
export type LifecycleState = (typeof lifecycleStates)[number];

/** A declared step from some states to another; `back` is the state that the file had before (S0-03). */
interface Edge {
  readonly from: readonly LifecycleState[];
  readonly to: LifecycleState | 'back';
  readonly command: string;
  readonly clauses: readonly ClauseId[];
}

/** Every step that there is: what is not here happens to no file, but that a run is undone (S0-03). */
export const lifecycleEdges = {
  flag: { from: ['active'], to: 'dormant', command: 'dormant flag', clauses: ['S0-31'] },
  wake: { from: ['dormant'], to: 'back', command: 'dormant wake', clauses: ['S0-31'] },
  archive: { from: ['active', 'dormant'], to: 'archived', command: 'archive', clauses: ['S4-21'] },
  quarantine: {
    from: ['active', 'dormant', 'archived'],
    to: 'quarantine',
    command: 'review quarantine',
    clauses: ['S4-08', 'C08'],
  },
  release: { from: ['quarantine'], to: 'back', command: 'review release', clauses: ['C08'] },
} as const satisfies Record<string, Edge>;

/** One of them. */
export type LifecycleStep = keyof typeof lifecycleEdges;

/** The state of a file; a blank one, or a word that the policy does not know, is active. */
export function lifecycleOf(policy: Policy): (record: Pick<Standing, 'lifecycle'>) => LifecycleState {
  const find = codeFinder(policy, 'lifecycle');
  return ({ lifecycle: word }) => {
    const code = word === null ? undefined : find(word)?.entry.code;
    return lifecycleStates.find((state) => state === code) ?? 'active';
  };
}

/** Whether a step may be taken from where a file stands. */
export function mayStep(policy: Policy, step: LifecycleStep): (record: Pick<Standing, 'lifecycle'>) => boolean {
  const stateOf = lifecycleOf(policy);
  const { from }: Edge = lifecycleEdges[step];
  return (record) => from.includes(stateOf(record));
}

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
  const stateOf = lifecycleOf(policy);
  return (record) => stateOf(record) !== 'quarantine';
}

/** Whether a customer's file formally exists (S2-17) and counts officially: approved or adopted, and active. */
export function isFormal(policy: Policy): (record: Standing) => boolean {
  const active = isActive(policy);
  const stateOf = reviewStateOf(policy);
  return (record) => stateOf(record) === 'approved' && active(record);
}

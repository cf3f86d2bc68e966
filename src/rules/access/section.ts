/**
 * The part of the policy that says who may do what: people, roles, access and how records are destroyed. It counts only as an approver signed it
 * (law 6); what the trail keeps of it are codes alone, never a name.
 */
import { hash } from 'node:crypto';
import { canonicalJson } from '../../model/canonical.js';
import type { IsoDate } from '../../model/date.js';
import type { Policy } from '../../model/policy.js';
import { mayAct } from './cell.js';

/** A person as the trail knows one. */
export interface RosterPerson {
  readonly id: string;
  readonly roles: readonly string[];
  readonly keys: readonly string[];
  readonly leaves: IsoDate | null;
}

/** Who is there, and which roles approve: what the next version of the section is measured against. */
export interface Roster {
  readonly people: readonly RosterPerson[];
  readonly approving: readonly string[];
}

/** sha256 of the section's canonical form: equal for equal meaning. */
export const sectionHash = ({ people, roles, access, defaultRole, purge }: Policy): string =>
  hash('sha256', canonicalJson({ people, roles, access, defaultRole, purge }));

/** Roles that may agree to what cannot be undone. */
export const approvingRoles = (policy: Policy): readonly string[] =>
  Object.keys(policy.roles).filter((role) => mayAct(policy, role, 'approve'));

/** What the trail keeps of the section. */
export const rosterOf = (policy: Policy): Roster => ({
  people: policy.people.map(({ id, roles, keys, leaves }) => ({ id, roles, keys: keys.map((key) => key.id), leaves })),
  approving: approvingRoles(policy),
});

/** Keys that more than one person is listed with, by the public key, with their persons: shared accounts (S2-35). */
export function sharedKeys({ people }: Pick<Policy, 'people'>): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, Set<string>>();
  for (const { id, keys } of people)
    for (const key of keys) owners.set(key.public, (owners.get(key.public) ?? new Set()).add(id));
  return new Map([...owners].filter(([, ids]) => ids.size > 1).map(([key, ids]) => [key, [...ids]]));
}

import type { Policy } from '../../model/policy.js';
import { fold } from '../text/unicode.js';

/**
 * Whether a name in a record means the person who acts: by the name given, or, of a person whom the policy lists, by id, name or
 * system user; width and spaces do not matter. A blank name is nobody's.
 */
export function isPerson(policy: Policy, actor: string): (name: string | null) => boolean {
  const key = (name: string) => fold(name).toLowerCase().replace(/\s/g, '');
  const names = new Set([key(actor)]);
  for (const { id, name, osUser } of policy.people) {
    const all = [id, name, ...(osUser === null ? [] : [osUser])].map(key);
    if (all.includes(key(actor))) for (const one of all) names.add(one);
  }
  return (name) => name !== null && names.has(key(name));
}

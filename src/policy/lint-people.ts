import type { Policy } from '../model/policy.js';
import type { Data } from '../model/text.js';
import { approvingRoles, sharedKeys } from '../rules/access/section.js';
import { fingerprint } from '../rules/access/signature.js';
import type { LintIssue } from './lint.js';

/** Checks of people, their roles and keys. */
export const peopleMessages = {
  'unknown-role': { clauses: ['S0-02'], zh: '{where}:没有角色 {value}', en: '{where}: there is no role {value}' },
  'person-twice': {
    clauses: ['S0-02', 'S2-35'],
    zh: '{where}:{value} 出现两次',
    en: '{where}: {value} is listed twice',
  },
  'key-shared': {
    clauses: ['S2-35'],
    zh: '{where}:同一把密钥登记在 {value} 名下,一人一钥',
    en: '{where}: one key is listed with {value}; a key is one person’s',
  },
  'key-mismatch': {
    clauses: ['S2-35'],
    zh: '{where}:密钥 {value} 的指纹与公钥不符',
    en: '{where}: the id of the key {value} is not the fingerprint of its public half',
  },
  'nobody-approves': {
    clauses: ['S0-35'],
    zh: '{where}:没有一个有批准权的人登记了密钥,什么都不能销毁',
    en: '{where}: nobody who approves has a key, so nothing can be destroyed',
  },
} as const;

type Say = (
  messageId: keyof typeof peopleMessages,
  severity: LintIssue['severity'],
  where: string,
  data?: Data,
) => void;

/** People hold roles that exist; ids, names, accounts and keys are one person's each (S2-35); somebody can approve. */
export function lintPeople(policy: Policy, say: Say): void {
  const { people, roles, defaultRole } = policy;
  for (const person of people) {
    const where = `people.${person.id}`;
    for (const role of person.roles)
      if (!Object.hasOwn(roles, role)) say('unknown-role', 'error', where, { value: role });
    for (const key of person.keys)
      if (fingerprint(key.public) !== key.id) say('key-mismatch', 'error', where, { value: key.id.slice(0, 12) });
  }
  for (const named of [people.map(({ id }) => id), people.flatMap(({ osUser }) => osUser ?? [])])
    for (const value of new Set(named.filter((one, i) => named.indexOf(one) !== i)))
      say('person-twice', 'error', 'people', { value });
  for (const [, value] of sharedKeys(policy)) say('key-shared', 'error', 'people', { value });
  const approving = approvingRoles(policy);
  const keyed = people.filter(({ keys }) => keys.length > 0);
  if (keyed.length > 0 && !keyed.some((one) => one.roles.some((role) => approving.includes(role))))
    say('nobody-approves', 'warning', 'people');
  if (!Object.hasOwn(roles, defaultRole)) say('unknown-role', 'error', 'defaultRole', { value: defaultRole });
}

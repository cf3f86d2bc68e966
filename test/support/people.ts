/** People with keys: who proposes, who approves, who witnesses. Making and opening a key takes half a second each, so a suite makes them once. */
import { join } from 'node:path';
import { newKeyFile, writeKeyFile } from '../../src/files/key-file.js';
import type { Operator } from '../../src/model/audit.js';
import type { Person, Policy } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { fingerprint } from '../../src/rules/access/signature.js';

/** The passphrase of every key made here. */
export const passphrase = '四月 风筝 铜锁 八百里';

/** Whom the tests know, in which role. */
export const roles = {
  zhang: 'data_maintenance',
  li: 'data_admin',
  zhao: 'dept_head',
  qian: 'dept_head',
  sun: 'auditor',
} as const;

/** One of them. */
export type Who = keyof typeof roles;

/** As whom a command is run. */
export const as = (who: Who, role: string = roles[who]): Operator => ({ actor: who, role });

/** A policy with people in it, and where their keys are. */
export interface People {
  readonly policy: Policy;
  readonly keys: Readonly<Record<Who, string>>;
  readonly signing: (who: Who) => { readonly keyFile: string; readonly passphrase: string };
}

/** Makes everybody's key in a folder; keys are in force from 2026-01-01. */
export function makePeople(folder: string): People {
  const keys = {} as Record<Who, string>;
  const people = (Object.entries(roles) as [Who, string][]).map(([id, role]): Person => {
    const file = newKeyFile(id, '2026-01-01', passphrase);
    keys[id] = join(folder, `${id}.key`);
    writeKeyFile(keys[id], file);
    const key = { id: fingerprint(file.public), public: file.public, from: '2026-01-01', until: null };
    return { id, name: id, roles: [role], osUser: null, keys: [key], leaves: null };
  });
  return {
    policy: { ...defaultPolicy, people },
    keys,
    signing: (who) => ({ keyFile: keys[who], passphrase }),
  };
}

/** The policy with one person otherwise. */
export const withPerson = (policy: Policy, id: Who, change: Partial<Person>): Policy => ({
  ...policy,
  people: policy.people.map((person) => (person.id === id ? { ...person, ...change } : person)),
});

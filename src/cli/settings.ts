import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { dayIn } from '../commands/day-in.js';
import type { Operator } from '../model/audit.js';
import { type IsoDate, isIsoDate } from '../model/date.js';
import { StewardError } from '../model/errors.js';
import type { Policy } from '../model/policy.js';
import type { Lang } from '../model/text.js';
import { defaultPolicy } from '../policy/default.js';
import type { CommonOptions } from './common-options.js';

/** Where a setting came from; `doctor` says it. */
export type Origin = 'default' | 'environment' | 'flag' | 'steward.yaml';

/** A setting with its origin. */
export interface Setting<T> {
  readonly value: T;
  readonly from: Origin;
}

/** ./steward.yaml: which ledger and policy this folder works with. */
export interface Project {
  readonly ledger?: string | undefined;
  readonly ledgerId?: string | undefined;
  readonly policy?: string | undefined;
  readonly lang?: Lang | undefined;
}

/** Reads ./steward.yaml of the working folder; an unknown key is an error. */
export async function readProject(folder: string): Promise<Project> {
  const path = join(folder, 'steward.yaml');
  if (!existsSync(path)) return {};
  const { parseProject } = await import('./project.js');
  return parseProject(readFileSync(path, 'utf8'), path);
}

/** Which ledger: flag, environment, project file, ./ledger.db. */
export function ledgerPath(
  common: CommonOptions,
  env: NodeJS.ProcessEnv,
  project: Project,
  folder: string,
): Setting<string> {
  if (common.ledger !== undefined) return { value: common.ledger, from: 'flag' };
  if (env.STEWARD_LEDGER) return { value: env.STEWARD_LEDGER, from: 'environment' };
  if (project.ledger !== undefined) return { value: resolve(folder, project.ledger), from: 'steward.yaml' };
  return { value: 'ledger.db', from: 'default' };
}

/** Which policy: flag, environment, project file, policy.yaml beside the ledger, else the handbooks' own. */
export async function loadPolicy(
  common: CommonOptions,
  env: NodeJS.ProcessEnv,
  project: Project,
  folder: string,
  ledger: string,
): Promise<{ readonly policy: Policy; readonly path: Setting<string | null> }> {
  const beside = join(dirname(resolve(ledger)), 'policy.yaml');
  const path: Setting<string | null> =
    common.policy !== undefined
      ? { value: common.policy, from: 'flag' }
      : env.STEWARD_POLICY
        ? { value: env.STEWARD_POLICY, from: 'environment' }
        : project.policy !== undefined
          ? { value: resolve(folder, project.policy), from: 'steward.yaml' }
          : { value: existsSync(beside) ? beside : null, from: 'default' };
  if (path.value === null) return { policy: defaultPolicy, path };
  let text: string;
  try {
    text = readFileSync(path.value, 'utf8');
  } catch (error) {
    throw new StewardError('policy-missing', { path: path.value }, { cause: error });
  }
  const { parsePolicy } = await import('../policy/load.js');
  return { policy: parsePolicy(text, path.value), path };
}

/** Today in the policy's time zone. */
export const today = (now: Date, timezone: string): IsoDate => dayIn(timezone)(now);

/** The as-of day asked for, else today. */
export function asOfDay(common: CommonOptions, now: Date, timezone: string): IsoDate {
  if (common.asOf === undefined) return today(now, timezone);
  if (!isIsoDate(common.asOf)) throw new StewardError('bad-date', { value: common.asOf });
  return common.asOf;
}

/** Who acts, in which role: --as and --role, else the system user and that person's first role in the policy (S0-02). */
export function operatorOf(common: CommonOptions, policy: Policy): Operator {
  const user = systemUser();
  const person = policy.people.find((p) =>
    common.as === undefined ? p.osUser === user : p.id === common.as || p.name === common.as,
  );
  const role = common.role ?? person?.roles[0] ?? policy.defaultRole;
  const held = person ? person.roles : Object.keys(policy.roles);
  if (!Object.hasOwn(policy.roles, role) || !held.includes(role))
    throw new StewardError('unknown-role', { role, roles: held });
  return { actor: person?.id ?? common.as ?? user, role };
}

/** The system account; the environment's USER could say anything. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/** A saved plan read back, with all that it is measured against. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type PlanGround, type PlanStanding, planStanding } from '../../engine/purge/standing.js';
import { fileFault } from '../../files/faults.js';
import type { Operator } from '../../model/audit.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Person, Policy } from '../../model/policy.js';
import { parsePlan } from '../../model/purge-plan.js';
import type { ArgumentSpec, Context } from '../command.js';
import { shown } from '../masked.js';
import { peopleOf } from '../people.js';

/** The plan, as commands take it. */
export const planArgument: ArgumentSpec = {
  name: 'plan',
  help: { zh: '清理计划文件(purge propose 写出)', en: 'the saved plan that purge propose wrote' },
};

/** A context with a ledger to read. */
export type Reading = Context & { readonly reader: LedgerReader };

/** A plan with how it stands. */
export interface ReadPlan {
  readonly ground: PlanGround;
  readonly standing: PlanStanding;
}

/** @throws StewardError plan-unreadable; what reading a file throws */
export function readPlan(context: Reading, path: string): ReadPlan {
  const { reader, given, policyHash } = context;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
  const plan = parsePlan(bytes.toString('utf8'));
  if (plan === null) throw new StewardError('plan-unreadable', { path: basename(path) });
  const ground: PlanGround = {
    path: basename(path),
    plan,
    sha256: hash('sha256', bytes),
    policy: given.policy,
    policyHash,
    ledger: reader.info.uuid,
    people: peopleOf(reader),
    today: realDay(context),
  };
  return { ground, standing: planStanding(ground, reader.steps(ground.sha256), reader.appliedPlan(ground.sha256)) };
}

/** Today, but never before the last event of the trail: a clock that was put back revives no plan and no key. */
export function realDay({ today, reader }: Pick<Reading, 'reader' | 'today'>): IsoDate {
  for (const { ts } of reader.audit(reader.head().size)) if (ts.slice(0, 10) > today) return ts.slice(0, 10);
  return today;
}

/**
 * That nothing is judged as at a day to come.
 *
 * @throws StewardError purge-ahead
 */
export function checkDay({ given, today }: Pick<Context, 'given' | 'today'>): void {
  if (given.asOf > today) throw new StewardError('purge-ahead', { asOf: given.asOf, today });
}

/**
 * The person who acts, whom the policy must list: a name given with --as alone is nobody.
 *
 * @throws StewardError person-unlisted
 */
export function actingPerson({ people }: Policy, { actor, role }: Operator, today: IsoDate): Person {
  const person = people.find(({ id }) => id === actor);
  if (!person?.roles.includes(role) || (person.leaves !== null && today >= person.leaves))
    throw new StewardError('person-unlisted', { actor });
  return person;
}

/** A customer's name as the register of destruction has it (C15); `full` where the policy says so, and only there. */
export function registerName(
  { register }: Policy,
  { name }: Pick<CustomerRecord, 'name'>,
  full = false,
): string | null {
  return register.name === 'hash' ? null : shown('name', name, full && register.name === 'full');
}

/** Hash of the last event about a customer: it covers the record as it stands by salted commitments, and says nothing of it. */
export function fingerprintOf(reader: LedgerReader, id: CustomerId): string {
  let last = 0;
  for (const { seq } of reader.history(id)) last = Math.max(last, seq);
  const found = reader.eventHash(last);
  if (found !== null) return found;
  throw new StewardError('internal', { detail: 'a customer without an event' });
}

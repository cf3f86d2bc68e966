/** How a saved plan stands: proposed, approved by whom and for which customers, rejected, expired, carried out. */
import type { CustomerId } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { StewardError } from '../../model/errors.js';
import type { PlanStepRecord } from '../../model/ledger.js';
import type { Policy } from '../../model/policy.js';
import type { PurgeItem, PurgePlan } from '../../model/purge-plan.js';
import { approvingRoles, sectionHash } from '../../rules/access/section.js';
import type { Statement } from '../../rules/access/signature.js';
import { isSignedBody, type PeopleState, type Signer, signerOf } from '../signers.js';

/** What an approver or a witness puts their name to. */
export interface PlanStatement extends Statement {
  readonly purpose: 'purge-approve' | 'purge-reject' | 'purge-witness';
  readonly ledger: string;
  readonly plan: string;
  readonly nonce: string;
  readonly expires: IsoDate;
  readonly role: string;
  /** The real day of the signature. */
  readonly day: IsoDate;
  /** Where the chain stood. */
  readonly head: { readonly size: number; readonly hash: string };
  /** How many customers are agreed to, and who of the plan is not. */
  readonly items: { readonly count: number; readonly except: readonly CustomerId[] };
}

/** An approval that counts. */
export interface Approval {
  readonly person: string;
  readonly key: string;
  readonly ts: string;
  readonly except: readonly CustomerId[];
}

/** An approval that does not count any more, and why. */
export interface VoidApproval {
  readonly person: string;
  readonly ts: string;
  readonly why: StewardError;
}

/** How a plan stands. */
export interface PlanStanding {
  readonly proposed: PlanStepRecord | null;
  readonly approvals: readonly Approval[];
  readonly void: readonly VoidApproval[];
  readonly rejected: PlanStepRecord | null;
  readonly appliedBy: number | null;
  /** Who witnessed the destruction. */
  readonly witness: string | null;
}

/** All that a plan is measured against. */
export interface PlanGround {
  readonly path: string;
  readonly plan: PurgePlan;
  /** sha256 of the file. */
  readonly sha256: string;
  readonly policy: Policy;
  readonly policyHash: string;
  readonly ledger: string;
  readonly people: PeopleState;
  /** Never before the last event of the chain, whatever the clock says. */
  readonly today: IsoDate;
}

/** Reads the steps of one plan, in order. */
export function planStanding(
  ground: PlanGround,
  steps: Iterable<PlanStepRecord>,
  appliedBy: number | null,
): PlanStanding {
  let proposed: PlanStepRecord | null = null;
  let rejected: PlanStepRecord | null = null;
  let witness: string | null = null;
  const approvals: Approval[] = [];
  const voided: VoidApproval[] = [];
  for (const step of steps) {
    if (step.op === 'propose') proposed ??= step;
    else if (step.op === 'reject') rejected ??= step;
    else if (step.op === 'approve') {
      if ((step.body.statement as Partial<PlanStatement> | undefined)?.purpose === 'purge-witness') {
        if (isSignedBody(step.body)) witness = step.body.person;
        continue;
      }
      try {
        approvals.push(approvalOf(ground, step));
      } catch (error) {
        if (!(error instanceof StewardError)) throw error;
        voided.push({ person: String(step.body.person ?? step.actor), ts: step.ts, why: error });
      }
    }
  }
  return { proposed, approvals, void: voided, rejected, appliedBy, witness };
}

/** @throws StewardError with why it does not count */
function approvalOf(ground: PlanGround, { body, ts }: PlanStepRecord): Approval {
  const { path, plan, sha256, policy, people } = ground;
  if (!isSignedBody(body)) throw new StewardError('plan-unapproved', { path });
  const statement = body.statement as Partial<PlanStatement>;
  const { day, items, role } = statement;
  const meant =
    statement.purpose === 'purge-approve' &&
    statement.ledger === ground.ledger &&
    statement.plan === sha256 &&
    statement.nonce === plan.nonce &&
    statement.expires === plan.expires;
  if (!meant || day === undefined || items === undefined || role === undefined || day > plan.expires)
    throw new StewardError('plan-unapproved', { path });
  const signer = signerOf(policy, body.public, people, day);
  checkApprover(ground, signer, role);
  return { person: signer.person.id, key: signer.key.id, ts, except: items.except };
}

/**
 * That a person may approve a plan: in a role that approves, and not their own.
 *
 * @throws StewardError role-refused, plan-own
 */
export function checkApprover({ path, plan, policy }: PlanGround, { person }: Signer, role: string): void {
  if (!person.roles.includes(role) || !approvingRoles(policy).includes(role))
    throw new StewardError('role-refused', { role, command: 'purge approve' });
  if (person.id === plan.proposer.person) throw new StewardError('plan-own', { path, person: person.id });
}

/**
 * That people and roles in force are the last signed ones.
 *
 * @throws StewardError people-unsigned
 */
export function checkPeopleSigned(policy: Policy, { last }: PeopleState): void {
  if (last === null || last.by === null || last.section !== sectionHash(policy))
    throw new StewardError('people-unsigned');
}

/**
 * That something can still be done with a plan in this ledger: it is what was proposed here, and neither expired, rejected nor carried out.
 *
 * @throws StewardError people-unsigned, plan-other-ledger, plan-altered, plan-used, plan-rejected, plan-expired, plan-policy
 */
export function checkOpen(ground: PlanGround, standing: PlanStanding): void {
  const { path, plan, policy, people, today } = ground;
  checkPeopleSigned(policy, people);
  if (plan.ledger !== ground.ledger) throw new StewardError('plan-other-ledger', { path, ledger: plan.ledger });
  if (standing.proposed === null) throw new StewardError('plan-altered', { path });
  if (standing.appliedBy !== null) throw new StewardError('plan-used', { path, run: standing.appliedBy });
  if (standing.rejected !== null) throw new StewardError('plan-rejected', { path, person: standing.rejected.actor });
  if (today > plan.expires) throw new StewardError('plan-expired', { path, expires: plan.expires });
  if (plan.policy !== ground.policyHash) throw new StewardError('plan-policy', { path });
}

/** The items that every approval agrees to; none where there is no approval. */
export function agreed({ items }: PurgePlan, approvals: readonly Approval[]): readonly PurgeItem[] {
  if (approvals.length === 0) return [];
  const except = new Set(approvals.flatMap((approval) => approval.except));
  return items.filter(({ customer }) => !except.has(customer));
}

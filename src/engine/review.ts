/** The review of new records, as decisions (S0-17..20, C12): who may take which step on which record, and the change that it is. */
import type { Operator } from '../model/audit.js';
import type { ClauseId } from '../model/clauses.js';
import type { CustomerRecord } from '../model/customer.js';
import type { Finding, Reason } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Entry } from '../model/ledger.js';
import type { FieldValues, UpdateChange } from '../model/plan.js';
import { isPerson } from '../rules/access/person.js';
import { readDay } from '../rules/calendar/read-day.js';
import { isActive, mayStep, reviewStateOf } from '../rules/lifecycle.js';
import type { Rule } from '../rules/rule.js';
import { codeWord } from '../rules/text/code-list.js';
import { evaluation } from './evaluate.js';
import type { ReviewFacts } from './review-facts.js';

/** Why a step is not taken. */
export const reviewBlocks = [
  'draft',
  'quarantined',
  'reviewed',
  'own-entry',
  'own-customer',
  'not-owner',
  'unchanged',
  'findings',
  'unchecked',
] as const;

/** One of them. */
export type ReviewBlock = (typeof reviewBlocks)[number];

/** What a step comes to on one record; `unchanged`: it was taken before. */
export type ReviewVerdict =
  | { readonly verdict: 'unchanged' }
  | { readonly verdict: 'blocked'; readonly why: ReviewBlock; readonly findings: readonly Finding[] }
  | {
      readonly verdict: 'changed';
      readonly change: UpdateChange;
      /** Error findings that stand and were accepted. */
      readonly accepted: readonly Finding[];
      /** Whether the owner had prechecked the record. */
      readonly prechecked: boolean;
    };

/** A record with what the trail tells of it; `facts` is null of one that nothing happened to since its entry. */
export interface Reviewed {
  readonly record: CustomerRecord;
  readonly entry: Entry | null;
  readonly facts: ReviewFacts | null;
}

/** One step of the review for one operator. */
export type ReviewStepJudge = (reviewed: Reviewed) => ReviewVerdict;

const blocked = (why: ReviewBlock, findings: readonly Finding[] = []): ReviewVerdict => ({
  verdict: 'blocked',
  why,
  findings,
});

const changed = (
  { id, version: expect }: CustomerRecord,
  set: FieldValues,
  reasons: readonly Reason[],
  accepted: readonly Finding[] = [],
  prechecked = false,
): ReviewVerdict => ({
  verdict: 'changed',
  change: { kind: 'update', id, expect, set, reasons },
  accepted,
  prechecked,
});

const reason = (rule: string, clause: ClauseId, note?: string): Reason => ({ rule, clause, data: {}, note });

/** How an approval is given: with a note (an unchanged returned record needs one), and whether error findings are accepted. */
export interface ApprovalOptions {
  readonly note: string | undefined;
  readonly acceptFindings: boolean;
}

/** Whose a record is to the operator, where that keeps the operator from reviewing it (S1-02, C12); null where it does not. */
function ownership({ policy }: Given, { actor }: Operator): (reviewed: Reviewed) => ReviewBlock | null {
  if (policy.review.review.by !== 'another') return () => null;
  const isSelf = isPerson(policy, actor);
  return ({ record, entry, facts }) => {
    if (isSelf(entry?.actor ?? null) || isSelf(record.entered_by) || isSelf(facts?.resubmitted?.by ?? null))
      return 'own-entry';
    return isSelf(record.owner) ? 'own-customer' : null;
  };
}

/**
 * Approval by another person than who entered, resubmitted or owns the record; of a returned one only after a change or with a note
 * (S0-20), and only of a record without error findings of the record rules (S0-19), unless they are accepted.
 */
export function approval(
  given: Given,
  operator: Operator,
  rules: readonly Rule[],
  { note, acceptFindings }: ApprovalOptions,
): ReviewStepJudge {
  const { policy } = given;
  const stateOf = reviewStateOf(policy);
  const active = isActive(policy);
  const ownedBy = ownership(given, operator);
  const checked = isPrechecked(given);
  const set = { review_state: codeWord(policy, 'review_state', 'approved') };
  const errorsOf = recordErrors(given, rules);
  return (reviewed) => {
    const { record, facts } = reviewed;
    const state = stateOf(record);
    if (state === 'approved') return { verdict: 'unchanged' };
    if (!active(record)) return blocked('quarantined');
    if (state === 'draft') return blocked('draft');
    const own = ownedBy(reviewed);
    if (own !== null) return blocked(own);
    if (state === 'returned' && facts?.returned?.changedSince !== true && note === undefined)
      return blocked('unchanged');
    const prechecked = checked(record);
    if (policy.review.requirePrecheck && !prechecked) return blocked('unchecked');
    const errors = errorsOf(record);
    if (errors.length > 0 && !acceptFindings) return blocked('findings', errors);
    const accepted = [...new Set(errors.map(({ rule }) => rule))].map((rule) => reason(rule, 'S0-19'));
    return changed(record, set, [reason('review/approve', 'S0-18', note), ...accepted], errors, prechecked);
  };
}

/** The findings of record rules on a record that weigh as errors. */
function recordErrors(given: Given, rules: readonly Rule[]): (record: CustomerRecord) => readonly Finding[] {
  let errors: Finding[] = [];
  const work = evaluation(
    rules.filter((rule) => rule.kind === 'record'),
    given,
    (finding) => {
      if (finding.severity === 'error') errors.push(finding);
    },
  );
  return (record) => {
    errors = [];
    work.see(record);
    return errors;
  };
}

/** Whether the first check (S4-06) was made by the as-of day. */
export function isPrechecked({ asOf }: Given): (record: Pick<CustomerRecord, 'prechecked_at'>) => boolean {
  return ({ prechecked_at }) => {
    const day = readDay(prechecked_at);
    return day !== null && day <= asOf;
  };
}

/** Return to the entrant for correction (S0-20). */
export function returning({ policy }: Given): ReviewStepJudge {
  const stateOf = reviewStateOf(policy);
  const active = isActive(policy);
  const set = { review_state: codeWord(policy, 'review_state', 'returned') };
  return ({ record }) => {
    const state = stateOf(record);
    if (state === 'returned') return { verdict: 'unchanged' };
    if (!active(record)) return blocked('quarantined');
    if (state !== 'submitted') return blocked(state === 'draft' ? 'draft' : 'reviewed');
    return changed(record, set, [reason('review/return', 'S0-20')]);
  };
}

/** The first check of what was collected, by the customer's owner (S4-06, C12). */
export function prechecking(given: Given, operator: Operator): ReviewStepJudge {
  const { policy, asOf } = given;
  const checked = isPrechecked(given);
  const active = isActive(policy);
  const isSelf = isPerson(policy, operator.actor);
  const byOwner = policy.review.precheck.by === 'owner';
  return ({ record, entry }) => {
    if (checked(record)) return { verdict: 'unchanged' };
    if (!active(record)) return blocked('quarantined');
    if (byOwner !== isSelf(record.owner)) return blocked(byOwner ? 'not-owner' : 'own-customer');
    if (!byOwner && (isSelf(entry?.actor ?? null) || isSelf(record.entered_by))) return blocked('own-entry');
    return changed(record, { prechecked_at: asOf }, [reason('review/precheck', 'S4-06')]);
  };
}

/** Takes false or invalid records out of the active set, losing nothing of them (S4-08, C08). */
export function quarantining({ policy }: Given, invalid: string | null): ReviewStepJudge {
  const may = mayStep(policy, 'quarantine');
  const set = {
    lifecycle: codeWord(policy, 'lifecycle', 'quarantine'),
    ...(invalid !== null && { invalid_reason: invalid }),
  };
  return ({ record }) =>
    may(record) ? changed(record, set, [reason('review/quarantine', 'S4-08')]) : { verdict: 'unchanged' };
}

/** Takes a quarantined record back as it was: with its lifecycle before, and no reason to be invalid (C08). */
export function releasing({ policy }: Given): ReviewStepJudge {
  const may = mayStep(policy, 'release');
  const normal = codeWord(policy, 'lifecycle', 'active');
  return ({ record, facts }) => {
    if (!may(record)) return { verdict: 'unchanged' };
    const lifecycle = facts?.quarantined ? facts.quarantined.before : normal;
    return changed(record, { lifecycle, invalid_reason: null }, [reason('review/release', 'C08')]);
  };
}

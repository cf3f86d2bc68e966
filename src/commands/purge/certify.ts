import type { CarriedOut } from '../../engine/purge/carry-out.js';
import type { AppliedRun } from '../../model/plan.js';
import type { PurgeItem } from '../../model/purge-plan.js';
import type { ChangeContext } from '../command.js';
import { type Certificate, type CertifiedItem, goneAfter } from './certificate.js';
import type { ReadPlan } from './plan-file.js';
import type { FileResidue } from './residue.js';

/** An item of a plan that is being carried out, with what becomes of it. */
export interface Carried {
  readonly item: PurgeItem;
  readonly outcome: CarriedOut;
  readonly name: string | null;
  /** The customer's name, unmasked, while it is still there. */
  readonly whole: string | null;
}

/** The certificate of what a run destroyed. */
export function certificateOf(
  { reader, given, operator, now, policyHash }: ChangeContext,
  { ground, standing }: ReadPlan,
  done: {
    readonly applied: AppliedRun;
    readonly counts: Readonly<Record<'excepted' | 'fields' | 'files' | 'items' | 'skipped', number>>;
    readonly before: number;
    /** The length of the chain before. */
    readonly size: number;
    readonly witness: string | null;
    readonly going: readonly Carried[];
    readonly residue: readonly FileResidue[];
  },
): Certificate {
  const { applied, counts, before, size, witness, going, residue } = done;
  const { items, files, fields, skipped, excepted } = counts;
  const merged = Math.max(0, (applied.erased?.customers ?? files) - files);
  const reasons = new Map(given.policy.purge.reasons.map((reason) => [reason.code, reason.ground]));
  return {
    steward: 'purge-certificate',
    version: 1,
    ledger: reader.info.uuid,
    plan: ground.sha256,
    policy: policyHash,
    run: applied.run,
    time: now.toISOString(),
    asOf: given.asOf,
    proposer: ground.plan.proposer.person,
    approvers: standing.approvals,
    witness,
    operator,
    totals: { items, files, merged, fields, skipped, excepted, before, after: reader.count() },
    destruction: applied.destruction ?? 'done',
    residue,
    gone: goneAfter(reader, size),
    head: reader.head(),
    items: going.map(({ item, outcome, name, whole }): CertifiedItem => {
      const { customer, no, fields: parts, code, note } = item;
      const classes = outcome.what === 'destroyed' ? outcome.classes : item.classes;
      const nameHash = whole === null ? null : reader.nameHash(whole);
      return { customer, no, name, nameHash, fields: parts, classes, code, ground: reasons.get(code) ?? 'e', note };
    }),
  };
}

import { isSignedBody } from '../../engine/signers.js';
import type { CustomerId } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { PurgeField } from '../../model/purge-plan.js';

/** A customer as a plan of destruction proposed it: its number, the reason's code, and the fields; null: the whole file. */
export type Proposed = readonly [CustomerId, string | null, string, readonly PurgeField[] | null];

/** Who proposed, approved and witnessed a saved plan, and whom it is about, by the chain's word. */
export interface PlanPeople {
  readonly proposer: string;
  readonly approvers: readonly string[];
  readonly witness: string | null;
  readonly customers: readonly Proposed[];
}

/** Reads the steps of a plan. */
export function peopleOfPlan(reader: LedgerReader, plan: string): PlanPeople {
  let proposer = '';
  let customers: readonly Proposed[] = [];
  const approvers: string[] = [];
  let witness: string | null = null;
  for (const { op, body, actor } of reader.steps(plan)) {
    if (op === 'propose') {
      proposer = actor;
      customers = body.customers as readonly Proposed[];
    }
    if (op !== 'approve' || !isSignedBody(body)) continue;
    if (body.statement.purpose === 'purge-witness') witness = body.person;
    else approvers.push(body.person);
  }
  return { proposer, approvers, witness, customers };
}

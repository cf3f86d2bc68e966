/** People and keys as the trail of the open ledger shows them. */
import { type PeopleState, peopleState } from '../engine/signers.js';
import type { LedgerReader } from '../model/ledger.js';

/** Reads what the trail says of people and keys; a ledger that was made from another one inherits what was signed there. */
export function peopleOf(reader: LedgerReader): PeopleState {
  let former: ReadonlySet<string> | null = null;
  return peopleState(reader.steps(), (ledger) => {
    if (ledger === reader.info.uuid) return true;
    former ??= formerLedgers(reader);
    return former.has(ledger);
  });
}

/** The identities that this trail had before it was moved; looked for only where a signature names another ledger. */
function formerLedgers(reader: LedgerReader): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { op, body } of reader.audit()) {
    if (op !== 'move') continue;
    const { from } = JSON.parse(body) as { from?: unknown };
    if (typeof from === 'string') found.add(from);
  }
  return found;
}

import type { CustomerRecord } from '../model/customer.js';
import type { Given } from '../model/given.js';
import type { LedgerReader } from '../model/ledger.js';
import { isActive, reviewStateOf } from '../rules/lifecycle.js';
import { transactionFacts } from '../rules/retention/facts.js';
import type { RetentionFacts } from '../rules/retention/outcome.js';

/** Reads what retention wants to know of a customer beside the record; the rows that wait are looked through once. */
export function retentionFacts(reader: LedgerReader, { policy }: Given): (record: CustomerRecord) => RetentionFacts {
  const stateOf = reviewStateOf(policy);
  const active = isActive(policy);
  const transactions = transactionFacts(policy);
  let waiting: Set<number> | null = null;
  return (record) => {
    if (waiting === null) {
      waiting = new Set();
      for (const { against } of reader.held()) if (against !== null) waiting.add(against);
    }
    const state = stateOf(record);
    // The quarantined wait for no review: they were set aside (C08).
    const reviewed = (state !== 'submitted' && state !== 'returned') || !active(record);
    return {
      transactions: transactions(reader.children('transactions', record.id)),
      openReview: !reviewed || waiting.has(record.id),
    };
  };
}

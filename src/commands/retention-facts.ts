/** What retention wants to know of a customer beside the record, read from the ledger. */
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { LedgerReader } from '../model/ledger.js';
import type { Policy } from '../model/policy.js';
import { isActive, reviewStateOf } from '../rules/lifecycle.js';
import { transactionFacts } from '../rules/retention/facts.js';
import type { RetentionFacts } from '../rules/retention/outcome.js';

/** Reads the facts of one customer after another; who waits for somebody's decision is read once. */
export function factsReader(reader: LedgerReader, policy: Policy): (record: CustomerRecord) => RetentionFacts {
  const waiting = new Set<CustomerId>();
  for (const { against, settled } of reader.held()) if (settled === null && against !== null) waiting.add(against);
  const stateOf = reviewStateOf(policy);
  const active = isActive(policy);
  const transactions = transactionFacts(policy);
  return (record) => ({
    transactions: transactions(reader.children('transactions', record.id)),
    // The quarantined wait for nobody: they were set aside (C08).
    openReview: waiting.has(record.id) || (active(record) && stateOf(record) === 'submitted'),
  });
}

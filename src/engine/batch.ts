import type { CustomerRecord } from '../model/customer.js';

/**
 * Records that a rule judges before the next rule does. All rules together are more code than a processor's nearest cache holds: where each
 * is run for many records on end, it is fetched once for all of them. Many more records would not stay there themselves.
 */
export const BATCH = 64;

/** Hands records over by the batch, the last one shorter; each is read no earlier than its batch. */
export function inBatches(records: Iterable<CustomerRecord>, take: (batch: readonly CustomerRecord[]) => void): void {
  let batch: CustomerRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    take(batch);
    batch = [];
  }
  if (batch.length > 0) take(batch);
}

import type { ChildRow } from '../../model/plan.js';
import type { Policy } from '../../model/policy.js';
import { parseDate } from '../calendar/day.js';
import { fold } from '../text/unicode.js';
import type { RetentionFacts } from './outcome.js';

/** What retention wants to know of a customer's transactions: their days, as written where they cannot be read, and whether each is completed. */
export function transactionFacts(policy: Policy): (rows: readonly ChildRow[]) => RetentionFacts['transactions'] {
  const words = (list: readonly string[]) => new Set(list.map((word) => fold(word).toLowerCase()));
  const [cancelled, open] = [words(policy.transactions.cancelled), words(policy.transactions.open)];
  return (rows) =>
    rows.flatMap((row) => {
      if (row.table !== 'transactions') return [];
      const status = row.status === null ? '' : fold(row.status).toLowerCase();
      if (cancelled.has(status)) return [];
      const parsed = parseDate(row.at);
      return [{ at: parsed.ok ? parsed.date : row.at, open: open.has(status) }];
    });
}

import type { CustomerFields } from '../../model/customer.js';
import { parseAmount } from '../text/amount.js';
import { isPlaceholder } from '../text/sentinel.js';
import { isBlank } from '../text/unicode.js';

/** Whether a customer owes money (S3-02, L07): a blank, a filler and zero are none; an amount that cannot be read may be some. */
export function debtOf({ receivable }: Pick<CustomerFields, 'receivable'>): 'none' | 'owed' | 'unreadable' {
  if (receivable === null || isBlank(receivable) || isPlaceholder(receivable)) return 'none';
  const amount = parseAmount(receivable);
  if (!amount.ok) return 'unreadable';
  return amount.fen > 0n || amount.approx ? 'owed' : 'none';
}

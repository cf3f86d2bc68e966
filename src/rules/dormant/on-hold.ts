import { parseFlag } from '../text/flag.js';
import { isPlaceholder } from '../text/sentinel.js';
import { isBlank } from '../text/unicode.js';

/**
 * Whether the field 保全 puts a customer on legal hold (L09): anything but blank, a filler or a plain no. A word that is neither
 * yes nor no keeps the customer, because a hold overlooked cannot be made good.
 */
export function isOnHold(hold: string | null): boolean {
  return hold !== null && !isBlank(hold) && parseFlag(hold) !== false && !isPlaceholder(hold);
}

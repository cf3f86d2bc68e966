import { parseDate } from '../calendar/day.js';

/** How a spreadsheet spoils a cell that it takes for a number or a day. */
export type SpreadsheetDamage = 'digits' | 'exponent' | 'plus' | 'serial' | 'zeros';

const EXPONENT = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}$/i;
const DIGITS = /^\d+$/;

/**
 * Whether `after` is what a spreadsheet makes of `before` when it opens and saves a file: leading zeros lost (0755… → 755…), the plus sign
 * lost (+86…), an exponent (1.38E+10), digits beyond the fifteenth as zeros, a day as a serial number (45366). Null when it is
 * not, which a change by hand never is.
 */
export function spreadsheetDamage(before: string | null, after: string | null): SpreadsheetDamage | null {
  if (before === null || after === null || before === after) return null;
  if (EXPONENT.test(after))
    return /\d{5}/.test(before.replace(/[\s-]/g, '')) && !EXPONENT.test(before) ? 'exponent' : null;
  if (!DIGITS.test(after)) return null;
  if (before === `+${after}`) return 'plus';
  if (DIGITS.test(before)) {
    if (before.length > after.length) return before.replace(/^0+/, '') === after ? 'zeros' : null;
    const same = before.length === after.length && before.length > 15;
    return same && before.slice(0, 15) === after.slice(0, 15) && /^0+$/.test(after.slice(15)) ? 'digits' : null;
  }
  // Serial numbers of 1954 to 2119, where every day of a customer ledger is.
  const serial = Number(after);
  return after.length === 5 && serial >= 20_000 && serial <= 80_000 && parseDate(before).ok ? 'serial' : null;
}

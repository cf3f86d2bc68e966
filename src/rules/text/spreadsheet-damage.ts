import type { FieldKind } from '../../model/fields.js';
import { parseDate } from '../calendar/day.js';
import { parsePhone } from './phone.js';

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

/** Sixteen digits end in one zero by chance once in ten; seventeen and more hardly ever. */
const ROUNDED = /^\d{15}0{2,4}$/;

/**
 * What a cell shows of such damage by itself, with no value before to compare: an exponent with its sign (1.38E+10); zeros beyond the
 * fifteenth of seventeen digits or more; in a column of telephone numbers one that only a zero in front makes whole (75528780808); in a
 * column of days a serial number (45366). `kind` is the column's, null when nobody knows. A lost plus sign shows nothing.
 */
export function damageShown(value: string, kind: FieldKind | null): SpreadsheetDamage | null {
  const first = value.charCodeAt(value.charCodeAt(0) === 0x2d ? 1 : 0);
  if (first < 0x30 || first > 0x39) return null;
  if (value.includes('+') && EXPONENT.test(value)) return 'exponent';
  if (!DIGITS.test(value)) return null;
  if (ROUNDED.test(value)) return 'digits';
  if (kind === 'phone')
    return parsePhone(value).kind === 'invalid' && parsePhone(`0${value}`).kind === 'landline' ? 'zeros' : null;
  if (kind !== 'date' || value.length !== 5) return null;
  const day = parseDate(value);
  return !day.ok && day.problem === 'excelSerial' ? 'serial' : null;
}

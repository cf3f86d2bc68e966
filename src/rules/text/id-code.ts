import { isIsoDate } from '../../model/date.js';
import { fold } from './unicode.js';

/** Why a value is no resident identity number. */
export type IdCodeProblem =
  | 'empty'
  | 'masked'
  | 'scientific'
  | 'length'
  | 'alphabet'
  | 'region'
  | 'date'
  | 'checkDigit';

/** `resident` 居民身份证, `old` its 15-digit form, `settled` 港澳台居民居住证 (81, 82, 83), `foreigner` 外国人永久居留身份证 (2023 form: 9, province, nationality). */
export type IdCodeType = 'resident' | 'old' | 'settled' | 'foreigner';

/** The result of `parseIdCode`. `birth` is YYYY-MM-DD; `region6` are the first six characters. */
export type IdCode =
  | {
      readonly ok: true;
      readonly code: string;
      readonly type: IdCodeType;
      readonly region6: string;
      readonly birth: string;
      readonly sex: 'male' | 'female';
    }
  | { readonly ok: false; readonly problem: IdCodeProblem };

const SHAPE = /^\d{17}[\dX]$/;
const OLD_SHAPE = /^\d{15}$/;
const SEPARATORS = /[\s\-‐‑‒–—−_.·]/g;
const SCIENTIFIC = /^'?\d(?:\.\d+)?E\+?\d{2}$/i;
/** Provinces of GB/T 2260 (71, 81, 82 too); 830000 is the number block of Taiwan residents' permits. */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
/** ISO 7064 MOD 11-2. */
function passes(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (code.charCodeAt(i) - 48) * WEIGHTS[i]!;
  return CHECKS[sum % 11] === code[17];
}

/**
 * Reads an identity number (GB 11643-1999, 18 digits, or the 15 of before 1999), to find personal numbers where none belong [S0-09]. The birth date
 * must be a day of the calendar from 1900 on and, when `today` (YYYY-MM-DD) is given, not after it. Never throws.
 */
export function parseIdCode(raw: string, today = '2099-12-31'): IdCode {
  const folded = fold(raw);
  if (folded === '') return { ok: false, problem: 'empty' };
  if (SCIENTIFIC.test(folded)) return { ok: false, problem: 'scientific' };
  const code = folded.replace(SEPARATORS, '').toUpperCase();
  if (/[*●×]|X{2}/.test(code)) return { ok: false, problem: 'masked' };
  const old = code.length === 15;
  if (!old && code.length !== 18) return { ok: false, problem: 'length' };
  if (!(old ? OLD_SHAPE : SHAPE).test(code)) return { ok: false, problem: 'alphabet' };
  const foreigner = !old && code.startsWith('9');
  if (!PROVINCE.test(foreigner ? code.slice(1) : code)) return { ok: false, problem: 'region' };
  const full = old ? `${code.slice(0, 6)}19${code.slice(6)}` : code;
  const birth = `${full.slice(6, 10)}-${full.slice(10, 12)}-${full.slice(12, 14)}`;
  if (birth < '1900' || birth > today || !isIsoDate(birth)) {
    return { ok: false, problem: 'date' };
  }
  if (!old && !passes(code)) return { ok: false, problem: 'checkDigit' };
  return {
    ok: true,
    code,
    type: old ? 'old' : foreigner ? 'foreigner' : /^8[123]/.test(code) ? 'settled' : 'resident',
    region6: code.slice(0, 6),
    birth,
    sex: (full.charCodeAt(16) & 1) === 1 ? 'male' : 'female',
  };
}

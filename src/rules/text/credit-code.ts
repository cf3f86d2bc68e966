import { recentTexts } from '../../model/recent.js';
import { fold } from './unicode.js';

/**
 * Why a value is no unified social credit code: `oldRegistration` is a 15-digit registration number (注册号) from before 2015, `scientific` is damage
 * by a spreadsheet (9.144E+17, or eighteen digits rounded to …000), `checkDigit` is GB 32100's, `orgCheckDigit` GB 11714's.
 */
export type CreditCodeProblem =
  | 'empty'
  | 'length'
  | 'alphabet'
  | 'checkDigit'
  | 'orgCheckDigit'
  | 'masked'
  | 'scientific'
  | 'oldRegistration';

/** The result of `parseCreditCode`; `department` and `orgType` are the first two characters, `orgCode` the nine of GB 11714. */
export type CreditCode =
  | {
      readonly ok: true;
      readonly code: string;
      readonly department: string;
      readonly orgType: string;
      readonly region6: string;
      readonly orgCode: string;
    }
  | { readonly ok: false; readonly problem: CreditCodeProblem; readonly suggestion?: string };

/** GB 32100-2015: ten digits and the letters without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = /^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY][1-9]\d{5}[0-9A-HJ-NPQRTUWXY]{10}$/;
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const SEPARATORS = /[\s\-‐‑‒–—−_.·]/g;
const SCIENTIFIC = /^'?\d(?:\.\d+)?E\+?\d{2}$/i;
const MASKED = /[*＊●×]|X{4}/i;
/** Letters that the alphabet leaves out, and the digits that they are mistaken for. */
const CONFUSED: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', Z: '2' };

/** Value of each ASCII character in the alphabet, 255 where it has none. */
const VALUES = new Uint8Array(128).fill(255);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** GB 32100: check character by weights 3^i mod 31. */
function passes(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += VALUES[code.charCodeAt(i)]! * WEIGHTS[i]!;
  return VALUES[code.charCodeAt(17)] === (31 - (sum % 31)) % 31;
}

/** GB 11714: check character by mod 11; letters count from A = 10 with none left out. */
function orgPasses(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const unit = code.charCodeAt(8 + i);
    sum += (unit < 58 ? unit - 48 : unit - 55) * ORG_WEIGHTS[i]!;
  }
  const check = 11 - (sum % 11);
  return code[16] === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

/**
 * Reads a 统一社会信用代码 (GB 32100-2015) with the organisation code (GB 11714) inside it. Full-width characters, spaces, dashes and lower case are
 * normalised. A suggestion (O→0, I→1, S→5, Z→2) is given only when both its check characters are right. Never throws.
 */
export const parseCreditCode: (raw: string) => CreditCode = recentTexts(read);

function read(raw: string): CreditCode {
  if (SHAPE.test(raw)) return checked(raw);
  const folded = fold(raw);
  if (folded === '') return { ok: false, problem: 'empty' };
  if (SCIENTIFIC.test(folded)) return { ok: false, problem: 'scientific' };
  const code = folded.replace(SEPARATORS, '').toUpperCase();
  if (MASKED.test(code)) return { ok: false, problem: 'masked' };
  if (/^\d{15}$/.test(code)) return { ok: false, problem: 'oldRegistration' };
  if (code.length !== 18) return { ok: false, problem: 'length' };
  return SHAPE.test(code) ? checked(code) : mended(code);
}

function checked(code: string): CreditCode {
  if (!passes(code)) return { ok: false, problem: failure(code) };
  if (!orgPasses(code)) return { ok: false, problem: 'orgCheckDigit' };
  return {
    ok: true,
    code,
    department: code[0]!,
    orgType: code[1]!,
    region6: code.slice(2, 8),
    orgCode: code.slice(8, 17),
  };
}

/** A spreadsheet keeps fifteen digits of a number and writes the others as zeros; X is in the alphabet, so a masked code may have its shape. */
function failure(code: string): CreditCodeProblem {
  if (MASKED.test(code)) return 'masked';
  return /^\d{15}000$/.test(code) ? 'scientific' : 'checkDigit';
}

function mended(code: string): CreditCode {
  const suggestion = code.replace(/[OISZ]/g, (c) => CONFUSED[c]!);
  return SHAPE.test(suggestion) && passes(suggestion) && orgPasses(suggestion)
    ? { ok: false, problem: 'alphabet', suggestion }
    : { ok: false, problem: 'alphabet' };
}

import { Converter, type ConverterFunction } from 'opencc-js/t2cn';
import { UnitSet } from '../unit-set.js';
import { gbkTable, isGb2312Han } from './gbk.js';

/** Traditional forms that GB 2312 itself contains; the rest of that set is simplified and needs no conversion. */
const TRADITIONAL_IN_GB2312 = /[乾後徵於麽菸麴]/;

/** 乾县 and 乾安县 keep a character that is 干 elsewhere; the dictionary does not know them. */
const PLACE_WITH_QIAN = /干(?=(?:安)?县)/g;

/** Characters that were tried and do not change. */
const unchanged = new UnitSet();
/** Making the trie costs about 20 ms: a ledger in simplified characters never pays for it. */
let converter: ConverterFunction | null = null;

/**
 * Text in simplified characters (traditional ones of the mainland, Taiwan and Hong Kong → simplified), with the few
 * phrases where one character has two forms (乾隆 stays, 乾燥 → 干燥). Words are never exchanged (檔案 becomes 档案).
 * Text without a traditional character is returned as it is. Never throws.
 */
export function toSimplified(text: string): string {
  return hasTraditional(text) ? convert(text) : text;
}

/** Whether a text surely is of common characters in simplified script alone, so that neither `fold` nor `toSimplified` changes it. */
export function isPlainSimplified(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x4e00 || unit > 0x9fff || !unchanged.has(unit)) return false;
  }
  return text !== '';
}

/** Whether the text holds a character that simplified script writes otherwise (臺, 區, 陳). */
export function hasTraditional(text: string): boolean {
  let table: Uint16Array | null = null;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x3400 || unit > 0xfaff || unchanged.has(unit)) continue;
    table ??= gbkTable();
    const char = text[i]!;
    if (isGb2312Han(table[unit]!) && !TRADITIONAL_IN_GB2312.test(char)) {
      unchanged.add(unit);
      continue;
    }
    const point = String.fromCodePoint(text.codePointAt(i)!);
    if (convert(point) !== point) return true;
    if (point.length === 1) unchanged.add(unit);
    else i++;
  }
  return false;
}

function convert(text: string): string {
  converter ??= Converter({ from: 'hk', to: 'cn' });
  const simplified = converter(text);
  return text.includes('乾') ? simplified.replace(PLACE_WITH_QIAN, '乾') : simplified;
}

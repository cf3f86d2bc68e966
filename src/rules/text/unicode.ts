/** Soft hyphen, zero-width and direction marks, BOM, fillers, variation selectors (also the ideographic ones of rare name characters). */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Anything that `fold` might change; a value without it is returned as it came. */
const FOLDABLE = /[^\x20-\x7e\u4e00-\u9fff]|^ | $| {2}/;

const SURROGATE = /[\ud800-\udfff]/;
const HAN = /\p{Script=Han}/u;
const OTHER_DOTS = /[•・‧．･∙⋅]/g;

/**
 * The value as a comparison KEY: invisible characters removed, NFKC, white space (U+3000 too) collapsed to one space, trimmed.
 * Case is kept. Never store the result: NFKC turns the licence's own （） into (), ① into 1, ㈱ into (株).
 */
export function fold(s: string): string {
  if (!FOLDABLE.test(s)) return s;
  return s.replace(INVISIBLE, '').normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** The code points, so that 𠮷 counts as one character; a lone surrogate counts as one too. */
export function codePoints(s: string): string[] {
  return SURROGATE.test(s) ? Array.from(s) : s.split('');
}

/** True for null, undefined, and text of white space or invisible characters only. */
export function isBlank(s: string | null | undefined): boolean {
  if (s === null || s === undefined || s === '') return true;
  const first = s.charCodeAt(0);
  if ((first > 0x20 && first < 0x7f) || (first >= 0x4e00 && first <= 0x9fff)) return false;
  return s.replace(INVISIBLE, '').trim() === '';
}

/** The middle dots of keyboards and charsets (• ・ ‧ ． ･ ∙ ⋅) as the one of GB 18030 names, U+00B7. */
export function unifyDots(s: string): string {
  return s.replace(OTHER_DOTS, '·');
}

/** True when the text holds at least one Han character of any plane (also 〇, 々). */
export function hasHan(s: string): boolean {
  return HAN.test(s);
}

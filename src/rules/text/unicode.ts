/** Soft hyphen, zero-width and direction marks, BOM, fillers, variation selectors (also the ideographic ones of rare name characters). */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Full-width forms of ASCII, which fold one by one, and what folding leaves alone, with spaces only one by one and inside. */
const WIDE = /^(?! )(?:[\x21-\x7e\u4e00-\u9fff\uff01-\uff5e\u00b7\u3001\u3002]| (?! |$))*$/;

const SURROGATE = /[\ud800-\udfff]/;
const HAN = /\p{Script=Han}/u;
const OTHER_DOTS = /[•・‧．･∙⋅]/g;

/**
 * The value as a comparison KEY: invisible characters removed, NFKC, white space (U+3000 too) collapsed to one space, trimmed.
 * Case is kept. Never store the result: NFKC turns the licence's own （） into (), ① into 1, ㈱ into (株).
 */
export function fold(s: string): string {
  if (isFolded(s)) return s;
  if (WIDE.test(s)) return narrow(s);
  return s.replace(INVISIBLE, '').normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** Whether a text, or its first so many characters, surely is as `fold` would leave it: printable ASCII and common Han characters, with spaces only one by one and inside. */
export function isFolded(s: string, first = s.length): boolean {
  const end = s.length - 1;
  const to = Math.min(end, first - 1);
  for (let i = 0; i <= to; i++) {
    const unit = s.charCodeAt(i);
    if ((unit >= 0x4e00 && unit <= 0x9fff) || (unit > 0x20 && unit < 0x7f)) continue;
    if (unit !== 0x20 || i === 0 || i === end || s.charCodeAt(i + 1) === 0x20) return false;
  }
  return true;
}

/** Full-width forms of ASCII in their own. */
function narrow(s: string): string {
  let narrowed = '';
  let from = 0;
  for (let i = 0; i < s.length; i++) {
    const unit = s.charCodeAt(i);
    if (unit < 0xff01) continue;
    narrowed += s.slice(from, i) + String.fromCharCode(unit - 0xfee0);
    from = i + 1;
  }
  return narrowed + s.slice(from);
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

const NOT_PLAIN = /[\uFF01-\uFF5E\u3000\u2010-\u2015\u2212\uFFE5]/;
const NOT_PLAIN_ALL = /[\uFF01-\uFF5E\u3000\u2010-\u2015\u2212\uFFE5]/g;

/**
 * The text with its full-width letters, digits and signs (U+FF01–FF5E), the ideographic space, the typographic dashes and
 * the full-width yen sign in their ASCII (or ¥) forms. For reading numbers, dates and codes; a name keeps its own forms.
 */
export function asciiForm(raw: string): string {
  return NOT_PLAIN.test(raw) ? raw.replace(NOT_PLAIN_ALL, asciiOf) : raw;
}

function asciiOf(c: string): string {
  if (c === '\u3000') return ' ';
  if (c === '\uFFE5') return '¥';
  const code = c.charCodeAt(0);
  return code >= 0xff01 ? String.fromCharCode(code - 0xfee0) : '-';
}

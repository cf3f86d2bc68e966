/** Control, format (bidi, zero width), line and paragraph separators, lone surrogates, noncharacters: nothing of it is ever shown raw. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const UNSAFE_ALL = new RegExp(UNSAFE.source, 'gu');

const ORDINARY = /^[\x20-\x7e\u3000-\u9fff\uff01-\uff60]*$/;

const visible = (char: string): string => `\\u{${char.codePointAt(0)?.toString(16)}}`;

/**
 * Text that cannot move a cursor, hide, reorder or break a line: every such character becomes a visible `\u{1b}`, newline and
 * tab included (FAULTS 3.7: stripping escape sequences leaves 7 of 11 dangerous samples; this leaves 0). For reading, not for reversing.
 */
export function terminalSafe(text: string): string {
  if (ORDINARY.test(text) || !UNSAFE.test(text)) return text;
  return text.replace(UNSAFE_ALL, visible);
}

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML and SVG, in content and in quoted attributes; unsafe characters are made visible as in `terminalSafe`. */
export function html(text: string): string {
  const safe = terminalSafe(text);
  return /[&<>"']/.test(safe) ? safe.replace(/[&<>"']/g, (char) => ENTITY[char] ?? char) : safe;
}

/** A relative path with forward slashes as the target of a link, in HTML, Markdown and workbooks; whatever it holds, it can be no scheme. */
export function relativeHref(path: string): string {
  return terminalSafe(path)
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll("'", '%27')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
}

/** Text as a quoted string of a style sheet, also within a `style` element: what could end either, or begin an escape, is written by its number. */
export function cssText(text: string): string {
  return `"${terminalSafe(text).replace(/["\\<>&]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `)}"`;
}

/**
 * Text for one line of GitHub-flavoured Markdown, in a paragraph or a table cell: inline markup, raw HTML, entities, pipes,
 * bare links and what would open a block at the start of a line lose their meaning; unsafe characters are made visible.
 */
export function markdown(text: string): string {
  return terminalSafe(text)
    .trim()
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/:(?=\/\/)|(?<=\bwww)\.|(?<=^\d{1,9})[.)](?=\s|$)|^#(?=#*(?:\s|$))|^[+-](?=\s|[\s-]*$)/gi, '\\$&');
}

/**
 * A text value for a CSV cell that a spreadsheet may open: a value that starts like a formula (also in full-width form, also
 * behind blanks) gets an apostrophe in front; unsafe characters are made visible, so that a record is one line.
 */
export function csvText(text: string): string {
  const value = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  const safe = terminalSafe(value);
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Markdown (GFM) as the reference pages need it. */

/** The first line of every page. */
export const note = '<!-- Made by `npm run gen`; do not edit. -->\n\n';

/** Text in which nothing counts as markup, on one line. */
export const plain = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>|~]|&(?=#?\w+;)/g, '\\$&')
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();

/** Control, format and unpaired characters, and every space but the ordinary one: what cannot be seen or is lost on the way. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const escaped = (c: string): string =>
  Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

/** A value as code. What a reader could not see in it (an end of line, an invisible character, a space at an end, nothing at all) makes it a JSON string. */
export function code(value: string): string {
  const hidden = value === '' || value !== value.trim() || value.search(UNSEEN) !== -1;
  const text = hidden ? JSON.stringify(value).replace(UNSEEN, escaped) : value;
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + pad + text + pad + fence;
}

/** A table of cells that are Markdown already; a pipe in a code span still needs its backslash (GFM). */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|\n${rows
    .map((row) => `| ${row.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |\n`)
    .join('')}`;

/** A cell of words and code spans: `<` is no markup outside code, and within code it is itself. */
const cell = (text: string): string =>
  text
    .replaceAll('\n', ' ')
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('');

/** A table of plain words and code spans. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  tableOf(
    head,
    rows.map((row) => row.map(cell)),
  );

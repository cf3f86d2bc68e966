import type { HeaderScore } from './dialect.js';
import { unneutralise } from './formula.js';

/** Something about a header cell that a person should know; columns are 1-based. */
export type HeaderNote =
  /** The name was cleaned of invisible characters, outer spaces or line breaks. */
  | { readonly code: 'cleaned'; readonly column: number; readonly raw: string }
  | { readonly code: 'blank'; readonly column: number }
  /** The same name stands in an earlier column. */
  | { readonly code: 'duplicate'; readonly column: number; readonly firstColumn: number };

/**
 * Header names as people see them: without invisible characters (BOM, zero-width, soft hyphen), outer spaces (full-width
 * too), line breaks inside the cell, and the apostrophe of formula neutralisation. Blank and repeated names stay, noted.
 */
export function cleanHeader(cells: readonly string[]): { header: string[]; notes: HeaderNote[] } {
  const notes: HeaderNote[] = [];
  const seen = new Map<string, number>();
  const header = cells.map((raw, i) => {
    const column = i + 1;
    const name = unneutralise(raw.replace(/[\u00ad\u200b-\u200f\u2060\ufeff\r\n]+/g, '').trim());
    if (name !== raw) notes.push({ code: 'cleaned', column, raw });
    const firstColumn = seen.get(name);
    if (name === '') notes.push({ code: 'blank', column });
    else if (firstColumn !== undefined) notes.push({ code: 'duplicate', column, firstColumn });
    else seen.set(name, column);
    return name;
  });
  return { header, notes };
}

/** Rows in which the header is looked for. */
const HEADER_ROWS = 20;

/**
 * Which of a table's first rows is its header: the one of the first 20 with the most known names; without any known name, the first that
 * is not a lone title. null is a row that cannot be read. `at` is -1 when there is none.
 * @param columns the table's width, by its rows
 */
export function findHeader(
  rows: readonly (readonly string[] | null)[],
  headerScore: HeaderScore | undefined,
  columns = Math.max(0, ...rows.map((cells) => cells?.length ?? 0)),
): { readonly at: number; readonly score: number } {
  let at = -1;
  let best = 0;
  for (const [i, cells] of rows.slice(0, HEADER_ROWS).entries()) {
    const score = cells === null ? 0 : (headerScore?.(cells) ?? 0);
    if (score > best) [at, best] = [i, score];
  }
  if (at < 0) at = rows.findIndex((cells) => cells !== null && !isTitle(cells, columns));
  return { at, score: best };
}

/** A lone text in a wide table, as `客户信息汇总表,,,,`. */
function isTitle(cells: readonly string[], columns: number): boolean {
  return columns > 2 && cells.filter((cell) => cell.trim() !== '').length < 2;
}

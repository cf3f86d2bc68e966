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

import type { FieldKey } from './fields.js';

/** What one column of a CSV ledger's file holds. */
export type SheetColumn =
  /** Phone and e-mail in one cell (联系方式). */
  | { readonly to: 'contact' }
  | { readonly to: 'field'; readonly field: FieldKey }
  /** A column that nobody declared; `key` is its name in the customer's `extra`. */
  | { readonly to: 'extra'; readonly key: string }
  /** `steward_id`: says whose row it is where there is no customer number. */
  | { readonly to: 'id' }
  /** Kept in the file as it is, and no part of the customer. */
  | { readonly to: 'none' };

/** How the encodings of a CSV ledger's file are called; `utf-8-bom` is UTF-8 with a byte order mark. */
export type SheetEncoding = 'big5' | 'gb18030' | 'utf-16be' | 'utf-16le' | 'utf-8' | 'utf-8-bom';

/** How a CSV ledger's file is written and what its columns are, so that it can be saved the way it was found. */
export interface Sheet {
  readonly encoding: SheetEncoding;
  readonly delimiter: string;
  /** The table's width that records are read with. */
  readonly width: number;
  /** The physical line, 1-based, on which the header begins. */
  readonly headerLine: number;
  /** Where the records begin: UTF-16 units from the start of the decoded text, and the physical line there. */
  readonly bodyStart: number;
  readonly bodyLine: number;
  /** The headings as they are understood, a column each. */
  readonly headings: readonly string[];
  readonly columns: readonly SheetColumn[];
}

import type { RowFaultCode } from './faults.js';
import type { HeaderNote } from './header.js';

/** One record that could not be read. */
export interface RowFault {
  readonly code: RowFaultCode;
  /** The physical line (1-based) of the fault, in a workbook the row; for an unclosed quote the line on which it opened. */
  readonly line: number;
  /** The column in that line (1-based, UTF-16 units). */
  readonly column: number;
  /** The record's number after the header, 1-based. */
  readonly record: number;
  /** The record's text as in the file (a workbook's cells with tabs between them), cut at RAW_LIMIT. */
  readonly raw: string;
}

/** A faulty record's text is kept up to this many UTF-16 units. */
export const RAW_LIMIT = 1 << 16;

/**
 * Something that a workbook's cell does not show: it holds an error (`#N/A`, kept as it is); a whole number of 16 digits or more, of
 * which Excel keeps 15; a formula whose result was never worked out, so that the cell is read as blank.
 */
export interface CellNote {
  readonly code: 'error-value' | 'long-number' | 'no-result';
  readonly line: number;
  readonly record: number;
  /** 1-based. */
  readonly column: number;
}

/** Something about the whole table that a person should know. */
export type TableNote =
  /** Other sheets of the workbook hold something, too, and are not read. */
  | { readonly code: 'other-sheets'; readonly data: { readonly sheet: string; readonly others: readonly string[] } }
  /** Rows that are not shown (filtered, folded) are read like the others. */
  | { readonly code: 'hidden-rows'; readonly data: { readonly count: number; readonly lines: readonly string[] } }
  /** Of cells that are one, only the first has the value. */
  | { readonly code: 'merged-cells'; readonly data: { readonly count: number; readonly cells: readonly string[] } };

/** Rows in file order. */
export interface RowBatch {
  /**
   * Cells exactly as in the file after unquoting, not trimmed; a row may be shorter or longer than the header. Cells of 13
   * units and more are views of a larger text: whoever keeps one keeps some 500 kB.
   */
  readonly rows: string[][];
  /** The physical line (1-based) on which each row begins; in a workbook the row's number in its sheet. */
  readonly lines: number[];
  /** The number of each row among the records after the header, 1-based; blank lines are not counted, faulty records are. */
  readonly records: number[];
  /** Records of this stretch that could not be read; each costs only itself. */
  readonly faults: readonly RowFault[];
  readonly notes: readonly CellNote[];
  /** Bytes of the file read so far, for progress. */
  readonly bytesRead: number;
}

/** What is known when the last byte has been read; `records` = rows + faults. */
export interface RowTotals {
  /** SHA-256 of the file's raw bytes, lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Records after the header, blank lines not counted. */
  readonly records: number;
  readonly rows: number;
  readonly faults: number;
  /** Lines after the header without any value, skipped. */
  readonly blankRows: number;
}

/** An opened table, whatever kind of file it stands in: its header, and its rows, to be read once. */
export interface RowSource {
  /** As given; `-` is standard input. */
  readonly path: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** The physical line (1-based) on which the header row begins. */
  readonly headerLine: number;
  /** The title rows above the header; blank lines are left out. */
  readonly preamble: readonly string[];
  /** Cleaned names, one a column; blank and repeated ones are kept and noted. */
  readonly header: readonly string[];
  readonly headerNotes: readonly HeaderNote[];
  /** Complete when the last batch has been taken. */
  readonly notes: readonly TableNote[];
  /** Hash and counts, null until the last batch has been taken. */
  readonly totals: RowTotals | null;
  /**
   * The rows in batches, in file order. Only once; leaving the loop early stops the parser.
   * @throws FileFault file-changed, file-unreadable, worker-failed, workbook-damaged
   */
  batches(): AsyncIterable<RowBatch>;
  /** Frees the file; calling it again does nothing. Needed on every path, also after the last batch. */
  close(): void;
}

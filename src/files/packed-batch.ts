import type { RowFault } from './parse-csv.js';

/**
 * A batch as it crosses the thread border: one text and number tables (the tables are transferred, not copied). Cloning
 * `string[][]` costs the receiving thread about three times as much, JSON and joined strings as well.
 */
export interface PackedBatch {
  /** The block's text, followed by the cells that csv-parse unquoted. */
  readonly text: string;
  /** Where each cell ends in `text`; the next cell of the row begins one unit after. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Five numbers a row (ROW_WIDTH): start in `text`, index in `ends`, number of cells, physical line, record number. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly faults: readonly RowFault[];
  readonly bytesRead: number;
}

/** Numbers a row in PackedBatch.rows. */
export const ROW_WIDTH = 5;

/** The same batch as rows of strings. */
export interface RowBatch {
  /** Cells exactly as in the file after unquoting, not trimmed; a row may be shorter or longer than the header. */
  readonly rows: string[][];
  /** The physical line (1-based) on which each row begins. */
  readonly lines: number[];
  /** The number of each row among the records after the header, 1-based; blank lines are not counted, faulty records are. */
  readonly records: number[];
  /** Records of this stretch that could not be read; each costs only itself. */
  readonly faults: readonly RowFault[];
  /** Bytes of the file read so far, for progress. */
  readonly bytesRead: number;
}

/** Cuts the rows out of a packed batch. Long cells are views of the batch's text: who keeps one keeps the batch. */
export function unpackBatch({ text, ends, rows: table, faults, bytesRead }: PackedBatch): RowBatch {
  const count = table.length / ROW_WIDTH;
  const rows = new Array<string[]>(count);
  const lines = new Array<number>(count);
  const records = new Array<number>(count);
  for (let r = 0, t = 0; r < count; r++, t += ROW_WIDTH) {
    let start = table[t]!;
    const first = table[t + 1]!;
    const width = table[t + 2]!;
    const cells = new Array<string>(width);
    for (let c = 0; c < width; c++) {
      const end = ends[first + c]!;
      cells[c] = text.slice(start, end);
      start = end + 1;
    }
    rows[r] = cells;
    lines[r] = table[t + 3]!;
    records[r] = table[t + 4]!;
  }
  return { rows, lines, records, faults, bytesRead };
}

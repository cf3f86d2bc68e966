import type { RowBatch, RowFault } from './row-source.js';

/**
 * A batch as it crosses the thread border: one text and number tables (the tables are transferred, not copied). Cloning
 * `string[][]` costs the receiving thread about three times as much, JSON and joined strings as well.
 */
export interface PackedBatch {
  /** The block's text, followed by the cells that csv-parse unquoted. */
  readonly text: string;
  /** Start and end of every cell in `text`. */
  readonly cells: Uint32Array<ArrayBuffer>;
  /** Four numbers a row (ROW_WIDTH): index in `cells`, number of cells, physical line, record number. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly faults: readonly RowFault[];
  readonly bytesRead: number;
}

/** Numbers a row in PackedBatch.rows. */
export const ROW_WIDTH = 4;

/** Cuts the rows out of a packed batch. */
export function unpackBatch({ text, cells: places, rows: table, faults, bytesRead }: PackedBatch): RowBatch {
  const count = table.length / ROW_WIDTH;
  const rows = new Array<string[]>(count);
  const lines = new Array<number>(count);
  const records = new Array<number>(count);
  for (let r = 0, t = 0; r < count; r++, t += ROW_WIDTH) {
    const width = table[t + 1]!;
    const cells = new Array<string>(width);
    for (let c = 0, p = table[t]!; c < width; c++, p += 2) cells[c] = text.slice(places[p]!, places[p + 1]!);
    rows[r] = cells;
    lines[r] = table[t + 2]!;
    records[r] = table[t + 3]!;
  }
  return { rows, lines, records, faults, notes: [], bytesRead };
}

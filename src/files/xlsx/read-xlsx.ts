import type { ByteSource } from '../bytes.js';
import type { HeaderScore } from '../dialect.js';
import { FileFault } from '../faults.js';
import { sha256Bytes } from '../hash.js';
import { cleanHeader, findHeader } from '../header.js';
import {
  type CellNote,
  RAW_LIMIT,
  type RowBatch,
  type RowFault,
  type RowSource,
  type RowTotals,
  type TableNote,
} from '../row-source.js';
import { type SheetEnd, type SheetRow, sheetRows } from './sheet-rows.js';
import { openWorkbook, type SheetPlace, type Workbook } from './workbook.js';

/** An opened worksheet. */
export interface XlsxSource extends RowSource {
  readonly kind: 'xlsx';
  /** The sheet that is read, and all sheets of the workbook in their order. */
  readonly sheet: string;
  readonly sheets: readonly string[];
}

export interface XlsxOptions {
  readonly sheet?: string | undefined;
  readonly headerScore?: HeaderScore | undefined;
}

/** Rows in which the header is looked for, and by which the table's width is known. */
const SAMPLE_ROWS = 200;

/** Columns without a heading to the right of the last one are the table's up to so many; a stray cell far away is none of it. */
const UNNAMED = 64;

/** A batch is given when it has so many rows or cells. */
const BATCH_ROWS = 500;
const BATCH_CELLS = 1 << 16;

const SHOWN = 5;

/**
 * Opens one sheet of a workbook: the one that is named, else the first visible one with a known heading, else the first visible one that
 * holds anything. The source is closed with what is returned.
 * @throws FileFault empty-file, file-is-binary, workbook-damaged, workbook-too-large, sheet-unknown, no-header
 */
export async function xlsxFrom(source: ByteSource, { sheet: named, headerScore }: XlsxOptions): Promise<XlsxSource> {
  const book = await openWorkbook(source);
  const place = named === undefined ? await choose(book, headerScore) : sheetOf(book, named);
  const sample = place === null ? [] : await firstRows(book, place, SAMPLE_ROWS);
  const at = findHeader(
    sample.map(({ cells }) => cells),
    headerScore,
  ).at;
  const head = sample[at];
  if (place === null || head === undefined) throw new FileFault('no-header', { path: source.path });
  const widest = Math.max(...sample.slice(at).map(({ cells }) => cells.length));
  const width = Math.max(head.cells.length, Math.min(widest, head.cells.length + UNNAMED));
  const { header, notes: headerNotes } = cleanHeader(padded(head.cells, width));
  const notes: TableNote[] = [];
  const others: string[] = [];
  for (const other of book.sheets) {
    if (other !== place && (await firstRows(book, other, 1)).length > 0) others.push(other.name);
  }
  if (others.length > 0) notes.push({ code: 'other-sheets', data: { sheet: place.name, others } });
  let totals: RowTotals | null = null;
  let started = false;
  return {
    kind: 'xlsx',
    path: source.path,
    bytes: source.size,
    sheet: place.name,
    sheets: book.sheets.map(({ name }) => name),
    headerLine: head.line,
    preamble: sample.slice(0, at).map(({ cells }) => cells.filter((cell) => !isBlank(cell)).join(' ')),
    header,
    headerNotes,
    notes,
    get totals() {
      return totals;
    },
    async *batches() {
      if (started) throw new Error('a RowSource is read once');
      started = true;
      const body = new Body(head.line, width);
      totals = yield* body.read(book, place, notes);
    },
    close: () => source.close(),
  };
}

/** Makes batches of a sheet's rows below the header. */
class Body {
  readonly #below: number;
  readonly #width: number;
  #batch: { rows: string[][]; lines: number[]; records: number[]; faults: RowFault[]; notes: CellNote[] } = fresh();
  #cells = 0;
  #records = 0;
  #faults = 0;
  #last: number;
  readonly #hidden: { count: number; lines: string[] } = { count: 0, lines: [] };

  constructor(headerLine: number, width: number) {
    this.#below = headerLine;
    this.#width = width;
    this.#last = headerLine;
  }

  async *read(book: Workbook, place: SheetPlace, notes: TableNote[]): AsyncGenerator<RowBatch, RowTotals> {
    const { size } = book.source;
    let bytesRead = 0;
    const chunks = sheetRows(book, place, (packed) => {
      bytesRead = Math.floor((packed / place.entry.packed) * size);
    });
    let end: SheetEnd;
    try {
      for (;;) {
        const step = await chunks.next();
        if (step.done) {
          end = step.value;
          break;
        }
        for (const row of step.value) this.#take(row);
        const { rows, faults } = this.#batch;
        if (rows.length + faults.length >= BATCH_ROWS || this.#cells >= BATCH_CELLS) yield this.#give(bytesRead);
      }
    } finally {
      await chunks.return(undefined as never);
    }
    const sha256 = await sha256Bytes(book.source);
    if (this.#hidden.count > 0) notes.push({ code: 'hidden-rows', data: this.#hidden });
    const { count, first } = end.merged;
    if (count > 0) notes.push({ code: 'merged-cells', data: { count, cells: first } });
    if (this.#batch.rows.length + this.#batch.faults.length > 0) yield this.#give(size);
    const records = this.#records;
    const blankRows = this.#last - this.#below - records;
    return { sha256, bytes: size, records, rows: records - this.#faults, faults: this.#faults, blankRows };
  }

  #give(bytesRead: number): RowBatch {
    const batch = { ...this.#batch, bytesRead };
    this.#batch = fresh();
    this.#cells = 0;
    return batch;
  }

  #take({ line, cells, hidden, odd, tooLong }: SheetRow): void {
    if (line <= this.#below) return;
    if (cells.every(isBlank) && odd.length === 0) return;
    const { rows, lines, records, faults, notes } = this.#batch;
    const record = ++this.#records;
    this.#last = Math.max(this.#last, line);
    if (hidden) {
      this.#hidden.count++;
      if (this.#hidden.lines.length < SHOWN) this.#hidden.lines.push(String(line));
    }
    if (tooLong) {
      this.#faults++;
      const raw = cells.join('\t').slice(0, RAW_LIMIT).toWellFormed();
      faults.push({ code: 'record-too-large', line, column: 1, record, raw });
      return;
    }
    for (const { column, what } of odd) notes.push({ code: what, line, record, column: column + 1 });
    rows.push(padded(cells, this.#width));
    lines.push(line);
    records.push(record);
    this.#cells += Math.max(cells.length, this.#width);
  }
}

const fresh = () => ({
  rows: [] as string[][],
  lines: [] as number[],
  records: [] as number[],
  faults: [] as RowFault[],
  notes: [] as CellNote[],
});

/** A sheet by name, else by its place, 1-based. */
function sheetOf({ source, sheets }: Workbook, named: string): SheetPlace {
  const found =
    sheets.find(({ name }) => name === named) ?? (/^\d+$/.test(named) ? sheets[Number(named) - 1] : undefined);
  if (found === undefined)
    throw new FileFault('sheet-unknown', { path: source.path, sheet: named, sheets: sheets.map(({ name }) => name) });
  return found;
}

async function choose(book: Workbook, score: HeaderScore | undefined): Promise<SheetPlace | null> {
  let filled: SheetPlace | null = null;
  for (const place of book.sheets) {
    if (place.hidden) continue;
    const rows = await firstRows(book, place, SAMPLE_ROWS);
    if (rows.length === 0) continue;
    if (
      findHeader(
        rows.map(({ cells }) => cells),
        score,
      ).score > 0
    )
      return place;
    filled ??= place;
  }
  return filled;
}

/** The first rows of a sheet that hold something. */
async function firstRows(book: Workbook, place: SheetPlace, most: number): Promise<readonly SheetRow[]> {
  const found: SheetRow[] = [];
  for await (const rows of sheetRows(book, place)) {
    found.push(...rows.filter(({ cells }) => !cells.every(isBlank)));
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

function padded(cells: string[], width: number): string[] {
  while (cells.length < width) cells.push('');
  return cells;
}

const isBlank = (cell: string): boolean => cell === '' || !/[^ \t\u3000\r\n]/.test(cell);

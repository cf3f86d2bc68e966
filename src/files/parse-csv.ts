import { createHash } from 'node:crypto';
import type { ByteSource } from './bytes.js';
import { decodedBlocks, type Encoding } from './encoding.js';
import { type PackedBatch, ROW_WIDTH } from './packed-batch.js';
import { afterLineEnd, lineEnd, RecordScanner } from './records.js';
import { RAW_LIMIT, type RowFault, type RowTotals } from './row-source.js';
import { unquote } from './unquote.js';

/** Everything that the parser needs; it can be sent to a worker thread. */
export interface ParseRequest {
  readonly source: Pick<ByteSource, 'path' | 'fd' | 'size'>;
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** The header's width, to tell a swallowed line from a ragged one. */
  readonly columns: number;
  /** Where the records begin: UTF-16 units from the start of the decoded text, and the physical line there. */
  readonly bodyStart: number;
  readonly bodyLine: number;
}

/** Bytes a read: some 200 customer rows, one batch. With more of them under way, V8's collector carries rows about that are soon done with. */
const BLOCK = 1 << 16;

/**
 * Decodes, hashes and parses a file in one pass, one batch a block. Where records and plain cells begin and end is
 * RecordScanner's, so that a bad record costs itself only; what a cell with quotes in it means is csv-parse's.
 * Memory is bounded by the block and MAX_RECORD, whatever the file holds.
 * @throws FileFault file-changed, file-unreadable
 */
export function* packedBatches(request: ParseRequest): Generator<PackedBatch, RowTotals> {
  const hash = createHash('sha256');
  let bytesRead = 0;
  const blocks = decodedBlocks(request.source, request.encoding, BLOCK, (block) => {
    hash.update(block);
    bytesRead += block.length;
  });
  const cutter = new BatchCutter(request);
  let skip = request.bodyStart;
  for (const block of blocks) {
    const rest = skip === 0 ? block : block.slice(skip);
    skip -= block.length - rest.length;
    const batch = cutter.cut(rest, false, bytesRead);
    if (batch !== null) yield batch;
  }
  const last = cutter.cut('', true, bytesRead);
  if (last !== null) yield last;
  return { sha256: hash.digest('hex'), bytes: bytesRead, ...cutter.counts() };
}

class BatchCutter {
  readonly #delimiter: string;
  readonly #scanner: RecordScanner;
  #tail = '';
  #skipping = false;
  #line: number;
  #records = 0;
  #faults = 0;
  #blankRows = 0;

  constructor({ delimiter, columns, bodyLine }: ParseRequest) {
    this.#delimiter = delimiter;
    this.#scanner = new RecordScanner(delimiter, columns);
    this.#line = bodyLine;
  }

  counts(): Pick<RowTotals, 'records' | 'rows' | 'faults' | 'blankRows'> {
    const rows = this.#records - this.#faults;
    return { records: this.#records, rows, faults: this.#faults, blankRows: this.#blankRows };
  }

  /** The batch of all whole records in the text so far, or null when there is none; the rest waits for the next block. */
  cut(block: string, final: boolean, bytesRead: number): PackedBatch | null {
    const text = this.#tail === '' ? block : this.#tail + block;
    const scanner = this.#scanner;
    scanner.count = 0;
    const rows: number[] = [];
    const quoted: QuotedRecord[] = [];
    const faults: RowFault[] = [];
    let at = this.#skipping ? this.#skipLine(text, 0, final) : 0;
    while (at < text.length && !this.#skipping) {
      const first = scanner.count;
      const status = scanner.scan(text, at, final);
      if (status === 'more') break;
      if (status === 'plain') {
        rows.push(first, (scanner.count - first) / 2, this.#line, ++this.#records);
      } else if (status === 'quoted') {
        quoted.push({ row: rows.length, record: text.slice(at, scanner.end) });
        rows.push(0, 0, this.#line, ++this.#records);
      } else if (status === 'blank') {
        this.#blankRows++;
      } else {
        const line = this.#line + scanner.faultLine;
        const raw = text.slice(at, Math.min(scanner.end, at + RAW_LIMIT));
        faults.push({ code: status, line, column: scanner.faultColumn, record: ++this.#records, raw });
      }
      this.#skipping = scanner.next < 0;
      this.#line += this.#skipping ? scanner.lines - 1 : scanner.lines;
      at = this.#skipping ? this.#skipLine(text, scanner.end, final) : scanner.next;
    }
    this.#tail = text.slice(at);
    const extra = this.#addQuoted(rows, quoted, faults, at);
    this.#faults += faults.length;
    if (rows.length === 0 && faults.length === 0) return null;
    const cells = scanner.cells.slice(0, scanner.count);
    return { text: text.slice(0, at) + extra, cells, rows: Uint32Array.from(rows), faults, bytesRead };
  }

  /** Past the rest of a line that is too long to keep; a CR at the text's end waits, it may be half of a CRLF. */
  #skipLine(text: string, from: number, final: boolean): number {
    const end = lineEnd(text, from);
    if (!final && (end === text.length || (end + 1 === text.length && text[end] === '\r'))) return end;
    this.#skipping = false;
    this.#line++;
    return afterLineEnd(text, end);
  }

  /** Fills in the rows that csv-parse unquotes; their cells are the returned text, which follows at `base`. */
  #addQuoted(rows: number[], quoted: readonly QuotedRecord[], faults: RowFault[], base: number): string {
    const records = quoted.map((each) => each.record);
    const parts: string[] = [];
    const refused: number[] = [];
    let start = base;
    for (const [i, cells] of unquote(records, this.#delimiter).entries()) {
      const row = quoted[i]!.row;
      if (cells === null) {
        const raw = records[i]!.slice(0, RAW_LIMIT);
        faults.push({ code: 'bad-quote', line: rows[row + 2]!, column: 1, record: rows[row + 3]!, raw });
        refused.push(row);
        continue;
      }
      rows[row] = this.#scanner.count;
      rows[row + 1] = cells.length;
      for (const cell of cells) {
        parts.push(cell);
        this.#scanner.push(start, start + cell.length);
        start += cell.length;
      }
    }
    for (const row of refused.reverse()) rows.splice(row, ROW_WIDTH);
    return parts.join('');
  }
}

interface QuotedRecord {
  /** Index of the row's first number in the row table. */
  readonly row: number;
  readonly record: string;
}

import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll } from 'vitest';
import { FileFault } from '../../src/files/faults.js';
import { openTable, type TableOptions, type TableSource } from '../../src/files/open-table.js';
import { type CsvOptions, type CsvSource, openCsv } from '../../src/files/read-csv.js';
import type { CellNote, RowFault, RowSource } from '../../src/files/row-source.js';

/** A directory of this test file's own, removed at the end. */
export function scratch(): (name: string, bytes?: Uint8Array | string) => string {
  const directory = fs.mkdtempSync(join(tmpdir(), 'steward-files-'));
  afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));
  return (name, bytes) => {
    const path = join(directory, name);
    if (bytes !== undefined) fs.writeFileSync(path, bytes);
    return path;
  };
}

const MARKS: Readonly<Record<string, number[]>> = { 'utf-8-bom': [0xef, 0xbb, 0xbf] };

/** Bytes of a text by iconv-lite, so that reading is checked against another implementation. */
export function encoded(text: string, encoding: string, bom = false): Buffer {
  const label = encoding === 'utf-8-bom' ? 'utf-8' : encoding;
  const mark = Buffer.from(MARKS[encoding] ?? []);
  return Buffer.concat([mark, bom ? iconv.encode('\ufeff', label) : Buffer.alloc(0), iconv.encode(text, label)]);
}

export interface ReadBack<S extends RowSource> {
  readonly header: readonly string[];
  readonly rows: string[][];
  readonly lines: number[];
  readonly records: number[];
  readonly faults: RowFault[];
  readonly notes: CellNote[];
  readonly batches: number;
  readonly source: S;
}

/** A whole CSV file. */
export const readAll = async (path: string, options: CsvOptions = {}): Promise<ReadBack<CsvSource>> =>
  drained(await openCsv(path, options));

/** A whole table of any kind, by the way that commands go. */
export const readTable = async (path: string, options: TableOptions = {}): Promise<ReadBack<TableSource>> =>
  drained(await openTable(path, options));

async function drained<S extends RowSource>(source: S): Promise<ReadBack<S>> {
  const rows: string[][] = [];
  const lines: number[] = [];
  const records: number[] = [];
  const faults: RowFault[] = [];
  const notes: CellNote[] = [];
  let batches = 0;
  try {
    for await (const batch of source.batches()) {
      batches++;
      notes.push(...batch.notes);
      for (const row of batch.rows) rows.push(row);
      lines.push(...batch.lines);
      records.push(...batch.records);
      faults.push(...batch.faults);
    }
  } finally {
    source.close();
  }
  return { header: source.header, rows, lines, records, faults, notes, batches, source };
}

/** The fault that a promise is rejected with. */
export async function faultOf(promise: Promise<unknown>): Promise<FileFault> {
  const error: unknown = await promise.then(
    () => new Error('no fault'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof FileFault)) throw error;
  return error;
}

import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll } from 'vitest';
import { FileFault } from '../../src/files/faults.js';
import type { RowFault } from '../../src/files/parse-csv.js';
import { type CsvOptions, openCsv } from '../../src/files/read-csv.js';

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

export interface ReadBack {
  readonly header: readonly string[];
  readonly rows: string[][];
  readonly lines: number[];
  readonly records: number[];
  readonly faults: RowFault[];
  readonly source: Awaited<ReturnType<typeof openCsv>>;
}

/** A whole file, by the way that commands go. */
export async function readAll(path: string, options: CsvOptions = {}): Promise<ReadBack> {
  const source = await openCsv(path, options);
  const rows: string[][] = [];
  const lines: number[] = [];
  const records: number[] = [];
  const faults: RowFault[] = [];
  try {
    for await (const batch of source.batches()) {
      for (const row of batch.rows) rows.push(row);
      lines.push(...batch.lines);
      records.push(...batch.records);
      faults.push(...batch.faults);
    }
  } finally {
    source.close();
  }
  return { header: source.header, rows, lines, records, faults, source };
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

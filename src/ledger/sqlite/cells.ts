/**
 * Which row stands at a place in a database's file, read off the page there (https://www.sqlite.org/fileformat.html, part 1.6 and 2.1). A hint, good for asking the
 * database: the file may be changing, and it says nothing of overflow pages and of what is free.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { fileFault } from '../../files/faults.js';
import { once } from './once.js';
import { fileHeader, interiorHeader, leafHeader, pageKind } from './page.js';
import { readRecord, readVarint, type Stored } from './record.js';

/** What a cell says of its row. */
export interface RowHint {
  /** The number of the row; of an index, of the row that the entry stands for. */
  readonly rowid: number | null;
  /** The key of `audit_value`, where the cell could be a row of it. */
  readonly key: readonly [customer: number, seq: number, field: string] | null;
}

/** The row at a byte of the database's own file; null where none can be told. */
export function hintAt(db: Database, offset: number): RowHint | null {
  const size = once(db, 'PRAGMA page_size').pluck().get() as number;
  const page = Buffer.alloc(size);
  const at = offset % size;
  const from = offset - at;
  if (!readPage(db.name, page, from)) return null;
  try {
    return hintOn(page, from === 0 ? fileHeader : 0, at);
  } catch (error) {
    // What looks like a page and is none leads beyond its end.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether the whole page is there. @throws FileFault file-unreadable */
function readPage(path: string, page: Buffer, from: number): boolean {
  let fd: number | null = null;
  try {
    fd = openSync(path, 'r');
    return readSync(fd, page, 0, page.length, from) === page.length;
  } catch (error) {
    throw fileFault(error, path, 'read');
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

function hintOn(page: Buffer, header: number, at: number): RowHint | null {
  const kind = page[header] as number;
  const { tableLeaf, indexLeaf, indexInterior } = pageKind;
  if (kind !== tableLeaf && kind !== indexLeaf && kind !== indexInterior) return null;
  const pointers = header + (kind === indexInterior ? interiorHeader : leafHeader);
  let cell = 0;
  for (let i = page.readUInt16BE(header + 3); i > 0; i--) {
    const start = page.readUInt16BE(pointers + 2 * (i - 1));
    if (start <= at && start > cell) cell = start;
  }
  if (cell === 0) return null;
  const cursor = { at: kind === indexInterior ? cell + 4 : cell };
  const payload = readVarint(page, cursor);
  if (kind === tableLeaf) return { rowid: readVarint(page, cursor), key: null };
  return cursor.at + payload > at ? entry(readRecord(page, cursor.at)) : null;
}

/** Of an entry of an index, or of a row without a number, which is one, too. */
function entry(values: readonly Stored[]): RowHint {
  const last = values.at(-1);
  const [customer, seq, field] = values;
  const isKey = typeof customer === 'number' && typeof seq === 'number' && typeof field === 'string';
  return { rowid: typeof last === 'number' ? last : null, key: isKey ? [customer, seq, field] : null };
}

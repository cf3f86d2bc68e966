/**
 * Which row stands at a place in a database's file, read off the page there (https://www.sqlite.org/fileformat.html, part 1.6 and 2.1). A hint, good for asking the
 * database: the file may be changing, and it says nothing of overflow pages and of what is free.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { fileFault } from '../../files/faults.js';
import { once } from './once.js';

/** What a cell says of its row. */
export interface RowHint {
  /** The number of the row; of an index, of the row that the entry stands for. */
  readonly rowid: number | null;
  /** The key of `audit_value`, where the cell could be a row of it. */
  readonly key: readonly [customer: number, seq: number, field: string] | null;
}

// Kinds of pages.
const tableLeaf = 0x0d;
const indexLeaf = 0x0a;
const indexInterior = 0x02;
/** The first page begins with the header of the file. */
const fileHeader = 100;

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
  if (kind !== tableLeaf && kind !== indexLeaf && kind !== indexInterior) return null;
  const pointers = header + (kind === indexInterior ? 12 : 8);
  let cell = 0;
  for (let i = page.readUInt16BE(header + 3); i > 0; i--) {
    const start = page.readUInt16BE(pointers + 2 * (i - 1));
    if (start <= at && start > cell) cell = start;
  }
  if (cell === 0) return null;
  const reader = new Cursor(page, kind === indexInterior ? cell + 4 : cell);
  const payload = reader.varint();
  if (kind === tableLeaf) return { rowid: reader.varint(), key: null };
  return reader.at + payload > at ? entry(reader.record()) : null;
}

/** Of an entry of an index, or of a row without a number, which is one, too. */
function entry(values: readonly (number | string | null)[]): RowHint {
  const last = values.at(-1);
  const [customer, seq, field] = values;
  const isKey = typeof customer === 'number' && typeof seq === 'number' && typeof field === 'string';
  return { rowid: typeof last === 'number' ? last : null, key: isKey ? [customer, seq, field] : null };
}

/** Bytes of whole numbers by their types in a record; 8 and 9 are 0 and 1 themselves. */
const widths: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

/** Reads on and on in a page. @throws RangeError beyond its end */
class Cursor {
  readonly #page: Buffer;
  at: number;

  constructor(page: Buffer, at: number) {
    this.#page = page;
    this.at = at;
  }

  varint(): number {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = this.#page.readUInt8(this.at++);
      if (i === 8) return value * 256 + byte;
      value = value * 128 + (byte & 127);
      if (byte < 128) break;
    }
    return value;
  }

  /** Whole numbers and texts; what else there is, as null. */
  record(): readonly (number | string | null)[] {
    const start = this.at;
    const end = start + this.varint();
    const types: number[] = [];
    while (this.at < end) types.push(this.varint());
    return types.map((type) => this.#value(type));
  }

  #value(type: number): number | string | null {
    const width = type >= 12 ? (type - (type % 2) - 12) / 2 : (widths[type] ?? 0);
    const from = this.at;
    this.at += width;
    if (type >= 13 && type % 2 === 1) return this.#page.toString('utf8', from, this.at);
    if (type === 8 || type === 9) return type - 8;
    if (type < 1 || type > 6) return null;
    // Numbers of rows and events have six bytes at the most.
    return width > 6 ? null : this.#page.readIntBE(from, width);
  }
}

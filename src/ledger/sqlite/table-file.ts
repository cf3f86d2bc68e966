/**
 * One table in a file of SQLite's own format (https://sqlite.org/fileformat2.html), written page by page. Handed to the driver, the twenty values of a
 * row take 11 µs; written like this they take 1, and SQLite copies whole records from one file to the other.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { guard } from '../sqlite-errors.js';
import { pageSize } from './connection.js';
import { fileHeader, interiorHeader, leafHeader, pageKind } from './page.js';
import { RecordBuilder, readRecord, readVarint, type Stored, varintSize, writeVarint } from './record.js';

/** The table's root; the schema stands on page 1. */
const root = 2;

/** How much of a record stands on a leaf: the rest of a longer one goes to overflow pages, chained by a number of four bytes each. */
const mostLocal = pageSize - 35;
const leastLocal = Math.floor(((pageSize - 12) * 32) / 255) - 23;
const overflowBytes = pageSize - 4;

/** A page, and the highest id on it or below it. */
interface Child {
  readonly page: number;
  readonly last: number;
}

const localOf = (size: number): number => {
  if (size <= mostLocal) return size;
  const local = leastLocal + ((size - leastLocal) % overflowBytes);
  return local <= mostLocal ? local : leastLocal;
};

/** Rows are added in the order of their ids, read back by id, and seen by SQLite once the table is finished. */
export class TableFile {
  /** Where temporary files go, as SQLite's own do. */
  readonly #folder = process.env.SQLITE_TMPDIR ?? tmpdir();
  readonly #fd: number;
  readonly #record = new RecordBuilder();
  /** The leaf that is being filled: cells from the end, their places from the front. */
  readonly #leaf = Buffer.alloc(pageSize);
  readonly #leaves: Child[] = [];
  #pages = root;
  #cells = 0;
  #free = pageSize;
  #last = 0;
  /** The leaf that was read last, and whose it is. */
  readonly #read = Buffer.alloc(pageSize);
  #readPage = 0;

  /**
   * Makes the file, 0600, lets a connection attach it under a name, and takes its own name away: nobody else opens it, and nothing is left of it.
   *
   * @param columns the table's definition, from the opening parenthesis
   * @throws StewardError `disk-full`, `io-failed`; so do `add` and `finish`
   */
  constructor(db: Database, schema: string, table: string, columns: string) {
    const folder = guard(this.#folder, () => mkdtempSync(join(this.#folder, 'steward-')));
    try {
      const path = join(folder, 'staged.db');
      this.#fd = openSync(path, 'wx+', 0o600);
      this.#writeSchema(table, `CREATE TABLE ${table}${columns}`);
      this.#write(root, emptyLeaf());
      this.#writeHeader(1);
      db.prepare(`ATTACH ? AS ${schema}`).run(path);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The record to fill and then to add. */
  get record(): RecordBuilder {
    return this.#record;
  }

  /** Adds the record as the row of an id, higher than all before. */
  add(id: number): void {
    const record = this.#record;
    const { size } = record;
    const local = localOf(size);
    const most = local + 18 + (local < size ? 4 : 0);
    if (this.#free - most < leafHeader + 2 * (this.#cells + 1)) this.#nextLeaf();
    const leaf = this.#leaf;
    if (local === size) {
      // Cells grow downwards: what stands before the record is a few bytes of known length.
      const from = this.#free - size - varintSize(size) - varintSize(id);
      record.copyTo(leaf, writeVarint(leaf, writeVarint(leaf, from, size), id));
      this.#free = from;
    } else this.#addLong(id, local);
    leaf.writeUInt16BE(this.#free, leafHeader + 2 * this.#cells);
    this.#cells += 1;
    this.#last = id;
  }

  /** The row of an id. */
  get(id: number): readonly Stored[] | null {
    for (const row of this.rows(id)) return row[0] === id ? row[1] : null;
    return null;
  }

  /** Rows from an id on, in order; those that are added meanwhile, too. */
  *rows(from: number): IterableIterator<readonly [id: number, values: Stored[]]> {
    let at = this.#leafOf(from);
    let cell = this.#cellOf(at, from);
    for (;;) {
      // Looked up anew each time: others may have read another page, or filled this one.
      const leaf = this.#leafAt(at);
      if (cell < this.#cellsAt(at)) {
        yield this.#cellAt(leaf, leaf.readUInt16BE(leafHeader + 2 * cell));
        cell += 1;
      } else if (at < this.#leaves.length) {
        at += 1;
        cell = 0;
      } else return;
    }
  }

  /** Writes what is left, and lets SQLite see the table; nothing is added any more. */
  finish(): void {
    // A table of one leaf has it for its root.
    if (this.#leaves.length === 0) this.#endLeaf(root);
    else this.#nextLeaf();
    for (let level: readonly Child[] = this.#leaves; level.length > 1; ) level = this.#parents(level);
    this.#writeHeader(2);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #addLong(id: number, local: number): void {
    const record = this.#record;
    const { size } = record;
    const whole = Buffer.allocUnsafe(size);
    record.copyTo(whole, 0);
    const leaf = this.#leaf;
    const from = this.#free - local - 4 - varintSize(size) - varintSize(id);
    const at = writeVarint(leaf, writeVarint(leaf, from, size), id);
    whole.copy(leaf, at, 0, local);
    leaf.writeUInt32BE(this.#pages + 1, at + local);
    this.#free = from;
    for (let rest = local; rest < size; rest += overflowBytes) {
      const page = Buffer.alloc(pageSize);
      this.#pages += 1;
      if (rest + overflowBytes < size) page.writeUInt32BE(this.#pages + 1, 0);
      whole.copy(page, 4, rest, Math.min(size, rest + overflowBytes));
      this.#write(this.#pages, page);
    }
  }

  #endLeaf(page: number): void {
    const leaf = this.#leaf;
    leaf[0] = pageKind.tableLeaf;
    leaf.writeUInt16BE(this.#cells, 3);
    leaf.writeUInt16BE(this.#free, 5);
    this.#write(page, leaf);
    this.#leaves.push({ page, last: this.#last });
    this.#cells = 0;
    this.#free = pageSize;
  }

  #nextLeaf(): void {
    this.#pages += 1;
    this.#endLeaf(this.#pages);
    this.#leaf.fill(0);
  }

  /** Writes the pages above others; the last one of all is the root. */
  #parents(children: readonly Child[]): readonly Child[] {
    const room = Math.floor((pageSize - interiorHeader) / (2 + 4 + 9));
    const count = Math.ceil(children.length / room);
    return Array.from({ length: count }, (_, i) => {
      const of = children.slice(
        Math.floor((i * children.length) / count),
        Math.floor(((i + 1) * children.length) / count),
      );
      const page = Buffer.alloc(pageSize);
      let free = pageSize;
      for (const [cell, { page: child, last }] of of.slice(0, -1).entries()) {
        free -= 4 + varintSize(last);
        page.writeUInt32BE(child, free);
        writeVarint(page, free + 4, last);
        page.writeUInt16BE(free, interiorHeader + 2 * cell);
      }
      const { page: right, last } = of.at(-1) as Child;
      page[0] = pageKind.tableInterior;
      page.writeUInt16BE(of.length - 1, 3);
      page.writeUInt16BE(free, 5);
      page.writeUInt32BE(right, 8);
      if (count > 1) this.#pages += 1;
      const at = count > 1 ? this.#pages : root;
      this.#write(at, page);
      return { page: at, last };
    });
  }

  /** The first leaf that may hold an id; the open one comes behind the last. */
  #leafOf(id: number): number {
    let [low, high] = [0, this.#leaves.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#leaves[middle] as Child).last < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first cell of a leaf whose id is not lower. */
  #cellOf(at: number, id: number): number {
    const leaf = this.#leafAt(at);
    let [low, high] = [0, this.#cellsAt(at)];
    while (low < high) {
      const middle = (low + high) >> 1;
      const cursor = { at: leaf.readUInt16BE(leafHeader + 2 * middle) };
      readVarint(leaf, cursor);
      if (readVarint(leaf, cursor) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #leafAt(at: number): Buffer {
    return at < this.#leaves.length ? this.#load((this.#leaves[at] as Child).page) : this.#leaf;
  }

  #cellsAt(at: number): number {
    return at < this.#leaves.length ? this.#leafAt(at).readUInt16BE(3) : this.#cells;
  }

  #cellAt(leaf: Buffer, at: number): readonly [id: number, values: Stored[]] {
    const cursor = { at };
    const size = readVarint(leaf, cursor);
    const id = readVarint(leaf, cursor);
    const local = localOf(size);
    const { at: from } = cursor;
    if (local === size) return [id, readRecord(leaf.subarray(from, from + size))];
    const whole = Buffer.allocUnsafe(size);
    leaf.copy(whole, 0, from, from + local);
    let next = leaf.readUInt32BE(from + local);
    for (let filled = local; filled < size; filled += overflowBytes) {
      const page = this.#load(next);
      page.copy(whole, filled, 4, 4 + Math.min(overflowBytes, size - filled));
      next = page.readUInt32BE(0);
    }
    return [id, readRecord(whole)];
  }

  #load(page: number): Buffer {
    if (page !== this.#readPage) readSync(this.#fd, this.#read, 0, pageSize, (page - 1) * pageSize);
    this.#readPage = page;
    return this.#read;
  }

  #write(page: number, bytes: Buffer): void {
    this.#writeAt((page - 1) * pageSize, bytes);
  }

  #writeAt(position: number, bytes: Buffer): void {
    guard(this.#folder, () => {
      // A disk that is nearly full takes less than it is given before it refuses.
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
    });
  }

  /** Page 1: a leaf of the schema's one row, behind the file's header. */
  #writeSchema(table: string, sql: string): void {
    const record = new RecordBuilder();
    for (const text of ['table', table, table]) record.text(text);
    record.small(root);
    record.text(sql);
    const page = Buffer.alloc(pageSize);
    const from = pageSize - record.size - varintSize(record.size) - 1;
    record.copyTo(page, writeVarint(page, writeVarint(page, from, record.size), 1));
    page[fileHeader] = pageKind.tableLeaf;
    page.writeUInt16BE(1, fileHeader + 3);
    page.writeUInt16BE(from, fileHeader + 5);
    page.writeUInt16BE(from, fileHeader + leafHeader);
    this.#write(1, page);
  }

  /** The file's header; a higher `change` tells connections that pages are others now. */
  #writeHeader(change: number): void {
    const header = Buffer.alloc(fileHeader);
    header.write('SQLite format 3\0', 'latin1');
    header.writeUInt16BE(pageSize, 16);
    // Written and read as a database with a rollback journal; fixed fractions.
    header.set([1, 1, 0, 64, 32, 32], 18);
    header.writeUInt32BE(change, 24);
    header.writeUInt32BE(this.#pages, 28);
    // Schema cookie and format; UTF-8.
    header.writeUInt32BE(1, 40);
    header.writeUInt32BE(4, 44);
    header.writeUInt32BE(1, 56);
    header.writeUInt32BE(change, 92);
    header.writeUInt32BE(3_051_000, 96);
    this.#writeAt(0, header);
  }
}

function emptyLeaf(): Buffer {
  const page = Buffer.alloc(pageSize);
  page[0] = pageKind.tableLeaf;
  page.writeUInt16BE(pageSize, 5);
  return page;
}

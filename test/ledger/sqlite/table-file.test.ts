import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { RecordBuilder, readRecord, readVarint, writeVarint } from '../../../src/ledger/sqlite/record.js';
import { RowSeal } from '../../../src/ledger/sqlite/row-seal.js';
import { columnMarks, rowDigest } from '../../../src/ledger/sqlite/seal.js';
import { TableFile } from '../../../src/ledger/sqlite/table-file.js';

type Row = readonly (string | null)[];

const columns = '(id INTEGER PRIMARY KEY, one INTEGER, a TEXT, b TEXT, c TEXT) STRICT';
let open: Database.Database | null = null;
afterEach(() => open?.close());

/** A table of these rows, by id, as it is written. */
function written(rows: ReadonlyMap<number, Row>): { readonly db: Database.Database; readonly file: TableFile } {
  open?.close();
  open = new Database(':memory:');
  const file = new TableFile(open, 'staged', 'rows', columns);
  for (const [id, row] of rows) {
    file.record.clear();
    file.record.nothing(1);
    file.record.one();
    for (const value of row) value === null ? file.record.nothing(1) : file.record.text(value);
    file.add(id);
  }
  return { db: open, file };
}

/** As SQLite reads it, which finds no fault with the file either. */
function bySqlite(db: Database.Database): ReadonlyMap<number, Row> {
  expect(db.pragma('staged.integrity_check', { simple: true })).toBe('ok');
  const rows = db.prepare('SELECT * FROM staged.rows ORDER BY id').raw().all() as [number, number, ...Row][];
  return new Map(rows.map(([id, , ...row]) => [id, row]));
}

/** As it reads itself. */
const byItself = (file: TableFile, from = 0): ReadonlyMap<number, Row> =>
  new Map([...file.rows(from)].map(([id, [, , ...row]]) => [id, row as Row]));

const short = fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }));
// Around what one page holds of a record, and what several overflow pages do.
const long = fc
  .record({
    char: fc.constantFrom('x', '河', '𠮷'),
    size: fc.oneof(fc.integer({ min: 16_200, max: 16_400 }), fc.nat(90_000)),
  })
  .map(({ char, size }) => char.repeat(Math.ceil(size / Buffer.byteLength(char))) || null);
const row = fc.tuple(short, fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: long }), short);
const table = fc
  .array(fc.tuple(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 ** 40 })), row), {
    maxLength: 120,
  })
  .map((steps) => {
    const rows = new Map<number, Row>();
    let id = 0;
    for (const [step, values] of steps) {
      id += step;
      rows.set(id, values);
    }
    return rows;
  });

describe('a table written as SQLite’s own file', () => {
  it('is read alike by SQLite and by itself, whatever its values and ids', () => {
    fc.assert(
      fc.property(table, fc.nat(), (rows, pick) => {
        const { db, file } = written(rows);
        expect(byItself(file)).toEqual(rows);
        const ids = [...rows.keys()];
        const from = ids[pick % Math.max(1, ids.length)] ?? 1;
        expect([...byItself(file, from).keys()]).toEqual(ids.filter((id) => id >= from));
        expect(file.get(from)?.slice(2)).toEqual(rows.get(from));
        expect(file.get((ids.at(-1) ?? 0) + 1)).toBeNull();
        file.finish();
        file.close();
        expect(bySqlite(db)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it('has as many levels as its rows need', () => {
    // A leaf for every row: over a thousand leaves stand below one page.
    const rows = new Map(
      Array.from({ length: 2500 }, (_, i): [number, Row] => [i + 1, ['行'.repeat(4000), String(i), null]]),
    );
    const { db, file } = written(rows);
    file.finish();
    file.close();
    expect(bySqlite(db)).toEqual(rows);
  });

  it('shows rows that are added while it is read', () => {
    const { file } = written(new Map([[1, ['a', null, null]]]));
    const seen: number[] = [];
    for (const [id] of file.rows(1)) {
      seen.push(id);
      if (id === 200) break;
      file.record.clear();
      file.record.nothing(1);
      file.record.text('z'.repeat(500));
      file.add(id + 1);
    }
    expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    file.close();
  });
});

describe('a record', () => {
  it('holds numbers of every size as SQLite writes them', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const bytes = Buffer.alloc(16);
        const number = value % 2 ** 49;
        const end = writeVarint(bytes, 0, number);
        const cursor = { at: 0 };
        expect([readVarint(bytes, cursor), cursor.at]).toEqual([number, end]);
      }),
    );
  });

  it('makes half a surrogate pair U+FFFD, and keeps all other text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' })),
        fc.array(fc.integer({ min: 0xd800, max: 0xdfff })),
        (texts, units) => {
          const values = [...texts, String.fromCharCode(...units), `河${String.fromCharCode(...units)}x`];
          const record = new RecordBuilder();
          for (const value of values) record.text(value);
          const bytes = Buffer.alloc(record.size);
          record.copyTo(bytes, 0);
          expect(readRecord(bytes)).toEqual(values.map((value) => Buffer.from(value).toString()));
        },
      ),
    );
  });

  it('is sealed by the digest that its values have', () => {
    const record = new RecordBuilder();
    const seal = new RowSeal('customers', 4);
    const value = fc.option(fc.oneof(short, long), { nil: null });
    fc.assert(
      fc.property(
        fc.tuple(value, value, value, value),
        fc.string({ unit: 'grapheme-ascii', maxLength: 22 }),
        (values, salt) => {
          record.clear();
          record.text('not of it');
          const from = record.bodySize;
          seal.begin(salt);
          for (const value of values) {
            if (value !== null && value !== '') seal.value(record.text(value));
            else seal.nothing(1);
          }
          expect(seal.digest(record.body, from, record.bodySize)).toBe(
            rowDigest(
              'customers',
              salt,
              columnMarks(['a', 'b', 'c', 'd']),
              values.map((value) => value || null),
            ),
          );
        },
      ),
    );
  });
});

import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Joined } from '../../../src/ledger/sqlite/joined.js';

const value = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\x1e', '\x1f', '\0', 'a', '客', '😀', '-', ':', '1') }),
  ),
  { nil: null },
);
const triple = fc.tuple(fc.integer({ min: 0, max: 9 }), value, value);

it('whatever rows hold comes back as it was, and what is null as null', () => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER NOT NULL, a TEXT, b TEXT) STRICT');
  const add = db.prepare('INSERT INTO t(n, a, b) VALUES(?, ?, ?)');
  const joined = new Joined();
  const one = db.prepare(`SELECT ${joined.sql(['n', 'a', 'b'])} FROM t ORDER BY id`).pluck();
  const all = db.prepare(`SELECT ${joined.groupSql(['n', 'a', 'b'])} FROM t`).pluck();
  fc.assert(
    fc.property(fc.array(triple, { minLength: 1, maxLength: 5 }), (rows) => {
      db.exec('DELETE FROM t');
      for (const row of rows) add.run(...row);
      const said = rows.map(([n, a, b]) => [String(n), a, b]);
      expect((one.all() as string[]).map((text) => joined.cut(text))).toEqual(said);
      expect(joined.cut(all.get() as string)).toEqual(said.flat());
    }),
  );
  db.close();
});

it('what one put in between, another takes for a value', () => {
  const db = new Database(':memory:');
  const [first, second] = [new Joined(), new Joined()];
  const text = db
    .prepare(`SELECT ${first.sql(["'a'", 'NULL'])}`)
    .pluck()
    .get() as string;
  const row = db
    .prepare(`SELECT ${second.sql(['?', 'NULL'])}`)
    .pluck()
    .get(text) as string;
  expect(second.cut(row)).toEqual([text, null]);
  db.close();
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { connect } from '../../src/ledger/sqlite/connection.js';
import { verifyLedger } from '../../src/ledger/sqlite/verify/verify.js';
import type { IntegrityFault } from '../../src/model/audit.js';
import { rawDatabase } from '../support/raw-database.js';
import { applyAll, by, codeOf, info, insertOf, now, seeded, temporaryFolder, updateOf } from './helpers.js';

const trials = 25;
const customers = 60;
let path: string;
let remove: () => void;

/** A ledger of sixty customers, two in three of them changed once or twice, with held rows and interactions. */
beforeEach(() => {
  const made = temporaryFolder();
  remove = made.remove;
  path = join(made.folder, 'ledger.db');
  const ledger = createLedger(path, { by, now });
  const draft = ledger.draft();
  for (let i = 1; i <= customers; i += 1) {
    const no = `SH2026${String(i).padStart(3, '0')}`;
    draft.add(insertOf({ customer_no: no, name: `闵行第${i}商行`, phone: `1380000${1000 + i}`, stage: '意向' }), {
      number: { no, scheme: 'region-year-serial', counter: 'SH2026', serial: i },
    });
    draft.hold({ record: i, line: i, why: 'conflict', rule: 'intake/conflict', against: -i, row: `{"n":"${i}"}` });
    draft.child({
      table: 'interactions',
      customer: -i,
      at: `2026-01-${i}`,
      kind: '电话',
      actor: null,
      summary: `第${i}次`,
      result: null,
    });
  }
  ledger.apply(draft, info(), by, now);
  const even = [...ledger.read()].filter((c) => c.id % 3 !== 0);
  applyAll(
    ledger,
    even.map((c) => updateOf(c.id, 1, { stage: '洽谈', phone: `1390000${1000 + c.id}` }, `第${c.id}次来电`)),
  );
  applyAll(
    ledger,
    even.filter((c) => c.id % 2 === 0).map((c) => updateOf(c.id, 2, { stage: '成交' })),
  );
  ledger.close();
});
afterEach(() => remove());

/** Does something to the file behind steward's back; the speed bump is taken down first. */
function tamper(work: (db: Database.Database) => void): void {
  const db = rawDatabase(path);
  db.exec('DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete');
  db.pragma('foreign_keys = OFF');
  work(db);
  db.close();
}

function faults(): readonly IntegrityFault[] {
  const ledger = openLedger(path, { write: false, trust: false });
  const report = ledger.verify();
  ledger.close();
  return report.faults;
}

/** One thread and two, with the customers cut up small, find the same. */
function expectSameOfTwo(): void {
  const db = connect(path, { write: false, wait: 5000 });
  try {
    expect(verifyLedger(db, { ids: 7, threadFrom: 0 })).toEqual(verifyLedger(db));
  } finally {
    db.close();
  }
}

const codes = () => [...new Set(faults().map((f) => f.code))].sort();

/** Runs trials from one untouched copy each. */
function each(name: string, trial: (below: (n: number) => number, db: Database.Database) => () => void): void {
  it(`${name}, ${trials} times`, () => {
    expect(faults()).toEqual([]);
    expectSameOfTwo();
    const whole = readFileSync(path);
    for (let seed = 1; seed <= trials; seed += 1) {
      const below = seeded(seed);
      let check: () => void = () => {};
      tamper((db) => {
        check = trial(below, db);
      });
      check();
      if (seed === 1) expectSameOfTwo();
      writeFileSync(path, whole);
    }
  });
}

describe('verify names', () => {
  each('a customer’s value that was edited: row-altered', (below, db) => {
    const id = 1 + below(customers);
    const field = ['name', 'phone', 'stage', 'remark', 'entered_on', 'version', 'extra', 'tags'][below(8)] as string;
    db.prepare(`UPDATE customers SET ${field} = ? WHERE id = ?`).run(field === 'version' ? 9 : '篡改', id);
    return () => expect(faults().map((f) => [f.code, f.subject])).toEqual([['row-altered', id]]);
  });

  each('a customer’s value that was taken away: row-altered', (below, db) => {
    const id = 1 + below(customers);
    db.prepare(`UPDATE customers SET ${['name', 'phone', 'stage'][below(3)]} = NULL WHERE id = ?`).run(id);
    return () => expect(faults().map((f) => [f.code, f.subject])).toEqual([['row-altered', id]]);
  });

  each('two customers’ rows that were swapped: row-altered', (below, db) => {
    const a = 1 + below(customers / 2);
    const b = customers / 2 + 1 + below(customers / 2);
    const rows = db.prepare('SELECT name, salt FROM customers WHERE id IN (?, ?) ORDER BY id').all(a, b) as {
      name: string;
      salt: string;
    }[];
    const set = db.prepare('UPDATE customers SET name = ?, salt = ? WHERE id = ?');
    set.run(rows[1]?.name, rows[1]?.salt, a);
    set.run(rows[0]?.name, rows[0]?.salt, b);
    return () =>
      expect(faults().map((f) => [f.code, f.subject])).toEqual([
        ['row-altered', a],
        ['row-altered', b],
      ]);
  });

  each('a before-image that was edited: commitment-mismatch', (below, db) => {
    const rows = db.prepare('SELECT customer_id AS id, seq, field FROM audit_value WHERE customer_id > 0').all() as {
      id: number;
      seq: number;
      field: string;
    }[];
    const row = rows[below(rows.length)] as (typeof rows)[number];
    db.prepare('UPDATE audit_value SET before = ? WHERE customer_id = ? AND seq = ? AND field = ?').run(
      '篡改',
      row.id,
      row.seq,
      row.field,
    );
    return () => {
      const found = faults();
      expect(found.map((f) => f.code)).toEqual(found.map(() => 'commitment-mismatch'));
      expect(found.some((f) => f.seq === row.seq && f.subject === row.id)).toBe(true);
    };
  });

  each('a before-image that was deleted, or erased with nobody’s leave: commitment-mismatch', (below, db) => {
    const rows = db.prepare('SELECT customer_id AS id, seq, field FROM audit_value WHERE customer_id > 0').all() as {
      id: number;
      seq: number;
      field: string;
    }[];
    const { id, seq, field } = rows[below(rows.length)] as (typeof rows)[number];
    if (below(2))
      db.prepare('DELETE FROM audit_value WHERE customer_id = ? AND seq = ? AND field = ?').run(id, seq, field);
    else
      db.prepare(
        'UPDATE audit_value SET before = NULL, salt = NULL WHERE customer_id = ? AND seq = ? AND field = ?',
      ).run(id, seq, field);
    return () => expect(faults().find((f) => f.code === 'commitment-mismatch')).toMatchObject({ seq, subject: id });
  });

  each('all before-images of an event deleted: commitment-mismatch', (below, db) => {
    const rows = db.prepare("SELECT seq, subject FROM audit WHERE op = 'update'").all() as {
      seq: number;
      subject: number;
    }[];
    const { seq, subject } = rows[below(rows.length)] as (typeof rows)[number];
    db.prepare('DELETE FROM audit_value WHERE seq = ?').run(seq);
    return () => expect(faults().find((f) => f.code === 'commitment-mismatch')).toMatchObject({ seq, subject });
  });

  each('the words of a reason that were edited: commitment-mismatch', (below, db) => {
    const seqs = db.prepare('SELECT seq FROM audit_value WHERE customer_id = 0').pluck().all() as number[];
    const seq = seqs[below(seqs.length)] as number;
    db.prepare("UPDATE audit_value SET before = '改' WHERE customer_id = 0 AND seq = ?").run(seq);
    return () => expect(faults()).toMatchObject([{ code: 'commitment-mismatch', seq, subject: null }]);
  });

  each('an event that was edited: chain-broken at it', (below, db) => {
    const last = db.prepare('SELECT max(seq) FROM audit').pluck().get() as number;
    const seq = 1 + below(last);
    const column = ['ts', 'actor', 'role', 'op', 'body', 'subject', 'hash'][below(7)] as string;
    const was = db.prepare(`SELECT ${column} FROM audit WHERE seq = ?`).pluck().get(seq);
    const is =
      column === 'subject'
        ? Number(was ?? 0) + 1
        : column === 'body'
          ? String(was).replace(/^\{/, '{"x":1,')
          : column === 'ts'
            ? '2026-11-22T00:00:00.000Z'
            : `${was}x`;
    db.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).run(is, seq);
    return () => expect(faults().find((f) => f.code === 'chain-broken')).toMatchObject({ seq });
  });

  each('an event that was deleted: event-missing', (below, db) => {
    const last = db.prepare('SELECT max(seq) FROM audit').pluck().get() as number;
    const seq = 1 + below(last - 1);
    db.prepare('DELETE FROM audit WHERE seq = ?').run(seq);
    return () => expect(faults().find((f) => f.code === 'event-missing')).toMatchObject({ seq });
  });

  each('an event that was put in: chain-broken', (below, db) => {
    const last = db.prepare('SELECT max(seq) FROM audit').pluck().get() as number;
    const seq = 2 + below(last - 1);
    db.prepare('UPDATE audit SET seq = -seq - 1 WHERE seq >= ?').run(seq);
    db.prepare('UPDATE audit SET seq = -seq WHERE seq < 0').run();
    db.prepare("INSERT INTO audit SELECT ?, ts, actor, role, 'access', NULL, '{}', hash FROM audit WHERE seq = ?").run(
      seq,
      seq - 1,
    );
    return () => expect(faults().find((f) => f.code === 'chain-broken')).toMatchObject({ seq });
  });

  each('two events that were swapped: chain-broken', (below, db) => {
    const last = db.prepare('SELECT max(seq) FROM audit').pluck().get() as number;
    const a = 2 + below(last - 2);
    db.prepare('UPDATE audit SET seq = -1 WHERE seq = ?').run(a);
    db.prepare('UPDATE audit SET seq = ? WHERE seq = ?').run(a, a + 1);
    db.prepare('UPDATE audit SET seq = ? WHERE seq = -1').run(a + 1);
    return () => expect(faults().find((f) => f.code === 'chain-broken')).toMatchObject({ seq: a });
  });

  each('time that goes back in an event whose hash was made to fit: time-backwards or chain-broken', (below, db) => {
    const last = db.prepare('SELECT max(seq) FROM audit').pluck().get() as number;
    db.prepare("UPDATE audit SET ts = '2020-01-01T00:00:00.000Z' WHERE seq = ?").run(2 + below(last - 1));
    return () => expect(codes()).toEqual(['chain-broken', 'time-backwards']);
  });

  each('a customer that was deleted: row-missing; put in: row-unknown', (below, db) => {
    const id = 1 + below(customers);
    db.prepare('DELETE FROM customers WHERE id = ?').run(id);
    db.prepare("INSERT INTO customers(entered_on, version, salt, name) VALUES('2026-11-21', 1, 'x', '新')").run();
    return () => {
      const found = faults();
      expect(found.find((f) => f.code === 'row-missing')).toMatchObject({ subject: id });
      expect(found.find((f) => f.code === 'row-unknown')).toMatchObject({ subject: customers + 1 });
    };
  });

  each('held rows and interactions that were edited, deleted or put in', (below, db) => {
    const table = ['held', 'interactions'][below(2)] as string;
    const column = table === 'held' ? 'why' : 'summary';
    const how = below(3);
    const id = 1 + below(customers);
    if (how === 0) db.prepare(`UPDATE ${table} SET ${column} = '改' WHERE id = ?`).run(id);
    else if (how === 1) db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
    else {
      const columns = table === 'held' ? 'run, record, line, why, rule, "row", salt' : 'customer, at, kind, salt';
      db.prepare(`INSERT INTO ${table}(${columns}) SELECT ${columns} FROM ${table} WHERE id = ?`).run(id);
    }
    return () => expect(codes()).toEqual([['row-altered', 'row-missing', 'row-unknown'][how]]);
  });

  each('numbers that were moved, dropped or raised above their counter: number-mismatch', (below, db) => {
    const no = `SH2026${String(1 + below(customers)).padStart(3, '0')}`;
    const how = below(4);
    if (how === 0) db.prepare('DELETE FROM numbers WHERE no = ?').run(no);
    else if (how === 1) db.prepare("UPDATE numbers SET state = 'legacy' WHERE no = ?").run(no);
    else if (how === 2) db.prepare('UPDATE numbers SET serial = 999 WHERE no = ?').run(no);
    else db.prepare('UPDATE numbers SET customer_id = customer_id + 1 WHERE no = ?').run(no);
    return () => expect(codes()).toEqual(['number-mismatch']);
  });

  /** Four customers set aside, one of them brought back, one merged; held rows and interactions settled, one opened again. */
  function moved(): void {
    const ledger = openLedger(path, { write: true });
    const versions = new Map([...ledger.read()].map((c) => [c.id, c.version]));
    const reasons = [{ rule: 'test/move', data: {} }];
    const aside = (id: number, into: number | null = null) =>
      ({
        kind: 'set-aside',
        id,
        expect: versions.get(id) ?? 0,
        why: into ? 'merged' : 'undone',
        into,
        reasons,
      }) as const;
    applyAll(ledger, [aside(10), aside(11), aside(12), aside(20, 21)]);
    const draft = ledger.draft();
    draft.add({ kind: 'bring-back', id: 12, reasons });
    draft.settle({ table: 'held', id: 5, how: 'dropped', customer: null });
    draft.settle({ table: 'held', id: 6, how: 'dropped', customer: null });
    draft.settle({ table: 'interactions', id: 7, how: 'undone', customer: null });
    ledger.apply(draft, info(), by, now);
    const opened = ledger.draft();
    opened.settle({ table: 'held', id: 6, how: 'open', customer: null });
    ledger.apply(opened, info(), by, now);
    ledger.close();
    expect(faults()).toEqual([]);
  }

  it('customers moved and rows settled behind the trail’s back: state-mismatch', () => {
    moved();
    const whole = readFileSync(path);
    for (const [sql, subject] of [
      ['UPDATE customers SET aside = NULL WHERE id = 10', 10],
      ['UPDATE customers SET aside = NULL, aside_seq = NULL WHERE id = 11', 10],
      ["UPDATE customers SET aside = 'undone' WHERE id = 12", 12],
      ["UPDATE customers SET aside = 'undone' WHERE id = 30", 30],
      ["UPDATE customers SET aside = 'undone', aside_seq = 3 WHERE id = 30", null],
      ["UPDATE customers SET aside = 'merged', aside_into = 1 WHERE id = 10", 10],
      ['UPDATE customers SET aside_into = 22 WHERE id = 20', 20],
      ['UPDATE customers SET aside_seq = aside_seq + 1 WHERE id = 20', null],
      ['UPDATE customers SET aside_seq = NULL WHERE id = 20', 20],
      ['UPDATE held SET settled = NULL WHERE id = 5', null],
      ["UPDATE held SET settled = 'created' WHERE id = 5", null],
      ['UPDATE held SET settled_seq = settled_seq + 1 WHERE id = 5', null],
      ['UPDATE held SET settled = NULL, settled_seq = NULL WHERE id = 5', null],
      ["UPDATE held SET settled = 'dropped' WHERE id = 6", null],
      ["UPDATE held SET settled = 'dropped' WHERE id = 30", null],
      ['UPDATE interactions SET settled = NULL WHERE id = 7', null],
      ["UPDATE interactions SET settled = 'undone', settled_seq = 3 WHERE id = 8", null],
    ] as const) {
      tamper((db) => db.exec(sql));
      const found = faults().filter(({ code }) => code === 'state-mismatch');
      expect(found.length, sql).toBeGreaterThan(0);
      expect(
        found.map((fault) => fault.subject),
        sql,
      ).toContain(subject);
      writeFileSync(path, whole);
    }
  });

  it.each(['set-aside', 'bring-back', 'settle'])(
    'a %s event that was deleted or rewritten: event-missing, chain-broken',
    (op) => {
      moved();
      const whole = readFileSync(path);
      const seqs: number[] = [];
      tamper((db) => seqs.push(...(db.prepare('SELECT seq FROM audit WHERE op = ?').pluck().all(op) as number[])));
      expect(seqs.length).toBeGreaterThan(0);
      for (const seq of seqs) {
        writeFileSync(path, whole);
        tamper((db) => db.prepare('DELETE FROM audit WHERE seq = ?').run(seq));
        expect(faults().find((f) => f.code === 'event-missing')).toMatchObject({ seq });
        expect(codes()).toContain('state-mismatch');
        writeFileSync(path, whole);
        tamper((db) =>
          db.prepare('UPDATE audit SET body = replace(body, \'"rows":[[\', \'"rows":[[1\') WHERE seq = ?').run(seq),
        );
        expect(faults().find((f) => f.code === 'chain-broken')).toMatchObject({ seq });
      }
    },
  );

  it('the number of a customer set aside that was given back to it: number-mismatch', () => {
    moved();
    tamper((db) => db.exec("UPDATE numbers SET state = 'active' WHERE no = 'SH2026010'"));
    expect(codes()).toEqual(['number-mismatch']);
  });

  it('a damaged file, and a run that was taken out of the table of runs', () => {
    tamper((db) => db.exec('DELETE FROM runs WHERE run = 2'));
    expect(codes()).toEqual(['event-missing']);
    tamper((db) => {
      db.unsafeMode();
      db.pragma('writable_schema = ON');
      db.exec("DELETE FROM sqlite_schema WHERE name = 'customers_phone'");
    });
    expect(codes()).toContain('database-damaged');
  });

  it('no more than a thousand faults, and comes to an end', () => {
    tamper((db) => {
      db.exec('DELETE FROM customers; UPDATE audit SET body = replace(body, \'"n":60\', \'"n":900000000000000\')');
      db.exec(`INSERT INTO customers(entered_on, version, salt, name)
        WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) SELECT '2026-11-21', 1, 'x', '新' FROM n`);
    });
    expect(faults()).toHaveLength(1000);
  });
});

describe('a broken tail', () => {
  it.each([
    ['the last event edited', "UPDATE audit SET actor = 'x' WHERE seq = (SELECT max(seq) FROM audit)"],
    ['the last event deleted', 'DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)'],
    ['the event before it deleted', 'DELETE FROM audit WHERE seq = (SELECT max(seq) - 1 FROM audit)'],
    ['a customer deleted', 'DELETE FROM customers WHERE id = 7'],
    ['all events deleted', 'DELETE FROM audit'],
  ])('%s: refused to readers and writers, open to who looks into it', (_, sql) => {
    tamper((db) => db.exec(sql));
    expect(codeOf(() => openLedger(path, { write: true }))).toBe('chain-broken');
    expect(codeOf(() => openLedger(path, { write: false }))).toBe('chain-broken');
    expect(faults().length).toBeGreaterThan(0);
  });
});

it('the trail cannot be edited by accident', () => {
  const db = rawDatabase(path);
  expect(() => db.exec("UPDATE audit SET actor = 'x'")).toThrow('append-only');
  expect(() => db.exec('DELETE FROM audit')).toThrow('append-only');
  db.close();
});

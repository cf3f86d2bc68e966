/** What somebody with another program did to the file: whatever it is, the check comes to an end and names it. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import verify from '../../../src/commands/audit/verify.js';
import { openLedger } from '../../../src/ledger/open.js';
import { connect } from '../../../src/ledger/sqlite/connection.js';
import { eventHash, genesis } from '../../../src/ledger/sqlite/seal.js';
import { verifyLedger } from '../../../src/ledger/sqlite/verify/verify.js';
import type { AuditEvent, IntegrityFault } from '../../../src/model/audit.js';
import type { StewardError } from '../../../src/model/errors.js';
import { perform } from '../../support/perform.js';
import { rawDatabase } from '../../support/raw-database.js';
import { makeRichLedger } from '../../support/rich-ledger.js';
import { eraseOf } from '../erasing.js';
import { applyAll, codeOf, temporaryFolder } from '../helpers.js';

let made: ReturnType<typeof temporaryFolder>;
let whole: string;
let path: string;
let untouched: Database.Database;
let events: readonly AuditEvent[];

beforeAll(() => {
  made = temporaryFolder();
  whole = join(made.folder, 'whole.db');
  path = join(made.folder, 'ledger.db');
  makeRichLedger(join(made.folder, 'first.db'), whole);
  copyFileSync(whole, `${path}.untouched`);
  untouched = rawDatabase(`${path}.untouched`);
  untouched.pragma('foreign_keys = OFF');
  untouched.exec('DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete');
  events = untouched.prepare('SELECT * FROM audit ORDER BY seq').all() as AuditEvent[];
});
afterAll(() => {
  untouched.close();
  made.remove();
});

/** Does something to a fresh copy of the file. */
function tamper(work: (db: Database.Database) => void): void {
  copyFileSync(whole, path);
  const db = rawDatabase(path);
  db.pragma('journal_mode = DELETE');
  db.pragma('foreign_keys = OFF');
  db.pragma('synchronous = OFF');
  db.exec('DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete');
  db.transaction(() => work(db))();
  db.close();
}

function faults(threadFrom = 50_000): readonly IntegrityFault[] {
  const db = connect(path, { write: false, wait: 5000 });
  try {
    return verifyLedger(db, { ids: 2, threadFrom }).faults;
  } finally {
    db.close();
  }
}

/** What the command says: its exit code, and the events that it names. */
async function said(): Promise<{ readonly exit: number; readonly seqs: readonly unknown[] }> {
  const ledger = openLedger(path, { write: false, trust: false });
  try {
    const { exit, items } = await perform(ledger, verify);
    return { exit, seqs: items.map(({ seq }) => seq) };
  } finally {
    ledger.close();
  }
}

/** What is found in a ledger to which something is done, and undone again. */
function found(work: (db: Database.Database) => void): readonly IntegrityFault[] {
  untouched.exec('BEGIN');
  try {
    work(untouched);
    return verifyLedger(untouched, { ids: 2, threadFrom: 50_000 }).faults;
  } finally {
    untouched.exec('ROLLBACK');
  }
}

const faultsOf = (sql: string) => found((db) => db.exec(sql));
const named = (faults: readonly IntegrityFault[]) => faults.map(({ code, seq, detail }) => [code, seq, detail]);
const setBody = (db: Database.Database, seq: number, body: string) =>
  db.prepare('UPDATE audit SET body = ? WHERE seq = ?').run(body, seq);

/** Makes every hash from an event on anew. */
function rehash(db: Database.Database, from: number): void {
  const all = db.prepare('SELECT * FROM audit ORDER BY seq').all() as AuditEvent[];
  const set = db.prepare('UPDATE audit SET hash = ? WHERE seq = ?');
  let previous = genesis;
  for (const event of all) {
    const hash = event.seq < from ? event.hash : eventHash(previous, event);
    if (event.seq >= from) set.run(hash, event.seq);
    previous = hash;
  }
}

const broken = ['{}', '{', '[]', '"x"', '', 'null', '7', '{"rows":7,"table":"held"}', '{"first":1,"n":2}'];

/** Bodies of one event of each kind with one of their parts exchanged for something else. */
const bent = (body: string): string[] => {
  const parts = Object.entries(JSON.parse(body) as Record<string, unknown>);
  const others = [null, 9e15, 'x', [[]], [[1, 9e15]], { held: [[1]] }];
  return parts
    .flatMap(([key]) => others.map((other) => JSON.stringify({ ...Object.fromEntries(parts), [key]: other })))
    .filter((one) => one !== body);
};

/** One event of each kind. */
const kinds = () => [...new Map(events.map((event) => [event.op, event])).values()];

it('a ledger with an event of every kind holds', async () => {
  tamper(() => undefined);
  expect(new Set(events.map(({ op }) => op)).size).toBe(19);
  expect(faults()).toEqual([]);
  expect(faults(0)).toEqual([]);
});

describe('the body of an event', () => {
  it('broken, it is named, and nothing is thrown', () => {
    for (const { seq } of events)
      for (const body of broken)
        expect(named(found((db) => setBody(db, seq, body))).map(([code, at]) => [code, at])).toContainEqual([
          'chain-broken',
          seq,
        ]);
  });

  it('broken, two threads say the same as one, and the command says it: exit 6', async () => {
    for (const { seq } of kinds()) {
      tamper((db) => setBody(db, seq, '{}'));
      expect(faults(0)).toEqual(faults());
      const { exit, seqs } = await said();
      expect([exit, seqs]).toEqual([6, expect.arrayContaining([seq])]);
    }
  });

  it('not of its kind in a chain that was made anew, it is named, and nothing is thrown', () => {
    // Of these nothing is derived: an object is as good as another.
    const asGood = new Set(['access', 'refused', 'approve', 'key', 'policy', 'propose', 'reject']);
    for (const { seq, op } of events)
      for (const body of broken) {
        if (asGood.has(op) && body.endsWith('}')) continue;
        const faults = found((db) => {
          setBody(db, seq, body);
          rehash(db, seq);
        });
        expect(
          faults.map((fault) => fault.seq),
          `${seq} ${op} ${body}`,
        ).toContain(seq);
      }
  });

  it('bent in one of its parts, in a chain that was made anew or not, nothing is thrown', () => {
    for (const { seq, body: was } of kinds())
      for (const body of bent(was)) {
        expect(found((db) => setBody(db, seq, body)).map((fault) => fault.seq)).toContain(seq);
        found((db) => {
          setBody(db, seq, body);
          rehash(db, seq);
        });
      }
  });

  it('broken in the last run, other commands are refused', () => {
    const last = events.at(-1) as AuditEvent;
    for (const body of ['{', '[]', '7', 'null']) {
      tamper((db) => {
        setBody(db, last.seq, body);
        rehash(db, last.seq);
      });
      expect(codeOf(() => openLedger(path, { write: false }))).toBe('chain-broken');
    }
  });
});

it('a step that cannot be read is no approval: who asks for it is told', () => {
  const { seq } = events.find(({ op }) => op === 'approve') as AuditEvent;
  for (const body of ['{', '[]', '{"plan":7}']) {
    tamper((db) => setBody(db, seq, body));
    const ledger = openLedger(path, { write: false });
    expect(codeOf(() => [...ledger.steps()])).toBe('chain-broken');
    ledger.close();
  }
});

describe('the file', () => {
  const tables = ['audit', 'audit_value', 'held', 'interactions', 'numbers', 'pair_decision', 'runs', 'tombstone'];

  it.each([...tables, 'transactions', 'counters', 'customers', 'meta'])(
    'without the table %s: it is named',
    (table) => {
      const missing = ['database-damaged', null, `the table ${table} is missing`];
      expect(named(faultsOf(`DROP TABLE ${table}`))[0]).toEqual(missing);
      tamper((db) => db.exec(`DROP TABLE ${table}`));
      expect(named(faults())).toContainEqual(missing);
      expect(faults(0)).toEqual(faults());
      // What a ledger cannot be opened without at all is an error that says the same.
      let error: StewardError | null = null;
      try {
        openLedger(path, { write: false, trust: false }).close();
      } catch (thrown) {
        error = thrown as StewardError;
      }
      if (error !== null)
        expect([error.code, error.exit, String(error.message)]).toEqual([
          'ledger-damaged',
          6,
          expect.stringContaining(table),
        ]);
    },
  );

  it('without a column, or without an index that is asked by name', () => {
    expect(named(faultsOf('DROP INDEX runs_undoes; ALTER TABLE runs DROP COLUMN undoes'))).toContainEqual([
      'database-damaged',
      null,
      'the column runs.undoes is missing',
    ]);
    expect(() => faultsOf('DROP INDEX audit_erased; DROP INDEX audit_steps')).not.toThrow();
  });

  it.each(["'{'", "'7'", "''", "'null'", "'{}'"])('whose list of fields is %s', (value) => {
    const sql = `UPDATE meta SET value = ${value} WHERE key = 'fields'`;
    expect(named(faultsOf(sql))).toEqual([['database-damaged', null, 'meta: fields']]);
    tamper((db) => db.exec(sql));
    const ledger = openLedger(path, { write: false });
    expect(codeOf(() => [...ledger.read()])).toBe('ledger-damaged');
    ledger.close();
  });

  it('whose list of fields is gone', () => {
    expect(named(faultsOf("DELETE FROM meta WHERE key = 'fields'"))).toEqual([
      ['database-damaged', null, 'meta: fields'],
    ]);
  });
});

describe('which ledger it is', () => {
  const move = () => events.find(({ op }) => op === 'move')?.seq;

  it.each([
    ["UPDATE meta SET value = 'another' WHERE key = 'uuid'", 'uuid'],
    ["DELETE FROM meta WHERE key = 'uuid'", 'uuid'],
    ["UPDATE meta SET value = (SELECT body ->> 'uuid' FROM audit WHERE seq = 1) WHERE key = 'uuid'", 'uuid'],
  ])('%s', (sql, detail) => {
    expect(named(faultsOf(sql))).toEqual([['state-mismatch', move(), detail]]);
  });

  it('since when', () => {
    expect(named(faultsOf("UPDATE meta SET value = '2020-01-01T00:00:00.000Z' WHERE key = 'created'"))).toEqual([
      ['state-mismatch', 1, 'created'],
    ]);
  });

  it('is printed', async () => {
    tamper(() => undefined);
    const ledger = openLedger(path, { write: false });
    const { doc } = await perform(ledger, verify);
    expect(JSON.stringify(doc?.meta)).toContain(ledger.info.uuid);
    ledger.close();
  });
});

describe('the table of runs', () => {
  /** A run that did everything that its row tells of, or that undid one. */
  const run = (column: string) =>
    untouched
      .prepare(`SELECT run, seq FROM runs WHERE ${column} IS NOT NULL AND inserted >= 0 ORDER BY run LIMIT 1`)
      .get() as {
      run: number;
      seq: number;
    };

  it.each([
    ['undoes', '1'],
    ['undoes', 'NULL'],
    ['input_sha256', "'x'"],
    ['input_mapping', "'x'"],
    ['input_mapping', 'NULL'],
    ['inserted', '8'],
    ['first_id', '2'],
    ['insert_seq', '3'],
    ['plan', "'x'"],
    ['plan', 'NULL'],
  ])('%s = %s', (column, value) => {
    const { run: no, seq } = run(column);
    expect(named(faultsOf(`UPDATE runs SET ${column} = ${value} WHERE run = ${no}`))).toEqual([
      ['state-mismatch', seq, `${column} of run ${no}`],
    ]);
  });

  it('says of a run that undid nothing that it undid one; where its event stands; that there was another, or none', () => {
    const first = run('run').seq;
    expect(named(faultsOf('UPDATE runs SET undoes = 2 WHERE run = 1'))).toEqual([
      ['state-mismatch', first, 'undoes of run 1'],
    ]);
    expect(named(faultsOf('UPDATE runs SET seq = 1 WHERE run = 1'))).toEqual([
      ['state-mismatch', first, 'seq of run 1'],
    ]);
    expect(named(faultsOf('DELETE FROM runs WHERE run = 1'))).toEqual([
      ['event-missing', first, 'run 1 is not in the table of runs'],
    ]);
    expect(named(faultsOf('INSERT INTO runs(run, seq, inserted) VALUES(99, 999, 0)'))).toEqual([
      ['event-missing', 999, 'no event says that there was a run 99'],
    ]);
  });
});

describe('words that events commit to', () => {
  it('taken out, each is named', () => {
    const rows = untouched
      .prepare('SELECT seq, field FROM audit_value WHERE customer_id = 0 ORDER BY seq, field')
      .all();
    expect(rows.length).toBeGreaterThan(5);
    const faults = named(faultsOf('DELETE FROM audit_value WHERE customer_id = 0'));
    expect(faults.sort()).toEqual(
      (rows as { seq: number; field: string }[])
        .map(({ seq, field }) => ['commitment-mismatch', seq, `${field} is missing`])
        .sort(),
    );
  });

  it('put beside an event that commits to none', () => {
    const { seq } = events.find(({ op }) => op === 'access') as AuditEvent;
    expect(named(faultsOf(`INSERT INTO audit_value VALUES(0, ${seq}, ':reason', '另有原因', 'x')`))).toEqual([
      ['commitment-mismatch', seq, ':reason'],
    ]);
  });
});

describe('the key of the tombstones', () => {
  const replaced = `UPDATE meta SET value = '${'0'.repeat(64)}' WHERE key = 'tombstone-key'`;
  const shortened = "UPDATE meta SET value = '0123' WHERE key = 'tombstone-key'";
  const taken = "DELETE FROM meta WHERE key = 'tombstone-key'";
  const raised = () => (events.find(({ op }) => op === 'erase') as AuditEvent).seq;

  it.each([replaced, shortened, taken, `${taken}; DELETE FROM tombstone`])('%s', (sql) => {
    expect(named(faultsOf(sql))).toContainEqual(['state-mismatch', raised(), 'tombstone-key']);
  });

  it('taken out of a ledger whose events do not commit to it', () => {
    const old = (db: Database.Database) => {
      setBody(
        db,
        raised(),
        JSON.stringify({ ...JSON.parse(events[raised() - 1]?.body ?? ''), tombstoneKey: undefined }),
      );
      rehash(db, raised());
    };
    expect(named(found(old))).toEqual([]);
    const faults = found((db) => {
      old(db);
      db.exec(taken);
    });
    expect(named(faults)).toEqual([['state-mismatch', raised(), 'tombstone-key']]);
  });

  it('shortened, who asks for it is told so; taken out, no other one is drawn beside tombstones of the first', () => {
    tamper((db) => db.exec(shortened));
    let ledger = openLedger(path, { write: false });
    expect(codeOf(() => ledger.tombstones({ phone: '13800001001' }, null))).toBe('ledger-damaged');
    expect(codeOf(() => ledger.tombstoneTester()?.({ kind: 'phone', value: '13800001001' }))).toBe('ledger-damaged');
    ledger.close();
    tamper((db) => db.exec(taken));
    ledger = openLedger(path, { write: true });
    expect(codeOf(() => applyAll(ledger, [eraseOf(3)]))).toBe('ledger-damaged');
    ledger.close();
  });
});

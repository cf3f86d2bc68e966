import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger, migrateLedger, openLedger } from '../../src/ledger/open.js';
import { migrate } from '../../src/ledger/sqlite/migrate.js';
import { Salts } from '../../src/ledger/sqlite/seal.js';
import { Trail } from '../../src/ledger/sqlite/trail.js';
import { guard } from '../../src/ledger/sqlite-errors.js';
import { rawDatabase } from '../support/raw-database.js';
import { applyAll, by, codeOf, ended, info, insertOf, now, startChild, temporaryFolder, updateOf } from './helpers.js';

let folder: string;
let path: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  path = join(folder, 'ledger.db');
});
afterEach(() => remove());

const sha = () => createHash('sha256').update(readFileSync(path)).digest('hex');
const make = (n = 3) => {
  const ledger = createLedger(path, { by, now });
  applyAll(
    ledger,
    Array.from({ length: n }, (_, i) => insertOf({ name: `徐汇第${i}商行`, phone: `1380000${1000 + i}` })),
  );
  ledger.close();
};
const raw = (work: (db: Database.Database) => void) => {
  const db = rawDatabase(path);
  work(db);
  db.close();
};

describe('a new ledger', () => {
  it('is its owner’s alone, with its side files, and says what it is', () => {
    const ledger = createLedger(path, { by, now });
    applyAll(ledger, [insertOf({ name: '甲' })]);
    // The first run goes into the file itself, all others into a WAL first.
    applyAll(ledger, [insertOf({ name: '乙' })]);
    for (const file of readdirSync(folder))
      expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600]);
    expect(readdirSync(folder).sort()).toEqual(['ledger.db', 'ledger.db-shm', 'ledger.db-wal']);
    expect(ledger.info).toMatchObject({ kind: 'sqlite', path, schema: 1, created: now.toISOString() });
    expect(ledger.info.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    ledger.close();
    expect(readdirSync(folder)).toEqual(['ledger.db']);
    const header = readFileSync(path).subarray(0, 100);
    expect(header.subarray(68, 72).toString('latin1')).toBe('STWD');
    expect(header.readUInt32BE(60)).toBe(1);
    expect(header.readUInt16BE(16)).toBe(16_384);
  });

  it('never takes the place of a file that is there', () => {
    writeFileSync(path, '客户名称\n');
    expect(codeOf(() => createLedger(path, { by, now }))).toBe('ledger-exists');
    expect(readFileSync(path, 'utf8')).toBe('客户名称\n');
    const dangling = join(folder, 'link.db');
    symlinkSync(join(folder, 'nowhere.db'), dangling);
    expect(codeOf(() => createLedger(dangling, { by, now }))).toBe('ledger-exists');
  });

  it('needs a folder', () => {
    expect(codeOf(() => createLedger(join(folder, 'no', 'ledger.db'), { by, now }))).toBe('file-not-found');
  });

  it('may have a name in Chinese, with spaces and with signs that a URL would read', () => {
    for (const name of ['客户 台账?x=1#2%20.db', "it's.db"]) {
      const ledger = createLedger(join(folder, name), { by, now });
      applyAll(ledger, [insertOf({ name: '甲' })]);
      ledger.close();
      const reader = openLedger(join(folder, name), { write: false });
      expect(reader.count()).toBe(1);
      reader.close();
    }
  });
});

describe('what is no ledger of ours is named', () => {
  it('missing, a folder, empty, text, another database, a newer or an older one', () => {
    expect(codeOf(() => openLedger(path, { write: true }))).toBe('ledger-missing');
    expect(codeOf(() => openLedger(folder, { write: false }))).toBe('file-is-directory');
    writeFileSync(path, '');
    expect(codeOf(() => openLedger(path, { write: true }))).toBe('ledger-foreign');
    writeFileSync(path, '客户编号,客户名称\n'.repeat(100));
    expect(codeOf(() => openLedger(path, { write: false }))).toBe('ledger-foreign');
    writeFileSync(path, '');
    raw((db) => db.exec('CREATE TABLE t(a)'));
    const before = sha();
    expect(codeOf(() => openLedger(path, { write: true }))).toBe('ledger-foreign');
    expect(sha()).toBe(before);
  });

  it('newer and older', () => {
    make();
    raw((db) => db.pragma('user_version = 2'));
    expect(codeOf(() => openLedger(path, { write: false }))).toBe('ledger-newer');
    raw((db) => db.pragma('user_version = 0'));
    expect(codeOf(() => openLedger(path, { write: true }))).toBe('ledger-older');
  });

  it('damaged: pages overwritten, the end cut off', () => {
    make(2000);
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 16_384), Buffer.alloc(bytes.length - 16_384, 0x5a)]));
    expect(codeOf(() => openLedger(path, { write: true }))).toBe('ledger-damaged');
    expect(codeOf(() => openLedger(path, { write: false, trust: false }))).toBe('ledger-damaged');
    writeFileSync(path, bytes);
    truncateSync(path, 16_384 * 3);
    expect(codeOf(() => openLedger(path, { write: true }))).toBe('ledger-damaged');
  });
});

describe('reading', () => {
  it('leaves every byte of the file, and nothing beside it', () => {
    make(500);
    const before = sha();
    const ledger = openLedger(path, { write: false });
    expect([...ledger.read()]).toHaveLength(500);
    expect(ledger.find('phone', '13800001003')).toEqual([4]);
    expect(ledger.verify().faults).toEqual([]);
    ledger.close();
    ledger.close();
    expect(sha()).toBe(before);
    expect(readdirSync(folder)).toEqual(['ledger.db']);
  });

  it('works on a file and a folder that cannot be written, and leaves nothing', async () => {
    make(500);
    const before = sha();
    chmodSync(path, 0o444);
    const asNobody = process.getuid?.() === 0 ? 65_534 : undefined;
    for (const mode of [0o555, 0o777]) {
      chmodSync(folder, mode);
      const { code, out } = await ended(startChild('read.mjs', [path], asNobody));
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual({ customers: 500, faults: [] });
      expect(readdirSync(folder)).toEqual(['ledger.db']);
      expect(sha()).toBe(before);
    }
  });

  it('reads a copy that is no WAL database', () => {
    make();
    raw((db) => db.pragma('journal_mode = DELETE'));
    const before = sha();
    const ledger = openLedger(path, { write: false });
    expect(ledger.count()).toBe(3);
    ledger.close();
    expect(sha()).toBe(before);
    const writer = openLedger(path, { write: true });
    expect(applyAll(writer, [insertOf({ name: '甲' })]).inserted).toBe(1);
    writer.close();
  });
});

describe('staging', () => {
  it.skipIf(!existsSync('/proc/self/fd'))('is in unlinked files, never in the ledger or in memory', () => {
    make(0);
    const before = sha();
    const ledger = openLedger(path, { write: true });
    const draft = ledger.draft();
    for (let i = 0; i < 30_000; i += 1)
      draft.add(insertOf({ name: `长宁第${i}商行`, address: '某路'.repeat(100), phone: String(i) }));
    const open = readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        return [];
      }
    });
    expect(open.filter((name) => name.includes('staged.db'))).not.toEqual([]);
    expect(open.filter((name) => /staged\.db|etilqs_/.test(name) && !name.endsWith(' (deleted)'))).toEqual([]);
    expect(sha()).toBe(before);
    ledger.close();
    expect(sha()).toBe(before);
  });

  it('of a bulk load makes every index anew', () => {
    const ledger = createLedger(path, { by, now });
    const draft = ledger.draft();
    for (let i = 0; i < 20_001; i += 1)
      draft.add(insertOf({ name: `第${i}`, phone: `1${i}`, email: `${i}@example.com` }), { identity: `k${i}` });
    ledger.apply(draft, info(), by, now);
    expect([
      ledger.find('phone', '119999'),
      ledger.find('email', '7@example.com'),
      ledger.find('identity', 'k20000'),
    ]).toEqual([[20_000], [8], [20_001]]);
    expect(ledger.verify().faults).toEqual([]);
    ledger.close();
    const db = rawDatabase(path, { readonly: true });
    const plan = (sql: string) => (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('x') as { detail: string }[])[0]?.detail;
    for (const sql of ['phone = ?', 'email = ?', 'credit_code = ?', 'identity = ?'])
      expect(plan(`SELECT id FROM customers WHERE ${sql}`)).toMatch(/^SEARCH customers USING (?:COVERING )?INDEX/);
    // By number they are found through the registry of numbers.
    expect(plan('SELECT customer_id FROM numbers WHERE no = ?')).toMatch(/^SEARCH numbers USING PRIMARY KEY/);
    db.close();
  });
});

describe('numbers outlive their customers', () => {
  it('a customer that is gone leaves number and serial taken [S0-16]', () => {
    const ledger = createLedger(path, { by, now });
    const draft = ledger.draft();
    const number = { no: 'SH2026009', scheme: 'region-year-serial', counter: 'SH2026', serial: 9 };
    draft.add(insertOf({ customer_no: number.no }), { number });
    ledger.apply(draft, info(), by, now);
    ledger.close();
    raw((db) => {
      db.exec("DELETE FROM customers; UPDATE numbers SET state = 'purged'");
    });
    const broken = openLedger(path, { write: false, trust: false });
    expect(broken.lastSerial('region-year-serial', 'SH2026')).toBe(9);
    expect(broken.find('customer_no', number.no)).toEqual([]);
    broken.close();
    raw((db) => db.exec("INSERT INTO customers(id, entered_on, version) VALUES(5, '2026-11-21', 1)"));
    const writer = openLedger(path, { write: true });
    expect(codeOf(() => applyAll(writer, [insertOf({ customer_no: number.no })]))).toBe('internal');
    expect(applyAll(writer, [insertOf({ name: '新' })]).inserted).toBe(1);
    expect([...writer.read()].map((c) => c.id)).toEqual([5, 6]);
    writer.close();
  });
});

describe('migration', () => {
  it('does nothing to a ledger of today', () => {
    make();
    const before = sha();
    expect(migrateLedger(path, { by, now })).toBeNull();
    expect(sha()).toBe(before);
  });

  it('makes a copy, steps forward in order, and says so in the trail; a step that fails leaves all as it was', () => {
    make();
    const db = rawDatabase(path);
    const failing = {
      to: 3,
      up: () => {
        throw new Error('no');
      },
    };
    const second = { to: 2, up: (d: Database.Database) => d.exec('ALTER TABLE customers ADD COLUMN fax TEXT') };
    expect(() => migrate(db, path, [second, failing], by, now)).toThrow('no');
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    new Trail(db, by, now, new Salts()).append('access', null, {});
    const copy = migrate(db, path, [second, { to: 3, up: () => {} }], by, now);
    expect(db.pragma('user_version', { simple: true })).toBe(3);
    expect(db.prepare('SELECT op, body FROM audit ORDER BY seq DESC LIMIT 1').get()).toEqual({
      op: 'migrate',
      body: '{"from":1,"to":3}',
    });
    db.close();
    expect(statSync(copy as string).mode & 0o777).toBe(0o600);
    copyFileSync(copy as string, path);
    const old = openLedger(path, { write: false });
    expect([old.info.schema, old.count(), old.verify().faults]).toEqual([1, 3, []]);
    old.close();
  });

  it('keeps old digests true when a field is added', () => {
    make();
    raw((db) =>
      migrate(db, path, [{ to: 2, up: (d) => d.exec('ALTER TABLE customers ADD COLUMN fax TEXT') }], by, now),
    );
    raw((db) => db.pragma('user_version = 1'));
    const ledger = openLedger(path, { write: true });
    applyAll(ledger, [updateOf(1, 1, { grade: 'A' })]);
    expect(ledger.verify().faults).toEqual([]);
    ledger.close();
  });
});

describe('writes that fail', () => {
  it('half way through a run leave the ledger as it was, and the next run works', async () => {
    make();
    const before = sha();
    // No file may grow past 1 MiB: the write fails with EFBIG in the middle of the run.
    const script = fileURLToPath(new URL('child/big.mjs', import.meta.url));
    const limited = spawn(
      'bash',
      ['-c', 'trap "" XFSZ; ulimit -f 1024; exec "$0" "$@"', process.execPath, script, path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, SQLITE_TMPDIR: '/dev/shm' },
      },
    );
    expect((await ended(limited)).out).toMatch(/^(io-failed|disk-full)$/);
    const ledger = openLedger(path, { write: true });
    expect([ledger.count(), ledger.head().size, ledger.verify().faults]).toEqual([3, 3, []]);
    ledger.close();
    expect(sha()).toBe(before);
    expect((await ended(startChild('big.mjs', [path]))).out).toBe('applied');
    const after = openLedger(path, { write: false });
    expect([after.count(), after.verify().faults]).toEqual([5003, []]);
    after.close();
  });

  it('for want of space are named so', () => {
    make();
    raw((db) => {
      db.pragma('max_page_count = 1');
      expect(
        codeOf(() =>
          guard(path, () =>
            db.exec(
              `INSERT INTO held(run, record, line, why, rule, row) VALUES(1, 1, 1, '${'x'.repeat(99_999)}', '', '')`,
            ),
          ),
        ),
      ).toBe('disk-full');
    });
  });
});

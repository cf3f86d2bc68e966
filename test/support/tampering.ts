/**
 * Trials of tampering: somebody with the file and another program changes the trail, and `audit verify --witness` looks at it. Each trial follows from its
 * seed.
 */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import verify from '../../src/commands/audit/verify.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { eventHash, genesis } from '../../src/ledger/sqlite/seal.js';
import { appendWitness } from '../../src/ledger/witness.js';
import type { AuditEvent } from '../../src/model/audit.js';
import type { Ledger } from '../../src/model/ledger.js';
import { applyAll, by, insertOf, now, seeded, updateOf } from '../ledger/helpers.js';
import { perform } from './perform.js';
import { rawDatabase } from './raw-database.js';

/** What is done to a trail. */
export const tamperings = ['edit', 'delete', 'insert', 'swap', 'cut', 'rewrite', 'restore'] as const;
export type Tampering = (typeof tamperings)[number];

/** What came of one trial: `beyond` lies behind the last witnessed head, where nothing but luck can see it. */
export type Outcome = 'beyond' | 'detected' | 'missed' | 'misnamed';

/** A ledger that many runs wrote to, most of them witnessed, with a copy of its file after each. */
export interface TrialLedger {
  readonly path: string;
  readonly witness: string;
  /** Sizes of the chain: after each run, and those that were witnessed. */
  readonly runs: readonly { readonly size: number; readonly file: string }[];
  readonly heads: readonly number[];
  readonly size: number;
}

const customers = 24;
const rounds = 30;

/** Makes it in a folder. Every third run is not witnessed, nor are the last two. */
export function makeTrialLedger(folder: string): TrialLedger {
  const path = join(folder, 'ledger.db');
  const witness = join(folder, 'witness.txt');
  const runs: { size: number; file: string }[] = [];
  const heads: number[] = [];
  const close = (ledger: Ledger, witnessed: boolean) => {
    if (witnessed) {
      appendWitness(ledger, witness, now);
      heads.push(ledger.head().size);
    }
    const { size } = ledger.head();
    ledger.close();
    const file = `${path}.${size}`;
    copyFileSync(path, file);
    runs.push({ size, file });
  };
  const ledger = createLedger(path, { by, now });
  const names = Array.from({ length: customers }, (_, i) => insertOf({ name: `闵行第${i}商行`, stage: '意向' }));
  applyAll(ledger, names);
  close(ledger, true);
  for (let round = 1; round <= rounds; round += 1) {
    const open = openLedger(path, { write: true });
    const at = [1, 2, 3].map((i) => ((round * 5 + i * 7) % customers) + 1);
    applyAll(
      open,
      at.map((id) =>
        updateOf(id, open.get(id)?.version ?? 0, { stage: `第${round}轮` }, round % 4 ? undefined : '来电'),
      ),
    );
    if (round % 5 === 0) open.recordAccess('show', [at[0] as number], by, now);
    close(open, round % 3 !== 0 && round < rounds - 1);
  }
  return { path, witness, runs, heads, size: runs.at(-1)?.size ?? 0 };
}

/** Whether the chain alone, without the witness, shows a trial. */
export function showsAlone(ledger: TrialLedger, kind: Tampering, seed: number): boolean {
  untouched(ledger);
  trials[kind](ledger, seeded(seed));
  const opened = openLedger(ledger.path, { write: false, trust: false });
  const { faults } = opened.verify();
  opened.close();
  return faults.length > 0;
}

/** One trial on an untouched copy. */
export async function tamper(ledger: TrialLedger, kind: Tampering, seed: number): Promise<Outcome> {
  untouched(ledger);
  const expected = trials[kind](ledger, seeded(seed));
  const opened = openLedger(ledger.path, { write: false, trust: false });
  try {
    const { exit, data, items } = await perform(opened, verify, { witness: ledger.witness });
    if (data.sound !== (exit === 0)) return 'missed';
    // What lies behind the last head may show in the rows all the same.
    if (expected === null) return exit === 0 ? 'beyond' : 'detected';
    if (exit !== 6) return 'missed';
    return items.some((item) => isNamed(item, expected)) ? 'detected' : 'misnamed';
  } finally {
    opened.close();
  }
}

/** Puts the ledger back as it was made. */
function untouched({ path, runs }: TrialLedger): void {
  for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  writeFileSync(path, readFileSync((runs.at(-1) as { file: string }).file));
}

/** What the report must name: an event of the chain, or a segment between heads; null where nothing can show. */
type Expected =
  | { readonly seq: number }
  | { readonly what: 'cut' | 'restored' | 'rewritten'; readonly first: number; readonly last: number }
  | null;

const chainCodes = ['chain-broken', 'event-missing'];

function isNamed(
  item: { readonly code: string; readonly seq: number; readonly what?: string; readonly segment?: unknown },
  expected: NonNullable<Expected>,
): boolean {
  if ('seq' in expected) return chainCodes.includes(item.code) && item.seq === expected.seq;
  const { first, last } = (item.segment ?? {}) as { first?: number; last?: number };
  return item.what === expected.what && first === expected.first && last === expected.last;
}

type Trial = (ledger: TrialLedger, below: (n: number) => number) => Expected;

const trials: Readonly<Record<Tampering, Trial>> = {
  /** One column of an event is edited; its own hash is made to fit in every second trial. */
  edit(ledger, below) {
    const seq = 1 + below(ledger.size);
    const fit = below(2) === 1;
    const column = ['actor', 'role', 'op', 'body', 'subject', 'ts'][below(6)] as string;
    onFile(ledger, (db) => {
      const { [column]: was } = eventAt(db, seq) as unknown as Record<string, number | string | null>;
      const is =
        column === 'subject'
          ? Number(was ?? 0) + 1
          : column === 'body'
            ? String(was).replace(/^\{/, '{"x":1,')
            : column === 'ts'
              ? '2026-11-22T00:00:00.000Z'
              : `${String(was)}x`;
      db.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).run(is, seq);
      if (fit) rehash(db, seq, seq);
    });
    if (!fit) return { seq };
    // The event behind it does not follow any more; where there is none, it is the last one, which nobody witnessed.
    return seq < ledger.size ? { seq: seq + 1 } : null;
  },

  /** An event is taken out; those behind it move up in every second trial. */
  delete(ledger, below) {
    const seq = 1 + below(ledger.size - 1);
    const closeUp = below(2) === 1;
    onFile(ledger, (db) => {
      db.prepare('DELETE FROM audit WHERE seq = ?').run(seq);
      if (closeUp) shift(db, seq + 1, -1);
    });
    return { seq };
  },

  /** An event is put in, its hash made from the one before it. */
  insert(ledger, below) {
    const seq = 2 + below(ledger.size - 1);
    onFile(ledger, (db) => {
      shift(db, seq, 1);
      db.prepare(
        'INSERT INTO audit SELECT ?, ts, actor, role, \'access\', NULL, \'{"command":"show","ids":"x","subjects":1}\', \'\' FROM audit WHERE seq = ?',
      ).run(seq, seq - 1);
      rehash(db, seq, seq);
    });
    return { seq: seq + 1 };
  },

  /** Two events change places. */
  swap(ledger, below) {
    const a = 1 + below(ledger.size - 1);
    const b = a + 1 + below(ledger.size - a);
    onFile(ledger, (db) => {
      const set = db.prepare('UPDATE audit SET seq = ? WHERE seq = ?');
      set.run(-1, a);
      set.run(a, b);
      set.run(b, -1);
    });
    return { seq: a };
  },

  /** The tail is cut off, the runs that it closed with it. */
  cut(ledger, below) {
    const size = 1 + below(ledger.size - 1);
    onFile(ledger, (db) => {
      db.prepare('DELETE FROM audit WHERE seq > ?').run(size);
      db.prepare('DELETE FROM runs WHERE seq > ?').run(size);
    });
    const last = ledger.heads.at(-1) as number;
    return size < last ? { what: 'cut', first: size + 1, last } : null;
  },

  /** An event is rewritten, and every hash from there on made anew: the chain holds. */
  rewrite(ledger, below) {
    const seq = 1 + below(ledger.size);
    onFile(ledger, (db) => {
      db.prepare('UPDATE audit SET actor = ? WHERE seq = ?').run('nobody', seq);
      rehash(db, seq, ledger.size);
    });
    return rewrittenAt(ledger, seq);
  },

  /** The file as it was after an earlier run is put back; in every second trial somebody goes on with it. */
  restore(ledger, below) {
    const { size, file } = ledger.runs[below(ledger.runs.length - 1)] as TrialLedger['runs'][number];
    const goOn = below(2) === 1;
    writeFileSync(ledger.path, readFileSync(file));
    let written = size;
    if (goOn) {
      const open = openLedger(ledger.path, { write: true });
      const more = 1 + below(12);
      for (let i = 0; i < more; i += 1) applyAll(open, [insertOf({ name: `另起第${i}行` })], { reason: '重做' });
      written = open.head().size;
      open.close();
    }
    const last = ledger.heads.at(-1) as number;
    if (last <= size) return null;
    const next = ledger.heads.find((head) => head > size) as number;
    if (next <= written) return rewrittenAt(ledger, size + 1);
    return { what: 'restored', first: written + 1, last };
  },
};

/** The segment between the heads around an event. */
function rewrittenAt({ heads }: TrialLedger, seq: number): Expected {
  const at = heads.find((head) => head >= seq);
  const after = heads.filter((head) => head < seq).at(-1) ?? 0;
  return at === undefined ? null : { what: 'rewritten', first: after + 1, last: at };
}

function onFile({ path }: TrialLedger, work: (db: Database.Database) => void): void {
  const db = rawDatabase(path);
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  db.exec('DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete');
  db.transaction(() => work(db))();
  db.close();
}

const eventAt = (db: Database.Database, seq: number): AuditEvent =>
  db.prepare('SELECT * FROM audit WHERE seq = ?').get(seq) as AuditEvent;

/** Makes the hashes of events first … last anew. */
function rehash(db: Database.Database, first: number, last: number): void {
  const set = db.prepare('UPDATE audit SET hash = ? WHERE seq = ?');
  let previous = first === 1 ? genesis : eventAt(db, first - 1).hash;
  for (let seq = first; seq <= last; seq += 1) {
    previous = eventHash(previous, eventAt(db, seq));
    set.run(previous, seq);
  }
}

/** Moves events from one on up or down by one number. */
function shift(db: Database.Database, from: number, way: -1 | 1): void {
  db.prepare('UPDATE audit SET seq = -seq - ? WHERE seq >= ?').run(way, from);
  db.exec('UPDATE audit SET seq = -seq WHERE seq < 0');
}

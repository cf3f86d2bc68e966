/** What reports ask of a SQLite ledger besides. */
import type { Database } from 'better-sqlite3';
import type { AuditEvent, AuditOp } from '../../model/audit.js';
import type { EnteredFrom, HeldOutcome } from '../../model/ledger.js';
import { once } from './once.js';
import { chunked, chunkRows } from './reader.js';

/** Every held row without its content, waiting or settled. */
export const readHeldOutcomes = (db: Database): IterableIterator<HeldOutcome> =>
  chunked<HeldOutcome>(
    db.prepare(
      `SELECT id, run, record, line, why, rule, against, settled FROM held WHERE id > ? ORDER BY id LIMIT ${chunkRows}`,
    ),
    (row) => row.id,
  );

/** Where the customers that a run entered came from; the most first. */
export const readEnteredFrom = (db: Database, run: number): readonly EnteredFrom[] =>
  once(
    db,
    `SELECT source, aside, count(*) AS customers FROM runs JOIN customers ON id >= first_id AND id < first_id + inserted
     WHERE runs.run = ? GROUP BY source, aside ORDER BY customers DESC, source, aside`,
  ).all(run) as EnteredFrom[];

/** The events of these kinds from one on, in order. SQLite leaves the others out, which is many times faster than to look at each here. */
export const readAuditOf = (db: Database, ops: readonly AuditOp[], from: number): IterableIterator<AuditEvent> =>
  chunked<AuditEvent>(
    db.prepare(
      `SELECT seq, ts, actor, role, op, subject, body, hash FROM audit
       WHERE seq > max(?, ${Math.trunc(from) - 1}) AND op IN (${ops.map((op) => `'${op}'`).join(', ')})
       ORDER BY seq LIMIT ${chunkRows}`,
    ),
    (event) => event.seq,
  );

/**
 * Takes the last bytes of what was destroyed out of a ledger's files. `secure_delete` overwrites what is freed, but not what earlier versions of pages, statistics and
 * the WAL still hold: the file is written anew and the WAL cut. It can be broken off anywhere; a mark that the run itself committed says that it is due.
 */
import { statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import Database, { type Database as Connection } from 'better-sqlite3';
import { StewardError } from '../../model/errors.js';
import type { Destruction } from '../../model/plan.js';
import { destroyingKey } from './erase.js';

/** Room beyond the copies themselves: pages of the trail, and what other programs write meanwhile. */
const margin = 16 << 20;

/** The run whose destruction is not finished; null when nothing is due. */
export function destroyingRun(db: Connection): number | null {
  const run = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(destroyingKey) as string | undefined;
  return run === undefined ? null : Number(run);
}

/**
 * How many bytes are missing for writing the file anew: SQLite makes a copy in the folder of temporary files, and then writes it to the WAL. 0 when there is
 * room.
 */
export function missingSpace(db: Connection): number {
  const pages = db.pragma('page_count', { simple: true }) as number;
  const bytes = pages * (db.pragma('page_size', { simple: true }) as number);
  const folder = dirname(db.name);
  const copies = process.env.SQLITE_TMPDIR ?? tmpdir();
  const free = (path: string): number => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  };
  if (statSync(folder).dev === statSync(copies).dev) return Math.max(0, 2 * bytes + margin - free(folder));
  return Math.max(0, bytes + margin - free(folder), bytes + margin - free(copies));
}

/** Refuses to destroy what could not be destroyed wholly. @throws StewardError `destroy-space` */
export function checkSpace(db: Connection): void {
  const missing = missingSpace(db);
  if (missing > 0) throw new StewardError('destroy-space', { path: db.name, missing: Math.ceil(missing / (1 << 20)) });
}

/** Finishes what is due, outside a transaction. What keeps it from that is no error: it stays due, and the answer says why. */
export function finishDestruction(db: Connection): Destruction {
  if (destroyingRun(db) === null) return 'done';
  // A CSV file that is still to be saved holds what it said; so does the companion, of where it is behind.
  if (
    db
      .prepare(
        'SELECT EXISTS (SELECT 1 FROM checkout_ahead) OR EXISTS (SELECT 1 FROM checkout WHERE pending IS NOT NULL)',
      )
      .pluck()
      .get() === 1
  )
    return 'sheet';
  if (missingSpace(db) > 0) return 'space';
  try {
    // Statistics hold samples of what indexed columns held; they are made only where somebody made them.
    if (db.prepare("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name LIKE 'sqlite_stat_')").pluck().get() === 1)
      db.exec('ANALYZE');
    db.exec('VACUUM');
    const [cut] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }];
    if (cut.busy !== 0) return 'busy';
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/.test(error.code)) return 'busy';
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_FULL')) return 'space';
    // A query of this very process that nobody read to its end.
    if (error instanceof Database.SqliteError && error.message.includes('statements in progress')) return 'busy';
    throw error;
  }
  db.prepare('DELETE FROM meta WHERE key = ?').run(destroyingKey);
  return 'done';
}

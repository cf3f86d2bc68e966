import { closeSync, openSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Operator } from '../../model/audit.js';
import { StewardError } from '../../model/errors.js';
import { Salts } from './seal.js';
import { headOf, Trail } from './trail.js';

/** One step forward from the schema before it. */
export interface Migration {
  readonly to: number;
  readonly up: (db: Database) => void;
}

/** The steps from version 1 on, in order. */
export const migrations: readonly Migration[] = [];

/** Makes an empty file that only its owner can read, for SQLite to fill; an existing one is refused by the file system. */
export function reserve(path: string): void {
  closeSync(openSync(path, 'wx', 0o600));
}

/**
 * Brings a ledger up to the last of the steps, in one transaction with the event that says so. Before it, a copy is made beside.
 *
 * @returns the path of the copy, or null when there was nothing to do
 */
export function migrate(
  db: Database,
  path: string,
  steps: readonly Migration[],
  by: Operator,
  now: Date,
): string | null {
  const from = db.pragma('user_version', { simple: true }) as number;
  const due = steps.filter(({ to }) => to > from);
  const last = due.at(-1);
  if (last === undefined) return null;
  const head = headOf(db);
  const copy = `${path}.v${from}-${head.size}.backup`;
  reserve(copy);
  db.prepare('VACUUM INTO ?').run(copy);
  db.exec('BEGIN IMMEDIATE');
  try {
    // VACUUM cannot run inside the transaction, so nobody may have written since.
    if (headOf(db).hash !== head.hash) throw new StewardError('ledger-changed');
    for (const { up } of due) up(db);
    db.pragma(`user_version = ${last.to}`);
    new Trail(db, by, now, new Salts()).append('migrate', null, { from, to: last.to });
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
  return copy;
}

import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Operator } from '../model/audit.js';
import { StewardError } from '../model/errors.js';
import type { Ledger, LedgerInfo } from '../model/ledger.js';
import type { KeptVerdicts } from '../model/verdicts.js';
import { CsvLedger } from './csv/ledger.js';
import { companionOf, databaseOf, isSheet, sheetOf } from './csv/paths.js';
import { sheetState } from './csv/recover.js';
import { finishRestoring } from './csv/restoring.js';
import { refuseShare } from './filesystem.js';
import { type ConnectionOptions, connect, pageSize, useWal } from './sqlite/connection.js';
import { destroyingRun } from './sqlite/destroy.js';
import { SqliteLedger } from './sqlite/ledger.js';
import { migrate, migrations, reserve } from './sqlite/migrate.js';
import { applicationId, createSchema, schemaVersion } from './sqlite/schema.js';
import { Salts } from './sqlite/seal.js';
import { Trail } from './sqlite/trail.js';
import { checkTail } from './sqlite/trust.js';
import { writeVerdicts } from './sqlite/verdicts.js';
import { guard } from './sqlite-errors.js';

/** How a ledger is opened. A reader may go on with a broken trail (`trust: false`), to look at what is wrong; a writer never. */
export type OpenOptions = (
  | { readonly write: false; readonly trust?: boolean }
  | { readonly write: true; readonly trust?: true }
) & {
  /** How long to wait for another writer, in milliseconds; 5,000 unless told. */
  readonly wait?: number;
};

const defaultWait = 5000;

/**
 * Opens a ledger: a SQLite file, or a CSV file with its companion. A save that was cut off is made good first, by who may write, and a destruction
 * is gone on with.
 *
 * @throws StewardError `ledger-missing`, `file-is-directory`, `ledger-foreign`, `ledger-newer`, `ledger-older`, `ledger-damaged`,
 *   `ledger-locked`, `ledger-readonly`, `ledger-remote`, `chain-broken`, `io-failed`
 */
export function openLedger(path: string, options: OpenOptions): Ledger {
  const { write, wait = defaultWait, trust = true } = options;
  const file = resolve(path);
  const sheet = isSheet(file);
  const goesWith = sheetOf(file);
  if (goesWith !== null) throw new StewardError('sheet-companion', { path: file, sheet: goesWith });
  return guard(file, () => {
    const db = identified(sheet ? companionOf(file) : file, { write, wait }, file);
    try {
      const found = db.pragma('user_version', { simple: true }) as number;
      if (found < schemaVersion) throw new StewardError('ledger-older', { path: file, found, known: schemaVersion });
      if (write) useWal(db);
      if (trust) checkTail(db, file);
      if (sheet) finishRestoring(db, file);
      if (!sheet) {
        const ledger = new SqliteLedger(db, file, write);
        if (write) goOnDestroying(db, ledger);
        return ledger;
      }
      const state = sheetState(db, file);
      const ledger = new CsvLedger(db, file, write, state === 'edited');
      if (write && (state === 'saved' || state === 'unsaved')) ledger.bringUp();
      if (write) goOnDestroying(db, ledger);
      return ledger;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Goes on with a destruction that was broken off; whoever reads just now is not waited for long. */
function goOnDestroying(db: Database, ledger: SqliteLedger): void {
  if (destroyingRun(db) === null) return;
  const wait = db.pragma('busy_timeout', { simple: true });
  db.pragma('busy_timeout = 250');
  ledger.finishDestruction();
  db.pragma(`busy_timeout = ${String(wait)}`);
}

/**
 * Keeps verdicts beside the records that they are of, where that is possible at once: they are derived, and a ledger that nobody may write to or that
 * somebody else is writing to does without. Whether they were kept.
 */
export function keepVerdicts({ database, uuid }: LedgerInfo, kept: KeptVerdicts): boolean {
  try {
    return guard(database, () => {
      const db = identified(database, { write: true, wait: 0 });
      try {
        return db
          .transaction(() => {
            const found = db.prepare("SELECT value FROM meta WHERE key = 'uuid'").pluck().get();
            return found === uuid && writeVerdicts(db, kept);
          })
          .immediate();
      } finally {
        db.close();
      }
    });
  } catch (error) {
    if (error instanceof StewardError) return false;
    throw error;
  }
}

/**
 * Brings an older ledger up to the schema of this program, with a copy made beside it first.
 *
 * @returns the path of the copy, or null when the ledger is up already
 * @throws StewardError as `openLedger`, and `ledger-changed` when another process wrote meanwhile
 */
export function migrateLedger(path: string, { by, now }: { readonly by: Operator; readonly now: Date }): string | null {
  const file = databaseOf(resolve(path));
  return guard(file, () => {
    const db = identified(file, { write: true, wait: defaultWait });
    try {
      useWal(db);
      checkTail(db, file);
      return migrate(db, file, migrations, by, now);
    } finally {
      db.close();
    }
  });
}

/**
 * Makes a new ledger, readable by its owner only, and opens it to write.
 *
 * @throws StewardError `ledger-exists`, `file-not-found` for the folder, `ledger-remote`, `disk-full`, `io-failed`, `file-not-writable`
 */
export function createLedger(path: string, { by, now }: { readonly by: Operator; readonly now: Date }): Ledger {
  const named = resolve(path);
  const file = databaseOf(named);
  refuseShare(file);
  reserveNew(named, file);
  return guard(file, () => {
    const db = connect(file, { write: true, wait: defaultWait });
    try {
      db.pragma(`page_size = ${pageSize}`);
      db.exec('BEGIN IMMEDIATE');
      createSchema(db);
      const uuid = randomUUID();
      const created = now.toISOString();
      const meta = db.prepare('INSERT INTO meta VALUES(?, ?)');
      meta.run('uuid', uuid);
      meta.run('created', created);
      new Trail(db, by, now, new Salts()).append('create', null, { schema: schemaVersion, uuid });
      db.exec('COMMIT');
      syncFolder(dirname(file));
      return isSheet(named) ? new CsvLedger(db, named, true, false) : new SqliteLedger(db, file, true);
    } catch (error) {
      db.close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      throw error;
    }
  });
}

/**
 * Makes a new ledger from another one, of whatever kind: its customers, its trail, everything. The new one has an identity of its own; of a CSV
 * ledger the companion is copied, be its file there or not.
 *
 * @throws StewardError as `openLedger` and `createLedger`
 */
export function copyLedger(
  from: string,
  to: string,
  { by, now }: { readonly by: Operator; readonly now: Date },
): Ledger {
  const source = resolve(from);
  const named = resolve(to);
  const file = databaseOf(named);
  refuseShare(file);
  return guard(source, () => {
    const old = identified(databaseOf(source), { write: false, wait: defaultWait }, source);
    try {
      checkTail(old, source);
      reserveNew(named, file);
      try {
        old.pragma('query_only = OFF');
        old.prepare('VACUUM INTO ?').run(file);
        const db = connect(file, { write: true, wait: defaultWait });
        useWal(db);
        return moved(db, file, named, { by, now });
      } catch (error) {
        for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
        throw error;
      }
    } finally {
      old.close();
    }
  });
}

/** Gives a copied ledger its own identity, and says in its trail where it comes from. */
function moved(
  db: Database,
  file: string,
  named: string,
  { by, now }: { readonly by: Operator; readonly now: Date },
): Ledger {
  try {
    const uuid = randomUUID();
    db.transaction(() => {
      const from = db.prepare("SELECT value FROM meta WHERE key = 'uuid'").pluck().get();
      db.exec(
        'DELETE FROM checkout; DELETE FROM checkout_ahead; DELETE FROM checkout_row; DELETE FROM checkout_absent; DELETE FROM checkout_gone',
      );
      db.prepare("UPDATE meta SET value = ? WHERE key = 'uuid'").run(uuid);
      new Trail(db, by, now, new Salts()).append('move', null, { from, uuid });
    }).immediate();
    db.pragma('wal_checkpoint(TRUNCATE)');
    syncFolder(dirname(file));
    return isSheet(named) ? new CsvLedger(db, named, true, false) : new SqliteLedger(db, named, true);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Takes a new ledger's name. @throws StewardError as `createLedger` */
function reserveNew(named: string, file: string): void {
  try {
    reserve(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') throw new StewardError('ledger-exists', { path: named }, { cause: error });
    if (code === 'ENOENT') throw new StewardError('file-not-found', { path: dirname(file) }, { cause: error });
    throw new StewardError('file-not-writable', { path: file, detail: String(code) }, { cause: error });
  }
}

/** Opens a database that says it is a ledger, of whatever version up to ours. */
function identified(file: string, options: ConnectionOptions, named = file): Database {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw new StewardError('ledger-missing', { path: named });
  if (stat.isDirectory()) throw new StewardError('file-is-directory', { path: file });
  refuseShare(file);
  if (!isDatabase(file)) throw new StewardError('ledger-foreign', { path: file });
  const db = connect(file, options);
  try {
    if (db.pragma('application_id', { simple: true }) !== applicationId) {
      throw new StewardError('ledger-foreign', { path: file });
    }
    const found = db.pragma('user_version', { simple: true }) as number;
    if (found > schemaVersion) throw new StewardError('ledger-newer', { path: file, found, known: schemaVersion });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whether a file begins as SQLite's do; looked at before SQLite may touch a file that is not ours. */
function isDatabase(file: string): boolean {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    const errno = String((error as NodeJS.ErrnoException).code);
    throw new StewardError('file-unreadable', { path: file, errno }, { cause: error });
  }
  try {
    const magic = Buffer.alloc(16);
    return readSync(fd, magic) === 16 && magic.toString('latin1') === 'SQLite format 3\0';
  } finally {
    closeSync(fd);
  }
}

/** Makes a new file's name durable. */
function syncFolder(folder: string): void {
  let fd: number;
  try {
    fd = openSync(folder, 'r');
  } catch {
    // Windows cannot open a folder, and needs no such call.
    return;
  }
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

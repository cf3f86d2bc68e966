import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { StewardError } from '../../model/errors.js';
import { retainStatements } from './retain.js';

/** How a ledger's file is opened. */
export interface ConnectionOptions {
  readonly write: boolean;
  /** How long to wait for another process's lock, in milliseconds. */
  readonly wait: number;
}

/** Pages of 16 KiB hold about sixty customers: fewer levels, and a quarter of the pages that 4 KiB makes. */
export const pageSize = 16_384;

const writable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** Sets one pragma and reads it back; a connection that is not what it must be is not used. */
function assure(db: Database.Database, pragma: string, set: string, expected: number | string): void {
  db.pragma(`${pragma} = ${set}`);
  const found = db.pragma(pragma, { simple: true });
  if (found !== expected) {
    throw new StewardError('internal', { detail: `PRAGMA ${pragma} is ${String(found)} instead of ${expected}` });
  }
}

/** Opens the file with nothing set yet. */
function openFile(path: string, options: ConnectionOptions): Database.Database {
  if (writable(path)) return new Database(path, { fileMustExist: true, timeout: options.wait });
  if (options.write) throw new StewardError('ledger-readonly', { path });
  const readonly = { readonly: true, fileMustExist: true, timeout: options.wait } as const;
  return existsSync(`${path}-wal`) ? new Database(path, readonly) : openCopy(path, readonly);
}

/**
 * Opens a file that cannot be written, in a folder that perhaps cannot either: SQLite wants to make files beside a WAL
 * database even to read it. Without a WAL nobody is writing, so a copy says the same; it is unlinked as soon as it is open.
 */
function openCopy(path: string, options: Database.Options): Database.Database {
  const folder = mkdtempSync(join(tmpdir(), 'steward-'));
  try {
    const copy = join(folder, 'ledger.db');
    copyFileSync(path, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o600);
    const fd = openSync(copy, 'r+');
    // Read and write version 1: the copy is no WAL database.
    writeSync(fd, Buffer.of(1, 1), 0, 2, 18);
    closeSync(fd);
    return new Database(copy, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Opens a database with the settings of every ledger, each read back. A writer's commits are on the disk when they return:
 * the driver's own WAL default (`synchronous=NORMAL`) loses acknowledged commits in a power cut.
 */
export function connect(path: string, options: ConnectionOptions): Database.Database {
  const db = openFile(path, options);
  retainStatements(db);
  try {
    // Defensive settings come first, before any table is read.
    assure(db, 'trusted_schema', 'OFF', 0);
    assure(db, 'cell_size_check', 'ON', 1);
    assure(db, 'busy_timeout', String(options.wait), options.wait);
    assure(db, 'foreign_keys', 'ON', 1);
    assure(db, 'synchronous', 'FULL', 2);
    // What is staged or sorted goes to a file that SQLite makes 0600 and unlinks at once.
    assure(db, 'temp_store', 'FILE', 1);
    // 8 MB a database file, and as much for each thread that sorts; more makes a bulk load no faster, only larger.
    assure(db, 'cache_size', '-8000', -8000);
    // A second thread sorts while this one reads: an index over a million rows in two thirds of the time.
    assure(db, 'threads', '1', 1);
    if (options.write) assure(db, 'secure_delete', 'ON', 1);
    else assure(db, 'query_only', 'ON', 1);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes a writer's journal a WAL. Apart from `connect`, as it is the first thing that changes the file. */
export function useWal(db: Database.Database): void {
  assure(db, 'journal_mode', 'WAL', 'wal');
}

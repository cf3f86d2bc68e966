import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { StewardError } from '../../model/errors.js';

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
  // Without a WAL beside it nobody is writing, and an unwritable file can be read as it is, leaving no files of our own.
  const name = existsSync(`${path}-wal`) ? path : `${pathToFileURL(path).href}?immutable=1`;
  return new Database(name, { readonly: true, fileMustExist: true, timeout: options.wait });
}

/**
 * Opens a database with the settings of every ledger, each read back. A writer's commits are on the disk when they return:
 * the driver's own WAL default (`synchronous=NORMAL`) loses acknowledged commits in a power cut.
 */
export function connect(path: string, options: ConnectionOptions): Database.Database {
  const db = openFile(path, options);
  try {
    // Defensive settings come first, before any table is read.
    assure(db, 'trusted_schema', 'OFF', 0);
    assure(db, 'cell_size_check', 'ON', 1);
    assure(db, 'busy_timeout', String(options.wait), options.wait);
    assure(db, 'foreign_keys', 'ON', 1);
    assure(db, 'synchronous', 'FULL', 2);
    // What is staged or sorted goes to a file that SQLite makes 0600 and unlinks at once.
    assure(db, 'temp_store', 'FILE', 1);
    assure(db, 'cache_size', '-65536', -65_536);
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

/**
 * Puts a restored ledger in its place, all or nothing. A rename or a copy over a file that another process has open corrupts it; SQLite's own copy into the live
 * file is one transaction of it, under its write lock.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { syncDirectory } from '../../files/atomic.js';
import { syncFile } from '../../files/new-folder.js';
import type { Head } from '../../model/audit.js';
import { StewardError } from '../../model/errors.js';
import { databaseOf, isSheet, locksOf } from '../csv/paths.js';
import { layBeside, markRestoring, takeBack } from '../csv/restoring.js';
import { openLedger } from '../open.js';
import { connect, useWal } from '../sqlite/connection.js';
import { headOf } from '../sqlite/trail.js';
import { guard } from '../sqlite-errors.js';
import type { Placed } from './check.js';

/** How long another writer is waited for, in milliseconds, and how often it is looked. */
const wait = 5000;
const pause = 50;

/** More pages than a database can have. */
const allPages = 0x7fff_ffff;

/**
 * Puts the ledger that stands in `placed`, closed, in the place of the one at `at`. `expected` is the head of the one that is there, null where there is none or
 * it cannot be read.
 *
 * @throws StewardError ledger-changed when somebody wrote meanwhile, ledger-locked, sheet-open, file-exists, disk-full, io-failed
 */
export async function placeLedger(placed: Placed, at: string, expected: Head | null): Promise<void> {
  const path = resolve(at);
  const database = databaseOf(path);
  const sheet = isSheet(path) && existsSync(placed.ledger) ? placed.ledger : null;
  if (isSheet(path)) refuseSheet(path, database);
  const note = sheet === null ? null : prepareSheet(sheet, placed.database, path);
  try {
    if (existsSync(database)) await copyInto(placed.database, database, path, expected);
    else guard(path, () => moveTo(placed.database, database));
  } catch (error) {
    if (note !== null) takeBack(note, path);
    throw error;
  }
  // A CSV ledger's file follows: whoever opens the ledger first puts it there, and now that is this process.
  if (note !== null) openLedger(path, { write: true }).close();
}

/** A file that nobody's ledger is must not be replaced, nor one that is open in a spreadsheet. */
function refuseSheet(path: string, database: string): void {
  const lock = locksOf(path).find((one) => existsSync(one));
  if (lock !== undefined) throw new StewardError('sheet-open', { path, lock });
  if (existsSync(path) && !existsSync(database)) throw new StewardError('file-exists', { path, option: '--to' });
}

/** Notes in the database that the CSV is still to be put in place, and lays it beside; the note. */
function prepareSheet(sheet: string, database: string, path: string): string {
  const db = connect(database, { write: true, wait: 0 });
  try {
    const note = markRestoring(db, sheet);
    layBeside(sheet, note, path);
    return note;
  } finally {
    db.close();
  }
}

/** Where no ledger stands, the file itself takes the name. */
function moveTo(from: string, to: string): void {
  const db = connect(from, { write: true, wait: 0 });
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  syncFile(from);
  // What a lost database left would be taken for this one's.
  for (const end of ['-wal', '-shm', '-journal']) rmSync(`${to}${end}`, { force: true });
  renameSync(from, to);
  syncDirectory(dirname(to), to);
}

/** Copies a database into another that may be in use. */
async function copyInto(from: string, to: string, path: string, expected: Head | null): Promise<void> {
  const source = connect(from, { write: true, wait: 0 });
  const target = guard(path, () => connect(to, { write: true, wait }));
  try {
    guard(path, () => useWal(target));
    const head = headOf(source);
    for (let waited = 0; !(await copied(source, target, expected)); waited += pause) {
      if (waited >= wait) throw new StewardError('ledger-locked', { path });
      await setTimeout(pause);
    }
    guard(path, () => {
      if (headOf(target).hash !== head.hash)
        throw new StewardError('internal', { detail: `${basename(to)} was not replaced` });
      // The driver's copy is committed, but not yet on the disk. Whoever reads just now is not waited for long.
      target.pragma('busy_timeout = 250');
      target.pragma('wal_checkpoint(TRUNCATE)');
      if (existsSync(`${to}-wal`)) syncFile(`${to}-wal`);
    });
  } catch (error) {
    throw guarded(path, error);
  } finally {
    source.close();
    target.close();
  }
}

const guarded = (path: string, error: unknown): unknown => {
  try {
    return guard(path, () => {
      throw error;
    });
  } catch (translated) {
    return translated;
  }
};

/** Copies all of it in one transaction of the target; false where another process holds the write lock. */
async function copied(source: Database, target: Database, expected: Head | null): Promise<boolean> {
  const { totalPages } = await source.backup(target.name, {
    // Called first when the target is locked and nothing is copied yet.
    progress: () => {
      if (expected !== null && headOf(target).hash !== expected.hash) throw new StewardError('ledger-changed');
      return allPages;
    },
  });
  return totalPages > 0;
}

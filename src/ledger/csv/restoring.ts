/**
 * A CSV ledger that is being restored: its companion is in place, and says which file is still to be put there. The file stands beside it, whole, under a name that its
 * hash is part of. Whoever opens the ledger next puts it in place.
 */
import { chmodSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { isRunning, syncDirectory } from '../../files/atomic.js';
import { sha256FileNow } from '../../files/hash.js';
import { syncFile } from '../../files/new-folder.js';
import { StewardError } from '../../model/errors.js';
import { connect } from '../sqlite/connection.js';
import { companionOf, locksOf } from './paths.js';

/** Kept in `meta` from when the companion was put in place until the file is: the process that restores, and the sha256 of the file. */
const restoringKey = 'restoring';

/** Notes in a companion that a file is to come with it; returns the note. */
export function markRestoring(db: Database, sheet: string): string {
  const note = `${process.pid}-${sha256FileNow(sheet)}`;
  db.prepare('INSERT OR REPLACE INTO meta VALUES(?, ?)').run(restoringKey, note);
  return note;
}

const noteIn = (db: Database): string | undefined =>
  db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(restoringKey) as string | undefined;

const prefixOf = (path: string): string => `.${basename(path)}.restore-`;

/** Where the file stands until it is in place. */
const waitingFile = (path: string, note: string): string => join(dirname(path), `${prefixOf(path)}${note}`);

/** Lays the file beside the one that it will replace, and takes away what restores that were cut off left there. */
export function layBeside(sheet: string, note: string, path: string): void {
  const folder = dirname(path);
  const due = dueIn(path);
  for (const name of readdirSync(folder)) {
    const left = name.startsWith(prefixOf(path)) ? name.slice(prefixOf(path).length) : null;
    const pid = left === null ? undefined : /^(\d+)-[0-9a-f]{64}$/.exec(left)?.[1];
    if (pid !== undefined && left !== due && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
  const old = statSync(path, { throwIfNoEntry: false });
  if (old !== undefined) chmodSync(sheet, old.mode & 0o777);
  syncFile(sheet);
  renameSync(sheet, waitingFile(path, note));
  syncDirectory(folder, path);
}

/** Takes the file away again where the companion did not get into place. */
export function takeBack(note: string, path: string): void {
  if (dueIn(path) !== note) rmSync(waitingFile(path, note), { force: true });
}

/** Which file the companion that is in place still waits for. */
function dueIn(path: string): string | undefined {
  const companion = companionOf(path);
  if (!existsSync(companion)) return undefined;
  const db = connect(companion, { write: false, wait: 5000 });
  try {
    return noteIn(db);
  } finally {
    db.close();
  }
}

/**
 * Puts the file in place where a restore was broken off before it.
 *
 * @throws StewardError sheet-open, sheet-missing
 */
export function finishRestoring(db: Database, path: string): void {
  if (noteIn(db) === undefined) return;
  const writer = connect(companionOf(path), { write: true, wait: 5000 });
  try {
    writer
      .transaction(() => {
        const note = noteIn(writer);
        if (note === undefined) return;
        const file = waitingFile(path, note);
        if (existsSync(file)) {
          const lock = locksOf(path).find((one) => existsSync(one));
          if (lock !== undefined) throw new StewardError('sheet-open', { path, lock });
          renameSync(file, path);
          syncDirectory(dirname(path), path);
        }
        if (!existsSync(path)) throw new StewardError('sheet-missing', { path, companion: companionOf(path) });
        writer.prepare('DELETE FROM meta WHERE key = ?').run(restoringKey);
      })
      .immediate();
  } finally {
    writer.close();
  }
}

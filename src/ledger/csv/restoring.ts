/**
 * A CSV ledger that is being restored: its companion is in place, and says which file is still to be put there. The file stands beside it, whole, under a name that its
 * hash is part of. Whoever opens the ledger next puts it in place.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { syncDirectory } from '../../files/atomic.js';
import { sha256FileNow } from '../../files/hash.js';
import { syncFile } from '../../files/new-folder.js';
import { StewardError } from '../../model/errors.js';
import { connect } from '../sqlite/connection.js';
import { companionOf, locksOf } from './paths.js';

/** Kept in `meta` from when the companion was put in place until the file is. */
const restoringKey = 'restoring';

/** Notes in a companion that a file is to come with it; the file's sha256. */
export function markRestoring(db: Database, sheet: string): string {
  const sha256 = sha256FileNow(sheet);
  db.prepare('INSERT OR REPLACE INTO meta VALUES(?, ?)').run(restoringKey, sha256);
  return sha256;
}

const prefixOf = (path: string): string => `.${basename(path)}.restore-`;

/** Where the file stands until it is in place. */
const waitingFile = (path: string, sha256: string): string =>
  join(dirname(path), `${prefixOf(path)}${sha256.slice(0, 16)}`);

/** Lays the file beside the one that it will replace, and takes away what earlier restores left that came to nothing. */
export function layBeside(sheet: string, sha256: string, path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder))
    if (name.startsWith(prefixOf(path))) rmSync(join(folder, name), { force: true });
  syncFile(sheet);
  renameSync(sheet, waitingFile(path, sha256));
  syncDirectory(folder, path);
}

const markIn = (db: Database): string | undefined =>
  db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(restoringKey) as string | undefined;

/**
 * Puts the file in place where a restore was broken off before it.
 *
 * @throws StewardError sheet-open, sheet-missing
 */
export function finishRestoring(db: Database, path: string): void {
  if (markIn(db) === undefined) return;
  const writer = connect(companionOf(path), { write: true, wait: 5000 });
  try {
    writer
      .transaction(() => {
        const sha256 = markIn(writer);
        if (sha256 === undefined) return;
        const file = waitingFile(path, sha256);
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

/** Makes a backup: a whole, consistent copy of a ledger while others read and write it (S2-21). */
import { chmodSync, constants, copyFileSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { fileFault } from '../../files/faults.js';
import { sha256FileNow } from '../../files/hash.js';
import { beginFolder, type NewFolder } from '../../files/new-folder.js';
import type { Operator } from '../../model/audit.js';
import { type Manifest, manifestText } from '../../model/backup.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerInfo } from '../../model/ledger.js';
import { known } from '../csv/checkout.js';
import { connect } from '../sqlite/connection.js';
import { headOf } from '../sqlite/trail.js';
import { guard } from '../sqlite-errors.js';
import { databaseName, describeFile, ledgerName, manifestName } from './manifest.js';

/** Room beyond the copy itself: the manifest, and what other programs write meanwhile. */
const margin = 16 << 20;

/** Tables whose rows the manifest counts. */
const counted = ['customers', 'interactions', 'transactions', 'held', 'numbers', 'audit', 'audit_value', 'tombstone'];

/** How often a CSV ledger's file and its companion are copied until they agree, where nobody keeps others from saving. */
const attempts = 20;

/** A backup that has no name yet. */
export interface MadeBackup {
  readonly manifest: Manifest;
  /** sha256 of the manifest's file. */
  readonly sha256: string;
  /** Makes it durable and gives it its name. @throws FileFault file-exists, file-not-writable */
  commit(): void;
  /** Takes it away. */
  abort(): void;
}

/** How many bytes a copy of a ledger takes. */
function bytesOf(info: LedgerInfo): number {
  const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const sheet = info.path === info.database ? 0 : size(info.path);
  return sheet + size(info.database) + size(`${info.database}-wal`);
}

/** Refuses where a folder's disk has no room. @throws StewardError backup-space; FileFault file-not-found */
export function checkRoom(folder: string, bytes: number): void {
  let free: number;
  try {
    const { bavail, bsize } = statfsSync(folder);
    free = bavail * bsize;
  } catch (error) {
    throw fileFault(error, folder, 'write');
  }
  const missing = bytes + margin - free;
  if (missing > 0) throw new StewardError('backup-space', { path: folder, missing: Math.ceil(missing / (1 << 20)) });
}

/** The same for a backup of a ledger, before it is begun. @throws as checkRoom */
export const checkBackupRoom = (info: LedgerInfo, folder: string): void => checkRoom(folder, bytesOf(info));

/**
 * Copies a ledger into a folder that bears no name yet; room is the caller's to look for.
 *
 * @throws StewardError ledger-changed (a CSV ledger's file is being written all the time), as opening a ledger; FileFault file-exists
 */
export function makeBackup(
  info: LedgerInfo,
  folder: string,
  { by, now, program }: { readonly by: Operator; readonly now: Date; readonly program: string },
): MadeBackup {
  const made = beginFolder(folder, '[folder]');
  try {
    const manifest = guard(info.path, (): Manifest => {
      copy(info, made);
      return { ...describe(info, made), time: now.toISOString(), by: { ...by }, program };
    });
    const path = join(made.path, manifestName);
    writeFileSync(path, manifestText(manifest), { mode: 0o600, flag: 'wx' });
    return { manifest, sha256: sha256FileNow(path), commit: made.commit, abort: made.abort };
  } catch (error) {
    made.abort();
    throw error;
  }
}

/** Copies database and file so that the two agree. */
function copy(info: LedgerInfo, made: NewFolder): void {
  const database = join(made.path, databaseName(info.kind));
  if (info.kind === 'sqlite') {
    vacuumInto(info.database, database);
    return;
  }
  const sheet = join(made.path, ledgerName(info.kind));
  for (let attempt = 1; ; attempt += 1) {
    vacuumInto(info.database, database);
    const checkout = read(database, known);
    if (checkout === null) return;
    copyFileSync(info.path, sheet, constants.COPYFILE_FICLONE);
    chmodSync(sheet, 0o600);
    const { sha256 } = describeFile(sheet);
    // A save that is under way is brought up by whoever opens the copy.
    if (sha256 === checkout.sha256 || sha256 === checkout.pending) return;
    if (attempt === attempts) throw new StewardError('ledger-changed');
  }
}

/** One state of a database, written anew: no freed page and no WAL comes along. */
function vacuumInto(from: string, to: string): void {
  const db = connect(from, { write: false, wait: 5000 });
  try {
    db.pragma('query_only = OFF');
    writeFileSync(to, '', { mode: 0o600 });
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
}

function read<T>(database: string, of: (db: Database) => T): T {
  const db = connect(database, { write: false, wait: 0 });
  try {
    return of(db);
  } finally {
    db.close();
  }
}

/** What a database holds, by its own word. */
export function stateOf(db: Database): Pick<Manifest, 'head' | 'ledger' | 'rows' | 'run' | 'schema'> {
  const count = (table: string): number => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  return {
    ledger: db.prepare("SELECT value FROM meta WHERE key = 'uuid'").pluck().get() as string,
    schema: db.pragma('user_version', { simple: true }) as number,
    run: (db.prepare('SELECT max(run) FROM runs').pluck().get() as number | null) ?? 0,
    head: headOf(db),
    rows: Object.fromEntries(counted.map((table) => [table, count(table)])),
  };
}

function describe({ kind, path }: LedgerInfo, made: NewFolder): Omit<Manifest, 'by' | 'program' | 'time'> {
  const database = join(made.path, databaseName(kind));
  const sheet = join(made.path, ledgerName(kind));
  const files = kind === 'csv' && statSync(sheet, { throwIfNoEntry: false }) ? [database, sheet] : [database];
  return {
    steward: 'backup',
    version: 1,
    kind,
    name: basename(path),
    ...read(database, stateOf),
    files: files.map(describeFile),
  };
}

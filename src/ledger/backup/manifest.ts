/** The files of a backup's folder: a database, of a CSV ledger the CSV beside it, and the manifest that says what they are. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileFault } from '../../files/faults.js';
import { sha256FileNow } from '../../files/hash.js';
import { type BackupFault, type BackupFile, backupBlock, type Manifest, parseManifest } from '../../model/backup.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerInfo } from '../../model/ledger.js';
import { companionOf } from '../csv/paths.js';
import { chunksOf } from '../parts.js';

/** The manifest's file. */
export const manifestName = 'manifest.json';

const sheetName = 'ledger.csv';

/** What a ledger of a kind is called in its backup. */
export const ledgerName = (kind: LedgerInfo['kind']): string => (kind === 'csv' ? sheetName : 'ledger.db');

/** What its database is called there. */
export const databaseName = (kind: LedgerInfo['kind']): string =>
  kind === 'csv' ? companionOf(sheetName) : 'ledger.db';

/** Digits of a block's hash that are kept: enough to find a place by, where the whole file's hash is what counts. */
const blockDigits = 16;

/** Reads a file through and says what it is. @throws FileFault as sha256FileNow */
export function describeFile(path: string): BackupFile {
  const whole = createHash('sha256');
  const blocks: string[] = [];
  let bytes = 0;
  let block = createHash('sha256');
  let filled = 0;
  for (const { bytes: chunk } of chunksOf(path, 0)) {
    bytes += chunk.length;
    whole.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      const take = Math.min(backupBlock - filled, chunk.length - at);
      block.update(chunk.subarray(at, at + take));
      filled += take;
      at += take;
      if (filled < backupBlock) continue;
      blocks.push(block.digest('hex').slice(0, blockDigits));
      block = createHash('sha256');
      filled = 0;
    }
  }
  if (filled > 0) blocks.push(block.digest('hex').slice(0, blockDigits));
  return { name: basename(path), bytes, sha256: whole.digest('hex'), blocks };
}

/** A manifest as it was found; null where it is not as it was written. */
export interface FoundManifest {
  readonly manifest: Manifest | null;
  /** sha256 of its file, by which the trail names a backup. */
  readonly sha256: string;
}

/** Reads the manifest of a folder. @throws StewardError backup-missing; what reading a file throws */
export function readManifest(folder: string): FoundManifest {
  const path = join(folder, manifestName);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new StewardError('backup-missing', { path: folder });
  try {
    return { manifest: parseManifest(readFileSync(path, 'utf8')), sha256: sha256FileNow(path) };
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
}

/** Files of a folder that the manifest does not know: SQLite would read a WAL that somebody laid beside the database. */
export function strayFiles(folder: string, { files }: Manifest): readonly BackupFault[] {
  const known = new Set([manifestName, ...files.map(({ name }) => name)]);
  return readdirSync(folder)
    .filter((name) => !known.has(name))
    .map((name) => ({ file: name, code: 'stray', detail: 'not in the manifest' }));
}

/** What of a file is not as the manifest says, with the bytes between which it differs. */
export function compareFile(path: string, said: BackupFile): readonly BackupFault[] {
  const fault = (code: BackupFault['code'], detail: string): readonly BackupFault[] => [
    { file: said.name, code, detail },
  ];
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return fault('missing', 'no such file');
  const found = describeFile(path);
  if (found.bytes !== said.bytes) return fault('size', `${found.bytes} bytes instead of ${said.bytes}`);
  if (found.sha256 === said.sha256) return [];
  const places = said.blocks.flatMap((block, i) =>
    block === found.blocks[i] ? [] : [`${i * backupBlock}–${Math.min(said.bytes, (i + 1) * backupBlock) - 1}`],
  );
  return fault('altered', `bytes ${places.slice(0, 10).join(', ')}${places.length > 10 ? ' …' : ''}`);
}

/** Brings a backup up as a ledger of its own, in a folder that goes again: to be put in a ledger's place, or only to see that it could be. */
import { chmodSync, constants, copyFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileFault } from '../../files/faults.js';
import { beginFolder } from '../../files/new-folder.js';
import type { Manifest } from '../../model/backup.js';
import { StewardError } from '../../model/errors.js';
import type { Ledger } from '../../model/ledger.js';
import { databaseOf, isSheet } from '../csv/paths.js';
import { refuseShare } from '../filesystem.js';
import { openLedger } from '../open.js';
import { examineFiles, type Placed } from './check.js';
import { checkRoom } from './make.js';
import { databaseName, readManifest, strayFiles } from './manifest.js';

/** A backup that was brought up. */
export interface Staged {
  readonly manifest: Manifest;
  /** sha256 of the manifest's file. */
  readonly sha256: string;
  /** Where it stands. */
  readonly placed: Placed;
  /** The ledger, open to write. */
  readonly ledger: Ledger;
  /** Closes it and takes its folder away. */
  dispose(): void;
}

/**
 * Copies a backup into a folder beside the ledger that it is of or for, reads the copy through, and opens it. Room is looked for first: for the copy, for writing it
 * anew where somebody is destroyed in it, and for the WAL of the ledger that it replaces.
 *
 * @throws StewardError backup-missing, backup-damaged, backup-space, restore-kind, ledger-remote, ledger-older, ledger-newer; what reading a file throws
 */
export function stageBackup(folder: string, at: string): Staged {
  const { manifest, sha256 } = readManifest(folder);
  if (manifest === null)
    throw new StewardError('backup-damaged', { path: folder, file: 'manifest.json', detail: 'altered' });
  const refuse = (faults: ReturnType<typeof examineFiles>) => {
    const [fault] = faults;
    if (fault !== undefined)
      throw new StewardError('backup-damaged', { path: folder, file: fault.file, detail: fault.detail });
  };
  refuse(strayFiles(folder, manifest));
  const path = resolve(at);
  if (isSheet(path) !== (manifest.kind === 'csv'))
    throw new StewardError('restore-kind', { path: at, kind: manifest.kind, backup: folder });
  refuseShare(path);
  checkRoom(
    dirname(path),
    manifest.files.reduce((sum, { bytes }) => sum + 3 * bytes, 0),
  );
  const scratch = beginFolder(join(dirname(path), `${basename(path)}.restore`), '--to');
  const placed = {
    ledger: join(scratch.path, basename(path)),
    database: join(scratch.path, basename(databaseOf(path))),
  };
  let ledger: Ledger | null = null;
  try {
    for (const { name } of manifest.files) {
      const to = name === databaseName(manifest.kind) ? placed.database : placed.ledger;
      copyOver(join(folder, name), to);
    }
    refuse(examineFiles(placed, manifest));
    ledger = openLedger(placed.ledger, { write: true });
    const opened = ledger;
    return {
      manifest,
      sha256,
      placed,
      ledger: opened,
      dispose: () => {
        opened.close();
        scratch.abort();
      },
    };
  } catch (error) {
    ledger?.close();
    scratch.abort();
    throw error;
  }
}

function copyOver(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    chmodSync(to, 0o600);
  } catch (error) {
    throw fileFault(error, from, 'read');
  }
}

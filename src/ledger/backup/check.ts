/** Checks a backup by reading all of it: its files against the manifest, the database, the chain, every commitment and every row. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupFault, Manifest } from '../../model/backup.js';
import { canonicalJson } from '../../model/canonical.js';
import { StewardError } from '../../model/errors.js';
import { known } from '../csv/checkout.js';
import { connect } from '../sqlite/connection.js';
import { SqliteLedger } from '../sqlite/ledger.js';
import { schemaVersion } from '../sqlite/schema.js';
import { guard } from '../sqlite-errors.js';
import { stateOf } from './make.js';
import { compareFile, databaseName, ledgerName, readManifest, strayFiles } from './manifest.js';

/** What reading a backup through found. */
export interface BackupReport {
  /** Null where it is not as it was written. */
  readonly manifest: Manifest | null;
  /** sha256 of the manifest's file. */
  readonly sha256: string;
  readonly faults: readonly BackupFault[];
}

/** How many faults of a database are listed. */
const faultLimit = 100;

/**
 * Reads a backup through where it stands, and writes nothing.
 *
 * @throws StewardError backup-missing, ledger-newer; what reading a file throws
 */
export function checkBackup(folder: string): BackupReport {
  const { manifest, sha256 } = readManifest(folder);
  if (manifest === null) {
    return { manifest, sha256, faults: [{ file: 'manifest.json', code: 'altered', detail: 'not as it was written' }] };
  }
  const stray = strayFiles(folder, manifest);
  const faults = stray.length > 0 ? stray : examineFiles(placedIn(folder, manifest), manifest);
  return { manifest, sha256, faults };
}

/** Where a backup's ledger and its database are: in the backup's folder, or wherever they were copied to. */
export interface Placed {
  readonly ledger: string;
  readonly database: string;
}

const placedIn = (folder: string, { kind }: Manifest): Placed => ({
  ledger: join(folder, ledgerName(kind)),
  database: join(folder, databaseName(kind)),
});

/** Compares the files with the manifest, and reads them through when they are the same. */
export function examineFiles(placed: Placed, manifest: Manifest): readonly BackupFault[] {
  const database = databaseName(manifest.kind);
  const faults = manifest.files.flatMap((file) =>
    compareFile(file.name === database ? placed.database : placed.ledger, file),
  );
  if (faults.length > 0) return faults;
  if (!existsSync(placed.database)) return [{ file: database, code: 'missing', detail: 'not in the manifest' }];
  return examineDatabase(placed, manifest);
}

function examineDatabase({ database }: Placed, manifest: Manifest): readonly BackupFault[] {
  const name = databaseName(manifest.kind);
  const unsound = (detail: string): BackupFault => ({ file: name, code: 'unsound', detail });
  try {
    return guard(database, () => {
      const db = connect(database, { write: false, wait: 5000 });
      try {
        const found = stateOf(db);
        if (found.schema > schemaVersion)
          throw new StewardError('ledger-newer', { path: database, found: found.schema, known: schemaVersion });
        const faults = (['ledger', 'head', 'run', 'schema', 'rows'] as const)
          .filter((key) => canonicalJson(found[key]) !== canonicalJson(manifest[key]))
          .map((key) => unsound(`${key} is not the manifest’s`));
        const sheet = manifest.files.find((file) => file.name !== name);
        const checkout = known(db);
        if ((checkout === null) !== (sheet === undefined)) faults.push(unsound('its CSV file'));
        else if (sheet && sheet.sha256 !== checkout?.sha256 && sheet.sha256 !== checkout?.pending)
          faults.push({ file: sheet.name, code: 'sheet', detail: 'not the file that the ledger knows' });
        for (const fault of new SqliteLedger(db, database, false, manifest.kind).verify().faults.slice(0, faultLimit))
          faults.push(unsound(`${fault.code}${fault.seq === null ? '' : ` at event ${fault.seq}`}: ${fault.detail}`));
        return faults;
      } finally {
        if (db.inTransaction) db.exec('ROLLBACK');
        db.close();
      }
    });
  } catch (error) {
    if (!(error instanceof StewardError) || error.exit === 3) throw error;
    return [unsound(error.code)];
  }
}

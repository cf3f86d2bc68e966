/** Backups made and put back in this process, as the one path does it. */
import { restoration } from '../../src/cli/restoration.js';
import restore from '../../src/commands/restore.js';
import { makeBackup } from '../../src/ledger/backup/make.js';
import { candidatesOf } from '../../src/ledger/candidates.js';
import { openLedger } from '../../src/ledger/open.js';
import type { LedgerInfo, LedgerReader } from '../../src/model/ledger.js';
import { by, now } from '../ledger/helpers.js';
import { type Performance, type Performed, perform } from './perform.js';

/** Makes a backup without a word in the trail. */
export function backUp(info: LedgerInfo, folder: string): string {
  makeBackup(info, folder, { by, now, program: '0' }).commit();
  return folder;
}

/** Restores a backup to a path; `inUse` is the ledger that the command was started for. */
export async function restoreTo(
  at: string,
  folder: string,
  own: Readonly<Record<string, unknown>> = {},
  { inUse = at, ...how }: Performance & { readonly inUse?: string } = {},
): Promise<Performed> {
  const restoring = restoration({ folder, at, inUse, pinned: null });
  try {
    return await perform(restoring.ledger, restore, own, [folder], {
      name: 'restore',
      reason: '演练',
      ...how,
      restoring,
    });
  } finally {
    restoring.dispose();
  }
}

/** Restores a backup in a ledger's place and opens what stands there now. */
export async function restored(at: string, folder: string, own: Readonly<Record<string, unknown>> = {}) {
  const said = await restoreTo(at, folder, own);
  return { said, ledger: openLedger(at, { write: true }) };
}

/** Texts that only these customers have, to be looked for once they are gone. */
export function textsOf(ledger: LedgerReader, ids: ReadonlySet<number>): readonly string[] {
  const others = [...ledger.texts()].filter(({ customer }) => customer === null || !ids.has(customer));
  return [...candidatesOf(ledger, ids).fields.keys()].filter(
    (text) => Buffer.byteLength(text) >= 6 && !others.some(({ value }) => value.includes(text)),
  );
}

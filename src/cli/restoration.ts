/** A backup on its way to a ledger's place: the copy, the ledger that is there, and the last step of all. */
import { resolve } from 'node:path';
import type { Restoring } from '../commands/command.js';
import { placeLedger } from '../ledger/backup/place.js';
import { type Staged, stageBackup } from '../ledger/backup/stage.js';
import { databaseOf } from '../ledger/csv/paths.js';
import { openLedger } from '../ledger/open.js';
import type { Manifest } from '../model/backup.js';
import { type ErrorCode, StewardError } from '../model/errors.js';
import type { Ledger, LedgerInfo } from '../model/ledger.js';
import type { AppliedRun } from '../model/plan.js';

/** What the one path knows of it. */
export interface Restoration extends Restoring {
  readonly ledger: Ledger;
  /** The ledger that it becomes. */
  readonly info: LedgerInfo;
  /** Puts the copy in its place, once its run is applied; the ledger there, open to read. @throws StewardError restore-half, and as placeLedger */
  place(applied: AppliedRun): Promise<Ledger>;
  /** Takes the copy away. */
  dispose(): void;
}

/** By these the ledger that is there cannot be read, and may be replaced. */
const damaged: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['chain-broken', 'ledger-damaged', 'sheet-missing']);

/** A ledger opened to read, with what stands against it; the ledger is null where there is none. */
function reading(path: string): { readonly ledger: Ledger | null; readonly trouble: ErrorCode | null } {
  try {
    return { ledger: openLedger(path, { write: false }), trouble: null };
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    if (error.code === 'ledger-missing') return { ledger: null, trouble: null };
    if (damaged.has(error.code)) return { ledger: null, trouble: error.code };
    throw error;
  }
}

/**
 * Brings a backup up for the ledger at a path. Where none stands there, the one in use is asked what became since, if it is the same one.
 *
 * @throws StewardError restore-other-ledger, ledger-other, and as stageBackup and opening a ledger
 */
export function restoration({
  folder,
  at,
  inUse,
  pinned,
}: {
  readonly folder: string;
  readonly at: string;
  readonly inUse: string;
  readonly pinned: string | null;
}): Restoration {
  const there = reading(at);
  let staged: Staged | null = null;
  let asked: Ledger | null = null;
  const dispose = () => {
    staged?.dispose();
    there.ledger?.close();
    asked?.close();
  };
  try {
    const brought = stageBackup(folder, at);
    staged = brought;
    const { manifest } = brought;
    refuseOther(there.ledger, manifest, at, folder);
    if (pinned !== null && pinned !== manifest.ledger)
      throw new StewardError('ledger-other', { path: folder, expected: pinned, found: manifest.ledger });
    if (there.ledger === null && there.trouble === null && resolve(at) !== resolve(inUse)) {
      asked = reading(inUse).ledger;
      if (asked?.info.uuid !== manifest.ledger) {
        asked?.close();
        asked = null;
      }
    }
    const expected = there.ledger?.head() ?? null;
    const path = resolve(at);
    return {
      folder,
      manifest,
      sha256: brought.sha256,
      at,
      present: there.ledger ?? asked,
      replaces: there.ledger !== null,
      trouble: there.trouble,
      ledger: brought.ledger,
      info: { ...brought.ledger.info, path, database: databaseOf(path) },
      place: async (applied) => {
        refuseHalf(brought, applied);
        for (const one of [brought.ledger, there.ledger, asked]) one?.close();
        await placeLedger(brought.placed, path, expected);
        return openLedger(path, { write: false });
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

function refuseOther(there: Ledger | null, manifest: Manifest, at: string, folder: string): void {
  if (there !== null && there.info.uuid !== manifest.ledger)
    throw new StewardError('restore-other-ledger', {
      path: at,
      found: there.info.uuid,
      backup: folder,
      ledger: manifest.ledger,
    });
}

/** What was to be destroyed is, to the last byte, or the copy does not leave its folder. */
function refuseHalf({ ledger }: Staged, { stale, destruction, erased }: AppliedRun): void {
  const [fault] = erased === undefined ? [] : ledger.verify().faults;
  const detail =
    stale.length > 0
      ? `${stale.length} customers could not be destroyed again`
      : destruction !== undefined && destruction !== 'done'
        ? `bytes of the destroyed are left (${destruction})`
        : fault && `${fault.code} ${fault.detail}`;
  if (detail !== undefined) throw new StewardError('restore-half', { detail });
}

import { workerUrl } from '../files/worker-url.js';
import type { LedgerInfo, LedgerReader } from '../model/ledger.js';
import { partsOf } from './parts.js';
import { type TombstoneResidue, TombstoneScanner } from './residue-tombstones.js';
import { inParts, usualCut } from './two-threads.js';

/** Whose tombstones the second thread tries. */
export type TombstonesOf = Pick<LedgerInfo, 'path'>;

/**
 * Every place in the files at which something stands by which a destroyed customer was known, in the order of files and places, as `TombstoneScanner` finds them.
 *
 * @throws FileFault `file-not-found`, `file-unreadable`, `worker-failed`
 */
export async function* scanTombstones(
  reader: Pick<LedgerReader, 'info' | 'tombstoneTester'>,
  files: Iterable<string>,
  cut = usualCut,
): AsyncGenerator<TombstoneResidue> {
  const test = reader.tombstoneTester();
  if (test === null) return;
  const { parts, bytes } = partsOf(files, cut.partBytes);
  const scanner = new TombstoneScanner(test);
  const found = inParts<TombstoneResidue, readonly TombstoneResidue[], TombstonesOf>(parts, {
    worker: bytes < cut.threadFrom ? null : workerUrl('./tombstone-worker.js', import.meta.url),
    data: { path: reader.info.path },
    here: (part) => scanner.in(part),
    revive: (_, theirs) => theirs,
  });
  for await (const some of found) yield* some;
}

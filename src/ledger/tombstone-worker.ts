/** The second thread of a search by tombstones, which it reads itself. */
import { workerData } from 'node:worker_threads';
import { openLedger } from './open.js';
import { TombstoneScanner } from './residue-tombstones.js';
import type { TombstonesOf } from './tombstone-threads.js';
import { type PartsRequest, serveParts } from './two-threads.js';

const request = workerData as PartsRequest<TombstonesOf>;
const ledger = openLedger(request.data.path, { write: false });
try {
  // There are some, or nobody would search by them.
  const scanner = new TombstoneScanner(ledger.tombstoneTester() ?? (() => null));
  serveParts(request, (part) => scanner.in(part));
} finally {
  ledger.close();
}

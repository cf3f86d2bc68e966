import type { Residue } from '../../src/ledger/residue.js';
import { scanResidue } from '../../src/ledger/residue-threads.js';
import type { TombstoneResidue } from '../../src/ledger/residue-tombstones.js';
import { scanTombstones } from '../../src/ledger/tombstone-threads.js';

/** Every place that a search finds; parameters as of `scanResidue`. */
export async function residueIn(...given: Parameters<typeof scanResidue>): Promise<readonly Residue[]> {
  const found: Residue[] = [];
  for await (const one of scanResidue(...given)) found.push(one);
  return found;
}

/** Every place that a search by tombstones finds; parameters as of `scanTombstones`. */
export async function markedIn(...given: Parameters<typeof scanTombstones>): Promise<readonly TombstoneResidue[]> {
  const found: TombstoneResidue[] = [];
  for await (const one of scanTombstones(...given)) found.push(one);
  return found;
}

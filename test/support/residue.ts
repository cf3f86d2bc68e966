import type { Residue } from '../../src/ledger/residue.js';
import { scanResidue } from '../../src/ledger/residue-threads.js';

/** Every place that a search finds; parameters as of `scanResidue`. */
export async function residueIn(...given: Parameters<typeof scanResidue>): Promise<readonly Residue[]> {
  const found: Residue[] = [];
  for await (const one of scanResidue(...given)) found.push(one);
  return found;
}

/** The second thread of a search for texts. */
import { workerData } from 'node:worker_threads';
import { type Residue, ResidueScanner, residueEncodings } from './residue.js';
import type { PackedResidue, ResidueWanted } from './residue-threads.js';
import { type PartsRequest, serveParts } from './two-threads.js';

const request = workerData as PartsRequest<ResidueWanted>;
const { texts, settled } = request.data;
const scanner = new ResidueScanner(texts);

serveParts(request, (part): PackedResidue => {
  const found: readonly Residue[] = [...scanner.in(part)].filter(({ needle }) => settled[needle] === 0);
  return {
    offsets: Float64Array.from(found, ({ offset }) => offset),
    needles: Int32Array.from(found, ({ needle }) => needle),
    encodings: Uint8Array.from(found, ({ encoding }) => residueEncodings.indexOf(encoding)),
  };
});

import { workerUrl } from '../files/worker-url.js';
import { type Part, partsOf } from './parts.js';
import { type Residue, ResidueScanner, residueEncodings } from './residue.js';
import { inParts, usualCut } from './two-threads.js';

/** What the second thread looks for; `settled[i]` is 1 once nobody asks for text `i` any more. */
export interface ResidueWanted {
  readonly texts: readonly string[];
  readonly settled: Uint8Array<SharedArrayBuffer>;
}

/** The places found in a part, as numbers side by side. */
export interface PackedResidue {
  readonly offsets: Float64Array;
  readonly needles: Int32Array;
  readonly encodings: Uint8Array;
}

/**
 * Every place at which one of the texts stands in the files, in the order of files and places (those of one part may mix), as `ResidueScanner` finds them. Whoever
 * reads may set `settled` of a text to 1: its further places are left out, or some may still come.
 *
 * @throws FileFault `file-not-found`, `file-unreadable`, `worker-failed`
 */
export async function* scanResidue(
  files: Iterable<string>,
  texts: readonly string[],
  settled = new Uint8Array(new SharedArrayBuffer(texts.length)),
  cut = usualCut,
): AsyncGenerator<Residue> {
  const { parts, bytes } = partsOf(files, cut.partBytes);
  const scanner = new ResidueScanner(texts);
  const data: ResidueWanted = { texts, settled };
  const found = inParts<Residue, PackedResidue, ResidueWanted>(parts, {
    worker: bytes < cut.threadFrom ? null : workerUrl('./residue-worker.js', import.meta.url),
    data,
    here: (part) => [...scanner.in(part)].filter(({ needle }) => settled[needle] === 0),
    revive: unpacked,
  });
  for await (const some of found) for (const one of some) if (settled[one.needle] === 0) yield one;
}

function unpacked({ file }: Part, { offsets, needles, encodings }: PackedResidue): readonly Residue[] {
  return Array.from(offsets, (offset, i) => ({
    file,
    offset,
    encoding: residueEncodings[encodings[i] as number] as Residue['encoding'],
    needle: needles[i] as number,
  }));
}

import { parentPort, workerData } from 'node:worker_threads';
import { type Part, type Residue, ResidueScanner, residueEncodings } from './residue.js';
import type { ResidueMessage, ResidueRequest } from './residue-threads.js';

/** The second thread of a search: takes one part after the other, as long as there are any. */
function run({ parts, texts, next, settled }: ResidueRequest): void {
  const scanner = new ResidueScanner(texts);
  for (let at = Atomics.add(next, 0, 1); at < parts.length; at = Atomics.add(next, 0, 1)) {
    const part = parts[at] as Part;
    let message: ResidueMessage;
    try {
      const found: readonly Residue[] = [...scanner.in(part)].filter(({ needle }) => settled[needle] === 0);
      message = {
        kind: 'part',
        part: at,
        offsets: Float64Array.from(found, ({ offset }) => offset),
        needles: Int32Array.from(found, ({ needle }) => needle),
        encodings: Uint8Array.from(found, ({ encoding }) => residueEncodings.indexOf(encoding)),
      };
    } catch (error) {
      message = { kind: 'fault', path: part.file, reason: String(error) };
    }
    parentPort?.postMessage(message);
    if (message.kind === 'fault') return;
  }
}

run(workerData as ResidueRequest);

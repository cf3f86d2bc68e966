/** Searches a ledger's files with two threads: half a gigabyte is looked through while somebody waits. */
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { FileFault, fileFault } from '../files/faults.js';
import { workerUrl } from '../files/worker-url.js';
import { type Part, type Residue, ResidueScanner, residueEncodings } from './residue.js';

/** What the second thread is given. Both take the next part by counting `next[0]` on; `settled[i]` is 1 once nobody asks for text `i` any more. */
export interface ResidueRequest {
  readonly parts: readonly Part[];
  readonly texts: readonly string[];
  readonly next: Int32Array<SharedArrayBuffer>;
  readonly settled: Uint8Array<SharedArrayBuffer>;
}

/** What it sends: the places found in a part, as numbers side by side. */
export type ResidueMessage =
  | {
      readonly kind: 'part';
      readonly part: number;
      readonly offsets: Float64Array;
      readonly needles: Int32Array;
      readonly encodings: Uint8Array;
    }
  | { readonly kind: 'fault'; readonly path: string; readonly reason: string };

/** How the work is cut up; a second thread pays from some size on. */
export interface Cut {
  readonly partBytes: number;
  readonly threadFrom: number;
}

const usual: Cut = { partBytes: 8 << 20, threadFrom: 64 << 20 };

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
  cut = usual,
): AsyncGenerator<Residue> {
  const parts = partsOf(files, cut.partBytes);
  const bytes = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const second = bytes < cut.threadFrom ? null : new SecondThread({ parts, texts, next, settled });
  try {
    const scanner = new ResidueScanner(texts);
    const mine = new Map<number, readonly Residue[]>();
    for (let at = 0; at < parts.length; ) {
      const found = mine.get(at) ?? second?.take(at);
      if (found !== undefined) {
        mine.delete(at);
        for (const one of found) if (settled[one.needle] === 0) yield one;
        at++;
        continue;
      }
      const part = Atomics.add(next, 0, 1);
      if (part < parts.length) {
        mine.set(
          part,
          [...scanner.in(parts[part] as Part)].filter(({ needle }) => settled[needle] === 0),
        );
        // What the other thread sent meanwhile is heard here.
        if (second !== null) await setImmediate();
      } else await second?.arrival();
    }
  } finally {
    await second?.end();
  }
}

/** The files cut up, in order. @throws FileFault `file-not-found`, `file-unreadable` */
function partsOf(files: Iterable<string>, partBytes: number): readonly Part[] {
  const parts: Part[] = [];
  for (const file of files) {
    let size: number;
    try {
      ({ size } = statSync(file));
    } catch (error) {
      throw fileFault(error, file, 'read');
    }
    // What a growing file gained since is the last part's.
    for (let from = 0; from < size; from += partBytes)
      parts.push({ file, from, to: from + partBytes >= size ? Number.MAX_SAFE_INTEGER : from + partBytes });
  }
  return parts;
}

class SecondThread {
  readonly #parts: readonly Part[];
  readonly #worker: Worker;
  readonly #found = new Map<number, readonly Residue[]>();
  #fault: FileFault | null = null;
  #wake = (): void => {};

  constructor(request: ResidueRequest) {
    this.#parts = request.parts;
    this.#worker = new Worker(workerUrl('./residue-worker.js', import.meta.url), { workerData: request, execArgv: [] });
    this.#worker.on('message', (message: ResidueMessage) => this.#heard(message));
    this.#worker.on('error', (error) => this.#died(String(error)));
    // At the end of its work nobody asks it any more.
    this.#worker.on('exit', (code) => code !== 0 && this.#died(`exit ${code}`));
  }

  /** What it found in a part; undefined where that is not here yet. */
  take(part: number): readonly Residue[] | undefined {
    if (this.#fault !== null) throw this.#fault;
    const found = this.#found.get(part);
    this.#found.delete(part);
    return found;
  }

  /** Until it has something to say. */
  async arrival(): Promise<void> {
    if (this.#found.size === 0 && this.#fault === null) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async end(): Promise<void> {
    this.#worker.removeAllListeners();
    await this.#worker.terminate();
  }

  #heard(message: ResidueMessage): void {
    if (message.kind === 'fault') this.#died(message.reason, message.path);
    else {
      const { part, offsets, needles, encodings } = message;
      const { file } = this.#parts[part] as Part;
      this.#found.set(
        part,
        Array.from(offsets, (offset, i) => ({
          file,
          offset,
          encoding: residueEncodings[encodings[i] as number] as Residue['encoding'],
          needle: needles[i] as number,
        })),
      );
    }
    this.#wake();
  }

  #died(reason: string, path = this.#parts[0]?.file ?? ''): void {
    this.#fault ??= new FileFault('worker-failed', { path, reason });
    this.#wake();
  }
}

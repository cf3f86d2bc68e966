/** Looks through parts of files with two threads: half a gigabyte is read while somebody waits. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, Worker } from 'node:worker_threads';
import { FileFault } from '../files/faults.js';
import type { Part } from './parts.js';

/** How the work is cut up; a second thread pays from some size on. */
export interface Cut {
  readonly partBytes: number;
  readonly threadFrom: number;
}

export const usualCut: Cut = { partBytes: 8 << 20, threadFrom: 64 << 20 };

/** What the second thread is given. Both take the next part by counting `next[0]` on. */
export interface PartsRequest<D> {
  readonly parts: readonly Part[];
  readonly next: Int32Array<SharedArrayBuffer>;
  readonly data: D;
}

type Message<M> =
  | { readonly kind: 'part'; readonly part: number; readonly found: M }
  | { readonly kind: 'fault'; readonly path: string; readonly reason: string };

/** What is to be done with each part, here and there. */
export interface PartsWork<T, M, D> {
  /** The second thread's file, which calls `serveParts`; null: there is none. */
  readonly worker: URL | null;
  readonly data: D;
  readonly here: (part: Part) => readonly T[];
  /** What the second thread found, as it is found here. */
  readonly revive: (part: Part, found: M) => readonly T[];
}

/** What was found in each part, in the order of parts. @throws FileFault as `here`; `worker-failed` */
export async function* inParts<T, M, D>(
  parts: readonly Part[],
  { worker, data, here, revive }: PartsWork<T, M, D>,
): AsyncGenerator<readonly T[]> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const second = worker === null ? null : new SecondThread<M>(worker, { parts, next, data });
  try {
    const mine = new Map<number, readonly T[]>();
    for (let at = 0; at < parts.length; ) {
      const theirs = second?.take(at);
      const found = theirs === undefined ? mine.get(at) : revive(parts[at] as Part, theirs.found);
      if (found !== undefined) {
        mine.delete(at);
        yield found;
        at++;
        continue;
      }
      const part = Atomics.add(next, 0, 1);
      if (part < parts.length) {
        mine.set(part, here(parts[part] as Part));
        // What the other thread sent meanwhile is heard here.
        if (second !== null) await setImmediate();
      } else await second?.arrival();
    }
  } finally {
    await second?.end();
  }
}

/** The second thread's work: one part after the other, as long as there are any. */
export function serveParts<M, D>({ parts, next }: PartsRequest<D>, work: (part: Part) => M): void {
  for (let at = Atomics.add(next, 0, 1); at < parts.length; at = Atomics.add(next, 0, 1)) {
    const part = parts[at] as Part;
    let message: Message<M>;
    try {
      message = { kind: 'part', part: at, found: work(part) };
    } catch (error) {
      message = { kind: 'fault', path: part.file, reason: String(error) };
    }
    parentPort?.postMessage(message);
    if (message.kind === 'fault') return;
  }
}

class SecondThread<M> {
  readonly #parts: readonly Part[];
  readonly #worker: Worker;
  readonly #found = new Map<number, { readonly found: M }>();
  #fault: FileFault | null = null;
  #wake = (): void => {};

  constructor(file: URL, request: PartsRequest<unknown>) {
    this.#parts = request.parts;
    this.#worker = new Worker(file, { workerData: request, execArgv: [] });
    this.#worker.on('message', (message: Message<M>) => this.#heard(message));
    this.#worker.on('error', (error) => this.#died(String(error)));
    // At the end of its work nobody asks it any more.
    this.#worker.on('exit', (code) => code !== 0 && this.#died(`exit ${code}`));
  }

  /** What it found in a part; undefined where that is not here yet. */
  take(part: number): { readonly found: M } | undefined {
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

  #heard(message: Message<M>): void {
    if (message.kind === 'fault') this.#died(message.reason, message.path);
    else this.#found.set(message.part, message);
    this.#wake();
  }

  #died(reason: string, path = this.#parts[0]?.file ?? ''): void {
    this.#fault ??= new FileFault('worker-failed', { path, reason });
    this.#wake();
  }
}

/** The second thread of a check: SQLite's own check of the file, the register of numbers, then customers as long as there are any. */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { workerUrl } from '../../../files/worker-url.js';
import type { Head, IntegrityFault } from '../../../model/audit.js';
import type { Chain, Erased, Fold } from './chain.js';
import type { Checked, Ids } from './customers.js';

/** Places in the memory that both threads see. */
export const control = {
  /** The next part of the customers that nobody has taken. */
  next: 0,
  /** 1 once the second thread has said all that it has to say. */
  done: 1,
  /** 1 once it was told what the chain says. */
  told: 2,
  /** 1 once it runs at all. */
  begun: 3,
} as const;

/** What the second thread begins with. */
export interface Start {
  readonly path: string;
  /** Where the chain stands in the state that is checked. */
  readonly head: Head;
  readonly shared: Int32Array<SharedArrayBuffer>;
  readonly port: MessagePort;
}

/** What it is told once the chain was read. */
export interface Told {
  readonly folds: readonly Fold[];
  readonly erased: readonly Erased[];
  /** The customers of each part. */
  readonly ids: readonly Ids[];
}

/** What it found. */
export interface Theirs {
  readonly file: readonly IntegrityFault[];
  readonly numbers: readonly IntegrityFault[];
  readonly parts: readonly (readonly [part: number, checked: Checked])[];
}

/**
 * A check is one stretch without a pause, so this thread is not asked by events: it counts in shared memory, and what it says is fetched when it is done. What it
 * could not do, for whatever reason, the first thread does, and meets the reason itself.
 */
export class SecondThread {
  readonly #worker: Worker;
  readonly #shared: Int32Array<SharedArrayBuffer>;
  readonly #port: MessagePort;

  private constructor(path: string, head: Head) {
    this.#shared = new Int32Array(new SharedArrayBuffer(4 * Object.keys(control).length));
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const start: Start = { path, head, shared: this.#shared, port: port2 };
    this.#worker = new Worker(workerUrl('./verify-worker.js', import.meta.url), {
      workerData: start,
      transferList: [port2],
      execArgv: [],
    });
    // What it died of shows where its part is missing.
    this.#worker.on('error', () => undefined);
    this.#worker.unref();
    this.#port.unref();
  }

  static start(path: string, head: Head): SecondThread {
    return new SecondThread(path, head);
  }

  /** What the chain says, and how the customers are cut up. */
  give({ folds, erased }: Chain, ids: readonly Ids[]): void {
    const told: Told = { folds: folds.customers, erased, ids };
    this.#port.postMessage(told);
    Atomics.store(this.#shared, control.told, 1);
    Atomics.notify(this.#shared, control.told);
  }

  /** Takes the next part. */
  claim(): number {
    return Atomics.add(this.#shared, control.next, 1);
  }

  /** Waits for it; null where it could not do its part, or did not even begin until now. */
  answer(): Theirs | null {
    if (Atomics.load(this.#shared, control.begun) === 0) return null;
    while (Atomics.load(this.#shared, control.done) === 0) Atomics.wait(this.#shared, control.done, 0);
    return (receiveMessageOnPort(this.#port) as { message: Theirs | null } | undefined)?.message ?? null;
  }

  /** Ends it, wherever it is. */
  end(): void {
    this.#port.close();
    void this.#worker.terminate();
  }
}

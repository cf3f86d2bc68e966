import { Worker } from 'node:worker_threads';
import type { Data } from '../model/text.js';
import { FileFault, type FileFaultCode } from './faults.js';
import type { PackedBatch } from './packed-batch.js';
import type { ParseRequest } from './parse-csv.js';
import type { RowTotals } from './row-source.js';
import { workerUrl } from './worker-url.js';

/** What the parser's thread is given. `credits[0]` is the number of batches that it may still send. */
export interface WorkerRequest {
  readonly request: ParseRequest;
  readonly credits: Int32Array<SharedArrayBuffer>;
}

/** What it sends. */
export type WorkerMessage =
  | { readonly kind: 'batch'; readonly batch: PackedBatch }
  | { readonly kind: 'end'; readonly totals: RowTotals }
  | { readonly kind: 'fault'; readonly code: FileFaultCode; readonly data: Data };

/** Batches in flight: enough to keep both threads busy, some megabytes at most. */
const IN_FLIGHT = 4;

/**
 * packedBatches in a worker thread, with backpressure. The thread ends with the iteration, however that ends.
 * @throws FileFault as packedBatches; worker-failed when the thread dies
 */
export async function* threadedBatches(request: ParseRequest): AsyncGenerator<PackedBatch, RowTotals> {
  const credits = new Int32Array(new SharedArrayBuffer(4));
  credits[0] = IN_FLIGHT;
  const data: WorkerRequest = { request, credits };
  const worker = new Worker(workerUrl('./csv-worker.js', import.meta.url), {
    workerData: data,
    execArgv: [], // the main thread's own flags (--input-type, loaders) are not the worker's
    // It keeps no rows either: a small young generation is 30 MB less at the peak.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  const queue: WorkerMessage[] = [];
  let wake = (): void => {};
  const arrived = (message: WorkerMessage): void => {
    queue.push(message);
    wake();
  };
  const died = (reason: string): void =>
    arrived({ kind: 'fault', code: 'worker-failed', data: { path: request.source.path, reason } });
  worker.on('message', arrived);
  worker.on('error', (error) => died(String(error)));
  worker.on('exit', (code) => died(`exit ${code}`)); // after `end` nobody reads it
  try {
    for (;;) {
      while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const message = queue.shift()!;
      if (message.kind === 'end') return message.totals;
      if (message.kind === 'fault') throw new FileFault(message.code, message.data);
      yield message.batch;
      Atomics.add(credits, 0, 1);
      Atomics.notify(credits, 0);
    }
  } finally {
    await worker.terminate();
  }
}

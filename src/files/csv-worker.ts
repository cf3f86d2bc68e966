import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage, WorkerRequest } from './csv-thread.js';
import { FileFault } from './faults.js';
import { packedBatches } from './parse-csv.js';

/**
 * The parser's thread: decodes, hashes and parses while the main thread checks and inserts. It may run ahead by as many
 * batches as there are credits; each batch takes one, each consumed batch gives it back.
 */
function run({ request, credits }: WorkerRequest): void {
  const post = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void =>
    parentPort!.postMessage(message, transfer);
  try {
    const batches = packedBatches(request);
    let step = batches.next();
    for (; !step.done; step = batches.next()) {
      while (Atomics.load(credits, 0) === 0) Atomics.wait(credits, 0, 0);
      Atomics.sub(credits, 0, 1);
      post({ kind: 'batch', batch: step.value }, [step.value.cells.buffer, step.value.rows.buffer]);
    }
    post({ kind: 'end', totals: step.value });
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    post({ kind: 'fault', code: error.code, data: error.data });
  }
}

run(workerData as WorkerRequest);

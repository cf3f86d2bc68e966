import { Worker } from 'node:worker_threads';
import { workerUrl } from '../../files/worker-url.js';
import { comparer } from '../../match/compare.js';
import { comparePairs, type Pairs } from '../../match/pairs.js';
import type { Prepared } from '../../match/scan.js';
import type { CompareRequest } from './worker.js';

/** Fewer comparisons than this are done here: until threads have loaded and warmed up, this one has done most of them. */
const IN_PROCESS = 2_000_000;

/**
 * All pairs of a prepared scan, compared by so many threads. What they find does not depend on how many there are: pairs are
 * counted and scored one by one, and put in order before they are joined.
 */
export async function comparedPairs({ blocks, keys, table }: Prepared, threads: number): Promise<Pairs[]> {
  const expected = keys.reduce((sum, { pairs }) => sum + pairs, 0);
  if (threads < 2 || expected < IN_PROCESS) return [comparePairs(blocks, comparer(table), { index: 0, of: 1 })];
  return Promise.all(
    Array.from({ length: threads }, (_, index) => {
      const request: CompareRequest = {
        columns: table.columns.map((column) => ({ ...column, kind: column.kind.kind })),
        values: table.values,
        blocks,
        share: { index, of: threads },
      };
      return compareIn(request);
    }),
  );
}

function compareIn(request: CompareRequest): Promise<Pairs> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('./worker.js', import.meta.url), { workerData: request, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`comparing thread ended with ${code}`))); // after `message` nobody hears it
  });
}

import { parentPort, workerData } from 'node:worker_threads';
import { type JudgeRequest, rowRules } from './judge.js';
import { type PackedRows, unpackRecords } from './packed-rows.js';

/** The rules' thread: judges the rows that it is sent, batch by batch; its answer is JSON, which crosses quicker than objects do. */
function run({ given, unfilled, without }: JudgeRequest): void {
  const skipped = new Set(without);
  const judge = rowRules(given, unfilled, (rule) => !skipped.has(rule));
  parentPort!.on('message', (rows: PackedRows) => {
    parentPort!.postMessage(JSON.stringify(unpackRecords(rows, given).map(judge)));
  });
}

run(workerData as JudgeRequest);

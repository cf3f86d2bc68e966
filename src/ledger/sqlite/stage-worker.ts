import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { failed, openStage, type StageFailure, type StageRequest } from './stage-thread.js';
import { type StagedBatch, StageWriter } from './stage-writer.js';

/** The staging thread: makes records and digests of the batches that it is sent, while the main thread decides on further rows. */
function run({ path, alike, done, port }: StageRequest): void {
  const step = (work: () => void): void => {
    if (Atomics.load(done, 0) === failed) return;
    try {
      work();
      Atomics.add(done, 0, 1);
    } catch (error) {
      const code = error instanceof Database.SqliteError ? error.code : null;
      const said: StageFailure = { message: error instanceof Error ? error.message : String(error), code };
      port.postMessage(said);
      Atomics.store(done, 0, failed);
    }
    Atomics.notify(done, 0);
  };
  let writer: StageWriter | null = null;
  step(() => {
    writer = new StageWriter(openStage(path), alike);
  });
  parentPort!.on('message', (batch: string) => step(() => writer?.write(JSON.parse(batch) as StagedBatch)));
}

run(workerData as StageRequest);

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { workerUrl } from '../../files/worker-url.js';
import { retainStatements } from './retain.js';
import { type Stage, stagingTables } from './stage.js';
import type { StagedAlike, StagedBatch } from './stage-writer.js';

/** What the thread is given. */
export interface StageRequest {
  readonly path: string;
  readonly alike: StagedAlike;
  /** Counts what it did: one for opening the file, then one a batch; `failed` when it could not go on. */
  readonly done: Int32Array<SharedArrayBuffer>;
  /** Says why it failed. */
  readonly port: import('node:worker_threads').MessagePort;
}

/** In `done`: the thread failed. */
export const failed = -1;

/** What it says then. */
export interface StageFailure {
  readonly message: string;
  /** The driver's code; null for a fault of the program. */
  readonly code: string | null;
}

/** Batches on their way: enough to keep both threads busy, some megabytes at most. */
const inFlight = 8;

/** Opens a staging file. Nothing in it outlives the process, so it has no journal on the disk and waits for none. */
export function openStage(path: string): Database.Database {
  const db = new Database(path, { timeout: 60_000 });
  retainStatements(db);
  db.pragma('page_size = 16384');
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -4000');
  return db;
}

/**
 * A stage in a file of its own, written by a thread: making records of a million rows and hashing them takes as long as deciding on them.
 * The file stands beside the ledger, where there must be room for its rows anyway, in a folder that nobody else may enter, and is unlinked while it is still empty. What `from`
 * holds moves into it.
 */
export function threadedStage(ledger: Database.Database, alike: StagedAlike, from: Stage): Stage {
  const folder = mkdtempSync(`${ledger.name}-stage-`);
  const path = join(folder, 'stage.db');
  const done = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  let worker: Worker | null = null;
  let db: Database.Database | null = null;
  try {
    db = openStage(path);
    db.exec(stagingTables(ledger, ''));
    ledger.prepare('ATTACH ? AS stage').run(path);
    // For the day of entry, if it changes: no file can be made beside one that is unlinked.
    ledger.pragma('stage.journal_mode = MEMORY');
    const workerData: StageRequest = { path, alike, done, port: port2 };
    worker = new Worker(workerUrl('./stage-worker.js', import.meta.url), {
      workerData,
      transferList: [port2],
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.unref();
  } finally {
    if (worker === null) db?.close();
  }
  let sent = 1;
  const waiting: StagedBatch[] = [];
  const waitFor = (count: number): void => {
    for (let seen = Atomics.load(done, 0); seen < count; seen = Atomics.load(done, 0)) {
      if (seen === failed) throw failure(receiveMessageOnPort(port1)?.message as StageFailure | undefined);
      Atomics.wait(done, 0, seen);
    }
    while (waiting.length > sent - Atomics.load(done, 0)) waiting.shift();
  };
  const stage: Stage = {
    db,
    schema: 'stage',
    write(batch) {
      waitFor(sent - inFlight);
      // One text crosses quicker than many do.
      worker.postMessage(JSON.stringify(batch));
      waiting.push(batch);
      sent += 1;
    },
    unwritten(ord) {
      waitFor(0);
      return waiting.find(({ first, rows }) => ord >= first && ord < first + rows.length) ?? null;
    },
    settle: () => waitFor(sent),
    end() {
      void worker.terminate();
      db.close();
      port1.close();
      ledger.exec('DETACH stage');
      rmSync(folder, { recursive: true, force: true }); // where an open file cannot be unlinked, it goes now
    },
  };
  waitFor(sent);
  rmSync(folder, { recursive: true, force: true });
  move(from, db);
  return stage;
}

/** What was staged before, record by record. */
function move(from: Stage, to: Database.Database): void {
  to.exec('BEGIN');
  for (const table of ['stage_insert', 'stage_fold'] as const) {
    const read = from.db.prepare(`SELECT * FROM ${from.schema}.${table}`).raw();
    const write = to.prepare(`INSERT INTO ${table} VALUES(${read.columns().map(() => '?')})`);
    for (const row of read.iterate()) write.run(...(row as unknown[]));
    from.db.exec(`DELETE FROM ${from.schema}.${table}`);
  }
  to.exec('COMMIT');
  from.end();
}

/** The thread's failure as it would have been here. */
const failure = (said: StageFailure | undefined): Error =>
  said === undefined || said.code === null
    ? new Error(`the staging thread failed: ${said?.message ?? 'without a word'}`)
    : new Database.SqliteError(said.message, said.code);

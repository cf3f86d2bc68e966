/**
 * The full check of a ledger: its file, the chain from the first event on, every commitment, and every row, which is led back from how it stands, change by
 * change, to the digest that it entered with. Of many rows a second thread does its part, on the same state.
 */
import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Head, VerifyReport } from '../../../model/audit.js';
import { quoted, type SealedTable, sealedTables } from '../schema.js';
import { columnMarks, rowDigest } from '../seal.js';
import { digestAt, type FoldBody, headOf } from '../trail.js';
import { type Chain, readChain } from './chain.js';
import { type Checked, CustomersCheck, checkBareUpdates, type Ids, partsOf } from './customers.js';
import { Faults } from './faults.js';
import { checkFile } from './file.js';
import { FoldWalk } from './folds.js';
import { checkNumbers } from './numbers.js';
import { SecondThread } from './second-thread.js';
import { checkPairs, checkRuns, checkStates, checkTombstones } from './states.js';
import { checkLedgerWords } from './words.js';

/** How the work is cut up: customers at a time, and from how many on a second thread pays. */
export interface Cut {
  readonly ids: number;
  readonly threadFrom: number;
}

const usual: Cut = { ids: 2000, threadFrom: 50_000 };

/** Reads everything and lists what does not hold. Outside a transaction, nobody may write meanwhile. */
export function verifyLedger(db: Database, cut: Cut = usual): VerifyReport {
  const head = headOf(db);
  const rows = db.prepare('SELECT count(*) FROM customers').pluck().get() as number;
  // A copy that was unlinked as soon as it was open cannot be opened again.
  const second = rows < cut.threadFrom || !existsSync(db.name) ? null : SecondThread.start(db.name, head);
  try {
    return verified(db, head, partsOf(rows, cut.ids), second);
  } finally {
    second?.end();
  }
}

function verified(db: Database, head: Head, ids: readonly Ids[], second: SecondThread | null): VerifyReport {
  const links = new Faults();
  const chain = readChain(db, links);
  second?.give(chain, ids);
  const words = new Faults();
  checkRuns(db, chain, words);
  let values = checkLedgerWords(db, words);
  // All but the customers comes first: of them both threads take parts until none is left, and are done at the same time.
  const beside = new Faults();
  checkStates(db, chain, beside);
  checkPairs(db, chain, beside);
  let read = 0;
  for (const table of ['held', 'interactions', 'transactions'] as const) read += checkSealed(db, chain, table, beside);
  const tombstones = new Faults();
  checkTombstones(db, chain, tombstones);
  const check = new CustomersCheck(db, { folds: chain.folds.customers, erasures: chain.erasures });
  const parts: Checked[] = [];
  const take = (part: number) => {
    parts[part] = check.check(ids[part] as Ids);
  };
  if (second !== null) for (let part = second.claim(); part < ids.length; part = second.claim()) take(part);
  const theirs = second?.answer() ?? null;
  for (const [part, checked] of theirs?.parts ?? []) parts[part] = checked;
  for (let part = 0; part < ids.length; part++) if (parts[part] === undefined) take(part);
  const faults = new Faults();
  faults.take(theirs?.file ?? checkFile(db));
  faults.take(links.list);
  faults.take(words.list);
  let updates = 0;
  for (const one of parts) {
    faults.take(one.faults);
    read += one.rows;
    values += one.values;
    updates += one.updates;
  }
  if (updates < chain.updates) checkBareUpdates(db, faults);
  faults.take(beside.list);
  faults.take(theirs?.numbers ?? checkNumbers(db));
  faults.take(tombstones.list);
  return { head, events: chain.events, rows: read, values, faults: faults.list };
}

/** The rows of another table, each by its digest; how many there are. */
function checkSealed(db: Database, chain: Chain, table: SealedTable, faults: Faults): number {
  const columns = sealedTables[table];
  const marks = columnMarks(columns);
  const op = table === 'held' ? 'hold-row' : 'child';
  const folds = new FoldWalk<FoldBody>(db, { table, op }, chain.folds[table], chain.erasures, faults);
  const rows = db.prepare(`SELECT id, salt, ${columns.map(quoted)} FROM ${table} ORDER BY id`).raw();
  let count = 0;
  for (const row of rows.iterate() as IterableIterator<[number, string | null, ...(number | string | null)[]]>) {
    const [id, salt, ...found] = row;
    count += 1;
    const fold = folds.at(id);
    const values = found.map((value) => (value === null ? null : String(value)));
    const subject = table === 'held' ? null : Number(values[columns.indexOf('customer' as never)]);
    const erased = chain.erasures.of(table, id);
    if (erased !== null) faults.add('row-unknown', erased.seq, subject, `${table} ${id} was destroyed`);
    if (fold === null) faults.add('row-unknown', null, subject, `${table} ${id}`);
    else if (
      salt === null ||
      rowDigest(table, salt, marks, values) !== digestAt(fold.body.digests, id - fold.body.first)
    ) {
      faults.add('row-altered', fold.seq, subject, `${table} ${id}`);
    }
  }
  folds.finish();
  return count;
}

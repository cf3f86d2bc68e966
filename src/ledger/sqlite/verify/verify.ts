/**
 * The full check of a ledger: its file, the chain from the first event on, every commitment, and every row, which is led back from how it stands, change by
 * change, to the digest that it entered with. Of many rows a second thread does its part, on the same state.
 */
import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { VerifyReport } from '../../../model/audit.js';
import { quoted, type SealedTable, sealedTables } from '../schema.js';
import { columnMarks, genesis, rowDigest } from '../seal.js';
import { digestAt, headOf } from '../trail.js';
import { Chain, readChain } from './chain.js';
import { type Checked, CustomersCheck, checkBareUpdates, type Ids, partsOf } from './customers.js';
import { attempt, Faults } from './faults.js';
import { checkFile } from './file.js';
import { FoldWalk } from './folds.js';
import { checkNumbers } from './numbers.js';
import { SecondThread, type Theirs } from './second-thread.js';
import { checkMeta, checkPairs, checkRuns, checkStates, checkTombstones } from './states.js';
import { checkTables } from './tables.js';
import { checkLedgerWords } from './words.js';

/** How the work is cut up: customers at a time, and from how many on a second thread pays. */
export interface Cut {
  readonly ids: number;
  readonly threadFrom: number;
}

const usual: Cut = { ids: 2000, threadFrom: 50_000 };

/** Reads everything and lists what does not hold. Outside a transaction, nobody may write meanwhile. */
export function verifyLedger(db: Database, cut: Cut = usual): VerifyReport {
  const tables = new Faults();
  const complete = checkTables(db, tables);
  const part: Part = (faults, otherwise, work) => attempt(faults, !complete, otherwise, work);
  const head = part(tables, { size: 0, hash: genesis }, () => headOf(db));
  const rows = part(tables, 0, () => db.prepare('SELECT count(*) FROM customers').pluck().get() as number);
  // A copy that was unlinked as soon as it was open cannot be opened again.
  const second = !complete || rows < cut.threadFrom || !existsSync(db.name) ? null : SecondThread.start(db.name, head);
  try {
    const { faults, ...report } = verified(db, partsOf(rows, cut.ids), second, part);
    tables.take(faults);
    return { head, ...report, faults: tables.list };
  } finally {
    second?.end();
  }
}

/** Does a part of the check as far as the file lets it be done. */
type Part = <T>(faults: Faults, otherwise: T, work: () => T) => T;

function verified(
  db: Database,
  ids: readonly Ids[],
  second: SecondThread | null,
  part: Part,
): Omit<VerifyReport, 'head'> {
  const links = new Faults();
  const chain = part(links, new Chain(), () => readChain(db, links));
  second?.give(chain, ids);
  const words = new Faults();
  part(words, undefined, () => checkMeta(db, chain, words));
  part(words, undefined, () => checkRuns(db, chain, words));
  let values = part(words, 0, () => checkLedgerWords(db, chain, words));
  // All but the customers comes first: of them both threads take parts until none is left, and are done at the same time.
  const beside = new Faults();
  part(beside, undefined, () => checkStates(db, chain, beside));
  part(beside, undefined, () => checkPairs(db, chain, beside));
  let read = 0;
  for (const table of ['held', 'interactions', 'transactions'] as const)
    read += part(beside, 0, () => checkSealed(db, chain, table, beside));
  const tombstones = new Faults();
  part(tombstones, undefined, () => checkTombstones(db, chain, tombstones));
  const rows = new Faults();
  const { parts, theirs } = part(rows, { parts: [], theirs: null }, () => checkCustomers(db, chain, ids, second));
  const faults = new Faults();
  faults.take(theirs?.file ?? part(faults, [], () => checkFile(db)));
  faults.take(links.list);
  faults.take(words.list);
  faults.take(rows.list);
  let updates = 0;
  for (const one of parts) {
    faults.take(one.faults);
    read += one.rows;
    values += one.values;
    updates += one.updates;
  }
  if (updates < chain.updates) part(faults, undefined, () => checkBareUpdates(db, faults));
  faults.take(beside.list);
  faults.take(theirs?.numbers ?? part(faults, [], () => checkNumbers(db)));
  faults.take(tombstones.list);
  return { events: chain.events, rows: read, values, faults: faults.list };
}

/** Every customer, part by part, by both threads; and what else the second one found. */
function checkCustomers(
  db: Database,
  chain: Chain,
  ids: readonly Ids[],
  second: SecondThread | null,
): { readonly parts: readonly Checked[]; readonly theirs: Theirs | null } {
  const check = new CustomersCheck(db, { folds: chain.folds.customers, erasures: chain.erasures });
  const parts: Checked[] = [];
  const take = (part: number) => {
    parts[part] = check.check(ids[part] as Ids);
  };
  if (second !== null) for (let part = second.claim(); part < ids.length; part = second.claim()) take(part);
  const theirs = second?.answer() ?? null;
  for (const [part, checked] of theirs?.parts ?? []) parts[part] = checked;
  for (let part = 0; part < ids.length; part++) if (parts[part] === undefined) take(part);
  return { parts, theirs };
}

/** The rows of another table, each by its digest; how many there are. */
function checkSealed(db: Database, chain: Chain, table: SealedTable, faults: Faults): number {
  const columns = sealedTables[table];
  const marks = columnMarks(columns);
  const op: 'child' | 'hold-row' = table === 'held' ? 'hold-row' : 'child';
  const folds = new FoldWalk(db, { table, op }, chain.folds[table], chain.erasures, faults);
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

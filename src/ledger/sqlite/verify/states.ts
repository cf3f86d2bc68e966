/** What stands beside the rows and the chain says, too: states of rows, decisions on pairs, runs, tombstones. */
import type { Database } from 'better-sqlite3';
import { tombstoneDigest, tombstoneKeyCommit } from '../tombstones.js';
import { listedFields } from '../used-fields.js';
import type { Chain } from './chain.js';
import { bodyOf, type Faults } from './faults.js';

/** Whether customers stand aside, and rows are settled, just as the last event about each says. */
export function checkStates(db: Database, chain: Chain, faults: Faults): void {
  for (const [table, state, seq] of [
    ['customers', 'aside', 'aside_seq'],
    ['held', 'settled', 'settled_seq'],
    ['interactions', 'settled', 'settled_seq'],
    ['transactions', 'settled', 'settled_seq'],
  ] as const) {
    const said = chain.said.filter((event) => event.table === table);
    const wrong = (id: number, event: number | null) =>
      faults.add('state-mismatch', event, table === 'customers' ? id : null, `${table} ${id}`);
    /** How many rows name each event as the one that last spoke of them. */
    const named = new Map<number, number>();
    const marked = db.prepare(
      `SELECT id, ${state} AS state, ${seq} AS seq FROM ${table} WHERE ${state} IS NOT NULL OR ${seq} IS NOT NULL`,
    );
    for (const row of marked.iterate() as IterableIterator<{
      id: number;
      state: string | null;
      seq: number | null;
    }>) {
      if (row.seq === null) wrong(row.id, null);
      else named.set(row.seq, (named.get(row.seq) ?? 0) + 1);
    }
    const into = table === 'customers' ? 'AND (aside IS NULL OR aside_into IS @into)' : '';
    const range = db.prepare(
      `SELECT count(*) AS n, count(${seq} = @seq OR NULL) AS here,
         count((${seq} > @seq OR (${seq} = @seq AND ${state} IS @is ${into})) OR NULL) AS sound
       FROM ${table} WHERE id BETWEEN @first AND @last`,
    );
    for (const event of said) {
      for (const [first, last] of event.rows) {
        const given = { seq: event.seq, is: event.is, first, last };
        const found = range.get(table === 'customers' ? { ...given, into: event.into } : given) as {
          n: number;
          here: number;
          sound: number;
        };
        if (found.sound !== last - first + 1 - gone(chain, table, first, last)) wrong(first, event.seq);
        named.set(event.seq, (named.get(event.seq) ?? 0) - found.here);
      }
    }
    for (const [event, left] of named) if (left !== 0) faults.add('state-mismatch', event, null, table);
  }
}

/** How many rows of a range were destroyed. */
function gone(chain: Chain, table: Parameters<Chain['erasures']['ranges']>[0], first: number, last: number): number {
  let n = 0;
  for (const range of chain.erasures.ranges(table))
    n += Math.max(0, Math.min(last, range.last) - Math.max(first, range.first) + 1);
  return n;
}

/** Whether what stands decided of pairs is what the last event about each says. */
export function checkPairs(db: Database, chain: Chain, faults: Faults): void {
  const rows = db.prepare('SELECT a, b, what, seq FROM pair_decision').all() as {
    a: number;
    b: number;
    what: string | null;
    seq: number;
  }[];
  const unseen = new Map(chain.decided);
  for (const { a, b, what, seq } of rows) {
    const said = unseen.get(`${a} ${b}`);
    unseen.delete(`${a} ${b}`);
    if (said?.what !== what || said.seq !== seq) faults.add('state-mismatch', said?.seq ?? null, a, `${a} and ${b}`);
  }
  for (const [pair, { seq }] of unseen) {
    const destroyed = pair.split(' ').some((id) => chain.erasures.of('customers', Number(id)) !== null);
    if (!destroyed) faults.add('state-mismatch', seq, null, pair);
  }
}

/** A row of the table of runs. */
interface RunRow {
  readonly run: number;
  readonly seq: number;
  readonly first_id: number | null;
  readonly inserted: number;
  readonly insert_seq: number | null;
  readonly input_sha256: string | null;
  readonly input_mapping: string | null;
  readonly undoes: number | null;
  readonly plan: string | null;
}

/** Whether the table of runs, which everybody asks, says what the chain says of each. */
export function checkRuns(db: Database, chain: Chain, faults: Faults): void {
  const rows = new Map<number, RunRow>();
  for (const row of db.prepare('SELECT * FROM runs ORDER BY run').iterate() as IterableIterator<RunRow>)
    rows.set(row.run, row);
  for (const { seq, run, input, inserted, insert, undoes, plan } of chain.runs.values()) {
    const row = rows.get(run);
    rows.delete(run);
    if (row === undefined) {
      faults.add('event-missing', seq, null, `run ${run} is not in the table of runs`);
      continue;
    }
    const said: RunRow = {
      run,
      seq,
      first_id: insert?.first ?? null,
      inserted,
      insert_seq: insert?.seq ?? null,
      input_sha256: input?.sha256 ?? null,
      input_mapping: input?.mapping ?? null,
      undoes: undoes ?? null,
      plan: plan ?? null,
    };
    for (const column of Object.keys(said) as (keyof RunRow)[])
      if (row[column] !== said[column]) faults.add('state-mismatch', seq, null, `${column} of run ${run}`);
  }
  for (const { run, seq } of rows.values())
    if (!chain.unread.has(seq)) faults.add('event-missing', seq, null, `no event says that there was a run ${run}`);
}

/** Whether the ledger is the one that the chain says, and lists what it must. */
export function checkMeta(db: Database, chain: Chain, faults: Faults): void {
  const meta = new Map(db.prepare('SELECT key, value FROM meta').raw().all() as [string, string][]);
  const { identity, created } = chain;
  if (identity !== null && meta.get('uuid') !== identity.uuid) faults.add('state-mismatch', identity.seq, null, 'uuid');
  if (created !== null && meta.get('created') !== created) faults.add('state-mismatch', 1, null, 'created');
  const entered = chain.folds.customers.length > 0;
  if ((entered || meta.has('fields')) && listedFields(db) === null)
    faults.add('database-damaged', null, null, 'meta: fields');
}

/** Whether tombstones are those that the events of destruction commit to. */
export function checkTombstones(db: Database, chain: Chain, faults: Faults): void {
  for (const seq of new Set(chain.erasures.ranges('customers').map((range) => range.seq))) {
    const body = bodyOf(db, seq, 'erase');
    if (body !== null && tombstoneDigest(db, seq) !== (chain.lapsed.has(seq) ? null : body.tombstones))
      faults.add('state-mismatch', seq, null, 'tombstones');
  }
  const erased = new Set(chain.erased.map(([seq]) => seq));
  const raised = db.prepare('SELECT seq, count(*) AS n FROM tombstone GROUP BY seq').all() as {
    seq: number;
    n: number;
  }[];
  for (const { seq, n } of raised)
    if (!erased.has(seq) && !chain.unread.has(seq))
      faults.add('state-mismatch', null, null, `${n} tombstones of no event`);
  const key = tombstoneKeyCommit(db);
  for (const [commit, seq] of chain.tombstoneKeys)
    if (commit !== key) faults.add('state-mismatch', seq, null, 'tombstone-key');
  // Events of earlier builds do not commit to it.
  if (key === null && raised.length > 0 && chain.tombstoneKeys.size === 0)
    faults.add('state-mismatch', raised[0]?.seq ?? null, null, 'tombstone-key');
}

/** What stands beside the rows and the chain says, too: states of rows, decisions on pairs, runs, tombstones. */
import type { Database } from 'better-sqlite3';
import { tombstoneDigest } from '../tombstones.js';
import type { EraseBody } from '../trail.js';
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

/** Whether the runs are those of the chain, and used the plans that it says. */
export function checkRuns(db: Database, chain: Chain, faults: Faults): void {
  // Left to itself SQLite looks through all events for the few that are runs.
  const known = db.prepare("SELECT count(*) FROM runs CROSS JOIN audit USING(seq) WHERE op = 'run'").pluck().get();
  const rows = db.prepare('SELECT count(*) FROM runs').pluck().get();
  if (known !== chain.runs || rows !== chain.runs) {
    faults.add('event-missing', null, null, `${chain.runs} run events, ${String(rows)} runs`);
  }
  // Whether a saved plan was used is asked of the table, and must be what the chain says.
  const plans = db
    .prepare(
      "SELECT seq, run FROM runs CROSS JOIN audit USING(seq) WHERE op = 'run' AND runs.plan IS NOT (body ->> 'plan')",
    )
    .all() as { seq: number; run: number }[];
  for (const { seq, run } of plans) faults.add('state-mismatch', seq, null, `plan of run ${run}`);
}

/** Whether tombstones are those that the events of destruction commit to. */
export function checkTombstones(db: Database, chain: Chain, faults: Faults): void {
  for (const seq of new Set(chain.erasures.ranges('customers').map((range) => range.seq))) {
    const body = bodyOf<EraseBody>(db, seq, 'erase');
    if (body !== null && tombstoneDigest(db, seq) !== (chain.lapsed.has(seq) ? null : body.tombstones))
      faults.add('state-mismatch', seq, null, 'tombstones');
  }
  const stray = db
    .prepare(
      "SELECT count(*) FROM tombstone WHERE seq NOT IN (SELECT seq FROM audit INDEXED BY audit_erased WHERE op = 'erase')",
    )
    .pluck()
    .get() as number;
  if (stray > 0) faults.add('state-mismatch', null, null, `${stray} tombstones of no event`);
}

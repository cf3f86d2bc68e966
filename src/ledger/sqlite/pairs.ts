/** Decisions on pairs of customers, and what scans of the ledger left. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { ListedPair, MatchMemory } from '../../model/ledger.js';
import type { PairDecision } from '../../model/plan.js';
import { foldSize, type PairBody, type Trail } from './trail.js';

/** Decides what is staged, an event for up to 1,000 pairs; inserts of the same draft come after everybody else. */
export function applyPairs(db: Database, trail: Trail, run: number, firstId: CustomerId | null): void {
  if (firstId !== null)
    db.prepare(
      'UPDATE stage_pair SET a = CASE WHEN b < 0 THEN @first - b - 1 ELSE b END, b = @first - a - 1 WHERE a < 0',
    ).run({ first: firstId });
  const next = db
    .prepare(
      `SELECT s.a, s.b, s.what, d.what FROM stage_pair s LEFT JOIN pair_decision d ON d.a = s.a AND d.b = s.b
       WHERE (s.a, s.b) > (?, ?) ORDER BY s.a, s.b LIMIT ${foldSize}`,
    )
    .raw();
  const write = db.prepare('INSERT OR REPLACE INTO pair_decision VALUES(?, ?, ?, ?)');
  let last: readonly [number, number] = [-1, -1];
  for (;;) {
    const pairs = next.all(...last) as PairBody['pairs'];
    const end = pairs.at(-1);
    if (end === undefined) return;
    last = [end[0], end[1]];
    const seq = trail.nextSeq;
    for (const [a, b, what] of pairs) write.run(a, b, what, seq);
    const body: PairBody = { run, pairs };
    trail.append('pair', null, body);
  }
}

/** Every decision that stands, in order. */
export const readPairs = (db: Database): IterableIterator<PairDecision> =>
  (
    db.prepare('SELECT a, b, what FROM pair_decision WHERE what IS NOT NULL ORDER BY a, b').all() as PairDecision[]
  ).values();

/** What was decided of two customers. */
export const readPair = (db: Database, one: CustomerId, other: CustomerId): PairDecision['what'] =>
  (db
    .prepare('SELECT what FROM pair_decision WHERE a = ? AND b = ?')
    .pluck()
    .get(Math.min(one, other), Math.max(one, other)) as PairDecision['what'] | undefined) ?? null;

/** What scans left; null before the first. */
export function readMemory(db: Database): MatchMemory | null {
  const kept = db.prepare('SELECT size, up_to AS upTo, learned FROM match_memory').get() as
    | Pick<MatchMemory, 'learned' | 'size' | 'upTo'>
    | undefined;
  if (kept === undefined) return null;
  return {
    ...kept,
    get postings() {
      return db.prepare('SELECT key, bytes FROM match_posting ORDER BY id').iterate() as Iterable<{
        key: number;
        bytes: Uint8Array;
      }>;
    },
    get pairs() {
      return db.prepare('SELECT a, b, bits, decision FROM match_pair ORDER BY a, b').iterate() as Iterable<ListedPair>;
    },
    get entities() {
      return db.prepare('SELECT customer, entity FROM match_entity ORDER BY customer').raw().iterate() as Iterable<
        readonly [number, number]
      >;
    },
  };
}

/** Keeps what a scan left; inside a transaction. */
export function writeMemory(db: Database, memory: MatchMemory, how: 'add' | 'replace'): void {
  if (how === 'replace') forgetMemory(db);
  db.prepare('INSERT OR REPLACE INTO match_memory VALUES(1, ?, ?, ?)').run(memory.size, memory.upTo, memory.learned);
  const posting = db.prepare('INSERT INTO match_posting(key, bytes) VALUES(?, ?)');
  for (const { key, bytes } of memory.postings) posting.run(key, bytes);
  const pair = db.prepare('INSERT OR REPLACE INTO match_pair VALUES(?, ?, ?, ?)');
  for (const { a, b, bits, decision } of memory.pairs) pair.run(a, b, bits, decision);
  const entity = db.prepare('INSERT OR REPLACE INTO match_entity VALUES(?, ?)');
  for (const [customer, of] of memory.entities) entity.run(customer, of);
}

/** Throws away what scans left. */
export function forgetMemory(db: Database): void {
  db.exec('DELETE FROM match_memory; DELETE FROM match_posting; DELETE FROM match_pair; DELETE FROM match_entity');
}

/** The chain from the first event on, and what its events say of rows. */
import type { Database } from 'better-sqlite3';
import type { AuditEvent } from '../../../model/audit.js';
import type { SettledTable } from '../../../model/plan.js';
import { Erasures } from '../erasures.js';
import type { SealedTable } from '../schema.js';
import { eventHash, genesis } from '../seal.js';
import type { ChildBody, EraseBody, FoldBody, PairBody, Ranges, SetAsideBody, SettleBody } from '../trail.js';
import { type Faults, parsed } from './faults.js';

/** Rows first … first+n-1 of a table, as one event commits to them. */
export interface Fold {
  readonly seq: number;
  readonly first: number;
  readonly n: number;
}

/** What an event said of the state of rows. */
export interface Said {
  readonly table: SettledTable | 'customers';
  readonly seq: number;
  readonly is: string | null;
  readonly into: number | null;
  readonly rows: Ranges;
}

/** What an event destroyed. */
export type Erased = readonly [seq: number, body: Pick<EraseBody, 'fields' | 'gone' | 'rows' | 'run'>];

/** What the events came to: a number or three for every 1,000 rows. */
export class Chain {
  readonly folds: Record<SealedTable | 'customers', Fold[]> = {
    customers: [],
    held: [],
    interactions: [],
    transactions: [],
  };
  readonly said: Said[] = [];
  /** What events destroyed, as it is said; and to look rows up by. */
  readonly erased: Erased[] = [];
  readonly erasures = new Erasures();
  /** Events whose tombstones counted no longer. */
  readonly lapsed = new Set<number>();
  /** What events decided of pairs, by both ids. */
  readonly decided = new Map<string, { readonly what: string | null; readonly seq: number }>();
  events = 0;
  updates = 0;
  runs = 0;
}

/** Checks every link. */
export function readChain(db: Database, faults: Faults): Chain {
  const chain = new Chain();
  const events = db.prepare('SELECT seq, ts, actor, role, op, subject, body, hash FROM audit ORDER BY seq').raw();
  let previous = genesis;
  let last = '';
  let expected = 1;
  for (const row of events.iterate() as IterableIterator<
    [number, string, string, string, AuditEvent['op'], number | null, string, string]
  >) {
    const [seq, ts, actor, role, op, subject, body, hash] = row;
    if (seq !== expected) faults.add('event-missing', expected, null, `${expected}…${seq - 1}`);
    if (eventHash(previous, { seq, ts, actor, role, op, subject, body }) !== hash) {
      faults.add('chain-broken', seq, subject, op);
    }
    if (ts < last) faults.add('time-backwards', seq, subject, ts);
    previous = hash;
    last = ts;
    expected = seq + 1;
    chain.events += 1;
    if (op === 'update') chain.updates += 1;
    else if (op === 'run') chain.runs += 1;
    else if (!note(chain, op, seq, body)) faults.add('chain-broken', seq, subject, 'unreadable body');
  }
  for (const folds of Object.values(chain.folds)) folds.sort((a, b) => a.first - b.first);
  return chain;
}

/** Keeps what an event says of rows; false where it cannot be read. */
function note(chain: Chain, op: AuditEvent['op'], seq: number, body: string): boolean {
  switch (op) {
    case 'insert':
      return noteFold(chain, 'customers', seq, body);
    case 'hold-row':
      return noteFold(chain, 'held', seq, body);
    case 'child':
      return noteFold(chain, parsed<ChildBody>(body)?.table, seq, body);
    case 'set-aside':
    case 'bring-back':
      return noteState(chain, 'customers', seq, body);
    case 'settle':
      return noteState(chain, parsed<SettleBody>(body)?.table, seq, body);
    case 'pair':
      return notePairs(chain, seq, body);
    case 'erase':
      return noteErasure(chain, seq, body);
    default:
      return true;
  }
}

function noteFold(chain: Chain, table: SealedTable | 'customers' | undefined, seq: number, body: string): boolean {
  const fold = parsed<FoldBody>(body);
  if (fold === null || table === undefined || chain.folds[table] === undefined) return false;
  chain.folds[table].push({ seq, first: fold.first, n: fold.n });
  return true;
}

function noteState(chain: Chain, table: SettledTable | 'customers' | undefined, seq: number, body: string): boolean {
  const state = parsed<SetAsideBody & SettleBody>(body);
  if (state === null || table === undefined || chain.folds[table] === undefined || !Array.isArray(state.rows))
    return false;
  const is = table === 'customers' ? (state.aside ?? null) : state.how === 'open' ? null : state.how;
  chain.said.push({ table, seq, is, into: state.into ?? null, rows: state.rows });
  return true;
}

function notePairs(chain: Chain, seq: number, body: string): boolean {
  const pairs = parsed<PairBody>(body)?.pairs;
  if (!Array.isArray(pairs)) return false;
  for (const [a, b, what] of pairs) chain.decided.set(`${a} ${b}`, { what, seq });
  return true;
}

function noteErasure(chain: Chain, seq: number, body: string): boolean {
  const erased = parsed<EraseBody>(body);
  if (erased === null || !Array.isArray(erased.rows) || typeof erased.gone !== 'object') return false;
  const { fields, gone, rows, run } = erased;
  chain.erased.push([seq, { fields, gone, rows, run }]);
  chain.erasures.add(seq, erased);
  for (const earlier of erased.lapsed ?? []) chain.lapsed.add(earlier);
  return true;
}

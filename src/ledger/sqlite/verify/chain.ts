/** The chain from the first event on, and what its events say of rows. */
import type { Database } from 'better-sqlite3';
import type { AuditEvent } from '../../../model/audit.js';
import type { SettledTable } from '../../../model/plan.js';
import { Erasures } from '../erasures.js';
import type { SealedTable } from '../schema.js';
import { eventHash, genesis } from '../seal.js';
import type { EraseBody, FoldBody, Ranges, RunBody } from '../trail.js';
import { type Bodies, isBody, isRead, readBody } from './bodies.js';
import type { Faults } from './faults.js';

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

/** What the events of one run say of it. */
export interface SaidRun extends Pick<RunBody, 'input' | 'inserted' | 'plan' | 'run' | 'undoes'> {
  readonly seq: number;
  /** The event of the run before it; 0 before the first. */
  readonly after: number;
  /** Its first event that entered customers, and the first of those. */
  readonly insert: { readonly seq: number; readonly first: number } | null;
}

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
  /** Runs by the event that closed them. */
  readonly runs = new Map<number, SaidRun>();
  /** Commitments to words of the ledger's own, by event and field. */
  readonly words = new Map<string, string>();
  /** Commitments to the key of the tombstones, each with the first event that bears it. */
  readonly tombstoneKeys = new Map<string, number>();
  /** Which ledger it is, by the last event that says so. */
  identity: { readonly seq: number; readonly uuid: string } | null = null;
  /** When it was made. */
  created: string | null = null;
  /** Events whose bodies cannot be read: what they said is unknown. */
  readonly unread = new Set<number>();
  events = 0;
  updates = 0;
}

/** Words of the ledger's own in `Chain.words`. */
export const wordsKey = (seq: number, field: string): string => `${seq} ${field}`;

/**
 * Checks every link. An event whose hash does not fit is a fault, and still says what its body says: else a thousand rows would be reported for one letter of it. One whose body has
 * not the shape of its kind says nothing.
 */
export function readChain(db: Database, faults: Faults): Chain {
  const reader = new ChainReader();
  const { chain } = reader;
  const events = db.prepare('SELECT seq, ts, actor, role, op, subject, body, hash FROM audit ORDER BY seq').raw();
  let previous = genesis;
  let last = '';
  let expected = 1;
  for (const row of events.iterate() as IterableIterator<
    [number, string, string, string, AuditEvent['op'], number | null, string, string]
  >) {
    const [seq, ts, actor, role, op, subject, body, hash] = row;
    if (seq !== expected) faults.add('event-missing', expected, null, `${expected}…${seq - 1}`);
    const holds = eventHash(previous, { seq, ts, actor, role, op, subject, body }) === hash;
    if (ts < last) faults.add('time-backwards', seq, subject, ts);
    previous = hash;
    last = ts;
    expected = seq + 1;
    chain.events += 1;
    // There may be a million of these, and each is looked at beside its kept values.
    if (op === 'update') chain.updates += 1;
    else if (!reader.read(op, { seq, ts, body })) {
      chain.unread.add(seq);
      faults.add('chain-broken', seq, subject, `${op}: unreadable body`);
      continue;
    }
    if (!holds) faults.add('chain-broken', seq, subject, op);
  }
  for (const folds of Object.values(chain.folds)) folds.sort((a, b) => a.first - b.first);
  return chain;
}

/** Keeps what events say, one after the other. */
class ChainReader {
  readonly chain = new Chain();
  /** The run event read last. */
  #run = 0;
  /** The first event since then that entered customers. */
  #insert: SaidRun['insert'] = null;

  /** False where the body cannot be read. */
  read(op: AuditEvent['op'], { seq, ts, body }: Pick<AuditEvent, 'body' | 'seq' | 'ts'>): boolean {
    if (!isRead(op)) return isBody(body);
    const of = <O extends keyof Bodies>(kind: O, keep: (said: Bodies[O]) => void): boolean => {
      const said = readBody(kind, body);
      if (said !== null) keep(said);
      return said !== null;
    };
    switch (op) {
      case 'insert':
        return of(op, (fold) => {
          this.#insert ??= { seq, first: fold.first };
          this.#fold('customers', seq, fold);
        });
      case 'hold-row':
        return of(op, (fold) => this.#fold('held', seq, fold));
      case 'child':
        return of(op, (fold) => this.#fold(fold.table, seq, fold));
      case 'set-aside':
        return of(op, ({ aside, into, rows }) => this.#state({ table: 'customers', seq, is: aside, into, rows }));
      case 'bring-back':
        return of(op, ({ rows }) => this.#state({ table: 'customers', seq, is: null, into: null, rows }));
      case 'settle':
        return of(op, ({ table, how, rows }) =>
          this.#state({ table, seq, is: how === 'open' ? null : how, into: null, rows }),
        );
      case 'pair':
        return of(op, ({ pairs }) => {
          for (const [a, b, what] of pairs) this.chain.decided.set(`${a} ${b}`, { what, seq });
        });
      case 'erase':
        return of(op, (erased) => this.#erasure(seq, erased));
      case 'run': {
        const isRead = of(op, (run) => this.#closed(seq, run));
        this.#run = seq;
        this.#insert = null;
        return isRead;
      }
      case 'create':
      case 'move':
        return of(op, ({ uuid }) => {
          this.chain.identity = { seq, uuid };
          if (op === 'create') this.chain.created ??= ts;
        });
      default:
        return readBody(op, body) !== null;
    }
  }

  #fold(table: SealedTable | 'customers', seq: number, { first, n }: FoldBody): void {
    this.chain.folds[table].push({ seq, first, n });
  }

  #state(said: Said): void {
    this.chain.said.push(said);
  }

  #erasure(seq: number, erased: EraseBody): void {
    const { chain } = this;
    const { fields, gone, rows, run, lapsed = [], note, tombstoneKey = null } = erased;
    chain.erased.push([seq, { fields, gone, rows, run }]);
    chain.erasures.add(seq, erased);
    for (const earlier of lapsed) chain.lapsed.add(earlier);
    this.#words(seq, ':note', note);
    if (tombstoneKey !== null && !chain.tombstoneKeys.has(tombstoneKey)) chain.tombstoneKeys.set(tombstoneKey, seq);
  }

  #closed(seq: number, { run, input, inserted, plan, undoes, reason }: RunBody): void {
    this.chain.runs.set(seq, {
      seq,
      after: this.#run,
      run,
      input,
      inserted,
      insert: this.#insert,
      ...(plan !== undefined && { plan }),
      ...(undoes !== undefined && { undoes }),
    });
    this.#words(seq, ':reason', reason);
    this.#words(seq, ':input', input?.name ?? null);
  }

  #words(seq: number, field: string, commit: string | null): void {
    if (commit !== null) this.chain.words.set(wordsKey(seq, field), commit);
  }
}

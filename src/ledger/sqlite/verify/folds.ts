import type { Database } from 'better-sqlite3';
import type { Erasures } from '../erasures.js';
import type { SealedTable } from '../schema.js';
import type { Bodies } from './bodies.js';
import type { Fold } from './chain.js';
import type { Ids } from './customers.js';
import { bodyOf, type Faults } from './faults.js';

/** Walks over a table's folds as its rows come by in order, from one id to another; rows that a fold has and the table has not are missing. */
export class FoldWalk<O extends 'child' | 'hold-row' | 'insert'> {
  readonly #db: Database;
  readonly #table: SealedTable | 'customers';
  readonly #op: O;
  readonly #folds: readonly Fold[];
  readonly #erasures: Erasures;
  readonly #faults: Faults;
  readonly #to: number;
  #current = 0;
  #next: number;
  #body: Bodies[O] | null = null;

  constructor(
    db: Database,
    of: { readonly table: SealedTable | 'customers'; readonly op: O },
    folds: readonly Fold[],
    erasures: Erasures,
    faults: Faults,
    [from, to]: Ids = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ) {
    this.#db = db;
    this.#table = of.table;
    this.#op = of.op;
    this.#folds = folds;
    this.#erasures = erasures;
    this.#faults = faults;
    this.#to = to;
    this.#next = from;
    for (let fold = folds[0]; fold !== undefined && fold.first + fold.n <= from; fold = folds[this.#current])
      this.#current += 1;
  }

  /** The fold that a row stands in; rows must be asked for in the order of ids. */
  at(id: number): { readonly seq: number; readonly body: Bodies[O] } | null {
    this.#missing(id);
    const fold = this.#folds[this.#current];
    if (fold === undefined || id < fold.first || id >= fold.first + fold.n) return null;
    this.#next = id + 1;
    this.#body ??= bodyOf(this.#db, fold.seq, this.#op);
    return this.#body === null ? null : { seq: fold.seq, body: this.#body };
  }

  finish(): void {
    this.#missing(this.#to + 1);
  }

  #missing(until: number): void {
    const table = this.#table;
    for (; this.#current < this.#folds.length; this.#current += 1, this.#body = null) {
      const { seq, first, n } = this.#folds[this.#current] as Fold;
      for (this.#next = Math.max(this.#next, first); this.#next < first + n; this.#next += 1) {
        if (this.#next >= until) return;
        if (this.#erasures.of(table, this.#next) !== null) continue;
        const row = table === 'customers' ? 'row' : `${table} ${this.#next}`;
        this.#faults.add('row-missing', seq, table === 'customers' ? this.#next : null, row);
        if (this.#faults.isFull) this.#next = Math.min(until, first + n) - 1;
      }
    }
  }
}

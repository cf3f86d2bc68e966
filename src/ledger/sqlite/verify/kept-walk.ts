import type { Database } from 'better-sqlite3';
import { isUncountable, LengthReader, lengthSql } from '../lengths.js';
import { once } from '../once.js';
import type { Ids } from './customers.js';
import type { KeptValue } from './words.js';

/** What an event changed of a customer: kept values in the order of fields, and the body of the event; null where the event is no update of that customer. */
export interface KeptEvent {
  readonly seq: number;
  readonly values: readonly KeptValue[];
  readonly body: string | null;
}

type Step = readonly [customer: number, seq: number, values: string, body: string | null];

const none: readonly KeptEvent[] = [];
const parts = ['field', 'before', 'salt'].map((name) => `ifnull(${lengthSql(name)}, '-')`).join(' || ');

/** Events by their kept values, oldest first, as the customers come by in order. */
export class KeptWalk {
  readonly #db: Database;
  readonly #rows: IterableIterator<Step>;
  readonly #passed: (id: number, event: KeptEvent) => void;
  readonly #reader = new LengthReader();
  #step: IteratorResult<Step>;

  /** @param passed hears of those of customers that are passed over */
  constructor(db: Database, [from, to]: Ids, passed: (id: number, event: KeptEvent) => void) {
    this.#db = db;
    this.#rows = once(
      db,
      `SELECT customer_id, seq, group_concat(${parts}, ''),
         (SELECT body FROM audit WHERE audit.seq = kept.seq AND op = 'update' AND subject = customer_id)
       FROM audit_value kept WHERE customer_id BETWEEN ? AND ? AND customer_id <> 0
       GROUP BY customer_id, seq ORDER BY customer_id, seq`,
    )
      .raw()
      .iterate(from, to) as IterableIterator<Step>;
    this.#passed = passed;
    this.#step = this.#rows.next();
  }

  of(id: number): readonly KeptEvent[] {
    this.#until(id);
    if (this.#step.done || this.#step.value[0] !== id) return none;
    const events: KeptEvent[] = [];
    do {
      events.push(this.#event(this.#step.value));
      this.#step = this.#rows.next();
    } while (!this.#step.done && this.#step.value[0] === id);
    return events;
  }

  finish(): void {
    this.#until(Number.POSITIVE_INFINITY);
  }

  #until(id: number): void {
    for (; !this.#step.done && this.#step.value[0] < id; this.#step = this.#rows.next())
      this.#passed(this.#step.value[0], this.#event(this.#step.value));
  }

  #event([customer, seq, text, body]: Step): KeptEvent {
    if (isUncountable(text)) {
      const query = 'SELECT field, before, salt FROM audit_value WHERE customer_id = ? AND seq = ? ORDER BY field';
      const found = once(this.#db, query).all(customer, seq) as Pick<KeptValue, 'before' | 'field' | 'salt'>[];
      return { seq, values: found.map((value) => ({ customer, seq, ...value })), body };
    }
    const reader = this.#reader;
    const values: KeptValue[] = [];
    const next = () => (reader.skip('-') ? null : reader.next());
    for (reader.begin(text, 0); !reader.isAtEnd; )
      values.push({ customer, seq, field: next() ?? '', before: next(), salt: next() });
    return { seq, values, body };
  }
}

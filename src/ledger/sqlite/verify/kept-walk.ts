import type { Database, Statement } from 'better-sqlite3';
import type { Joined } from '../joined.js';
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

/** The statement that a walk reads by. */
export const keptStatement = (db: Database, joined: Joined): Statement =>
  db
    .prepare(
      `SELECT customer_id, seq, ${joined.groupSql(['field', 'before', 'salt'])},
         (SELECT body FROM audit WHERE audit.seq = kept.seq AND op = 'update' AND subject = customer_id)
       FROM audit_value kept WHERE customer_id BETWEEN ? AND ? AND customer_id <> 0
       GROUP BY customer_id, seq ORDER BY customer_id, seq`,
    )
    .raw();

/** Events by their kept values, oldest first, as the customers come by in order. */
export class KeptWalk {
  readonly #joined: Joined;
  readonly #rows: IterableIterator<Step>;
  readonly #passed: (id: number, event: KeptEvent) => void;
  #step: IteratorResult<Step>;

  /** @param passed hears of those of customers that are passed over */
  constructor(
    { statement, joined }: { readonly statement: Statement; readonly joined: Joined },
    [from, to]: Ids,
    passed: (id: number, event: KeptEvent) => void,
  ) {
    this.#joined = joined;
    this.#rows = statement.iterate(from, to) as IterableIterator<Step>;
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

  /** Lets go of the statement, which else would keep the connection busy. */
  close(): void {
    this.#rows.return?.();
  }

  #until(id: number): void {
    for (; !this.#step.done && this.#step.value[0] < id; this.#step = this.#rows.next())
      this.#passed(this.#step.value[0], this.#event(this.#step.value));
  }

  #event([customer, seq, text, body]: Step): KeptEvent {
    const cut = this.#joined.cut(text);
    const values: KeptValue[] = [];
    for (let i = 0; i < cut.length; i += 3)
      values.push({
        customer,
        seq,
        field: cut[i] as string,
        before: cut[i + 1] as string | null,
        salt: cut[i + 2] as string | null,
      });
    return { seq, values, body };
  }
}

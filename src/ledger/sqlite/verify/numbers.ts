import type { Database } from 'better-sqlite3';
import type { IntegrityFault } from '../../../model/audit.js';
import { Faults, faultLimit } from './faults.js';

/** A number in the register. */
interface Registered {
  readonly no: string;
  readonly state: string;
}

/** Whether customers bear just the numbers that are registered as theirs. Both are read once, in the order of customers. */
export function checkNumbers(db: Database): readonly IntegrityFault[] {
  const faults = new Faults();
  const wrong: readonly (readonly [id: number, detail: string])[][] = [[], [], []];
  const found = (kind: 0 | 1 | 2, id: number, detail: string): void => {
    const list = wrong[kind] as [number, string][];
    if (list.length < faultLimit) list.push([id, detail]);
  };
  const customers = db.prepare('SELECT id, customer_no, aside FROM customers ORDER BY id').raw();
  const numbers = new Numbers(db);
  const notOf = (id: number, { no, state }: Registered): void => {
    if (state === 'active') found(1, id, `${no} is not borne`);
    if (state !== 'withdrawn' && state !== 'purged')
      found(2, id, `${no} is of nobody, or of one who was not destroyed`);
  };
  try {
    for (const [id, borne, aside] of customers.iterate() as IterableIterator<[number, string | null, string | null]>) {
      const own = numbers.of(id, notOf);
      const bears = aside === null ? borne : null;
      if (bears !== null && !own.some(({ no, state }) => no === bears && state === 'active'))
        found(0, id, `${bears} is not registered`);
      for (const { no, state } of own) {
        if (state === 'active' && no !== bears) found(1, id, `${no} is not borne`);
        if (state === 'purged') found(2, id, `${no} is of nobody, or of one who was not destroyed`);
      }
    }
    numbers.finish(notOf);
  } finally {
    numbers.close();
  }
  const above = db
    .prepare(
      `SELECT n.no, n.customer_id AS id FROM numbers n JOIN counters c ON c.id = n.counter_id WHERE n.serial > c.last LIMIT ${faultLimit}`,
    )
    .all() as { no: string; id: number }[];
  for (const [id, detail] of [
    ...wrong.flat(),
    ...above.map(({ no, id }) => [id, `${no} is above its counter`] as const),
  ])
    faults.add('number-mismatch', null, id, detail);
  return faults.list;
}

/** The register in the order of customers. */
class Numbers {
  readonly #rows: IterableIterator<[customer: number, no: string, state: string]>;
  #step: IteratorResult<[customer: number, no: string, state: string]>;

  constructor(db: Database) {
    this.#rows = db
      .prepare('SELECT customer_id, no, state FROM numbers ORDER BY customer_id, no')
      .raw()
      .iterate() as IterableIterator<[number, string, string]>;
    this.#step = this.#rows.next();
  }

  /** Those of a customer; customers must be asked for in order, and hears of those of customers that are passed over. */
  of(id: number, passed: (id: number, number: Registered) => void): readonly Registered[] {
    const own: Registered[] = [];
    for (; !this.#step.done && this.#step.value[0] <= id; this.#step = this.#rows.next()) {
      const [customer, no, state] = this.#step.value;
      if (customer === id) own.push({ no, state });
      else passed(customer, { no, state });
    }
    return own;
  }

  /** Lets go of the statement, which else would keep the connection busy. */
  close(): void {
    this.#rows.return?.();
  }

  finish(passed: (id: number, number: Registered) => void): void {
    this.of(Number.POSITIVE_INFINITY, passed);
  }
}

/** What later runs did to what a run left behind. */
import type { Database, Statement } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import { once } from './once.js';
import type { ChildBody } from './trail.js';

type ChildTable = ChildBody['table'];

/** Rows that one run brought. */
interface Brought {
  readonly table: ChildTable;
  readonly first: number;
  readonly n: number;
  readonly run: number;
}

/** Asks what came after a run, by the last event that it has. */
export class SinceRun {
  readonly #db: Database;
  readonly #last: number;
  readonly #used: Statement;
  readonly #changed: Statement;
  readonly #runs: Statement;
  readonly #merged: Statement;
  readonly #moved: Statement;
  readonly #runOf: Statement;
  #brought: readonly Brought[] | null = null;
  readonly #lastChild: Readonly<Record<ChildTable, number>>;

  constructor(db: Database, last: number) {
    this.#db = db;
    this.#last = last;
    const bodyRun = "body ->> 'run'";
    this.#lastChild = {
      interactions: lastChild(db, 'interactions', last),
      transactions: lastChild(db, 'transactions', last),
    };
    const hung = (table: ChildTable) =>
      `EXISTS (SELECT 1 FROM ${table} WHERE customer = @id AND settled IS NULL AND id > ${this.#lastChild[table]})`;
    const merged = `FROM customers WHERE aside IS NOT NULL AND aside = 'merged' AND aside_into = @id AND aside_seq > ${last}`;
    this.#used = db
      .prepare(`SELECT ${hung('interactions')} OR ${hung('transactions')} OR EXISTS (SELECT 1 ${merged})`)
      .pluck();
    this.#merged = db
      .prepare(`SELECT DISTINCT ${bodyRun} FROM audit WHERE seq IN (SELECT aside_seq ${merged})`)
      .pluck();
    // The first before-image after the run is the value that the run left.
    this.#changed = db.prepare(
      `SELECT field, before, salt IS NULL AS erased, min(seq) FROM audit_value
       WHERE customer_id = ? AND seq > ${last} AND field NOT LIKE ':%' GROUP BY field`,
    );
    this.#runs = db
      .prepare(
        `SELECT DISTINCT ${bodyRun} FROM audit_value v JOIN audit USING(seq)
         WHERE v.customer_id = @id AND v.seq > ${last} AND v.field NOT LIKE ':%' AND (@field IS NULL OR v.field = @field) ORDER BY v.seq`,
      )
      .pluck();
    this.#moved = db
      .prepare(`SELECT ${bodyRun} FROM customers JOIN audit ON audit.seq = aside_seq WHERE customers.id = ?`)
      .pluck();
    this.#runOf = db.prepare(`SELECT ${bodyRun} FROM audit WHERE seq = ?`).pluck();
  }

  /** Whether rows or merged customers of later runs hang on a customer. */
  isUsed(id: CustomerId): boolean {
    return this.#used.get({ id }) === 1;
  }

  /** The runs that hung them there. */
  used(id: CustomerId): readonly number[] {
    const runs = new Set(this.#merged.all({ id }) as number[]);
    this.#brought ??= this.#childEvents();
    for (const table of ['interactions', 'transactions'] as const) {
      const rows = once(this.#db, `SELECT id FROM ${table} WHERE customer = ? AND settled IS NULL AND id > ?`)
        .pluck()
        .all(id, this.#lastChild[table]) as number[];
      for (const row of rows) {
        const from = this.#brought.find((b) => b.table === table && b.first <= row && row < b.first + b.n);
        if (from !== undefined) runs.add(from.run);
      }
    }
    return [...runs].sort((a, b) => a - b);
  }

  /** Whether a value of a customer is another than the run left. */
  isChanged(id: CustomerId): boolean {
    const later = this.#changed.all(id) as { field: string; before: string | null; erased: 0 | 1 }[];
    if (later.length === 0) return false;
    const row = once(this.#db, 'SELECT * FROM customers WHERE id = ?').get(id) as Record<string, string | null>;
    return later.some(({ field, before, erased }) => erased === 1 || row[field] !== before);
  }

  /** The later runs that changed a customer, or one field of it. */
  changed(id: CustomerId, field: string | null = null): readonly number[] {
    return this.#runs.all({ id, field }) as number[];
  }

  /** The run that last set a customer aside, or brought it back; none where nobody ever did. */
  moved(id: CustomerId): readonly number[] {
    return this.#moved.all(id) as number[];
  }

  /** The run that an event belongs to. */
  runOf(seq: number): number {
    return this.#runOf.get(seq) as number;
  }

  #childEvents(): readonly Brought[] {
    const bodies = this.#db.prepare("SELECT body FROM audit WHERE seq > ? AND op = 'child'").pluck();
    return (bodies.all(this.#last) as string[]).map((text) => {
      const { table, first, n, run } = JSON.parse(text) as ChildBody;
      return { table, first, n, run };
    });
  }
}

/** The last row of a table that events up to this one brought. */
const lastChild = (db: Database, table: ChildTable, seq: number): number =>
  (db
    .prepare(
      "SELECT max(body ->> 'first' + body ->> 'n') - 1 FROM audit WHERE seq <= ? AND op = 'child' AND body ->> 'table' = ?",
    )
    .pluck()
    .get(seq, table) as number | null) ?? 0;

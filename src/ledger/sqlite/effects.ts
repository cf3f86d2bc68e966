/** What a run did, as far as it could be undone, and what stands in the way now. */
import type { Database, Statement } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { RunEffect } from '../../model/ledger.js';
import type { SettledTable, Settlement } from '../../model/plan.js';
import { CustomerReader, type Stored } from './reader.js';
import { quoted, sealedColumns } from './schema.js';
import { columnPrefix, rowDigest, valueCommit } from './seal.js';
import {
  type BringBackBody,
  type ChildBody,
  digestAt,
  type FoldBody,
  type InsertBody,
  type PairBody,
  type Ranges,
  type SetAsideBody,
  type SettleBody,
  type UpdateBody,
} from './trail.js';

interface Event {
  readonly seq: number;
  readonly op: string;
  readonly subject: CustomerId | null;
  readonly body: string;
}

/** The effects of a run in the order of its events; none of a run that is not there. */
export function* effectsOf(db: Database, run: number): IterableIterator<RunEffect> {
  const ends = db
    .prepare(
      'SELECT (SELECT seq FROM runs WHERE run = @run) AS last, (SELECT seq FROM runs WHERE run = @run - 1) AS before',
    )
    .get({ run }) as { last: number | null; before: number | null };
  if (ends.last === null) return;
  const effects = new Effects(db, ends.last);
  const next = db.prepare('SELECT seq, op, subject, body FROM audit WHERE seq > ? AND seq < ? ORDER BY seq LIMIT 16');
  for (let seq = ends.before ?? 0; ; ) {
    const events = next.all(seq, ends.last) as Event[];
    if (events.length === 0) return;
    for (const event of events) yield* effects.of(event);
    seq = events.at(-1)?.seq ?? seq;
  }
}

class Effects {
  readonly #db: Database;
  readonly #customers: CustomerReader;
  /** Columns as the digest has them. */
  readonly #row: Statement;
  readonly #used: Statement;
  readonly #values: Statement;
  readonly #prefixes = sealedColumns.map(columnPrefix);

  constructor(db: Database, last: number) {
    this.#db = db;
    this.#customers = new CustomerReader(db);
    this.#row = db
      .prepare(`SELECT version, aside, salt, json_array(${sealedColumns.map(quoted)}) FROM customers WHERE id = ?`)
      .raw();
    // Rows that a later run hung on a customer, and customers that are merged into it.
    const hung = (table: 'interactions' | 'transactions') =>
      `EXISTS (SELECT 1 FROM ${table} WHERE customer = @id AND settled IS NULL AND id > ${lastChild(db, table, last)})`;
    this.#used = db
      .prepare(
        `SELECT ${hung('interactions')} OR ${hung('transactions')}
           OR EXISTS (SELECT 1 FROM customers WHERE aside IS NOT NULL AND aside = 'merged' AND aside_into = @id)`,
      )
      .pluck();
    this.#values = db.prepare('SELECT field, before, salt FROM audit_value WHERE customer_id = ? AND seq = ?');
  }

  *of({ seq, op, subject, body }: Event): IterableIterator<RunEffect> {
    if (op === 'insert') yield* this.#inserts(JSON.parse(body) as InsertBody);
    else if (op === 'update') yield this.#update(seq, subject as CustomerId, JSON.parse(body) as UpdateBody);
    else if (op === 'hold-row') yield* this.#rows('held', JSON.parse(body) as FoldBody);
    else if (op === 'child') {
      const child = JSON.parse(body) as ChildBody;
      yield* this.#rows(child.table, child);
    } else if (op === 'settle') yield* this.#settled(seq, JSON.parse(body) as SettleBody);
    else if (op === 'pair') yield* this.#pairs(seq, JSON.parse(body) as PairBody);
    else if (op === 'set-aside') yield* this.#moves('set-aside', seq, JSON.parse(body) as SetAsideBody);
    else if (op === 'bring-back') yield* this.#moves('bring-back', seq, JSON.parse(body) as BringBackBody);
  }

  *#inserts({ first, n, digests }: InsertBody): IterableIterator<RunEffect> {
    for (let id = first; id < first + n; id += 1) {
      const row = this.#row.get(id) as [number, string | null, string | null, string] | undefined;
      if (row === undefined) continue;
      const [version, aside, salt, json] = row;
      const changed =
        version > 1 &&
        (salt === null ||
          rowDigest('customers', salt, this.#prefixes, JSON.parse(json) as (string | null)[]) !==
            digestAt(digests, id - first));
      const since = aside !== null ? 'aside' : changed ? 'changed' : this.#used.get({ id }) === 1 ? 'used' : null;
      yield { kind: 'insert', id, version, since };
    }
  }

  #update(seq: number, id: CustomerId, { set }: UpdateBody): RunEffect {
    const stored = this.#customers.stored(id) as Stored;
    const kept = new Map(
      (this.#values.all(id, seq) as { field: string; before: string | null; salt: string | null }[]).map((v) => [
        v.field,
        v,
      ]),
    );
    const changes = Object.entries(set).map(([name, [, after]]) => {
      const field = name as FieldKey | 'extra';
      const value = kept.get(name);
      if (value === undefined || value.salt === null) return { field, before: null, now: 'erased' as const };
      const { before, salt } = value;
      const present = stored.record[field];
      const now =
        valueCommit(salt, name, 'a', present) === after ? 'kept' : present === before ? 'back' : ('changed' as const);
      return { field, before, now } as const;
    });
    return { kind: 'update', id, version: stored.record.version, aside: stored.why !== null, changes };
  }

  *#moves(
    kind: 'bring-back' | 'set-aside',
    seq: number,
    body: BringBackBody | SetAsideBody,
  ): IterableIterator<RunEffect> {
    const why = 'aside' in body ? body.aside : null;
    const into = 'into' in body ? body.into : null;
    const state = this.#db.prepare('SELECT version, aside_seq AS at FROM customers WHERE id = ?');
    for (const id of idsIn(body.rows)) {
      const row = state.get(id) as { version: number; at: number } | undefined;
      if (row !== undefined) yield { kind, id, version: row.version, why, into, stands: row.at === seq };
    }
  }

  *#rows(table: SettledTable, { first, n }: FoldBody): IterableIterator<RunEffect> {
    const rows = this.#db.prepare(`SELECT id, settled FROM ${table} WHERE id BETWEEN ? AND ? ORDER BY id`);
    for (const { id, settled } of rows.all(first, first + n - 1) as { id: number; settled: Settlement['how'] | null }[])
      yield { kind: 'row', table, id, settled };
  }

  *#pairs(seq: number, { pairs }: PairBody): IterableIterator<RunEffect> {
    const state = this.#db.prepare('SELECT seq FROM pair_decision WHERE a = ? AND b = ?').pluck();
    for (const [a, b, , before] of pairs) yield { kind: 'pair', a, b, before, stands: state.get(a, b) === seq };
  }

  *#settled(seq: number, { table, rows }: SettleBody): IterableIterator<RunEffect> {
    const state = this.#db.prepare(`SELECT settled_seq FROM ${table} WHERE id = ?`).pluck();
    for (const id of idsIn(rows)) yield { kind: 'settle', table, id, stands: state.get(id) === seq };
  }
}

/** The ids of ranges, in order. */
function* idsIn(ranges: Ranges): IterableIterator<number> {
  for (const [first, last] of ranges) for (let id = first; id <= last; id += 1) yield id;
}

/** The last row of a table that events up to this one brought. */
const lastChild = (db: Database, table: string, seq: number): number =>
  (db
    .prepare(
      "SELECT max(body ->> 'first' + body ->> 'n') - 1 FROM audit WHERE seq <= ? AND op = 'child' AND body ->> 'table' = ?",
    )
    .pluck()
    .get(seq, table) as number | null) ?? 0;

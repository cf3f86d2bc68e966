/** What a run did, as far as it could be undone, and what stands in the way now. */
import type { Database, Statement } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { InTheWay, RunEffect, Since } from '../../model/ledger.js';
import type { AsideWhy, PairDecision, SettledTable, Settlement } from '../../model/plan.js';
import { type Erasures, erasuresOf } from './erasures.js';
import { customersIn } from './moves.js';
import { once } from './once.js';
import { CustomerReader } from './reader.js';
import { quoted, sealedColumns } from './schema.js';
import { changeCommit, columnMarks, rowDigest } from './seal.js';
import { SinceRun } from './since.js';
import {
  type BringBackBody,
  type ChildBody,
  digestAt,
  type FoldBody,
  type InsertBody,
  idsIn,
  type PairBody,
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

/** Where a customer or a row stands, and the event that last said so. */
interface State<S> {
  readonly state: S | null;
  readonly at: number | null;
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
  readonly #since: SinceRun;
  /** Columns as the digest has them. */
  readonly #row: Statement;
  readonly #values: Statement;
  readonly #aside: Statement;
  readonly #marks = columnMarks(sealedColumns);
  readonly #erasures: Erasures;
  readonly #last: number;

  constructor(db: Database, last: number) {
    this.#db = db;
    this.#customers = new CustomerReader(db);
    this.#since = new SinceRun(db, last);
    this.#erasures = erasuresOf(db);
    this.#last = last;
    this.#row = db
      .prepare(`SELECT version, aside, salt, json_array(${sealedColumns.map(quoted)}) FROM customers WHERE id = ?`)
      .raw();
    this.#values = db.prepare('SELECT field, before, salt FROM audit_value WHERE customer_id = ? AND seq = ?');
    this.#aside = db.prepare(
      'SELECT version, aside AS state, aside_seq AS at, aside_into AS "into" FROM customers WHERE id = ?',
    );
  }

  *of({ seq, op, subject, body }: Event): IterableIterator<RunEffect> {
    if (op === 'insert') yield* this.#inserts(JSON.parse(body) as InsertBody);
    else if (op === 'update') yield* this.#update(seq, subject as CustomerId, JSON.parse(body) as UpdateBody);
    else if (op === 'hold-row') yield* this.#rows('held', JSON.parse(body) as FoldBody);
    else if (op === 'child') {
      const child = JSON.parse(body) as ChildBody;
      yield* this.#rows(child.table, child);
    } else if (op === 'settle') yield* this.#settled(seq, JSON.parse(body) as SettleBody);
    else if (op === 'pair') yield* this.#pairs(seq, JSON.parse(body) as PairBody);
    else if (op === 'set-aside') yield* this.#setAside(seq, JSON.parse(body) as SetAsideBody);
    else if (op === 'bring-back') yield* this.#broughtBack(seq, JSON.parse(body) as BringBackBody);
  }

  *#inserts({ first, n, digests }: InsertBody): IterableIterator<RunEffect> {
    for (let id = first; id < first + n; id += 1) {
      const row = this.#row.get(id) as [number, AsideWhy | null, string | null, string] | undefined;
      if (row === undefined) {
        yield* this.#destroyed(id);
        continue;
      }
      const [version, aside, salt, json] = row;
      const changed = () =>
        version > 1 &&
        (salt === null ||
          rowDigest('customers', salt, this.#marks, JSON.parse(json) as (string | null)[]) !==
            digestAt(digests, id - first));
      yield { kind: 'insert', id, version, ...this.#inTheWay(id, aside, changed) };
    }
  }

  /** What keeps a customer from being taken out, and the runs behind it. */
  #inTheWay(
    id: CustomerId,
    aside: AsideWhy | null,
    changed: () => boolean,
  ): { readonly since: InTheWay | null; readonly by: readonly number[] } {
    if (aside !== null) return { since: aside, by: this.#since.moved(id) };
    if (changed()) {
      const lost = this.#erasures.fieldsOf(id).flatMap(({ seq, run }) => (seq > this.#last ? [run] : []));
      return { since: 'changed', by: [...new Set([...this.#since.changed(id), ...lost])].sort((a, b) => a - b) };
    }
    return this.#since.isUsed(id) ? { since: 'used', by: this.#since.used(id) } : { since: null, by: [] };
  }

  /** What was destroyed, with the run that did; nothing where no event says so. */
  *#destroyed(
    id: CustomerId | null,
    row: { table: SettledTable; id: number } | null = null,
  ): IterableIterator<RunEffect> {
    const erased =
      row === null ? this.#erasures.of('customers', id as CustomerId) : this.#erasures.of(row.table, row.id);
    if (erased !== null) yield { kind: 'destroyed', id, row, by: [erased.run] };
  }

  *#update(seq: number, id: CustomerId, { set }: UpdateBody): IterableIterator<RunEffect> {
    const stored = this.#customers.stored(id);
    if (stored === null) {
      yield* this.#destroyed(id);
      return;
    }
    const losses = this.#erasures.fieldsOf(id).flatMap((lost) => (lost.seq > seq ? [lost.run] : []));
    const kept = new Map(
      (this.#values.all(id, seq) as { field: string; before: string | null; salt: string | null }[]).map((v) => [
        v.field,
        v,
      ]),
    );
    const changes = Object.entries(set).map(([name, commit]) => {
      const field = name as FieldKey | 'extra';
      const value = kept.get(name);
      if (value === undefined || value.salt === null)
        return { field, before: null, now: 'erased' as const, by: losses };
      const { before, salt } = value;
      const present = stored.record[field];
      if (changeCommit(salt, name, before, present) === commit) return { field, before, now: 'kept' as const, by: [] };
      return {
        field,
        before,
        now: present === before ? 'back' : 'changed',
        by: this.#since.changed(id, name),
      } as const;
    });
    const asideBy = stored.why === null ? null : (this.#since.moved(id)[0] ?? null);
    yield { kind: 'update', id, version: stored.record.version, asideBy, changes };
  }

  *#setAside(seq: number, { rows }: SetAsideBody): IterableIterator<RunEffect> {
    for (const id of idsIn(rows)) {
      const row = this.#aside.get(id) as State<AsideWhy> | undefined;
      if (row === undefined) {
        yield* this.#destroyed(id);
        continue;
      }
      const now: Since = row.at === seq ? 'kept' : row.state === null ? 'back' : 'changed';
      yield { kind: 'set-aside', id, now, by: now === 'kept' ? [] : this.#since.moved(id) };
    }
  }

  *#broughtBack(seq: number, { rows }: BringBackBody): IterableIterator<RunEffect> {
    for (const id of idsIn(rows)) {
      const row = this.#aside.get(id) as (State<AsideWhy> & { version: number; into: number | null }) | undefined;
      if (row === undefined) {
        yield* this.#destroyed(id);
        continue;
      }
      const { version, into, state, at } = row;
      const now: Since = at === seq ? 'kept' : state === null ? 'changed' : 'back';
      // Into whom it had been merged stays on record; who was undone had been merged into nobody.
      const why = into === null ? 'undone' : 'merged';
      const found =
        now === 'kept'
          ? this.#inTheWay(id, null, () => this.#since.isChanged(id))
          : { since: null, by: this.#since.moved(id) };
      yield { kind: 'bring-back', id, version, now, why, into, ...found };
    }
  }

  *#rows(table: SettledTable, { first, n }: FoldBody): IterableIterator<RunEffect> {
    const rows = once(
      this.#db,
      `SELECT id, settled, settled_seq AS at FROM ${table} WHERE id BETWEEN ? AND ? ORDER BY id`,
    );
    let next = first;
    for (const row of rows.all(first, first + n - 1) as {
      id: number;
      settled: Settlement['how'] | null;
      at: number;
    }[]) {
      for (; next < row.id; next += 1) yield* this.#destroyed(null, { table, id: next });
      next = row.id + 1;
      yield {
        kind: 'row',
        table,
        id: row.id,
        settled: row.settled,
        by: row.settled === null ? [] : [this.#since.runOf(row.at)],
      };
    }
    for (; next < first + n; next += 1) yield* this.#destroyed(null, { table, id: next });
  }

  *#pairs(seq: number, { pairs }: PairBody): IterableIterator<RunEffect> {
    const query = once(this.#db, 'SELECT what AS state, seq AS at FROM pair_decision WHERE a = ? AND b = ?');
    for (const [a, b, , before] of pairs) {
      const found = query.get(a, b) as State<PairDecision['what']> | undefined;
      if (found === undefined) {
        yield* this.#destroyed(this.#erasures.of('customers', a) === null ? b : a);
        continue;
      }
      const { state, at } = found;
      const now: Since = at === seq ? 'kept' : state === before ? 'back' : 'changed';
      yield { kind: 'pair', a, b, before, now, by: now === 'kept' || at === null ? [] : [this.#since.runOf(at)] };
    }
  }

  *#settled(seq: number, body: SettleBody): IterableIterator<RunEffect> {
    const { table, how, was = null, rows } = body;
    const customers = customersIn(body);
    const query = once(this.#db, `SELECT settled AS state, settled_seq AS at FROM ${table} WHERE id = ?`);
    for (const id of idsIn(rows)) {
      const found = query.get(id) as State<Settlement['how']> | undefined;
      if (found === undefined) {
        yield* this.#destroyed(null, { table, id });
        continue;
      }
      const { state, at } = found;
      const now: Since = at === seq ? 'kept' : state === was ? 'back' : 'changed';
      const by = now === 'kept' || at === null ? [] : [this.#since.runOf(at)];
      yield { kind: 'settle', table, id, how, was, customer: customers.get(id) ?? null, now, by };
    }
  }
}

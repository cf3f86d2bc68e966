/** Applies a draft: everything of one run, inside the caller's transaction. Inserts are copied set-wise. */
import type { Database, Statement } from 'better-sqlite3';
import type { Operator } from '../../model/audit.js';
import { StewardError } from '../../model/errors.js';
import type { Draft, NumberParts } from '../../model/ledger.js';
import type { AppliedRun, ChildRow, HeldRow, RunInfo } from '../../model/plan.js';
import type { SqliteDraft, StagedUpdate } from './draft.js';
import { applyErasures, type Destroyed } from './erase.js';
import { takeOver, underOwnKey } from './heritage.js';
import { identityBeside } from './identity.js';
import { applyMoves, applySettlements } from './moves.js';
import { applyPairs } from './pairs.js';
import { noteOf, whyOf } from './reasons.js';
import { customerIndexes, nextId, quoted, type SealedTable, sealedColumns, sealedTables } from './schema.js';
import { columnMarks, rowDigest, type Salts } from './seal.js';
import type { StagedRows } from './staged-rows.js';
import {
  type ChildBody,
  type FoldBody,
  foldSize,
  type InsertBody,
  type RunBody,
  type StepBody,
  Trail,
  type UpdateBody,
} from './trail.js';
import { noteUsedFields } from './used-fields.js';

/** The statements for one set of updated fields. */
interface Shape {
  readonly read: Statement;
  readonly write: Statement;
}

/** From this many inserts on, and a quarter of what is there, making the indexes anew is cheaper than keeping them. */
const bulk = 20_000;

/** What a run without a draft stages. */
const nothing: Draft['size'] = {
  inserts: 0,
  updates: 0,
  held: 0,
  children: 0,
  moves: 0,
  settled: 0,
  pairs: 0,
  erased: 0,
  steps: 0,
};

/** As the driver declares functions of SQL. */
type SqlFunction = (...parameters: unknown[]) => unknown;

/** For so many different sets of updated fields there is a statement each; all further ones go by a statement over all fields. */
const shapeLimit = 200;

/** Applies a draft, or records a run without one; the caller holds the write lock and commits. */
export function applyRun(
  db: Database,
  draft: SqliteDraft | null,
  info: RunInfo,
  by: Operator,
  now: Date,
  salts: Salts,
): AppliedRun {
  const trail = new Trail(db, by, now, salts);
  const run = ((db.prepare('SELECT max(run) FROM runs').pluck().get() as number | null) ?? 0) + 1;
  return new Application(db, trail, run, salts).apply(draft, info);
}

class Application {
  readonly #db: Database;
  readonly #trail: Trail;
  readonly #run: number;
  readonly #salts: Salts;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Database, trail: Trail, run: number, salts: Salts) {
    this.#db = db;
    this.#trail = trail;
    this.#run = run;
    this.#salts = salts;
  }

  apply(draft: SqliteDraft | null, info: RunInfo): AppliedRun {
    const size = draft?.size ?? nothing;
    const before = customersAfterLastRun(this.#db) ?? 0;
    let firstId: number | null = null;
    let insertSeq: number | null = null;
    let updated = 0;
    const stale: number[] = [];
    let moved = { aside: 0, back: 0 };
    let settled = 0;
    let erased: Destroyed = { customers: 0, listed: 0, fields: 0 };
    if (draft !== null) {
      noteUsedFields(this.#db, draft.fields);
      if (size.inserts > 0) {
        firstId = draft.rows.firstId;
        insertSeq = this.#trail.nextSeq;
        this.#inserts(draft.rows, info);
        this.#insertEvents(draft, info);
      }
      // Who comes back may be changed in the same run.
      const move = (which: 'bring-back' | 'set-aside') =>
        size.moves > 0 ? applyMoves(this.#db, this.#trail, this.#run, draft.whys, stale, which) : 0;
      const back = move('bring-back');
      updated = this.#updates(stale);
      moved = { back, aside: move('set-aside') };
      const idOf = (customer: number) => (customer < 0 && firstId !== null ? firstId - customer - 1 : customer);
      this.#held(idOf);
      this.#children(idOf);
      if (size.pairs > 0) applyPairs(this.#db, this.#trail, this.#run, firstId);
      if (size.settled > 0) settled = applySettlements(this.#db, this.#trail, this.#run, idOf);
      const heritage = draft.heritage && underOwnKey(this.#db, draft.heritage);
      // The key of the tombstones comes first: they are raised under it.
      if (heritage !== null) takeOver(this.#db, this.#trail, this.#run, heritage);
      if (size.erased > 0)
        erased = applyErasures(
          this.#db,
          this.#trail,
          { run: this.#run, asOf: info.asOf },
          this.#salts,
          stale,
          heritage,
        );
      for (const { op, plan, body } of draft.steps) {
        const step: StepBody = { run: this.#run, plan, body };
        this.#trail.append(op, null, step);
      }
    }
    const { customers, fields } = erased;
    const destroyed = customers + fields > 0 ? { erased: { customers, fields } } : {};
    const seq = this.#trail.nextSeq;
    const body: RunBody = {
      run: this.#run,
      command: info.command,
      asOf: info.asOf,
      policy: info.policyHash,
      period: info.period,
      counts: info.counts,
      reason: this.#trail.words(0, ':reason', info.reason),
      input: info.input && {
        sha256: info.input.sha256,
        mapping: info.input.mapping,
        name: this.#trail.words(0, ':input', info.input.name),
      },
      inserted: size.inserts,
      updated,
      stale: stale.length,
      held: size.held,
      children: size.children,
      ...(moved.aside > 0 && { aside: moved.aside }),
      ...(moved.back > 0 && { back: moved.back }),
      ...(settled > 0 && { settled }),
      ...(size.pairs > 0 && { pairs: size.pairs }),
      ...destroyed,
      ...(info.undoes !== undefined && { undoes: info.undoes }),
      ...(info.plan !== undefined && { plan: info.plan }),
      ...(size.steps > 0 && { steps: size.steps }),
      customers: before + size.inserts - moved.aside + moved.back - erased.listed,
      clockBehind: this.#trail.clockBehind,
    };
    this.#trail.append('run', null, body);
    this.#db
      .prepare('INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        this.#run,
        seq,
        firstId,
        size.inserts,
        insertSeq,
        info.input?.sha256 ?? null,
        info.input?.mapping ?? null,
        info.undoes ?? null,
        info.plan ?? null,
      );
    return { run: this.#run, inserted: size.inserts, updated, ...moved, ...destroyed, stale };
  }

  #inserts(rows: StagedRows, info: RunInfo): void {
    const db = this.#db;
    const { count, firstId, numbers } = rows;
    if (firstId !== nextId(db, 'customers')) throw new StewardError('internal', { detail: 'ids were given meanwhile' });
    const rebuild =
      count >= bulk && count * 4 >= (db.prepare('SELECT count(*) FROM customers').pluck().get() as number);
    if (rebuild) for (const { name } of customerIndexes) db.exec(`DROP INDEX ${name}`);
    rows.copy();
    const theirs = `FROM customers WHERE id >= ${firstId} AND customer_no IS NOT NULL`;
    if (rows.enteredOn !== info.asOf)
      db.prepare(`UPDATE customers SET entered_on = ? WHERE id >= ${firstId}`).run(info.asOf);
    // A number that was withdrawn with its customer is free for whoever really bears it.
    if (db.prepare("SELECT EXISTS (SELECT 1 FROM numbers WHERE state = 'withdrawn')").pluck().get() === 1)
      db.exec(`DELETE FROM numbers WHERE state = 'withdrawn' AND no IN (SELECT customer_no ${theirs})`);
    if (rebuild) for (const { sql } of customerIndexes) db.exec(sql);
    const counters = numbers.counters().map(({ scheme, counter, last }) => this.#counter(scheme, counter, last));
    const own = (value: (ord: number) => number | null) => (id: number) => value(id - firstId + 1);
    const only = { directOnly: true } as const;
    db.function('staged_counter', only, own((ord) => counters[numbers.counter(ord) - 1] ?? null) as SqlFunction);
    db.function(
      'staged_serial',
      only,
      own((ord) => (numbers.counter(ord) === 0 ? null : numbers.serial(ord))) as SqlFunction,
    );
    unique(() => {
      // In the order of its key, a table of its own is filled from left to right.
      db.exec(
        `INSERT INTO numbers(no, customer_id, counter_id, serial, state)
         SELECT customer_no, id, staged_counter(id), staged_serial(id), 'active'
         ${theirs} ORDER BY customer_no`,
      );
    });
    for (const { ord, number } of numbers.aliases()) this.#register(number, rows.idOf(ord), 'legacy');
  }

  /** The id of a counter that has come to a serial at least. */
  #counter(scheme: string, counter: string, last: number): number {
    return this.#statement(
      `INSERT INTO counters(scheme, counter, last) VALUES(?, ?, ?)
       ON CONFLICT(scheme, counter) DO UPDATE SET last = max(last, excluded.last) RETURNING id`,
    )
      .pluck()
      .get(scheme, counter, last) as number;
  }

  #insertEvents({ rows, whys }: SqliteDraft, info: RunInfo): void {
    for (let from = 1; from <= rows.count; from += foldSize) {
      const to = Math.min(rows.count, from + foldSize - 1);
      const notes: Record<string, string> = {};
      for (const { ord, reasons } of rows.wordy(from, to)) {
        const commit = this.#trail.words(rows.idOf(ord), ':note', noteOf(reasons));
        if (commit !== null) notes[rows.idOf(ord)] = commit;
      }
      const each = rows.whysOf(from, to);
      const distinct = [...new Set(each)];
      const body: InsertBody = {
        run: this.#run,
        on: info.asOf,
        first: rows.idOf(from),
        n: to - from + 1,
        digests: rows.digests.fold((from - 1) / foldSize),
        why: distinct.map((index) => whys.at(index)),
        of: distinct.length === 1 ? null : each.map((index) => distinct.indexOf(index)),
        notes: Object.keys(notes).length === 0 ? null : notes,
      };
      this.#trail.append('insert', body.n === 1 ? body.first : null, body);
    }
  }

  /** @returns how many customers were really changed; those that moved on are added to `stale` */
  #updates(stale: number[]): number {
    const next = this.#db.prepare('SELECT pos, id, doc FROM stage_update WHERE pos > ? ORDER BY pos LIMIT 256');
    const shapes = new Map<string, Shape>();
    let updated = 0;
    let pos = 0;
    for (;;) {
      const chunk = next.all(pos) as { pos: number; id: number; doc: string }[];
      for (const staged of chunk) {
        pos = staged.pos;
        const update = JSON.parse(staged.doc) as StagedUpdate;
        let names: readonly string[] = Object.keys(update.set).sort();
        if (shapes.size >= shapeLimit && !shapes.has(names.join())) names = sealedColumns;
        const name = names.join();
        let shape = shapes.get(name);
        if (shape === undefined) {
          const sets = names.map((n) => `, ${quoted(n)} = ?`).join('');
          const read = `SELECT version, identity, credit_code, customer_no${names.map((n) => `, ${quoted(n)}`).join('')} FROM customers WHERE id = ? AND aside IS NULL`;
          shape = {
            read: this.#db.prepare(read).raw(),
            write: this.#db.prepare(`UPDATE customers SET version = version + 1${sets} WHERE id = ?`),
          };
          shapes.set(name, shape);
        }
        const row = shape.read.get(staged.id) as [number, ...(string | null)[]] | undefined;
        if (row === undefined || row[0] !== update.expect) stale.push(staged.id);
        else if (this.#update(staged.id, update, names, row, shape.write)) updated += 1;
      }
      if (chunk.length === 0) return updated;
    }
  }

  /** @returns whether anything of the customer's own differs from before */
  #update(
    id: number,
    update: StagedUpdate,
    names: readonly string[],
    row: readonly [number, ...(string | null)[]],
    write: Statement,
  ): boolean {
    const [, identity, code, customerNo, ...before] = row as [
      number,
      string | null,
      string | null,
      string | null,
      ...(string | null)[],
    ];
    const nextIdentity =
      update.identity === undefined
        ? identity
        : identityBeside(valueAfter(update, 'credit_code', code), update.identity);
    const set: Record<string, string> = {};
    const after = names.map((name, i) => valueAfter(update, name, before[i] as string | null));
    let changed = false;
    for (let i = 0; i < names.length; i += 1) {
      const name = names[i] as string;
      const was = before[i] as string | null;
      const is = after[i] as string | null;
      if (was === is) continue;
      changed = true;
      set[name] = this.#trail.change(id, name, was, is);
    }
    if (changed) {
      const note = this.#trail.words(id, ':note', noteOf(update.reasons));
      const body: UpdateBody = { run: this.#run, set, why: whyOf(update.reasons), note };
      this.#trail.append('update', id, body);
      unique(() => write.run(...after, id));
    }
    // The identity key is derived, no value of the customer's: it follows without an event. Named in every update, its index would be written every time.
    if (nextIdentity !== identity)
      this.#statement('UPDATE customers SET identity = ? WHERE id = ?').run(nextIdentity, id);
    const no = update.set.customer_no === undefined ? customerNo : update.set.customer_no;
    if (no !== customerNo) {
      if (customerNo !== null) this.#statement("UPDATE numbers SET state = 'legacy' WHERE no = ?").run(customerNo);
      if (no !== null && update.number?.no !== no) this.#register({ no, scheme: null }, id, 'active');
    }
    if (update.number !== null) this.#register(update.number, id, update.number.no === no ? 'active' : 'legacy');
    return changed;
  }

  /** The statement for this text, prepared once a run. */
  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Enters a number that a customer bears, or bore; one that another customer ever bore is refused. */
  #register(
    parts: NumberParts | { readonly no: string; readonly scheme: null },
    customer: number,
    state: 'active' | 'legacy',
  ): void {
    let counter: number | null = null;
    let serial: number | null = null;
    if (parts.scheme !== null) {
      serial = parts.serial;
      counter = this.#counter(parts.scheme, parts.counter, serial);
    }
    const { changes } = this.#statement(
      `INSERT INTO numbers VALUES(?, ?, ?, ?, ?) ON CONFLICT(no) DO UPDATE
       SET state = excluded.state, customer_id = excluded.customer_id,
         counter_id = coalesce(excluded.counter_id, counter_id), serial = coalesce(excluded.serial, serial)
       WHERE customer_id = excluded.customer_id OR state = 'withdrawn'`,
    ).run(parts.no, customer, counter, serial, state);
    if (changes === 0) throw numberTaken(parts.no);
  }

  #held(idOf: (customer: number) => number): void {
    const resolve = (row: HeldRow): Record<string, unknown> => ({
      ...row,
      run: this.#run,
      against: row.against === null ? null : idOf(row.against),
    });
    this.#sealRows('held', this.#staged<HeldRow>('stage_held'), resolve, (fold) =>
      this.#trail.append('hold-row', null, fold),
    );
  }

  #children(idOf: (customer: number) => number): void {
    for (const table of ['interactions', 'transactions'] as const) {
      const rows = this.#staged<ChildRow>('stage_child', table);
      const resolve = (row: ChildRow): Record<string, unknown> => ({ ...row, customer: idOf(row.customer) });
      this.#sealRows(table, rows, resolve, (fold) => {
        const body: ChildBody = { ...fold, table };
        this.#trail.append('child', null, body);
      });
    }
  }

  /** Staged documents in order, a chunk at a time. */
  *#staged<T>(from: 'stage_child' | 'stage_held', table: string | null = null): IterableIterator<T> {
    const next = this.#db.prepare(
      `SELECT ord, doc FROM ${from} WHERE ord > ? ${table === null ? '' : `AND doc ->> 'table' = '${table}'`} ORDER BY ord LIMIT 256`,
    );
    let ord = 0;
    for (;;) {
      const chunk = next.all(ord) as { ord: number; doc: string }[];
      if (chunk.length === 0) return;
      for (const row of chunk) {
        ord = row.ord;
        yield JSON.parse(row.doc) as T;
      }
    }
  }

  /** Enters rows with salt and digest, and an event for every 1,000 of them. */
  #sealRows<T>(
    table: SealedTable,
    rows: Iterable<T>,
    values: (row: T) => Record<string, unknown>,
    append: (fold: FoldBody) => void,
  ): void {
    const columns = sealedTables[table];
    const marks = columnMarks(columns);
    const insert = this.#db.prepare(
      `INSERT INTO ${table}(id, salt, ${columns.map(quoted)}) VALUES(?, ?, ${columns.map(() => '?')})`,
    );
    let id = nextId(this.#db, table);
    let first = id;
    let digests = '';
    const flush = () => {
      if (id > first) append({ run: this.#run, first, n: id - first, digests });
      first = id;
      digests = '';
    };
    for (const row of rows) {
      const found = values(row);
      const stored = columns.map((column) => {
        const value = (found[column] ?? null) as number | string | null;
        return typeof value === 'string' ? value.toWellFormed() : value;
      });
      const salt = this.#salts.next();
      insert.run(id, salt, ...stored);
      digests += rowDigest(
        table,
        salt,
        marks,
        stored.map((value) => (value === null ? null : String(value))),
      );
      id += 1;
      if (id - first === foldSize) flush();
    }
    flush();
  }
}

/** What a column holds after an update, which may not name it. */
const valueAfter = (update: StagedUpdate, name: string, before: string | null): string | null =>
  Object.hasOwn(update.set, name) ? (update.set[name] as string | null) : before;

/** How many customers the last run left, by the trail; 0 before the first, null where its event cannot be read. */
export function customersAfterLastRun(db: Database): number | null {
  const body = db
    .prepare('SELECT body FROM audit WHERE seq = (SELECT seq FROM runs ORDER BY run DESC LIMIT 1)')
    .pluck()
    .get() as string | undefined;
  if (body === undefined) return 0;
  try {
    return (JSON.parse(body) as RunBody | null)?.customers ?? null;
  } catch {
    return null;
  }
}

const numberTaken = (no: string): StewardError =>
  new StewardError('internal', { detail: `the customer number ${no} was given twice` });

/** Work that may meet a number given twice; the indexes keep that from ever being committed. */
function unique<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error;
    throw new StewardError('internal', { detail: 'a customer number was given twice' }, { cause: error });
  }
}

/**
 * The full check of a ledger: its file, the chain from the first event on, every commitment, and every row, which is led back
 * from how it stands, change by change, to the digest that it entered with. Reads in order and holds one customer at a time.
 */
import type { Database } from 'better-sqlite3';
import type { AuditEvent, IntegrityFault, VerifyReport } from '../../model/audit.js';
import type { SettledTable } from '../../model/plan.js';
import { Erasures } from './erasures.js';
import { once } from './once.js';
import { isOfTheGone } from './run-words.js';
import { quoted, type SealedTable, sealedColumns, sealedTables } from './schema.js';
import { columnPrefix, digestOf, eventHash, genesis, rowDigest, rowText, valueCommit } from './seal.js';
import { tombstoneDigest } from './tombstones.js';
import {
  type ChildBody,
  digestAt,
  type EraseBody,
  type FoldBody,
  headOf,
  type InsertBody,
  idsIn,
  type PairBody,
  type Ranges,
  type RunBody,
  type SetAsideBody,
  type SettleBody,
  type UpdateBody,
} from './trail.js';
import { usedFields } from './used-fields.js';

/** More faults than this are not listed: a ledger that has them is not to be mended by hand. */
const faultLimit = 1000;

/** Rows first … first+n-1 of a table, as one event commits to them. */
interface Fold {
  readonly seq: number;
  readonly first: number;
  readonly n: number;
}

/** What was kept apart from the chain for one event of one customer. */
interface KeptValue {
  readonly customer: number;
  readonly seq: number;
  readonly field: string;
  readonly before: string | null;
  readonly salt: string | null;
}

/** An event that took fields of customers. */
interface Loss {
  readonly seq: number;
  readonly body: EraseBody;
}

/** Where SQLite's `length` is not the number of UTF-16 code units: it counts characters, and stops at a NUL. */
const uncountable = /[\0\ud800-\udfff]/;

/**
 * What `rowText` makes of a customer, as SQL: one text comes over from SQLite faster than its values do. It holds for what is not
 * `uncountable`.
 */
const rowTextSql = (columns: readonly string[]): string => {
  const text = (literal: string) => `'${literal.replaceAll("'", "''")}'`;
  // concat leaves out what is null, and so is anything joined with a null.
  const parts = columns.map(
    (name) => `${text(columnPrefix(name))} || length(${quoted(name)}) || ':' || ${quoted(name)}`,
  );
  return `concat(${[text(rowText('customers', '', [], []).slice(0, -1)), 'salt', 'char(10)', ...parts].join(', ')})`;
};

/** Whether a value was destroyed with its salt: nothing of it can be checked any more. */
const isErased = ({ before, salt }: Pick<KeptValue, 'before' | 'salt'>): boolean => before === null && salt === null;

/** Reads everything and lists what does not hold. */
export function verifyLedger(db: Database): VerifyReport {
  return new Verification(db).run();
}

class Verification {
  readonly #db: Database;
  readonly #faults: IntegrityFault[] = [];
  /** Where each table's folds are: a number or three for every 1,000 rows. */
  readonly #folds: Record<SealedTable | 'customers', Fold[]> = {
    customers: [],
    held: [],
    interactions: [],
    transactions: [],
  };
  /** What events said of the state of rows. */
  readonly #said: {
    readonly table: SettledTable | 'customers';
    readonly seq: number;
    readonly is: string | null;
    readonly into: number | null;
    readonly rows: Ranges;
  }[] = [];
  /** What events destroyed. */
  readonly #erasures = new Erasures();
  /** Events whose tombstones counted no longer. */
  readonly #lapsed = new Set<number>();
  /** What events decided of pairs, by both ids. */
  readonly #decided = new Map<string, { readonly what: string | null; readonly seq: number }>();
  /** The loss read last: one event took fields of many. */
  #loss: Loss | null = null;
  #events = 0;
  #updates = 0;
  #runs = 0;
  #rows = 0;
  #values = 0;
  #updatesSeen = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  run(): VerifyReport {
    this.#file();
    this.#chain();
    this.#runTable();
    this.#ledgerWords();
    this.#customers();
    this.#states();
    this.#pairDecisions();
    for (const table of ['held', 'interactions', 'transactions'] as const) this.#sealed(table);
    this.#numbers();
    this.#tombstones();
    return {
      head: headOf(this.#db),
      events: this.#events,
      rows: this.#rows,
      values: this.#values,
      faults: this.#faults,
    };
  }

  #fault(code: IntegrityFault['code'], seq: number | null, subject: number | null, detail: string): void {
    if (this.#faults.length < faultLimit) this.#faults.push({ code, seq, subject, detail });
  }

  #file(): void {
    // Every row is looked up in every index: with the indexes in memory that takes half the time.
    const cache = this.#db.pragma('cache_size', { simple: true });
    this.#db.pragma('cache_size = -128000');
    for (const line of this.#db.pragma('integrity_check(20)', { simple: false }) as { integrity_check: string }[]) {
      if (line.integrity_check !== 'ok') this.#fault('database-damaged', null, null, line.integrity_check);
    }
    for (const line of this.#db.pragma('foreign_key_check') as { table: string; rowid: number }[]) {
      this.#fault('database-damaged', null, null, `${line.table} ${line.rowid} belongs to no customer`);
    }
    this.#db.pragma(`cache_size = ${String(cache)}`);
  }

  #chain(): void {
    const events = this.#db
      .prepare('SELECT seq, ts, actor, role, op, subject, body, hash FROM audit ORDER BY seq')
      .raw();
    let previous = genesis;
    let last = '';
    let expected = 1;
    for (const row of events.iterate() as IterableIterator<
      [number, string, string, string, AuditEvent['op'], number | null, string, string]
    >) {
      const [seq, ts, actor, role, op, subject, body, hash] = row;
      if (seq !== expected) this.#fault('event-missing', expected, null, `${expected}…${seq - 1}`);
      if (eventHash(previous, { seq, ts, actor, role, op, subject, body }) !== hash) {
        this.#fault('chain-broken', seq, subject, op);
      }
      if (ts < last) this.#fault('time-backwards', seq, subject, ts);
      previous = hash;
      last = ts;
      expected = seq + 1;
      this.#events += 1;
      if (op === 'update') this.#updates += 1;
      else if (op === 'insert') this.#noteFold('customers', seq, body);
      else if (op === 'hold-row') this.#noteFold('held', seq, body);
      else if (op === 'child') this.#noteFold(parsed<ChildBody>(body)?.table, seq, body);
      else if (op === 'set-aside' || op === 'bring-back') this.#noteState('customers', seq, subject, body);
      else if (op === 'settle') this.#noteState(parsed<SettleBody>(body)?.table, seq, subject, body);
      else if (op === 'pair') this.#notePairs(seq, body);
      else if (op === 'erase') this.#noteErasure(seq, subject, body);
      else if (op === 'run') this.#runs += 1;
    }
  }

  #noteErasure(seq: number, subject: number | null, body: string): void {
    const erased = parsed<EraseBody>(body);
    if (erased === null || !Array.isArray(erased.rows) || typeof erased.gone !== 'object') {
      this.#fault('chain-broken', seq, subject, 'unreadable body');
      return;
    }
    this.#erasures.add(seq, erased);
    for (const earlier of erased.lapsed ?? []) this.#lapsed.add(earlier);
  }

  #noteFold(table: SealedTable | 'customers' | undefined, seq: number, body: string): void {
    const fold = parsed<FoldBody>(body);
    if (fold === null || table === undefined || this.#folds[table] === undefined) {
      this.#fault('chain-broken', seq, null, 'unreadable body');
    } else this.#folds[table].push({ seq, first: fold.first, n: fold.n });
  }

  #noteState(table: SettledTable | 'customers' | undefined, seq: number, subject: number | null, body: string): void {
    const state = parsed<SetAsideBody & SettleBody>(body);
    if (state === null || table === undefined || this.#folds[table] === undefined || !Array.isArray(state.rows)) {
      this.#fault('chain-broken', seq, subject, 'unreadable body');
      return;
    }
    const is = table === 'customers' ? (state.aside ?? null) : state.how === 'open' ? null : state.how;
    this.#said.push({ table, seq, is, into: state.into ?? null, rows: state.rows });
  }

  /** Whether customers stand aside, and rows are settled, just as the last event about each says. */
  #states(): void {
    for (const [table, state, seq] of [
      ['customers', 'aside', 'aside_seq'],
      ['held', 'settled', 'settled_seq'],
      ['interactions', 'settled', 'settled_seq'],
      ['transactions', 'settled', 'settled_seq'],
    ] as const) {
      const said = this.#said.filter((event) => event.table === table);
      const wrong = (id: number, event: number | null) =>
        this.#fault('state-mismatch', event, table === 'customers' ? id : null, `${table} ${id}`);
      /** How many rows name each event as the one that last spoke of them. */
      const named = new Map<number, number>();
      const marked = this.#db.prepare(
        `SELECT id, ${state} AS state, ${seq} AS seq FROM ${table} WHERE ${state} IS NOT NULL OR ${seq} IS NOT NULL`,
      );
      for (const row of marked.iterate() as IterableIterator<{
        id: number;
        state: string | null;
        seq: number | null;
      }>) {
        if (row.seq === null) wrong(row.id, null);
        else named.set(row.seq, (named.get(row.seq) ?? 0) + 1);
      }
      const into = table === 'customers' ? 'AND (aside IS NULL OR aside_into IS @into)' : '';
      const range = this.#db.prepare(
        `SELECT count(*) AS n, count(${seq} = @seq OR NULL) AS here,
           count((${seq} > @seq OR (${seq} = @seq AND ${state} IS @is ${into})) OR NULL) AS sound
         FROM ${table} WHERE id BETWEEN @first AND @last`,
      );
      for (const event of said) {
        for (const [first, last] of event.rows) {
          const given = { seq: event.seq, is: event.is, first, last };
          const found = range.get(table === 'customers' ? { ...given, into: event.into } : given) as {
            n: number;
            here: number;
            sound: number;
          };
          if (found.sound !== last - first + 1 - this.#gone(table, first, last)) wrong(first, event.seq);
          named.set(event.seq, (named.get(event.seq) ?? 0) - found.here);
        }
      }
      for (const [event, left] of named) if (left !== 0) this.#fault('state-mismatch', event, null, table);
    }
  }

  /** How many rows of a range were destroyed. */
  #gone(table: SealedTable | 'customers', first: number, last: number): number {
    let n = 0;
    for (const range of this.#erasures.ranges(table))
      n += Math.max(0, Math.min(last, range.last) - Math.max(first, range.first) + 1);
    return n;
  }

  #notePairs(seq: number, body: string): void {
    const pairs = parsed<PairBody>(body)?.pairs;
    if (Array.isArray(pairs)) for (const [a, b, what] of pairs) this.#decided.set(`${a} ${b}`, { what, seq });
    else this.#fault('chain-broken', seq, null, 'unreadable body');
  }

  /** Whether what stands decided of pairs is what the last event about each says. */
  #pairDecisions(): void {
    const rows = this.#db.prepare('SELECT a, b, what, seq FROM pair_decision').all() as {
      a: number;
      b: number;
      what: string | null;
      seq: number;
    }[];
    for (const { a, b, what, seq } of rows) {
      const said = this.#decided.get(`${a} ${b}`);
      this.#decided.delete(`${a} ${b}`);
      if (said?.what !== what || said.seq !== seq) this.#fault('state-mismatch', said?.seq ?? null, a, `${a} and ${b}`);
    }
    for (const [pair, { seq }] of this.#decided) {
      const destroyed = pair.split(' ').some((id) => this.#erasures.of('customers', Number(id)) !== null);
      if (!destroyed) this.#fault('state-mismatch', seq, null, pair);
    }
  }

  #body<T>(seq: number, op: AuditEvent['op'], subject?: number): T | null {
    const row = this.#db.prepare('SELECT op, subject, body FROM audit WHERE seq = ?').get(seq) as
      | Pick<AuditEvent, 'body' | 'op' | 'subject'>
      | undefined;
    if (row === undefined || row.op !== op || (subject !== undefined && row.subject !== subject)) return null;
    return parsed<T>(row.body);
  }

  #runTable(): void {
    const known = this.#db.prepare("SELECT count(*) FROM runs JOIN audit USING(seq) WHERE op = 'run'").pluck().get();
    const rows = this.#db.prepare('SELECT count(*) FROM runs').pluck().get();
    if (known !== this.#runs || rows !== this.#runs) {
      this.#fault('event-missing', null, null, `${this.#runs} run events, ${String(rows)} runs`);
    }
    // Whether a saved plan was used is asked of the table, and must be what the chain says.
    const plans = this.#db
      .prepare(
        "SELECT seq, run FROM runs JOIN audit USING(seq) WHERE op = 'run' AND runs.plan IS NOT (body ->> 'plan')",
      )
      .all() as { seq: number; run: number }[];
    for (const { seq, run } of plans) this.#fault('state-mismatch', seq, null, `plan of run ${run}`);
  }

  /** Reasons and names of inputs; why something was destroyed. */
  #ledgerWords(): void {
    const values = this.#db
      .prepare('SELECT customer_id AS customer, seq, field, before, salt FROM audit_value WHERE customer_id = 0')
      .iterate() as IterableIterator<KeptValue>;
    for (const value of values) {
      this.#values += 1;
      if (value.field === ':note') {
        this.#words(value, this.#body<EraseBody>(value.seq, 'erase')?.note ?? null);
        continue;
      }
      const body = this.#body<RunBody>(value.seq, 'run');
      const commit =
        value.field === ':reason' ? body?.reason : value.field === ':input' ? body?.input?.name : undefined;
      // Words go with the last customer that the run was about.
      const went = isErased(value) && typeof commit === 'string' && isOfTheGone(this.#db, value.seq);
      if (!went) this.#words(value, commit ?? null);
    }
  }

  #words(value: KeptValue, commit: string | null): void {
    const { seq, field, before, salt, customer } = value;
    if (commit === null || salt === null || valueCommit(salt, field, 'b', before) !== commit) {
      this.#fault('commitment-mismatch', seq, customer || null, field);
    }
  }

  #customers(): void {
    const used = new Set<string>(usedFields(this.#db));
    const columns = sealedColumns.filter((name) => name === 'extra' || used.has(name));
    const unused = sealedColumns.filter((name) => name !== 'extra' && !used.has(name)).map(quoted);
    const prefixes = columns.map(columnPrefix);
    const position = new Map(columns.map((name, i) => [name, i]));
    const query = this.#db
      .prepare(
        `SELECT id, version, entered_on, salt, coalesce(${[...unused, 'NULL', 'NULL'].join(', ')}) IS NOT NULL, ${rowTextSql(columns)}
         FROM customers ORDER BY id`,
      )
      .raw();
    const stateOf = this.#db.prepare(`SELECT json_array(${columns.map(quoted)}) FROM customers WHERE id = ?`).pluck();
    const event = this.#db.prepare("SELECT subject, body FROM audit WHERE seq = ? AND op = 'update'").raw();
    const values = this.#keptValues();
    const folds = this.#foldsOf<InsertBody>('customers', 'insert');

    for (const row of query.iterate() as IterableIterator<[number, number, string, string | null, number, string]>) {
      const [id, version, enteredOn, salt, stray, text] = row;
      this.#rows += 1;
      const fold = folds.at(id);
      if (this.#erasures.of('customers', id) !== null) {
        this.#fault('row-unknown', this.#erasures.of('customers', id)?.seq ?? null, id, 'was destroyed');
      }
      const losses = this.#lossesOf(id);
      const notes = fold?.body.notes?.[id] ?? null;
      let noteSeen = notes === null;
      let sound = true;
      const fault = (code: IntegrityFault['code'], seq: number, detail: string) => {
        sound = false;
        this.#fault(code, seq, id, detail);
      };
      const kept = values.of(id);
      const direct = kept.length === 0 && losses.length === 0 && salt !== null && !uncountable.test(text) ? text : null;
      const state = direct === null ? (JSON.parse(stateOf.get(id) as string) as (string | null)[]) : [];
      let changes = 0;
      /** Fields whose value in `state` is a before-image, no longer the row's own. */
      const led = new Set<string>();
      /** Fields that an event took, going back: nobody knows any more what they were. */
      const lost = new Set<string>();
      let loss = losses.length - 1;
      /** Checks what the loss left, when the row is led back to it, and takes it back. */
      const takeBack = () => {
        const { seq, body } = losses[loss] as Loss;
        const last = loss === losses.length - 1;
        loss -= 1;
        for (const field of body.fields ?? []) {
          const at = position.get(field);
          if (at !== undefined && !lost.has(field) && state[at] !== null) fault('row-altered', seq, field);
        }
        // Only the last one's salt is still there.
        const at = [...idsIn(body.rows)].indexOf(id);
        if (
          last &&
          sound &&
          (salt === null || rowDigest('customers', salt, prefixes, state) !== digestAt(body.digests ?? '', at))
        ) {
          fault('row-altered', seq, 'digest');
        }
        for (const field of body.fields ?? []) lost.add(field);
      };
      // From the newest event to the oldest: each entry is one event's values, in the order of fields.
      for (const group of kept.reverse()) {
        const seq = (group[0] as KeptValue).seq;
        while (loss >= 0 && (losses[loss] as Loss).seq > seq) takeBack();
        this.#values += group.length;
        if (fold !== null && seq === fold.seq) {
          for (const value of group) {
            if (!(isErased(value) && lost.has(value.field))) this.#words(value, value.field === ':note' ? notes : null);
            noteSeen = true;
          }
          continue;
        }
        const found = event.get(seq) as [number | null, string] | undefined;
        const body = found === undefined || found[0] !== id ? null : parsed<UpdateBody>(found[1]);
        if (body === null) {
          fault('event-missing', seq, 'an update with kept values');
          continue;
        }
        changes += 1;
        let expected = Object.keys(body.set).length + (body.note === null ? 0 : 1);
        for (const { field, before, salt: own, ...rest } of group) {
          if (lost.has(field)) {
            expected -= 1;
            if (!isErased({ before, salt: own })) fault('commitment-mismatch', seq, field);
            continue;
          }
          if (field === ':note') {
            this.#words({ field, before, salt: own, ...rest }, body.note);
            expected -= 1;
            continue;
          }
          const commits = body.set[field];
          const at = position.get(field);
          if (commits === undefined || at === undefined || own === null) {
            fault('commitment-mismatch', seq, field);
            continue;
          }
          expected -= 1;
          if (valueCommit(own, field, 'b', before) !== commits[0]) fault('commitment-mismatch', seq, field);
          else if (valueCommit(own, field, 'a', state[at] as string | null) !== commits[1]) {
            fault(led.has(field) ? 'commitment-mismatch' : 'row-altered', seq, field);
          }
          state[at] = before;
          led.add(field);
        }
        if (expected !== 0) fault('commitment-mismatch', seq, 'kept values missing');
      }
      while (loss >= 0) takeBack();
      this.#updatesSeen += changes;
      if (fold === null) {
        this.#fault('row-unknown', null, id, 'no event entered it');
        continue;
      }
      if (!noteSeen) fault('commitment-mismatch', fold.seq, ':note');
      if (stray === 1) fault('row-altered', fold.seq, 'a value in a column that was never written');
      if (version !== changes + losses.length + 1) fault('row-altered', fold.seq, 'version');
      if (enteredOn !== fold.body.on) fault('row-altered', fold.seq, 'entered_on');
      // A fault already named has spoiled what the row is led back to.
      if (
        sound &&
        losses.length === 0 &&
        (salt === null ||
          (direct === null ? rowDigest('customers', salt, prefixes, state) : digestOf(direct)) !==
            digestAt(fold.body.digests, id - fold.body.first))
      ) {
        fault('row-altered', fold.seq, 'digest');
      }
    }
    values.finish();
    folds.finish();
    if (this.#updatesSeen < this.#updates) this.#bareUpdates();
  }

  /** The events that took fields of a customer, oldest first. */
  #lossesOf(id: number): readonly Loss[] {
    return this.#erasures.fieldsOf(id).flatMap(({ seq }) => {
      if (this.#loss?.seq !== seq) {
        const body = this.#body<EraseBody>(seq, 'erase');
        if (body !== null) this.#loss = { seq, body };
      }
      return this.#loss?.seq === seq ? [this.#loss] : [];
    });
  }

  /** Update events of which no kept value is left. */
  #bareUpdates(): void {
    const bare = this.#db
      .prepare(
        `SELECT seq, subject FROM audit WHERE op = 'update'
         AND NOT EXISTS (SELECT 1 FROM audit_value v WHERE v.customer_id = subject AND v.seq = audit.seq) LIMIT ${faultLimit}`,
      )
      .all() as { seq: number; subject: number | null }[];
    for (const { seq, subject } of bare) this.#fault('commitment-mismatch', seq, subject, 'kept values missing');
  }

  #sealed(table: SealedTable): void {
    const columns = sealedTables[table];
    const prefixes = columns.map(columnPrefix);
    const folds = this.#foldsOf<FoldBody>(table, table === 'held' ? 'hold-row' : 'child');
    const rows = this.#db.prepare(`SELECT id, salt, ${columns.map(quoted)} FROM ${table} ORDER BY id`).raw();
    for (const row of rows.iterate() as IterableIterator<[number, string | null, ...(number | string | null)[]]>) {
      const [id, salt, ...found] = row;
      this.#rows += 1;
      const fold = folds.at(id);
      const values = found.map((value) => (value === null ? null : String(value)));
      const subject = table === 'held' ? null : Number(values[columns.indexOf('customer' as never)]);
      if (this.#erasures.of(table, id) !== null) {
        this.#fault('row-unknown', this.#erasures.of(table, id)?.seq ?? null, subject, `${table} ${id} was destroyed`);
      }
      if (fold === null) this.#fault('row-unknown', null, subject, `${table} ${id}`);
      else if (
        salt === null ||
        rowDigest(table, salt, prefixes, values) !== digestAt(fold.body.digests, id - fold.body.first)
      ) {
        this.#fault('row-altered', fold.seq, subject, `${table} ${id}`);
      }
    }
    folds.finish();
  }

  /** Walks over a table's folds as its rows come by in order; rows that a fold has and the table has not are missing. */
  #foldsOf<T extends FoldBody>(table: SealedTable | 'customers', op: AuditEvent['op']) {
    const folds = this.#folds[table].sort((a, b) => a.first - b.first);
    let current = 0;
    let next = folds[0]?.first ?? 0;
    let body: T | null = null;
    const missing = (until: number) => {
      for (; current < folds.length; current += 1, body = null) {
        const { seq, first, n } = folds[current] as Fold;
        for (next = Math.max(next, first); next < first + n; next += 1) {
          if (next >= until) return;
          if (this.#erasures.of(table, next) !== null) continue;
          this.#fault(
            'row-missing',
            seq,
            table === 'customers' ? next : null,
            table === 'customers' ? 'row' : `${table} ${next}`,
          );
          if (this.#faults.length >= faultLimit) next = Math.min(until, first + n) - 1;
        }
      }
    };
    return {
      /** The fold that a row stands in; rows must be asked for in the order of ids. */
      at: (id: number): { readonly seq: number; readonly body: T } | null => {
        missing(id);
        const fold = folds[current];
        if (fold === undefined || id < fold.first || id >= fold.first + fold.n) return null;
        next = id + 1;
        body ??= this.#body<T>(fold.seq, op);
        return body === null ? null : { seq: fold.seq, body };
      },
      finish: () => missing(Number.POSITIVE_INFINITY),
    };
  }

  /** Kept values by event, oldest first, as the customers come by in order. */
  #keptValues() {
    // One JSON text a customer comes over from SQLite faster than every value does.
    const rows = this.#db
      .prepare(
        `SELECT customer_id, json_group_array(json_array(seq, field, before, salt))
         FROM (SELECT * FROM audit_value WHERE customer_id <> 0 ORDER BY customer_id, seq, field) GROUP BY customer_id`,
      )
      .raw()
      .iterate() as IterableIterator<[number, string]>;
    let step = rows.next();
    const until = (id: number) => {
      for (; !step.done && step.value[0] < id; step = rows.next()) {
        if (this.#erasures.of('customers', step.value[0]) === null) {
          this.#fault('row-missing', null, step.value[0], 'only its changes are left');
        } else this.#ofDestroyed(...step.value);
      }
    };
    return {
      of: (id: number): KeptValue[][] => {
        until(id);
        if (step.done || step.value[0] !== id) return [];
        const groups: KeptValue[][] = [];
        let last = -1;
        for (const [seq, field, before, salt] of JSON.parse(step.value[1]) as [number, string, string, string][]) {
          const value = { customer: id, seq, field, before, salt };
          if (seq === last) (groups.at(-1) as KeptValue[]).push(value);
          else groups.push([value]);
          last = seq;
        }
        step = rows.next();
        return groups;
      },
      finish: () => until(Number.POSITIVE_INFINITY),
    };
  }

  /** What is left of a destroyed customer's changes: which event changed which field, and no value or salt. */
  #ofDestroyed(id: number, json: string): void {
    const op = once(this.#db, "SELECT 1 FROM audit WHERE seq = ? AND op = 'update' AND subject = ?").pluck();
    let last = -1;
    for (const [seq, field, before, salt] of JSON.parse(json) as [number, string, string | null, string | null][]) {
      if (!isErased({ before, salt })) this.#fault('commitment-mismatch', seq, id, `${field} was not destroyed`);
      this.#values += 1;
      if (seq !== last && op.get(seq, id) === 1) this.#updatesSeen += 1;
      last = seq;
    }
  }

  #tombstones(): void {
    for (const { seq } of new Map(this.#erasures.ranges('customers').map((range) => [range.seq, range])).values()) {
      const body = this.#body<EraseBody>(seq, 'erase');
      if (body !== null && tombstoneDigest(this.#db, seq) !== (this.#lapsed.has(seq) ? null : body.tombstones))
        this.#fault('state-mismatch', seq, null, 'tombstones');
    }
    const stray = this.#db
      .prepare(
        "SELECT count(*) FROM tombstone WHERE seq NOT IN (SELECT seq FROM audit INDEXED BY audit_erased WHERE op = 'erase')",
      )
      .pluck()
      .get() as number;
    if (stray > 0) this.#fault('state-mismatch', null, null, `${stray} tombstones of no event`);
  }

  #numbers(): void {
    const wrong = (sql: string) => this.#db.prepare(`${sql} LIMIT ${faultLimit}`).all() as { no: string; id: number }[];
    for (const { no, id } of wrong(
      `SELECT c.customer_no AS no, c.id FROM customers c LEFT JOIN numbers n ON n.no = c.customer_no
       WHERE c.customer_no IS NOT NULL AND c.aside IS NULL AND (n.customer_id IS NOT c.id OR n.state IS NOT 'active')`,
    )) {
      this.#fault('number-mismatch', null, id, `${no} is not registered`);
    }
    for (const { no, id } of wrong(
      `SELECT n.no, n.customer_id AS id FROM numbers n LEFT JOIN customers c ON c.id = n.customer_id
       WHERE n.state = 'active' AND (c.customer_no IS NOT n.no OR c.aside IS NOT NULL)`,
    )) {
      this.#fault('number-mismatch', null, id, `${no} is not borne`);
    }
    for (const { no, id } of wrong(
      `SELECT n.no, n.customer_id AS id FROM numbers n LEFT JOIN customers c ON c.id = n.customer_id
       WHERE n.state <> 'withdrawn' AND (c.id IS NULL) <> (n.state = 'purged')`,
    )) {
      this.#fault('number-mismatch', null, id, `${no} is of nobody, or of one who was not destroyed`);
    }
    for (const { no, id } of wrong(
      'SELECT n.no, n.customer_id AS id FROM numbers n JOIN counters c ON c.id = n.counter_id WHERE n.serial > c.last',
    )) {
      this.#fault('number-mismatch', null, id, `${no} is above its counter`);
    }
  }
}

/** JSON that an altered body may not be. */
function parsed<T>(body: string): T | null {
  try {
    return JSON.parse(body) as T;
  } catch {
    return null;
  }
}

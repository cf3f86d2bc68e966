/**
 * Every customer's row, led back from how it stands, change by change, to the digest that it entered with. Reads in order and holds one customer at a time; can
 * be done for some ids at a time, in any order.
 */
import type { Database, Statement } from 'better-sqlite3';
import type { IntegrityFault } from '../../../model/audit.js';
import { fieldKeys } from '../../../model/fields.js';
import type { Erasures } from '../erasures.js';
import { Joined } from '../joined.js';
import { quoted, sealedColumns } from '../schema.js';
import { columnMarks, rowDigest } from '../seal.js';
import { digestAt, type EraseBody, idsIn } from '../trail.js';
import { listedFields } from '../used-fields.js';
import { readBody } from './bodies.js';
import type { Fold } from './chain.js';
import { bodyOf, Faults, faultLimit } from './faults.js';
import { FoldWalk } from './folds.js';
import { type KeptEvent, KeptWalk, keptStatement } from './kept-walk.js';
import { LedBack } from './led-back.js';
import { checkWords, isErased } from './words.js';

/** What the check of some ids came to. */
export interface Checked {
  readonly rows: number;
  readonly values: number;
  /** Update events of which kept values were seen. */
  readonly updates: number;
  readonly faults: readonly IntegrityFault[];
}

/** An event that took fields of customers. */
interface Loss {
  readonly seq: number;
  readonly body: EraseBody;
}

/** Customers with these ids, both included. */
export type Ids = readonly [from: number, to: number];

/** How the customers are cut up. Where ids are sparse the last part is the largest; however large an id somebody put there, it is in it. */
export function partsOf(customers: number, ids: number): readonly Ids[] {
  const count = Math.max(1, Math.ceil(customers / ids));
  return Array.from({ length: count }, (_, i) => [
    i === 0 ? Number.NEGATIVE_INFINITY : i * ids + 1,
    i === count - 1 ? Number.POSITIVE_INFINITY : (i + 1) * ids,
  ]);
}

/** Update events of which no kept value is left. */
export function checkBareUpdates(db: Database, faults: Faults): void {
  const bare = db
    .prepare(
      `SELECT seq, subject FROM audit WHERE op = 'update'
       AND NOT EXISTS (SELECT 1 FROM audit_value v WHERE v.customer_id = subject AND v.seq = audit.seq) LIMIT ${faultLimit}`,
    )
    .all() as { seq: number; subject: number | null }[];
  for (const { seq, subject } of bare) faults.add('commitment-mismatch', seq, subject, 'kept values missing');
}

/** One row as one text: its values, its version, whether something stands in columns that were never written, the day of its entry, its salt. */
type Row = readonly [id: number, text: string];

const nothing = new Set<string>();
const unreadable = 'update: unreadable body';

export class CustomersCheck {
  readonly #db: Database;
  readonly #folds: readonly Fold[];
  readonly #erasures: Erasures;
  readonly #marks: readonly string[];
  readonly #position: ReadonlyMap<string, number>;
  readonly #joined = new Joined();
  readonly #rowsOf: Statement;
  readonly #keptOf: Statement;
  /** The loss read last: one event took fields of many. */
  #loss: Loss | null = null;
  /** The customer named last of whom only changes are left. */
  #bare = 0;
  readonly #row: LedBack;
  /** The customer at hand, and whether no fault of it was found yet. */
  #id = 0;
  #sound = true;
  #faults = new Faults();
  #rows = 0;
  #values = 0;
  #updates = 0;

  /** @param of what the chain says of customers: the folds that they entered in, by their ids, and what was destroyed */
  constructor(db: Database, of: { readonly folds: readonly Fold[]; readonly erasures: Erasures }) {
    this.#db = db;
    this.#folds = of.folds;
    this.#erasures = of.erasures;
    const used = new Set<string>(listedFields(db) ?? fieldKeys);
    const columns = sealedColumns.filter((name) => name === 'extra' || used.has(name));
    const unused = sealedColumns.filter((name) => !columns.includes(name)).map(quoted);
    const stray = `coalesce(${[...unused, 'NULL', 'NULL'].join(', ')}) IS NOT NULL`;
    this.#marks = columnMarks(sealedColumns, columns);
    this.#position = new Map(columns.map((name, i) => [name, i]));
    this.#row = new LedBack(this.#position, (...fault) => this.#fault(...fault));
    this.#rowsOf = db
      .prepare(
        `SELECT id, ${this.#joined.sql([...columns.map(quoted), 'version', stray, 'entered_on', 'salt'])}
         FROM customers WHERE id BETWEEN ? AND ? ORDER BY id`,
      )
      .raw();
    this.#keptOf = keptStatement(db, this.#joined);
  }

  /** Checks some customers, and what is left of those that are gone. */
  check([from, to]: Ids): Checked {
    this.#faults = new Faults();
    this.#rows = 0;
    this.#values = 0;
    this.#updates = 0;
    const kept = { statement: this.#keptOf, joined: this.#joined };
    const values = new KeptWalk(kept, [from, to], (id, event) => this.#onlyChange(id, event));
    const entered = new FoldWalk(
      this.#db,
      { table: 'customers', op: 'insert' },
      this.#folds,
      this.#erasures,
      this.#faults,
      [from, to],
    );
    try {
      for (const row of this.#rowsOf.iterate(from, to) as IterableIterator<Row>)
        this.#customer(row, entered.at(row[0]), values.of(row[0]));
      values.finish();
    } finally {
      values.close();
    }
    entered.finish();
    return { rows: this.#rows, values: this.#values, updates: this.#updates, faults: this.#faults.list };
  }

  #customer([id, text]: Row, fold: ReturnType<FoldWalk<'insert'>['at']>, kept: readonly KeptEvent[]): void {
    this.#rows += 1;
    const values = this.#joined.cut(text);
    const [salt = null, enteredOn, stray, version] = [values.pop(), values.pop(), values.pop(), values.pop()];
    const erased = this.#erasures.of('customers', id);
    if (erased !== null) this.#faults.add('row-unknown', erased.seq, id, 'was destroyed');
    const losses = this.#lossesOf(id);
    const notes = fold?.body.notes?.[id] ?? null;
    let noteSeen = notes === null;
    this.#id = id;
    this.#sound = true;
    const row = this.#row;
    row.begin(values);
    const digest = () => (salt === null ? null : rowDigest('customers', salt, this.#marks, row.values));
    let changes = 0;
    /** Fields that an event took, going back: nobody knows any more what they were. */
    const lost = losses.length === 0 ? nothing : new Set<string>();
    let loss = losses.length - 1;
    /** Checks what the loss left, when the row is led back to it, and takes it back. */
    const takeBack = () => {
      const { seq, body } = losses[loss] as Loss;
      const last = loss === losses.length - 1;
      loss -= 1;
      for (const field of body.fields ?? []) {
        const at = this.#position.get(field);
        if (at !== undefined && !lost.has(field) && row.values[at] !== null) this.#fault('row-altered', seq, field);
      }
      // Only the last one's salt is still there.
      const at = [...idsIn(body.rows)].indexOf(id);
      if (last) this.#compare(seq, digest() === digestAt(body.digests ?? '', at));
      for (const field of body.fields ?? []) lost.add(field);
    };
    for (let i = kept.length - 1; i >= 0; i -= 1) {
      const { seq, values, body: said } = kept[i] as KeptEvent;
      while (loss >= 0 && (losses[loss] as Loss).seq > seq) takeBack();
      this.#values += values.length;
      if (fold !== null && seq === fold.seq) {
        for (const value of values) {
          if (!(isErased(value) && lost.has(value.field)))
            checkWords(this.#faults, value, value.field === ':note' ? notes : null);
          noteSeen = true;
        }
        continue;
      }
      if (said !== null && lost.size === 0 && row.isSaid(values, said)) {
        changes += 1;
        row.undo(values);
        continue;
      }
      const body = said === null ? null : readBody('update', said);
      if (body === null) {
        if (said === null) this.#fault('event-missing', seq, 'an update with kept values');
        else this.#fault('chain-broken', seq, unreadable);
        continue;
      }
      changes += 1;
      let expected = Object.keys(body.set).length + (body.note === null ? 0 : 1);
      for (const value of values) {
        const { field } = value;
        if (lost.has(field) || field === ':note' || Object.hasOwn(body.set, field)) expected -= 1;
        if (lost.has(field)) {
          if (!isErased(value)) this.#fault('commitment-mismatch', seq, field);
        } else if (field === ':note') checkWords(this.#faults, value, body.note);
        else row.check(value, body.set[field]);
      }
      if (expected !== 0) this.#fault('commitment-mismatch', seq, 'kept values missing');
    }
    while (loss >= 0) takeBack();
    this.#updates += changes;
    if (fold === null) {
      this.#faults.add('row-unknown', null, id, 'no event entered it');
      return;
    }
    if (!noteSeen) this.#fault('commitment-mismatch', fold.seq, ':note');
    if (stray !== '0') this.#fault('row-altered', fold.seq, 'a value in a column that was never written');
    if (Number(version) !== changes + losses.length + 1) this.#fault('row-altered', fold.seq, 'version');
    if (enteredOn !== fold.body.on) this.#fault('row-altered', fold.seq, 'entered_on');
    if (losses.length > 0) return;
    const first = digestAt(fold.body.digests, id - fold.body.first);
    this.#compare(fold.seq, digest() === first);
  }

  /** Names a fault of the customer at hand. */
  #fault(code: IntegrityFault['code'], seq: number, detail: string): void {
    this.#sound = false;
    this.#faults.add(code, seq, this.#id, detail);
  }

  /** Hears whether a digest is that of the row, led back. A fault already named has spoiled what it is led back to. */
  #compare(seq: number, same: boolean): void {
    const sound = this.#sound;
    if (this.#row.compare(same) && sound) this.#fault('row-altered', seq, 'digest');
  }

  /** The events that took fields of a customer, oldest first. */
  #lossesOf(id: number): readonly Loss[] {
    return this.#erasures.fieldsOf(id).flatMap(({ seq }) => {
      if (this.#loss?.seq !== seq) {
        const body = bodyOf(this.#db, seq, 'erase');
        if (body !== null) this.#loss = { seq, body };
      }
      return this.#loss?.seq === seq ? [this.#loss] : [];
    });
  }

  /** An event of a customer that is not there. Of a destroyed one: which event changed which field, and no value or salt. */
  #onlyChange(id: number, { seq, values, body }: KeptEvent): void {
    if (this.#erasures.of('customers', id) === null) {
      if (id !== this.#bare) this.#faults.add('row-missing', null, id, 'only its changes are left');
      this.#bare = id;
      return;
    }
    for (const value of values)
      if (!isErased(value)) this.#faults.add('commitment-mismatch', seq, id, `${value.field} was not destroyed`);
    this.#values += values.length;
    if (body === null) return;
    this.#updates += 1;
    if (readBody('update', body) === null) this.#faults.add('chain-broken', seq, id, unreadable);
  }
}

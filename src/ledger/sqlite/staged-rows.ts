/** The inserts of a draft: staged in a table laid out as the customers' own, so that applying them copies whole records, not values. */
import type { Database, Statement } from 'better-sqlite3';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, isFieldKey } from '../../model/fields.js';
import type { Reason } from '../../model/finding.js';
import type { IdentityKey, NumberParts } from '../../model/ledger.js';
import type { Change, FieldValues } from '../../model/plan.js';
import { guard } from '../sqlite-errors.js';
import { type WhyTable, wordyReasons } from './reasons.js';
import { nextId, quoted } from './schema.js';
import { columnPrefix, digestLength, digestOf, rowText, type Salts } from './seal.js';
import { type Stage, temporaryStage } from './stage.js';
import { threadedStage } from './stage-thread.js';
import { borne, type StagedBatch, type StagedRow } from './stage-writer.js';
import { StagedNumbers } from './staged-numbers.js';
import { foldSize } from './trail.js';

type Insert = Change & { readonly kind: 'insert' };
type Row = Record<string, number | string | null>;

/** What is the same for all inserts that set the same fields in the same order. */
interface Shape {
  readonly keys: readonly FieldKey[];
  /** What the digest covers, in the order of names: fields of `keys`, and `extra`. */
  readonly columns: readonly (FieldKey | 'extra')[];
}

/** How many shapes are remembered; files have one, or a few. */
const shapeLimit = 200;

/** At how many staged inserts a thread takes over their writing: starting one takes as long as a thousand rows do. */
const threadFrom = 5 * foldSize;

/** What is staged about an insert besides its row: what an update of it changes. */
export interface RowEdit {
  readonly set: Readonly<Record<string, string | null>>;
  readonly identity?: string | null;
  readonly number: NumberParts | null;
  readonly reasons: readonly Reason[];
}

/** The tables that inserts are staged in, in TEMP. */
export const insertTables = ['stage_insert', 'stage_fold', 'stage_reasons', 'stage_alias'] as const;

const sideTables = `
CREATE TEMP TABLE stage_reasons(ord INTEGER PRIMARY KEY, reasons TEXT NOT NULL);
CREATE TEMP TABLE stage_alias(ord INTEGER PRIMARY KEY, number TEXT NOT NULL);
`;

/** Staged inserts; they are counted from 1. A row already bears the id, the salt and the digest that it will have. */
export class StagedRows {
  /** The id of the first. */
  readonly firstId: number;
  readonly enteredOn: string;
  readonly numbers: StagedNumbers;
  readonly #db: Database;
  readonly #salts: Salts;
  readonly #whys: WhyTable;
  readonly #fields: Set<FieldKey>;
  readonly #reasons: Statement;
  readonly #reasonsAt: Statement;
  readonly #shapes = new Map<string, Shape>();
  #stage: Stage;
  /** Statements on the stage, by their text. */
  readonly #statements = new Map<string, Statement>();
  #shape: Shape | null = null;
  #count = 0;
  /** Rows that were not handed to the stage yet; they stand in one fold. */
  #rows: StagedRow[] = [];
  /** The columns that they have. */
  #columns: Shape['columns'][] = [];
  /** By insert: where its reasons stand in the table of whys. */
  #why = new Int32Array(1024);

  /** `fields` is told of every field that an insert sets. */
  constructor(db: Database, salts: Salts, whys: WhyTable, fields: Set<FieldKey>, enteredOn: string) {
    this.#db = db;
    this.#salts = salts;
    this.#whys = whys;
    this.#fields = fields;
    this.enteredOn = enteredOn;
    this.firstId = nextId(db, 'customers');
    this.#stage = temporaryStage(db, this);
    db.exec(sideTables);
    this.numbers = new StagedNumbers(db);
    this.#reasons = db.prepare('INSERT OR REPLACE INTO stage_reasons VALUES(?, ?)');
    this.#reasonsAt = db.prepare('SELECT reasons FROM stage_reasons WHERE ord = ?').pluck();
  }

  get count(): number {
    return this.#count;
  }

  idOf(ord: number): number {
    return this.firstId + ord - 1;
  }

  /** Stages one more. */
  add({ set, extra, reasons }: Insert, identity: string | null, number: NumberParts | null): void {
    const { columns } = this.#shapeOf(set);
    const ord = this.#count + 1;
    let at = this.#columns.indexOf(columns);
    if (at < 0) at = this.#columns.push(columns) - 1;
    const row: [number, string, string | null, ...(string | null)[]] = [at, this.#salts.next(), identity || null];
    for (const column of columns) row.push((column === 'extra' ? extra : set[column]) || null);
    this.#rows.push(row);
    this.#count = ord;
    this.#setWhy(ord, reasons);
    if (number !== null) this.numbers.note(ord, number, set.customer_no || null);
    if (ord % foldSize === 0) this.#flush();
    if (ord === threadFrom) this.#toThread();
  }

  /** Changes one that is staged. */
  edit(ord: number, update: RowEdit): void {
    this.settle();
    const row = this.#on('SELECT * FROM stage_insert WHERE id = ?').get(this.idOf(ord)) as Row | undefined;
    if (row === undefined) throw new StewardError('internal', { detail: 'update of an insert not staged' });
    const reasons = [...this.#reasonsOf(ord), ...update.reasons];
    Object.assign(row, update.set);
    if (update.identity !== undefined) row.identity = update.identity;
    const names = [...this.#fields, 'extra'].sort();
    const values = names.map((name) => row[name] as string | null);
    this.#redigest(ord, rowText('customers', row.salt as string, names.map(columnPrefix), values));
    const columns = Object.keys(row).filter((column) => column !== 'id');
    this.#on(`UPDATE stage_insert SET ${columns.map((column) => `${quoted(column)} = ?`).join(', ')} WHERE id = ?`).run(
      ...columns.map((column) => row[column]),
      row.id,
    );
    this.#setWhy(ord, reasons);
    if (update.set.customer_no !== undefined) this.numbers.forget(ord);
    if (update.number !== null) this.numbers.note(ord, update.number, row.customer_no as string | null);
  }

  /** Whether an insert bears a key. */
  bears(ord: number, key: IdentityKey, value: string): boolean {
    const waiting = ord > this.#count - this.#rows.length ? this.#batch() : this.#stage.unwritten(ord);
    if (waiting !== null) return borne(waiting, ord - waiting.first, key) === value;
    const query = this.#on(`SELECT 1 FROM stage_insert WHERE id = ? AND ${key} = ?`);
    return query.pluck().get(this.idOf(ord), value) !== undefined;
  }

  /** Every insert that bears any value under a key, in order. */
  *keys(key: IdentityKey): IterableIterator<readonly [ord: number, value: string]> {
    let from = this.firstId;
    for (;;) {
      this.settle();
      const query = this.#on(`SELECT id, ${key} FROM stage_insert WHERE id >= ? AND ${key} IS NOT NULL LIMIT 1000`);
      const rows = query.raw().all(from) as [number, string][];
      const last = rows.at(-1);
      if (last === undefined) return;
      for (const [id, value] of rows) yield [id - this.firstId + 1, value];
      from = last[0] + 1;
    }
  }

  /** The inserts from one on, as changes. */
  *changes(from: number): IterableIterator<Insert> {
    for (let ord = from; ord <= this.#count; ) {
      this.settle();
      const query = this.#on('SELECT * FROM stage_insert WHERE id >= ? ORDER BY id LIMIT 256');
      for (const row of query.all(this.idOf(ord)) as Row[]) {
        const set: Record<string, string> = {};
        for (const field of this.#fields) if (typeof row[field] === 'string') set[field] = row[field];
        const reasons = this.#reasonsOf(ord);
        yield { kind: 'insert', set: set as FieldValues, extra: row.extra as string | null, reasons };
        ord += 1;
      }
    }
  }

  /**
   * Sees to it that queries find all of them. Before the ledger's connection takes the write lock, which takes the stage's too: from then
   * on nothing more can be staged.
   */
  settle(): void {
    this.#flush();
    guard(this.#db.name, () => this.#stage.settle());
  }

  /** Where they stand, entered on a day, for the ledger's connection to copy; settled before. */
  ready(day: string): string {
    const table = `${this.#stage.schema}.stage_insert`;
    if (day !== this.enteredOn) this.#db.prepare(`UPDATE ${table} SET entered_on = ?`).run(day);
    return table;
  }

  /** The digests of one fold, one after another; folds are counted from 0. */
  digests(fold: number): string {
    return this.#on('SELECT digests FROM stage_fold WHERE fold = ?').pluck().get(fold) as string;
  }

  /** Lets go of them. */
  end(): void {
    this.#stage.end();
  }

  /** Where the reasons of inserts stand in the table of whys. */
  whysOf(from: number, to: number): readonly number[] {
    return [...this.#why.subarray(from - 1, to)];
  }

  /** Reasons that say more than rule and clause, by insert. */
  wordy(from: number, to: number): readonly { readonly ord: number; readonly reasons: readonly Reason[] }[] {
    const rows = this.#db.prepare('SELECT ord, reasons FROM stage_reasons WHERE ord BETWEEN ? AND ? ORDER BY ord');
    return (rows.all(from, to) as { ord: number; reasons: string }[]).map(({ ord, reasons }) => ({
      ord,
      reasons: JSON.parse(reasons) as Reason[],
    }));
  }

  #reasonsOf(ord: number): readonly Reason[] {
    const wordy = this.#reasonsAt.get(ord) as string | undefined;
    return wordy === undefined ? this.#whys.reasonsAt(this.#why[ord - 1] as number) : (JSON.parse(wordy) as Reason[]);
  }

  #setWhy(ord: number, reasons: readonly Reason[]): void {
    if (ord > this.#why.length) {
      const whys = this.#why;
      this.#why = new Int32Array(whys.length * 2);
      this.#why.set(whys);
    }
    this.#why[ord - 1] = this.#whys.indexOf(reasons);
    const wordy = wordyReasons(reasons);
    if (wordy !== null) this.#reasons.run(ord, wordy);
  }

  /** What is waiting. */
  #batch(): StagedBatch {
    return { first: this.#count - this.#rows.length + 1, columns: this.#columns, rows: this.#rows };
  }

  /** Hands it over. */
  #flush(): void {
    if (this.#rows.length === 0) return;
    const batch = this.#batch();
    this.#rows = [];
    this.#columns = [];
    guard(this.#db.name, () => this.#stage.write(batch));
  }

  #toThread(): void {
    this.#stage = guard(this.#db.name, () => threadedStage(this.#db, this, this.#stage));
    this.#statements.clear();
  }

  #redigest(ord: number, text: string): void {
    const fold = Math.floor((ord - 1) / foldSize);
    const from = ((ord - 1) % foldSize) * digestLength;
    const digests = this.digests(fold);
    this.#on('UPDATE stage_fold SET digests = ? WHERE fold = ?').run(
      digests.slice(0, from) + digestOf(text) + digests.slice(from + digestLength),
      fold,
    );
  }

  /** A statement on the stage. */
  #on(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#stage.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #shapeOf(set: FieldValues): Shape {
    const last = this.#shape;
    if (last !== null) {
      let i = 0;
      let same = true;
      for (const key in set) {
        if (last.keys[i] !== key) {
          same = false;
          break;
        }
        i += 1;
      }
      if (same && i === last.keys.length) return last;
    }
    const keys = Object.keys(set) as FieldKey[];
    const name = keys.join();
    let shape = this.#shapes.get(name);
    if (shape === undefined) {
      for (const key of keys) {
        if (!isFieldKey(key)) throw new StewardError('internal', { detail: `no such field: ${key}` });
        this.#fields.add(key);
      }
      const columns = [...keys, 'extra' as const].sort();
      shape = { keys, columns };
      if (this.#shapes.size >= shapeLimit) this.#shapes.clear();
      this.#shapes.set(name, shape);
    }
    this.#shape = shape;
    return shape;
  }
}

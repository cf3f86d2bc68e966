/** The inserts of a draft: staged in a file laid out as the customers' own table, so that applying them copies whole records, not values. */
import type { Database, Statement } from 'better-sqlite3';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldKeys, isFieldKey } from '../../model/fields.js';
import type { Reason } from '../../model/finding.js';
import type { IdentityKey, NumberParts } from '../../model/ledger.js';
import type { Change, FieldValues } from '../../model/plan.js';
import { identityBeside, identityIn } from './identity.js';
import { once } from './once.js';
import { type WhyTable, wordyReasons } from './reasons.js';
import type { Stored } from './record.js';
import { RowSeal } from './row-seal.js';
import { nextId, sealedColumns } from './schema.js';
import { columnMarks, rowDigest, type Salts } from './seal.js';
import { StagedDigests } from './staged-digests.js';
import { StagedNumbers } from './staged-numbers.js';
import { TableFile } from './table-file.js';
import { kept } from './text.js';

type Insert = Change & { readonly kind: 'insert' };
type Row = Record<string, number | string | null>;

/** Where the column comes from that says how often a row was changed. */
const ONE = -2;
const fixed = ['entered_on', 'salt', 'identity', 'extra'] as const;
const dayAt = fixed.indexOf('entered_on');
const extraAt = fixed.indexOf('extra');
const marks = columnMarks(sealedColumns);

/** What is the same for all inserts that set the same fields in the same order. */
interface Shape {
  readonly keys: readonly FieldKey[];
  /** The columns that may hold something: each as how many before it hold nothing, and which of the values it holds, those of `fixed` and then of the fields, or one. */
  readonly columns: Int32Array;
  /** How many columns behind them hold nothing. */
  readonly rest: number;
  /** Where among `columns` those begin that the digest covers. */
  readonly sealed: number;
}

/** How many shapes are kept; files have one, hand-made plans a few. All further ones go by one over all fields. */
const shapeLimit = 200;

/** What is staged about an insert besides its row: what an update of it changes. */
export interface RowEdit {
  readonly set: Readonly<Record<string, string | null>>;
  readonly identity?: string | null;
  readonly number: NumberParts | null;
  readonly reasons: readonly Reason[];
}

/** What a row bears under a key. */
const keyIn = (row: Row, key: IdentityKey): string | null =>
  key === 'identity' ? identityIn(row) : (row[key] as string | null);

/** The tables that inserts are staged in. */
export const insertTables = ['stage_edited', 'stage_fold', 'stage_reasons', 'stage_alias'] as const;

const sideTables = `
CREATE TEMP TABLE stage_fold(fold INTEGER PRIMARY KEY, digests TEXT NOT NULL);
CREATE TEMP TABLE stage_reasons(ord INTEGER PRIMARY KEY, reasons TEXT NOT NULL);
CREATE TEMP TABLE stage_alias(ord INTEGER PRIMARY KEY, number TEXT NOT NULL);
`;

/** The schemas that staging files are attached under begin so; none is given twice, as one may outlast its draft. */
const schemaPrefix = 'staged_';
let schemas = 0;

/** Lets go of the files of earlier drafts; one that a transaction has taken in goes with the next. */
export function dropStagedRows(db: Database): void {
  for (const { name } of db.pragma('database_list') as { name: string }[]) {
    if (!name.startsWith(schemaPrefix)) continue;
    try {
      db.exec(`DETACH ${name}`);
    } catch (error) {
      if (!db.inTransaction) throw error;
    }
  }
}

/** Staged inserts; they are counted from 1. A row already bears the id, the salt and the digest that it will have. */
export class StagedRows {
  /** The id of the first. */
  readonly firstId: number;
  readonly enteredOn: string;
  readonly digests: StagedDigests;
  readonly numbers: StagedNumbers;
  readonly #db: Database;
  readonly #salts: Salts;
  readonly #whys: WhyTable;
  readonly #fields: Set<FieldKey>;
  readonly #schema: string;
  /** The customers' columns as they stand in their table: the very same, or SQLite would not copy whole records. */
  readonly #columns: readonly string[];
  readonly #reasons: Statement;
  readonly #reasonsAt: Statement;
  readonly #seal = new RowSeal('customers', sealedColumns.length);
  readonly #shapes = new Map<string, Shape>();
  #file: TableFile | null = null;
  #shape: Shape | null = null;
  #whole: Shape | null = null;
  #edited: Statement | null = null;
  #count = 0;
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
    schemas += 1;
    this.#schema = `${schemaPrefix}${schemas}`;
    this.#columns = (db.pragma('main.table_info(customers)') as { name: string }[]).map(({ name }) => name);
    const sealed = this.#columns.slice(this.#columns.indexOf(sealedColumns[0] as string));
    if (sealed.slice(0, sealedColumns.length).join() !== sealedColumns.join())
      throw new StewardError('internal', { detail: "the customers' columns stand in another order" });
    db.exec(sideTables);
    this.digests = new StagedDigests(db);
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
    const shape = this.#shapeOf(set);
    const ord = this.#count + 1;
    const salt = this.#salts.next();
    const given = shape === this.#whole ? shape.keys.map((key) => set[key]) : Object.values(set);
    const own = [this.enteredOn, salt, identityBeside(set.credit_code, identity), extra] as const;
    this.digests.add(this.#write(this.idOf(ord), shape, own, given));
    this.#count = ord;
    this.#setWhy(ord, reasons);
    if (number !== null) this.numbers.note(ord, number, kept(set.customer_no));
  }

  /** Changes one that is staged. */
  edit(ord: number, update: RowEdit): void {
    const row = this.#rowOf(ord);
    if (row === null) throw new StewardError('internal', { detail: 'update of an insert not staged' });
    const reasons = [...this.#reasonsOf(ord), ...update.reasons];
    Object.assign(row, update.set);
    if (update.identity !== undefined) row.identity = identityBeside(row.credit_code as string | null, update.identity);
    const values = sealedColumns.map((name) => (row[name] ?? null) as string | null);
    this.digests.replace(ord - 1, rowDigest('customers', row.salt as string, marks, values));
    this.#edits().run(...this.#columns.map((column) => row[column]));
    this.#setWhy(ord, reasons);
    if (update.set.customer_no !== undefined) this.numbers.forget(ord);
    if (update.number !== null) this.numbers.note(ord, update.number, row.customer_no as string | null);
  }

  /** Whether an insert bears a key. */
  bears(ord: number, key: IdentityKey, value: string): boolean {
    const row = this.#rowOf(ord);
    return row !== null && keyIn(row, key) === value;
  }

  /** Every insert that bears any value under a key, in order. */
  *keys(key: IdentityKey): IterableIterator<readonly [ord: number, value: string]> {
    for (const [ord, row] of this.#rows(1)) {
      const value = keyIn(row, key);
      if (value !== null) yield [ord, value];
    }
  }

  /** The inserts from one on, as changes. */
  *changes(from: number): IterableIterator<Insert> {
    for (const [ord, row] of this.#rows(from)) yield this.#insertOf(ord, row);
  }

  /** One of them. */
  change(ord: number): Insert {
    const row = this.#rowOf(ord);
    if (row === null) throw new StewardError('internal', { detail: 'no such insert staged' });
    return this.#insertOf(ord, row);
  }

  /** Lets SQLite see the rows; none is added any more. To be called before anything is read from their file. */
  finish(): void {
    this.#file?.finish();
    this.close();
  }

  /** Copies the rows into the customers, for a transaction. */
  copy(): void {
    // Between tables of the same columns, and with no indexes on them, SQLite copies records as they are.
    // Read once, from the first page to the last: a cache of the usual size would only hold what nobody asks for again.
    this.#db.pragma(`${this.#schema}.cache_size = -1000`);
    const { changes } = this.#db.prepare(`INSERT INTO main.customers SELECT * FROM ${this.#schema}.customers`).run();
    if (changes !== this.#count) throw new StewardError('internal', { detail: `${changes} of ${this.#count} rows` });
    if (this.#edited !== null) this.#db.exec('REPLACE INTO main.customers SELECT * FROM temp.stage_edited');
  }

  /** Lets go of the file; nothing is read any more. */
  close(): void {
    this.#file?.close();
    this.#file = null;
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

  #insertOf(ord: number, row: Row): Insert {
    const set: Record<string, string> = {};
    for (const field of this.#fields) if (typeof row[field] === 'string') set[field] = row[field];
    return {
      kind: 'insert',
      set: set as FieldValues,
      extra: row.extra as string | null,
      reasons: this.#reasonsOf(ord),
    };
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

  /** Writes a row of the values of `fixed` and of its shape's fields, and gives its digest. */
  #write(
    id: number,
    { columns, rest, sealed }: Shape,
    own: readonly [day: string, salt: string, identity: string | null, extra: string | null],
    given: readonly (string | null | undefined)[],
  ): string {
    const file = this.#opened();
    const { record } = file;
    const seal = this.#seal;
    let from = 0;
    record.clear();
    for (let i = 0; i < columns.length; i += 2) {
      record.nothing(columns[i] as number);
      if (i === sealed) {
        from = record.bodySize;
        seal.begin(own[1]);
      } else if (i > sealed) seal.nothing(columns[i] as number);
      const source = columns[i + 1] as number;
      if (source === ONE) {
        record.one();
        continue;
      }
      const value = source < fixed.length ? own[source] : given[source - fixed.length];
      // The day may not be known yet; it is never null.
      if (value === null || value === undefined || (value === '' && source !== dayAt)) {
        record.nothing(1);
        if (i >= sealed) seal.nothing(1);
      } else {
        const units = record.text(value);
        if (i >= sealed) seal.value(units);
      }
    }
    record.nothing(rest);
    file.add(id);
    return seal.digest(record.body, from, record.bodySize);
  }

  #opened(): TableFile {
    if (this.#file === null) {
      const sql = this.#db
        .prepare("SELECT sql FROM main.sqlite_schema WHERE name = 'customers'")
        .pluck()
        .get() as string;
      const columns = sql.slice(sql.indexOf('(')).replace(' AUTOINCREMENT', '');
      this.#file = new TableFile(this.#db, this.#schema, 'customers', columns);
    }
    return this.#file;
  }

  /** The statement that keeps what became of a row. */
  #edits(): Statement {
    if (this.#edited === null) {
      this.#db.exec('CREATE TEMP TABLE stage_edited AS SELECT * FROM main.customers LIMIT 0');
      this.#db.exec('CREATE UNIQUE INDEX temp.stage_edited_id ON stage_edited(id)');
      this.#edited = this.#db.prepare(`INSERT OR REPLACE INTO stage_edited VALUES(${this.#columns.map(() => '?')})`);
    }
    return this.#edited;
  }

  /** An insert's row as it stands now. */
  #rowOf(ord: number): Row | null {
    const id = this.idOf(ord);
    const edited = this.#editedRow(id);
    if (edited !== undefined) return edited;
    const values = this.#file?.get(id) ?? null;
    return values === null ? null : this.#row(id, values);
  }

  #editedRow(id: number): Row | undefined {
    return this.#edited === null
      ? undefined
      : (once(this.#db, 'SELECT * FROM temp.stage_edited WHERE id = ?').get(id) as Row | undefined);
  }

  *#rows(from: number): IterableIterator<readonly [ord: number, row: Row]> {
    for (const [id, values] of this.#file?.rows(this.idOf(from)) ?? [])
      yield [id - this.firstId + 1, this.#editedRow(id) ?? this.#row(id, values)];
  }

  #row(id: number, values: readonly Stored[]): Row {
    const row: Row = { id };
    for (const [i, column] of this.#columns.entries()) if (column !== 'id') row[column] = values[i] ?? null;
    return row;
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
    const keys = Object.keys(set);
    const name = keys.join();
    let shape = this.#shapes.get(name);
    if (shape === undefined) {
      for (const key of keys) {
        if (!isFieldKey(key)) throw new StewardError('internal', { detail: `no such field: ${key}` });
        this.#fields.add(key);
      }
      if (this.#shapes.size >= shapeLimit) {
        this.#whole ??= this.#makeShape(fieldKeys);
        return this.#whole;
      }
      shape = this.#makeShape(keys as FieldKey[]);
      this.#shapes.set(name, shape);
    }
    this.#shape = shape;
    return shape;
  }

  #makeShape(keys: readonly FieldKey[]): Shape {
    const names: readonly string[] = [...fixed, ...keys];
    const columns: number[] = [];
    let rest = 0;
    for (const column of this.#columns) {
      const source = column === 'version' ? ONE : names.indexOf(column);
      if (source === -1) rest += 1;
      else {
        columns.push(rest, source);
        rest = 0;
      }
    }
    const sealed = columns.findIndex((source, i) => i % 2 === 1 && source === extraAt) - 1;
    return { keys, columns: Int32Array.from(columns), rest, sealed };
  }
}

/** The inserts of a draft: staged in a table laid out as the customers' own, so that applying them copies whole records, not values. */
import type { Database, Statement } from 'better-sqlite3';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldKeys, isFieldKey } from '../../model/fields.js';
import type { Reason } from '../../model/finding.js';
import type { IdentityKey, NumberParts } from '../../model/ledger.js';
import type { Change, FieldValues } from '../../model/plan.js';
import { type WhyTable, wordyReasons } from './reasons.js';
import { identityKeys, nextId, quoted } from './schema.js';
import { columnPrefix, rowText, type Salts } from './seal.js';
import { StagedDigests } from './staged-digests.js';
import { StagedNumbers } from './staged-numbers.js';
import { kept, wellFormed } from './text.js';

type Insert = Change & { readonly kind: 'insert' };
type Row = Record<string, number | string | null>;

/** What is the same for all inserts that set the same fields in the same order. */
interface Shape {
  readonly keys: readonly FieldKey[];
  /** Where the values of the fields and `extra` stand in a row, in the order of names. */
  readonly order: readonly number[];
  readonly prefixes: readonly string[];
  readonly statement: Statement;
}

/** How many shapes have a statement of their own; files have one, hand-made plans a few. All further ones go by one over all fields. */
const shapeLimit = 200;

/** What stands in a row before its fields; of these only `extra` enters the digest. */
const fixed = ['id', 'salt', 'identity', 'extra'] as const;
const identityAt = fixed.indexOf('identity');

/** What is staged about an insert besides its row: what an update of it changes. */
export interface RowEdit {
  readonly set: Readonly<Record<string, string | null>>;
  readonly identity?: string | null;
  readonly number: NumberParts | null;
  readonly reasons: readonly Reason[];
}

/** The tables that inserts are staged in. */
export const insertTables = ['stage_insert', 'stage_fold', 'stage_reasons', 'stage_alias'] as const;

const sideTables = `
CREATE TEMP TABLE stage_fold(fold INTEGER PRIMARY KEY, digests TEXT NOT NULL);
CREATE TEMP TABLE stage_reasons(ord INTEGER PRIMARY KEY, reasons TEXT NOT NULL);
CREATE TEMP TABLE stage_alias(ord INTEGER PRIMARY KEY, number TEXT NOT NULL);
`;

/** The customers' definition for a temporary table: the very same columns, or SQLite would not copy whole records. */
function stagingTable(db: Database): string {
  const sql = db.prepare("SELECT sql FROM main.sqlite_schema WHERE name = 'customers'").pluck().get() as string;
  return `CREATE TEMP TABLE stage_insert${sql.slice(sql.indexOf('(')).replace(' AUTOINCREMENT', '')}`;
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
  readonly #row: Statement;
  readonly #reasons: Statement;
  readonly #reasonsAt: Statement;
  readonly #shapes = new Map<string, Shape>();
  #shape: Shape | null = null;
  #whole: Shape | null = null;
  #bears: ReadonlyMap<IdentityKey, Statement> | null = null;
  #restage: Statement | null = null;
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
    db.exec(stagingTable(db));
    db.exec(sideTables);
    this.digests = new StagedDigests(db);
    this.numbers = new StagedNumbers(db);
    this.#row = db.prepare('SELECT * FROM stage_insert WHERE id = ?');
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
    const { keys, order, prefixes, statement } = this.#shapeOf(set);
    const ord = this.#count + 1;
    const salt = this.#salts.next();
    const row: (number | string | null)[] = [this.idOf(ord), salt, identity || null, extra || null];
    for (let i = 0; i < keys.length; i += 1) row.push(set[keys[i] as FieldKey] || null);
    const values = row as (string | null)[];
    let text = rowText('customers', salt, prefixes, values, order);
    // One look at the whole row instead of one at each value.
    if (!wellFormed(text) || !wellFormed(identity ?? '')) {
      for (let i = identityAt; i < row.length; i += 1) row[i] = kept(values[i]);
      text = rowText('customers', salt, prefixes, values, order);
    }
    statement.run(...row);
    this.digests.add(text);
    this.#count = ord;
    this.#setWhy(ord, reasons);
    if (number !== null) this.numbers.note(ord, number, values[keys.indexOf('customer_no') + fixed.length] ?? null);
  }

  /** Changes one that is staged. */
  edit(ord: number, update: RowEdit): void {
    const row = this.#row.get(this.idOf(ord)) as Row | undefined;
    if (row === undefined) throw new StewardError('internal', { detail: 'update of an insert not staged' });
    const reasons = [...this.#reasonsOf(ord), ...update.reasons];
    Object.assign(row, update.set);
    if (update.identity !== undefined) row.identity = update.identity;
    const names = [...this.#fields, 'extra'].sort();
    const values = names.map((name) => row[name] as string | null);
    this.digests.replace(ord - 1, rowText('customers', row.salt as string, names.map(columnPrefix), values));
    const columns = Object.keys(row).filter((column) => column !== 'id');
    this.#restage ??= this.#db.prepare(
      `UPDATE stage_insert SET ${columns.map((column) => `${quoted(column)} = ?`).join(', ')} WHERE id = ?`,
    );
    this.#restage.run(...columns.map((column) => row[column]), row.id);
    this.#setWhy(ord, reasons);
    if (update.set.customer_no !== undefined) this.numbers.forget(ord);
    if (update.number !== null) this.numbers.note(ord, update.number, row.customer_no as string | null);
  }

  /** Whether an insert bears a key. */
  bears(ord: number, key: IdentityKey, value: string): boolean {
    this.#bears ??= new Map(
      identityKeys.map((name) => [
        name,
        this.#db.prepare(`SELECT 1 FROM stage_insert WHERE id = ? AND ${name} = ?`).pluck(),
      ]),
    );
    return this.#bears.get(key)?.get(this.idOf(ord), value) !== undefined;
  }

  /** Every insert that bears any value under a key, in order. */
  *keys(key: IdentityKey): IterableIterator<readonly [ord: number, value: string]> {
    const query = this.#db
      .prepare(`SELECT id, ${key} FROM stage_insert WHERE id >= ? AND ${key} IS NOT NULL LIMIT 1000`)
      .raw();
    let from = this.firstId;
    for (;;) {
      const rows = query.all(from) as [number, string][];
      const last = rows.at(-1);
      if (last === undefined) return;
      for (const [id, value] of rows) yield [id - this.firstId + 1, value];
      from = last[0] + 1;
    }
  }

  /** The inserts from one on, as changes. */
  *changes(from: number): IterableIterator<Insert> {
    const query = this.#db.prepare('SELECT * FROM stage_insert WHERE id >= ? ORDER BY id LIMIT 256');
    for (let ord = from; ord <= this.#count; ) {
      for (const row of query.all(this.idOf(ord)) as Row[]) {
        const set: Record<string, string> = {};
        for (const field of this.#fields) if (typeof row[field] === 'string') set[field] = row[field];
        const reasons = this.#reasonsOf(ord);
        yield { kind: 'insert', set: set as FieldValues, extra: row.extra as string | null, reasons };
        ord += 1;
      }
    }
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
    const names = [...fixed, ...keys];
    const order = names.map((_, i) => i).slice(identityAt + 1);
    order.sort((a, b) => ((names[a] as string) < (names[b] as string) ? -1 : 1));
    const day = `'${this.enteredOn.replaceAll("'", "''")}'`;
    return {
      keys,
      order,
      prefixes: order.map((i) => columnPrefix(names[i] as string)),
      statement: this.#db.prepare(
        `INSERT INTO stage_insert(entered_on, version, ${names.map(quoted)}) VALUES(${day}, 1, ${names.map(() => '?')})`,
      ),
    };
  }
}

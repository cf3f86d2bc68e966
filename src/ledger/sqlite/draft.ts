/**
 * A plan being made, staged in TEMP tables: SQLite puts them into a file that is 0600 and unlinked as soon as it is open.
 * A staged insert already bears its salt and its digest, so that applying is a copy from table to table.
 */
import type { Database, Statement } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldKeys, isFieldKey } from '../../model/fields.js';
import type { Reason } from '../../model/finding.js';
import type { Draft, IdentityKey, NumberParts } from '../../model/ledger.js';
import type {
  AsideWhy,
  Change,
  ChildRow,
  FieldValues,
  HeldRow,
  InsertChange,
  PairDecision,
  Settlement,
} from '../../model/plan.js';
import { KeyIndex } from './key-index.js';
import { WhyTable, wordyReasons } from './reasons.js';
import { fieldColumns, quoted } from './schema.js';
import { columnPrefix, digestLength, rowDigest, type Salts } from './seal.js';
import { kept } from './text.js';
import { foldSize } from './trail.js';

/** How many ids `find` gives at most. */
export const findLimit = 100;

/** The keys that rows are found by. */
export const identityKeys = [
  'customer_no',
  'credit_code',
  'phone',
  'email',
  'identity',
] as const satisfies readonly IdentityKey[];

/** A staged update, as JSON in its table. */
export interface StagedUpdate {
  readonly expect: number;
  /** Values by field, and `extra` among them. */
  readonly set: Readonly<Record<string, string | null>>;
  readonly identity?: string | null;
  readonly number: NumberParts | null;
  readonly reasons: readonly Reason[];
}

/** An update or a move as it is staged. */
interface StagedOther {
  readonly pos: number;
  readonly id: CustomerId;
  readonly doc: string | null;
  readonly expect: number | null;
  readonly why: AsideWhy | null;
  readonly target: CustomerId | null;
  readonly reasons: number | null;
}

/** Names of the staging tables. */
const stage = [
  'stage_insert',
  'stage_fold',
  'stage_counter',
  'stage_update',
  'stage_held',
  'stage_child',
  'stage_move',
  'stage_settle',
  'stage_pair',
] as const;

const stagingTables = `
CREATE TEMP TABLE stage_insert(
  ord INTEGER PRIMARY KEY, pos INTEGER, salt TEXT, why INTEGER, reasons TEXT,
  identity TEXT, counter INTEGER, serial INTEGER, alias TEXT, extra TEXT, ${fieldColumns});
CREATE TEMP TABLE stage_fold(fold INTEGER PRIMARY KEY, digests TEXT NOT NULL);
CREATE TEMP TABLE stage_counter(counter INTEGER PRIMARY KEY, scheme TEXT NOT NULL, name TEXT NOT NULL);
CREATE TEMP TABLE stage_update(pos INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, doc TEXT NOT NULL);
CREATE TEMP TABLE stage_held(ord INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE TEMP TABLE stage_child(ord INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE TEMP TABLE stage_move(
  pos INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, expect INTEGER, why TEXT, target INTEGER, reasons INTEGER NOT NULL);
CREATE TEMP TABLE stage_settle(tbl TEXT NOT NULL, id INTEGER NOT NULL, how TEXT NOT NULL, customer INTEGER, PRIMARY KEY(tbl, id)) WITHOUT ROWID;
CREATE TEMP TABLE stage_pair(a INTEGER NOT NULL, b INTEGER NOT NULL, what TEXT, PRIMARY KEY(a, b)) WITHOUT ROWID;
`;

/** Takes away what an earlier draft left. */
export function dropStage(db: Database): void {
  for (const table of stage) db.exec(`DROP TABLE IF EXISTS temp.${table}`);
}

/** What is the same for all inserts that set the same fields in the same order. */
interface Shape {
  readonly keys: readonly FieldKey[];
  /** Positions of the fields, and of `extra` after them, in the order of names. */
  readonly order: readonly number[];
  readonly prefixes: readonly string[];
  readonly statement: Statement;
  /** Positions of the fields that rows are found by. */
  readonly found: readonly (readonly [IdentityKey, number])[];
}

const fixed = ['ord', 'pos', 'salt', 'why', 'reasons', 'identity', 'counter', 'serial', 'alias', 'extra'];

/** How many shapes have a statement of their own; files have one, hand-made plans a few. All further ones go by one over all fields. */
const shapeLimit = 200;

/** The draft of a SQLite ledger. */
export class SqliteDraft implements Draft {
  readonly whys = new WhyTable();
  /** Fields that any staged change sets. */
  readonly fields = new Set<FieldKey>();
  readonly #db: Database;
  readonly #salts: Salts;
  readonly #onDiscard: (draft: SqliteDraft) => void;
  #index = new Map<IdentityKey, KeyIndex>(identityKeys.map((key) => [key, new KeyIndex()]));
  readonly #shapes = new Map<string, Shape>();
  readonly #statements: {
    readonly update: Statement;
    readonly staged: Statement;
    readonly restage: Statement;
    readonly held: Statement;
    readonly child: Statement;
    readonly move: Statement;
    readonly settle: Statement;
    readonly isSettled: Statement;
    readonly pair: Statement;
    readonly isPaired: Statement;
    readonly insertAt: Statement;
    readonly fold: Statement;
    readonly foldAt: Statement;
    readonly counter: Statement;
  };
  readonly #checks: ReadonlyMap<IdentityKey, Statement>;
  /** Digests of the inserts since the last full fold. */
  #digests: string[] = [];
  readonly #counters = new Map<string, number>();
  #shape: Shape | null = null;
  #whole: Shape | null = null;
  #restageInsert: Statement | null = null;
  #open = true;
  #positions = 0;
  #inserts = 0;
  #updates = 0;
  #held = 0;
  #children = 0;
  #moves = 0;
  #settled = 0;
  #pairs = 0;

  constructor(db: Database, salts: Salts, onDiscard: (draft: SqliteDraft) => void) {
    this.#db = db;
    this.#salts = salts;
    this.#onDiscard = onDiscard;
    dropStage(db);
    db.exec(stagingTables);
    this.#statements = {
      update: db.prepare('INSERT INTO stage_update VALUES(?, ?, ?)'),
      staged: db.prepare('SELECT doc FROM stage_update WHERE id = ?').pluck(),
      restage: db.prepare('UPDATE stage_update SET doc = ? WHERE id = ?'),
      held: db.prepare('INSERT INTO stage_held VALUES(?, ?)'),
      child: db.prepare('INSERT INTO stage_child VALUES(?, ?)'),
      move: db.prepare('INSERT INTO stage_move VALUES(?, ?, ?, ?, ?, ?)'),
      settle: db.prepare('INSERT OR REPLACE INTO stage_settle VALUES(?, ?, ?, ?)'),
      pair: db.prepare('INSERT OR REPLACE INTO stage_pair VALUES(?, ?, ?)'),
      isPaired: db.prepare('SELECT 1 FROM stage_pair WHERE a = ? AND b = ?').pluck(),
      isSettled: db.prepare('SELECT 1 FROM stage_settle WHERE tbl = ? AND id = ?').pluck(),
      insertAt: db.prepare('SELECT * FROM stage_insert WHERE ord = ?'),
      fold: db.prepare('INSERT OR REPLACE INTO stage_fold VALUES(?, ?)'),
      foldAt: db.prepare('SELECT digests FROM stage_fold WHERE fold = ?').pluck(),
      counter: db.prepare('INSERT INTO stage_counter VALUES(?, ?, ?)'),
    };
    this.#checks = new Map(
      identityKeys.map((key) => [key, db.prepare(`SELECT 1 FROM stage_insert WHERE ord = ? AND ${key} = ?`).pluck()]),
    );
  }

  get size() {
    return {
      inserts: this.#inserts,
      updates: this.#updates,
      held: this.#held,
      children: this.#children,
      moves: this.#moves,
      settled: this.#settled,
      pairs: this.#pairs,
    };
  }

  /** Whether it was neither applied nor discarded. */
  get isOpen(): boolean {
    return this.#open;
  }

  add(change: Change, keys: { readonly identity?: string | null; readonly number?: NumberParts | null } = {}): number {
    this.#mustBeOpen();
    if (change.kind === 'insert') return this.#insert(change, keys.identity ?? null, keys.number ?? null);
    if (change.kind === 'set-aside' || change.kind === 'bring-back') return this.#move(change);
    const set: Record<string, string | null> = {};
    for (const key in change.set) {
      const value = change.set[key as FieldKey];
      if (value === undefined) continue;
      if (!isFieldKey(key)) throw new StewardError('internal', { detail: `no such field: ${key}` });
      set[key] = kept(value);
    }
    if (change.extra !== undefined) set.extra = kept(change.extra);
    const update: StagedUpdate = {
      expect: change.expect,
      set,
      ...(keys.identity === undefined ? {} : { identity: kept(keys.identity) }),
      number: keys.number ?? null,
      reasons: change.reasons,
    };
    return change.id < 0 ? this.#intoInsert(-change.id, update) : this.#update(change.id, update);
  }

  hold(row: HeldRow): void {
    this.#mustBeOpen();
    this.#held += 1;
    this.#statements.held.run(this.#held, JSON.stringify(row));
  }

  child(row: ChildRow): void {
    this.#mustBeOpen();
    if (row.customer < -this.#inserts) throw new StewardError('internal', { detail: 'child of an insert not staged' });
    this.#children += 1;
    this.#statements.child.run(this.#children, JSON.stringify(row));
  }

  settle({ table, id, how, customer }: Settlement): void {
    this.#mustBeOpen();
    if (customer !== null && customer < -this.#inserts)
      throw new StewardError('internal', { detail: 'row settled as an insert not staged' });
    if (this.#statements.isSettled.get(table, id) === undefined) this.#settled += 1;
    this.#statements.settle.run(table, id, how, customer);
  }

  pair({ a, b, what }: PairDecision): void {
    this.#mustBeOpen();
    if (a >= b) throw new StewardError('internal', { detail: 'a pair out of order' });
    if (this.#statements.isPaired.get(a, b) === undefined) this.#pairs += 1;
    this.#statements.pair.run(a, b, what);
  }

  find(key: IdentityKey, value: string): readonly number[] {
    this.#mustBeOpen();
    const wanted = kept(value);
    if (wanted === null) return [];
    const found: number[] = [];
    for (const row of (this.#index.get(key) as KeyIndex).candidates(wanted)) {
      if (found.length >= findLimit) break;
      // What was changed after it was staged may be listed under one key twice, or under one it no longer bears.
      if (this.#bears(row, key, wanted) && !found.includes(row)) found.push(row);
    }
    return found;
  }

  *changes(limit = Number.POSITIVE_INFINITY): IterableIterator<Change> {
    const step = 256;
    const inserts = this.#db.prepare('SELECT * FROM stage_insert WHERE ord > ? ORDER BY ord LIMIT ?');
    // Updates and moves, which have one order of positions; inserts are read by their own.
    const others = this.#db.prepare(
      `SELECT pos, id, doc, NULL AS expect, NULL AS why, NULL AS target, NULL AS reasons FROM stage_update WHERE pos > @pos
       UNION ALL SELECT pos, id, NULL, expect, why, target, reasons FROM stage_move WHERE pos > @pos ORDER BY pos LIMIT @step`,
    );
    let given = 0;
    let ord = 0;
    let pos = 0;
    let insertChunk: Record<string, unknown>[] = [];
    let otherChunk: StagedOther[] = [];
    while (given < limit) {
      this.#mustBeOpen();
      if (insertChunk.length === 0) insertChunk = (inserts.all(ord, step) as Record<string, unknown>[]).reverse();
      if (otherChunk.length === 0) otherChunk = (others.all({ pos, step }) as StagedOther[]).reverse();
      const insert = insertChunk.at(-1);
      const other = otherChunk.at(-1);
      if (insert === undefined && other === undefined) return;
      given += 1;
      if (other === undefined || (insert !== undefined && (insert.pos as number) < other.pos)) {
        insertChunk.pop();
        ord = insert?.ord as number;
        yield this.#insertChange(insert as Record<string, unknown>);
      } else {
        otherChunk.pop();
        pos = other.pos;
        yield other.doc === null ? this.#moveChange(other) : updateChange(other.id, other.doc);
      }
    }
  }

  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onDiscard(this);
  }

  /** Writes the digests of the last, unfilled fold to the others; they are kept by 1,000, as the trail has them. */
  flush(): void {
    if (this.#digests.length > 0) {
      this.#statements.fold.run(Math.floor((this.#inserts - 1) / foldSize), this.#digests.join(''));
    }
    if (this.#digests.length === foldSize) this.#digests = [];
  }

  /** Called when it is being applied, or cannot be any more: nobody will look for what is staged. */
  close(): void {
    this.#open = false;
    this.#index = new Map();
  }

  #bears(row: number, key: IdentityKey, value: string): boolean {
    if (row < 0) return (this.#checks.get(key) as Statement).get(-row, value) !== undefined;
    return keyOf(JSON.parse(this.#statements.staged.get(row) as string) as StagedUpdate, key) === value;
  }

  #mustBeOpen(): void {
    if (!this.#open) throw new StewardError('internal', { detail: 'the draft was applied or discarded' });
  }

  #insert(change: InsertChange, identityKey: string | null, number: NumberParts | null): number {
    const shape = this.#shapeOf(change.set);
    const { keys, statement } = shape;
    const values: (string | null)[] = new Array(keys.length + 1);
    for (let i = 0; i < keys.length; i += 1) values[i] = kept(change.set[keys[i] as FieldKey]);
    const extra = kept(change.extra);
    values[keys.length] = extra;
    const sorted: (string | null)[] = new Array(values.length);
    for (let i = 0; i < values.length; i += 1) sorted[i] = values[shape.order[i] as number] as string | null;
    values.length = keys.length;
    const salt = this.#salts.next();
    const digest = rowDigest('customers', salt, shape.prefixes, sorted);
    const identity = kept(identityKey);
    const own = number !== null && number.no === change.set.customer_no ? number : null;
    this.#inserts += 1;
    this.#positions += 1;
    const ord = this.#inserts;
    statement.run(
      ord,
      this.#positions,
      salt,
      this.whys.indexOf(change.reasons),
      wordyReasons(change.reasons),
      identity,
      own === null ? null : this.#counterOf(own),
      own?.serial ?? null,
      number !== null && own === null ? JSON.stringify(number) : null,
      extra,
      ...values,
    );
    this.#digests.push(digest);
    if (this.#digests.length === foldSize) this.flush();
    for (const [key, at] of shape.found) {
      const value = values[at];
      if (value !== null && value !== undefined) this.#index.get(key)?.add(value, -ord);
    }
    if (identity !== null) this.#index.get('identity')?.add(identity, -ord);
    return -ord;
  }

  #update(id: number, update: StagedUpdate): number {
    const staged = this.#statements.staged.get(id) as string | undefined;
    const before = staged === undefined ? null : (JSON.parse(staged) as StagedUpdate);
    const after = before === null ? update : merged(before, update);
    if (before === null) {
      this.#updates += 1;
      this.#positions += 1;
      this.#statements.update.run(this.#positions, id, JSON.stringify(after));
    } else this.#statements.restage.run(JSON.stringify(after), id);
    for (const field in update.set) if (isFieldKey(field)) this.fields.add(field);
    for (const key of identityKeys) {
      const value = keyOf(update, key);
      if (value) this.#index.get(key)?.add(value, id);
    }
    return id;
  }

  #intoInsert(ord: number, update: StagedUpdate): number {
    const row = this.#statements.insertAt.get(ord) as Record<string, string | null> | undefined;
    if (row === undefined) throw new StewardError('internal', { detail: 'update of an insert not staged' });
    Object.assign(row, update.set);
    if (update.identity !== undefined) row.identity = update.identity;
    for (const field in update.set) if (isFieldKey(field)) this.fields.add(field);
    const { number } = update;
    if (number !== null && number.no === row.customer_no) {
      Object.assign(row, { counter: this.#counterOf(number), serial: number.serial });
    } else {
      if (number !== null) row.alias = JSON.stringify(number);
      if (update.set.customer_no !== undefined) Object.assign(row, { counter: null, serial: null });
    }
    const reasons = [...this.#reasonsOf(row), ...update.reasons];
    const names = [...this.fields, 'extra'].sort();
    const digest = rowDigest(
      'customers',
      row.salt as string,
      names.map(columnPrefix),
      names.map((name) => row[name] as string | null),
    );
    this.#redigest(ord - 1, digest);
    Object.assign(row, { why: this.whys.indexOf(reasons), reasons: wordyReasons(reasons) });
    const columns = Object.keys(row).filter((c) => c !== 'ord');
    this.#restageInsert ??= this.#db.prepare(
      `UPDATE stage_insert SET ${columns.map((c) => `${quoted(c)} = ?`).join(', ')} WHERE ord = ?`,
    );
    this.#restageInsert.run(...columns.map((c) => row[c]), ord);
    for (const key of identityKeys) {
      const value = key === 'identity' ? update.identity : update.set[key];
      if (value) this.#index.get(key)?.add(value, -ord);
    }
    return -ord;
  }

  #move(change: Extract<Change, { kind: 'bring-back' | 'set-aside' }>): number {
    const aside = change.kind === 'set-aside' ? change : null;
    this.#moves += 1;
    this.#positions += 1;
    this.#statements.move.run(
      this.#positions,
      change.id,
      aside?.expect ?? null,
      aside?.why ?? null,
      aside?.into ?? null,
      this.whys.indexOf(change.reasons),
    );
    return change.id;
  }

  /** Puts another digest in the place of an insert's, counted from 0. */
  #redigest(index: number, digest: string): void {
    const fold = Math.floor(index / foldSize);
    const at = index % foldSize;
    if (fold === Math.floor(this.#inserts / foldSize)) this.#digests[at] = digest;
    else {
      const digests = this.#statements.foldAt.get(fold) as string;
      const from = at * digestLength;
      this.#statements.fold.run(fold, digests.slice(0, from) + digest + digests.slice(from + digestLength));
    }
  }

  #counterOf({ scheme, counter }: NumberParts): number {
    const key = `${scheme}\n${counter}`;
    let index = this.#counters.get(key);
    if (index === undefined) {
      index = this.#counters.size;
      this.#counters.set(key, index);
      this.#statements.counter.run(index, scheme, counter);
    }
    return index;
  }

  #reasonsOf(row: Readonly<Record<string, unknown>>): readonly Reason[] {
    return typeof row.reasons === 'string'
      ? (JSON.parse(row.reasons) as Reason[])
      : this.whys.reasonsAt(row.why as number);
  }

  #insertChange(row: Readonly<Record<string, unknown>>): Change {
    const set: Record<string, string> = {};
    for (const field of this.fields) if (typeof row[field] === 'string') set[field] = row[field];
    return {
      kind: 'insert',
      set: set as FieldValues,
      extra: row.extra as string | null,
      reasons: this.#reasonsOf(row),
    };
  }

  #moveChange({ id, expect, why, target, reasons: at }: StagedOther): Change {
    const reasons = this.whys.reasonsAt(at as number);
    return why === null
      ? { kind: 'bring-back', id, reasons }
      : { kind: 'set-aside', id, expect: expect as number, why, into: target, reasons };
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
        this.fields.add(key);
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
    const all = [...keys, 'extra'];
    const order = all.map((_, i) => i).sort((a, b) => ((all[a] as string) < (all[b] as string) ? -1 : 1));
    const columns = [...fixed, ...keys.map(quoted)];
    return {
      keys,
      order,
      prefixes: order.map((i) => columnPrefix(all[i] as string)),
      statement: this.#db.prepare(`INSERT INTO stage_insert(${columns}) VALUES(${columns.map(() => '?')})`),
      found: identityKeys.flatMap((key) => {
        const at = (keys as readonly string[]).indexOf(key);
        return at < 0 ? [] : [[key, at] as const];
      }),
    };
  }
}

function updateChange(id: CustomerId, doc: string): Change {
  const { expect, set, reasons } = JSON.parse(doc) as StagedUpdate;
  const { extra, ...fields } = set;
  return {
    kind: 'update',
    id,
    expect,
    set: fields as FieldValues,
    ...(extra === undefined ? {} : { extra }),
    reasons,
  };
}

const keyOf = (update: StagedUpdate, key: IdentityKey): string | null | undefined =>
  key === 'identity' ? update.identity : update.set[key];

/** Two updates of one customer as one. When they were decided on different versions, one of them is stale, and so are both. */
function merged(first: StagedUpdate, second: StagedUpdate): StagedUpdate {
  return {
    ...first,
    ...second,
    expect: first.expect === second.expect ? first.expect : -1,
    set: { ...first.set, ...second.set },
    number: second.number ?? first.number,
    reasons: [...first.reasons, ...second.reasons],
  };
}

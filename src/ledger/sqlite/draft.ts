/** A plan being made, staged in TEMP tables: SQLite puts them into a file that is 0600 and unlinked as soon as it is open. */
import type { Database, Statement } from 'better-sqlite3';
import { canonicalJson } from '../../model/canonical.js';
import type { CustomerId } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, isFieldKey } from '../../model/fields.js';
import type { Draft, IdentityKey, NumberParts } from '../../model/ledger.js';
import type {
  AsideWhy,
  Change,
  ChildRow,
  EraseChange,
  FieldValues,
  HeldRow,
  Heritage,
  PairDecision,
  PlanStep,
  Settlement,
} from '../../model/plan.js';
import { KeyIndex } from './key-index.js';
import { WhyTable } from './reasons.js';
import type { Salts } from './seal.js';
import { dropStagedRows, insertTables, type RowEdit, StagedRows } from './staged-rows.js';
import { kept } from './text.js';

/** How many ids `find` gives at most. */
export const findLimit = 100;

/** A staged update, as JSON in its table. */
export interface StagedUpdate extends RowEdit {
  readonly expect: number;
}

/** A move as it is staged. */
interface StagedMove {
  readonly pos: number;
  readonly id: CustomerId;
  readonly expect: number | null;
  readonly why: AsideWhy | null;
  readonly target: CustomerId | null;
  readonly reasons: number;
}

/** Names of the staging tables. */
const stage = [
  ...insertTables,
  'stage_update',
  'stage_held',
  'stage_child',
  'stage_move',
  'stage_settle',
  'stage_pair',
  'stage_erase',
] as const;

/** `after`: how many inserts were staged before the update. */
const stagingTables = `
CREATE TEMP TABLE stage_update(pos INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, after INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE TEMP TABLE stage_held(ord INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE TEMP TABLE stage_child(ord INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE TEMP TABLE stage_move(
  pos INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, expect INTEGER, why TEXT, target INTEGER, reasons INTEGER NOT NULL);
CREATE TEMP TABLE stage_settle(tbl TEXT NOT NULL, id INTEGER NOT NULL, how TEXT NOT NULL, customer INTEGER, PRIMARY KEY(tbl, id)) WITHOUT ROWID;
CREATE TEMP TABLE stage_pair(a INTEGER NOT NULL, b INTEGER NOT NULL, what TEXT, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE TEMP TABLE stage_erase(pos INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, doc TEXT NOT NULL);
`;

/** Takes away what an earlier draft left. */
export function dropStage(db: Database): void {
  for (const table of stage) db.exec(`DROP TABLE IF EXISTS temp.${table}`);
  dropStagedRows(db);
}

/** The draft of a SQLite ledger. */
export class SqliteDraft implements Draft {
  readonly whys = new WhyTable();
  /** Fields that any staged change sets. */
  readonly fields = new Set<FieldKey>();
  readonly rows: StagedRows;
  readonly #db: Database;
  readonly #onDiscard: (draft: SqliteDraft) => void;
  /** By each key that was asked for. */
  readonly #indexes = new Map<IdentityKey, KeyIndex>();
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
    readonly erase: Statement;
  };
  #open = true;
  #updates = 0;
  #held = 0;
  #children = 0;
  #moves = 0;
  #settled = 0;
  #pairs = 0;
  #erased = 0;
  /** A few: of plans, not of customers. */
  readonly steps: PlanStep[] = [];
  /** What the ledger takes over from the one whose place it takes. */
  heritage: Heritage | null = null;

  /** `enteredOn` is the day that inserts will most likely be entered on: applying them on another costs a pass over them. */
  constructor(db: Database, salts: Salts, enteredOn: string, onDiscard: (draft: SqliteDraft) => void) {
    this.#db = db;
    this.#onDiscard = onDiscard;
    dropStage(db);
    db.exec(stagingTables);
    this.rows = new StagedRows(db, salts, this.whys, this.fields, enteredOn);
    this.#statements = {
      update: db.prepare('INSERT INTO stage_update VALUES(?, ?, ?, ?)'),
      staged: db.prepare('SELECT doc FROM stage_update WHERE id = ?').pluck(),
      restage: db.prepare('UPDATE stage_update SET doc = ? WHERE id = ?'),
      held: db.prepare('INSERT INTO stage_held VALUES(?, ?)'),
      child: db.prepare('INSERT INTO stage_child VALUES(?, ?)'),
      move: db.prepare('INSERT INTO stage_move VALUES(?, ?, ?, ?, ?, ?)'),
      settle: db.prepare('INSERT OR REPLACE INTO stage_settle VALUES(?, ?, ?, ?)'),
      isSettled: db.prepare('SELECT 1 FROM stage_settle WHERE tbl = ? AND id = ?').pluck(),
      pair: db.prepare('INSERT OR REPLACE INTO stage_pair VALUES(?, ?, ?)'),
      isPaired: db.prepare('SELECT 1 FROM stage_pair WHERE a = ? AND b = ?').pluck(),
      erase: db.prepare('INSERT INTO stage_erase VALUES(?, ?, ?)'),
    };
  }

  get size() {
    return {
      inserts: this.rows.count,
      updates: this.#updates,
      held: this.#held,
      children: this.#children,
      moves: this.#moves,
      settled: this.#settled,
      pairs: this.#pairs,
      erased: this.#erased,
      steps: this.steps.length,
    };
  }

  /** Whether it was neither applied nor discarded. */
  get isOpen(): boolean {
    return this.#open;
  }

  add(change: Change, keys: { readonly identity?: string | null; readonly number?: NumberParts | null } = {}): number {
    this.#mustBeOpen();
    if (change.kind === 'insert') {
      const { identity = null, number = null } = keys;
      this.rows.add(change, identity, number);
      const name = -this.rows.count;
      for (const [key, index] of this.#indexes) {
        const value = kept(key === 'identity' ? identity : change.set[key]);
        if (value !== null) index.add(value, name);
      }
      return name;
    }
    if (change.kind === 'set-aside' || change.kind === 'bring-back') return this.#move(change);
    if (change.kind === 'erase') return this.#erase(change, keys.identity);
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
    if (row.customer < -this.rows.count)
      throw new StewardError('internal', { detail: 'child of an insert not staged' });
    this.#children += 1;
    this.#statements.child.run(this.#children, JSON.stringify(row));
  }

  settle({ table, id, how, customer }: Settlement): void {
    this.#mustBeOpen();
    if (customer !== null && customer < -this.rows.count)
      throw new StewardError('internal', { detail: 'row settled as an insert not staged' });
    if (this.#statements.isSettled.get(table, id) === undefined) this.#settled += 1;
    this.#statements.settle.run(table, id, how, customer);
  }

  pair({ a, b, what }: PairDecision): void {
    this.#mustBeOpen();
    if (a >= b) throw new StewardError('internal', { detail: 'a pair out of order' });
    if (a < -this.rows.count) throw new StewardError('internal', { detail: 'a pair with an insert not staged' });
    if (this.#statements.isPaired.get(a, b) === undefined) this.#pairs += 1;
    this.#statements.pair.run(a, b, what);
  }

  step(step: PlanStep): void {
    this.#mustBeOpen();
    // What has no canonical form fails where it was made, not when it is applied.
    canonicalJson(step.body);
    this.steps.push(step);
  }

  inherit(heritage: Heritage): void {
    this.#mustBeOpen();
    this.heritage = heritage;
  }

  find(key: IdentityKey, value: string): readonly number[] {
    this.#mustBeOpen();
    const wanted = kept(value);
    if (wanted === null) return [];
    const found: number[] = [];
    for (const row of this.#indexOf(key).candidates(wanted)) {
      if (found.length >= findLimit) break;
      // What was changed after it was staged may be listed under one key twice, or under one it no longer bears.
      if (this.#bears(row, key, wanted) && !found.includes(row)) found.push(row);
    }
    return found;
  }

  insert(name: number): Change & { readonly kind: 'insert' } {
    this.#mustBeOpen();
    return this.rows.change(-name);
  }

  *changes(limit = Number.POSITIVE_INFINITY): IterableIterator<Change> {
    const inserts = this.rows.changes(1);
    let given = 0;
    let ord = 0;
    for (const { id, after, update } of this.#stagedUpdates()) {
      for (; ord < after; ord += 1) {
        if (given++ >= limit) return;
        this.#mustBeOpen();
        yield inserts.next().value as Change;
      }
      if (given++ >= limit) return;
      this.#mustBeOpen();
      const { extra, ...fields } = update.set;
      const set = fields as FieldValues;
      const { expect, reasons } = update;
      yield { kind: 'update', id, expect, set, ...(extra === undefined ? {} : { extra }), reasons };
    }
    for (const change of inserts) {
      if (given++ >= limit) return;
      this.#mustBeOpen();
      yield change;
    }
    for (const staged of [this.#stagedMoves(), stagedErasures(this.#db)]) {
      for (const change of staged) {
        if (given++ >= limit) return;
        this.#mustBeOpen();
        yield change;
      }
    }
  }

  discard(): void {
    if (!this.#open) return;
    this.close();
    this.#onDiscard(this);
  }

  /** Called when it is being applied, or cannot be any more: nobody will look for what is staged. */
  close(): void {
    this.#open = false;
    this.#indexes.clear();
    this.rows.close();
  }

  #bears(row: number, key: IdentityKey, value: string): boolean {
    if (row < 0) return this.rows.bears(-row, key, value);
    return keyOf(JSON.parse(this.#statements.staged.get(row) as string) as StagedUpdate, key) === value;
  }

  #mustBeOpen(): void {
    if (!this.#open) throw new StewardError('internal', { detail: 'the draft was applied or discarded' });
  }

  #update(id: number, update: StagedUpdate): number {
    const staged = this.#statements.staged.get(id) as string | undefined;
    const before = staged === undefined ? null : (JSON.parse(staged) as StagedUpdate);
    const after = before === null ? update : merged(before, update);
    for (const field in update.set) if (isFieldKey(field)) this.fields.add(field);
    if (before === null) {
      this.#updates += 1;
      this.#statements.update.run(this.#updates, id, this.rows.count, JSON.stringify(after));
    } else this.#statements.restage.run(JSON.stringify(after), id);
    this.#noteKeys(update, id);
    return id;
  }

  #move(change: Extract<Change, { kind: 'bring-back' | 'set-aside' }>): number {
    const aside = change.kind === 'set-aside' ? change : null;
    this.#moves += 1;
    this.#statements.move.run(
      this.#moves,
      change.id,
      aside?.expect ?? null,
      aside?.why ?? null,
      aside?.into ?? null,
      this.whys.indexOf(change.reasons),
    );
    return change.id;
  }

  #erase(change: EraseChange, identity: string | null | undefined): number {
    for (const field of change.fields ?? []) {
      // A number is nobody's name, and must stay taken.
      if (field === 'customer_no' || (field !== 'extra' && !isFieldKey(field)))
        throw new StewardError('internal', { detail: `no field to destroy: ${field}` });
    }
    if (change.fields?.length === 0) throw new StewardError('internal', { detail: 'no fields to destroy' });
    this.#erased += 1;
    const staged: StagedErasure = { ...change, identity: kept(identity) };
    this.#statements.erase.run(this.#erased, change.id, JSON.stringify(staged));
    return change.id;
  }

  /** Moves in order: they come after all other changes, as they are applied. */
  *#stagedMoves(): IterableIterator<Change> {
    const next = this.#db.prepare('SELECT * FROM stage_move WHERE pos > ? ORDER BY pos LIMIT 256');
    for (let last = 0; ; ) {
      const chunk = next.all(last) as StagedMove[];
      if (chunk.length === 0) return;
      for (const { pos, id, expect, why, target, reasons: at } of chunk) {
        last = pos;
        const reasons = this.whys.reasonsAt(at);
        yield why === null
          ? { kind: 'bring-back', id, reasons }
          : { kind: 'set-aside', id, expect: expect as number, why, into: target, reasons };
      }
    }
  }

  #intoInsert(ord: number, update: StagedUpdate): number {
    for (const field in update.set) if (isFieldKey(field)) this.fields.add(field);
    this.rows.edit(ord, update);
    this.#noteKeys(update, -ord);
    return -ord;
  }

  #noteKeys(update: StagedUpdate, name: number): void {
    for (const [key, index] of this.#indexes) {
      const value = keyOf(update, key);
      if (value) index.add(value, name);
    }
  }

  /** What is staged by a key; made when it is first asked for. */
  #indexOf(key: IdentityKey): KeyIndex {
    let index = this.#indexes.get(key);
    if (index !== undefined) return index;
    index = new KeyIndex();
    this.#indexes.set(key, index);
    const inserts = this.rows.keys(key);
    let next = inserts.next();
    const addInserts = (until: number): void => {
      for (; !next.done && next.value[0] <= until; next = inserts.next()) index.add(next.value[1], -next.value[0]);
    };
    for (const { id, after, update } of this.#stagedUpdates()) {
      addInserts(after);
      const value = keyOf(update, key);
      if (value) index.add(value, id);
    }
    addInserts(this.rows.count);
    return index;
  }

  /** Staged updates in order. */
  *#stagedUpdates(): IterableIterator<{ readonly id: number; readonly after: number; readonly update: StagedUpdate }> {
    const query = this.#db.prepare('SELECT pos, id, after, doc FROM stage_update WHERE pos > ? ORDER BY pos LIMIT 256');
    let pos = 0;
    for (;;) {
      const chunk = query.all(pos) as { pos: number; id: number; after: number; doc: string }[];
      if (chunk.length === 0) return;
      for (const row of chunk) yield { id: row.id, after: row.after, update: JSON.parse(row.doc) as StagedUpdate };
      pos = (chunk.at(-1) as { pos: number }).pos;
    }
  }
}

/** What is staged to be destroyed; `identity` is what a customer that loses fields is found by. */
export type StagedErasure = EraseChange & { readonly identity: string | null };

/** What is to be destroyed, in order; it comes last, as it is applied. */
export function* stagedErasures(db: Database): IterableIterator<StagedErasure> {
  const next = db.prepare('SELECT pos, doc FROM stage_erase WHERE pos > ? ORDER BY pos LIMIT 256');
  for (let last = 0; ; ) {
    const chunk = next.all(last) as { pos: number; doc: string }[];
    if (chunk.length === 0) return;
    for (const { pos, doc } of chunk) {
      last = pos;
      yield JSON.parse(doc) as StagedErasure;
    }
  }
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

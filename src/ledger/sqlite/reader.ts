/** What queries and planning ask of a SQLite ledger. Rows are read in chunks: while one is in use, others can be staged. */
import type { Database, Statement } from 'better-sqlite3';
import type { AuditEvent } from '../../model/audit.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, type FieldKind, fieldKeys, fieldOf } from '../../model/fields.js';
import type { Entry, HeldRecord, IdentityKey, PlanStepRecord, RunRecord } from '../../model/ledger.js';
import type { AsideWhy, ChildRow, StepOp } from '../../model/plan.js';
import { recordOf } from '../../model/values.js';
import { findLimit } from './draft.js';
import { codeOfIdentitySql } from './identity.js';
import { once } from './once.js';
import { quoted } from './schema.js';
import type { RunBody, StepBody } from './trail.js';
import { parseUsedFields, usedFieldsStatement } from './used-fields.js';

/** Rows of a chunk: what `chunked` reads must be limited to so many. */
export const chunkRows = 256;

/** Rows in the order of a key, chunk by chunk; the first `?` of the query is the last key read. */
export function* chunked<T>(query: Statement, key: (row: T) => number): IterableIterator<T> {
  let last = -1;
  for (;;) {
    const rows = query.all(last) as T[];
    yield* rows;
    if (rows.length < chunkRows) return;
    last = key(rows.at(-1) as T);
  }
}

/**
 * Rows whose short values come joined: those that are nearly always ASCII apart from the others, so that they become strings of one byte
 * a character, which compare faster. Long ones come by themselves: V8 would keep them as parts of the joined text, of which each
 * character takes twice as long to read.
 */
type Joined = readonly [narrow: string, wide: string, ...long: (string | null)[]];

type Row = readonly [
  id: number,
  enteredOn: string,
  version: number,
  aside: AsideWhy | null,
  into: CustomerId | null,
  extra: string | null,
  ...used: (string | null)[],
];

/** A customer as it is stored, with why it stands aside. */
export interface Stored {
  readonly record: CustomerRecord;
  readonly why: AsideWhy | null;
  readonly into: CustomerId | null;
}

const narrowKinds: ReadonlySet<FieldKind> = new Set<FieldKind>(['code', 'date', 'email', 'number', 'phone']);
const longKinds: ReadonlySet<FieldKind> = new Set<FieldKind>(['address', 'company', 'email', 'note', 'party']);
const isLong = (key: FieldKey): boolean => longKinds.has(fieldOf(key).kind) || key === 'credit_code';
const isNarrow = (key: FieldKey): boolean => narrowKinds.has(fieldOf(key).kind);

/** The unit separator of ASCII, which nobody types. */
const separator = 0x1f;

const joined = (columns: readonly string[]): string =>
  columns.length === 0
    ? "''"
    : `concat_ws(char(${separator}), ${columns.map((column) => `ifnull(${quoted(column)}, '')`).join(', ')})`;

/** Where values go that stand before or behind the declared fields. */
const idAt = fieldKeys.length;
const [enteredOnAt, versionAt, extraAt] = [idAt + 1, idAt + 2, idAt + 3];
const blank: readonly (string | null)[] = [...fieldKeys.map(() => null), null, null, null, null];

const placeOf = (key: FieldKey): number => fieldKeys.indexOf(key);

/** A statement that reads customers, and where each value of its two joined texts goes. */
interface Joining {
  readonly rows: Statement;
  readonly narrow: readonly number[];
  readonly wide: readonly number[];
  readonly long: readonly number[];
}

/** Reads customers with the columns in use; the statement that reads one is kept as long as those stay the same. */
export class CustomerReader {
  readonly #db: Database;
  readonly #usedJson: Statement;
  #known: string | undefined;
  #used: readonly FieldKey[] = [];
  #places: readonly number[] = [];
  #one: Statement | null = null;

  constructor(db: Database) {
    this.#db = db;
    this.#usedJson = usedFieldsStatement(db);
  }

  /** Every customer in the order of ids; given fields, with these alone. */
  *all(fields?: readonly FieldKey[]): IterableIterator<CustomerRecord> {
    this.#prepare();
    const { rows, narrow, wide, long } = fields
      ? this.#joining(
          this.#used.filter((key) => fields.includes(key)),
          [],
        )
      : this.#joining(this.#used, ['extra']);
    const record = (row: Joined): CustomerRecord => {
      const values = blank.slice();
      for (let i = 0; i < long.length; i++) values[long[i] as number] = row[i + 2] as string | null;
      return take(row[0], narrow, values) && take(row[1], wide, values)
        ? recordOf(
            Number(values[idAt]),
            values[enteredOnAt] as string,
            Number(values[versionAt]),
            values[extraAt] as string | null,
            values,
          )
        : (this.one(idOf(row)) as CustomerRecord);
    };
    // As `chunked` does, without a second generator.
    let last = -1;
    for (;;) {
      const chunk = rows.all(last) as Joined[];
      for (const row of chunk) yield record(row);
      if (chunk.length < chunkRows) return;
      last = idOf(chunk[chunkRows - 1] as Joined);
    }
  }

  one(id: CustomerId): CustomerRecord | null {
    const stored = this.stored(id);
    return stored?.why === null ? stored.record : null;
  }

  /** A customer that stands aside or not: then `why` is null. */
  stored(id: CustomerId): Stored | null {
    this.#prepare();
    // Not as JSON: V8 keeps each of its short words in a table of its own, and looks it up there.
    this.#one ??= this.#db
      .prepare(
        `SELECT ${['id', 'entered_on', 'version', 'aside', 'aside_into', 'extra', ...this.#used].map(quoted).join(', ')}
         FROM customers WHERE id = ?`,
      )
      .raw();
    const row = this.#one.get(id) as Row | undefined;
    if (row === undefined) return null;
    const values = blank.slice();
    for (let i = 0; i < this.#places.length; i++) values[this.#places[i] as number] = row[i + 6] as string | null;
    return { record: recordOf(row[0], row[1], row[2], row[5], values), why: row[3], into: row[4] };
  }

  #prepare(): void {
    const known = this.#usedJson.get() as string | undefined;
    if (known === this.#known && known !== undefined) return;
    this.#known = known;
    this.#used = parseUsedFields(known, this.#db.name);
    this.#places = this.#used.map(placeOf);
    this.#one = null;
  }

  /** Two texts a row come over from SQLite faster than twenty do; joined by a sign they are taken apart faster than JSON. */
  #joining(fields: readonly FieldKey[], others: readonly 'extra'[]): Joining {
    const long = fields.filter(isLong);
    const short = fields.filter((key) => !isLong(key));
    const narrow = short.filter(isNarrow);
    const wide = short.filter((key) => !isNarrow(key));
    const columns = [
      joined(['id', 'entered_on', 'version', ...narrow]),
      joined([...others, ...wide]),
      ...long.map(quoted),
    ];
    return {
      rows: this.#db
        .prepare(
          `SELECT ${columns.join(', ')} FROM customers WHERE id > ? AND aside IS NULL ORDER BY id LIMIT ${chunkRows}`,
        )
        .raw(),
      narrow: [idAt, enteredOnAt, versionAt, ...narrow.map(placeOf)],
      wide: [...others.map(() => extraAt), ...wide.map(placeOf)],
      long: long.map(placeOf),
    };
  }
}

/** The number that a row begins with. */
const idOf = ([narrow]: Joined): CustomerId => Number.parseInt(narrow, 10);

/** Takes a joined text apart; blank is null, as no empty text is ever kept. False when a value holds the separator. */
function take(text: string, places: readonly number[], values: (string | null)[]): boolean {
  if (places.length === 0) return true;
  let at = 0;
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && text.charCodeAt(i) !== separator) continue;
    if (at === places.length) return false;
    if (i > from) values[places[at] as number] = text.slice(from, i);
    at += 1;
    from = i + 1;
  }
  return true;
}

/** A statement for each key that finds the ids of those that bear it. */
export function finders(db: Database): ReadonlyMap<IdentityKey, Statement> {
  const byColumn = (key: IdentityKey) =>
    [
      key,
      db.prepare(`SELECT id FROM customers WHERE ${key} = ? AND aside IS NULL ORDER BY id LIMIT ${findLimit}`).pluck(),
    ] as const;
  return new Map<IdentityKey, Statement>([
    // Old numbers are found, too, and those of customers merged into another; a purged customer's number is nobody's.
    [
      'customer_no',
      db
        .prepare(
          `WITH RECURSIVE bearer(id) AS (
             SELECT customer_id FROM numbers WHERE no = ?
             UNION SELECT aside_into FROM bearer JOIN customers USING(id) WHERE aside = 'merged')
           SELECT id FROM bearer JOIN customers USING(id) WHERE aside IS NULL`,
        )
        .pluck(),
    ],
    byColumn('credit_code'),
    byColumn('email'),
    [
      'identity',
      db
        .prepare(
          `WITH asked(key) AS (SELECT ?)
           SELECT id FROM asked JOIN customers ON identity = key OR credit_code = ${codeOfIdentitySql('key')}
           WHERE aside IS NULL ORDER BY id LIMIT ${findLimit}`,
        )
        .pluck(),
    ],
    byColumn('phone'),
  ]);
}

/** Events from one on, in order. */
export const readAudit = (db: Database, from: number): IterableIterator<AuditEvent> => {
  const query = db.prepare(
    `SELECT seq, ts, actor, role, op, subject, body, hash FROM audit WHERE seq > max(?, ${Math.trunc(from) - 1}) ORDER BY seq LIMIT ${chunkRows}`,
  );
  return chunked<AuditEvent>(query, (event) => event.seq);
};

/** The hash of one event. */
export const readEventHash = (db: Database, seq: number): string | null =>
  (once(db, 'SELECT hash FROM audit WHERE seq = ?').pluck().get(seq) as string | undefined) ?? null;

const heldColumns = 'id, run, record, line, why, rule, against, "row", settled';

/** Rows that wait for a person. */
export const readHeld = (db: Database): IterableIterator<HeldRecord> =>
  chunked<HeldRecord>(
    db.prepare(`SELECT ${heldColumns} FROM held WHERE settled IS NULL AND id > ? ORDER BY id LIMIT ${chunkRows}`),
    (row) => row.id,
  );

/** One held row, waiting or settled. */
export const readHeldRow = (db: Database, id: number): HeldRecord | null =>
  (once(db, `SELECT ${heldColumns} FROM held WHERE id = ?`).get(id) as HeldRecord | undefined) ?? null;

/** Who was merged into a customer, directly. */
export const readMembers = (db: Database, id: CustomerId): readonly CustomerId[] =>
  once(db, "SELECT id FROM customers WHERE aside IS NOT NULL AND aside = 'merged' AND aside_into = ? ORDER BY id")
    .pluck()
    .all(id) as CustomerId[];

/** A customer's interactions or transactions with those of its merged ones, in the order in which they happened. */
export function readChildren(db: Database, table: ChildRow['table'], id: CustomerId): readonly ChildRow[] {
  const columns =
    table === 'interactions'
      ? 'customer, at, kind, actor, summary, result, extra'
      : 'customer, at, kind, amount, detail, status, extra';
  const rows = once(
    db,
    `WITH RECURSIVE one(id) AS (
         VALUES(?) UNION SELECT c.id FROM one JOIN customers c ON c.aside_into = one.id WHERE c.aside IS NOT NULL AND c.aside = 'merged')
       SELECT ${columns} FROM ${table} WHERE customer IN one AND settled IS NULL ORDER BY at, id`,
  ).all(id);
  return (rows as Omit<ChildRow, 'table'>[]).map(
    ({ extra, ...row }) => ({ table, ...row, ...(extra != null && { extra }) }) as ChildRow,
  );
}

/** The last undo of a run that is in force: one that was undone itself is none. */
function undoneBy(db: Database, run: number): number | null {
  const undos = once(db, 'SELECT run FROM runs WHERE undoes = ? ORDER BY run DESC').pluck().all(run) as number[];
  return undos.find((undo) => undoneBy(db, undo) === null) ?? null;
}

const runColumns = `
  SELECT runs.run, audit.seq, ts, actor, role, body, 
    EXISTS (SELECT 1 FROM runs u WHERE u.undoes = runs.run) AS undone,
    (SELECT before FROM audit_value WHERE customer_id = 0 AND seq = audit.seq AND field = ':reason') AS reason,
    (SELECT before FROM audit_value WHERE customer_id = 0 AND seq = audit.seq AND field = ':input') AS input
  FROM runs JOIN audit ON audit.seq = runs.seq`;

interface RunRow {
  readonly run: number;
  readonly seq: number;
  readonly ts: string;
  readonly actor: string;
  readonly role: string;
  readonly body: string;
  readonly reason: string | null;
  readonly input: string | null;
  readonly undone: 0 | 1;
}

function runRecord(db: Database, row: RunRow): RunRecord {
  const body = JSON.parse(row.body) as RunBody;
  return {
    run: row.run,
    ts: row.ts,
    seq: row.seq,
    customers: body.customers,
    actor: row.actor,
    role: row.role,
    command: body.command,
    asOf: body.asOf,
    policyHash: body.policy,
    reason: row.reason,
    input: body.input && { sha256: body.input.sha256, mapping: body.input.mapping, name: row.input ?? '' },
    period: body.period,
    counts: body.counts,
    ...(body.undoes !== undefined && { undoes: body.undoes }),
    ...(body.plan !== undefined && { plan: body.plan }),
    ...(body.erased !== undefined && { erased: body.erased }),
    undoneBy: row.undone === 0 ? null : undoneBy(db, row.run),
  };
}

/** Every run, oldest first. */
export function* readRuns(db: Database): IterableIterator<RunRecord> {
  const query = db.prepare(`${runColumns} WHERE runs.run > ? ORDER BY runs.run LIMIT ${chunkRows}`);
  for (const row of chunked<RunRow>(query, (r) => r.run)) yield runRecord(db, row);
}

/** One run by its number. */
export function readRun(db: Database, run: number): RunRecord | null {
  const row = once(db, `${runColumns} WHERE runs.run = ?`).get(run) as RunRow | undefined;
  return row === undefined ? null : runRecord(db, row);
}

/** The last run that read this input, or any when null, under this mapping, and is not undone. */
export function readInputRun(db: Database, sha256: string | null, mapping: string): RunRecord | null {
  const [which, ...values] =
    sha256 === null ? ['input_mapping = ?', mapping] : ['input_sha256 = ? AND input_mapping = ?', sha256, mapping];
  const rows = db.prepare(`${runColumns} WHERE ${which} ORDER BY runs.run DESC`).all(...values) as RunRow[];
  return rows.map((row) => runRecord(db, row)).find((run) => run.undoneBy === null) ?? null;
}

/** In whose name a number is registered. */
export function readRegistered(
  db: Database,
  no: string,
): { readonly customer: CustomerId; readonly free: boolean } | null {
  const row = once(db, 'SELECT customer_id AS customer, state FROM numbers WHERE no = ?').get(no) as
    | { readonly customer: CustomerId; readonly state: string }
    | undefined;
  return row === undefined ? null : { customer: row.customer, free: row.state === 'withdrawn' };
}

/** By whom a customer was entered. */
export const readEntry = (db: Database, id: CustomerId): Entry | null =>
  (once(
    db,
    `SELECT run, ts, actor, role FROM runs JOIN audit USING(seq) WHERE first_id <= @id AND first_id + inserted > @id`,
  ).get({ id }) as Entry | undefined) ?? null;

/** The steps of a saved plan, or all of them, in order. */
export function* readSteps(db: Database, plan?: string): IterableIterator<PlanStepRecord> {
  const events = db
    .prepare(
      `SELECT * FROM audit INDEXED BY audit_steps WHERE op IN ('approve', 'key', 'policy', 'propose', 'reject') ORDER BY seq`,
    )
    .all() as AuditEvent[];
  for (const { seq, ts, actor, role, op, body: text } of events) {
    const { plan: of, body } = stepOf(db, seq, text);
    if (plan === undefined || of === plan) yield { seq, ts, actor, role, op: op as StepOp, plan: of, body };
  }
}

/** The body of a step. @throws StewardError `chain-broken` where somebody made something else of it: what was approved is not guessed */
function stepOf(db: Database, seq: number, text: string): StepBody {
  try {
    const step = JSON.parse(text) as StepBody | null;
    if (typeof step?.plan === 'string' && typeof step.body === 'object' && step.body !== null) return step;
  } catch {
    // As any other that is none.
  }
  throw new StewardError('chain-broken', { path: db.name, detail: `event ${seq} cannot be read` });
}

/** The run that applied a saved plan. */
export const readAppliedPlan = (db: Database, plan: string): number | null =>
  (once(db, 'SELECT run FROM runs WHERE plan = ?').pluck().get(plan) as number | undefined) ?? null;

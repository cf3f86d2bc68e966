/** What queries and planning ask of a SQLite ledger. Rows are read in chunks: while one is in use, others can be staged. */
import type { Database, Statement } from 'better-sqlite3';
import type { AuditEvent } from '../../model/audit.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { type FieldKey, fieldKeys } from '../../model/fields.js';
import type { HeldRecord, IdentityKey, RunRecord } from '../../model/ledger.js';
import type { ChildRow } from '../../model/plan.js';
import { findLimit } from './draft.js';
import { quoted } from './schema.js';
import type { RunBody } from './trail.js';
import { parseUsedFields, usedFieldsStatement } from './used-fields.js';

const chunkRows = 256;

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

/** Every property of a record; a copy of it is filled, as adding properties one by one is thirty times slower. */
const blank: Readonly<Record<string, number | string | null>> = Object.fromEntries(
  ['id', 'entered_on', 'version', 'extra', ...fieldKeys].map((key) => [key, null]),
);

type Row = readonly [id: number, enteredOn: string, version: number, values: string];

/** Reads customers with the columns in use; the statements are kept as long as those stay the same. */
export class CustomerReader {
  readonly #db: Database;
  readonly #usedJson: Statement;
  #known: string | undefined;
  #fields: readonly FieldKey[] = [];
  #all: Statement | null = null;
  #one: Statement | null = null;

  constructor(db: Database) {
    this.#db = db;
    this.#usedJson = usedFieldsStatement(db);
  }

  /** Every customer in the order of ids. */
  *all(): IterableIterator<CustomerRecord> {
    const { all, fields } = this.#prepared();
    for (const row of chunked<Row>(all, ([id]) => id)) yield record(row, fields);
  }

  one(id: CustomerId): CustomerRecord | null {
    const { one, fields } = this.#prepared();
    const row = one.get(id) as Row | undefined;
    return row === undefined ? null : record(row, fields);
  }

  #prepared() {
    const known = this.#usedJson.get() as string | undefined;
    if (this.#all === null || this.#one === null || known !== this.#known) {
      this.#known = known;
      this.#fields = parseUsedFields(known);
      // One JSON text a row comes over from SQLite faster than twenty strings do.
      const columns = `id, entered_on, version, json_array(extra${this.#fields.map((f) => `, ${quoted(f)}`).join('')})`;
      this.#all = this.#db
        .prepare(`SELECT ${columns} FROM customers WHERE id > ? ORDER BY id LIMIT ${chunkRows}`)
        .raw();
      this.#one = this.#db.prepare(`SELECT ${columns} FROM customers WHERE id = ?`).raw();
    }
    return { all: this.#all, one: this.#one, fields: this.#fields };
  }
}

function record([id, enteredOn, version, json]: Row, fields: readonly FieldKey[]): CustomerRecord {
  const values = JSON.parse(json) as (string | null)[];
  const made = { ...blank };
  made.id = id;
  made.entered_on = enteredOn;
  made.version = version;
  made.extra = values[0] as string | null;
  for (let i = 0; i < fields.length; i += 1) made[fields[i] as string] = values[i + 1] as string | null;
  return made as unknown as CustomerRecord;
}

/** A statement for each key that finds the ids of those that bear it. */
export function finders(db: Database): ReadonlyMap<IdentityKey, Statement> {
  const byColumn = (key: IdentityKey) =>
    [key, db.prepare(`SELECT id FROM customers WHERE ${key} = ? ORDER BY id LIMIT ${findLimit}`).pluck()] as const;
  return new Map<IdentityKey, Statement>([
    // Old numbers are found, too; a purged customer's number is nobody's.
    [
      'customer_no',
      db
        .prepare('SELECT customer_id FROM numbers JOIN customers ON customers.id = customer_id WHERE numbers.no = ?')
        .pluck(),
    ],
    byColumn('credit_code'),
    byColumn('email'),
    byColumn('identity'),
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

/** Rows that wait for a person. */
export const readHeld = (db: Database): IterableIterator<HeldRecord> =>
  chunked<HeldRecord>(
    db.prepare(
      `SELECT id, run, record, line, why, rule, against, "row" FROM held WHERE id > ? ORDER BY id LIMIT ${chunkRows}`,
    ),
    (row) => row.id,
  );

/** A customer's interactions or transactions, in the order in which they happened. */
export function readChildren(db: Database, table: ChildRow['table'], id: CustomerId): readonly ChildRow[] {
  const columns =
    table === 'interactions'
      ? 'customer, at, kind, actor, summary, result'
      : 'customer, at, kind, amount, detail, status';
  const rows = db.prepare(`SELECT ${columns} FROM ${table} WHERE customer = ? ORDER BY at, id`).all(id);
  return (rows as Omit<ChildRow, 'table'>[]).map((row) => ({ table, ...row }) as ChildRow);
}

const runColumns = `
  SELECT runs.run, audit.seq, ts, actor, role, body,
    (SELECT before FROM audit_value WHERE customer_id = 0 AND seq = audit.seq AND field = ':reason') AS reason,
    (SELECT before FROM audit_value WHERE customer_id = 0 AND seq = audit.seq AND field = ':input') AS input
  FROM runs JOIN audit ON audit.seq = runs.seq`;

interface RunRow {
  readonly run: number;
  readonly ts: string;
  readonly actor: string;
  readonly role: string;
  readonly body: string;
  readonly reason: string | null;
  readonly input: string | null;
}

function runRecord(row: RunRow): RunRecord {
  const body = JSON.parse(row.body) as RunBody;
  return {
    run: row.run,
    ts: row.ts,
    actor: row.actor,
    role: row.role,
    command: body.command,
    asOf: body.asOf,
    policyHash: body.policy,
    reason: row.reason,
    input: body.input && { sha256: body.input.sha256, mapping: body.input.mapping, name: row.input ?? '' },
    period: body.period,
    counts: body.counts,
  };
}

/** Every run, oldest first. */
export function* readRuns(db: Database): IterableIterator<RunRecord> {
  const query = db.prepare(`${runColumns} WHERE runs.run > ? ORDER BY runs.run LIMIT ${chunkRows}`);
  for (const row of chunked<RunRow>(query, (r) => r.run)) yield runRecord(row);
}

/** One run by its number. */
export function readRun(db: Database, run: number): RunRecord | null {
  const row = db.prepare(`${runColumns} WHERE runs.run = ?`).get(run) as RunRow | undefined;
  return row === undefined ? null : runRecord(row);
}

/** The last run that read this input under this mapping. */
export function readInputRun(db: Database, sha256: string, mapping: string): RunRecord | null {
  const row = db
    .prepare(`${runColumns} WHERE input_sha256 = ? AND input_mapping = ? ORDER BY runs.run DESC LIMIT 1`)
    .get(sha256, mapping) as RunRow | undefined;
  return row === undefined ? null : runRecord(row);
}

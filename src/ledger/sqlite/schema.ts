import type { Database } from 'better-sqlite3';
import type { FieldKey } from '../../model/fields.js';

/** "STWD" in the file's header says that a database is a ledger of ours. */
export const applicationId = 0x53545744;

/** The version of the schema that this program writes. */
export const schemaVersion = 1;

/**
 * The fields as they stand in the customers' table. Digests go by their places, so this order stays for ever, whatever the order of `fields` becomes; new ones
 * come at the end. Those that rows are found by stand first: reading them does not walk over the others.
 */
const columns = `
  customer_no credit_code phone email name party_kind address province city district remark tags legal_rep business_scope
  industry industry_code industry_sub size annual_revenue business_scale business_field contact_name contact_title phone_other
  wechat contact_preference service_time need need_type need_urgent need_important preference budget purchase_cycle
  special_need expected_amount value_class grade customer_type annual_purchase margin growth_potential industry_influence
  potential_rated_at loyalty cooperation_since cooperation_history stage silent_cause activation_at follow_priority channel
  source consent_at consent_purpose consent_evidence owner department entered_by first_contact_at collected_at registered_at
  last_contact_at last_interaction_at changed_at finance_status credit_grade receivable contract_until lifecycle review_state
  prechecked_at ended_at end_reason invalid_reason phone_verified_at phone_verified_by email_verified_at verified_at
  verify_result confirmed_at marketing hold hold_reason satisfaction satisfaction_at feedback
`
  .trim()
  .split(/\s+/) as FieldKey[];

/** A name as an SQL identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The declared fields as column definitions. */
const fieldColumns: string = columns.map((key) => `${quoted(key)} TEXT`).join(', ');

/** Everything that a customer's digest covers, as it stands in the table, one behind the other. */
export const sealedColumns: readonly string[] = ['extra', ...columns];

/**
 * The customers' indexes, one for each exact key; a bulk load drops them and makes them again. Customers are found by number through
 * `numbers`, which also keeps one from being given twice.
 */
export const customerIndexes: readonly { readonly name: string; readonly sql: string }[] = (
  [
    ...(['credit_code', 'phone', 'email', 'identity'] as const).map((key) => [key, key, key] as const),
    // Who stands aside, and whom it was merged into.
    ['aside', 'aside_into', 'aside'] as const,
  ] as const
).map(([name, column, filled]) => ({
  name: `customers_${name}`,
  sql: `CREATE INDEX customers_${name} ON customers(${column}) WHERE ${filled} IS NOT NULL`,
}));

/** What became of a row that was settled, and the event that said so; the row's digest does not cover it. */
const settledColumns = `settled TEXT CHECK (settled = 'created' OR settled = 'dropped' OR settled = 'undone' OR settled = 'updated'), settled_seq INTEGER`;

const tables = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- identity is derived from other fields, so the trail does not commit to it; null where the credit code says it.
-- aside: a customer that was merged or undone, and into whom; aside_seq: the event that last said so, or took it back.
CREATE TABLE customers(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  entered_on TEXT NOT NULL,
  version INTEGER NOT NULL,
  aside TEXT CHECK (aside = 'merged' OR aside = 'undone'),
  aside_into INTEGER,
  aside_seq INTEGER,
  salt TEXT,
  identity TEXT,
  extra TEXT,
  ${fieldColumns}
) STRICT;

-- What serials count under, and the highest ever issued: it never goes back, whatever becomes of the customers.
CREATE TABLE counters(
  id INTEGER PRIMARY KEY,
  scheme TEXT NOT NULL,
  counter TEXT NOT NULL,
  last INTEGER NOT NULL,
  UNIQUE(scheme, counter)
) STRICT;

-- Every number that a customer ever bore, each only ever of one. No foreign key to the customers: a number outlives them.
CREATE TABLE numbers(
  no TEXT PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  counter_id INTEGER REFERENCES counters(id),
  serial INTEGER,
  -- A list of three would be made into a table anew for every row.
  state TEXT NOT NULL CHECK (
    state = 'active' OR state = 'legacy' OR state = 'merged' OR state = 'purged' OR state = 'withdrawn')
) STRICT, WITHOUT ROWID;
CREATE INDEX numbers_customer ON numbers(customer_id) WHERE state <> 'active';
CREATE INDEX numbers_withdrawn ON numbers(no) WHERE state = 'withdrawn';

CREATE TABLE runs(
  run INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,
  first_id INTEGER,
  inserted INTEGER NOT NULL,
  insert_seq INTEGER,
  input_sha256 TEXT,
  input_mapping TEXT,
  undoes INTEGER,
  -- sha256 of the saved plan that it applied.
  plan TEXT UNIQUE
) STRICT;
CREATE INDEX runs_undoes ON runs(undoes) WHERE undoes IS NOT NULL;
CREATE INDEX runs_input ON runs(input_sha256, input_mapping) WHERE input_sha256 IS NOT NULL;
CREATE INDEX runs_first ON runs(first_id) WHERE first_id IS NOT NULL;

CREATE TABLE held(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  record INTEGER NOT NULL,
  line INTEGER NOT NULL,
  why TEXT NOT NULL,
  rule TEXT NOT NULL,
  against INTEGER,
  "row" TEXT NOT NULL,
  salt TEXT,
  ${settledColumns}
) STRICT;
CREATE INDEX held_waiting ON held(id) WHERE settled IS NULL;
CREATE INDEX held_against ON held(against) WHERE against IS NOT NULL;

CREATE TABLE interactions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer INTEGER NOT NULL REFERENCES customers(id),
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT,
  summary TEXT,
  result TEXT,
  extra TEXT,
  salt TEXT,
  ${settledColumns}
) STRICT;
CREATE INDEX interactions_customer ON interactions(customer);

CREATE TABLE transactions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer INTEGER NOT NULL REFERENCES customers(id),
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount TEXT,
  detail TEXT,
  status TEXT,
  extra TEXT,
  salt TEXT,
  ${settledColumns}
) STRICT;
CREATE INDEX transactions_customer ON transactions(customer);

CREATE TABLE audit(
  seq INTEGER PRIMARY KEY,
  ts TEXT NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  op TEXT NOT NULL,
  subject INTEGER,
  body TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE INDEX audit_moves ON audit(subject) WHERE op IN ('set-aside', 'bring-back');
CREATE INDEX audit_erased ON audit(op) WHERE op = 'erase';
CREATE INDEX audit_steps ON audit(op) WHERE op IN ('approve', 'key', 'policy', 'propose', 'reject');

-- A speed bump: who drops it is seen by the chain.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;

-- What the trail commits to and can be erased: before-images, and words (':note', ':reason', ':input'). Customer 0 is the ledger.
CREATE TABLE audit_value(
  customer_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  field TEXT NOT NULL,
  before TEXT,
  salt TEXT,
  PRIMARY KEY(customer_id, seq, field)
) STRICT, WITHOUT ROWID;
`;

/**
 * Customers whose files were destroyed, by keyed hashes of what they could be known by: they are not to come back unseen. `hint` is a small hash
 * under the same key, quick enough for everything that is looked at. `seq` is the event that destroyed them and commits to these rows, `until` the
 * last day on which they count.
 */
const tombstoneTable = `
CREATE TABLE tombstone(
  mark TEXT NOT NULL,
  customer INTEGER NOT NULL,
  hint INTEGER NOT NULL,
  kind TEXT NOT NULL,
  seq INTEGER NOT NULL,
  until TEXT,
  PRIMARY KEY(mark, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_seq ON tombstone(seq);
CREATE INDEX tombstone_hint ON tombstone(hint);
`;

/** Decisions on pairs of customers, which the trail bears; and what scans left, which is derived and may be thrown away. */
const matchTables = `
CREATE TABLE pair_decision(
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  what TEXT CHECK (what IN ('keep-apart', 'must-link')),
  seq INTEGER NOT NULL,
  PRIMARY KEY(a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_decision_b ON pair_decision(b);

CREATE TABLE match_memory(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  up_to INTEGER NOT NULL,
  learned TEXT NOT NULL
) STRICT;
CREATE TABLE match_posting(id INTEGER PRIMARY KEY, key INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE match_pair(
  a INTEGER NOT NULL, b INTEGER NOT NULL, bits REAL NOT NULL, decision TEXT NOT NULL, PRIMARY KEY(a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE match_entity(customer INTEGER PRIMARY KEY, entity INTEGER NOT NULL) STRICT;
CREATE INDEX match_entity_entity ON match_entity(entity);
`;

/** Which record rules found something on whom: derived, and made where it is missing. `bytes` is of as many customers as `verdicts.ts` says. */
export const verdictTables = `
CREATE TABLE IF NOT EXISTS verdict_memory(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  basis TEXT NOT NULL,
  size INTEGER NOT NULL,
  hash TEXT NOT NULL,
  as_of TEXT NOT NULL,
  sets TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS verdict_block(block INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
`;

/** What a CSV ledger's companion knows of the file; in a SQLite ledger these are empty. No values but those that wait to be written stand here. */
const checkoutTables = `
-- The file as it is known. pending: the hash that it will have when the save under way is done.
CREATE TABLE checkout(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sha256 TEXT NOT NULL,
  sheet TEXT NOT NULL,
  pending TEXT,
  pending_sheet TEXT
) STRICT;

-- Where the ledger is ahead of the file, and what the file still says; ':row' is a customer whose row is still to be added, ':gone' one
-- whose row is still to be taken out.
CREATE TABLE checkout_ahead(
  customer_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  base TEXT,
  PRIMARY KEY(customer_id, field)
) STRICT, WITHOUT ROWID;

-- Records whose own cells do not say whose they are; nobody's when null.
CREATE TABLE checkout_row(record INTEGER PRIMARY KEY, customer_id INTEGER) STRICT;

-- Records that the save under way takes out of the file.
CREATE TABLE checkout_gone(record INTEGER PRIMARY KEY) STRICT;

-- Customers whose row somebody removed from the file.
CREATE TABLE checkout_absent(customer_id INTEGER PRIMARY KEY) STRICT;
`;

/** Makes the tables of an empty database; to be called inside a transaction. */
export function createSchema(db: Database): void {
  db.exec(tables);
  db.exec(tombstoneTable);
  db.exec(matchTables);
  db.exec(verdictTables);
  db.exec(checkoutTables);
  for (const index of customerIndexes) db.exec(index.sql);
  db.pragma(`application_id = ${applicationId}`);
  db.pragma(`user_version = ${schemaVersion}`);
}

/** The tables whose rows enter the trail by digest besides the customers, with the columns that the digest covers, in its order. */
export const sealedTables = {
  held: ['against', 'line', 'record', 'row', 'rule', 'run', 'why'],
  interactions: ['actor', 'at', 'customer', 'extra', 'kind', 'result', 'summary'],
  transactions: ['amount', 'at', 'customer', 'detail', 'extra', 'kind', 'status'],
} as const;

/** One of them. */
export type SealedTable = keyof typeof sealedTables;

/** The id after the highest that a table ever gave. */
export function nextId(db: Database, table: SealedTable | 'customers'): number {
  const last = db.prepare('SELECT seq FROM main.sqlite_sequence WHERE name = ?').pluck().get(table) as
    | number
    | undefined;
  return (last ?? 0) + 1;
}

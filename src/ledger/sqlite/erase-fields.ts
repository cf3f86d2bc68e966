/** Destroys fields of customers that stay: value, before-images and salts; what remains is committed to anew, under a salt of its own. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { EraseChange } from '../../model/plan.js';
import { identityBeside } from './identity.js';
import { once } from './once.js';
import { noteOf, whyOf } from './reasons.js';
import { quoted, sealedColumns } from './schema.js';
import { columnMarks, rowDigest, type Salts } from './seal.js';
import { type EraseBody, rangesOf, type Trail } from './trail.js';

/** Fields that a customer's identity key is made of: it goes with any of them, where no other is given. */
const identifying: ReadonlySet<string> = new Set(['credit_code', 'email', 'name', 'phone', 'province']);

type Row = Readonly<Record<string, string | null>>;

const marks = columnMarks(sealedColumns);

/** Destroys the same fields of up to 1,000 customers, in one event, or two where words in notes go with them. How many customers. */
export function eraseFields(
  by: { readonly db: Database; readonly trail: Trail; readonly run: number; readonly salts: Salts },
  change: EraseChange,
  ids: readonly CustomerId[],
  identities: ReadonlyMap<CustomerId, string | null>,
): number {
  const { db } = by;
  const fields = change.fields as readonly string[];
  const told: CustomerId[] = [];
  const silent: CustomerId[] = [];
  const held = new Map<CustomerId, readonly number[]>();
  for (const id of ids) {
    const values = valuesOf(db, id, fields);
    (notesTell(db, id, values) ? told : silent).push(id);
    held.set(id, heldWith(db, id, values));
  }
  if (silent.length > 0) append(by, change, silent, fields, held, identities);
  if (told.length > 0) append(by, change, told, [...fields, ':note'], held, identities);
  return ids.length;
}

/** All that the fields hold, and held. */
function valuesOf(db: Database, id: CustomerId, fields: readonly string[]): readonly string[] {
  const row = once(db, 'SELECT * FROM customers WHERE id = ?').get(id) as Row;
  const kept = once(
    db,
    'SELECT before FROM audit_value WHERE customer_id = ? AND field = ? AND before IS NOT NULL',
  ).pluck();
  const values = fields.flatMap((field) => [row[field] ?? null, ...(kept.all(id, field) as string[])]);
  return [...new Set(values.filter((value) => value !== null))];
}

function notesTell(db: Database, id: CustomerId, values: readonly string[]): boolean {
  const notes = once(
    db,
    "SELECT before FROM audit_value WHERE customer_id = ? AND field = ':note' AND before IS NOT NULL",
  )
    .pluck()
    .all(id) as string[];
  return notes.some((note) => values.some((value) => note.includes(value)));
}

/** Settled rows of the customer's in which such a value stands: the decision is made, and what it was made on says what must not be said. */
function heldWith(db: Database, id: CustomerId, values: readonly string[]): readonly number[] {
  const rows = once(
    db,
    `SELECT id, "row" FROM held WHERE settled IS NOT NULL AND id IN (
       SELECT id FROM held WHERE against IS NOT NULL AND against = @id UNION SELECT held FROM stage_became WHERE customer = @id) ORDER BY id`,
  ).all({ id }) as { id: number; row: string }[];
  // What an import was told stands in a cell as JSON of its own, where quotes and the like are written otherwise.
  const texts = [...new Set(values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]))];
  const tells = (row: string) =>
    Object.values(JSON.parse(row) as Record<string, unknown>).some((cell) =>
      texts.some((text) => String(cell).includes(text)),
    );
  return rows.filter(({ row }) => tells(row)).map((row) => row.id);
}

function append(
  {
    db,
    trail,
    run,
    salts,
  }: { readonly db: Database; readonly trail: Trail; readonly run: number; readonly salts: Salts },
  { code, until, reasons }: EraseChange,
  ids: readonly CustomerId[],
  fields: readonly string[],
  held: ReadonlyMap<CustomerId, readonly number[]>,
  identities: ReadonlyMap<CustomerId, string | null>,
): void {
  const columns = fields.filter((field) => !field.startsWith(':'));
  const moves = columns.some((field) => identifying.has(field));
  const clear = once(
    db,
    `UPDATE customers SET version = version + 1, salt = ?, identity = CASE ? WHEN 1 THEN ? ELSE identity END
     ${columns.map((field) => `, ${quoted(field)} = NULL`).join('')} WHERE id = ?`,
  );
  const forget = once(db, 'UPDATE audit_value SET before = NULL, salt = NULL WHERE customer_id = ? AND field = ?');
  const read = once(db, 'SELECT * FROM customers WHERE id = ?');
  const drop = once(db, 'DELETE FROM held WHERE id = ?');
  const ahead = aheadOf(db);
  const went = ids.flatMap((id) => held.get(id) ?? []);
  for (const id of went) drop.run(id);
  let digests = '';
  for (const id of ids) {
    const before = read.get(id) as Row;
    for (const field of columns) ahead(id, field, before[field] ?? null);
    const salt = salts.next();
    const code = columns.includes('credit_code') ? null : before.credit_code;
    clear.run(salt, moves ? 1 : 0, identityBeside(code, identities.get(id) ?? null), id);
    for (const field of fields) forget.run(id, field);
    const after = read.get(id) as Row;
    digests += rowDigest(
      'customers',
      salt,
      marks,
      sealedColumns.map((name) => after[name] ?? null),
    );
  }
  const body: EraseBody = {
    run,
    code,
    until,
    fields,
    rows: rangesOf(ids),
    gone: went.length === 0 ? {} : { held: rangesOf(went.sort((a, b) => a - b)) },
    digests,
    tombstones: null,
    why: whyOf(reasons),
    note: trail.words(0, ':note', noteOf(reasons)),
  };
  trail.append('erase', ids.length === 1 ? (ids[0] as CustomerId) : null, body);
}

/** Notes that a CSV ledger's file still says what is gone, until the save that follows: else its old cell would pass for an edit. */
function aheadOf(db: Database): (id: CustomerId, field: string, said: string | null) => void {
  if (once(db, 'SELECT EXISTS (SELECT 1 FROM checkout)').pluck().get() !== 1) return () => undefined;
  const isNew = once(db, "SELECT 1 FROM checkout_ahead WHERE customer_id = ? AND field = ':row'").pluck();
  const put = once(db, 'INSERT OR IGNORE INTO checkout_ahead VALUES(?, ?, ?)');
  return (id, field, said) => {
    if (said !== null && isNew.get(id) === undefined) put.run(id, field, said);
  };
}

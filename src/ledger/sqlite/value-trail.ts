/** What reports ask of the trail of the whole ledger: streams, and no value that was not asked for. */
import type { Database } from 'better-sqlite3';
import { type FieldKey, fieldKeys } from '../../model/fields.js';
import type { KeptBefore } from '../../model/ledger.js';
import { isUncountable, LengthReader, lengthSql } from './lengths.js';
import { once } from './once.js';
import { chunked, chunkRows } from './reader.js';

/** A customer with its changes as one text. */
type Row = readonly [customer: number, text: string];

/** Names of fields as they are known here: a name that was cut out of a text is slower to compare. */
const names: ReadonlyMap<string, FieldKey> = new Map(fieldKeys.map((key) => [key, key]));

/** When an event was recorded. */
export const readEventTime = (db: Database, seq: number): string | null =>
  (once(db, 'SELECT ts FROM audit WHERE seq = ?').pluck().get(seq) as string | undefined) ?? null;

/** A customer's changes of fields with what each was before, of the fields asked for; notes (`:note`), which come before `A`, are none. */
export function* readValueTrail(db: Database, fields: readonly FieldKey[]): IterableIterator<readonly KeptBefore[]> {
  const asked = `CASE WHEN field IN (${fields.map((field) => `'${field}'`).join(', ')}) THEN before END`;
  // One text a customer comes over from SQLite faster than every value does. Customer 0 is the ledger.
  const customers = db
    .prepare(
      `SELECT customer_id, group_concat(${lengthSql('field')} || iif(salt IS NULL, '-', '+') || seq || ':' || ifnull(${lengthSql(asked)}, '-'), '')
       FROM audit_value WHERE customer_id > max(?, 0) AND field >= 'A'
       GROUP BY customer_id ORDER BY customer_id LIMIT ${chunkRows}`,
    )
    .raw();
  const values = db.prepare(
    `SELECT customer_id AS customer, seq, field, ${asked} AS before, salt IS NOT NULL AS known
     FROM audit_value WHERE customer_id = ? AND field >= 'A' ORDER BY seq, field`,
  );
  const reader = new LengthReader();
  for (const [customer, text] of chunked<Row>(customers, (row) => row[0])) {
    if (isUncountable(text)) {
      yield (values.all(customer) as (Omit<KeptBefore, 'known'> & { known: number })[]).map((value) => ({
        ...value,
        known: value.known === 1,
      }));
      continue;
    }
    const kept: KeptBefore[] = [];
    for (reader.begin(text, 0); !reader.isAtEnd; ) {
      const field = reader.next();
      const known = reader.skip('+');
      if (!known) reader.skip('-');
      const seq = reader.number();
      const before = reader.skip('-') ? null : reader.next();
      kept.push({ customer, seq, field: names.get(field) ?? field, before, known });
    }
    yield kept;
  }
}

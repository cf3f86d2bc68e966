/** What reports ask of the trail of the whole ledger: streams, and no value that was not asked for. */
import type { Database } from 'better-sqlite3';
import { type FieldKey, fieldKeys } from '../../model/fields.js';
import type { KeptBefore } from '../../model/ledger.js';
import { Joined } from './joined.js';
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
  const joined = new Joined();
  const customers = db
    .prepare(
      `SELECT customer_id, ${joined.groupSql(['field', 'salt IS NOT NULL', 'seq', asked])}
       FROM audit_value WHERE customer_id > max(?, 0) AND field >= 'A'
       GROUP BY customer_id ORDER BY customer_id LIMIT ${chunkRows}`,
    )
    .raw();
  for (const [customer, text] of chunked<Row>(customers, (row) => row[0])) {
    const cut = joined.cut(text);
    const kept: KeptBefore[] = [];
    for (let i = 0; i < cut.length; i += 4) {
      const field = cut[i] as string;
      kept.push({
        customer,
        seq: Number(cut[i + 2]),
        field: names.get(field) ?? field,
        before: cut[i + 3] as string | null,
        known: cut[i + 1] === '1',
      });
    }
    yield kept;
  }
}

/** What reports ask of the trail of the whole ledger: streams, and no value that was not asked for. */
import type { Database } from 'better-sqlite3';
import type { FieldKey } from '../../model/fields.js';
import type { KeptBefore } from '../../model/ledger.js';
import { once } from './once.js';

const chunkRows = 1024;

type Row = readonly [customer: number, seq: number, field: string, before: string | null, known: 0 | 1];

/** When an event was recorded. */
export const readEventTime = (db: Database, seq: number): string | null =>
  (once(db, 'SELECT ts FROM audit WHERE seq = ?').pluck().get(seq) as string | undefined) ?? null;

/** Every change of a customer's field with what it was before, of the fields asked for; notes (`:note`), which come before `A`, are none. */
export function* readValueTrail(db: Database, fields: readonly FieldKey[]): IterableIterator<KeptBefore> {
  const query = db
    .prepare(
      `SELECT customer_id, seq, field, CASE WHEN field IN (${fields.map((field) => `'${field}'`).join(', ')}) THEN before END, salt IS NOT NULL
       FROM audit_value
       WHERE (customer_id, seq, field) > (@customer, @seq, @field) AND field >= 'A'
       ORDER BY customer_id, seq, field LIMIT ${chunkRows}`,
    )
    .raw();
  // Customer 0 is the ledger, whose words come first.
  let [customer, seq, field] = [0, Number.MAX_SAFE_INTEGER, ''];
  for (;;) {
    const rows = query.all({ customer, seq, field }) as Row[];
    for (const row of rows) yield { customer: row[0], seq: row[1], field: row[2], before: row[3], known: row[4] === 1 };
    const last = rows.at(-1);
    if (last === undefined || rows.length < chunkRows) return;
    [customer, seq, field] = last;
  }
}

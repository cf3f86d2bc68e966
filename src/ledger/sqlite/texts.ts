/** Every text that the ledger keeps and that a purge could take, table by table. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { KeptText } from '../../model/ledger.js';
import { customersIn } from './moves.js';
import { quoted, sealedColumns } from './schema.js';
import type { SettleBody } from './trail.js';

const chunkRows = 256;

/** Streams them; memory holds one chunk, and whom held rows became. */
export function* readTexts(db: Database): IterableIterator<KeptText> {
  const columns = {
    customers: ['id', ...sealedColumns],
    interactions: ['customer', 'actor', 'summary', 'result', 'extra'],
    transactions: ['customer', 'detail', 'extra'],
  };
  for (const [table, [whose, ...names]] of Object.entries(columns)) {
    const prefix = table === 'customers' ? '' : `${table}.`;
    for (const row of rows(
      db,
      `SELECT id, ${[whose, ...names].map((name) => quoted(name as string))} FROM ${table} WHERE id > ? ORDER BY id LIMIT ${chunkRows}`,
    )) {
      const [, customer, ...values] = row;
      for (const [i, value] of values.entries())
        if (value !== null)
          yield { customer: customer as CustomerId, field: `${prefix}${names[i]}`, value: String(value) };
    }
  }
  yield* changes(db);
  const became = becameOf(db);
  for (const [id, against, row] of rows(
    db,
    `SELECT id, against, "row" FROM held WHERE id > ? ORDER BY id LIMIT ${chunkRows}`,
  )) {
    const customer = became.get(id as number) ?? (against as CustomerId | null);
    for (const value of Object.values(JSON.parse(row as string) as Record<string, unknown>))
      if (typeof value === 'string' && value !== '') yield { customer, field: 'held', value };
  }
}

function* rows(db: Database, sql: string): IterableIterator<readonly (number | string | null)[]> {
  const query = db.prepare(sql).raw();
  for (let last = 0; ; ) {
    const chunk = query.all(last) as (number | string | null)[][];
    if (chunk.length === 0) return;
    yield* chunk;
    last = (chunk.at(-1) as [number])[0];
  }
}

/** Before-images, notes, and words of runs, which are nobody's alone. */
function* changes(db: Database): IterableIterator<KeptText> {
  const query = db
    .prepare(
      `SELECT customer_id, seq, field, before FROM audit_value WHERE (customer_id, seq, field) > (?, ?, ?) ORDER BY customer_id, seq, field LIMIT ${chunkRows}`,
    )
    .raw();
  for (let last: readonly [number, number, string] = [-1, 0, '']; ; ) {
    const chunk = query.all(...last) as [number, number, string, string | null][];
    for (const [customer, , field, value] of chunk)
      if (value !== null) yield { customer: customer === 0 ? null : customer, field, value };
    const end = chunk.at(-1);
    if (end === undefined) return;
    last = [end[0], end[1], end[2]];
  }
}

/** Whom settled rows became. */
function becameOf(db: Database): ReadonlyMap<number, CustomerId> {
  const events = db
    .prepare(
      "SELECT body FROM audit WHERE op = 'settle' AND body ->> 'table' = 'held' AND body ->> 'customers' IS NOT NULL ORDER BY seq",
    )
    .pluck();
  const became = new Map<number, CustomerId>();
  for (const body of events.all() as string[])
    for (const [held, customer] of customersIn(JSON.parse(body) as SettleBody))
      if (customer !== null) became.set(held, customer);
  return became;
}

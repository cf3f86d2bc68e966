/** Every text that the ledger keeps and that a purge could take, table by table: of all rows, of those of some customers, or of one that a place in the file tells of. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { KeptText } from '../../model/ledger.js';
import { hintAt } from './cells.js';
import { customersIn } from './moves.js';
import { once } from './once.js';
import { quoted } from './schema.js';
import type { SettleBody } from './trail.js';
import { usedFields } from './used-fields.js';

const chunkRows = 256;

type Value = number | string | null;
type Row = readonly Value[];

/** A table that keeps texts, and how one of its rows is taken apart. */
interface Source {
  readonly select: string;
  /** What its rows are read by: with a question mark for each, and a row begins with them. */
  readonly key: readonly string[];
  /** Before all keys. */
  readonly first: readonly Value[];
  /** Rows of the customers of a JSON array. */
  readonly ofCustomers: string;
  readonly texts: (row: Row) => Iterable<KeptText>;
}

const among = 'IN (SELECT value FROM json_each(?))';

/** A table whose columns are values of one customer; field names have the prefix. */
function columnsOf(table: string, whose: string, columns: readonly string[], prefix: string): Source {
  return {
    select: `SELECT id, ${[whose, ...columns].map(quoted).join(', ')} FROM ${table}`,
    key: ['id'],
    first: [0],
    ofCustomers: `${quoted(whose)} ${among}`,
    *texts([, customer, ...values]) {
      for (const [i, value] of values.entries())
        if (value !== null)
          yield { customer: customer as CustomerId, field: `${prefix}${columns[i]}`, value: String(value) };
    },
  };
}

/** Before-images, notes, and words of runs, which are nobody's alone. */
const changes: Source = {
  select: 'SELECT customer_id, seq, field, before FROM audit_value',
  key: ['customer_id', 'seq', 'field'],
  first: [-1, 0, ''],
  ofCustomers: `customer_id ${among}`,
  *texts([customer, seq, field, value]) {
    if (value === null) return;
    const owner = customer === 0 ? null : (customer as CustomerId);
    yield { customer: owner, field: field as string, value: value as string, seq: seq as number };
  },
};

/** Held rows: of whom they became, or else of whom they are held against. */
const held = (became: ReadonlyMap<number, CustomerId>): Source => ({
  select: 'SELECT id, against, "row" FROM held',
  key: ['id'],
  first: [0],
  ofCustomers: `id IN (SELECT id FROM held WHERE against IS NOT NULL AND against ${among})`,
  *texts([id, against, row]) {
    const customer = became.get(id as number) ?? (against as CustomerId | null);
    for (const value of Object.values(JSON.parse(row as string) as Record<string, unknown>))
      if (typeof value === 'string' && value !== '') yield { customer, field: 'held', value };
  },
});

/** Tables whose columns are values; of customers, those that any ever had a value in. */
const columnSources = (db: Database): readonly Source[] => [
  columnsOf('customers', 'id', ['extra', ...usedFields(db)], ''),
  columnsOf('interactions', 'customer', ['actor', 'summary', 'result', 'extra'], 'interactions.'),
  columnsOf('transactions', 'customer', ['detail', 'extra'], 'transactions.'),
];

/** Streams them; memory holds one chunk, and whom held rows became. */
export function* readTexts(db: Database): IterableIterator<KeptText> {
  for (const source of [...columnSources(db), changes, held(becameOf(db))]) {
    const key = source.key.join(', ');
    const after = `(${key}) > (${source.key.map(() => '?').join(', ')})`;
    const query = db.prepare(`${source.select} WHERE ${after} ORDER BY ${key} LIMIT ${chunkRows}`).raw();
    for (let last = source.first; ; ) {
      const chunk = query.all(...last) as Row[];
      for (const row of chunk) yield* source.texts(row);
      const end = chunk.at(-1);
      if (end === undefined) break;
      last = end.slice(0, source.key.length);
    }
  }
}

/** Those of some customers, found by the indexes; held rows that became one of them or are held against one, whosever they are else. */
export function* readTextsOf(db: Database, ids: ReadonlySet<CustomerId>): IterableIterator<KeptText> {
  const became = becameOf(db);
  const theirs = held(became);
  const rows = function* (source: Source, where: string, keys: readonly number[]): IterableIterator<KeptText> {
    const query = db.prepare(`${source.select} WHERE ${where}`).raw();
    for (let at = 0; at < keys.length; at += chunkRows)
      for (const row of query.all(JSON.stringify(keys.slice(at, at + chunkRows))) as Row[]) yield* source.texts(row);
  };
  for (const source of [...columnSources(db), changes, theirs]) yield* rows(source, source.ofCustomers, [...ids]);
  const settled = [...became].flatMap(([row, customer]) => (ids.has(customer) ? [row] : []));
  yield* rows(theirs, `id ${among}`, settled);
}

/** Those of the row whose bytes stand at a place in the database's file; where no row can be told, none. Of a number without a table, every row that has it. */
export function* readTextsAt(db: Database, offset: number): IterableIterator<KeptText> {
  const hint = hintAt(db, offset);
  if (hint === null) return;
  const { rowid, key } = hint;
  if (key !== null) yield* rowOf(db, changes, key);
  if (rowid !== null) for (const source of [...columnSources(db), held(new Map())]) yield* rowOf(db, source, [rowid]);
}

function* rowOf(db: Database, { select, key, texts }: Source, values: readonly Value[]): IterableIterator<KeptText> {
  const row = once(db, `${select} WHERE ${key.map((name) => `${name} = ?`).join(' AND ')}`)
    .raw()
    .get(...values);
  if (row !== undefined) yield* texts(row as Row);
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
    for (const [held_, customer] of customersIn(JSON.parse(body) as SettleBody))
      if (customer !== null) became.set(held_, customer);
  return became;
}

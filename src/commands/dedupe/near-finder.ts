import type { NearFinder, NearMatch, NearRow } from '../../intake/near.js';
import { nearDuplicates } from '../../match/door.js';
import { explainPair, sentenceOf } from '../../match/explain.js';
import type { NewRecord } from '../../match/increment.js';
import { probabilityOf } from '../../match/model.js';
import { scan } from '../../match/scan.js';
import { zonesOf } from '../../match/zones.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Matching } from '../../model/matching.js';
import type { Text } from '../../model/text.js';
import { columnName, learnedIn } from './judge.js';
import { cellsOf, ledgerColumns } from './ledger-records.js';
import { TableIntake } from './read-table.js';
import { changedSince, remembered } from './scan-since.js';

/** Ledgers up to this many customers are learned from on the fly while nothing is remembered. */
const LEARNED_AT_ONCE = 50_000;
/** When more customers than this came or changed since the last scan, the scan comes first. */
const MOST_UNSEEN = 20_000;
/** Matches of one row that are kept. */
const MOST_MATCHES = 3;
/** Rows of a file are numbered above every customer. */
const ROWS_FROM = 2 ** 40;

/** Why nothing can be found at the door: the ledger is to be scanned first. */
export const scanFirst: Text = {
  zh: '本次导入不查近似重复:台账较大而没有最近的查重结果;导入后请运行 steward dedupe scan',
  en: 'Near duplicates are not looked for at the door: the ledger is large and was not scanned lately; run steward dedupe scan',
};

/** Finds near duplicates of incoming rows among the customers and each other; null: the ledger is to be scanned first. */
export function nearFinder(reader: LedgerReader, matching: Matching): NearFinder | null {
  const memory = reader.memory();
  const learned = learnedIn(reader);
  if (memory === null || learned === null)
    return reader.count() <= LEARNED_AT_ONCE ? (rows) => learnedFromAll(reader, matching, rows) : null;
  const names = learned.model.columns.map(({ name }) => name);
  const unseen = changedSince(reader, names, memory.size, null);
  if (unseen.size > MOST_UNSEEN) return null;
  return (rows) => {
    const { old, recordOf } = remembered(reader, memory, names, unseen);
    const incoming = [
      ...[...unseen].sort((a, b) => a - b).map((id): NewRecord => ({ id, cells: cellsOf(recordOf(id), names) })),
      ...rows.map((row): NewRecord => ({ id: ROWS_FROM + row.record, cells: cellsOf(recordOfRow(row), names) })),
    ];
    const like = (id: CustomerId): NearMatch['like'] =>
      id > ROWS_FROM ? { record: id - ROWS_FROM } : { customer: id };
    const found = new Map<number, NearMatch[]>();
    for (const [id, matches] of nearDuplicates(learned, old, incoming, matching, MOST_UNSEEN + rows.length)) {
      if (id <= ROWS_FROM) continue;
      found.set(
        id - ROWS_FROM,
        matches.map(({ edge, explanation }) => ({
          like: like(edge.b),
          probability: edge.probability,
          sentence: sentenceOf(explanation, columnName),
        })),
      );
    }
    return found;
  };
}

/** A row as a customer's record: what it leaves out is blank. */
const recordOfRow = ({ extra, values }: NearRow): CustomerRecord =>
  ({
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    extra,
  }) as CustomerRecord;

/** All customers and all rows in one scan, of which the pairs with a row count. */
function learnedFromAll(
  reader: LedgerReader,
  matching: Matching,
  rows: readonly NearRow[],
): ReadonlyMap<number, readonly NearMatch[]> {
  const { extras, fields, kinds } = ledgerColumns(matching);
  const names = [...fields, ...extras];
  const intake = new TableIntake(names, { ...matching, columns: kinds });
  const customers: CustomerId[] = [];
  for (const record of reader.read(fields)) {
    customers.push(record.id);
    intake.add(cellsOf(record, names).map((cell) => cell ?? ''));
  }
  for (const row of rows) intake.add(cellsOf(recordOfRow(row), names).map((cell) => cell ?? ''));
  const read = intake.finish(0);
  if (read === null) return new Map();
  const found = scan(read.table, matching);
  const { decisions } = zonesOf(found, matching);
  const { edges, table } = found;
  const all: { readonly record: number; readonly bits: number; readonly match: NearMatch }[] = [];
  for (let e = 0; e < edges.count; e++) {
    if (decisions[e] === 'distinct') continue;
    const [x, y] = [edges.first[e] as number, edges.second[e] as number];
    const [early, late] = [table.order[x] as number, table.order[y] as number].sort((a, b) => a - b) as [
      number,
      number,
    ];
    const row = rows[late - customers.length];
    if (row === undefined) continue;
    const bits = edges.bits[e] as number;
    const explanation = explainPair(found, x, y, matching.review);
    const like =
      early < customers.length
        ? { customer: customers[early] as CustomerId }
        : { record: (rows[early - customers.length] as NearRow).record };
    const match = { like, probability: probabilityOf(bits), sentence: sentenceOf(explanation, columnName) };
    all.push({ record: row.record, bits, match });
  }
  all.sort((p, q) => p.record - q.record || q.bits - p.bits);
  const matches = new Map<number, NearMatch[]>();
  for (const { match, record } of all) {
    const own = matches.get(record) ?? [];
    if (own.length < MOST_MATCHES) matches.set(record, [...own, match]);
  }
  return matches;
}

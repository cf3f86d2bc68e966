/** Rows beside a ledger that was never scanned: all of it is scanned with them, and nothing is kept. */
import { mostUnscanned } from '../../intake/near.js';
import { type Learned, learnedOf } from '../../match/learned.js';
import { bitsOf } from '../../match/model.js';
import { byLikelihood, type Likeness } from '../../match/near.js';
import { scan } from '../../match/scan.js';
import type { CustomerRecord } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Matching } from '../../model/matching.js';
import { cellsOf, ledgerColumns } from './ledger-records.js';
import { TableIntake } from './read-table.js';

/** Comparisons of small ledgers: fewer than a scan may use, as a person waits for each file. */
const PAIRS = 500_000;

/** What came of it; by row, in the order in which they ask, whom it is likely one with. */
export interface Unscanned {
  readonly learned: Learned;
  readonly likely: ReadonlyMap<number, readonly Likeness[]>;
}

/**
 * Scans the ledger's customers and the rows that ask together; of a ledger of more than `mostUnscanned` only the rows. Null where they fill none of the
 * compared columns.
 */
export function scanUnscanned(
  reader: LedgerReader,
  matching: Matching,
  asking: readonly CustomerRecord[],
): Unscanned | null {
  const { extras, fields, kinds } = ledgerColumns(matching);
  const names = [...fields, ...extras];
  const intake = new TableIntake(names, { ...matching, columns: kinds });
  const add = (record: CustomerRecord): void => intake.add(cellsOf(record, names).map((cell) => cell ?? ''));
  const customers: number[] = [];
  if (reader.count() <= mostUnscanned)
    for (const record of extras.length > 0 ? reader.read() : reader.read(fields)) {
      customers.push(record.id);
      add(record);
    }
  for (const record of asking) add(record);
  const table = intake.finish(0)?.table;
  if (table === undefined) return null;
  const found = scan(table, { ...matching, leastPairs: Math.min(matching.leastPairs, PAIRS) });
  const { edges, scorer } = found;
  const likely = new Map<number, Likeness[]>();
  const least = bitsOf(matching.review);
  const see = (row: number, other: number, bits: number): void => {
    if (row < 0) return;
    const who = other < 0 ? { row: null, id: customers[other + customers.length]! } : { row: other, id: null };
    if (who.row !== null && who.row > row) return;
    likely.set(row, [...(likely.get(row) ?? []), { ...who, bits }]);
  };
  // Customers stand before the rows: the place of a row among the rows is not negative.
  const place = (record: number): number => table.order[record]! - customers.length;
  for (let e = 0; e < edges.count; e++) {
    const bits = edges.bits[e]!;
    const bound = scorer.bound(edges.vectors[e]!);
    if (bits < least || (bound !== 'free' && bound !== 'capped')) continue;
    const [one, other] = [place(edges.first[e]!), place(edges.second[e]!)];
    see(one, other, bits);
    see(other, one, bits);
  }
  for (const list of likely.values()) list.sort(byLikelihood);
  return { learned: learnedOf(found), likely };
}

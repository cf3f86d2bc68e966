import { learnedOf, storeModel } from '../../match/learned.js';
import { PairBook } from '../../match/pair-book.js';
import { PackedPostings } from '../../match/postings.js';
import { conclude, prepare, type Scan } from '../../match/scan.js';
import { zonesOf } from '../../match/zones.js';
import type { CustomerId } from '../../model/customer.js';
import type { ListedPair, MatchMemory } from '../../model/ledger.js';
import type { Matching } from '../../model/matching.js';
import type { QueryContext } from '../command.js';
import { type ReadLedger, readLedger } from './ledger-records.js';
import { comparedPairs } from './pool.js';

/** Scans all customers as people's decisions allow, and what is found is remembered. */
export async function scanLedger(
  context: Pick<QueryContext, 'progress' | 'reader' | 'remember'>,
  matching: Matching,
  threads: number,
): Promise<{ readonly read: ReadLedger; readonly scan: Scan }> {
  const { progress, reader, remember } = context;
  const read = readLedger(reader, matching, progress);
  const { order, size } = read.table;
  const customerOf = (record: number): CustomerId => read.customers[order[record]!]!;
  const prepared = prepare(read.table, matching);
  const book = new PairBook(reader);
  const records = new Map<CustomerId, number>();
  const { musts } = book;
  if (musts.length > 0) for (let r = 0; r < size; r++) records.set(customerOf(r), r);
  const decided = book.isEmpty
    ? null
    : {
        apart: (a: number, b: number) => book.apart(customerOf(a), customerOf(b)),
        must: musts.map(([one, other]): readonly [number, number] => {
          const [a, b] = [records.get(one)!, records.get(other)!];
          return a < b ? [a, b] : [b, a];
        }),
      };
  const scan = conclude(prepared, await comparedPairs(prepared, threads), matching, decided);
  remember(memoryOf(scan, matching, customerOf, reader.head().size), 'replace');
  return { read, scan };
}

/** What a scan leaves for later. */
function memoryOf(
  scan: Scan,
  matching: Matching,
  customerOf: (record: number) => CustomerId,
  size: number,
): MatchMemory {
  const { clusters, edges, table } = scan;
  const learned = learnedOf(scan);
  let upTo = 0;
  // The smallest customer of each cluster.
  const least = new Map<number, CustomerId>();
  for (let r = 0; r < table.size; r++) {
    const id = customerOf(r);
    if (id > upTo) upTo = id;
    const root = clusters.of[r]!;
    if (!(least.get(root)! < id)) least.set(root, id);
  }
  const { decisions } = zonesOf(scan, matching);
  return {
    size,
    upTo,
    learned: JSON.stringify(storeModel(learned)),
    postings: PackedPostings.of(table, learned, customerOf).blobs(),
    pairs: (function* (): Generator<ListedPair> {
      for (let e = 0; e < edges.count; e++) {
        const [one, other] = [customerOf(edges.first[e]!), customerOf(edges.second[e]!)];
        const [a, b] = one < other ? [one, other] : [other, one];
        yield { a, b, bits: edges.bits[e]!, decision: decisions[e]! };
      }
    })(),
    entities: (function* (): Generator<readonly [CustomerId, CustomerId]> {
      const sizes = new Map<number, number>();
      for (let r = 0; r < table.size; r++)
        if (clusters.of[r] !== r) sizes.set(clusters.of[r]!, (sizes.get(clusters.of[r]!) ?? 1) + 1);
      for (let r = 0; r < table.size; r++)
        if (sizes.has(clusters.of[r]!)) yield [customerOf(r), least.get(clusters.of[r]!)!];
    })(),
  };
}

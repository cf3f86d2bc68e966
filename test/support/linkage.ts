import { type Scan, scan } from '../../src/match/scan.js';
import { TableBuilder } from '../../src/match/table.js';
import type { ColumnKind, Matching } from '../../src/model/matching.js';
import { defaultMatching } from '../../src/model/matching.js';
import { kinds } from '../../src/rules/dedupe/kinds.js';

/** One record by its columns. */
export type Row = Readonly<Record<string, string | null>>;

/** Scans rows under columns of these kinds; `key` names each row. */
export function scanRows(
  rows: readonly Row[],
  columns: Readonly<Record<string, ColumnKind>>,
  key: string,
  matching: Matching = defaultMatching,
): Scan {
  const names = Object.keys(columns);
  const builder = new TableBuilder(names.map((name) => ({ name, kind: kinds[columns[name] as ColumnKind]! })));
  for (const row of rows)
    builder.add(
      names.map((name) => row[name] ?? null),
      row[key] ?? '',
    );
  return scan(builder.finish(matching.sharedBy), matching);
}

/** Cluster of each row, in the order of the rows. */
export function clusterOf({ clusters, table }: Scan): number[] {
  const of = new Array<number>(table.size);
  for (let r = 0; r < table.size; r++) of[table.order[r]!] = clusters.of[r]!;
  return of;
}

const pairsOf = (labels: Iterable<number | string>): number => {
  const counts = new Map<number | string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum += (count * (count - 1)) / 2;
  return sum;
};

/** Pairwise precision, recall and F1 of clusters against the truth, over all true pairs. */
export function pairwise(truth: readonly (number | string)[], found: readonly (number | string)[]) {
  const both = pairsOf(truth.map((label, i) => `${label} ${found[i]}`));
  const precision = both / Math.max(pairsOf(found), 1);
  const recall = both / Math.max(pairsOf(truth), 1);
  return { precision, recall, f1: (2 * precision * recall) / Math.max(precision + recall, 1e-9) };
}

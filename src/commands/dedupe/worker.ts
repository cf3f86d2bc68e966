import { parentPort, workerData } from 'node:worker_threads';
import type { Blocks } from '../../match/blocks.js';
import type { Column } from '../../match/column.js';
import { comparer } from '../../match/compare.js';
import { comparePairs, type Share } from '../../match/pairs.js';
import type { ColumnKind } from '../../model/matching.js';
import { kinds } from '../../rules/dedupe/kinds.js';

/** What a comparing thread is given: shared arrays, and kinds by their name. */
export interface CompareRequest {
  readonly columns: readonly (Omit<Column, 'kind'> & { readonly kind: ColumnKind })[];
  readonly values: Int32Array;
  readonly blocks: Blocks;
  readonly share: Share;
}

/** Compares its share of the pairs and sends them back. */
function run({ blocks, columns, share, values }: CompareRequest): void {
  const compare = comparer({ columns: columns.map((column) => ({ ...column, kind: kinds[column.kind]! })), values });
  const { count, first, keys, second, vectors } = comparePairs(blocks, compare, share);
  const pairs = { count, first: first.slice(), second: second.slice(), vectors: vectors.slice(), keys: keys.slice() };
  parentPort!.postMessage(pairs, [
    pairs.first.buffer,
    pairs.second.buffer,
    pairs.vectors.buffer,
    pairs.keys.buffer,
  ] as ArrayBuffer[]);
}

run(workerData as CompareRequest);

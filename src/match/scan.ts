import type { Matching } from '../model/matching.js';
import { type Blocks, blocksOf } from './blocks.js';
import { type Clusters, cluster, type Edges } from './cluster.js';
import { comparer } from './compare.js';
import { type Decided, decidedWeigher, underDecisions } from './decided.js';
import { type BlockingKey, chooseKeys, PartCodes } from './keys.js';
import { learn } from './learn.js';
import { bitsOf, type Model } from './model.js';
import { comparePairs, type Pairs } from './pairs.js';
import { countPatterns } from './patterns.js';
import { ownBits, type Scorer, scorer } from './score.js';
import type { Table } from './table.js';

/** What there is to compare: the table in blocks. */
export interface Prepared {
  readonly table: Table;
  readonly keys: readonly BlockingKey[];
  readonly blocks: Blocks;
}

/** A pair that is worth listing. */
export interface Scored extends Edges {
  readonly vectors: Int32Array;
  /** The pair's own weight, whatever binds it. */
  readonly bits: Float64Array;
}

/** Everything that a scan finds. */
export interface Scan extends Prepared {
  readonly model: Model;
  readonly scorer: Scorer;
  readonly compared: number;
  readonly edges: Scored;
  readonly clusters: Clusters;
}

/** Files up to this many records are compared as a whole besides. */
export const WHOLE = 2000;

/** Chooses keys and sorts the records into blocks. */
export function prepare(table: Table, matching: Matching): Prepared {
  const { size } = table;
  const all = (size * (size - 1)) / 2;
  const pairs = Math.min(Math.max(matching.pairsPerRecord * size, matching.leastPairs), Math.max(all, 1));
  const codes = new PartCodes(table);
  const keys = chooseKeys(table, codes, { pairs, largestBlock: matching.largestBlock });
  if (size <= WHOLE) keys.push({ name: '*', parts: [], pairs: all });
  return { table, keys, blocks: blocksOf(table, codes, keys, matching.largestBlock) };
}

/** Learns from the compared pairs, scores them and puts records together, as far as nobody decided otherwise. */
export function conclude(
  { table, keys, blocks }: Prepared,
  parts: readonly Pairs[],
  matching: Matching,
  decided: Decided | null = null,
): Scan {
  const compare = comparer(table);
  const patterns = countPatterns(parts, keys.length, table.size, compare);
  const model = learn(table, keys, patterns);
  const score = scorer(table, model, table.columns.map(ownBits));
  const found = scored(parts, score, bitsOf(matching.listed));
  const edges = decided === null ? found : underDecisions(found, decided, compare, score);
  const weigh = (a: number, b: number): number => {
    const vector = compare(a, b);
    return score.bound(vector) === 'free' ? score.weight(a, b, vector) : -Infinity;
  };
  const clusters = cluster(table.size, edges, decided === null ? weigh : decidedWeigher(decided, weigh), {
    automatic: bitsOf(matching.automatic),
    largest: matching.largestCluster,
  });
  const compared = parts.reduce((sum, { count }) => sum + count, 0);
  return { table, keys, blocks, model, scorer: score, compared, edges, clusters };
}

/** The whole scan in one thread. */
export function scan(table: Table, matching: Matching): Scan {
  const prepared = prepare(table, matching);
  return conclude(prepared, [comparePairs(prepared.blocks, comparer(table), { index: 0, of: 1 })], matching);
}

/** Pairs of at least so many bits. */
export function scored(parts: readonly Pairs[], score: Scorer, least: number): Scored {
  let room = 0;
  const weights = parts.map(({ count, first, second, vectors }) => {
    const bits = new Float64Array(count);
    for (let p = 0; p < count; p++) {
      bits[p] = score.weight(first[p]!, second[p]!, vectors[p]!);
      if (bits[p]! >= least) room++;
    }
    return bits;
  });
  const edges = {
    count: room,
    first: new Int32Array(room),
    second: new Int32Array(room),
    vectors: new Int32Array(room),
    bits: new Float64Array(room),
    weights: new Float64Array(room),
  };
  let at = 0;
  for (const [part, { count, first, second, vectors }] of parts.entries()) {
    for (let p = 0; p < count; p++) {
      const vector = vectors[p]!;
      const bits = weights[part]![p]!;
      if (bits < least) continue;
      edges.first[at] = first[p]!;
      edges.second[at] = second[p]!;
      edges.vectors[at] = vector;
      edges.bits[at] = bits;
      edges.weights[at] = score.bound(vector) === 'free' ? bits : -Infinity;
      at++;
    }
  }
  return edges;
}

/** What people decided of pairs, as a scan respects it (MATCHING 13). */
import type { Scored } from './scan.js';
import type { Scorer } from './score.js';

/** Decisions on the records of one table, by their numbers. */
export interface Decided {
  apart(a: number, b: number): boolean;
  /** Pairs that surely are one customer, `a` < `b`. */
  readonly must: readonly (readonly [a: number, b: number])[];
}

/** Bits of a pair that a person has put together: more than all columns against it can take away. */
const MUST_BITS = 1000;

/** The pairs of a scan under decisions: those kept apart are not listed, those that must be one are, whatever they weigh. */
export function underDecisions(
  edges: Scored,
  { apart, must }: Decided,
  compare: (a: number, b: number) => number,
  scorer: Scorer,
): Scored {
  const wanted = new Set(must.map(([a, b]) => `${a} ${b}`));
  const kept: number[] = [];
  for (let e = 0; e < edges.count; e++) if (!apart(edges.first[e]!, edges.second[e]!)) kept.push(e);
  for (const e of kept) wanted.delete(`${edges.first[e]} ${edges.second[e]}`);
  const all = [
    ...kept.map((e) => ({
      a: edges.first[e]!,
      b: edges.second[e]!,
      vector: edges.vectors[e]!,
      bits: edges.bits[e]!,
      weight: edges.weights[e]!,
    })),
    ...[...wanted].map((pair) => {
      const [a, b] = pair.split(' ').map(Number) as [number, number];
      const vector = compare(a, b);
      return { a, b, vector, bits: scorer.weight(a, b, vector), weight: 0 };
    }),
  ];
  const sure = new Set(must.map(([a, b]) => `${a} ${b}`));
  return {
    count: all.length,
    first: Int32Array.from(all, ({ a }) => a),
    second: Int32Array.from(all, ({ b }) => b),
    vectors: Int32Array.from(all, ({ vector }) => vector),
    bits: Float64Array.from(all, ({ bits }) => bits),
    weights: Float64Array.from(all, ({ a, b, weight }) => (sure.has(`${a} ${b}`) ? MUST_BITS : weight)),
  };
}

/** Weighs pairs under decisions: never together, surely together, else as it weighs. */
export function decidedWeigher(
  { apart, must }: Decided,
  weigh: (a: number, b: number) => number,
): (a: number, b: number) => number {
  const sure = new Set(must.map(([a, b]) => `${a} ${b}`));
  return (a, b) => {
    if (apart(a, b)) return -Infinity;
    return sure.size > 0 && sure.has(`${a} ${b}`) ? MUST_BITS : weigh(a, b);
  };
}

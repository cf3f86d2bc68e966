import { CAPPED_PAIR, VETOED } from './compare.js';
import { sequence } from './hash.js';
import type { Pairs } from './pairs.js';

/** How often each comparison vector occurs: learning works on these counts, never on pairs. */
export interface Patterns {
  /** Distinct vectors without their pair bits, in ascending order. */
  readonly vectors: Int32Array;
  /** Pairs with each vector, over all keys. */
  readonly all: Float64Array;
  /** The same for each blocking key. */
  readonly byKey: readonly Float64Array[];
  /** Random pairs with each vector, and how many were drawn. */
  readonly random: Float64Array;
  readonly drawn: number;
}

/** Random pairs that the u probabilities are estimated from; all pairs where there are no more. */
export const RANDOM_PAIRS = 300_000;
const LEVELS_ONLY = ~(VETOED | CAPPED_PAIR);

/** Counts vectors of candidate pairs and of random pairs of so many records. */
export function countPatterns(
  parts: readonly Pairs[],
  keys: number,
  size: number,
  compare: (a: number, b: number) => number,
): Patterns {
  const index = new Map<number, number>();
  const totals: number[] = [];
  let room = 64;
  let byKey: Float64Array[] = Array.from({ length: keys }, () => new Float64Array(room));
  const slot = (vector: number): number => {
    let at = index.get(vector);
    if (at === undefined) {
      at = index.size;
      index.set(vector, at);
      totals.push(0);
      if (at >= room) {
        room *= 2;
        byKey = byKey.map((counts) => {
          const larger = new Float64Array(room);
          larger.set(counts);
          return larger;
        });
      }
    }
    return at;
  };
  for (const { count, vectors, keys: origins } of parts) {
    for (let p = 0; p < count; p++) {
      const at = slot(vectors[p]! & LEVELS_ONLY);
      totals[at]!++;
      for (let bits = origins[p]!; bits !== 0; bits &= bits - 1) byKey[31 - Math.clz32(bits & -bits)]![at]!++;
    }
  }
  const random = new Map<number, number>();
  let drawn = 0;
  const draw = (a: number, b: number): void => {
    const vector = compare(a, b) & LEVELS_ONLY;
    random.set(vector, (random.get(vector) ?? 0) + 1);
    slot(vector);
    drawn++;
  };
  if ((size * (size - 1)) / 2 <= RANDOM_PAIRS) {
    for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) draw(a, b);
  } else {
    const next = sequence(7);
    for (let i = 0; i < RANDOM_PAIRS; i++) {
      const a = next(size);
      const b = next(size);
      if (a !== b) draw(a, b);
    }
  }
  const order = Array.from(index.entries()).sort(([a], [b]) => a - b);
  return {
    vectors: Int32Array.from(order, ([vector]) => vector),
    all: Float64Array.from(order, ([, at]) => totals[at]!),
    byKey: byKey.map((counts) => Float64Array.from(order, ([, at]) => counts[at]!)),
    random: Float64Array.from(order, ([vector]) => random.get(vector) ?? 0),
    drawn,
  };
}

import type { Kind } from '../rules/dedupe/kind.js';

/** What was learned of one column. Arrays by level number; level 0 (unknown) weighs nothing. */
export interface ColumnModel {
  readonly name: string;
  readonly kind: Kind;
  readonly m: Float64Array;
  readonly u: Float64Array;
  /** log2(m/u), never falling from one level to a better one. */
  readonly weights: Float64Array;
  /** Whether there was enough evidence, or the kind's own beliefs stand. */
  readonly learned: boolean;
}

/** The Fellegi–Sunter model of one scan. */
export interface Model {
  readonly columns: readonly ColumnModel[];
  /** P(two random records are one customer). */
  readonly lambda: number;
  /** log2 of its odds: where every pair's weight begins. */
  readonly prior: number;
  /** Pairs of one customer that the model expects among the candidates. */
  readonly matches: number;
}

/** Probability from a weight in bits. */
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);

/** Weight in bits from a probability. */
export const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability));

const LEVELS = 8;
/** Level of given name and surname in each other's column: no step of the ladder of likeness. */
const EXCHANGED = 2;
/** No single column decides by more than this. */
const MOST_BITS = 24;

/** Beliefs of a kind as arrays. */
export function priorOf(kind: Kind, which: 'm' | 'u'): Float64Array {
  const belief = new Float64Array(LEVELS);
  for (let l = 1; l < LEVELS; l++) belief[l] = kind.levels[l]?.[which] ?? 0;
  const sum = belief.reduce((a, b) => a + b, 0);
  return belief.map((p) => p / sum);
}

/** Weights of the levels from m and u: bounded, and never falling towards more likeness. */
export function weightsOf(kind: Kind, m: Float64Array, u: Float64Array): Float64Array {
  const weights = new Float64Array(LEVELS);
  const names = kind.kind === 'given-name' || kind.kind === 'surname';
  for (let l = 1; l < LEVELS; l++) {
    if (kind.levels[l] == null) continue;
    const w = Math.log2(Math.max(m[l]!, 1e-6) / Math.max(u[l]!, 1e-9));
    weights[l] = Math.max(-MOST_BITS, Math.min(MOST_BITS, w));
  }
  let above = Math.max(weights[7]!, 0);
  weights[7] = above;
  for (let l = 6; l >= 1; l--) {
    if (kind.levels[l] == null || (names && l === EXCHANGED)) continue;
    weights[l] = Math.min(weights[l]!, above);
    above = weights[l]!;
  }
  weights[1] = Math.min(weights[1]!, 0);
  return weights;
}

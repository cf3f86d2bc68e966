/** Intervals of a share (S2-43). No correction for small populations: they are never too narrow for it. */

/** A share, with its interval; from 0 to 1. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Levels of confidence, and the two-sided quantile of the normal distribution for each. */
export const quantiles = { '90': 1.6448536269514722, '95': 1.959963984540054, '99': 2.5758293035489004 } as const;

/** One of them, in percent. */
export type Confidence = keyof typeof quantiles;

/** The interval around a share, whatever the last places of its numbers are: 0 ≤ low ≤ share ≤ high ≤ 1. */
const around = (share: number, low: number, high: number): Share => ({
  share,
  low: Math.max(0, Math.min(low, share)),
  high: Math.min(1, Math.max(high, share)),
});

/** Wilson's score interval of `right` among `n`; null of nothing. @param z the quantile */
export function wilson(right: number, n: number, z: number): Share | null {
  if (n === 0) return null;
  const share = right / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / scale;
  return around(share, centre - half, centre + half);
}

/** One stratum's result, and how many customers it stands for. */
export interface StratumResult {
  readonly population: number;
  readonly right: number;
  readonly n: number;
}

/**
 * The share in all strata together, each by its population: the stratified Wilson interval (Yan and Su 2010) under these weights. Strata of which nothing
 * was looked at are left out; of one stratum it is Wilson's own. Null of nothing.
 */
export function stratified(strata: readonly StratumResult[], z: number): Share | null {
  const seen = strata.filter(({ n }) => n > 0);
  const all = seen.reduce((sum, { population }) => sum + population, 0);
  if (all === 0) return null;
  // By the centre of the score interval, so that a stratum in which all were right has a variance, too.
  const parts = seen.map(({ population, right, n }) => {
    const centre = (right + (z * z) / 2) / (n + z * z);
    return { weight: population / all, spread: Math.sqrt((centre * (1 - centre)) / (n + z * z)) };
  });
  const together = Math.sqrt(parts.reduce((sum, { weight, spread }) => sum + (weight * spread) ** 2, 0));
  const apart = parts.reduce((sum, { weight, spread }) => sum + weight * spread, 0);
  const own = (z * together) / apart;
  let share = 0;
  let low = 0;
  let high = 0;
  // Divided at the end: weights would add up to a little less or more than one.
  for (const { population, right, n } of seen) {
    const one = wilson(right, n, own) as Share;
    share += population * one.share;
    low += population * one.low;
    high += population * one.high;
  }
  return around(Math.min(1, share / all), low / all, high / all);
}

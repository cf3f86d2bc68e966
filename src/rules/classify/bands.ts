import type { Band } from '../../model/policy.js';

/** Where a quantity lies among bands: in one of them, across several, or in none. */
export type Placed = { readonly band: Band } | 'none' | 'straddles';

/** The bands next to one that was found: where the one above begins, and the one below ends. */
export interface Neighbours<N extends bigint | number> {
  readonly above: { readonly band: Band; readonly from: N } | null;
  readonly below: { readonly band: Band; readonly end: N } | null;
}

/** Finds the band of an exact quantity, or of a range from `low` to `high` (null: no upper end), in the bands' own unit. */
export interface BandFinder<N extends bigint | number> {
  at(quantity: N): Placed;
  across(low: N, high: N | null): Placed;
  /** The bands next to the one with this code; nobody's neighbours where no band has it. */
  next(code: string): Neighbours<N>;
}

/**
 * Bands as half-open intervals [from, below), exact at every edge (S4-05, S4-10, C16): 500,000 is in the upper band, 499,999.99
 * in the one below. A range lies in a band when its whole does; its upper end may be the number at which the next band
 * begins, because 10-50万 is how people write the band from 100,000 to below 500,000. `read` turns a policy's decimal into
 * the unit of the quantities.
 */
export function bandFinder<N extends bigint | number>(
  bands: readonly Band[],
  read: (decimal: string) => N,
): BandFinder<N> {
  const list = bands.map((band) => ({
    band,
    from: read(band.from),
    below: band.below === null ? null : read(band.below),
  }));
  const find = (quantity: N) =>
    list.find(({ from, below }) => quantity >= from && (below === null || quantity < below));
  return {
    at(quantity) {
      return find(quantity) ?? 'none';
    },
    across(low, high) {
      const found = find(low);
      if (!found) return 'none';
      return found.below === null || (high !== null && high <= found.below) ? found : 'straddles';
    },
    next(code) {
      const own = list.find(({ band }) => band.code === code);
      const above = own && list.find(({ from }) => from === own.below);
      const below = own && list.find((other) => other.below === own.from);
      return {
        above: above ? { band: above.band, from: above.from } : null,
        below: own && below ? { band: below.band, end: own.from } : null,
      };
    },
  };
}

import type { CustomerId } from '../model/customer.js';
import type { LedgerReader } from '../model/ledger.js';

const keyOf = (one: CustomerId, other: CustomerId): string => `${Math.min(one, other)} ${Math.max(one, other)}`;

/** The customer that a customer is now: itself, or the one that it was merged into, over several merges; null: it is none any more. */
export function currentOf(reader: Pick<LedgerReader, 'aside' | 'get'>, id: CustomerId): CustomerId | null {
  for (let at: CustomerId | null = id; at !== null; ) {
    if (reader.get(at) !== null) return at;
    at = reader.aside(at)?.into ?? null;
  }
  return null;
}

/** All decisions on pairs, carried over to the customers that they are of now: who was merged brings its own along. */
export class PairBook {
  readonly #apart = new Set<string>();
  readonly #must = new Map<string, readonly [CustomerId, CustomerId]>();

  constructor(reader: Pick<LedgerReader, 'aside' | 'get' | 'pairs'>) {
    for (const { a, b, what } of reader.pairs()) {
      const [one, other] = [currentOf(reader, a), currentOf(reader, b)];
      if (one === null || other === null || one === other) continue;
      if (what === 'keep-apart') this.#apart.add(keyOf(one, other));
      else this.#must.set(keyOf(one, other), one < other ? [one, other] : [other, one]);
    }
  }

  /** Whether nothing was decided. */
  get isEmpty(): boolean {
    return this.#apart.size === 0 && this.#must.size === 0;
  }

  apart(one: CustomerId, other: CustomerId): boolean {
    return this.#apart.size > 0 && this.#apart.has(keyOf(one, other));
  }

  must(one: CustomerId, other: CustomerId): boolean {
    return this.#must.size > 0 && this.#must.has(keyOf(one, other));
  }

  /** Pairs that must be one, but for those that are kept apart as well: a doubt keeps apart. */
  get musts(): readonly (readonly [CustomerId, CustomerId])[] {
    return [...this.#must].flatMap(([key, pair]) => (this.#apart.has(key) ? [] : [pair]));
  }
}

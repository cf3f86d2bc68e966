/** How often the values of a column occur, in bounded memory. */
import { textHash } from '../hash.js';
import { Sketch } from './sketch.js';

/** Values that are told apart exactly; beyond them the frequent ones are kept and the number of all is estimated. */
const MOST = 2048;
/** With that many values, a new one is only taken up in every so many cells: a frequent one is met soon enough. */
const EVERY = 16;
/** Longer values are told apart by their beginning and their hash. */
const LONG = 100;

/** A frequent value; `atLeast`: some of its first occurrences may have gone uncounted. */
export interface FrequentValue {
  readonly value: string;
  readonly count: number;
  readonly atLeast: boolean;
}

/** What is remembered of a value; `about` is the caller's. */
export interface Entry<T> {
  count: number;
  about: T | undefined;
}

/**
 * Counts values: exactly while there are few; with many, the frequent ones by lossy counting (Manku, Motwani), whose counts are lower bounds,
 * and the number of distinct ones by HyperLogLog (error 1.6 %).
 */
export class ValueCounts<T> {
  readonly #entries = new Map<string, Entry<T>>();
  #missed = 0;
  #turn = 0;
  #sketch: Sketch | null = null;

  /** Counts one value; returns what is remembered of it, or null for one that is not remembered. */
  add(value: string): Entry<T> | null {
    const key = value.length > LONG ? `${value.slice(0, LONG)}…${textHash([value])}` : value;
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.count++;
      return known;
    }
    if (this.#sketch !== null) {
      this.#sketch.add(key);
      if (++this.#turn % EVERY !== 0) return null;
    }
    const entry: Entry<T> = { count: 1, about: undefined };
    // A copy: the cell may be a view of half a megabyte of text.
    this.#entries.set(` ${key}`.slice(1), entry);
    if (this.#entries.size > MOST) this.#prune();
    return entry;
  }

  get distinct(): { readonly count: number; readonly exact: boolean } {
    return this.#sketch === null
      ? { count: this.#entries.size, exact: true }
      : { count: this.#sketch.estimate(), exact: false };
  }

  /** The most frequent values that occur more than once, at most so many. */
  top(most: number): FrequentValue[] {
    const atLeast = this.#sketch !== null;
    return [...this.#entries]
      .filter(([, { count }]) => count > 1 && count > this.#missed)
      .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
      .slice(0, most)
      .map(([key, { count }]) => ({
        value: key.length > LONG ? `${key.slice(0, LONG)}…` : key,
        count,
        atLeast,
      }));
  }

  #prune(): void {
    if (this.#sketch === null) {
      this.#sketch = new Sketch();
      for (const key of this.#entries.keys()) this.#sketch.add(key);
    }
    for (let least = 1; this.#entries.size > MOST / 2; least++) {
      for (const [key, { count }] of this.#entries) if (count <= least) this.#entries.delete(key);
      this.#missed++;
    }
  }
}

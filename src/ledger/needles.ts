/**
 * Finds thousands of texts at once in bytes as they come. Each is looked for by the four of its bytes that the fewest others have, so that most places are passed
 * over after one look at a table of bits.
 */

/** A text as bytes. */
export interface Needle {
  readonly bytes: Uint8Array;
  /** Which text it is, and in which encoding: the caller's own numbers. */
  readonly text: number;
  readonly encoding: number;
}

/** Where one begins, counted from the first byte ever given. */
export interface Hit {
  readonly offset: number;
  readonly needle: Needle;
}

/** Fewer bytes are found everywhere. */
export const leastBytes = 4;

const bits = 22;
/** Spreads four bytes over the table (Knuth's multiplicative hash). */
const placeOf = (window: number): number => Math.imul(window, 0x9e3779b1) >>> (32 - bits);

const windowAt = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;

/** A needle with the place of its four bytes. */
interface Placed {
  readonly needle: Needle;
  readonly at: number;
}

/** All needles, made ready. */
export class NeedleSet {
  readonly #table = new Uint8Array(1 << (bits - 3));
  readonly #windows = new Map<number, Placed[]>();
  /** The most bytes that a needle has. */
  readonly longest: number;

  /** Needles of fewer bytes than `leastBytes` are left out. */
  constructor(needles: readonly Needle[]) {
    const fit = needles.filter(({ bytes }) => bytes.length >= leastBytes);
    const common = new Map<number, number>();
    for (const { bytes } of fit) {
      const seen = new Set<number>();
      for (let at = 0; at + leastBytes <= bytes.length; at++) seen.add(windowAt(bytes, at));
      for (const window of seen) common.set(window, (common.get(window) ?? 0) + 1);
    }
    let longest = 0;
    for (const needle of fit) {
      const { bytes } = needle;
      longest = Math.max(longest, bytes.length);
      let at = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i + leastBytes <= bytes.length; i++) {
        const count = common.get(windowAt(bytes, i)) as number;
        if (count < least) [at, least] = [i, count];
      }
      const window = windowAt(bytes, at);
      const place = placeOf(window);
      this.#table[place >>> 3] = (this.#table[place >>> 3] as number) | (1 << (place & 7));
      const list = this.#windows.get(window);
      if (list === undefined) this.#windows.set(window, [{ needle, at }]);
      else list.push({ needle, at });
    }
    this.longest = longest;
  }

  /** Every needle that stands whole in these bytes, and not wholly in the first `known` of them; `base` is added to offsets. */
  find(bytes: Uint8Array, known = 0, base = 0): readonly Hit[] {
    const hits: Hit[] = [];
    if (this.longest === 0) return hits;
    const table = this.#table;
    const { length } = bytes;
    let window = 0;
    for (let i = 0; i < length; i++) {
      window = (window << 8) | (bytes[i] as number);
      const place = Math.imul(window, 0x9e3779b1) >>> (32 - bits);
      if (((table[place >>> 3] as number) & (1 << (place & 7))) === 0 || i < leastBytes - 1) continue;
      for (const { needle, at } of this.#windows.get(window >>> 0) ?? []) {
        const from = i - (leastBytes - 1) - at;
        const { length: size } = needle.bytes;
        if (from < 0 || from + size > length || from + size <= known) continue;
        let same = 0;
        while (same < size && bytes[from + same] === needle.bytes[same]) same++;
        if (same === size) hits.push({ offset: base + from, needle });
      }
    }
    return hits;
  }
}

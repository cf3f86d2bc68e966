/**
 * Finds thousands of texts at once in bytes as they come. Where a text is long enough, looking at every third or fourth place meets it, if as many of its own places
 * in a row are known; nearly every place is passed over after one look at a table of bits.
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

/** All needles, made ready. */
export class NeedleSet {
  readonly #grids: readonly Grid[];
  /** The most bytes that a needle has. */
  readonly longest: number;

  /** Needles of fewer than four bytes are found everywhere, and left out. */
  constructor(needles: readonly Needle[]) {
    this.longest = needles.reduce((most, { bytes }) => Math.max(most, bytes.length), 0);
    this.#grids = meshes.flatMap((mesh, i) => {
      const below = meshes[i - 1] === undefined ? Number.POSITIVE_INFINITY : leastOf(meshes[i - 1] as Mesh);
      const fit = needles.filter(({ bytes }) => bytes.length >= leastOf(mesh) && bytes.length < below);
      return fit.length === 0 ? [] : [new Grid(fit, mesh)];
    });
  }

  /** Every needle that stands whole in these bytes, and not wholly in the first `known` of them; `base` is added to offsets. */
  find(bytes: Uint8Array, known = 0, base = 0): readonly Hit[] {
    const hits: Hit[] = [];
    for (const grid of this.#grids) grid.find(bytes, known, base, hits);
    return hits;
  }
}

/** How needles of some length are met: by windows of so many bytes, so many bytes apart. */
interface Mesh {
  readonly width: 4 | 6;
  readonly step: number;
}

/** Wider windows pass over more places, wider steps over all the others; both together are as long as the needle must be. */
const meshes: readonly Mesh[] = [
  { width: 6, step: 4 },
  { width: 4, step: 3 },
  { width: 4, step: 1 },
];
const leastOf = ({ width, step }: Mesh): number => width + step - 1;

/** A table of 2^20 bits takes 128 KiB, which the processor keeps at hand. */
const bits = 20;
const slotBits = 16;

/** Spreads bytes over all 32 bits (multiplicative hashing). */
const spread = (low: number, high: number): number => Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);

/** Parts of an entry: the hash of a window, the next entry of the same slot (0: none), which needle, where in it the window begins. */
const parts = 4;

/** Needles that are met by one mesh: as many windows in a row of each are known as a step has bytes, so that one of them always is. */
class Grid {
  readonly #mesh: Mesh;
  readonly #table = new Int32Array(1 << (bits - 5));
  /** The first entry of each slot; entries count from 1. */
  readonly #slots = new Int32Array(1 << slotBits);
  readonly #entries: Int32Array;
  readonly #needles: readonly Needle[];
  /** The bytes of all needles, and where those of each end. */
  readonly #bytes: Uint8Array;
  readonly #ends: Int32Array;

  constructor(needles: readonly Needle[], mesh: Mesh) {
    const { step } = mesh;
    this.#mesh = mesh;
    this.#needles = needles;
    this.#bytes = Buffer.concat(needles.map(({ bytes }) => bytes));
    this.#ends = Int32Array.from(needles, ends());
    this.#entries = new Int32Array((needles.length * step + 1) * parts);
    const hashes = needles.map(({ bytes }) => hashesOf(bytes, mesh));
    const common = new Int32Array(1 << slotBits);
    for (const own of hashes) for (const hash of own) (common[hash >>> (32 - slotBits)] as number)++;
    let entry = 0;
    for (const [i, own] of hashes.entries()) {
      const from = rarest(own, step, common);
      for (let at = from; at < from + step; at++) {
        const hash = own[at] as number;
        const place = hash >>> (32 - bits);
        this.#table[place >>> 5] = (this.#table[place >>> 5] as number) | (1 << place);
        const slot = hash >>> (32 - slotBits);
        this.#entries.set([hash, this.#slots[slot] as number, i, at], ++entry * parts);
        this.#slots[slot] = entry;
      }
    }
  }

  /** Adds what it finds to the hits. */
  find(bytes: Uint8Array, known: number, base: number, hits: Hit[]): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const table = this.#table;
    const { step, width } = this.#mesh;
    const end = bytes.length - width;
    for (let i = 0; i <= end; i += step) {
      const high = width === 4 ? 0 : view.getUint16(i + 4, true);
      const hash = spread(view.getInt32(i, true), high);
      const place = hash >>> (32 - bits);
      if (((table[place >>> 5] as number) & (1 << place)) !== 0) this.#met(bytes, i, hash, known, base, hits);
    }
  }

  /** At a place whose window may be one of a needle's. */
  #met(bytes: Uint8Array, place: number, hash: number, known: number, base: number, hits: Hit[]): void {
    const entries = this.#entries;
    for (let entry = this.#slots[hash >>> (32 - slotBits)] as number; entry !== 0; ) {
      const at = entry * parts;
      entry = entries[at + 1] as number;
      if (entries[at] !== hash) continue;
      const needle = entries[at + 2] as number;
      const from = place - (entries[at + 3] as number);
      if (this.#standsAt(bytes, from, needle, known))
        hits.push({ offset: base + from, needle: this.#needles[needle] as Needle });
    }
  }

  #standsAt(bytes: Uint8Array, from: number, needle: number, known: number): boolean {
    const own = this.#bytes;
    const end = this.#ends[needle] as number;
    const start = needle === 0 ? 0 : (this.#ends[needle - 1] as number);
    const to = from + end - start;
    if (from < 0 || to > bytes.length || to <= known) return false;
    for (let i = from, j = start; j < end; i++, j++) if (bytes[i] !== own[j]) return false;
    return true;
  }
}

/** Where the bytes of needles end that stand one behind the other. */
function ends(): (needle: Needle) => number {
  let end = 0;
  return ({ bytes }) => (end += bytes.length);
}

/** The hash of each window of a needle. */
function hashesOf(bytes: Uint8Array, { width }: Mesh): Int32Array {
  const at = (i: number): number => bytes[i] as number;
  return Int32Array.from({ length: bytes.length - width + 1 }, (_, i) => {
    const low = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
    return spread(low, width === 4 ? 0 : at(i + 4) | (at(i + 5) << 8));
  });
}

/** Where so many windows in a row begin that the fewest others have. */
function rarest(hashes: Int32Array, step: number, common: Int32Array): number {
  let found = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let from = 0; from + step <= hashes.length; from++) {
    let count = 0;
    for (let at = from; at < from + step; at++) count += common[(hashes[at] as number) >>> (32 - slotBits)] as number;
    if (count < least) [found, least] = [from, count];
  }
  return found;
}

/** The last text hashed: what is looked for and not found is added next. */
let lastValue: string | null = null;
let lastHash = 0;

/** FNV-1a over code units, with a last mixing so that the low bits are good. */
function hashOf(value: string): number {
  if (value === lastValue) return lastHash;
  let h = 0x811c9dc5;
  for (let i = 0; i < value.length; i += 1) h = Math.imul(h ^ value.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  lastValue = value;
  lastHash = (h ^ (h >>> 13)) | 0;
  return lastHash;
}

const none: readonly number[] = [];

/**
 * Finds staged rows by an exact key in constant time at 16 bytes and a few an entry: only a hash of each key is kept, so
 * whoever asks checks the candidates against the rows themselves. Buckets are rings that point to their last entry.
 */
export class KeyIndex {
  #hash = new Int32Array(1024);
  #row = new Int32Array(1024);
  #next = new Int32Array(1024);
  #buckets = new Int32Array(1024).fill(-1);
  #size = 0;

  add(value: string, row: number): void {
    if (this.#size === this.#hash.length) this.#grow();
    const entry = this.#size;
    this.#size += 1;
    this.#hash[entry] = hashOf(value);
    this.#row[entry] = row;
    this.#link(entry);
  }

  /** Rows that may bear the key, in the order in which they were added. */
  candidates(value: string): readonly number[] {
    const hash = hashOf(value);
    const last = this.#buckets[hash & (this.#buckets.length - 1)] as number;
    if (last < 0) return none;
    let rows: number[] | null = null;
    let entry = last;
    do {
      entry = this.#next[entry] as number;
      if (this.#hash[entry] === hash) {
        rows ??= [];
        rows.push(this.#row[entry] as number);
      }
    } while (entry !== last);
    return rows ?? none;
  }

  #link(entry: number): void {
    const bucket = (this.#hash[entry] as number) & (this.#buckets.length - 1);
    const last = this.#buckets[bucket] as number;
    if (last < 0) this.#next[entry] = entry;
    else {
      this.#next[entry] = this.#next[last] as number;
      this.#next[last] = entry;
    }
    this.#buckets[bucket] = entry;
  }

  #grow(): void {
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const array = new Int32Array(old.length * 2);
      array.set(old);
      return array;
    };
    this.#hash = larger(this.#hash);
    this.#row = larger(this.#row);
    this.#next = larger(this.#next);
    this.#buckets = new Int32Array(this.#hash.length).fill(-1);
    for (let entry = 0; entry < this.#size; entry += 1) this.#link(entry);
  }
}

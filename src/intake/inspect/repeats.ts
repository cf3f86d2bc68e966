import { textHash } from '../hash.js';

/** Values remembered, at the most, so that a table takes 25 MB. */
const MOST = Math.floor(((1 << 21) * 2) / 3);

/**
 * Knows values that occurred before, by 53 bits of their hash, with the line of the first: twelve bytes a value at two thirds load, whatever
 * the values are. Beyond MOST values new ones are not remembered, and `full` says so.
 */
export class Repeats {
  #hashes = new Float64Array(1 << 10);
  #lines = new Uint32Array(1 << 10);
  #size = 0;
  full = false;

  /** The line of the first occurrence of a row or a value, or null for a new one, which is remembered. */
  seen(cells: readonly string[], line: number): number | null {
    const hash = textHash(cells) || 1;
    const mask = this.#hashes.length - 1;
    let at = place(hash, mask);
    for (let there = this.#hashes[at] as number; there !== 0; there = this.#hashes[at] as number) {
      if (there === hash) return this.#lines[at] as number;
      at = (at + 1) & mask;
    }
    if (this.#size >= MOST) {
      this.full = true;
      return null;
    }
    this.#hashes[at] = hash;
    this.#lines[at] = line;
    if (++this.#size * 3 > this.#hashes.length * 2) this.#grow();
    return null;
  }

  #grow(): void {
    const [hashes, lines] = [this.#hashes, this.#lines];
    const mask = hashes.length * 2 - 1;
    this.#hashes = new Float64Array(hashes.length * 2);
    this.#lines = new Uint32Array(hashes.length * 2);
    for (let i = 0; i < hashes.length; i++) {
      const hash = hashes[i] as number;
      if (hash === 0) continue;
      let at = place(hash, mask);
      while (this.#hashes[at] !== 0) at = (at + 1) & mask;
      this.#hashes[at] = hash;
      this.#lines[at] = lines[i] as number;
    }
  }
}

const place = (hash: number, mask: number): number => ((hash % 0x100000000) ^ (hash / 0x200000)) & mask;

/** FNV-1a over code units, with a last mixing so that the low bits are good. */
function hashOf(value: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < value.length; i += 1) h = Math.imul(h ^ value.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) | 0;
}

const none: readonly number[] = [];

/**
 * Finds staged rows by an exact key in constant time at 16 to 32 bytes a key: only a hash of each is kept, so whoever asks checks the candidates
 * against the rows themselves. A hash stands in the first free slot from its own on: among a million, whatever is looked at takes its time to come
 * from memory, and slots that follow each other come together.
 */
export class KeyIndex {
  /** Two numbers a slot, the hash and the first of its rows; there is no row 0, so that is a free one. Half of them are free at least. */
  #slots = new Int32Array(1 << 11);
  #size = 0;
  /** All rows of a hash that has several. */
  readonly #several = new Map<number, number[]>();

  /** Rows are numbers of 32 bits, but for 0. */
  add(value: string, row: number): void {
    const hash = hashOf(value);
    const at = this.#find(hash);
    const first = this.#slots[at + 1] as number;
    if (first === 0) {
      this.#slots[at] = hash;
      this.#slots[at + 1] = row;
      this.#size += 1;
      if (this.#size * 4 > this.#slots.length) this.#grow();
      return;
    }
    const several = this.#several.get(hash);
    if (several === undefined) this.#several.set(hash, [first, row]);
    else several.push(row);
  }

  /** Rows that may bear the key, in the order in which they were added. */
  candidates(value: string): readonly number[] {
    const hash = hashOf(value);
    const first = this.#slots[this.#find(hash) + 1] as number;
    return first === 0 ? none : (this.#several.get(hash) ?? [first]);
  }

  /** The slot of a hash, or the free one where it would stand. */
  #find(hash: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let at = (hash << 1) & last;
    while (slots[at + 1] !== 0 && slots[at] !== hash) at = (at + 2) & last;
    return at;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === 0) continue;
      const at = this.#find(old[i] as number);
      this.#slots[at] = old[i] as number;
      this.#slots[at + 1] = old[i + 1] as number;
    }
  }
}

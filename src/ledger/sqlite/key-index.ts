/** FNV-1a over code units, with a last mixing so that the low bits are good. */
function hashOf(value: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < value.length; i += 1) h = Math.imul(h ^ value.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) | 0;
}

const none: readonly number[] = [];

/**
 * Finds staged rows by an exact key in constant time at 16 bytes and a few an entry: only a hash of each key is kept, so
 * whoever asks checks the candidates against the rows themselves. An entry stands in the first free slot from its hash's own on: among a million,
 * whatever is looked at takes its time to come from memory, and slots that follow each other come together.
 */
export class KeyIndex {
  /** Two numbers a slot, the hash and the row; there is no row 0, so that is a free one. Half of them are free at least. */
  #slots = new Int32Array(1 << 11);
  #size = 0;

  /** Rows are numbers of 32 bits, but for 0. */
  add(value: string, row: number): void {
    this.#size += 1;
    if (this.#size * 4 > this.#slots.length) this.#grow();
    this.#put(hashOf(value), row);
  }

  /** Rows that may bear the key, in the order in which they were added. */
  candidates(value: string): readonly number[] {
    const hash = hashOf(value);
    const slots = this.#slots;
    let rows: number[] | null = null;
    for (let at = this.#first(hash); slots[at + 1] !== 0; at = (at + 2) & (slots.length - 1)) {
      if (slots[at] !== hash) continue;
      rows ??= [];
      rows.push(slots[at + 1] as number);
    }
    return rows ?? none;
  }

  #first(hash: number): number {
    return (hash << 1) & (this.#slots.length - 1);
  }

  #put(hash: number, row: number): void {
    const slots = this.#slots;
    let at = this.#first(hash);
    while (slots[at + 1] !== 0) at = (at + 2) & (slots.length - 1);
    slots[at] = hash;
    slots[at + 1] = row;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    // From behind a free slot on, rows of one key are met in the order in which they were added.
    let from = 0;
    while (old[from + 1] !== 0) from += 2;
    for (let i = 0; i < old.length; i += 2) {
      const at = (from + i) & (old.length - 1);
      const row = old[at + 1] as number;
      if (row !== 0) this.#put(old[at] as number, row);
    }
  }
}

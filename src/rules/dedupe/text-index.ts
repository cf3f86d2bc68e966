/** Numbers a slot takes: the fourth keeps slots within one line of the cache. */
const WIDTH = 4;

/** Numbers texts in the order in which they are first seen, by two 31-bit hashes; keeps no text. */
export class TextIndex {
  /** Texts so far; their numbers run from 1. */
  size = 0;
  /** Three numbers a slot, so that asking reads one place in memory: both hashes and the text's number; 0: free. */
  #slots = new Int32Array(WIDTH << 10);
  #mask = (1 << 10) - 1;
  /** Hashes of the last text asked for. */
  first = 0;
  second = 0;

  /** The text's number, or 0 when it is new: `add` then gives it one. */
  find(units: Uint16Array, length: number): number {
    let a = 0x811c9dc5;
    let b = 0x2f0b4f3d;
    for (let i = 0; i < length; i++) {
      const unit = units[i]!;
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x5bd1e995);
      b ^= b >>> 15;
    }
    a ^= a >>> 15;
    a = Math.imul(a, 0x2c1b3c6d);
    a ^= a >>> 13;
    this.first = a >>> 1 || 1;
    this.second = b >>> 1;
    const slots = this.#slots;
    for (let at = this.first & this.#mask; ; at = (at + 1) & this.#mask) {
      const slot = at * WIDTH;
      const id = slots[slot + 2]!;
      if (id === 0) return 0;
      if (slots[slot] === this.first && slots[slot + 1] === this.second) return id;
    }
  }

  /** Keeps `id` for the text that was last asked for and not found. */
  set(id: number): void {
    if (this.size * 2 > this.#mask) this.#grow();
    this.size++;
    this.#put(this.first, this.second, id);
  }

  #put(one: number, two: number, id: number): void {
    const slots = this.#slots;
    let at = one & this.#mask;
    while (slots[at * WIDTH + 2] !== 0) at = (at + 1) & this.#mask;
    slots[at * WIDTH] = one;
    slots[at * WIDTH + 1] = two;
    slots[at * WIDTH + 2] = id;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let at = 0; at < old.length; at += WIDTH)
      if (old[at + 2] !== 0) this.#put(old[at]!, old[at + 1]!, old[at + 2]!);
  }
}

/** Numbers texts in the order in which they are first seen, by two 31-bit hashes; keeps no text. */
export class TextIndex {
  /** Texts so far; their numbers run from 1. */
  size = 0;
  #one = new Int32Array(1 << 10);
  #two = new Int32Array(1 << 10);
  #ids = new Int32Array(1 << 10);
  #mask = (1 << 10) - 1;
  /** Hashes of the last text asked for. */
  first = 0;
  second = 0;

  /** The text's number, or 0 when it is new: `add` then gives it one. */
  find(text: string): number {
    let a = 0x811c9dc5;
    let b = 0x2f0b4f3d;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x5bd1e995);
      b ^= b >>> 15;
    }
    a ^= a >>> 15;
    a = Math.imul(a, 0x2c1b3c6d);
    a ^= a >>> 13;
    this.first = a >>> 1 || 1;
    this.second = b >>> 1;
    for (let at = this.first & this.#mask; ; at = (at + 1) & this.#mask) {
      const id = this.#ids[at]!;
      if (id === 0) return 0;
      if (this.#one[at] === this.first && this.#two[at] === this.second) return id;
    }
  }

  /** Keeps `id` for the text that was last asked for and not found. */
  set(id: number): void {
    if (this.size * 2 > this.#mask) this.#grow();
    this.size++;
    this.#put(this.first, this.second, id);
  }

  #put(one: number, two: number, id: number): void {
    let at = one & this.#mask;
    while (this.#ids[at] !== 0) at = (at + 1) & this.#mask;
    this.#one[at] = one;
    this.#two[at] = two;
    this.#ids[at] = id;
  }

  #grow(): void {
    const [one, two, ids] = [this.#one, this.#two, this.#ids];
    const length = ids.length * 2;
    this.#one = new Int32Array(length);
    this.#two = new Int32Array(length);
    this.#ids = new Int32Array(length);
    this.#mask = length - 1;
    for (let i = 0; i < ids.length; i++) if (ids[i] !== 0) this.#put(one[i]!, two[i]!, ids[i]!);
  }
}

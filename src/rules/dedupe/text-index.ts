import { grown, sharedInts } from './shared-array.js';

/** Numbers texts from 1 in the order in which they are first seen, by two 31-bit hashes; keeps no text. */
export class TextIndex {
  /** Texts so far. */
  size = 0;
  /** The first hash of each text by its number, in memory that threads can share. */
  firsts: Int32Array = sharedInts(1 << 8);
  /** Two numbers a slot: the second hash, and the text's number; 0: free. Slots are small, as asking mostly waits for memory. */
  #slots = new Int32Array(2 << 10);
  #mask = (1 << 10) - 1;
  /** Hashes of the last text asked for. */
  #first = 0;
  #second = 0;

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
    this.#first = a >>> 1 || 1;
    this.#second = b >>> 1;
    const slots = this.#slots;
    const mask = this.#mask;
    for (let at = this.#first & mask; ; at = (at + 1) & mask) {
      const number = slots[at * 2 + 1]!;
      if (number === 0 || (slots[at * 2] === this.#second && this.firsts[number] === this.#first)) return number;
    }
  }

  /** Gives a number to the text that was last asked for and not found. */
  add(): number {
    if (this.size * 2 > this.#mask) this.#grow();
    const number = ++this.size;
    this.firsts = grown(this.firsts, number + 1);
    this.firsts[number] = this.#first;
    this.#put(this.#first, this.#second, number);
    return number;
  }

  #put(first: number, second: number, number: number): void {
    const slots = this.#slots;
    let at = first & this.#mask;
    while (slots[at * 2 + 1] !== 0) at = (at + 1) & this.#mask;
    slots[at * 2] = second;
    slots[at * 2 + 1] = number;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let at = 0; at < old.length; at += 2) {
      const number = old[at + 1]!;
      if (number !== 0) this.#put(this.firsts[number]!, old[at]!, number);
    }
  }
}

import type { CustomerId } from '../model/customer.js';
import type { Group } from '../rules/rule.js';

/** 64 bits of a key as two 32-bit FNV-1a hashes over UTF-16 units, with different starts. */
function hashPair(key: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [a >>> 0, (b ^ key.length) >>> 0];
}

/**
 * Collects ids by key in some 40 bytes a record, whatever the keys' length, so that a million records stay in bounds (law 10).
 * Keys are told apart by 64 bits of hash; the text is kept only for keys seen twice.
 */
export class Grouping {
  #slots = 1 << 10;
  #hashA = new Uint32Array(this.#slots);
  #hashB = new Uint32Array(this.#slots);
  /** First and last entry of the slot's chain, plus one; 0 is free. */
  #first = new Int32Array(this.#slots);
  #last = new Int32Array(this.#slots);
  #used = 0;
  #ids = new Float64Array(1 << 10);
  #next = new Int32Array(1 << 10);
  #entries = 0;
  readonly #shared = new Map<number, string>();

  add(key: string, id: CustomerId): void {
    if (this.#used * 2 >= this.#slots) this.#grow();
    if (this.#entries === this.#ids.length) {
      this.#ids = widen(this.#ids, new Float64Array(this.#entries * 2));
      this.#next = widen(this.#next, new Int32Array(this.#entries * 2));
    }
    const [a, b] = hashPair(key);
    const slot = this.#find(a, b);
    const entry = ++this.#entries;
    this.#ids[entry - 1] = id;
    const first = this.#first[slot] as number;
    if (first === 0) {
      this.#hashA[slot] = a;
      this.#hashB[slot] = b;
      this.#first[slot] = entry;
      this.#used++;
    } else {
      this.#next[(this.#last[slot] as number) - 1] = entry;
      if (!this.#shared.has(first)) this.#shared.set(first, key);
    }
    this.#last[slot] = entry;
  }

  /** Groups of two and more, in the order in which their first member came. */
  *groups(): IterableIterator<Group> {
    const firsts = [...this.#shared.keys()].sort((x, y) => x - y);
    for (const first of firsts) {
      const ids: CustomerId[] = [];
      for (let entry = first; entry !== 0; entry = this.#next[entry - 1] as number)
        ids.push(this.#ids[entry - 1] as number);
      yield { key: this.#shared.get(first) as string, ids: ids.sort((x, y) => x - y) };
    }
  }

  #find(a: number, b: number): number {
    const mask = this.#slots - 1;
    let slot = (a ^ (b << 1)) & mask;
    while (this.#first[slot] !== 0 && (this.#hashA[slot] !== a || this.#hashB[slot] !== b)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [hashA, hashB, first, last] = [this.#hashA, this.#hashB, this.#first, this.#last];
    this.#slots *= 2;
    this.#hashA = new Uint32Array(this.#slots);
    this.#hashB = new Uint32Array(this.#slots);
    this.#first = new Int32Array(this.#slots);
    this.#last = new Int32Array(this.#slots);
    for (let i = 0; i < first.length; i++) {
      if (first[i] === 0) continue;
      const slot = this.#find(hashA[i] as number, hashB[i] as number);
      this.#hashA[slot] = hashA[i] as number;
      this.#hashB[slot] = hashB[i] as number;
      this.#first[slot] = first[i] as number;
      this.#last[slot] = last[i] as number;
    }
  }
}

function widen<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

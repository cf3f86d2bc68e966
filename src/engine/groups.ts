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

/** Numbers of a slot: both hashes, and the first and last entry of its chain, plus one, where 0 is free. They lie together, as memory is read in lines. */
const WIDTH = 4;
const FIRST = 2;
const LAST = 3;

/**
 * Collects ids by key in some 40 bytes a record, whatever the keys' length, so that a million records stay in bounds (law 10).
 * Keys are told apart by 64 bits of hash; the text is kept only for keys seen twice.
 */
export class Grouping {
  #table = new Uint32Array(WIDTH << 10);
  #used = 0;
  #ids = new Float64Array(1 << 10);
  #next = new Int32Array(1 << 10);
  #entries = 0;
  readonly #shared = new Map<number, string>();

  add(key: string, id: CustomerId): void {
    if (this.#used * 2 * WIDTH >= this.#table.length) this.#grow();
    if (this.#entries === this.#ids.length) {
      this.#ids = widen(this.#ids, new Float64Array(this.#entries * 2));
      this.#next = widen(this.#next, new Int32Array(this.#entries * 2));
    }
    const [a, b] = hashPair(key);
    const table = this.#table;
    const at = find(table, a, b);
    const entry = ++this.#entries;
    this.#ids[entry - 1] = id;
    const first = table[at + FIRST] as number;
    if (first === 0) {
      table[at] = a;
      table[at + 1] = b;
      table[at + FIRST] = entry;
      this.#used++;
    } else {
      this.#next[(table[at + LAST] as number) - 1] = entry;
      if (!this.#shared.has(first)) this.#shared.set(first, key);
    }
    table[at + LAST] = entry;
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

  #grow(): void {
    const before = this.#table;
    const table = new Uint32Array(before.length * 2);
    for (let from = 0; from < before.length; from += WIDTH) {
      if (before[from + FIRST] === 0) continue;
      const at = find(table, before[from] as number, before[from + 1] as number);
      for (let i = 0; i < WIDTH; i++) table[at + i] = before[from + i] as number;
    }
    this.#table = table;
  }
}

/** Where the slot of a pair of hashes begins, or the free one that it would take. */
function find(table: Uint32Array, a: number, b: number): number {
  const mask = table.length / WIDTH - 1;
  let slot = (a ^ (b << 1)) & mask;
  for (;;) {
    const at = slot * WIDTH;
    if (table[at + FIRST] === 0 || (table[at] === a && table[at + 1] === b)) return at;
    slot = (slot + 1) & mask;
  }
}

function widen<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

import type { CustomerId } from '../model/customer.js';
import type { Group } from '../rules/rule.js';

/** Numbers of a slot: the first hash of its key, and the last entry that bears it, from one, where 0 is free. They lie together, as memory is read in lines. */
const WIDTH = 2;
const LAST = 1;

/**
 * Collects ids by key in some 40 bytes a record, whatever the keys' length, so that a million records stay in bounds (law 10).
 * Keys are told apart by 64 bits of hash; the text is kept only for keys seen twice.
 */
export class Grouping {
  #table = new Uint32Array(WIDTH << 10);
  #used = 0;
  #ids = new Float64Array(1 << 10);
  /** Second hashes of the entries' keys. */
  #hashes = new Uint32Array(1 << 10);
  /** The entry before that bears the same key; 0 for none. */
  #before = new Int32Array(1 << 10);
  #entries = 0;
  /** Texts of keys seen twice, by their first entry. */
  readonly #shared = new Map<number, string>();

  add(key: string, id: CustomerId): void {
    if (this.#used * 2 * WIDTH >= this.#table.length) this.#grow();
    if (this.#entries === this.#ids.length) this.#widen();
    // Two 32-bit FNV-1a hashes over UTF-16 units, with different starts and factors.
    let a = 0x811c9dc5;
    let b = 0x1b873593;
    for (let i = 0; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x85ebca6b);
      b ^= b >>> 13;
    }
    a >>>= 0;
    b = (b ^ key.length) >>> 0;
    const table = this.#table;
    const mask = table.length - 1;
    let at = slotOf(a, mask);
    let last = 0;
    for (;;) {
      last = table[at + LAST] as number;
      if (last === 0 || (table[at] === a && this.#hashes[last - 1] === b)) break;
      at = (at + WIDTH) & mask;
    }
    const entry = ++this.#entries;
    this.#ids[entry - 1] = id;
    this.#hashes[entry - 1] = b;
    if (last === 0) {
      table[at] = a;
      this.#used++;
    } else {
      this.#before[entry - 1] = last;
      if (this.#before[last - 1] === 0) this.#shared.set(last, key);
    }
    table[at + LAST] = entry;
  }

  /** Groups of two and more, in the order in which their first member came. */
  *groups(): IterableIterator<Group> {
    const found = new Map<number, CustomerId[]>();
    for (let at = LAST; at < this.#table.length; at += WIDTH) {
      const last = this.#table[at] as number;
      if (last === 0 || this.#before[last - 1] === 0) continue;
      const ids: CustomerId[] = [];
      let first = last;
      for (let entry = last; entry !== 0; entry = this.#before[entry - 1] as number) {
        ids.push(this.#ids[entry - 1] as number);
        first = entry;
      }
      found.set(first, ids);
    }
    for (const [first, key] of [...this.#shared].sort(([x], [y]) => x - y)) {
      const ids = found.get(first) as CustomerId[];
      yield { key, ids: ids.sort((x, y) => x - y) };
    }
  }

  #grow(): void {
    const before = this.#table;
    const table = new Uint32Array(before.length * 2);
    const mask = table.length - 1;
    for (let from = 0; from < before.length; from += WIDTH) {
      if (before[from + LAST] === 0) continue;
      let at = slotOf(before[from] as number, mask);
      while (table[at + LAST] !== 0) at = (at + WIDTH) & mask;
      table[at] = before[from] as number;
      table[at + LAST] = before[from + LAST] as number;
    }
    this.#table = table;
  }

  #widen(): void {
    const size = this.#entries * 2;
    this.#ids = widen(this.#ids, new Float64Array(size));
    this.#hashes = widen(this.#hashes, new Uint32Array(size));
    this.#before = widen(this.#before, new Int32Array(size));
  }
}

/** Where the slot of a hash would best begin. */
const slotOf = (a: number, mask: number): number => (Math.imul(a, WIDTH) & mask) >>> 0;

function widen<T extends Float64Array | Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

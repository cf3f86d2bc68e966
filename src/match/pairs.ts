import { type Blocks, together, WINDOW } from './blocks.js';

/** Candidate pairs, each once: records (the smaller number first), comparison vector, and the keys that they agree on as bits. */
export interface Pairs {
  readonly count: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly vectors: Int32Array;
  readonly keys: Int32Array;
}

/** A share of the work: part `index` of `of` parts, by comparisons. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

class PairList {
  count = 0;
  first = new Int32Array(1 << 12);
  second = new Int32Array(1 << 12);
  vectors = new Int32Array(1 << 12);
  keys = new Int32Array(1 << 12);

  add(first: number, second: number, vector: number, keys: number): void {
    if (this.count === this.first.length) {
      this.first = doubled(this.first);
      this.second = doubled(this.second);
      this.vectors = doubled(this.vectors);
      this.keys = doubled(this.keys);
    }
    const at = this.count++;
    this.first[at] = first;
    this.second[at] = second;
    this.vectors[at] = vector;
    this.keys[at] = keys;
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/**
 * Compares the pairs that the blocks bring together, key after key. A pair is emitted by the first key that it agrees on, so
 * that none comes twice and no set of pairs is kept. The shares of one scan are disjoint and together complete.
 */
export function comparePairs(blocks: Blocks, compare: (a: number, b: number) => number, share: Share): Pairs {
  const list = new PairList();
  const { codes, keys } = blocks;
  const see = (a: number, b: number, key: number): void => {
    const x = a * keys;
    const y = b * keys;
    let bits = 1 << key;
    for (let k = 0; k < keys; k++) {
      if (k === key) continue;
      const code = codes[x + k]!;
      if (code === 0) continue;
      const other = codes[y + k]!;
      if (code === other ? code < 0 : code > 0 || other >= 0 || !together(code, other)) continue;
      if (k < key) return;
      bits |= 1 << k;
    }
    if (a < b) list.add(a, b, compare(a, b), bits);
    else list.add(b, a, compare(b, a), bits);
  };
  for (let key = 0; key < keys; key++) {
    const order = blocks.orders[key]!;
    const starts = blocks.starts[key]!;
    const total = work(blocks, key);
    const least = (total * share.index) / share.of;
    const most = (total * (share.index + 1)) / share.of;
    let done = 0;
    for (let block = 0; block + 1 < starts.length; block++) {
      const from = starts[block]!;
      const to = starts[block + 1]!;
      const near = codes[order[from]! * keys + key]! < 0;
      if (done >= least && done < most)
        for (let i = from; i < to; i++) {
          const a = order[i]!;
          const last = near ? Math.min(to, i + WINDOW + 1) : to;
          for (let j = i + 1; j < last; j++) see(a, order[j]!, key);
        }
      done += effort(to - from, near);
    }
  }
  const { count, first, second, vectors } = list;
  return {
    count,
    first: first.subarray(0, count),
    second: second.subarray(0, count),
    vectors: vectors.subarray(0, count),
    keys: list.keys.subarray(0, count),
  };
}

const effort = (size: number, near: boolean): number => (near ? size * WINDOW : (size * (size - 1)) / 2);

function work({ codes, keys, orders, starts }: Blocks, key: number): number {
  const order = orders[key]!;
  const own = starts[key]!;
  let sum = 0;
  for (let block = 0; block + 1 < own.length; block++)
    sum += effort(own[block + 1]! - own[block]!, codes[order[own[block]!]! * keys + key]! < 0);
  return sum;
}

import { againCode } from './blocks.js';
import { MOST_KEYS, PartCodes } from './keys.js';
import type { Learned, LearnedKey } from './learned.js';
import { sortedBy, sortedByKey } from './sort.js';
import type { Table } from './table.js';

/** Where records are found by what blocking keys say of them. A posting is a whole number below 2^37: a key's number and a code. */
export interface Postings {
  /** The ids of the records that were put under a posting. */
  ids(posting: number): ArrayLike<number>;
}

const CODES = 2 ** 31;

/** Calls `each` with every posting of one record of a table; records of a crowded block are put under its second columns instead. */
export function postingsOf(table: Table, { keys }: Learned): (record: number, each: (posting: number) => void) => void {
  const parts = new PartCodes(table);
  const codes = keys.map((key) => parts.together(key.parts, table.size));
  const again = keys.map((key) => key.again.map((part) => parts.of(part)));
  return (record, each) => {
    for (const [k, { crowded }] of keys.entries()) {
      const code = codes[k]![record]!;
      if (code === 0) continue;
      if (!crowded.has(code)) {
        each(k * CODES + code);
        continue;
      }
      for (const [turn, second] of again[k]!.entries()) {
        const more = second[record]!;
        const place = againCode(code, more, turn);
        if (more !== 0) each((k + MOST_KEYS * (turn + 1)) * CODES + place);
      }
    }
  };
}

/** The postings of one blocking key as two arrays: codes in ascending order, and the record under each. */
export interface PostingsPart {
  readonly key: number;
  readonly codes: Int32Array;
  readonly ids: Int32Array;
}

/** Postings in memory, eight bytes each; they leave and come as one blob a key. */
export class PackedPostings implements Postings {
  readonly #parts = new Map<number, PostingsPart>();

  constructor(parts: Iterable<PostingsPart>) {
    for (const part of parts) this.#parts.set(part.key, part);
  }

  /** The postings of a whole table, those that `postingsOf` says; `idOf` names its records. */
  static of(table: Table, { keys }: Learned, idOf: (record: number) => number): PackedPostings {
    const { size } = table;
    const parts = new PartCodes(table);
    const ids = new Int32Array(size);
    for (let r = 0; r < size; r++) ids[r] = idOf(r);
    const byId = sortedByKey(ids);
    return new PackedPostings(
      keys.flatMap((key, k) => {
        const codes = parts.together(key.parts, size);
        const again = crowdedAgain(codes, key, parts);
        return [codes, ...again].flatMap((own, turn) => packed(k + MOST_KEYS * turn, own, ids, byId));
      }),
    );
  }

  ids(posting: number): Int32Array {
    const part = this.#parts.get(Math.floor(posting / CODES));
    if (part === undefined) return NONE;
    const code = posting % CODES;
    const from = firstAtLeast(part.codes, code);
    let to = from;
    while (to < part.codes.length && part.codes[to] === code) to++;
    return part.ids.subarray(from, to);
  }

  /** One blob for each key. */
  *blobs(): Generator<{ readonly key: number; readonly bytes: Uint8Array }> {
    for (const { codes, ids, key } of this.#parts.values()) {
      const both = new Int32Array(codes.length * 2);
      both.set(codes);
      both.set(ids, codes.length);
      yield { key, bytes: new Uint8Array(both.buffer) };
    }
  }

  /** Postings out of their blobs. */
  static from(blobs: Iterable<{ readonly key: number; readonly bytes: Uint8Array }>): PackedPostings {
    const parts: PostingsPart[] = [];
    for (const { bytes, key } of blobs) {
      // A copy: blobs may begin at any byte.
      const both = new Int32Array(bytes.slice().buffer);
      const half = both.length / 2;
      parts.push({ key, codes: both.subarray(0, half), ids: both.subarray(half) });
    }
    return new PackedPostings(parts);
  }
}

const NONE = new Int32Array(0);

/** Takes the records of crowded blocks out of a key's codes; returns their codes by each of the second columns. */
function crowdedAgain(codes: Int32Array, { again, crowded }: LearnedKey, parts: PartCodes): Int32Array[] {
  if (crowded.size === 0) return [];
  const places = again.map(() => new Int32Array(codes.length));
  const seconds = again.map((part) => parts.of(part));
  for (let r = 0; r < codes.length; r++) {
    const code = codes[r]!;
    if (code === 0 || !crowded.has(code)) continue;
    codes[r] = 0;
    for (const [turn, second] of seconds.entries())
      if (second[r] !== 0) places[turn]![r] = againCode(code, second[r]!, turn);
  }
  return places;
}

/** The postings of the records that have a code, those of one code in the order of ids; none: no part. */
function packed(key: number, own: Int32Array, ids: Int32Array, byId: Int32Array): PostingsPart[] {
  const order = sortedBy(
    byId.filter((r) => own[r] !== 0),
    own,
  );
  if (order.length === 0) return [];
  const part = { key, codes: new Int32Array(order.length), ids: new Int32Array(order.length) };
  for (let i = 0; i < order.length; i++) {
    part.codes[i] = own[order[i]!]!;
    part.ids[i] = ids[order[i]!]!;
  }
  return [part];
}

/** The first place in ascending numbers that holds at least this one. */
export function firstAtLeast(codes: Int32Array, code: number): number {
  let low = 0;
  let high = codes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (codes[middle]! < code) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Several postings as one: those of the last full scan, and those of every run since. */
export const joinedPostings = (all: readonly Postings[]): Postings => ({
  ids: (posting) => {
    const found = all.map((each) => each.ids(posting)).filter(({ length }) => length > 0);
    return found.length === 1 ? found[0]! : found.flatMap((ids) => Array.from(ids));
  },
});

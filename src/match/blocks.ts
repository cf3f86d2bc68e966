import { sharedInts } from '../rules/dedupe/shared-array.js';
import type { Column } from './column.js';
import { mixed } from './hash.js';
import type { BlockingKey, KeyPart, PartCodes } from './keys.js';
import { sortedBy } from './sort.js';
import type { Table } from './table.js';

/** Records on either side that a record of a block too large is compared with. */
export const WINDOW = 6;

/** Every record's block under every key. */
export interface Blocks {
  readonly keys: number;
  /**
   * `codes[record * keys + key]`: positive, the block (equal codes are compared); negative, the place in a sorted neighbourhood
   * (places up to WINDOW apart are compared); 0, none.
   */
  readonly codes: Int32Array;
  /** Per key the records that have company, block after block. */
  readonly orders: readonly Int32Array[];
  /** Per key where each block begins in its order, and the end of the last. */
  readonly starts: readonly Int32Array[];
  /** Per key the codes of the blocks that were too large, in ascending order. */
  readonly crowded: readonly (readonly number[])[];
  /** Per key the second columns by which those were blocked again. */
  readonly again: readonly (readonly KeyPart[])[];
}

/** Whether a key brings two records together, by their codes. */
export const together = (a: number, b: number): boolean =>
  a !== 0 && (a === b ? a > 0 : a < 0 && b < 0 && Math.abs(a - b) <= WINDOW);

/**
 * Sorts all records into blocks. A block above `largest` is never expanded: its records are blocked again with a second column, and
 * where that does not help stand in one sorted neighbourhood.
 */
export function blocksOf(table: Table, parts: PartCodes, keys: readonly BlockingKey[], largest: number): Blocks {
  const codes = sharedInts(table.size * keys.length);
  const ranked = rankedParts(table);
  const made = keys.map((key) => {
    const own = parts.together(key.parts, table.size);
    const used = new Set(key.parts.map(({ column }) => column));
    const again = ranked.filter(({ column }) => !used.has(column)).slice(0, 2);
    const { crowded, order, starts } = new KeyBlocks(
      table,
      own,
      again,
      parts,
      key.parts.length === 0 ? table.size : largest,
    );
    return { again, crowded, order, own, starts };
  });
  // Record by record: key by key, each pass would go through all this memory once more.
  const owns = made.map(({ own }) => own);
  for (let r = 0, at = 0; r < table.size; r++) for (let k = 0; k < owns.length; k++) codes[at++] = owns[k]![r]!;
  return {
    keys: keys.length,
    codes,
    orders: made.map(({ order }) => order),
    starts: made.map(({ starts }) => starts),
    crowded: made.map(({ crowded }) => crowded),
    again: made.map(({ again }) => again),
  };
}

/** Bits of the filter that tells codes of one record before anything is sorted. */
const FILTER_BITS = 22;

/** The blocks of one key; codes of records without company become 0. */
class KeyBlocks {
  readonly order: Int32Array;
  readonly starts: Int32Array;
  readonly crowded: number[] = [];
  readonly #starts: number[] = [];
  #count = 0;
  #place = 1;

  constructor(table: Table, own: Int32Array, again: readonly KeyPart[], parts: PartCodes, largest: number) {
    const sorted = sortedBy(withCompany(own), own);
    const order = sharedInts(sorted.length);
    const put = (records: ArrayLike<number>): void => {
      this.#starts.push(this.#count);
      for (let i = 0; i < records.length; i++) order[this.#count++] = records[i]!;
    };
    for (let from = 0; from < sorted.length; ) {
      const code = own[sorted[from]!]!;
      let to = from + 1;
      while (to < sorted.length && own[sorted[to]!] === code) to++;
      if (to - from === 1) own[sorted[from]!] = 0;
      else if (to - from <= largest) put(sorted.subarray(from, to));
      else {
        this.crowded.push(code);
        const rest = reblock(sorted.slice(from, to), own, again, parts, largest, put);
        rest.sort(
          byText(
            table,
            again.map(({ column }) => column),
          ),
        );
        for (const record of rest) own[record] = -this.#place++;
        this.#place += WINDOW + 1;
        if (rest.length > 0) put(rest);
      }
      from = to;
    }
    this.#starts.push(this.#count);
    this.order = order.subarray(0, this.#count);
    const starts = sharedInts(this.#starts.length);
    starts.set(this.#starts);
    this.starts = starts;
  }
}

/** Records whose code some other record may have too; the codes of all others become 0. */
function withCompany(codes: Int32Array): Int32Array {
  const mask = (1 << FILTER_BITS) - 1;
  const seen = new Uint8Array(1 << FILTER_BITS);
  for (let r = 0; r < codes.length; r++) if (codes[r] !== 0 && seen[codes[r]! & mask]! < 2) seen[codes[r]! & mask]!++;
  let count = 0;
  for (let r = 0; r < codes.length; r++) {
    if (codes[r] === 0) continue;
    if (seen[codes[r]! & mask] === 2) count++;
    else codes[r] = 0;
  }
  const kept = new Int32Array(count);
  count = 0;
  for (let r = 0; r < codes.length; r++) if (codes[r] !== 0) kept[count++] = r;
  return kept;
}

/** Gives records of a block too large codes of their own by a second column; returns those that this does not help. */
function reblock(
  records: Int32Array,
  codes: Int32Array,
  again: readonly KeyPart[],
  parts: PartCodes,
  largest: number,
  put: (records: ArrayLike<number>) => void,
): number[] {
  let open: Int32Array = records;
  for (const [i, part] of again.entries()) {
    const more = parts.of(part);
    const sorted = sortedBy(open, more);
    const rest: number[] = [];
    for (let from = 0; from < sorted.length; ) {
      const code = more[sorted[from]!]!;
      let to = from + 1;
      while (to < sorted.length && more[sorted[to]!] === code) to++;
      const helps = code !== 0 && to - from <= largest && to - from > 1;
      if (helps) put(sorted.subarray(from, to));
      for (let at = from; at < to; at++) {
        const record = sorted[at]!;
        if (helps) codes[record] = againCode(codes[record]!, code, i);
        else rest.push(record);
      }
      from = to;
    }
    open = Int32Array.from(rest);
  }
  return Array.from(open);
}

/** The code of a record of a crowded block by the `turn`-th of the second columns. */
export const againCode = (code: number, second: number, turn: number): number => mixed(mixed(code, second), turn + 1);

/** Whole-value parts of all columns, those with the most values first. */
function rankedParts(table: Table): KeyPart[] {
  return table.columns
    .flatMap((column, c) =>
      column.kind.atoms[0] ? [{ column: c, atom: column.kind.atoms[0], size: column.distinct, name: column.name }] : [],
    )
    .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
}

/** Orders records by the normal forms of the columns given, code unit by code unit, and by their place at last. */
function byText({ columns, values }: Table, by: readonly number[]): (a: number, b: number) => number {
  return (a, b) => {
    for (const c of by) {
      const d = compareText(columns[c]!, values[a * columns.length + c]!, values[b * columns.length + c]!);
      if (d !== 0) return d;
    }
    return a - b;
  };
}

function compareText({ chars, starts }: Column, a: number, b: number): number {
  if (a === b) return 0;
  const from = starts[a]!;
  const other = starts[b]!;
  const m = starts[a + 1]! - from;
  const n = starts[b + 1]! - other;
  for (let i = 0; i < m && i < n; i++) {
    const d = chars[from + i]! - chars[other + i]!;
    if (d !== 0) return d;
  }
  return m - n;
}

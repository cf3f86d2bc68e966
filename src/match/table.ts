import type { Kind } from '../rules/dedupe/kind.js';
import { sharedInts } from '../rules/dedupe/shared-array.js';
import { hashText } from '../rules/dedupe/sheet.js';
import { type Column, ColumnBuilder } from './column.js';
import { mix } from './hash.js';
import { sortedByKey } from './sort.js';

/** A value in so many records that it is a fact about a place or a switchboard. */
export interface SharedValue {
  readonly column: string;
  readonly value: number;
  readonly records: number;
}

/** Every record as value numbers, in an order that depends on what the records say and not on where they stood. */
export interface Table {
  readonly size: number;
  readonly columns: readonly Column[];
  /** Value numbers, record by record: `values[record * columns.length + column]`. */
  readonly values: Int32Array;
  /** The position in the input of each record. */
  readonly order: Int32Array;
  readonly shared: readonly SharedValue[];
}

/** One column to compare: its header and kind. */
export interface ColumnPlan {
  readonly name: string;
  readonly kind: Kind;
}

/** Which values of a column are shared by too many. */
export type SharedValues = (at: number, column: Column) => (value: number) => boolean;

/** Takes in records one by one, and gives them back as a table. */
export class TableBuilder {
  readonly #builders: readonly ColumnBuilder[];
  readonly #ids: Int32Array[];
  readonly #keys: string[] = [];
  #size = 0;

  /** Columns in any order; the table has them by name. */
  constructor(columns: readonly ColumnPlan[]) {
    this.#builders = columns.map(({ name, kind }) => new ColumnBuilder(name, kind));
    this.#ids = columns.map(() => new Int32Array(1 << 10));
  }

  /** One record: its cells in the order of the columns given, and what it is called. */
  add(cells: readonly (string | null)[], key: string): void {
    for (let c = 0; c < this.#ids.length; c++) {
      let ids = this.#ids[c]!;
      if (this.#size === ids.length) {
        const larger = new Int32Array(ids.length * 2);
        larger.set(ids);
        this.#ids[c] = larger;
        ids = larger;
      }
      ids[this.#size] = this.#builders[c]!.add(cells[c] ?? null);
    }
    this.#keys.push(key);
    this.#size++;
  }

  /** The table; values of kinds that can be shared and are in more than `sharedBy` records say nothing any more, or those that `sharedBy` names. */
  finish(sharedBy: number | SharedValues): Table {
    const size = this.#size;
    const by = this.#builders
      .map((_, c) => c)
      .sort((a, b) => (this.#builders[a]!.name < this.#builders[b]!.name ? -1 : 1));
    const columns = by.map((c) => this.#builders[c]!.finish());
    const ids = by.map((c) => this.#ids[c]!);
    const shared: SharedValue[] = [];
    for (const [c, column] of columns.entries()) {
      if (!column.kind.shared) continue;
      const isShared = typeof sharedBy === 'number' ? (v: number) => column.counts[v]! > sharedBy : sharedBy(c, column);
      const gone = new Uint8Array(column.distinct + 1);
      let any = false;
      for (let v = 1; v <= column.distinct; v++) {
        if (!isShared(v)) continue;
        shared.push({ column: column.name, value: v, records: column.counts[v]! });
        gone[v] = 1;
        any = true;
      }
      if (any) for (let i = 0; i < size; i++) if (gone[ids[c]![i]!] === 1) ids[c]![i] = 0;
    }
    const order = this.#order(columns, ids);
    const values = sharedInts(size * columns.length);
    for (const [c, column] of ids.entries())
      for (let r = 0; r < size; r++) values[r * columns.length + c] = column[order[r]!]!;
    shared.sort((a, b) => b.records - a.records || (a.column < b.column ? -1 : 1));
    return { size, columns, values, order, shared };
  }

  /** Records by the hash of what they say, equal ones by what they are called. */
  #order(columns: readonly Column[], ids: readonly Int32Array[]): Int32Array {
    const size = this.#size;
    const first = new Int32Array(size);
    const second = new Int32Array(size);
    for (const [c, column] of columns.entries()) {
      const seed = hashText(column.name);
      for (let i = 0; i < size; i++) {
        const hash = column.hashes[ids[c]![i]!]!;
        first[i] = mix(first[i]! ^ seed, hash);
        second[i] = mix(hash ^ seed, second[i]!);
      }
    }
    const order = sortedByKey(first);
    const keys = this.#keys;
    for (let from = 0; from < size; ) {
      let to = from + 1;
      while (to < size && first[order[to]!] === first[order[from]!]) to++;
      if (to > from + 1)
        order
          .subarray(from, to)
          .sort((a, b) => second[a]! - second[b]! || (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
      from = to;
    }
    return order;
  }
}

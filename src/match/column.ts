import type { Kind, Values } from '../rules/dedupe/kind.js';
import { LONGEST, Sheet } from '../rules/dedupe/sheet.js';
import { TextIndex } from '../rules/dedupe/text-index.js';

/** A column as numbers: the value of every record, and the distinct values. */
export interface Column extends Values {
  readonly name: string;
  readonly kind: Kind;
  /** Distinct values; their numbers run from 1. */
  readonly distinct: number;
  /** Content hash of each value, the same in every order of records. */
  readonly hashes: Int32Array;
  /** Records with each value; at 0 those without any. */
  readonly counts: Int32Array;
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/** An empty array of so many whole numbers that worker threads can share. */
export const sharedInts = (length: number): Int32Array => new Int32Array(shared(length * 4));

function grown<T extends Int32Array | Uint16Array>(array: T, least: number): T {
  if (least <= array.length) return array;
  const length = Math.max(least, array.length * 2);
  const larger = array instanceof Uint16Array ? new Uint16Array(shared(length * 2)) : sharedInts(length);
  larger.set(array);
  return larger as T;
}

/** After so many cells of which so large a share was new, long written forms are not remembered any more. */
const TRIED = 20_000;
const MOSTLY_NEW = 0.6;
/** Texts up to so long, such as names of persons, repeat sooner or later: they are always remembered. */
const SHORT = 4;

/** Turns the cells of one column into value numbers; equal normal forms get one number. */
export class ColumnBuilder {
  readonly name: string;
  readonly kind: Kind;
  readonly #short = new TextIndex();
  #long: TextIndex | null = new TextIndex();
  #asked = 0;
  readonly #written = new Sheet();
  readonly #sheet = new Sheet();
  readonly #normal = new TextIndex();
  #values = 0;
  #chars: Uint16Array = new Uint16Array(shared(1 << 12));
  #starts: Int32Array = sharedInts(1 << 8);
  #hashes: Int32Array = sharedInts(1 << 8);
  #features: Int32Array = sharedInts(1 << 8);
  #counts: Int32Array = sharedInts(1 << 8);

  constructor(name: string, kind: Kind) {
    this.name = name;
    this.kind = kind;
  }

  /** The number of a cell's value; 0: it says nothing. */
  add(raw: string | null): number {
    if (raw === null || raw === '') {
      this.#counts[0]!++;
      return 0;
    }
    const id = this.#idOf(raw);
    this.#counts[id]!++;
    return id;
  }

  #idOf(raw: string): number {
    if (raw.length <= SHORT) return this.#remembered(raw, this.#short);
    const long = this.#long;
    if (long === null || raw.length > LONGEST) return this.#read(raw);
    if (++this.#asked > TRIED && long.size > this.#asked * MOSTLY_NEW) this.#long = null;
    return this.#remembered(raw, long);
  }

  /** As written before: nothing is read twice. */
  #remembered(raw: string, index: TextIndex): number {
    const written = this.#written;
    written.clear();
    written.text(raw);
    const known = index.find(written.units, written.length) - 1;
    if (known >= 0) return known;
    const id = this.#read(raw);
    index.set(id + 1);
    return id;
  }

  #read(raw: string): number {
    const sheet = this.#sheet;
    sheet.clear();
    if (!this.kind.read(raw, sheet)) return 0;
    const { features, length, units } = sheet;
    const known = this.#normal.find(units, length);
    if (known > 0) return known;
    const id = ++this.#values;
    this.#normal.set(id);
    const { width } = this.kind;
    this.#starts = grown(this.#starts, id + 2);
    this.#hashes = grown(this.#hashes, id + 1);
    this.#counts = grown(this.#counts, id + 1);
    this.#features = grown(this.#features, (id + 1) * width);
    const from = this.#starts[id]!;
    this.#chars = grown(this.#chars, from + length);
    const chars = this.#chars;
    for (let i = 0; i < length; i++) chars[from + i] = units[i]!;
    this.#starts[id + 1] = from + length;
    this.#hashes[id] = this.#normal.first;
    const all = this.#features;
    for (let i = 0; i < width; i++) all[id * width + i] = features[i]!;
    return id;
  }

  /** The column, when every cell was added. */
  finish(): Column {
    return {
      name: this.name,
      kind: this.kind,
      distinct: this.#values,
      chars: this.#chars,
      starts: this.#starts,
      features: this.#features,
      width: this.kind.width,
      hashes: this.#hashes,
      counts: this.#counts,
    };
  }
}

/** The normal form of a value, for people to read. */
export function valueText(column: Column, value: number): string | null {
  if (value === 0) return null;
  return String.fromCharCode(...column.chars.subarray(column.starts[value], column.starts[value + 1]));
}

import type { Kind, Values } from '../rules/dedupe/kind.js';
import { grown, sharedInts, sharedUnits } from '../rules/dedupe/shared-array.js';
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

/** After so many cells of which so large a share was new, long written forms are not remembered any more. */
const TRIED = 20_000;
const MOSTLY_NEW = 0.6;
/** Texts up to so long, such as names of persons, repeat sooner or later: they are always remembered. */
const SHORT = 4;

/** Written forms, and the value of each. */
class Memory {
  readonly index = new TextIndex();
  values: Int32Array = sharedInts(1 << 8);
}

/** Turns the cells of one column into value numbers; equal normal forms get one number. */
export class ColumnBuilder {
  readonly name: string;
  readonly kind: Kind;
  readonly #short = new Memory();
  #long: Memory | null = new Memory();
  #asked = 0;
  readonly #written = new Sheet();
  readonly #sheet = new Sheet();
  readonly #normal = new TextIndex();
  #chars: Uint16Array = sharedUnits(1 << 12);
  #starts: Int32Array = sharedInts(1 << 8);
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
    if (++this.#asked > TRIED && long.index.size > this.#asked * MOSTLY_NEW) this.#long = null;
    return this.#remembered(raw, long);
  }

  /** As written before: nothing is read twice. */
  #remembered(raw: string, memory: Memory): number {
    const written = this.#written;
    written.length = 0;
    written.text(raw);
    const known = memory.index.find(written.units, written.length);
    if (known > 0) return memory.values[known]!;
    const id = this.#read(raw);
    const number = memory.index.add();
    memory.values = grown(memory.values, number + 1);
    memory.values[number] = id;
    return id;
  }

  #read(raw: string): number {
    const sheet = this.#sheet;
    sheet.clear();
    if (!this.kind.read(raw, sheet)) return 0;
    const { features, length, units } = sheet;
    const known = this.#normal.find(units, length);
    if (known > 0) return known;
    const id = this.#normal.add();
    const { width } = this.kind;
    this.#starts = grown(this.#starts, id + 2);
    this.#counts = grown(this.#counts, id + 1);
    this.#features = grown(this.#features, (id + 1) * width);
    const from = this.#starts[id]!;
    this.#chars = grown(this.#chars, from + length);
    const chars = this.#chars;
    for (let i = 0; i < length; i++) chars[from + i] = units[i]!;
    this.#starts[id + 1] = from + length;
    const all = this.#features;
    for (let i = 0; i < width; i++) all[id * width + i] = features[i]!;
    return id;
  }

  /** The column, when every cell was added. */
  finish(): Column {
    return {
      name: this.name,
      kind: this.kind,
      distinct: this.#normal.size,
      chars: this.#chars,
      starts: this.#starts,
      features: this.#features,
      width: this.kind.width,
      hashes: this.#normal.firsts,
      counts: this.#counts,
    };
  }
}

/** The normal form of a value, for people to read. */
export function valueText(column: Column, value: number): string | null {
  if (value === 0) return null;
  return String.fromCharCode(...column.chars.subarray(column.starts[value], column.starts[value + 1]));
}

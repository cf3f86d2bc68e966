import type { Atom } from '../rules/dedupe/kind.js';
import { mixed, sequence } from './hash.js';
import type { Table } from './table.js';

/** One part of a blocking key: a column, and which feature of its values. */
export interface KeyPart {
  readonly column: number;
  readonly atom: Atom;
}

/** A blocking key: records that agree in all its parts are compared; without parts it is the whole of a small file. */
export interface BlockingKey {
  readonly name: string;
  readonly parts: readonly KeyPart[];
  /** Comparisons that the key is held to bring, estimated. */
  readonly pairs: number;
}

/** What key selection is held to. */
export interface KeyLimits {
  readonly pairs: number;
  readonly largestBlock: number;
}

/** Most keys: each is a bit of a pair's origin. */
export const MOST_KEYS = 16;
/** Comparisons a record that a block too large comes down to. */
const PER_OVERSIZED = 20;
/** Records that estimates are made from. */
const SAMPLE = 30_000;
/** Imagined pairs of one customer that keys are chosen to catch. */
const IMAGINED = 1200;
/** How many times the usual rate of errors an imagined pair may have. */
const ERROR_RATES = [0.3, 0.6, 1, 1.6, 2.5, 3.5];

/** The codes of the parts of all columns, each worked out once when it is first asked for. */
export class PartCodes {
  readonly parts: readonly KeyPart[];
  readonly #table: Table;
  readonly #codes = new Map<string, Int32Array>();

  constructor(table: Table) {
    this.#table = table;
    this.parts = table.columns.flatMap(({ kind }, column) => kind.atoms.map((atom): KeyPart => ({ column, atom })));
  }

  /** The code of one part for every record; 0: the record has none. */
  of({ atom, column }: KeyPart): Int32Array {
    const name = `${column} ${atom.feature}`;
    let codes = this.#codes.get(name);
    if (codes === undefined) {
      codes = codesOf(this.#table, column, atom);
      this.#codes.set(name, codes);
    }
    return codes;
  }

  /** Codes of several parts together, as an array of their own. */
  together(parts: readonly KeyPart[], size: number): Int32Array {
    if (parts.length === 0) return new Int32Array(size).fill(1);
    const codes = this.of(parts[0]!).slice();
    for (const part of parts.slice(1)) join(codes, codes, this.of(part));
    return codes;
  }
}

function codesOf({ columns, size, values }: Table, c: number, { feature }: Atom): Int32Array {
  const column = columns[c]!;
  const [numbers, wide, offset] = feature < 0 ? [column.hashes, 1, 0] : [column.features, column.width, feature];
  const width = columns.length;
  const codes = new Int32Array(size);
  for (let r = 0; r < size; r++) {
    const value = values[r * width + c]!;
    if (value !== 0) codes[r] = numbers[value * wide + offset]!;
  }
  return codes;
}

/** Counts pairs of equal codes, blocks too large counted as what they come down to. */
class PairCounter {
  #codes = new Int32Array(1 << 12);
  #counts = new Int32Array(1 << 12);

  /** Pairs among `codes` of so many records, 0 left out. */
  pairs(codes: Int32Array, count: number, largest: number): number {
    const length = this.#count(codes, count);
    let pairs = 0;
    for (let at = 0; at < length; at++) {
      const c = this.#counts[at]!;
      if (c > 1) pairs += c <= largest ? (c * (c - 1)) / 2 : c * PER_OVERSIZED;
    }
    return pairs;
  }

  /** What blocks too large come down to, by the codes of every `step`-th record: a sample of codes seldom has the few that are everywhere. */
  crowds(codes: Int32Array, count: number, largest: number, step: number): number {
    const length = this.#count(codes, count);
    let pairs = 0;
    for (let at = 0; at < length; at++) {
      const c = this.#counts[at]!;
      if (c > 2 && c * step > largest) pairs += c * step * PER_OVERSIZED;
    }
    return pairs;
  }

  /** Counts every code; returns the length of the table that holds the counts. */
  #count(codes: Int32Array, count: number): number {
    let length = 1 << 12;
    while (length < count * 2) length *= 2;
    if (length > this.#codes.length) {
      this.#codes = new Int32Array(length);
      this.#counts = new Int32Array(length);
    }
    const mask = length - 1;
    this.#codes.fill(0, 0, length);
    this.#counts.fill(0, 0, length);
    for (let i = 0; i < count; i++) {
      const code = codes[i]!;
      if (code === 0) continue;
      let at = code & mask;
      while (this.#codes[at] !== 0 && this.#codes[at] !== code) at = (at + 1) & mask;
      this.#codes[at] = code;
      this.#counts[at]!++;
    }
    return length;
  }
}

/** Codes of two parts together; 0 where one of them is. */
function join(into: Int32Array, first: Int32Array, second: Int32Array): void {
  for (let i = 0; i < first.length; i++) into[i] = first[i] === 0 || second[i] === 0 ? 0 : mixed(first[i]!, second[i]!);
}

/** The same for some records. */
function joinAt(into: Int32Array, first: Int32Array, second: Int32Array, rows: Int32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const r = rows[i]!;
    into[i] = first[r] === 0 || second[r] === 0 ? 0 : mixed(first[r]!, second[r]!);
  }
}

interface Candidate {
  readonly parts: readonly KeyPart[];
  readonly pairs: number;
  readonly caught: Uint8Array;
}

/** Imagined pairs of one customer: for every part whether it agrees. */
function imagine(table: Table, parts: readonly KeyPart[]): Uint8Array[] {
  const draw = sequence(20240229);
  const chance = (p: number): boolean => draw(1_000_000) < p * 1_000_000;
  const agrees = parts.map(() => new Uint8Array(IMAGINED));
  for (let i = 0; i < IMAGINED; i++) {
    const rate = ERROR_RATES[i % ERROR_RATES.length]!;
    for (const [c, { counts, kind }] of table.columns.entries()) {
      const present = 1 - counts[0]! / Math.max(table.size, 1);
      const known = chance(present * present);
      const equal = known && !chance(Math.min((1 - (kind.levels[7]?.m ?? 0.5)) * rate, 1));
      const near = known && chance(0.8);
      for (const [p, part] of parts.entries()) {
        if (part.column !== c) continue;
        if (equal || (near && chance(part.atom.near))) agrees[p]![i] = 1;
      }
    }
  }
  return agrees;
}

/** The candidate keys that are estimated to cost no more than the budget: every part alone, and pairs of parts of two columns. */
function candidates(
  table: Table,
  partCodes: PartCodes,
  { pairs: budget, largestBlock: largest }: KeyLimits,
): Candidate[] {
  const { parts } = partCodes;
  const agrees = imagine(table, parts);
  const codes = parts.map((part) => partCodes.of(part));
  const counter = new PairCounter();
  const step = Math.max(1, Math.ceil(table.size / SAMPLE));
  const sampled = codes.map((all) => {
    const rows: number[] = [];
    for (let r = 0; r < all.length; r++) if (all[r] !== 0 && all[r]! % step === 0) rows.push(r);
    return Int32Array.from(rows);
  });
  const every = Int32Array.from({ length: step > 1 ? Math.floor(table.size / step) : 0 }, (_, i) => i * step);
  const seen = codes.map((all) => Int32Array.from(every, (r) => all[r]!));
  const single = codes.map((all, p) => {
    const own = Int32Array.from(sampled[p]!, (r) => all[r]!);
    return counter.pairs(own, own.length, largest) * step + counter.crowds(seen[p]!, every.length, largest, step);
  });
  const both = new Int32Array(table.size);
  const found = parts
    .map((part, p): Candidate => ({ parts: [part], pairs: single[p]!, caught: agrees[p]! }))
    .filter(({ pairs }) => pairs <= budget);
  for (let p = 0; p < parts.length; p++) {
    for (let q = p + 1; q < parts.length; q++) {
      if (parts[p]!.column === parts[q]!.column) continue;
      // The part with more values is the one to sample by.
      const [x, y] = single[p]! <= single[q]! ? [p, q] : [q, p];
      const rows = sampled[x]!;
      joinAt(both, codes[x]!, codes[y]!, rows);
      let pairs = counter.pairs(both, rows.length, largest) * step;
      if (pairs > budget) continue;
      join(both, seen[p]!, seen[q]!);
      pairs += counter.crowds(both, every.length, largest, step);
      if (pairs > budget) continue;
      const caught = new Uint8Array(IMAGINED);
      for (let i = 0; i < IMAGINED; i++) caught[i] = agrees[p]![i]! & agrees[q]![i]!;
      found.push({ parts: [parts[p]!, parts[q]!], pairs, caught });
    }
  }
  return found;
}

const nameOf = (table: Table, parts: readonly KeyPart[]): string =>
  parts
    .map(({ column, atom }) => `${table.columns[column]!.name}${atom.name === '' ? '' : `[${atom.name}]`}`)
    .join(' + ');

/**
 * Chooses blocking keys from the data alone: again and again the key that catches the most imagined pairs of one customer
 * that no key has caught yet, per comparison that it costs, until the comparisons are used up or nothing is gained.
 */
export function chooseKeys(table: Table, codes: PartCodes, limits: KeyLimits): BlockingKey[] {
  const open = candidates(table, codes, limits);
  const budget = limits.pairs;
  const missed = new Float64Array(IMAGINED).fill(1);
  const chosen: BlockingKey[] = [];
  // Where comparisons are plentiful, what a key catches counts for more than what it costs.
  const fixed = budget / 8 + 1;
  let left = budget;
  while (chosen.length < MOST_KEYS) {
    let best: Candidate | null = null;
    let bestGain = 0;
    let bestRate = 0;
    for (const candidate of open) {
      if (candidate.pairs > left) continue;
      let gain = 0;
      for (let i = 0; i < IMAGINED; i++) if (candidate.caught[i] === 1) gain += missed[i]!;
      const rate = gain / (candidate.pairs + fixed);
      if (rate <= bestRate) continue;
      best = candidate;
      bestGain = gain;
      bestRate = rate;
    }
    if (best === null || bestGain < IMAGINED * 0.003) break;
    const { caught, pairs, parts } = best;
    chosen.push({ name: nameOf(table, parts), parts, pairs });
    left -= pairs;
    // A pair caught once is worth a little still: the second key stands by when the data are worse than imagined.
    for (let i = 0; i < IMAGINED; i++) if (caught[i] === 1) missed[i]! *= 0.12;
    open.splice(open.indexOf(best), 1);
  }
  return chosen;
}

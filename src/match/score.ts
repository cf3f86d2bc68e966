import { EQUAL, type Kind } from '../rules/dedupe/kind.js';
import type { Column } from './column.js';
import { CAPPED_PAIR, levelOf, VETOED } from './compare.js';
import type { Model } from './model.js';
import type { Table } from './table.js';

/** A rare or a frequent value moves a column's weight by this at most, in bits. */
const MOST_FREQUENCY_BITS = 6;

/**
 * What binds a pair whatever its weight: nothing; only a person may join it; it shares a phone or an address and nothing else (a household,
 * a switchboard); or never.
 */
export type Bound = 'free' | 'capped' | 'linked' | 'vetoed';

/** What is counted of a column's values: how many records have one, and the sum of the squares of how many have each. */
export interface Known {
  readonly known: number;
  readonly squares: number;
}

/** Counts a column. */
export function knownOf({ counts, distinct }: Pick<Column, 'counts' | 'distinct'>): Known {
  let known = 0;
  let squares = 0;
  for (let v = 1; v <= distinct; v++) {
    known += counts[v]!;
    squares += counts[v]! * counts[v]!;
  }
  return { known, squares };
}

/** Bits that equality in a value of so many records adds or takes: log2 of how often two records agree by chance over how often this value occurs. */
export function frequencyBits({ known, squares }: Known, count: number): number {
  if (known === 0) return 0;
  const found = Math.log2(squares / (known * count));
  return Math.max(-MOST_FREQUENCY_BITS, Math.min(MOST_FREQUENCY_BITS, found));
}

/** The bits of every value of a column, by how many records `countOf` says that it has. */
export function columnBits({ distinct, kind }: Column, known: Known, countOf: (value: number) => number): Float32Array {
  const bits = new Float32Array(distinct + 1);
  if (kind.frequency) for (let v = 1; v <= distinct; v++) bits[v] = frequencyBits(known, countOf(v));
  return bits;
}

/** The same by the column's own counts. */
export const ownBits = (column: Column): Float32Array =>
  columnBits(column, knownOf(column), (value) => column.counts[value]!);

/** Columns that name the customer; a contact's name beside them is none of them. */
function nameColumns(kinds: readonly Kind[]): readonly number[] {
  const of = (...wanted: Kind['kind'][]) => kinds.flatMap(({ kind }, c) => (wanted.includes(kind) ? [c] : []));
  const parties = of('party', 'company');
  return parties.length > 0 ? parties : of('person');
}

/**
 * What binds a pair with this comparison vector. Equal identity numbers lift a cap and turn a veto into a cap. Where names are known
 * and differ, no shared phone or address joins two records: that is a household or a switchboard; with the same e-mail a person decides.
 */
function boundOf(vector: number, kinds: readonly Kind[], nameAt: readonly number[]): Bound {
  let names = 0;
  let alike = 0;
  let identity = false;
  let mailbox = false;
  for (let c = 0; c < kinds.length; c++) {
    const level = levelOf(vector, c);
    const { kind } = kinds[c]!;
    if (kind === 'identity' && level === EQUAL) identity = true;
    if (kind === 'email' && level === EQUAL) mailbox = true;
  }
  for (const c of nameAt) {
    const level = levelOf(vector, c);
    if (level > 0) names++;
    if (level > 1) alike++;
  }
  if ((vector & VETOED) !== 0) return identity ? 'capped' : 'vetoed';
  if (identity) return 'free';
  if (names > 0 && alike === 0) return mailbox ? 'capped' : 'linked';
  return (vector & CAPPED_PAIR) !== 0 ? 'capped' : 'free';
}

/** Scores pairs of a table under a model. */
export interface Scorer {
  /** Weight in bits, prior and value frequencies included, of two records with this vector. */
  weight(a: number, b: number, vector: number): number;
  /** What binds pairs with this vector. */
  bound(vector: number): Bound;
  /** Bits for one column's value frequency, when both records have the same value. */
  frequency(column: number, value: number): number;
}

/** Makes the scorer, with the bits of every value by column; weights of vectors are worked out once each. */
export function scorer({ columns, values }: Table, model: Model, frequencies: readonly Float32Array[]): Scorer {
  const width = columns.length;
  const kinds = columns.map(({ kind }) => kind);
  const names = nameColumns(kinds);
  const bases = new Map<number, number>();
  const bounds = new Map<number, Bound>();
  const counted = columns.flatMap(({ kind }, c) => (kind.frequency ? [c] : []));
  const base = (vector: number): number => {
    let bits = bases.get(vector);
    if (bits === undefined) {
      bits = model.prior;
      for (let c = 0; c < width; c++) bits += model.columns[c]!.weights[levelOf(vector, c)]!;
      bases.set(vector, bits);
    }
    return bits;
  };
  return {
    weight(a, _, vector) {
      let bits = base(vector);
      for (const c of counted) if (levelOf(vector, c) === EQUAL) bits += frequencies[c]![values[a * width + c]!]!;
      return bits;
    },
    bound(vector) {
      let bound = bounds.get(vector);
      if (bound === undefined) {
        bound = boundOf(vector, kinds, names);
        bounds.set(vector, bound);
      }
      return bound;
    },
    frequency: (column, value) => frequencies[column]![value]!,
  };
}

import { type ColumnKind, columnKinds } from '../model/matching.js';
import type { Kind } from '../rules/dedupe/kind.js';
import { kinds } from '../rules/dedupe/kinds.js';
import type { Column } from './column.js';
import type { BlockingKey, KeyPart } from './keys.js';
import type { Model } from './model.js';
import type { Scan } from './scan.js';
import { columnBits, type Known, knownOf, type Scorer, scorer } from './score.js';
import type { SharedValues, Table } from './table.js';

/** How often a column's values occur: only those that more than one record has are kept. */
export interface Terms extends Known {
  /** Content hash and count by turns, hashes in ascending order. */
  readonly counts: Int32Array;
}

/** A blocking key with the codes of its crowded blocks, and what those are blocked by again. */
export interface LearnedKey extends BlockingKey {
  readonly again: readonly KeyPart[];
  readonly crowded: ReadonlySet<number>;
}

/** All that a scan learned and that later records are judged by (MATCHING 11): the same pair weighs the same as in the scan. */
export interface Learned {
  readonly model: Model;
  readonly keys: readonly LearnedKey[];
  /** By column. */
  readonly terms: readonly Terms[];
  /** By column the content hashes of values that too many records shared. */
  readonly shared: readonly ReadonlySet<number>[];
  /** Records that it was learned from: when many more have come, it is to be learned anew. */
  readonly size: number;
}

/** What a scan learned. */
export function learnedOf({ blocks, keys, model, table }: Scan): Learned {
  const { columns, shared, size } = table;
  return {
    model,
    keys: keys.map((key, k) => ({ ...key, again: blocks.again[k]!, crowded: new Set(blocks.crowded[k]!) })),
    terms: columns.map((column) => ({ ...knownOf(column), counts: repeated(column) })),
    shared: columns.map(
      ({ hashes, name }) =>
        new Set(shared.flatMap(({ column, value }) => (column === name ? [hashes[value]!] : [])).sort((a, b) => a - b)),
    ),
    size,
  };
}

function repeated({ counts, distinct, hashes, kind }: Column): Int32Array {
  if (!kind.frequency) return new Int32Array(0);
  const byHash = new Map<number, number>();
  for (let v = 1; v <= distinct; v++)
    if (counts[v]! > 1) byHash.set(hashes[v]!, (byHash.get(hashes[v]!) ?? 0) + counts[v]!);
  return Int32Array.from([...byHash].sort(([a], [b]) => a - b).flat());
}

/** How many of the records that were learned from have a value with this hash; 1 where it was not seen twice. */
function countOf({ counts }: Terms, hash: number): number {
  let low = 0;
  let high = counts.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (counts[2 * middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return 2 * low < counts.length && counts[2 * low] === hash ? counts[2 * low + 1]! : 1;
}

/** The shared values of a learned model, for `TableBuilder.finish`. */
export const sharedValues =
  ({ shared }: Learned): SharedValues =>
  (at, { hashes }) =>
  (value) =>
    shared[at]!.has(hashes[value]!);

/** Scores pairs of any table by what was learned from another; the columns must be the same. */
export const learnedScorer = (table: Table, { model, terms }: Learned): Scorer =>
  scorer(
    table,
    model,
    table.columns.map((column, c) =>
      columnBits(column, terms[c]!, (value) => countOf(terms[c]!, column.hashes[value]!)),
    ),
  );

/** A learned model as plain JSON: the same model gives the same bytes. Counts are base64 of 32-bit numbers, the lower byte first. */
export interface StoredModel {
  readonly version: 1;
  readonly size: number;
  readonly lambda: number;
  readonly prior: number;
  readonly matches: number;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: ColumnKind;
    readonly learned: boolean;
    readonly m: readonly number[];
    readonly u: readonly number[];
    readonly weights: readonly number[];
    readonly known: number;
    readonly squares: number;
    readonly counts: string;
    readonly shared: readonly number[];
  }[];
  readonly keys: readonly {
    readonly name: string;
    readonly pairs: number;
    readonly parts: readonly StoredPart[];
    readonly again: readonly StoredPart[];
    readonly crowded: readonly number[];
  }[];
}

/** A column's number and the number of the feature. */
type StoredPart = readonly [column: number, feature: number];

const storedPart = ({ atom, column }: KeyPart): StoredPart => [column, atom.feature];

/** Makes plain JSON of a learned model. */
export function storeModel({ keys, model, shared, size, terms }: Learned): StoredModel {
  return {
    version: 1,
    size,
    lambda: model.lambda,
    prior: model.prior,
    matches: model.matches,
    columns: model.columns.map(({ kind, learned, m, name, u, weights }, c) => ({
      name,
      kind: kind.kind,
      learned,
      m: [...m],
      u: [...u],
      weights: [...weights],
      known: terms[c]!.known,
      squares: terms[c]!.squares,
      counts: Buffer.from(bytesOf(terms[c]!.counts)).toString('base64'),
      shared: [...shared[c]!],
    })),
    keys: keys.map(({ again, crowded, name, pairs, parts }) => ({
      name,
      pairs,
      parts: parts.map(storedPart),
      again: again.map(storedPart),
      crowded: [...crowded],
    })),
  };
}

/** Numbers as bytes, the lower one first on every machine. */
function bytesOf(numbers: Int32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(numbers.length * 4));
  for (let i = 0; i < numbers.length; i++) bytes.setInt32(i * 4, numbers[i]!, true);
  return new Uint8Array(bytes.buffer);
}

function numbersOf(text: string): Int32Array {
  const { buffer, byteLength, byteOffset } = Buffer.from(text, 'base64');
  const bytes = new DataView(buffer, byteOffset, byteLength);
  return Int32Array.from({ length: byteLength / 4 }, (_, i) => bytes.getInt32(i * 4, true));
}

/** Brings a stored model back. @throws RangeError when it is of another version, or of kinds that are not known */
export function loadModel(stored: StoredModel): Learned {
  if (stored.version !== 1) throw new RangeError(`model of version ${String(stored.version)}`);
  const own = stored.columns.map(({ kind }): Kind => {
    const found = columnKinds.includes(kind) ? kinds[kind] : undefined;
    if (found === undefined) throw new RangeError(`kind ${kind}`);
    return found;
  });
  const part = ([column, feature]: StoredPart): KeyPart => {
    const atom = own[column]?.atoms.find((each) => each.feature === feature);
    if (atom === undefined) throw new RangeError(`feature ${feature} of column ${column}`);
    return { column, atom };
  };
  return {
    size: stored.size,
    model: {
      lambda: stored.lambda,
      prior: stored.prior,
      matches: stored.matches,
      columns: stored.columns.map(({ learned, m, name, u, weights }, c) => ({
        name,
        kind: own[c]!,
        learned,
        m: Float64Array.from(m),
        u: Float64Array.from(u),
        weights: Float64Array.from(weights),
      })),
    },
    keys: stored.keys.map(({ again, crowded, name, pairs, parts }) => ({
      name,
      pairs,
      parts: parts.map(part),
      again: again.map(part),
      crowded: new Set(crowded),
    })),
    terms: stored.columns.map(({ counts, known, squares }) => ({ known, squares, counts: numbersOf(counts) })),
    shared: stored.columns.map(({ shared }) => new Set(shared)),
  };
}

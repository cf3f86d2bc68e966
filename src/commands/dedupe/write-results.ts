import { probabilityOf } from '../../match/model.js';
import type { Scan } from '../../match/scan.js';
import { positions, sortedBy, sortedByKey } from '../../match/sort.js';
import type { Decision } from '../../match/zones.js';
import { CsvWriter } from './csv-writer.js';

function write(path: string, header: readonly string[], body: (file: CsvWriter) => void): void {
  const file = new CsvWriter(path);
  try {
    for (const [i, name] of header.entries()) file.cell(name, i + 1 < header.length ? ',' : '\n');
    body(file);
    file.commit();
  } finally {
    file.abort();
  }
}

/** The names of a table's records: each record's name and its rank among all, equal names with one rank. */
export interface Names {
  readonly of: (record: number) => string;
  readonly ranks: Int32Array;
  /** Records in the order of their names. */
  readonly sorted: Int32Array;
}

/** Ranks the records of a table by their names, which are given in the order of the file. */
export function rankNames({ table }: Pick<Scan, 'table'>, ids: readonly string[]): Names {
  const places = placesByName(ids);
  const rankAt = new Int32Array(ids.length);
  let rank = 0;
  for (let i = 0; i < places.length; i++) {
    if (i > 0 && ids[places[i]!] !== ids[places[i - 1]!]) rank++;
    rankAt[places[i]!] = rank;
  }
  const ranks = new Int32Array(table.size);
  for (let r = 0; r < table.size; r++) ranks[r] = rankAt[table.order[r]!]!;
  return { of: (record) => ids[table.order[record]!]!, ranks, sorted: sortedByKey(ranks) };
}

/** Most files are in the order of their numbers already. */
function placesByName(ids: readonly string[]): Int32Array {
  const places = positions(ids.length);
  let inOrder = true;
  for (let i = 1; inOrder && i < ids.length; i++) inOrder = ids[i - 1]! <= ids[i]!;
  if (inOrder) return places;
  return sortedAscii(ids) ?? places.sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : a - b));
}

/** Units of a name that one sorting key holds, seven bits each. */
const UNITS = 4;
const LONGEST_SORTED = 32;

/** Short names of ASCII, which most are: sorted by so many units at a time, the last ones first, without comparing any two. Null for others. */
function sortedAscii(ids: readonly string[]): Int32Array | null {
  let longest = 0;
  for (const id of ids) {
    if (id.length > LONGEST_SORTED) return null;
    for (let i = 0; i < id.length; i++) {
      const unit = id.charCodeAt(i);
      if (unit === 0 || unit > 0x7f) return null;
    }
    if (id.length > longest) longest = id.length;
  }
  let places = positions(ids.length);
  const keys = new Int32Array(ids.length);
  for (let from = Math.floor((longest - 1) / UNITS) * UNITS; from >= 0; from -= UNITS) {
    for (let p = 0; p < ids.length; p++) {
      const id = ids[p]!;
      let key = 0;
      for (let i = from; i < from + UNITS; i++) key = (key << 7) | (i < id.length ? id.charCodeAt(i) : 0);
      keys[p] = key;
    }
    places = sortedBy(places, keys);
  }
  return places;
}

/** A listed pair by the names of its records, the smaller one first. */
export interface NamedPair {
  readonly id_a: string;
  readonly id_b: string;
  readonly probability: number;
  readonly decision: Decision;
}

const MILLION = 1e6;

/** Listed pairs in the order of their records' names; each is made when it is asked for. */
export class NamedPairs implements Iterable<NamedPair> {
  readonly #first: Int32Array;
  readonly #second: Int32Array;
  readonly #millionths: Int32Array;
  readonly #order: Int32Array;
  readonly #names: Names;
  readonly #decisions: readonly Decision[];

  constructor({ edges }: Scan, decisions: readonly Decision[], names: Names) {
    const { count } = edges;
    const { ranks } = names;
    const first = edges.first.slice();
    const second = edges.second.slice();
    const low = new Int32Array(count);
    const high = new Int32Array(count);
    const millionths = new Int32Array(count);
    for (let e = 0; e < count; e++) {
      if (ranks[first[e]!]! > ranks[second[e]!]!) [first[e], second[e]] = [second[e]!, first[e]!];
      low[e] = ranks[first[e]!]!;
      high[e] = ranks[second[e]!]!;
      millionths[e] = Math.round(probabilityOf(edges.bits[e]!) * MILLION);
    }
    this.#first = first;
    this.#second = second;
    this.#millionths = millionths;
    this.#order = sortedBy(sortedBy(sortedByKey(millionths), high), low);
    this.#names = names;
    this.#decisions = decisions;
  }

  *[Symbol.iterator](): Generator<NamedPair> {
    for (const e of this.#order)
      yield {
        id_a: this.#names.of(this.#first[e]!),
        id_b: this.#names.of(this.#second[e]!),
        probability: this.#millionths[e]! / MILLION,
        decision: this.#decisions[e]!,
      };
  }
}

/** Writes `id_a,id_b,probability,decision`. */
export function writePairs(path: string, pairs: Iterable<NamedPair>): void {
  write(path, ['id_a', 'id_b', 'probability', 'decision'], (file) => {
    for (const { decision, id_a, id_b, probability } of pairs) {
      file.cell(id_a, ',');
      file.cell(id_b, ',');
      file.cell(String(probability), ',');
      file.cell(decision, '\n');
    }
  });
}

/** Writes `customer_no,cluster_id` for every record, in the order of the numbers; a cluster is called by its first record's name. */
export function writeClusters(path: string, { clusters, table }: Scan, { of, ranks, sorted }: Names): void {
  // The record of each cluster with the smallest name.
  const least = positions(table.size);
  for (let r = 0; r < table.size; r++) {
    const root = clusters.of[r]!;
    if (ranks[r]! < ranks[least[root]!]!) least[root] = r;
  }
  const rows = function* () {
    for (const r of sorted) yield [of(r), of(least[clusters.of[r]!]!)] as const;
  };
  writeMembers(path, rows());
}

/** Writes `customer_no,cluster_id` of the members given, in their order. */
export function writeMembers(path: string, rows: Iterable<readonly [member: string, cluster: string]>): void {
  write(path, ['customer_no', 'cluster_id'], (file) => {
    for (const [member, cluster] of rows) {
      file.cell(member, ',');
      file.cell(cluster, '\n');
    }
  });
}

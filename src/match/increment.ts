import type { Matching } from '../model/matching.js';
import { blocksOf } from './blocks.js';
import { grow } from './cluster.js';
import { comparer } from './compare.js';
import { PartCodes } from './keys.js';
import { type Learned, learnedScorer, sharedValues } from './learned.js';
import { bitsOf, probabilityOf } from './model.js';
import { comparePairs } from './pairs.js';
import { type Postings, postingsOf } from './postings.js';
import { WHOLE } from './scan.js';
import type { Bound } from './score.js';
import { type Table, TableBuilder } from './table.js';
import { type Decision, decide } from './zones.js';

/** The cells of one record, in the order of the model's columns; null: blank. */
export type Cells = readonly (string | null)[];

/** A record that has come since the last scan; ids are whole numbers, older records have smaller ones. */
export interface NewRecord {
  readonly id: number;
  readonly cells: Cells;
}

/** The records that were there before, asked for one by one. */
export interface OldRecords extends Postings {
  /** The cells of a record. */
  cells(id: number): Cells;
  /** The entity that a record belongs to; a record by itself is its own. */
  entity(id: number): number;
  /** The records of an entity. */
  members(entity: number): readonly number[];
  /** Whether a person has decided that two records are not one customer. */
  apart(one: number, other: number): boolean;
}

/** A pair worth listing of which at least one record is new: `a` is new. */
export interface NewEdge {
  readonly a: number;
  readonly b: number;
  /** Whether `b` was there before. */
  readonly old: boolean;
  readonly bits: number;
  readonly probability: number;
  readonly bound: Bound;
  readonly decision: Decision;
}

/** An entity that new records joined or made: it keeps the id of the oldest entity in it. */
export interface GrownEntity {
  readonly id: number;
  /** All its records, in ascending order. */
  readonly members: readonly number[];
  /** The new ones of them. */
  readonly added: readonly number[];
  /** Entities that were there before and are now part of it. */
  readonly absorbed: readonly number[];
}

/** What new records bring. */
export interface Increment {
  /** By `a`, the heaviest first. */
  readonly edges: readonly NewEdge[];
  /** Those of more than one record, by id. */
  readonly entities: readonly GrownEntity[];
  /** Pairs that were compared. */
  readonly compared: number;
}

/** What the zones and sizes of an increment are held to. */
export type IncrementLimits = Pick<Matching, 'automatic' | 'largestBlock' | 'largestCluster' | 'listed' | 'review'>;

/**
 * Compares new records with old ones and with each other, never old with old, under a model learned before (MATCHING 11). Pairs weigh what they
 * would weigh in the scan that the model comes from; blocks that were crowded then are met by their second columns only. Entities that were
 * there before are never split; they take in new records, and are merged where a new record shows them to be one.
 */
export function scanNew(
  learned: Learned,
  old: OldRecords,
  incoming: readonly NewRecord[],
  limits: IncrementLimits,
): Increment {
  if (incoming.length === 0) return { edges: [], entities: [], compared: 0 };
  const fresh = tableOf(learned, incoming);
  const pairs = [
    ...pairsWithOld(learned, fresh, old, incoming),
    ...pairsOfNew(learned, fresh, incoming, limits),
  ].filter(([a, b]) => !old.apart(a, b));
  const isNew = new Set(incoming.map(({ id }) => id));
  const touched = new Map<number, readonly number[]>();
  for (const [, b] of pairs) {
    if (isNew.has(b)) continue;
    const entity = old.entity(b);
    if (!touched.has(entity)) touched.set(entity, old.members(entity));
  }
  const all = [...incoming, ...[...touched.values()].flat().map((id): NewRecord => ({ id, cells: old.cells(id) }))];
  const table = tableOf(learned, all);
  const ids = Array.from(table.order, (at) => all[at]!.id);
  const records = new Map(ids.map((id, r) => [id, r]));
  const scorer = learnedScorer(table, learned);
  const compare = comparer(table);
  const judged = pairs.map(([a, b]) => {
    const [x, y] = [records.get(a)!, records.get(b)!];
    const vector = compare(x, y);
    return { a, b, x, y, bits: scorer.weight(x, y, vector), bound: scorer.bound(vector) };
  });
  const seeds = [...isNew].map((id): readonly [number | null, number[]] => [null, [records.get(id)!]]);
  const groups = grow(
    [
      ...seeds,
      ...[...touched].map(([entity, members]) => [entity, members.map((id) => records.get(id)!)] as const),
    ].map(([, members]) => members),
    judged.filter(({ bits, bound }) => bits >= 0 && bound === 'free').map(({ x, y }) => [x, y] as const),
    (x, y) => {
      const vector = compare(x, y);
      return scorer.bound(vector) === 'free' && !old.apart(ids[x]!, ids[y]!) ? scorer.weight(x, y, vector) : -Infinity;
    },
    { automatic: bitsOf(limits.automatic), largest: limits.largestCluster },
  );
  const entitiesBefore = [...seeds.map(() => null), ...touched.keys()];
  const groupOf = new Map(groups.flatMap(({ members }, g) => members.map((record) => [record, g] as const)));
  const least = bitsOf(limits.listed);
  const edges = judged
    .filter(({ bits }) => bits >= least)
    .map(({ a, b, bits, bound, x, y }): NewEdge => {
      const decision = decide(bits, bound, groupOf.get(x) === groupOf.get(y), bitsOf(limits.review));
      return { a, b, old: !isNew.has(b), bits, probability: probabilityOf(bits), bound, decision };
    })
    .sort((p, q) => p.a - q.a || q.bits - p.bits || p.b - q.b);
  return {
    edges,
    entities: groups
      .filter(({ members }) => members.length > 1 && members.some((record) => isNew.has(ids[record]!)))
      .map(({ members, seeds: of }) => grownEntity(members, of, ids, isNew, entitiesBefore))
      .sort((p, q) => p.id - q.id),
    compared: pairs.length,
  };
}

function grownEntity(
  members: readonly number[],
  seeds: readonly number[],
  ids: readonly number[],
  isNew: ReadonlySet<number>,
  entitiesBefore: readonly (number | null)[],
): GrownEntity {
  const own = members.map((record) => ids[record]!).sort((a, b) => a - b);
  const before = seeds.flatMap((seed) => entitiesBefore[seed] ?? []).sort((a, b) => a - b);
  const added = own.filter((id) => isNew.has(id));
  return { id: before[0] ?? own[0]!, members: own, added, absorbed: before.slice(1) };
}

/** Records under the columns of a model. */
export function tableOf(learned: Learned, records: readonly NewRecord[]): Table {
  const builder = new TableBuilder(learned.model.columns);
  for (const { cells, id } of records) builder.add(cells, String(id));
  return builder.finish(sharedValues(learned));
}

function pairsWithOld(
  learned: Learned,
  table: Table,
  old: OldRecords,
  incoming: readonly NewRecord[],
): (readonly [number, number])[] {
  const post = postingsOf(table, learned);
  const pairs: (readonly [number, number])[] = [];
  for (let r = 0; r < table.size; r++) {
    const found = new Set<number>();
    post(r, (posting) => {
      const ids = old.ids(posting);
      for (let i = 0; i < ids.length; i++) found.add(ids[i]!);
    });
    const { id } = incoming[table.order[r]!]!;
    for (const other of found) if (other !== id) pairs.push([id, other]);
  }
  return pairs;
}

function pairsOfNew(
  { keys }: Learned,
  table: Table,
  incoming: readonly NewRecord[],
  { largestBlock }: IncrementLimits,
): (readonly [number, number])[] {
  const own = keys.filter(({ parts }) => parts.length > 0 || table.size <= WHOLE);
  const blocks = blocksOf(table, new PartCodes(table), own, largestBlock);
  const { count, first, second } = comparePairs(blocks, () => 0, { index: 0, of: 1 });
  return Array.from({ length: count }, (_, p) => {
    const [a, b] = [incoming[table.order[first[p]!]!]!.id, incoming[table.order[second[p]!]!]!.id];
    return a > b ? ([a, b] as const) : ([b, a] as const);
  });
}

/** The names of the keys that two records agree in. */
export function keysOf({ keys }: Learned, table: Table, x: number, y: number): string[] {
  const parts = new PartCodes(table);
  return keys.flatMap(({ name, parts: own }) => {
    const codes = own.map((part) => parts.of(part));
    return codes.every((code) => code[x] !== 0 && code[x] === code[y]) ? [name] : [];
  });
}

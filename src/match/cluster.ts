import { LinkHeap } from './heap.js';
import { positions, sortedByKey } from './sort.js';

/** Scored candidate pairs, `first` < `second`. */
export interface Edges {
  readonly count: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Bits; -Infinity where a veto or a cap keeps the two from being joined automatically. */
  readonly weights: Float64Array;
}

/** What clustering is held to. */
export interface ClusterLimits {
  /** Bits from which on a pair may begin a merge. */
  readonly automatic: number;
  readonly largest: number;
}

/** One merge: the two groups' smallest records, the mean of all cross weights, and the best one. */
export interface Merge {
  readonly a: number;
  readonly b: number;
  readonly mean: number;
  readonly best: number;
  readonly size: number;
}

/** Which records belong together. */
export interface Clusters {
  /** Per record the smallest record of its cluster. */
  readonly of: Int32Array;
  /** In the order in which they were made, component by component. */
  readonly merges: readonly Merge[];
  /** Links that were strong enough but refused, by their two records: too large, or contradicted by other members. */
  readonly refused: number;
}

/** One missing pair can take no more than this from a group's mean. */
export const LEAST_BITS = -20;

const floored = (bits: number): number => (bits < LEAST_BITS && bits !== -Infinity ? LEAST_BITS : bits);

/**
 * Average linkage: of all pairs of groups that a link joins, the one with the greatest mean of ALL cross weights is merged first, while
 * that mean is not negative and at least one pair across is certain by itself. Weights of pairs that no key brought together are scored on
 * demand. A veto anywhere across keeps two groups apart. Never plain connected components.
 */
export function cluster(
  size: number,
  edges: Edges,
  weigh: (a: number, b: number) => number,
  limits: ClusterLimits,
): Clusters {
  const { first, second, weights } = edges;
  const { links, roots } = connected(size, edges);
  const of = positions(size);
  const merges: Merge[] = [];
  let refused = 0;
  for (let from = 0, to = 0; from < links.length; from = to) {
    while (to < links.length && roots[to] === roots[from]) to++;
    if (to === from + 1) {
      // Most components are one link, and need nothing made for them.
      const mean = weights[links[from]!]!;
      if (mean < limits.automatic) continue;
      const [a, b] = [first[links[from]!]!, second[links[from]!]!];
      merges.push({ a, b, mean, best: mean, size: 2 });
      of[b] = a;
      continue;
    }
    const found = agglomerate(edges, links.subarray(from, to), weigh, limits);
    refused += found.refused;
    for (const merge of found.merges) merges.push(merge);
    for (const [record, root] of found.roots) of[record] = root;
  }
  return { of, merges, refused };
}

/** Links by their edges, component by component, and the first record of the component that each belongs to. */
interface Components {
  readonly links: Int32Array;
  readonly roots: Int32Array;
}

interface Found {
  readonly merges: readonly Merge[];
  readonly roots: Iterable<readonly [number, number]>;
  readonly refused: number;
}

/** Components of the links that are more likely than not, in the order of their first record; the links of one in the order of edges. */
function connected(size: number, { count, first, second, weights }: Edges): Components {
  const parent = positions(size);
  const root = (r: number): number => {
    let at = r;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const likely = positions(count).filter((e) => weights[e]! >= 0);
  for (const e of likely) {
    const a = root(first[e]!);
    const b = root(second[e]!);
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
  }
  const rootOf = likely.map((e) => root(first[e]!));
  const order = sortedByKey(rootOf);
  return { links: order.map((at) => likely[at]!), roots: order.map((at) => rootOf[at]!) };
}

interface Group {
  readonly root: number;
  readonly members: readonly number[];
  /** Sum and greatest of the cross weights by neighbour group. */
  readonly links: Map<number, { sum: number; best: number }>;
}

function agglomerate(
  { first, second, weights }: Edges,
  own: Int32Array,
  weigh: (a: number, b: number) => number,
  limits: ClusterLimits,
): Found {
  const groups = new Map<number, Group>();
  const heap = new LinkHeap();
  const group = (record: number): Group => {
    let of = groups.get(record);
    if (of === undefined) {
      of = { root: record, members: [record], links: new Map() };
      groups.set(record, of);
    }
    return of;
  };
  // Sorted, so that sums of weights are formed in one order whatever order the pairs came in.
  const sorted = [...own].sort((x, y) => first[x]! - first[y]! || second[x]! - second[y]!);
  for (const e of sorted) {
    const [a, b] = [first[e]!, second[e]!];
    const link = { sum: floored(weights[e]!), best: weights[e]! };
    group(a).links.set(b, link);
    group(b).links.set(a, link);
    heap.push({ mean: link.sum, a, b });
  }
  const { merges, refused } = join(groups, heap, weigh, limits);
  const roots = new Map<number, number>();
  for (const { root, members } of groups.values()) for (const record of members) roots.set(record, root);
  return { merges, roots, refused };
}

/** Merges groups while there is a link that may begin a merge, the one with the greatest mean first. */
function join(
  groups: Map<number, Group>,
  heap: LinkHeap,
  weigh: (a: number, b: number) => number,
  { automatic, largest }: ClusterLimits,
): { merges: Merge[]; refused: number } {
  const merges: Merge[] = [];
  let refused = 0;
  let next = -1;
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const a = groups.get(top.a);
    const b = groups.get(top.b);
    if (a === undefined || b === undefined) continue;
    if (top.mean < 0) break;
    const { best } = a.links.get(top.b)!;
    if (best < automatic || a.members.length + b.members.length > largest) {
      if (best >= automatic) refused++;
      continue;
    }
    const merged: Group = {
      root: Math.min(a.root, b.root),
      members: [...a.members, ...b.members],
      links: new Map(),
    };
    const id = next--;
    const around = [...new Set([...a.links.keys(), ...b.links.keys()])].filter((c) => c !== top.a && c !== top.b);
    for (const other of around) {
      const c = groups.get(other);
      if (c === undefined) continue;
      const x = a.links.get(other) ?? across(a, c, weigh);
      const y = b.links.get(other) ?? across(b, c, weigh);
      const link = { sum: x.sum + y.sum, best: Math.max(x.best, y.best) };
      merged.links.set(other, link);
      c.links.delete(top.a);
      c.links.delete(top.b);
      c.links.set(id, link);
      const mean = link.sum / (merged.members.length * c.members.length);
      if (mean >= 0) heap.push({ mean, a: id, b: other });
      else if (link.best >= automatic) refused++;
    }
    groups.delete(top.a);
    groups.delete(top.b);
    groups.set(id, merged);
    merges.push({ a: a.root, b: b.root, mean: top.mean, best, size: merged.members.length });
  }
  return { merges, refused };
}

/**
 * Average linkage that begins with groups made before, which are never split: those that a linked pair of records joins are merged by the same
 * law as in `cluster`. Returns all groups, each with the numbers of the seeds in it.
 */
export function grow(
  seeds: readonly (readonly number[])[],
  linked: Iterable<readonly [number, number]>,
  weigh: (a: number, b: number) => number,
  limits: ClusterLimits,
): { members: readonly number[]; seeds: readonly number[] }[] {
  const seedOf = new Map(seeds.flatMap((members, s) => members.map((record) => [record, s] as const)));
  const groups = new Map(
    seeds.map((members, s): [number, Group] => [s, { root: Math.min(...members), members, links: new Map() }]),
  );
  const heap = new LinkHeap();
  for (const [one, other] of linked) {
    const [a, b] = [seedOf.get(one)!, seedOf.get(other)!];
    const [x, y] = [groups.get(a)!, groups.get(b)!];
    if (a === b || x.links.has(b)) continue;
    const link = across(x, y, weigh);
    x.links.set(b, link);
    y.links.set(a, link);
    heap.push({ mean: link.sum / (x.members.length * y.members.length), a: Math.min(a, b), b: Math.max(a, b) });
  }
  join(groups, heap, weigh, limits);
  return [...groups.values()].map(({ members }) => ({
    members,
    seeds: [...new Set(members.map((record) => seedOf.get(record)!))],
  }));
}

function across(a: Group, b: Group, weigh: (a: number, b: number) => number): { sum: number; best: number } {
  let sum = 0;
  let best = -Infinity;
  for (const x of a.members) {
    for (const y of b.members) {
      const bits = weigh(Math.min(x, y), Math.max(x, y));
      sum += floored(bits);
      if (bits > best) best = bits;
    }
  }
  return { sum, best };
}

import { beginReplacement } from '../../files/atomic.js';
import { neutralise } from '../../files/formula.js';
import { probabilityOf } from '../../match/model.js';
import type { Scan } from '../../match/scan.js';
import type { Decision } from '../../match/zones.js';

const PLAIN = /^[\w#.\u4e00-\u9fff][\w#.\u4e00-\u9fff-]*$/;

/** A cell that needs no thought is written as it is; any other is neutralised and quoted. */
const cell = (text: string): string => (PLAIN.test(text) ? text : `"${neutralise(text).replaceAll('"', '""')}"`);

const BLOCK = 20_000;

function write(path: string, header: string, lines: readonly string[]): void {
  const file = beginReplacement(path);
  try {
    file.append(Buffer.from(`${header}\n`));
    for (let from = 0; from < lines.length; from += BLOCK)
      file.append(Buffer.from(`${lines.slice(from, from + BLOCK).join('\n')}\n`));
    file.commit();
  } finally {
    file.abort();
  }
}

/** A listed pair by the names of its records, the smaller one first. */
export interface NamedPair {
  readonly id_a: string;
  readonly id_b: string;
  readonly probability: number;
  readonly decision: Decision;
}

/** Listed pairs in the order of their records' names. */
export function namedPairs(
  { edges, table }: Scan,
  decisions: readonly Decision[],
  ids: readonly string[],
): NamedPair[] {
  const pairs = decisions.map((decision, e): NamedPair => {
    const a = ids[table.order[edges.first[e]!]!]!;
    const b = ids[table.order[edges.second[e]!]!]!;
    const probability = Math.round(probabilityOf(edges.bits[e]!) * 1e6) / 1e6;
    return a < b ? { id_a: a, id_b: b, probability, decision } : { id_a: b, id_b: a, probability, decision };
  });
  return pairs.sort((x, y) =>
    x.id_a !== y.id_a
      ? x.id_a < y.id_a
        ? -1
        : 1
      : x.id_b !== y.id_b
        ? x.id_b < y.id_b
          ? -1
          : 1
        : x.probability - y.probability,
  );
}

/** Writes `id_a,id_b,probability,decision`. */
export function writePairs(path: string, pairs: readonly NamedPair[]): void {
  write(
    path,
    'id_a,id_b,probability,decision',
    pairs.map(({ decision, id_a, id_b, probability }) => `${cell(id_a)},${cell(id_b)},${probability},${decision}`),
  );
}

/** Writes `customer_no,cluster_id` for every record, in the order of the text; a cluster is called by its first record's name. */
export function writeClusters(path: string, { clusters, table }: Scan, ids: readonly string[]): void {
  const { of } = clusters;
  const names = new Map<number, string>();
  for (let r = 0; r < table.size; r++) {
    if (of[r] === r) continue;
    const root = of[r]!;
    const id = ids[table.order[r]!]!;
    const name = names.get(root) ?? ids[table.order[root]!]!;
    if (id < name) names.set(root, id);
    else names.set(root, name);
  }
  // In file order: most files are in the order of their numbers, and sorting what is sorted costs little.
  const lines = new Array<string>(table.size);
  for (let r = 0; r < table.size; r++) {
    const own = cell(ids[table.order[r]!]!);
    const name = names.get(of[r]!);
    lines[table.order[r]!] = `${own},${name === undefined ? own : cell(name)}`;
  }
  write(path, 'customer_no,cluster_id', lines.sort());
}

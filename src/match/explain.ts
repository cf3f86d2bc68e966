import { plain, type Text } from '../model/text.js';
import { together } from './blocks.js';
import { valueText } from './column.js';
import { comparer, levelOf } from './compare.js';
import { bitsOf, probabilityOf } from './model.js';
import type { Scan } from './scan.js';
import type { Bound } from './score.js';
import { type Decision, decide } from './zones.js';

/** One column of a pair: both values in their normal form, the level, and its bits; `frequency` is the rare value's part. */
export interface ExplainedColumn {
  readonly column: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly level: number;
  readonly name: Text;
  readonly bits: number;
  readonly frequency: number;
}

/** Why a pair weighs what it weighs: prior and columns sum to the total. */
export interface Explanation {
  readonly prior: number;
  readonly columns: readonly ExplainedColumn[];
  readonly total: number;
  readonly probability: number;
  readonly bound: Bound;
  readonly decision: Decision;
  /** The blocking keys that brought the two together; none: they were never candidates. */
  readonly keys: readonly string[];
  readonly sentence: Text;
}

const UNKNOWN: Text = { zh: '一方没有可比的值', en: 'one side says nothing' };

const BOUNDS: Readonly<Record<Bound, Text>> = {
  free: { zh: '', en: '' },
  capped: {
    zh: ';但写法有疑问,只能由人决定',
    en: '; but how they are written leaves a doubt that only a person may settle',
  },
  linked: {
    zh: ';但名称不同,只是共用电话或地址(家庭、总机),不归并',
    en: '; but the names differ: they share a phone or an address (a household, a switchboard) and are not put together',
  },
  vetoed: {
    zh: ';但证件号、分支机构或地区互相矛盾,绝不归并',
    en: '; but identity numbers, branches or places contradict each other: never put together',
  },
};

const DECISIONS: Readonly<Record<Decision, Text>> = {
  automatic: { zh: '自动归并', en: 'put together automatically' },
  review: { zh: '请人工判断', en: 'left to a person' },
  distinct: { zh: '视为不同客户', en: 'taken for different customers' },
};

/** The waterfall of two records of a scan (MATCHING 10), by their numbers in its table. Bits sum to the total. */
export function explainPair(scan: Scan, one: number, other: number, review: number): Explanation {
  const { blocks, clusters, keys } = scan;
  const brought = keys.flatMap(({ name }, k) =>
    together(blocks.codes[one * blocks.keys + k]!, blocks.codes[other * blocks.keys + k]!) ? [name] : [],
  );
  return waterfall(scan, one, other, brought, (total, bound) =>
    decide(total, bound, clusters.of[one] === clusters.of[other], bitsOf(review)),
  );
}

/** The same of any two records of a table under a model, with the keys that brought them together and what was decided. */
export function waterfall(
  { model, scorer, table }: Pick<Scan, 'model' | 'scorer' | 'table'>,
  one: number,
  other: number,
  keys: readonly string[],
  decisionOf: (total: number, bound: Bound) => Decision,
): Explanation {
  const [a, b] = one < other ? [one, other] : [other, one];
  const width = table.columns.length;
  const vector = comparer(table)(a, b);
  const columns = table.columns.map((column, c): ExplainedColumn => {
    const level = levelOf(vector, c);
    const v = table.values[a * width + c]!;
    const w = table.values[b * width + c]!;
    return {
      column: column.name,
      a: valueText(column, v),
      b: valueText(column, w),
      level,
      name: column.kind.levels[level]?.name ?? UNKNOWN,
      bits: model.columns[c]!.weights[level]!,
      frequency: level === 7 ? scorer.frequency(c, v) : 0,
    };
  });
  const total = columns.reduce((sum, { bits, frequency }) => sum + bits + frequency, model.prior);
  const bound = scorer.bound(vector);
  const probability = probabilityOf(total);
  const decision = decisionOf(total, bound);
  return {
    prior: model.prior,
    columns,
    total,
    probability,
    bound,
    decision,
    keys,
    sentence: sentenceOf({ columns, probability, bound, decision }),
  };
}

/** What speaks most for one customer, what speaks most against it, and what follows; columns by the names that people know. */
export function sentenceOf(
  { bound, columns, decision, probability }: Pick<Explanation, 'bound' | 'columns' | 'decision' | 'probability'>,
  named: (column: string) => Text = plain,
): Text {
  const weight = ({ bits, frequency }: ExplainedColumn): number => bits + frequency;
  const sorted = [...columns].sort((x, y) => weight(y) - weight(x));
  const pro = sorted.filter((column) => weight(column) > 0.5).slice(0, 3);
  const contra = sorted
    .filter((column) => weight(column) < -0.5)
    .reverse()
    .slice(0, 3);
  const percent = `${(Math.floor(probability * 10_000) / 100).toFixed(2)} %`;
  const zh = (list: readonly ExplainedColumn[]): string =>
    list.map(({ column, name }) => `${named(column).zh}(${name.zh})`).join('、');
  const en = (list: readonly ExplainedColumn[]): string =>
    list.map(({ column, name }) => `${named(column).en} (${name.en})`).join(', ');
  return {
    zh: `${pro.length > 0 ? `支持同一客户:${zh(pro)};` : ''}${contra.length > 0 ? `反对:${zh(contra)};` : ''}同一客户的概率 ${percent}${BOUNDS[bound].zh}。结果:${DECISIONS[decision].zh}。`,
    en: `${pro.length > 0 ? `For one customer: ${en(pro)}; ` : ''}${contra.length > 0 ? `against: ${en(contra)}; ` : ''}probability of one customer ${percent}${BOUNDS[bound].en}. Result: ${DECISIONS[decision].en}.`,
  };
}

/** Why two records are not together: never brought together, too light, bound, or refused by the other members of their groups. */
export type WhyNot = 'bound' | 'group' | 'no-key' | 'together' | 'weight';

/** The first reason that keeps two records apart, with their waterfall. */
export function whyNot(
  scan: Scan,
  one: number,
  other: number,
  limits: { automatic: number; review: number },
): {
  readonly reason: WhyNot;
  readonly explanation: Explanation;
} {
  const explanation = explainPair(scan, one, other, limits.review);
  const { bound, decision, keys, total } = explanation;
  const reason: WhyNot =
    decision === 'automatic'
      ? 'together'
      : bound !== 'free'
        ? 'bound'
        : total < bitsOf(limits.automatic)
          ? 'weight'
          : keys.length === 0
            ? 'no-key'
            : 'group';
  return { reason, explanation };
}

/** A cluster: its members, how it came about, its weakest link, and the members that hang on one link only. */
export interface ExplainedCluster {
  readonly members: readonly number[];
  readonly merges: Scan['clusters']['merges'];
  /** The pair of members with the least weight. */
  readonly weakest: { readonly a: number; readonly b: number; readonly bits: number } | null;
  /** Members joined to the rest by a single certain pair. */
  readonly bridges: readonly number[];
}

/** How the cluster of a record came about (MATCHING 10). */
export function explainCluster(
  { clusters, scorer, table }: Pick<Scan, 'clusters' | 'scorer' | 'table'>,
  record: number,
  automatic: number,
): ExplainedCluster {
  const root = clusters.of[record]!;
  const members: number[] = [];
  for (let r = root; r < table.size; r++) if (clusters.of[r] === root) members.push(r);
  const inside = new Set(members);
  const compare = comparer(table);
  let weakest: { a: number; b: number; bits: number } | null = null;
  const certain = new Map<number, number>();
  for (const [i, a] of members.entries()) {
    for (const b of members.slice(i + 1)) {
      const bits = scorer.weight(a, b, compare(a, b));
      if (weakest === null || bits < weakest.bits) weakest = { a, b, bits };
      if (bits < bitsOf(automatic)) continue;
      certain.set(a, (certain.get(a) ?? 0) + 1);
      certain.set(b, (certain.get(b) ?? 0) + 1);
    }
  }
  return {
    members,
    merges: clusters.merges.filter(({ a, b }) => inside.has(a) && inside.has(b)),
    weakest,
    bridges: members.length > 2 ? members.filter((member) => (certain.get(member) ?? 0) <= 1) : [],
  };
}

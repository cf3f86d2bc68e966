import * as z from 'zod';
import { className, dimensionNames } from '../../engine/class-name.js';
import {
  type Block,
  type Direction,
  directions,
  type Move,
  type RegradeTally,
  type Regrading,
  regraded,
  regrading,
} from '../../engine/regrade.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { fieldOf } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Doc, Block as DocBlock } from '../../output/document.js';
import { rules } from '../../rules/registry.gen.js';
import { type Change, type ChangeContext, change, type Item, type OptionSpecs, type Planned } from '../command.js';
import { callOf, countsSchema } from '../shared.js';

const options = {
  only: {
    flag: '--only <dimension>',
    help: { zh: '只评等级或只评价值', en: 'only the grade, or only the value class' },
    schema: z.enum(regraded).optional(),
    choices: regraded,
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '重新评级', en: 'Regrading' },
  asAt: {
    zh: '以 {asOf} 日终为准;编号不变(C01)',
    en: 'as at the close of {asOf}; numbers stay as they are (C01)',
  },
  read: { zh: '客户', en: 'customers' },
  changed: { zh: '变更', en: 'changed' },
  unchanged: { zh: '不变', en: 'unchanged' },
  blocked: { zh: '未评', en: 'blocked' },
  up: { zh: '上升', en: 'Risers' },
  first: { zh: '首次评定', en: 'First time' },
  down: { zh: '下降', en: 'Fallers' },
  kept: { zh: '保持', en: 'kept' },
  undetermined: { zh: '未定', en: 'undetermined' },
  dimension: { zh: '维度', en: 'dimension' },
  matrix: { zh: '{dimension}:现有(行)到建议(列)', en: '{dimension}: decided (rows) to suggested (columns)' },
  none: { zh: '(无)', en: '(none)' },
  customer: { zh: '客户', en: 'customer' },
  from: { zh: '现有', en: 'decided' },
  to: { zh: '建议', en: 'suggested' },
  because: { zh: '依据', en: 'because' },
} as const satisfies Record<string, Text>;

const blockNames: Readonly<Record<Block, Text>> = {
  unchecked: {
    zh: '{count} 个客户没有初核也没有复核通过,不予评级(004:56)',
    en: '{count} customers are neither prechecked nor approved and are not classified (004:56)',
  },
  inactive: {
    zh: '{count} 个客户已休眠、归档或隔离,不评级',
    en: '{count} customers are dormant, archived or quarantined and are left alone',
  },
  'unknown-word': {
    zh: '{count} 个客户的现有等级不是代码表里的词,先更正再评',
    en: '{count} customers bear a grade or class that the policy does not know; mend it first',
  },
};

/** Moves of a direction that the readable form lists; ndjson and csv have all. */
const LISTED = 20;

/** A move as it is shown, with the customer that it is of. */
interface Shown {
  readonly record: CustomerRecord;
  readonly move: Move;
}

function because({ rule, label }: Move, lang: Lang): string {
  const text = rules.find(({ id }) => id === rule)?.messages[label.messageId] as Text;
  return say(text, lang, label.data);
}

function itemOf({ record, move }: Shown, work: Regrading, policy: Policy, lang: Lang): Item {
  const { labels, field, from, to, direction, rule, clause, label } = move;
  const nameOf = (code: string | null) => (code === null ? null : say(className(policy, labels, field, code), lang));
  return {
    what: direction,
    customer: callOf(record),
    id: record.id,
    dimension: labels,
    field,
    fieldName: say(fieldOf(field).name, lang),
    from,
    to,
    fromName: nameOf(from),
    toName: nameOf(to),
    rule,
    clause,
    causes: work.causes(record, move),
    data: label.data,
    because: because(move, lang),
    why: null,
  };
}

const blockedItem = (record: CustomerRecord, why: Block): Item => ({
  what: 'blocked',
  customer: callOf(record),
  id: record.id,
  why,
});

function matrixTable({ labels, field, matrix }: RegradeTally, policy: Policy, lang: Lang): DocBlock[] {
  if (matrix.length === 0) return [];
  const nameOf = (code: string | null) =>
    code === null ? say(words.none, lang) : say(className(policy, labels, field, code), lang);
  const order = (policy.codes[field]?.values ?? []).map(({ code }) => code);
  const columns = order.filter((code) => matrix.some(({ to }) => to === code));
  const rows = [...new Set(matrix.map(({ from }) => from))];
  const cell = (from: string | null, to: string) =>
    matrix.find((one) => one.from === from && one.to === to)?.count ?? 0;
  return [
    {
      kind: 'table',
      caption: say(words.matrix, lang, { dimension: say(dimensionNames[labels] as Text, lang) }),
      columns: [
        { key: 'from', label: say(words.from, lang), align: 'left' },
        ...columns.map((code) => ({ key: code, label: nameOf(code), align: 'right' as const })),
      ],
      rows: rows.map((from) => [
        nameOf(from),
        ...columns.map((to) => {
          const count = cell(from, to);
          return count === 0 || from === to ? count : { text: count, tone: 'warn' as const };
        }),
      ]),
    },
  ];
}

function movesTable(
  direction: Direction,
  shown: readonly Shown[],
  more: number,
  policy: Policy,
  lang: Lang,
): DocBlock[] {
  if (shown.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(words[direction], lang),
      columns: (['customer', 'from', 'to', 'because'] as const).map((key) => ({
        key,
        label: say(words[key], lang),
        align: 'left',
        wrap: key === 'because',
      })),
      rows: shown.map(({ record, move }) => [
        callOf(record),
        move.from === null ? say(words.none, lang) : say(className(policy, move.labels, move.field, move.from), lang),
        say(className(policy, move.labels, move.field, move.to), lang),
        because(move, lang),
      ]),
      ...(more > 0 && { more }),
    },
  ];
}

export default change({
  summary: {
    zh: '重新评定等级和价值:给出变更清单和依据,--yes 执行',
    en: 'Review grades and value classes: what changes and why; --yes decides.',
  },
  examples: [
    'steward classify regrade --dry-run',
    'steward classify regrade --as-of 2026-06-30 --dry-run --format csv --out regrade.csv',
    'steward classify regrade --only grade --yes --reason "2026年第二季度评级"',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: [
    'what',
    'customer',
    'dimension',
    'field',
    'from',
    'to',
    'fromName',
    'toName',
    'rule',
    'clause',
    'causes',
    'because',
    'why',
  ],
  json: z.object({
    counts: countsSchema.describe('read = changed + unchanged + blocked, in customers'),
    blockedBy: countsSchema,
    dimensions: z
      .array(
        z
          .object({
            labels: z.enum(regraded),
            matrix: z.array(z.object({ from: z.string().nullable(), to: z.string(), count: z.int() })),
          })
          .loose(),
      )
      .describe('up + first + down + kept + undetermined = changed + unchanged'),
    items: z
      .array(z.object({ what: z.enum([...directions, 'blocked']), customer: z.string() }).loose())
      .optional()
      .describe('Risers first, then the first decisions, fallers, and who is blocked'),
  }),
  reason: 'required',
  plan(context, own): Planned {
    const { draft, given, lang } = context;
    const work = regrading(given, own.only && [own.only]);
    const found = gather(context, work);
    const counts = { ...work.counts() };
    const blockedBy = work.blockedBy();
    const dimensions = work.tally();
    return {
      info: { counts, input: null, period: null },
      preview: () => regradeDoc(work, found.heads, given.asOf, given.policy, lang),
      writes: draft.size.updates > 0,
      result: () => ({
        data: { counts, blockedBy, dimensions },
        doc: () => regradeDoc(work, found.heads, given.asOf, given.policy, lang),
        exit: blockedBy.unchecked + blockedBy['unknown-word'] > 0 ? 1 : 0,
      }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

/** The first moves of each direction. */
type Heads = Readonly<Record<Direction, Shown[]>>;

/**
 * Stages every change, and hands out the items: risers as they come, all others by their ids afterwards, so that a million moves
 * are never held.
 */
function gather(context: ChangeContext, work: Regrading): { readonly heads: Heads } {
  const { reader, draft, given, lang, emit, progress } = context;
  const heads: Heads = { up: [], first: [], down: [] };
  // A move is kept as one number, of its customer and its dimension.
  const later = { first: [] as number[], down: [] as number[], blocked: [] as CustomerId[] };
  const item = (shown: Shown): Item => itemOf(shown, work, given.policy, lang);
  const of = reader.count();
  let read = 0;
  for (const record of reader.read()) {
    if (++read % 5000 === 0) progress(read, of, read);
    const verdict = work.see(record);
    if (verdict.verdict === 'blocked') later.blocked.push(record.id);
    if (verdict.verdict !== 'changed') continue;
    draft.add(verdict.change);
    for (const move of verdict.moves) {
      const { direction } = move;
      if (heads[direction].length < LISTED) heads[direction].push({ record, move });
      if (direction === 'up') emit(() => item({ record, move }));
      else later[direction].push(record.id * regraded.length + regraded.indexOf(move.labels));
    }
  }
  for (const direction of ['first', 'down'] as const) {
    for (const place of later[direction]) {
      emit(() => {
        const record = reader.get(Math.floor(place / regraded.length)) as CustomerRecord;
        const verdict = work.judge(record);
        const moves = verdict.verdict === 'changed' ? verdict.moves : [];
        const labels = regraded[place % regraded.length];
        return item({ record, move: moves.find((move) => move.labels === labels) as Move });
      });
    }
  }
  for (const id of later.blocked)
    emit(() => {
      const record = reader.get(id) as CustomerRecord;
      return blockedItem(record, (work.judge(record) as { readonly why: Block }).why);
    });
  return { heads };
}

function regradeDoc(work: Regrading, heads: Heads, asOf: string, policy: Policy, lang: Lang): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const counts = work.counts();
  const dimensions = work.tally();
  const total = (direction: Direction): number => dimensions.reduce((sum, one) => sum + one[direction], 0);
  const numbers = ['up', 'first', 'down', 'kept', 'undetermined'] as const;
  return {
    lang,
    title: t(words.title),
    subtitle: t(words.asAt, { asOf }),
    meta: [],
    blocks: [
      {
        kind: 'kpis',
        items: (['read', 'changed', 'unchanged', 'blocked'] as const).map((key) => ({
          label: t(words[key]),
          value: counts[key],
        })),
      },
      ...(Object.entries(work.blockedBy()) as [Block, number][])
        .filter(([, count]) => count > 0)
        .map(([why, count]) => ({
          kind: 'note' as const,
          level: why === 'inactive' ? ('info' as const) : ('warn' as const),
          text: t(blockNames[why], { count }),
        })),
      {
        kind: 'table',
        caption: t(words.title),
        columns: [
          { key: 'dimension', label: t(words.dimension), align: 'left' },
          ...numbers.map((key) => ({ key, label: t(words[key]), align: 'right' as const })),
        ],
        rows: dimensions.map((one) => [t(dimensionNames[one.labels] as Text), ...numbers.map((key) => one[key])]),
      },
      ...dimensions.flatMap((one) => matrixTable(one, policy, lang)),
      ...directions.flatMap((direction) => {
        const shown = heads[direction];
        return movesTable(direction, shown, total(direction) - shown.length, policy, lang);
      }),
    ],
  };
}

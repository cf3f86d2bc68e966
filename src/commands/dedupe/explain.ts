import * as z from 'zod';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader } from '../../model/ledger.js';
import { say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';
import { type Query, type QueryContext, query, type Result } from '../command.js';
import { callOf, customerNamed } from '../shared.js';
import { decisionOf, partNamed, partsOf } from './compared.js';
import { Judge, learnedIn } from './judge.js';
import { membersOf } from './members.js';
import { pairData, pairJson, waterfallTable } from './pair-words.js';

const words = {
  title: { zh: '为何是(不是)同一客户', en: 'Why they are one customer, or not' },
  group: { zh: '客户 {customer} 由 {count} 条记录组成', en: 'Customer {customer} is made of {count} records' },
  alone: { zh: '客户 {customer} 没有重复', en: 'Customer {customer} has no duplicates' },
  members: { zh: '成员', en: 'Members' },
  customer: { zh: '客户', en: 'customer' },
  run: { zh: '归并的运行', en: 'merged by run' },
  merges: { zh: '归在一起的顺序(平均权重,比特)', en: 'The order in which they come together (mean weight, bits)' },
  a: { zh: '组', en: 'group' },
  b: { zh: '并入', en: 'joined by' },
  mean: { zh: '平均', en: 'mean' },
  weakest: { zh: '最弱的一对:{a} 与 {b}', en: 'The weakest link: {a} and {b}' },
  bridges: { zh: '只靠一对相连:{bridges}', en: 'Held by a single link: {bridges}' },
  'keep-apart': { zh: '有人定为不同客户', en: 'A person decided that they are different customers' },
  'must-link': { zh: '有人定为同一客户', en: 'A person decided that they are one customer' },
} as const satisfies Record<string, Text>;

/** The records of one customer: what was merged into it, or what the last scan put together with it. */
function groupOf(reader: LedgerReader, record: CustomerRecord): CustomerRecord[] {
  const parts = partsOf(reader, record);
  if (parts.length > 1) return parts;
  const entities = new Map(reader.memory()?.entities ?? []);
  const entity = entities.get(record.id);
  if (entity === undefined) return parts;
  const ids = [...entities].flatMap(([id, of]) => (of === entity ? [id] : []));
  return ids.flatMap((id) => reader.get(id) ?? []);
}

export default query({
  summary: {
    zh: '说明两个客户为何是(或不是)同一客户,或一个归并后的客户如何而来',
    en: 'Explain why two customers are one or not, or how a merged customer came about.',
  },
  clauses: ['S1-11'],
  examples: ['steward dedupe explain SH2024001 SH2024017', 'steward dedupe explain "#12" --json'],
  arguments: [
    { name: 'customer', help: { zh: '客户编号或 #序号', en: 'number or #id' } },
    { name: 'other', help: { zh: '另一客户', en: 'another customer' }, optional: true },
  ],
  options: {},
  formats: ['text', 'json', 'md'],
  json: z.object({
    customer: z.string(),
    decided: z.enum(['keep-apart', 'must-link']).nullable(),
    pair: pairJson.nullable().describe('Of a group its weakest link; prior, bits and frequencies sum to the total'),
    members: z.array(z.object({ customer: z.string(), run: z.int().nullable() })),
    merges: z.array(z.object({ a: z.string(), b: z.string(), mean: z.number(), best: z.number(), size: z.int() })),
    bridges: z.array(z.string()),
  }),
  access: true,
  run(context, _, [name, other]) {
    return other === undefined ? explainGroup(context, name as string) : explainTwo(context, name as string, other);
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

function explainTwo(context: QueryContext, name: string, otherName: string): Result {
  const { accessed, given, lang, reader, reveal } = context;
  const [one, other] = [partNamed(reader, name), partNamed(reader, otherName)];
  if (one.id === other.id) throw new StewardError('name-several', { command: 'dedupe explain' });
  accessed([one.id, other.id]);
  const { matching } = given.policy;
  const decision = decisionOf(reader, matching, one.id, other.id);
  const found = new Judge([one, other], matching, learnedIn(reader)).explain(one.id, other.id, decision.of);
  const pair = pairData({ a: callOf(one), b: callOf(other) }, found, lang, reveal);
  const note: Block[] =
    decision.decided === null ? [] : [{ kind: 'note', level: 'info', text: say(words[decision.decided], lang) }];
  return {
    data: { customer: callOf(one), decided: decision.decided, pair, members: [], merges: [], bridges: [] },
    doc: () => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(found.sentence, lang),
      meta: [],
      blocks: [...note, waterfallTable(pair, lang)],
    }),
    exit: 0,
  };
}

function explainGroup(context: QueryContext, name: string): Result {
  const { accessed, given, lang, reader, reveal } = context;
  const record = customerNamed(reader, name);
  const group = groupOf(reader, record);
  accessed(group.map(({ id }) => id));
  const { matching } = given.policy;
  const calls = new Map(group.map((one) => [one.id, callOf(one)]));
  const call = (id: CustomerId): string => calls.get(id) as string;
  const runs = new Map(membersOf(reader, record.id).map(({ record: member, run }) => [member.id, run]));
  const members = group.map(({ id }) => ({ customer: call(id), run: runs.get(id) ?? null }));
  const judge = group.length > 1 ? new Judge(group, matching, learnedIn(reader)) : null;
  const found = judge?.group() ?? null;
  const weakest = found?.weakest ?? null;
  const pair =
    judge === null || weakest === null
      ? null
      : pairData(
          { a: call(weakest.a), b: call(weakest.b) },
          judge.explain(weakest.a, weakest.b, decisionOf(reader, matching, weakest.a, weakest.b).of),
          lang,
          reveal,
        );
  const merges = (found?.merges ?? []).map(({ a, b, best, mean, size }) => ({
    a: call(a),
    b: call(b),
    mean,
    best,
    size,
  }));
  const bridges = (found?.bridges ?? []).map(call);
  const t = (text: Text, data = {}) => say(text, lang, data);
  const blocks = (): Block[] => [
    {
      kind: 'table',
      caption: t(words.members),
      columns: (['customer', 'run'] as const).map((key) => ({ key, label: t(words[key]), align: 'left' })),
      rows: members.map(({ customer, run }) => [customer, run === null ? '' : String(run)]),
    },
    ...(merges.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: t(words.merges),
            columns: (['a', 'b', 'mean'] as const).map((key) => ({
              key,
              label: t(words[key]),
              align: key === 'mean' ? ('right' as const) : ('left' as const),
            })),
            rows: merges.map(({ a, b, mean }) => [a, b, mean.toFixed(2)]),
          },
        ]),
    ...(pair === null
      ? []
      : [
          { kind: 'note' as const, level: 'info' as const, text: t(words.weakest, { a: pair.a, b: pair.b }) },
          waterfallTable(pair, lang),
          { kind: 'note' as const, level: 'info' as const, text: lang === 'en' ? pair.sentence.en : pair.sentence.zh },
        ]),
    ...(bridges.length === 0
      ? []
      : [{ kind: 'note' as const, level: 'warn' as const, text: t(words.bridges, { bridges }) }]),
  ];
  const title = group.length > 1 ? words.group : words.alone;
  return {
    data: { customer: callOf(record), decided: null, pair, members, merges, bridges },
    doc: () => ({
      lang,
      title: t(title, { customer: callOf(record), count: group.length }),
      subtitle: '',
      meta: [],
      blocks: group.length > 1 ? blocks() : [],
    }),
    exit: 0,
  };
}

import * as z from 'zod';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Query, query } from '../command.js';
import { learnedIn } from './judge.js';
import { modelJson, modelOf } from './model-data.js';
import { columnName } from './pair-words.js';

const words = {
  title: { zh: '查重模型', en: 'The model that duplicates are judged by' },
  subtitle: {
    zh: '由 {size} 个客户学得;任取两个客户,约每 {odds} 对中有 1 对是同一客户',
    en: 'Learned from {size} customers; of any two, about 1 pair in {odds} is one customer',
  },
  pairs: { zh: '保留的对', en: 'pairs kept' },
  review: { zh: '其中待人工判断', en: 'of these to review' },
  inGroups: { zh: '归在一起的客户', en: 'customers in groups' },
  postings: { zh: '索引项', en: 'postings' },
  weights: { zh: '{column} 的权重({how})', en: 'Weights of {column} ({how})' },
  learned: { zh: '由数据学得', en: 'learned from the data' },
  believed: { zh: '证据太少,用默认值', en: 'too little evidence: defaults' },
  level: { zh: '级别', en: 'level' },
  m: { zh: '同一客户中的比例 m', en: 'm: among one customer' },
  u: { zh: '任意两个中的比例 u', en: 'u: among any two' },
  bits: { zh: '比特', en: 'bits' },
  keys: { zh: '分组键', en: 'Blocking keys' },
  key: { zh: '键', en: 'key' },
  estimated: { zh: '估计对数', en: 'pairs, estimated' },
  whole: { zh: '全部两两比较', en: 'every pair' },
} as const satisfies Record<string, Text>;

export default query({
  summary: {
    zh: '显示查重学得的权重、分组键和保留的内容',
    en: 'Show what scans learned: weights, keys, and what is remembered.',
  },
  examples: ['steward dedupe model', 'steward dedupe model --json'],
  options: {},
  formats: ['text', 'json', 'md'],
  json: z.object({
    size: z.int(),
    upTo: z.int(),
    prior: z.number(),
    model: modelJson,
    keys: z.array(z.object({ key: z.string(), pairs: z.number(), crowded: z.int() })),
    remembered: z.object({
      pairs: z.object({ automatic: z.int(), review: z.int(), distinct: z.int() }),
      inGroups: z.int(),
      postings: z.int(),
    }),
  }),
  run({ lang, reader }) {
    const memory = reader.memory();
    const learned = learnedIn(reader);
    if (memory === null || learned === null) throw new StewardError('not-scanned');
    const pairs = { automatic: 0, review: 0, distinct: 0 };
    for (const { bits, decision } of memory.pairs) if (bits > -Infinity) pairs[decision]++;
    let inGroups = 0;
    for (const _ of memory.entities) inGroups++;
    let postings = 0;
    for (const { bytes } of memory.postings) postings += bytes.length / 8;
    const model = modelOf(learned.model, lang);
    const keys = learned.keys.map(({ crowded, name, pairs: count }) => ({
      key: name,
      pairs: count,
      crowded: crowded.size,
    }));
    const { prior } = learned.model;
    const t = (text: Text, data = {}) => say(text, lang, data);
    const doc = (): Doc => ({
      lang,
      title: t(words.title),
      subtitle: t(words.subtitle, { size: learned.size, odds: Math.round(2 ** -prior) }),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: [
            { label: t(words.pairs), value: pairs.automatic + pairs.review + pairs.distinct },
            { label: t(words.review), value: pairs.review },
            { label: t(words.inGroups), value: inGroups },
            { label: t(words.postings), value: postings },
          ],
        },
        ...model.columns.map(({ column, learned: known, levels }) => ({
          kind: 'table' as const,
          caption: t(words.weights, { column: t(columnName(column)), how: t(known ? words.learned : words.believed) }),
          columns: [
            { key: 'level', label: t(words.level), align: 'left' as const, wrap: true },
            ...(['m', 'u', 'bits'] as const).map((key) => ({ key, label: t(words[key]), align: 'right' as const })),
          ],
          rows: [...levels].reverse().map(({ bits, m, name, u }) => [name, String(m), String(u), bits.toFixed(2)]),
        })),
        {
          kind: 'table',
          caption: t(words.keys),
          columns: [
            { key: 'key', label: t(words.key), align: 'left', wrap: true },
            { key: 'pairs', label: t(words.estimated), align: 'right' },
          ],
          rows: keys.map(({ key, pairs: count }) => [key === '*' ? t(words.whole) : key, Math.round(count)]),
        },
      ],
    });
    return {
      data: { size: learned.size, upTo: memory.upTo, prior, model, keys, remembered: { pairs, inGroups, postings } },
      doc,
      exit: 0,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

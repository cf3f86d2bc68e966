import * as z from 'zod';
import { className, dimensionNames } from '../engine/class-name.js';
import { classification, classificationReads, type DimensionTally, type Suggestion } from '../engine/classify.js';
import { fieldOf } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Block, Doc } from '../output/document.js';
import { rules } from '../rules/registry.gen.js';
import { type OptionSpecs, type Query, query } from './command.js';
import { callOf } from './shared.js';

const options = {
  only: {
    flag: '--only <dimension>',
    help: { zh: '只看这个维度,可多次给出', en: 'only this dimension; may be repeated' },
    schema: z.array(z.enum(Object.keys(dimensionNames) as [string, ...string[]])).optional(),
    choices: Object.keys(dimensionNames),
    many: true,
  },
  differing: {
    flag: '--differing',
    help: { zh: '只列出建议与现有分类不同的', en: 'list only where suggestion and decision differ' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '分类建议', en: 'Classification' },
  apart: {
    zh: '{customers} 个客户;建议与决定分开,台账未改动(004:56)',
    en: '{customers} customers; suggestions stand apart from decisions, nothing was changed (004:56)',
  },
  dimension: { zh: '维度', en: 'dimension' },
  agree: { zh: '一致', en: 'agree' },
  differ: { zh: '不同', en: 'differ' },
  undecided: { zh: '未决定', en: 'undecided' },
  unsuggested: { zh: '无建议', en: 'no suggestion' },
  neither: { zh: '两者皆无', en: 'neither' },
  suggested: { zh: '建议', en: 'suggested' },
  decided: { zh: '现有', en: 'decided' },
  class: { zh: '类别', en: 'class' },
} as const satisfies Record<string, Text>;

/** The reason of a suggestion in words. */
function because(one: Suggestion, lang: Lang): string {
  const rule = rules.find((r) => r.id === one.rule);
  return say(rule?.messages[one.messageId] as Text, lang, one.data);
}

function tallyDoc(tallies: readonly DimensionTally[], customers: number, policy: Policy, lang: Lang): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: t(words.title),
      columns: [
        { key: 'dimension', label: t(words.dimension), align: 'left' },
        ...(['agree', 'differ', 'undecided', 'unsuggested', 'neither'] as const).map((key) => ({
          key,
          label: t(words[key]),
          align: 'right' as const,
        })),
      ],
      rows: tallies.map((d) => [
        t(dimensionNames[d.labels] as Text),
        d.agree,
        d.differ > 0 ? { text: d.differ, tone: 'warn' as const } : 0,
        d.undecided,
        d.unsuggested,
        d.neither,
      ]),
    },
  ];
  for (const d of tallies) {
    const codes = [...new Set([...Object.keys(d.suggested), ...Object.keys(d.decided)])].sort();
    if (codes.length === 0) continue;
    const rows = codes
      .map((code) => ({ code, suggested: d.suggested[code] ?? 0, decided: d.decided[code] ?? 0 }))
      .sort((a, b) => b.suggested - a.suggested || (a.code < b.code ? -1 : 1));
    blocks.push({
      kind: 'table',
      caption: t(dimensionNames[d.labels] as Text),
      columns: [
        { key: 'class', label: t(words.class), align: 'left' },
        { key: 'suggested', label: t(words.suggested), align: 'right' },
        { key: 'decided', label: t(words.decided), align: 'right' },
      ],
      rows: rows
        .slice(0, 25)
        .map((row) => [say(className(policy, d.labels, d.field, row.code), lang), row.suggested, row.decided]),
      ...(rows.length > 25 && { more: rows.length - 25 }),
    });
  }
  return { lang, title: t(words.title), subtitle: t(words.apart, { customers }), meta: [], blocks };
}

export default query({
  summary: {
    zh: '为客户建议行业、价值、等级、类型、规模、阶段、需求',
    en: 'Suggest industry, value, grade, type, size, stage and needs.',
  },
  examples: [
    'steward classify',
    'steward classify --only value --format csv --out value.csv',
    'steward classify --differing --format ndjson',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: ['customer', 'dimension', 'field', 'decided', 'suggested', 'name', 'rule', 'clauses', 'because'],
  json: z.object({
    counts: z.object({ read: z.int() }),
    dimensions: z.array(
      z
        .object({
          labels: z.string(),
          agree: z.int(),
          differ: z.int(),
          undecided: z.int(),
          unsuggested: z.int(),
          neither: z.int(),
        })
        .loose(),
    ),
    items: z
      .array(
        z
          .object({
            customer: z.string(),
            dimension: z.string(),
            suggested: z.string().nullable(),
            decided: z.string().nullable(),
          })
          .loose(),
      )
      .optional(),
  }),
  run({ reader, given, lang, emit, progress }, own) {
    const { policy } = given;
    const work = classification(given);
    const of = reader.count();
    let read = 0;
    work.seeAll(reader.read(['customer_no', ...classificationReads(given)]), (record, suggestions) => {
      read++;
      for (const one of suggestions) {
        if (own.only && !own.only.includes(one.labels)) continue;
        if (own.differing && (one.suggested === null || one.decided === one.suggested)) continue;
        emit(() => ({
          customer: callOf(record),
          dimension: one.labels,
          field: one.field,
          fieldName: one.field && say(fieldOf(one.field).name, lang),
          decided: one.decided,
          suggested: one.suggested,
          name: one.suggested === null ? null : say(className(policy, one.labels, one.field, one.suggested), lang),
          rule: one.rule,
          clauses: one.clauses,
          data: one.data,
          because: because(one, lang),
        }));
      }
      if (read % 5000 === 0) progress(read, of, read);
    });
    const tallies = work.tally().filter((tally) => !own.only || own.only.includes(tally.labels));
    return {
      data: { counts: { read }, dimensions: tallies },
      doc: () => tallyDoc(tallies, read, policy, lang),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

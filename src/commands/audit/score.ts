import * as z from 'zod';
import { type Confidence, quantiles, type Share } from '../../engine/audit/interval.js';
import { type Score, score, type Tally } from '../../engine/audit/score.js';
import { fieldOf } from '../../model/fields.js';
import { say, type Text } from '../../model/text.js';
import type { Block, Cell, Doc } from '../../output/document.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { provenance } from '../report/monthly.js';
import { readSample } from './read-sample.js';

const levels = Object.keys(quantiles) as [Confidence, ...Confidence[]];

const options = {
  confidence: {
    flag: '--confidence <percent>',
    help: { zh: '置信水平', en: 'level of confidence' },
    schema: z.enum(levels).default('95'),
    choices: levels,
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '档案准确性', en: 'Accuracy of the files' },
  subtitle: {
    zh: '抽查 {drawn} 户:{right} 户全部属实,{wrong} 户有错,{unknown} 户有无法核实的值而无错,{open} 户未填全;置信水平 {confidence}%',
    en: '{drawn} customers: {right} right in everything, {wrong} wrong in something, {unknown} with nothing wrong of whom something could not be told, {open} not filled in to the end; {confidence} % confidence',
  },
  sample: { zh: '样本', en: 'Sample' },
  drawn: {
    zh: '{seed} 号种子,抽自 {events} 条事件时的 {population} 户',
    en: 'seed {seed}, drawn of {population} customers at {events} events',
  },
  estimate: { zh: '全台账准确率(分层加权)', en: 'Accurate in the whole ledger (by stratum)' },
  customers: { zh: '样本准确率(户)', en: 'Accurate in the sample (customers)' },
  values: { zh: '样本准确率(字段值)', en: 'Accurate in the sample (values)' },
  byStratum: { zh: '按层', en: 'By stratum' },
  byField: { zh: '按字段', en: 'By field' },
  stratum: { zh: '层', en: 'stratum' },
  field: { zh: '字段', en: 'field' },
  population: { zh: '户数', en: 'customers' },
  right: { zh: '对', en: 'right' },
  wrong: { zh: '错', en: 'wrong' },
  unknown: { zh: '无法核实', en: 'unknown' },
  open: { zh: '未填', en: 'not filled in' },
  accuracy: { zh: '准确率', en: 'accurate' },
  interval: { zh: '区间', en: 'interval' },
  all: { zh: '全部', en: 'all' },
  method: {
    zh: '区间按 Wilson 法;全台账的按分层 Wilson 法(Yan、Su 2010),以各层户数为权重,不作有限总体校正。一户每个值都核实为对才为对,有一项错即为错;其余(有无法核实的或未填的)不计入。',
    en: 'Intervals are Wilson’s; that of the whole ledger is the stratified one (Yan and Su 2010), each stratum by its customers, without correction for a finite population. A customer is right where every value was found right, and wrong where one is wrong; all others, of whom something is unknown or not filled in, do not count.',
  },
  uncovered: {
    zh: '{population} 户中有 {left} 户所在的层没有可计的样本,估计不包括它们。',
    en: 'Of {population} customers, {left} are in strata of which nothing could be told; the estimate does not speak of them.',
  },
} as const satisfies Record<string, Text>;

const share = z.object({ share: z.number(), low: z.number(), high: z.number() }).nullable();
const tally = z.object({ right: z.int(), wrong: z.int(), unknown: z.int(), open: z.int(), accuracy: share });

export default query({
  summary: {
    zh: '由填好的核对表算出准确率和置信区间',
    en: 'Accuracy with its interval, from a sheet that was filled in.',
  },
  clauses: ['S2-41', 'S2-43'],
  examples: ['steward audit score 抽查.csv', 'steward audit score 抽查.csv --confidence 99 --json'],
  arguments: [{ name: 'sheet', help: { zh: '填好的核对表,CSV 或 XLSX', en: 'the sheet, filled in; CSV or XLSX' } }],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: ['customer', 'field', 'line'],
  json: z.object({
    sample: z.string(),
    confidence: z.int(),
    estimate: share.describe('Share of right customers in the ledger, by stratum; from 0 to 1'),
    covered: z.int(),
    population: z.int(),
    customers: tally.describe(
      'right: in every value; wrong: in one at least; unknown: none is wrong and of one it could not be told; open: not filled in to the end',
    ),
    values: tally,
    strata: z.array(tally.extend({ label: z.string(), population: z.int() })),
    fields: z.array(tally.extend({ field: z.string() })),
    items: z
      .array(z.object({ customer: z.string(), field: z.string(), line: z.int() }))
      .optional()
      .describe('Values that are wrong'),
  }),
  async run(context, own, [path]) {
    const { reader, lang, emit } = context;
    const sample = await readSample(reader, path as string);
    const scored = score(sample.rows, sample.strata, sample.fields, sample.how.population, quantiles[own.confidence]);
    for (const { call, line, verdicts } of sample.rows)
      for (const [field, verdict] of verdicts) if (verdict === 'wrong') emit({ customer: call, field, line });
    const doc = (): Doc => {
      const { right, wrong, unknown, open } = scored.customers;
      const drawn = sample.rows.length;
      return {
        lang,
        title: say(words.title, lang),
        subtitle: say(words.subtitle, lang, { drawn, right, wrong, unknown, open, confidence: own.confidence }),
        meta: [
          ...provenance(reader, context),
          [say(words.sample, lang), `${sample.code} (${say(words.drawn, lang, { ...sample.how })})`],
        ],
        blocks: blocksOf(scored, lang),
      };
    };
    return {
      data: { sample: sample.code, confidence: Number(own.confidence), ...scored },
      doc,
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

const percent = (value: number): string => (value * 100).toFixed(2);
const between = (one: Share | null): string => (one === null ? '—' : `${percent(one.low)}–${percent(one.high)} %`);

function blocksOf(scored: Score, lang: Doc['lang']): readonly Block[] {
  const t = (text: Text, data = {}) => say(text, lang, data);
  const kpi = (label: Text, one: Share | null) => ({
    label: t(label),
    value: one === null ? '—' : `${percent(one.share)} %`,
    note: between(one),
  });
  const columns = (first: Text, population: boolean) => [
    { key: 'what', label: t(first), align: 'left' as const },
    ...(population ? [{ key: 'population', label: t(words.population), align: 'right' as const }] : []),
    ...(['right', 'wrong', 'unknown', 'open', 'accuracy', 'interval'] as const).map((key) => ({
      key,
      label: t(words[key]),
      align: 'right' as const,
    })),
  ];
  const cells = ({ right, wrong, unknown, open, accuracy }: Tally): readonly Cell[] => [
    right,
    wrong,
    unknown,
    open,
    accuracy === null ? '—' : `${percent(accuracy.share)} %`,
    between(accuracy),
  ];
  const left = scored.population - scored.covered;
  return [
    {
      kind: 'kpis',
      items: [
        kpi(words.estimate, scored.estimate),
        kpi(words.customers, scored.customers.accuracy),
        kpi(words.values, scored.values.accuracy),
      ],
    },
    ...(left === 0
      ? []
      : [
          {
            kind: 'note' as const,
            level: 'warn' as const,
            text: t(words.uncovered, { population: scored.population, left }),
          },
        ]),
    {
      kind: 'table',
      caption: t(words.byStratum),
      columns: columns(words.stratum, true),
      rows: scored.strata.map((one) => [one.label || t(words.all), one.population, ...cells(one)]),
    },
    {
      kind: 'table',
      caption: t(words.byField),
      columns: columns(words.field, false),
      rows: scored.fields.map((one) => [t(fieldOf(one.field).name), ...cells(one)]),
    },
    { kind: 'note', level: 'info', text: t(words.method) },
  ];
}

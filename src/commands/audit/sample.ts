import { existsSync } from 'node:fs';
import * as z from 'zod';
import { Drawing } from '../../engine/audit/draw.js';
import { CsvFiles } from '../../files/csv-files.js';
import type { CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldKeys, fieldOf } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { provenance } from '../report/monthly.js';
import { refuseTarget } from '../target.js';
import { sampleCode, sheetHeader, stratumLabel } from './sample-sheet.js';

/** What a sample can be stratified by: fields of few words, none of them a customer's own. */
const strataKeys = [
  'owner',
  'department',
  'entered_by',
  'grade',
  'value_class',
  'customer_type',
  'party_kind',
  'stage',
  'lifecycle',
  'review_state',
  'industry',
  'province',
  'city',
  'source',
  'channel',
] as const satisfies readonly FieldKey[];

const list = <K extends string>(known: readonly K[]) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(z.enum(known as unknown as [K, ...K[]])))
    .optional();

const options = {
  sheet: {
    flag: '--sheet <file>',
    help: { zh: '写出的核对表(CSV)', en: 'the sheet to write (CSV)' },
    schema: z.string().min(1),
  },
  seed: {
    flag: '--seed <n>',
    help: {
      zh: '抽样种子:同一台账、同一种子,得同一样本',
      en: 'the seed: the same ledger and seed give the same sample',
    },
    schema: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  },
  size: {
    flag: '--size <n>',
    help: { zh: '抽多少户', en: 'how many customers' },
    schema: z.coerce.number().int().min(1).max(100_000),
  },
  strata: {
    flag: '--strata <fields>',
    help: {
      zh: '按哪些字段分层,用逗号隔开,如 owner,grade',
      en: 'fields to stratify by, with commas, such as owner,grade',
    },
    schema: list(strataKeys),
    choices: strataKeys,
  },
  fields: {
    flag: '--fields <fields>',
    help: {
      zh: '要核对的字段,用逗号隔开(默认启用方案的必填字段)',
      en: 'fields to check, with commas (default: those that the active profiles require)',
    },
    schema: list(fieldKeys),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '抽查样本', en: 'Sample to check' },
  written: {
    zh: '写入 {path};逐项填“对”“错”或“无法核实”,再用 steward audit score 计分',
    en: 'written to {path}; fill in right, wrong or unknown, and score it with steward audit score',
  },
  seed: { zh: '种子', en: 'Seed' },
  sample: { zh: '样本', en: 'Sample' },
  strata: { zh: '各层', en: 'Strata' },
  stratum: { zh: '层', en: 'stratum' },
  population: { zh: '户数', en: 'customers' },
  drawn: { zh: '抽取', en: 'drawn' },
  all: { zh: '合计', en: 'all' },
  few: {
    zh: '样本少于层数:{count} 层没有抽到,估计不包括它们。',
    en: 'The sample is smaller than the number of strata: nobody was drawn of {count} of them, and no estimate speaks of those.',
  },
} as const satisfies Record<string, Text>;

export default query({
  summary: {
    zh: '抽取可复现的样本,写成核对表',
    en: 'Draw a sample that anybody can draw again, as a sheet to check.',
  },
  clauses: ['S2-41', 'S2-43'],
  examples: [
    'steward audit sample --sheet 抽查.csv --seed 2026 --size 5',
    'steward audit sample --sheet 抽查-分层.csv --seed 2026 --size 6 --strata owner,grade --fields name,phone,owner',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['no', 'customer', 'stratum'],
  json: z.object({
    path: z.string(),
    sample: z.string().describe('The code that stands in every row of the sheet'),
    seed: z.int(),
    fields: z.array(z.string()),
    population: z.int(),
    drawn: z.int(),
    strata: z.array(z.object({ label: z.string(), population: z.int(), sample: z.int() })),
    items: z.array(z.object({ no: z.int(), customer: z.string(), stratum: z.string() })).optional(),
  }),
  access: true,
  run(context, own) {
    const { reader, given, lang, reveal, emit, progress, accessed, ledgerPath } = context;
    refuseTarget('audit sample', '--sheet', own.sheet, [ledgerPath, reader.info.database]);
    if (existsSync(own.sheet)) throw new StewardError('file-exists', { path: own.sheet, option: '--sheet' });
    const by = own.strata ?? [];
    const fields = own.fields ?? requiredFields(given.policy);
    const drawing = new Drawing(own.seed, own.size);
    const { hash: head, size: events } = reader.head();
    const population = reader.count();
    let read = 0;
    for (const record of reader.read(['customer_no', ...by])) {
      if (++read % 5000 === 0) progress(read, population, read);
      drawing.see(record, labelOf(record, by));
    }
    const { strata, drawn } = drawing.end();
    const how = { seed: own.seed, size: own.size, events, population: read };
    const rows = drawn.map(
      ({ call, stratum }) =>
        [
          call.trim(),
          stratum + 1,
          strata[stratum]?.population ?? 0,
          stratumLabel(strata[stratum]?.label ?? ''),
        ] as const,
    );
    const code = sampleCode({ ...how, ledger: reader.info.uuid, head, fields, rows });
    const files = new CsvFiles();
    try {
      const file = files.begin(own.sheet, sheetHeader(fields, lang));
      for (const [i, { id, call, stratum }] of drawn.entries()) {
        const { label, population: of } = strata[stratum] as (typeof strata)[number];
        const values = valuesOf(reader.get(id) as CustomerRecord, fields, reveal);
        file.add([String(i + 1), call, `${stratum + 1} ${label}`.trim(), String(of), ...values, '', '', '', code]);
        emit({ no: i + 1, customer: call, stratum: label });
      }
      accessed(drawn.map(({ id }) => id));
      files.commit();
    } finally {
      files.abort();
    }
    const left = strata.filter(({ sample }) => sample === 0).length;
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(words.written, lang, { path: own.sheet }),
      meta: [
        ...provenance(reader, context),
        [say(words.seed, lang), String(own.seed)],
        [say(words.sample, lang), code],
      ],
      blocks: [
        strataTable(strata, by, lang),
        ...(left === 0
          ? []
          : [{ kind: 'note' as const, level: 'warn' as const, text: say(words.few, lang, { count: left }) }]),
      ],
    });
    return {
      data: {
        path: own.sheet,
        sample: code,
        seed: own.seed,
        fields,
        population: read,
        drawn: drawn.length,
        strata,
      },
      doc,
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

/** Fields that the active profiles require, each once, as they stand in the catalogue. */
function requiredFields({ profiles }: Policy): readonly FieldKey[] {
  const required = new Set(profiles.active.flatMap((id) => profiles.list[id]?.required.flat() ?? []));
  return fieldKeys.filter((key) => required.has(key));
}

const labelOf = (record: CustomerRecord, by: readonly FieldKey[]): string =>
  by.map((key) => (record[key] ?? '—').replace(/\s+/g, ' ')).join(' / ');

/** Each value, and beside it the blank for what is found of it. */
const valuesOf = (record: CustomerRecord, fields: readonly FieldKey[], reveal: boolean): readonly string[] =>
  fields.flatMap((field) => [shown(field, record[field], reveal) ?? '', '']);

function strataTable(
  strata: readonly { readonly label: string; readonly population: number; readonly sample: number }[],
  by: readonly FieldKey[],
  lang: Lang,
): Doc['blocks'][number] {
  const sum = (key: 'population' | 'sample') => strata.reduce((all, one) => all + one[key], 0);
  const heading = by.map((key) => say(fieldOf(key).name, lang)).join(' / ');
  return {
    kind: 'table',
    caption: say(words.strata, lang),
    columns: [
      { key: 'stratum', label: heading || say(words.stratum, lang), align: 'left' },
      { key: 'population', label: say(words.population, lang), align: 'right' },
      { key: 'drawn', label: say(words.drawn, lang), align: 'right' },
    ],
    rows: strata
      .slice(0, 100)
      .map(({ label, population, sample }) => [label || say(words.all, lang), population, sample]),
    total: [say(words.all, lang), sum('population'), sum('sample')],
    ...(strata.length > 100 && { more: strata.length - 100 }),
  };
}

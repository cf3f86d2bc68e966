import * as z from 'zod';
import { registerColumns } from '../../model/register.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { isFormal } from '../../rules/lifecycle.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { provenance } from './monthly.js';

const words = {
  title: { zh: '客户信息分类及处理记录表', en: 'Register of customers (004:84)' },
  subtitle: { zh: '正式客户 {formal},台账中共 {read}', en: '{formal} formal customers, {read} in the ledger' },
} as const satisfies Record<string, Text>;

const listed = 1000;

const options = {
  all: {
    flag: '--all',
    help: { zh: '连同未复核和隔离的', en: 'those not reviewed and the quarantined, too' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

export default query({
  summary: {
    zh: '客户信息分类及处理记录表(004:84 的 13 列)',
    en: 'The record table of 004:84: its 13 columns, in order.',
  },
  clauses: ['S2-17', 'S4-26'],
  examples: [
    'steward report register --format csv --out 记录表.csv',
    'steward report register --format html --out register.html --reveal',
    'steward report register --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: registerColumns.map((column) => column.heading),
  json: z.object({
    counts: z
      .object({ read: z.int(), formal: z.int() })
      .describe('Customers in the ledger, and formal ones: the official count'),
    columns: z.array(z.string()),
    items: z.array(z.record(z.string(), z.string().nullable())).optional(),
  }),
  run(context, own) {
    const { reader, given, lang, reveal, emit, progress } = context;
    const find = new Map(registerColumns.map(({ field }) => [field, codeFinder(given.policy, field)]));
    const rows: string[][] = [];
    const of = reader.count();
    const isOfficial = isFormal(given.policy);
    let [read, formal, shownRows] = [0, 0, 0];
    for (const record of reader.read()) {
      if (++read % 5000 === 0) progress(read, of, read);
      const official = isOfficial(record);
      if (official) formal++;
      if (!official && !own.all) continue;
      shownRows++;
      const cells = registerColumns.map((column) => {
        const otherwise = 'otherwise' in column ? column.otherwise : null;
        const key = record[column.field] === null && otherwise !== null ? otherwise : column.field;
        const value = record[key];
        const word = value === null ? null : (find.get(column.field)?.(value)?.entry.value ?? value);
        return shown(key, word, reveal);
      });
      emit(() => Object.fromEntries(registerColumns.map((column, i) => [column.heading, cells[i] ?? null])));
      if (rows.length < listed) rows.push(cells.map((cell) => cell ?? ''));
    }
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(words.subtitle, lang, { read, formal }),
      meta: provenance(reader, context),
      blocks: [
        {
          kind: 'table',
          caption: say(words.title, lang),
          columns: registerColumns.map((column) => ({ key: column.field, label: column.heading, align: 'left' })),
          rows,
          ...(shownRows > rows.length && { more: shownRows - rows.length }),
        },
      ],
    });
    return {
      data: { counts: { read, formal }, columns: registerColumns.map((column) => column.heading) },
      doc,
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

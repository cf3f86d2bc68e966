import * as z from 'zod';
import { registerColumns } from '../../model/register.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { provenance } from './monthly.js';

const words = {
  title: { zh: '客户信息分类及处理记录表', en: 'Register of customers (004:84)' },
  subtitle: { zh: '{count} 个客户', en: '{count} customers' },
} as const satisfies Record<string, Text>;

const listed = 1000;

export default query({
  summary: {
    zh: '客户信息分类及处理记录表(004:84 的 13 列)',
    en: 'The record table of 004:84: its 13 columns, in order.',
  },
  clauses: ['S4-26'],
  examples: [
    'steward report register --format csv --out 记录表.csv',
    'steward report register --format html --out register.html --reveal',
    'steward report register --json',
  ],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: registerColumns.map((column) => column.heading),
  json: z.object({
    counts: z.object({ read: z.int() }),
    columns: z.array(z.string()),
    items: z.array(z.record(z.string(), z.string().nullable())).optional(),
  }),
  run(context) {
    const { reader, given, lang, reveal, emit, progress } = context;
    const find = new Map(registerColumns.map(({ field }) => [field, codeFinder(given.policy, field)]));
    const rows: string[][] = [];
    const of = reader.count();
    let read = 0;
    for (const record of reader.read()) {
      const cells = registerColumns.map((column) => {
        const otherwise = 'otherwise' in column ? column.otherwise : null;
        const key = record[column.field] === null && otherwise !== null ? otherwise : column.field;
        const value = record[key];
        const word = value === null ? null : (find.get(column.field)?.(value)?.entry.value ?? value);
        return shown(key, word, reveal);
      });
      emit(() => Object.fromEntries(registerColumns.map((column, i) => [column.heading, cells[i] ?? null])));
      if (rows.length < listed) rows.push(cells.map((cell) => cell ?? ''));
      if (++read % 5000 === 0) progress(read, of, read);
    }
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(words.subtitle, lang, { count: read }),
      meta: provenance(reader, context),
      blocks: [
        {
          kind: 'table',
          caption: say(words.title, lang),
          columns: registerColumns.map((column) => ({ key: column.field, label: column.heading, align: 'left' })),
          rows,
          ...(read > rows.length && { more: read - rows.length }),
        },
      ],
    });
    return { data: { counts: { read }, columns: registerColumns.map((column) => column.heading) }, doc, exit: 0 };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

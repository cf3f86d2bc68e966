import * as z from 'zod';
import { registerColumns } from '../../model/register.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { isKept, sealed } from '../../rules/dormant/sealed.js';
import { isFormal, lifecycleOf } from '../../rules/lifecycle.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { allOption } from '../shared.js';
import { provenance } from './monthly.js';

const words = {
  title: { zh: '客户信息分类及处理记录表', en: 'Register of customers (004:84)' },
  sealed: {
    zh: '{hidden} 个休眠或目的已不存在的客户只显示姓名和联系方式,其余为“{word}”(C09)',
    en: '{hidden} customers who are dormant, or without purpose, show name and contact alone, the rest as "{word}" (C09)',
  },
  subtitle: { zh: '正式客户 {formal},台账中共 {read}', en: '{formal} formal customers, {read} in the ledger' },
} as const satisfies Record<string, Text>;

const listed = 1000;

/** What stands in the cells of a customer of whom name and contact alone are shown. */
const SEALED = '(封存)';

const options = {
  all: allOption({ zh: '连同未复核和隔离的', en: 'those not reviewed and the quarantined, too' }),
  history: {
    flag: '--history',
    help: { zh: '列出历史客户库,而不是在用客户', en: 'the history library instead of the active customers' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

export default query({
  summary: {
    zh: '客户信息分类及处理记录表(004:84 的 13 列)',
    en: 'The record table of 004:84: its 13 columns, in order.',
  },
  clauses: ['S2-17', 'S4-21', 'S4-26', 'S0-32', 'C09'],
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
    history: z.int().describe('Of the formal ones, those in the history library, which --history lists (S4-21)'),
    sealed: z.int().describe('Of those listed, how many show name and contact alone (C09, L02)'),
    columns: z.array(z.string()),
    items: z.array(z.record(z.string(), z.string().nullable())).optional(),
  }),
  run(context, own) {
    const { reader, given, lang, reveal, emit, progress } = context;
    const find = new Map(registerColumns.map(({ field }) => [field, codeFinder(given.policy, field)]));
    const rows: string[][] = [];
    const of = reader.count();
    const isOfficial = isFormal(given.policy);
    const stateOf = lifecycleOf(given.policy);
    const sealedBy = sealed(given.policy);
    const kept = isKept(given.policy);
    let [read, formal, history, hidden, shownRows] = [0, 0, 0, 0, 0];
    for (const record of reader.read()) {
      if (++read % 5000 === 0) progress(read, of, read);
      const official = isOfficial(record);
      if (official) formal++;
      const archived = stateOf(record) === 'archived';
      if (official && archived) history++;
      if ((!official && !own.all) || archived !== own.history) continue;
      shownRows++;
      const seals = sealedBy(record) !== null;
      if (seals) hidden++;
      const cells = registerColumns.map((column) => {
        if (seals && !kept(column.field)) return SEALED;
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
        ...(hidden > 0
          ? [{ kind: 'note' as const, level: 'info' as const, text: say(words.sealed, lang, { hidden, word: SEALED }) }]
          : []),
      ],
    });
    return {
      data: {
        counts: { read, formal },
        history,
        sealed: hidden,
        columns: registerColumns.map((column) => column.heading),
      },
      doc,
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

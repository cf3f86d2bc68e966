import * as z from 'zod';
import { fields } from '../model/fields.js';
import { say, type Text } from '../model/text.js';
import type { Block, Doc } from '../output/document.js';
import { isKept, sealed } from '../rules/dormant/sealed.js';
import { type Query, query } from './command.js';
import { shown } from './masked.js';
import { callOf, customerNamed, onOneLine } from './shared.js';

const words = {
  title: { zh: '客户 {customer}', en: 'Customer {customer}' },
  entered: { zh: '录入于 {day},改动 {changes} 次', en: 'Entered {day}, changed {changes} times' },
  masked: { zh: '个人信息已打码,--reveal 显示完整内容', en: 'Personal values are masked; --reveal shows them' },
  interactions: { zh: '交互记录', en: 'Interactions' },
  transactions: { zh: '交易记录', en: 'Transactions' },
  sealed: {
    zh: '{why};只显示姓名和联系方式,其余 {count} 项已封存,未删除(000:40,C09)',
    en: '{why}; only name and contact are shown, the other {count} values are sealed and not erased (000:40, C09)',
  },
  dormant: { zh: '休眠客户', en: 'A dormant customer' },
  restricted: { zh: '目的已不存在的客户', en: 'A customer whom there is no purpose to keep' },
  extra: { zh: '其他列', en: 'Other columns' },
  at: { zh: '时间', en: 'at' },
  kind: { zh: '类型', en: 'kind' },
  detail: { zh: '内容', en: 'detail' },
} as const satisfies Record<string, Text>;

export default query({
  summary: { zh: '显示一个客户', en: 'Show one customer.' },
  clauses: ['S0-32', 'C09', 'L02'],
  examples: ['steward show SH2024001', 'steward show "#12" --reveal', 'steward show M-H-2024-001 --json'],
  arguments: [
    { name: 'customer', help: { zh: '客户编号(旧编号也可)或 #序号', en: 'number (legacy ones too) or #id' } },
  ],
  options: {},
  formats: ['text', 'json', 'md'],
  json: z.object({
    customer: z.string(),
    id: z.int(),
    recordVersion: z.int(),
    enteredOn: z.string(),
    fields: z.record(z.string(), z.string()),
    extra: z.record(z.string(), z.string()),
    interactions: z.array(z.object({}).loose()),
    transactions: z.array(z.object({}).loose()),
    sealed: z
      .object({ why: z.enum(['dormant', 'restricted']), values: z.int() })
      .nullable()
      .describe('Of a dormant customer, or one without purpose, what is not shown (C09, L02)'),
  }),
  access: true,
  run({ reader, given, reveal, lang, accessed }, _, [name]) {
    const record = customerNamed(reader, name as string);
    accessed([record.id]);
    const why = sealed(given.policy)(record);
    const kept = isKept(given.policy);
    let hidden = 0;
    const values = fields.flatMap((field) => {
      if (why !== null && !kept(field.key)) {
        if (record[field.key] !== null) hidden++;
        return [];
      }
      const value = shown(field.key, record[field.key], reveal);
      return value === null ? [] : [{ field, value }];
    });
    const extra = record.extra === null || why !== null ? {} : (JSON.parse(record.extra) as Record<string, string>);
    const rowsOf = (table: 'interactions' | 'transactions') => {
      const rows = reader.children(table, record.id);
      if (why === null) return rows;
      hidden += rows.length;
      return [];
    };
    const children = { interactions: rowsOf('interactions'), transactions: rowsOf('transactions') };
    if (why !== null && record.extra !== null) hidden += Object.keys(JSON.parse(record.extra)).length;
    const doc = (): Doc => {
      const blocks: Block[] = [
        { kind: 'definitions', items: values.map(({ field, value }) => [say(field.name, lang), onOneLine(value)]) },
      ];
      if (Object.keys(extra).length > 0)
        blocks.push(
          { kind: 'heading', level: 2, text: say(words.extra, lang) },
          { kind: 'definitions', items: Object.entries(extra).map(([name, value]) => [name, onOneLine(value)]) },
        );
      for (const [table, rows] of Object.entries(children)) {
        if (rows.length === 0) continue;
        blocks.push({
          kind: 'table',
          caption: say(words[table as keyof typeof children], lang),
          columns: (['at', 'kind', 'detail'] as const).map((key) => ({
            key,
            label: say(words[key], lang),
            align: 'left',
          })),
          rows: rows.map((row) => [
            row.at,
            row.kind,
            row.table === 'interactions'
              ? [row.summary, row.result].filter(Boolean).join(' / ')
              : [row.amount, row.detail, row.status].filter(Boolean).join(' / '),
          ]),
        });
      }
      if (why !== null)
        blocks.push({
          kind: 'note',
          level: 'info',
          text: say(words.sealed, lang, { why: say(words[why], lang), count: hidden }),
        });
      if (!reveal) blocks.push({ kind: 'note', level: 'info', text: say(words.masked, lang) });
      return {
        lang,
        title: say(words.title, lang, { customer: callOf(record) }),
        subtitle: say(words.entered, lang, { day: record.entered_on, changes: record.version - 1 }),
        meta: [],
        blocks,
      };
    };
    return {
      data: {
        customer: callOf(record),
        id: record.id,
        recordVersion: record.version,
        enteredOn: record.entered_on,
        fields: Object.fromEntries(values.map(({ field, value }) => [field.key, value])),
        extra,
        ...children,
        sealed: why && { why, values: hidden },
      },
      doc,
      exit: 0,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

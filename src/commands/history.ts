import * as z from 'zod';
import { fieldOf, isFieldKey } from '../model/fields.js';
import { say, type Text } from '../model/text.js';
import type { Doc } from '../output/document.js';
import { isKept, sealed } from '../rules/dormant/sealed.js';
import { type Query, query } from './command.js';
import { shown } from './masked.js';
import { callOf, customerNamed, onOneLine } from './shared.js';

const words = {
  title: { zh: '客户 {customer} 的变更记录', en: 'History of customer {customer}' },
  entries: { zh: '{count} 条', en: '{count} entries' },
  when: { zh: '时间', en: 'when' },
  who: { zh: '操作人', en: 'who' },
  what: { zh: '操作', en: 'what' },
  field: { zh: '字段', en: 'field' },
  before: { zh: '变更前', en: 'before' },
  after: { zh: '变更后', en: 'after' },
  why: { zh: '原因', en: 'why' },
  erased: { zh: '(已销毁)', en: '(destroyed)' },
} as const satisfies Record<string, Text>;

/** Stands for a value that is sealed. */
const SEALED = '…';

export default query({
  summary: {
    zh: '一个客户的变更记录:谁、何时、为何、前后内容',
    en: 'How a customer came to be: who, when, why, before and after.',
  },
  clauses: ['S0-27', 'S2-29', 'C09'],
  examples: ['steward history SH2024001', 'steward history "#12" --json'],
  arguments: [
    { name: 'customer', help: { zh: '客户编号(旧编号也可)或 #序号', en: 'number (legacy ones too) or #id' } },
  ],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['seq', 'ts', 'actor', 'role', 'op', 'run', 'rule', 'field', 'before', 'after', 'note'],
  json: z.object({
    customer: z.string(),
    id: z.int(),
    entries: z.int(),
    items: z.array(z.object({ seq: z.int(), ts: z.string(), op: z.string() }).loose()).optional(),
  }),
  access: true,
  run({ reader, given, reveal, lang, emit, accessed }, _, [name]) {
    const record = customerNamed(reader, name as string);
    accessed([record.id]);
    // What is sealed is not read out of the trail either (C09, L02); the steps of its life stay to be seen.
    const why = sealed(given.policy)(record);
    const kept = isKept(given.policy);
    const rows: (readonly string[])[] = [];
    let entries = 0;
    const reasons = new Map<number, string | null>();
    /** Why a run was made, in words. */
    const reasonOf = (run: number): string | null => {
      if (!reasons.has(run)) reasons.set(run, reader.run(run)?.reason ?? null);
      return reasons.get(run) ?? null;
    };
    for (const entry of reader.history(record.id)) {
      entries++;
      const { changes, ...rest } = entry;
      const head = { ...rest, note: rest.note ?? (rest.run === null ? null : reasonOf(rest.run)) };
      const lines = changes.length > 0 ? changes : [{ field: '', before: null, after: null, erased: false }];
      for (const { field, before, after, erased } of lines) {
        const seals = why !== null && !(isFieldKey(field) && kept(field));
        const mask = (value: string | null) =>
          seals ? value && SEALED : isFieldKey(field) ? shown(field, value, reveal) : value;
        const [was, is] = [mask(before), mask(after)];
        emit({ ...head, field: field || null, before: was, after: is, erased });
        const word = (value: string | null) =>
          value === null ? (erased ? say(words.erased, lang) : '') : onOneLine(value);
        rows.push([
          entry.ts,
          `${entry.actor} (${entry.role})`,
          entry.op,
          isFieldKey(field) ? say(fieldOf(field).name, lang) : field,
          word(was),
          word(is),
          onOneLine([head.rule, head.note].filter(Boolean).join(': ')),
        ]);
      }
    }
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang, { customer: callOf(record) }),
      subtitle: say(words.entries, lang, { count: entries }),
      meta: [],
      blocks: [
        {
          kind: 'table',
          caption: say(words.entries, lang, { count: entries }),
          columns: (['when', 'who', 'what', 'field', 'before', 'after', 'why'] as const).map((key) => ({
            key,
            label: say(words[key], lang),
            align: 'left',
            wrap: true,
          })),
          rows,
        },
      ],
    });
    return { data: { customer: callOf(record), id: record.id, entries }, doc, exit: 0 };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

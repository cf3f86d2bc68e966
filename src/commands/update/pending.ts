import * as z from 'zod';
import { say, type Text } from '../../model/text.js';
import { type Item, type Query, query } from '../command.js';
import { pendingChanges, pendingItems } from '../pending-change.js';
import { pendingTable } from '../pending-table.js';

const words = {
  title: { zh: '等待确认的关键信息变更', en: 'Key changes that wait for confirmation' },
  count: { zh: '{count} 项', en: '{count} of them' },
} as const satisfies Record<string, Text>;

/** Values that the readable form lists; ndjson and csv have all. */
const listed = 100;

export default query({
  summary: { zh: '列出等待确认的关键信息变更', en: 'List the changes of key fields that wait for confirmation.' },
  clauses: ['S0-26'],
  examples: ['steward update pending', 'steward update pending --format csv --out 待确认.csv'],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['pending', 'customer', 'field', 'from', 'to', 'trigger', 'by', 'ts', 'reason'],
  json: z.object({
    pending: z.int().describe('Changes that wait; items has a line for each field of them'),
    items: z.array(z.object({ pending: z.string(), field: z.string() }).loose()).optional(),
  }),
  run({ reader, reveal, lang, emit }) {
    const heads: Item[] = [];
    let count = 0;
    for (const one of pendingChanges(reader)) {
      count++;
      for (const item of pendingItems(one, reveal, lang)) {
        if (heads.length < listed) heads.push(item);
        emit(item);
      }
    }
    const title = say(words.title, lang);
    return {
      data: { pending: count },
      doc: () => ({
        lang,
        title,
        subtitle: say(words.count, lang, { count }),
        meta: [],
        blocks: pendingTable(title, heads, lang),
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

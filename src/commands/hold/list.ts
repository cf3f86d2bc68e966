import * as z from 'zod';
import { say, type Text } from '../../model/text.js';
import { isOnHold } from '../../rules/dormant/on-hold.js';
import { type Query, query } from '../command.js';
import { lifeTrail } from '../life.js';
import { shown } from '../masked.js';
import { callOf, countsSchema, onOneLine } from '../shared.js';

const words = {
  title: { zh: '法律保全', en: 'Legal holds' },
  held: { zh: '处于保全的客户', en: 'customers on hold' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  owner: { zh: '负责人', en: 'owner' },
  since: { zh: '自', en: 'since' },
  by: { zh: '设置人', en: 'set by' },
  reason: { zh: '原因', en: 'reason' },
} as const satisfies Record<string, Text>;

const LISTED = 40;
const columns = ['customer', 'name', 'owner', 'since', 'by', 'reason'] as const;

export default query({
  summary: {
    zh: '列出处于保全的客户:自何日、由谁、为何',
    en: 'List customers on legal hold: since when, by whom, why.',
  },
  clauses: ['L09'],
  examples: ['steward hold list', 'steward hold list --format csv --out 保全.csv'],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: [...columns, 'run'],
  json: z.object({
    counts: countsSchema,
    items: z.array(z.object({ customer: z.string(), since: z.string() }).loose()).optional(),
  }),
  run({ reader, given, lang, reveal, emit, progress }) {
    const trail = lifeTrail(reader, given);
    const rows: string[][] = [];
    const of = reader.count();
    let [read, held] = [0, 0];
    for (const record of reader.read(['customer_no', 'name', 'owner', 'hold', 'hold_reason'])) {
      if (++read % 5000 === 0) progress(read, of, read);
      if (!isOnHold(record.hold)) continue;
      held++;
      // One that came with its entry, by an import, has no step of its own.
      const set = trail(record).held;
      const entry = set === null ? reader.entry(record.id) : null;
      const item = {
        customer: callOf(record),
        name: shown('name', record.name, reveal),
        owner: record.owner,
        since: set?.day ?? record.entered_on,
        by: set?.by ?? entry?.actor ?? null,
        reason: shown('hold_reason', record.hold_reason, reveal),
        run: set?.run ?? entry?.run ?? null,
      };
      if (rows.length < LISTED) rows.push(columns.map((key) => onOneLine(item[key] ?? '')));
      emit(item);
    }
    const t = (text: Text) => say(text, lang);
    return {
      data: { counts: { read, held } },
      doc: () => ({
        lang,
        title: t(words.title),
        subtitle: '',
        meta: [],
        blocks: [
          { kind: 'kpis', items: [{ label: t(words.held), value: held }] },
          {
            kind: 'table',
            caption: t(words.title),
            columns: columns.map((key) => ({ key, label: t(words[key]), align: 'left', wrap: key === 'reason' })),
            rows,
            ...(held > rows.length && { more: held - rows.length }),
          },
        ],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

import * as z from 'zod';
import type { FieldKey } from '../../model/fields.js';
import { say, type Text } from '../../model/text.js';
import { isFormal, standingFields } from '../../rules/lifecycle.js';
import { dueClock } from '../../rules/review/clock.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { allOption, countsSchema, onOneLine } from '../shared.js';
import { trailOf } from './select.js';

const options = {
  all: allOption({ zh: '连同未到期的', en: 'those not due yet, too' }),
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '信息确认通知', en: 'Notices of confirmation' },
  subtitle: {
    zh: '复核通过后 {workdays} 个工作日仍未确认的客户;回复后导入“客户确认日期”即可',
    en: 'approved, and not confirmed by the customer within {workdays} working days; replies come back by importing confirmed_at',
  },
  waiting: { zh: '待客户确认', en: 'waiting for confirmation' },
  overdue: { zh: '已逾期', en: 'overdue' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  owner: { zh: '负责人', en: 'owner' },
  approved: { zh: '复核通过', en: 'approved' },
  due: { zh: '期限', en: 'due' },
} as const satisfies Record<string, Text>;

const LISTED = 40;
/** What a notice needs: whom it goes to, and who signs it (000:27). */
const fields = [
  'customer_no',
  'name',
  'contact_name',
  'phone',
  'email',
  'owner',
] as const satisfies readonly FieldKey[];

export default query({
  summary: {
    zh: '列出复核通过而客户尚未确认信息的,供发送通知',
    en: 'List approved customers who have not confirmed their data, for sending notices.',
  },
  clauses: ['S0-21'],
  examples: ['steward review notices', 'steward review notices --all --reveal --format csv --out 通知.csv'],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: [...fields, 'approved', 'due', 'overdue'],
  json: z.object({
    counts: countsSchema,
    items: z.array(z.object({ id: z.int(), approved: z.string(), due: z.string() }).loose()).optional(),
  }),
  run({ reader, given, lang, reveal, emit, progress }, own) {
    const formal = isFormal(given.policy);
    const { workdays } = given.policy.review.confirm;
    const dueOf = dueClock(given, workdays);
    const trail = trailOf(reader, given);
    const counts = { waiting: 0, overdue: 0 };
    const rows: string[][] = [];
    let [read, listed] = [0, 0];
    const of = reader.count();
    for (const record of reader.read([...standingFields, 'confirmed_at', ...fields])) {
      if (++read % 5000 === 0) progress(read, of, read);
      if (record.confirmed_at !== null || !formal(record)) continue;
      // An adopted customer was approved by nobody, and gets no notice.
      const day = trail.facts(record)?.approved?.day ?? null;
      if (day === null) continue;
      const { due, overdue } = dueOf(day);
      counts.waiting++;
      if (overdue) counts.overdue++;
      if (!overdue && !own.all) continue;
      const value = (key: FieldKey) => shown(key, record[key], reveal);
      if (++listed <= LISTED)
        rows.push([
          record.customer_no ?? `#${record.id}`,
          onOneLine(value('name') ?? ''),
          record.owner ?? '',
          day,
          due,
        ]);
      emit(() => ({
        id: record.id,
        ...Object.fromEntries(fields.map((key) => [key, value(key)])),
        approved: day,
        due,
        overdue,
      }));
    }
    return {
      data: { counts },
      doc: () => ({
        lang,
        title: say(words.title, lang),
        subtitle: say(words.subtitle, lang, { workdays }),
        meta: [],
        blocks: [
          {
            kind: 'kpis',
            items: (['waiting', 'overdue'] as const).map((key) => ({
              label: say(words[key], lang),
              value: counts[key],
            })),
          },
          {
            kind: 'table',
            caption: say(words.title, lang),
            columns: (['customer', 'name', 'owner', 'approved', 'due'] as const).map((key) => ({
              key,
              label: say(words[key], lang),
              align: 'left',
            })),
            rows,
            ...(listed > rows.length && { more: listed - rows.length }),
          },
        ],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

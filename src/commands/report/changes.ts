import * as z from 'zod';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldOf, isFieldKey } from '../../model/fields.js';
import type { LedgerReader } from '../../model/ledger.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { lateness } from '../../rules/cadence/timeliness.js';
import { readDay } from '../../rules/calendar/read-day.js';
import { type Item, type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { callOf, onOneLine } from '../shared.js';

const options = {
  since: {
    flag: '--since <run|day>',
    help: { zh: '从哪次运行之后,或从哪一天起', en: 'after which run, or from which day on' },
    schema: z.string().optional(),
  },
  key: {
    flag: '--key',
    help: { zh: '只列关键字段(策略 updates.keyFields)', en: 'key fields only (policy updates.keyFields)' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '客户信息变更', en: 'Changes of customer information' },
  subtitle: {
    zh: '{changes} 处变更,至第 {run} 次运行;下次用 --since {run}',
    en: '{changes} changes, up to run {run}; next time: --since {run}',
  },
  changes: { zh: '变更', en: 'changes' },
  late: { zh: '超过时限', en: 'late' },
  customer: { zh: '客户', en: 'customer' },
  field: { zh: '字段', en: 'field' },
  before: { zh: '变更前', en: 'before' },
  after: { zh: '变更后', en: 'after' },
  ts: { zh: '记录时间', en: 'recorded' },
  actor: { zh: '操作人', en: 'by' },
} as const satisfies Record<string, Text>;

/** Changes that the readable form lists; ndjson and csv have all. */
const listed = 50;

/** Whether an event comes after what the option names. */
function since(reader: LedgerReader, word: string | undefined): (ts: string, run: number) => boolean {
  if (word === undefined) return () => true;
  if (/^\d{1,7}$/.test(word)) {
    if (Number(word) > 0 && reader.run(Number(word)) === null)
      throw new StewardError('run-unknown', { run: word, path: reader.info.path });
    return (_, run) => run > Number(word);
  }
  const day = readDay(word);
  if (day === null) throw new StewardError('bad-date', { value: word });
  return (ts) => (readDay(ts) ?? '') >= day;
}

/** The fields of an update event, and its run. */
const bodyOf = (body: string) =>
  JSON.parse(body) as { readonly run: number; readonly set: Readonly<Record<string, unknown>> };

export default query({
  summary: {
    zh: '变更清单:一处变更一行,供其他部门更新(关键字段加 --key)',
    en: 'The change feed for other departments: one line for each change; key fields with --key.',
  },
  clauses: ['S1-12', 'S2-28', 'S2-29', 'S4-23'],
  examples: [
    'steward report changes --key --since 2',
    'steward report changes --since 2026-11-01 --format csv --out 变更.csv',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['run', 'ts', 'customer', 'field', 'fieldName', 'before', 'after', 'actor', 'trigger', 'happened', 'late'],
  json: z.object({
    changes: z.int(),
    late: z.int().describe('Changes recorded later than a deadline of the policy allows'),
    lastRun: z.int().describe('Give it as --since next time'),
    items: z.array(z.object({ run: z.int(), customer: z.string(), field: z.string() }).loose()).optional(),
  }),
  run({ reader, given, reveal, lang, emit }, own) {
    const isLater = since(reader, own.since);
    const keyFields = new Set<string>(given.policy.updates.keyFields);
    const isLate = lateness(given.policy);
    const heads: Item[] = [];
    const totals = { changes: 0, late: 0, lastRun: 0 };
    for (const { seq, op, ts, subject, body } of reader.audit()) {
      if (op === 'run') totals.lastRun = bodyOf(body).run;
      if (op !== 'update' || subject === null) continue;
      const { run, set } = bodyOf(body);
      const wanted = Object.keys(set).filter((field) => isFieldKey(field) && (!own.key || keyFields.has(field)));
      if (wanted.length === 0 || !isLater(ts, run)) continue;
      const entry = [...reader.history(subject)].find((one) => one.seq === seq);
      const happened = entry?.changes.find(({ field }) => field === 'changed_at')?.after ?? null;
      const late = happened === null ? [] : isLate(happened, ts);
      const record = reader.get(subject) ?? reader.aside(subject)?.record ?? null;
      for (const change of entry?.changes ?? []) {
        if (!wanted.includes(change.field)) continue;
        const field = change.field as FieldKey;
        totals.changes++;
        if (late.length > 0) totals.late++;
        const item = {
          run,
          ts,
          customer: record === null ? `#${subject}` : callOf(record),
          field,
          fieldName: say(fieldOf(field).name, lang),
          before: shown(field, change.before, reveal),
          after: shown(field, change.after, reveal),
          actor: entry?.actor ?? null,
          trigger: entry?.rule ?? null,
          happened,
          late,
        };
        if (heads.length < listed) heads.push(item);
        emit(item);
      }
    }
    return { data: totals, doc: () => changesDoc(heads, totals, lang), exit: 0 };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

function changesDoc(
  heads: readonly Item[],
  { changes, late, lastRun }: { readonly changes: number; readonly late: number; readonly lastRun: number },
  lang: Lang,
): Doc {
  const columns = ['customer', 'fieldName', 'before', 'after', 'ts', 'actor'] as const;
  const label = (key: (typeof columns)[number]) => say(words[key === 'fieldName' ? 'field' : key], lang);
  return {
    lang,
    title: say(words.title, lang),
    subtitle: say(words.subtitle, lang, { changes, run: lastRun }),
    meta: [],
    blocks: [
      {
        kind: 'kpis',
        items: [
          { label: say(words.changes, lang), value: changes },
          { label: say(words.late, lang), value: late, ...(late > 0 && { tone: 'warn' as const }) },
        ],
      },
      {
        kind: 'table',
        caption: say(words.title, lang),
        columns: columns.map((key) => ({ key, label: label(key), align: 'left' })),
        rows: heads.map((item) => columns.map((key) => onOneLine(String(item[key] ?? '')))),
        ...(changes > heads.length && { more: changes - heads.length }),
      },
    ],
  };
}

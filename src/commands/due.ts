import * as z from 'zod';
import { type Duty, type DutyKind, dueBy, duties, dutyNames } from '../engine/due.js';
import { missedSweeps } from '../engine/due-sweeps.js';
import type { CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import { say, type Text } from '../model/text.js';
import { parseDate } from '../rules/calendar/day.js';
import { type OptionSpecs, type Query, query } from './command.js';
import { lifeTrail } from './life.js';
import { shown } from './masked.js';
import { retentionFacts } from './retention-facts.js';
import { trailOf } from './review/select.js';
import { callOf, onOneLine, ownerOption } from './shared.js';

const kinds = Object.keys(duties) as [DutyKind, ...DutyKind[]];

const options = {
  by: {
    flag: '--by <day>',
    help: { zh: '到这一天为止(默认截止日当天)', en: 'by this day (default: the as-of day)' },
    schema: z.string().optional(),
  },
  what: {
    flag: '--what <kind>',
    help: { zh: '列出哪些,可多次给出', en: 'which to list; may be repeated' },
    schema: z.array(z.enum(kinds)).default([...kinds]),
    choices: kinds,
    many: true,
  },
  owner: ownerOption,
  failOn: {
    flag: '--fail-on <what>',
    help: { zh: '有逾期时退出码为 1', en: 'exit 1 where something is overdue' },
    schema: z.enum(['overdue']).optional(),
    choices: ['overdue'],
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '到 {by} 为止的待办', en: 'What is due by {by}' },
  subtitle: { zh: '以 {asOf} 日终为准', en: 'as at the close of {asOf}' },
  due: { zh: '期限', en: 'due' },
  overdue: { zh: '逾期', en: 'overdue' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  owner: { zh: '负责人', en: 'owner' },
  message: { zh: '事项', en: 'what' },
  clauses: { zh: '条款', en: 'clauses' },
  count: { zh: '项数', en: 'items' },
  first: { zh: '最早的', en: 'The earliest' },
  owners: { zh: '按负责人', en: 'By owner' },
  nobody: { zh: '(无负责人)', en: '(no owner)' },
} as const satisfies Record<string, Text>;

const LISTED = 40;
const columns = ['due', 'overdue', 'what', 'customer', 'name', 'owner', 'message', 'clauses'] as const;

const countSchema = z.object({ due: z.int().min(0), overdue: z.int().min(0) });

export default query({
  summary: {
    zh: '列出到某日为止的待办:联系、核实、复核、跟进、保存期满、错过的清理',
    en: 'List all that is due by a day: contacts, verifications, reviews, follow-ups, terms over, sweeps missed.',
  },
  clauses: [
    'S0-18',
    'S0-24',
    'S0-28',
    'S1-21',
    'S2-10',
    'S2-49',
    'S4-06',
    'S4-16',
    'S4-17',
    'S4-18',
    'S4-19',
    'C11',
    'C17',
  ],
  examples: [
    'steward due',
    'steward due --by 2026-12-31 --owner 王强',
    'steward due --what verify --what contact --format csv --out 待办.csv',
    'steward due --fail-on overdue --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: [...columns, 'since'],
  json: z.object({
    by: z.string(),
    counts: z
      .record(z.string(), countSchema)
      .describe('By kind; overdue: the last day to be in time is over at the as-of day'),
    items: z
      .array(z.object({ what: z.enum(kinds), due: z.string(), customer: z.string().nullable() }).loose())
      .optional(),
  }),
  run({ reader, given, lang, reveal, emit, progress }, own) {
    const by = dayOf(own.by) ?? given.asOf;
    const review = trailOf(reader, given);
    const judge = dueBy(given, by, {
      entry: review.entry,
      review: review.facts,
      life: lifeTrail(reader, given),
      retention: retentionFacts(reader, given),
    });
    const counts = Object.fromEntries(kinds.map((kind) => [kind, { due: 0, overdue: 0 }])) as Record<
      DutyKind,
      { due: number; overdue: number }
    >;
    const owners = new Map<string | null, { due: number; overdue: number }>();
    const first: { readonly duty: Duty; readonly record: CustomerRecord | null }[] = [];
    const message = ({ what, data }: Duty) => say(duties[what], lang, data);
    const take = (duty: Duty, record: CustomerRecord | null) => {
      if (!own.what.includes(duty.what)) return;
      const owner = owners.get(record?.owner ?? null) ?? { due: 0, overdue: 0 };
      owners.set(record?.owner ?? null, owner);
      for (const count of [counts[duty.what], owner]) {
        count.due++;
        if (duty.overdue) count.overdue++;
      }
      // The earliest are kept, in order; there are few of them.
      if (first.length < LISTED || duty.due < (first.at(-1)?.duty.due as string)) {
        const at = first.findIndex((one) => one.duty.due > duty.due);
        first.splice(at < 0 ? first.length : at, 0, { duty, record });
        if (first.length > LISTED) first.pop();
      }
      emit(() => ({
        due: duty.due,
        overdue: duty.overdue,
        what: duty.what,
        customer: record === null ? null : callOf(record),
        name: record === null ? null : shown('name', record.name, reveal),
        owner: record?.owner ?? null,
        message: message(duty),
        clauses: duty.clauses,
        since: duty.data.since ?? null,
        data: duty.data,
      }));
    };
    if (own.owner === undefined) for (const duty of missedSweeps(given, by, reader.runs())) take(duty, null);
    const of = reader.count();
    let read = 0;
    for (const record of reader.read()) {
      if (++read % 5000 === 0) progress(read, of, read);
      if (own.owner === undefined || record.owner === own.owner) for (const duty of judge(record)) take(duty, record);
    }
    const all = Object.values(counts);
    const [due, overdue] = [sum(all.map((one) => one.due)), sum(all.map((one) => one.overdue))];
    const t = (text: Text, data = {}) => say(text, lang, data);
    return {
      data: { by, counts },
      doc: () => ({
        lang,
        title: t(words.title, { by }),
        subtitle: t(words.subtitle, { asOf: given.asOf }),
        meta: [],
        blocks: [
          {
            kind: 'kpis',
            items: [
              { label: t(words.count), value: due },
              { label: t(words.overdue), value: overdue, ...(overdue > 0 && { tone: 'warn' as const }) },
              ...kinds
                .filter((kind) => counts[kind].due > 0)
                .map((kind) => ({ label: t(dutyNames[kind]), value: counts[kind].due })),
            ],
          },
          {
            kind: 'table',
            caption: t(words.owners),
            columns: (['owner', 'count', 'overdue'] as const).map((key) => ({
              key,
              label: t(words[key]),
              align: key === 'owner' ? 'left' : 'right',
            })),
            rows: [...owners]
              .sort(([a, x], [b, y]) => y.overdue - x.overdue || ((a ?? '') < (b ?? '') ? -1 : 1))
              .slice(0, LISTED)
              .map(([owner, count]) => [owner ?? t(words.nobody), count.due, count.overdue]),
            ...(owners.size > LISTED && { more: owners.size - LISTED }),
          },
          {
            kind: 'table',
            caption: t(words.first),
            columns: (['due', 'customer', 'name', 'owner', 'message', 'clauses'] as const).map((key) => ({
              key,
              label: t(words[key]),
              align: 'left',
              wrap: key === 'message',
            })),
            rows: first.map(({ duty, record }) => [
              duty.overdue ? { text: duty.due, tone: 'warn' as const } : duty.due,
              record === null ? '' : callOf(record),
              record === null ? '' : onOneLine(shown('name', record.name, reveal) ?? ''),
              record?.owner ?? '',
              message(duty),
              duty.clauses.join(', '),
            ]),
            ...(due > first.length && { more: due - first.length }),
          },
        ],
      }),
      exit: own.failOn === 'overdue' && overdue > 0 ? 1 : 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

/** The day that --by names. */
function dayOf(word: string | undefined): string | null {
  if (word === undefined) return null;
  const parsed = parseDate(word);
  if (!parsed.ok) throw new StewardError('bad-date', { value: word });
  return parsed.date;
}

import * as z from 'zod';
import { type DormancyStanding, dormancy, dormancyReads } from '../../engine/dormancy.js';
import type { CustomerRecord } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import { type Data, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { rules } from '../../rules/registry.gen.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { callOf, countsSchema, ownerOption } from '../shared.js';

const options = {
  standing: {
    flag: '--standing <which>',
    help: { zh: '列出哪些,可多次给出', en: 'which to list; may be repeated' },
    schema: z.array(z.enum(['candidate', 'silent', 'blocked'])).default(['candidate', 'silent']),
    choices: ['candidate', 'silent', 'blocked'],
    many: true,
  },
  owner: ownerOption,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '沉默与休眠候选', en: 'Silent customers and dormancy candidates' },
  subtitle: {
    zh: '截至 {asOf};只列出,不改状态(000:39 先核实)',
    en: 'as of {asOf}; listed only, no state is changed (000:39: verify first)',
  },
  read: { zh: '客户', en: 'customers' },
  candidate: { zh: '休眠候选', en: 'candidates' },
  silent: { zh: '沉默', en: 'silent' },
  recent: { zh: '近期有联系', en: 'recent' },
  blocked: { zh: '无法判断', en: 'blocked' },
  other: { zh: '已休眠、归档、保全等', en: 'dormant, archived, on hold' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  owner: { zh: '负责人', en: 'owner' },
  since: { zh: '自', en: 'since' },
  days: { zh: '天数', en: 'days' },
  standing: { zh: '判断', en: 'standing' },
} as const satisfies Record<string, Text>;

const listed = 40;
const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));

export default query({
  summary: { zh: '列出沉默客户和休眠候选', en: 'List silent customers and candidates for dormancy.' },
  examples: [
    'steward dormant list',
    'steward dormant list --as-of 2026-06-30 --format csv --out 候选.csv',
    'steward dormant list --standing candidate --owner 王强',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: ['customer', 'name', 'owner', 'standing', 'since', 'days', 'rule', 'because'],
  json: z.object({
    counts: countsSchema.describe('acted + notDue + blocked + error = read'),
    standings: countsSchema,
    items: z.array(z.object({ customer: z.string(), standing: z.string() }).loose()).optional(),
  }),
  run({ reader, given, lang, format, reveal, emit, progress }, own) {
    const work = dormancy(given);
    const rows: { record: CustomerRecord; found: DormancyStanding }[] = [];
    // Where all are listed, their names are read along; the few that other formats show are asked for one by one.
    const listsAll = format === 'csv' || format === 'ndjson';
    const shownFields: readonly FieldKey[] = listsAll
      ? ['customer_no', 'name', 'owner']
      : own.owner === undefined
        ? []
        : ['owner'];
    const whole = (record: CustomerRecord) => (listsAll ? record : (reader.get(record.id) as CustomerRecord));
    let matching = 0;
    const of = reader.count();
    let read = 0;
    for (const record of reader.read([...shownFields, ...dormancyReads(given)])) {
      const found = work.see(record);
      read++;
      if (read % 5000 === 0) progress(read, of, read);
      if (!own.standing.includes(found.standing as 'silent') || (own.owner !== undefined && record.owner !== own.owner))
        continue;
      matching++;
      if (rows.length < listed) rows.push({ record: whole(record), found });
      emit(() => {
        const one = whole(record);
        return {
          customer: callOf(one),
          name: shown('name', one.name, reveal),
          owner: one.owner,
          standing: found.standing,
          since: found.since,
          days: found.days,
          rule: found.rule,
          messageId: found.messageId,
          data: found.data,
          because: say(ruleOf.get(found.rule)?.messages[found.messageId] as Text, lang, found.data),
        };
      });
    }
    const { accounts, standings } = work.tally();
    const { recent, silent, candidate, blocked } = standings;
    const t = (text: Text, data: Data = {}) => say(text, lang, data);
    const doc = (): Doc => ({
      lang,
      title: t(words.title),
      subtitle: t(words.subtitle, { asOf: given.asOf }),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: [
            { label: t(words.read), value: read },
            { label: t(words.candidate), value: candidate, ...(candidate > 0 && { tone: 'warn' }) },
            { label: t(words.silent), value: silent },
            { label: t(words.recent), value: recent },
            { label: t(words.blocked), value: blocked, ...(blocked > 0 && { tone: 'warn' }) },
            { label: t(words.other), value: read - recent - silent - candidate - blocked },
          ],
        },
        {
          kind: 'table',
          caption: t(words.title),
          columns: (['customer', 'name', 'owner', 'standing', 'since', 'days'] as const).map((key) => ({
            key,
            label: t(words[key]),
            align: key === 'days' ? 'right' : 'left',
          })),
          rows: rows.map(({ record, found }) => [
            callOf(record),
            shown('name', record.name, reveal) ?? '',
            record.owner ?? '',
            t(words[found.standing as 'silent']),
            found.since ?? '',
            found.days ?? '',
          ]),
          ...(matching > rows.length && { more: matching - rows.length }),
        },
      ],
    });
    return { data: { counts: accounts, standings }, doc, exit: 0 };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

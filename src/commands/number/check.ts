import * as z from 'zod';
import { evaluation } from '../../engine/evaluate.js';
import { numberGaps } from '../../engine/number-check.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { NumberParts } from '../../model/ledger.js';
import { type Data, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { parseNumber } from '../../rules/number/schemes.js';
import { rules } from '../../rules/registry.gen.js';
import { type Query, query } from '../command.js';
import { callOf, commonData, countsSchema } from '../shared.js';

const words = {
  title: { zh: '客户编号检查', en: 'Check of customer numbers' },
  subtitle: {
    zh: '{read} 个客户,{numbered} 个有编号,{findings} 个问题',
    en: '{read} customers, {numbered} numbered, {findings} findings',
  },
  counters: { zh: '流水号', en: 'Serials' },
  scheme: { zh: '规则', en: 'scheme' },
  counter: { zh: '计数', en: 'counter' },
  last: { zh: '最大流水号', en: 'last serial' },
  count: { zh: '个数', en: 'count' },
  missing: { zh: '空缺', en: 'missing' },
  gaps: { zh: '空缺区间', en: 'gaps' },
  findings: { zh: '问题', en: 'Findings' },
  rule: { zh: '规则', en: 'rule' },
  what: { zh: '问题', en: 'what' },
} as const satisfies Record<string, Text>;

export default query({
  summary: {
    zh: '检查编号:格式、与行业和价值是否相符、流水号空缺',
    en: 'Check numbers: form, agreement with industry and value, gaps in the serials.',
  },
  clauses: ['S0-16', 'S3-03'],
  examples: ['steward number check', 'steward number check --json'],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['severity', 'rule', 'messageId', 'customer', 'message'],
  json: z.object({
    counts: countsSchema,
    counters: z.array(z.object({ scheme: z.string(), counter: z.string(), last: z.int(), missing: z.int() }).loose()),
    byRule: z.array(z.object({ rule: z.string(), messageId: z.string(), count: z.int() })),
  }),
  run({ reader, given, lang, emit, progress }) {
    const numbers: Pick<NumberParts, 'counter' | 'scheme' | 'serial'>[] = [];
    const byRule = new Map<string, { rule: string; messageId: string; count: number; data: Data }>();
    let read = 0;
    let errors = 0;
    let findings = 0;
    let current: CustomerRecord | null = null;
    const called = (id: CustomerId): string =>
      callOf((id === current?.id ? current : reader.get(id)) ?? { customer_no: null, id });
    const own = rules.filter((rule) => rule.id.startsWith('number/'));
    const ruleOf = new Map(own.map((rule) => [rule.id, rule]));
    const textOf = ({ rule, messageId }: { rule: string; messageId: string }, data: Data) =>
      say(ruleOf.get(rule)?.messages[messageId] as Text, lang, data);
    const work = evaluation(own, given, (finding) => {
      const message = textOf(finding, finding.data);
      const customer = finding.subjects.slice(0, 20).map(called).join(' ');
      emit({
        severity: finding.severity,
        rule: finding.rule,
        messageId: finding.messageId,
        customer,
        data: finding.data,
        message,
      });
      findings++;
      if (finding.severity === 'error') errors++;
      const key = `${finding.rule} ${finding.messageId}`;
      const tally = byRule.get(key) ?? {
        rule: finding.rule,
        messageId: finding.messageId,
        count: 0,
        data: finding.data,
      };
      tally.count++;
      tally.data = commonData(tally.data, finding.data);
      byRule.set(key, tally);
    });
    const of = reader.count();
    for (const record of reader.read()) {
      read++;
      current = record;
      const parts = record.customer_no === null ? null : parseNumber(record.customer_no, given.policy);
      if (parts) numbers.push({ scheme: parts.scheme, counter: parts.counter, serial: parts.serial });
      work.see(record);
      if (read % 5000 === 0) progress(read, of, read);
    }
    work.end();
    const counters = numberGaps(numbers);
    const tallies = [...byRule.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
    const counts = { read, numbered: numbers.length, findings, errors };
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(words.subtitle, lang, counts),
      meta: [],
      blocks: [
        {
          kind: 'table',
          caption: say(words.counters, lang),
          columns: (['scheme', 'counter', 'last', 'count', 'missing', 'gaps'] as const).map((key) => ({
            key,
            label: say(words[key], lang),
            align: key === 'last' || key === 'count' || key === 'missing' ? 'right' : 'left',
          })),
          rows: counters.map((c) => [
            c.scheme,
            c.counter,
            c.last,
            c.count,
            c.missing,
            c.gaps
              .slice(0, 3)
              .map((gap) => (gap.from === gap.to ? `${gap.from}` : `${gap.from}–${gap.to}`))
              .join(', ') + (c.gapCount > 3 ? ' …' : ''),
          ]),
        },
        {
          kind: 'table',
          caption: say(words.findings, lang),
          columns: [
            { key: 'count', label: say(words.count, lang), align: 'right' },
            { key: 'what', label: say(words.what, lang), align: 'left', wrap: true },
            { key: 'rule', label: say(words.rule, lang), align: 'left' },
          ],
          rows: tallies.map((tally) => [tally.count, textOf(tally, tally.data), tally.rule]),
        },
      ],
    });
    return {
      data: { counts, counters, byRule: tallies.map(({ data: _, ...tally }) => tally) },
      doc,
      exit: errors > 0 ? 1 : 0,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

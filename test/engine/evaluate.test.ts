import { describe, expect, it } from 'vitest';
import { evaluation, severityOf } from '../../src/engine/evaluate.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { Finding } from '../../src/model/finding.js';
import type { Given } from '../../src/model/given.js';
import type { Policy } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import format from '../../src/rules/number/format.js';
import letterTwoIndustries from '../../src/rules/number/letter-two-industries.js';
import missing from '../../src/rules/number/missing.js';
import { groupRule, type RecordRule, type SummaryRule } from '../../src/rules/rule.js';
import { record } from '../support/records.js';

const text = { zh: '同名', en: 'same name' };
const sameName = groupRule<'same'>({
  id: 'test/same-name',
  severity: 'info',
  family: 'accuracy',
  dimension: 'accuracy',
  field: 'name',
  clauses: ['S1-11'],
  title: text,
  why: text,
  mend: text,
  messages: { same: text },
  key:
    () =>
    ({ name }) =>
      name,
  judge: () => (group, report) => report('same', { count: group.ids.length }),
  examples: [
    { records: [], expect: [] },
    { records: [], expect: [] },
  ],
});
const rules = [format, missing, letterTwoIndustries, sameName];

const under = (own: Policy['rules'] = {}): Given => ({ policy: { ...defaultPolicy, rules: own }, asOf: '2024-12-31' });
const records = [
  record({ name: '甲', customer_no: 'M-H-2024-001', industry: 'IT服务业' }, 1),
  record({ name: '乙', customer_no: 'SH2025001' }, 2),
  record({ name: '甲', customer_no: 'M-H-2024-002', industry: '零售业' }, 3),
  record({ name: '丙' }, 4),
];

function run(given: Given): string[] {
  const found: Finding[] = [];
  const running = evaluation(rules, given, (finding) => found.push(finding));
  for (const one of records) running.see(one);
  found.push({ rule: '--', messageId: '', severity: 'info', subjects: [], data: {} });
  running.end();
  return found.map(
    ({ rule, messageId, severity, subjects }) => `${rule}:${messageId} ${severity} ${subjects.join('+')}`,
  );
}

describe('evaluation', () => {
  it('gives findings record by record, then those of groups, then those over the ledger', () => {
    expect(run(under())).toEqual([
      'number/format:legacy info 1',
      'number/format:future error 2',
      'number/format:legacy info 3',
      'number/missing:missing warning 4',
      '--: info ',
      'test/same-name:same info 1+3',
      'number/letter-two-industries:several warning 1+3',
    ]);
  });

  it('gives the same of many records at once: each record before its findings, however many there are', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ ...(records[i % 4] as CustomerRecord), id: i + 1 }));
    const apart: string[] = [];
    const together: string[] = [];
    const told = (into: string[]) => (finding: Finding) =>
      into.push(`${finding.rule}:${finding.messageId} ${finding.subjects.join('+')}`);
    const single = evaluation(rules, under(), told(apart));
    for (const one of many) {
      apart.push(`record ${one.id}`);
      single.see(one);
    }
    single.end();
    const all = evaluation(rules, under(), told(together));
    all.seeAll(many.slice(0, 150), ({ id }) => together.push(`record ${id}`));
    all.seeAll(many.slice(150), ({ id }) => together.push(`record ${id}`));
    all.end();
    expect(together).toEqual(apart);
    expect(apart.length).toBeGreaterThan(600);
  });

  it('takes severities from the policy, and leaves out what it turns off', () => {
    const own = {
      'number/format': 'off',
      'number/letter-two-industries': 'error',
      'test/same-name': 'warning',
    } as const;
    expect(run(under(own))).toEqual([
      'number/missing:missing warning 4',
      '--: info ',
      'test/same-name:same warning 1+3',
      'number/letter-two-industries:several error 1+3',
    ]);
    expect(run(under({ 'number/letter-two-industries': 'off', 'test/same-name': 'off' })).at(-1)).toBe('--: info ');
  });

  it('tells the severity in force', () => {
    const rule = format as RecordRule;
    expect(severityOf(rule, 'legacy', under())).toBe('info');
    expect(severityOf(rule, 'future', under())).toBe('error');
    expect(severityOf(rule, 'legacy', under({ 'number/format': 'error' }))).toBe('error');
    expect(
      severityOf(letterTwoIndustries as SummaryRule, 'several', under({ 'number/letter-two-industries': 'off' })),
    ).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { type Explanation, explaining } from '../../src/engine/explain.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import { fieldOf } from '../../src/model/fields.js';
import { say, type Text } from '../../src/model/text.js';
import { defaultPolicy } from '../../src/policy/default.js';
import letterTwoIndustries from '../../src/rules/number/letter-two-industries.js';
import { rules } from '../../src/rules/registry.gen.js';
import type { ExampleRecord, Rule } from '../../src/rules/rule.js';
import { given, record } from '../support/records.js';

const ruleNamed = (id: string): Rule => rules.find((rule) => rule.id === id) as Rule;

/** What is said of the first of these records, the others being in the ledger, too. */
function explain(
  only: readonly Rule[],
  records: readonly CustomerRecord[],
  asOf?: string,
  profiles?: readonly string[],
) {
  const work = explaining(only, given(asOf, profiles), records[0] as CustomerRecord);
  for (const one of records) work.see(one);
  return work.end();
}

const label = (id: string, fields: ExampleRecord, asOf?: string) =>
  explain([ruleNamed(id)], [record(fields)], asOf).labels[0] as Explanation['labels'][number];

const change = (of: { change: readonly Text[]; data: object; field: string | null }) =>
  of.change.map((text) =>
    say(text, 'en', { ...of.data, ...(of.field && { field: fieldOf(of.field as 'name').name.en }) }),
  );

describe('labels', () => {
  it('[S4-10] value: the amount looked at, the bands, and how far the next ones are', () => {
    const below = label('classify/value', { expected_amount: '48万' });
    expect(below.label.value).toBe('M');
    expect(below.inputs).toEqual(['expected_amount']);
    expect(below.knobs).toEqual([
      {
        path: 'valueBands',
        value: { bands: defaultPolicy.valueBands.bands, unknown: '未定' },
        source: ['S4-10', 'C21'],
      },
    ]);
    expect(change(below)).toEqual([
      '500000.00 yuan or more makes it H; 20000.00 short',
      'below 100000.00 yuan it is L; 380000.00 above that now',
    ]);
    expect(change(label('classify/value', { expected_amount: '500000' }))).toEqual([
      'below 500000.00 yuan it is M; 0.00 above that now',
    ]);
    expect(change(label('classify/value', {}))[0]).toContain('Expected annual amount');
  });

  it.each([
    ['2024-06-14', ['without another interaction it turns silent on 2024-06-15']],
    ['2024-06-15', ['an interaction or contact on or after 2024-03-16 would end it']],
    ['2024-06-16', ['an interaction or contact on or after 2024-03-17 would end it']],
  ])('[S4-11] silent since 2024-03-15, as of %s', (asOf, expected) => {
    const one = label('dormant/silent', { last_interaction_at: '2024-03-15' }, asOf);
    expect(change(one)).toEqual(expected);
    expect(one.inputs).toEqual(['last_contact_at', 'last_interaction_at']);
    expect(one.knobs[0]).toMatchObject({ path: 'dormancy.silent', value: { after: 'P3M', edge: 'reached' } });
  });

  it('[S4-11] what would end a silence does end it, and the day before does not', () => {
    const ends = label('dormant/silent', { last_contact_at: '2024-01-31' }, '2024-05-31').data.fresh as string;
    expect(ends).toBe('2024-03-01');
    expect(label('dormant/silent', { last_contact_at: ends }, '2024-05-31').label.value).toBe('recent');
    expect(label('dormant/silent', { last_contact_at: '2024-02-29' }, '2024-05-31').label.value).toBe('silent');
  });

  it('[S0-29] a candidate from the day of filing names what it was counted from', () => {
    const one = label('dormant/candidate', { entered_on: '2025-12-31' }, '2026-07-01');
    expect(one.label).toMatchObject({ value: 'candidate', messageId: 'exceeded-from-filing' });
    expect(one.inputs).toContain('entered_on');
    expect(change(one)).toEqual(['a contact on or after 2026-01-01 would end it']);
  });

  it('where a rule cannot say, the field is named', () => {
    const one = label('dormant/candidate', { last_contact_at: '去年' });
    expect(change(one)).toEqual(['write "Last contact" as a day such as 2024-03-15']);
    expect(one.field).toBe('last_contact_at');
  });
});

describe('findings', () => {
  it('[S4-34] [C06] a required field: filling it is what would change it', () => {
    const { findings } = explain([ruleNamed('validate/required')], [record({ name: '云帆商行' })], undefined, [
      'P-004',
    ]);
    const need = findings.find(({ field }) => field === 'need') as Explanation['findings'][number];
    expect(need.finding).toMatchObject({ severity: 'error', subjects: [1] });
    expect(change(need)).toEqual(['fill "Need", or write 客户未提供 where the customer will not tell']);
    expect(need.inputs).toEqual(['need']);
    expect(need.knobs.map(({ path }) => path)).toEqual(['profiles.active', 'withheld']);
  });

  it('the inputs are those without which it would not be said', () => {
    const fields = {
      customer_no: 'M-H-2024-001',
      industry: 'IT服务业',
      name: '云帆商行',
      phone: '13826541937',
      first_contact_at: '2026-06-05',
      registered_at: '2026-06-09',
    };
    const { findings } = explain([ruleNamed('number/industry'), ruleNamed('validate/late-filing')], [record(fields)]);
    expect(findings.map(({ finding, inputs }) => [finding.messageId, inputs])).toEqual([
      ['mismatch', ['customer_no', 'industry']],
      ['late', ['registered_at', 'first_contact_at']],
    ]);
  });

  it('[S1-11] a group names all, and only who is in it', () => {
    const twin = { name: '深圳市云帆科技有限公司', province: '广东' };
    const records = [record(twin, 1), record({ name: '别家有限公司' }, 2), record({ ...twin }, 3)];
    const [one] = explain([ruleNamed('validate/same-name')], records).findings;
    expect(one?.finding.subjects).toEqual([1, 3]);
    expect(one?.inputs).toEqual(['name', 'province']);
    expect(explain([ruleNamed('validate/same-name')], [...records].reverse().slice(1)).findings).toEqual([]);
  });

  it('[S4-28] a summary is told to whoever belongs to it, even where it names a sample only', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      record(
        { customer_no: `M-H-2024-${String(i + 1).padStart(3, '0')}`, industry: i < 28 ? '零售业' : 'IT服务业' },
        i + 1,
      ),
    );
    const of = (id: number) => {
      const work = explaining([letterTwoIndustries], given(), many[id - 1] as CustomerRecord);
      for (const one of many) work.see(one);
      return work.end().findings;
    };
    expect(of(1)[0]?.finding.subjects).toContain(1);
    expect(of(25)).toHaveLength(1);
    expect(of(25)[0]?.finding.subjects).not.toContain(25);
    const other = record({ customer_no: 'C-H-2024-001', industry: '制造业' }, 99);
    expect(explain([letterTwoIndustries], [other, ...many]).findings).toEqual([]);
  });

  it('a rule that the policy silences says nothing; a severity of the policy holds', () => {
    const under = given(undefined, ['P-004']);
    const one = record({ phone: '138' });
    const say = (set: 'info' | 'off') =>
      explaining(
        [ruleNamed('validate/phone')],
        { ...under, policy: { ...under.policy, rules: { 'validate/phone': set } } },
        one,
      )
        .end()
        .findings.map(({ finding }) => finding.severity);
    expect(say('off')).toEqual([]);
    expect(say('info')).toEqual(['info']);
  });
});

describe('every rule', () => {
  it.each(rules)('$id: its knobs stand in the policy, and each text of change is shown by an example', (rule) => {
    const shown = new Set<Text>();
    for (const example of rule.examples) {
      const fields = 'records' in example ? example.records : [example.record];
      const profiles = 'profiles' in example ? example.profiles : undefined;
      const { labels, findings } = explain(
        [rule],
        fields.map((one, i) => record(one, i + 1)),
        example.asOf,
        profiles,
      );
      for (const { change: texts, knobs, data, field } of [...labels, ...findings]) {
        for (const text of texts) {
          shown.add(text);
          const filled = say(text, 'zh-CN', { ...data, ...(field && { field: 'x' }) });
          expect(filled, text.zh).not.toMatch(/\{\w+\}/);
        }
        for (const { path, value } of knobs) expect(value, path).toBeDefined();
        expect(knobs).toHaveLength(rule.knobs?.length ?? 0);
      }
    }
    for (const { change: texts = [] } of Object.values(rule.messages))
      for (const text of texts) expect(shown, text.zh).toContain(text);
  });

  it.each(rules)('$id: change texts have the same placeholders in both languages', (rule) => {
    const names = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    for (const { change: texts = [] } of Object.values(rule.messages))
      for (const { zh, en } of texts) expect(names(en)).toEqual(names(zh));
  });
});

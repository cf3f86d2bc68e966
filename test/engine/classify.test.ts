import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classification } from '../../src/engine/classify.js';
import { given, record } from '../support/records.js';
import { ledgers, shuffled } from '../support/sample-records.js';

const under = given('2026-07-01');
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

describe('classification [S4-14, S4-24]', () => {
  it('gives each dimension in turn, the suggestion beside the decision', () => {
    const fields = {
      industry: 'IT服务业',
      industry_code: 'I6513',
      expected_amount: '50万',
      value_class: '中',
      size: '120人',
      stage: '合作中',
      last_contact_at: '2026-06-20',
      need_type: '很多',
      customer_type: '高价值、老客户',
      cooperation_since: '2024-03-15',
      need_urgent: '是',
      need_important: '否',
    };
    const seen = classification(under).see(record(fields));
    expect(
      seen.map(({ labels, field, decided, suggested, messageId }) => [labels, field, decided, suggested, messageId]),
    ).toEqual([
      ['industry', 'industry_code', 'I6513', 'I65', 'alias'],
      ['industry_sub', 'industry_sub', null, 'I65', 'parent'],
      ['value', 'value_class', 'M', 'H', 'band'],
      ['grade', 'grade', null, null, 'too-little-known'],
      ['customer_type', 'customer_type', 'old+high-value', 'old', 'old'],
      ['size', null, null, 'M', 'count'],
      ['stage', 'stage', 'active', 'active', 'alias'],
      ['need_type', 'need_type', null, null, 'unknown'],
      ['need_urgency', null, null, 'urgent', 'both'],
    ]);
    expect(seen[2]).toMatchObject({
      rule: 'classify/value',
      clauses: ['S4-10', 'C21', 'C16'],
      data: { from: '500000.00' },
    });
  });

  it('counts agreement, disagreement and what is open', () => {
    const running = classification(under);
    const rows = [
      { value_class: '高价值', expected_amount: '50万' },
      { value_class: '中价值', expected_amount: '50万' },
      { value_class: '中价值', expected_amount: '80万' },
      { expected_amount: '1万' },
      { value_class: '未定', expected_amount: '1万' },
      { value_class: '低', expected_amount: '面议' },
      { value_class: '未定' },
      {},
    ];
    rows.forEach((fields, i) => {
      running.see(record(fields, i + 1));
    });
    expect(running.tally().find(({ labels }) => labels === 'value')).toEqual({
      labels: 'value',
      field: 'value_class',
      rule: 'classify/value',
      suggested: { H: 3, L: 2, U: 3 },
      decided: { H: 1, L: 1, M: 2, U: 2 },
      messages: { band: 5, blank: 3 },
      pairs: [
        { decided: 'H', suggested: 'H', count: 1 },
        { decided: 'M', suggested: 'H', count: 2 },
      ],
      agree: 1,
      differ: 2,
      undecided: 2,
      unsuggested: 1,
      neither: 2,
    });
  });

  it('compares several types as a set, and a second level by its division [S1-08, S4-09]', () => {
    const running = classification(under);
    const since = { cooperation_since: '2020-01-01', value_class: '高' };
    for (const [customer_type, industry_sub] of [
      ['高价值,老客户', '汽车制造业'],
      ['老客户', 'C3612'],
      ['贵宾', '零售业'],
      [null, '制造业'],
    ] as const)
      running.see(record({ ...since, customer_type, industry_sub, industry: '制造业' }));
    const tally = (labels: string) => running.tally().find((one) => one.labels === labels);
    expect(tally('customer_type')).toMatchObject({
      agree: 1,
      differ: 1,
      undecided: 2,
      suggested: { 'old+high-value': 4 },
      pairs: [
        { decided: 'old', suggested: 'old+high-value', count: 1 },
        { decided: 'old+high-value', suggested: 'old+high-value', count: 1 },
      ],
    });
    expect(tally('industry_sub')).toMatchObject({ agree: 2, unsuggested: 1, neither: 1, decided: { C36: 2, F52: 1 } });
  });

  it('takes an industry of another level for agreement, and pairs industries by section', () => {
    const running = classification(under);
    for (const [industry, industry_code] of [
      ['IT服务业', 'I6513'],
      ['IT服务业', 'I'],
      ['零售业', 'I65'],
      ['零售业', null],
    ] as const) {
      running.see(record({ industry, industry_code }));
    }
    const [industries] = running.tally();
    expect(industries).toMatchObject({ agree: 2, differ: 1, undecided: 1, decided: { I: 1, I65: 1, I6513: 1 } });
    expect(industries?.pairs).toEqual([
      { decided: 'I', suggested: 'F', count: 1 },
      { decided: 'I', suggested: 'I', count: 2 },
    ]);
  });

  it('adds up to the records seen, in any order', () => {
    fc.assert(
      fc.property(shuffled, ([records, other]) => {
        const [a, b] = [classification(under), classification(under)];
        for (const one of records) a.see(one);
        for (const one of other) b.see(one);
        const tally = a.tally();
        expect(JSON.stringify(b.tally())).toBe(JSON.stringify(tally));
        for (const d of tally) {
          expect(d.agree + d.differ + d.undecided + d.unsuggested + d.neither).toBe(records.length);
          expect(sum(d.messages)).toBe(records.length);
          expect(d.pairs.reduce((n, { count }) => n + count, 0)).toBe(d.agree + d.differ);
        }
      }),
    );
  });

  it('says and counts the same of many records at once', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 1, max: 80 }), (records, times) => {
        const many = Array.from({ length: times }, () => records).flat();
        const [apart, together] = [classification(under), classification(under)];
        const said = many.map((one) => [one, apart.see(one)]);
        const saidTogether: unknown[] = [];
        together.seeAll(many, (one, suggestions) => saidTogether.push([one, suggestions]));
        expect(saidTogether).toEqual(said);
        expect(together.tally()).toEqual(apart.tally());
      }),
      { numRuns: 20 },
    );
  });

  it('says of a record the same, whatever was seen before', () => {
    fc.assert(
      fc.property(ledgers, (records) => {
        const running = classification(under);
        for (const one of records) expect(running.see(one)).toEqual(classification(under).see(one));
      }),
      { numRuns: 30 },
    );
  });
});

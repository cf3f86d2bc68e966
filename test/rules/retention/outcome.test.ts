import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/model/policy.js';
import { defaultPolicy } from '../../../src/policy/default.js';
import { invalidFields, validChannels } from '../../../src/rules/retention/channels.js';
import { transactionFacts } from '../../../src/rules/retention/facts.js';
import { type RetentionFacts, retentionOf } from '../../../src/rules/retention/outcome.js';
import type { ExampleRecord } from '../../../src/rules/rule.js';
import { record } from '../../support/records.js';

const nothing: RetentionFacts = { transactions: [], openReview: false };
const judge = (
  fields: ExampleRecord,
  asOf: string,
  facts: Partial<RetentionFacts> = {},
  policy: Policy = defaultPolicy,
) => retentionOf({ policy, asOf })(record(fields), { ...nothing, ...facts });
const verdicts = (...given: Parameters<typeof judge>) =>
  Object.fromEntries(judge(...given).classes.map(({ archive, verdict }) => [archive, verdict]));
const blocks = (...given: Parameters<typeof judge>) => judge(...given).blocks.map(({ ground }) => ground);
const withRetention = (change: Partial<Policy['retention']>): Policy => ({
  ...defaultPolicy,
  retention: { ...defaultPolicy.retention, ...change },
});

describe('the floor of three years [S4-22, C16]', () => {
  it.each([
    ['2023-06-30', '2026-06-29', '2026-06-30', '2026-07-01'],
    ['2024-02-29', '2027-02-27', '2027-02-28', '2027-03-01'],
    ['2021-02-28', '2024-02-27', '2024-02-28', '2024-02-29'],
    ['2020-12-31', '2023-12-30', '2023-12-31', '2024-01-01'],
  ])('from %s: refused on %s and on the floor day %s, allowed on %s', (ended_at, before, floor, after) => {
    expect([before, floor, after].map((day) => judge({ ended_at }, day).purgeable)).toEqual([false, false, true]);
    expect(judge({ ended_at }, before)).toMatchObject({
      earliest: after,
      blocks: [{ ground: 'floor', data: { since: ended_at, until: floor } }],
    });
    expect(verdicts({ ended_at }, floor)).toEqual({ basic: 'keep', transaction: 'keep' });
    expect(verdicts({ ended_at }, after)).toEqual({ basic: 'delete', transaction: 'anonymise' });
  });

  it('of several floors the one that ends last holds, whichever begins first [C18]', () => {
    const floors = {
      ...defaultPolicy.retention.floors,
      accounts: {
        classes: ['transaction' as const],
        atLeast: 'P10Y',
        from: ['cooperation_since' as const],
        rank: 'law' as const,
        dropped: null,
        source: ['L07'],
      },
    };
    const policy = withRetention({ floors });
    const fields = { ended_at: '2020-01-01', cooperation_since: '2018-05-05' };
    expect(judge(fields, '2028-05-05', {}, policy)).toMatchObject({ purgeable: false, earliest: '2028-05-06' });
    expect(judge(fields, '2028-05-06', {}, policy).purgeable).toBe(true);
    const late = { ended_at: '2027-01-01', cooperation_since: '2018-05-05' };
    expect(judge(late, '2028-05-06', {}, policy).earliest).toBe('2030-01-02');
  });

  it('a transaction inside its term keeps the file, also where the cooperation ended before [S2-07, S2-14]', () => {
    const facts = { transactions: [{ at: '2023-03-01', open: false }] };
    expect(judge({ ended_at: '2022-01-01' }, '2026-03-01', facts)).toMatchObject({
      purgeable: false,
      earliest: '2026-03-02',
    });
    expect(verdicts({ ended_at: '2022-01-01' }, '2026-03-01', facts)).toEqual({ basic: 'delete', transaction: 'keep' });
    expect(judge({ ended_at: '2022-01-01' }, '2026-03-02', facts).purgeable).toBe(true);
  });

  it('a service file has a term of its own, and the rest stays [S2-15]', () => {
    const classes = { ...defaultPolicy.retention.classes };
    const floors = Object.fromEntries(
      Object.entries(defaultPolicy.retention.floors).map(([id, floor]) => [
        id,
        { ...floor, classes: floor.classes.filter((one) => one !== 'service') },
      ]),
    );
    const service = { ...classes.service, atMost: 'P1Y' };
    const policy = withRetention({ floors, classes: { ...classes, service } });
    const fields = { ended_at: '2025-01-01', feedback: '满意' };
    expect(verdicts(fields, '2026-01-01', {}, policy)).toMatchObject({ basic: 'keep', service: 'keep' });
    expect(verdicts(fields, '2026-01-02', {}, policy)).toMatchObject({ basic: 'keep', service: 'delete' });
  });
});

describe('what keeps a file', () => {
  const ended = { ended_at: '2020-01-01' };
  const day = '2026-01-01';
  it.each([
    ['a hold [L09]', { hold: '是' }, {}, ['on-hold']],
    ['a word for a hold that nobody knows [L09]', { hold: '涉诉' }, {}, ['on-hold']],
    ['an open receivable [S3-02, L07]', { receivable: '0.01' }, {}, ['open-debt']],
    ['an amount that cannot be read [S3-02]', { receivable: '一些' }, {}, ['unreadable']],
    [
      'a transaction that is not completed [S3-02]',
      {},
      { transactions: [{ at: '2020-01-01', open: true }] },
      ['open-transaction'],
    ],
    ['a review that waits', {}, { openReview: true }, ['open-review']],
    ['a special need [S2-16]', { special_need: '轮椅通道' }, {}, ['special']],
    ['an end that cannot be read', { ended_at: '去年' }, {}, ['unreadable']],
    ['a contract whose end cannot be read', { contract_until: '长期' }, {}, ['unreadable']],
    ['a transaction without a day', {}, { transactions: [{ at: '上周', open: false }] }, ['transaction-unreadable']],
    ['no end of the cooperation [S4-21]', { ended_at: null }, {}, ['no-end']],
  ] as [string, ExampleRecord, Partial<RetentionFacts>, string[]][])('%s', (_, fields, facts, expected) => {
    expect(judge(ended, day).purgeable).toBe(true);
    expect(blocks({ ...ended, ...fields }, day, facts)).toEqual(expected);
    expect(judge({ ...ended, ...fields }, day, facts).purgeable).toBe(false);
  });

  it.each(['0', '0.00', '无', '—'])('a receivable of %s is none', (receivable) =>
    expect(judge({ ...ended, receivable }, day).purgeable).toBe(true),
  );

  it('a special file is a person’s to judge, also when its time is over [S2-16]', () => {
    expect(verdicts({ ...ended, special_need: '轮椅通道' }, day)).toMatchObject({ special: 'review', basic: 'delete' });
  });

  it('a hold beats even what the law wants erased [L09]', () => {
    const fields = { ...ended, end_reason: '撤回同意', hold: '是' };
    expect(verdicts(fields, day)).toEqual({ basic: 'keep', transaction: 'keep' });
  });
});

describe('a purpose that is gone [L01, L02]', () => {
  it('makes a candidate at once of whom nothing was ever agreed with', () => {
    const fields = { end_reason: '撤回同意' };
    expect(judge(fields, '2026-01-01')).toMatchObject({ purgeable: true, earliest: '2026-01-01' });
    expect(judge(fields, '2026-01-01').classes[0]).toMatchObject({ verdict: 'delete', ground: 'purpose-gone' });
  });

  it('seals the file while a floor runs, and erases it the day after', () => {
    const fields = { end_reason: '目的已实现', ended_at: '2023-06-30' };
    expect(verdicts(fields, '2026-06-30')).toEqual({ basic: 'restrict', transaction: 'restrict' });
    expect(judge(fields, '2026-07-01').classes[0]).toMatchObject({ verdict: 'delete', ground: 'purpose-gone' });
  });

  it('seals the file of whom there was cooperation with that has no end on file', () => {
    const facts = { transactions: [{ at: '2019-01-01', open: false }] };
    expect(judge({ end_reason: '停止服务' }, '2026-01-01', facts)).toMatchObject({
      purgeable: false,
      classes: [{ verdict: 'restrict', ground: 'restricted-no-end' }, { archive: 'transaction' }],
    });
  });

  it('does not wait for the longest term, which only orders what nobody asked for', () => {
    const { classes } = defaultPolicy.retention;
    const policy = withRetention({ classes: { ...classes, basic: { ...classes.basic, atMost: 'P5Y' } } });
    const of = (fields: ExampleRecord, day: string) =>
      judge({ ended_at: '2020-01-01', ...fields }, day, {}, policy).classes[0];
    expect(of({}, '2023-01-02')).toMatchObject({ verdict: 'keep', ground: 'floor-over', earliest: '2023-01-02' });
    expect(of({}, '2025-01-01')).toMatchObject({ verdict: 'keep' });
    expect(of({}, '2025-01-02')).toMatchObject({ verdict: 'delete', ground: 'ceiling-over' });
    expect(of({ end_reason: '撤回同意' }, '2023-01-02')).toMatchObject({ verdict: 'delete', ground: 'purpose-gone' });
  });
});

describe('invalid information [S0-34, C08]', () => {
  const quarantined = { lifecycle: '隔离', invalid_reason: '空号', phone: '13800138001' };
  it('makes a candidate of a quarantined customer only where no way to reach it is left', () => {
    expect(judge(quarantined, '2026-01-01').classes[0]).toMatchObject({ verdict: 'delete', ground: 'invalid' });
    for (const left of [{ email: 'wang@example.com' }, { phone_other: '021-55667788' }, { wechat: 'wx_wang' }])
      expect(judge({ ...quarantined, ...left }, '2026-01-01').purgeable).toBe(false);
    expect(judge({ ...quarantined, email: '无' }, '2026-01-01').purgeable).toBe(true);
    expect(judge({ ...quarantined, invalid_reason: '错误地址' }, '2026-01-01').purgeable).toBe(false);
    expect(judge({ ...quarantined, lifecycle: '正常' }, '2026-01-01').purgeable).toBe(false);
  });

  it('is a matter of fields: a dead number is the phone’s, a wrong address the address’s', () => {
    const wrong = invalidFields(defaultPolicy);
    const fields = { phone: '13800138001', address: '上海市', email: 'wang@example.com' };
    expect(wrong(record({ ...fields, verify_result: '空号' }))).toEqual(['phone']);
    expect(wrong(record({ ...fields, verify_result: '错误地址' }))).toEqual(['address']);
    expect(wrong(record({ ...fields, verify_result: '有效' }))).toEqual([]);
    expect(validChannels(defaultPolicy)(record({ ...fields, verify_result: '空号' }))).toEqual(['email']);
  });
});

describe('retention as a function', () => {
  it('reads transactions as the policy calls them [S2-07]', () => {
    const row = (at: string, status: string | null) =>
      ({ table: 'transactions', customer: 1, at, kind: '订单', amount: null, detail: null, status }) as const;
    const rows = [
      row('2026/1/5 10:00', '已完成'),
      row('2026-01-06', '待付款'),
      row('2026-01-07', '已取消'),
      row('?', null),
    ];
    expect(transactionFacts(defaultPolicy)(rows)).toEqual([
      { at: '2026-01-05', open: false },
      { at: '2026-01-06', open: true },
      { at: '?', open: false },
    ]);
  });

  const date = fc.constantFrom('2020-02-29', '2023-06-30', '2100-12-31', '去年', '', '9999', null);
  const fields = fc.record({
    ended_at: date,
    contract_until: date,
    cooperation_since: date,
    end_reason: fc.constantFrom('撤回同意', '合同终止', '?', null),
    receivable: fc.constantFrom('0', '5万', '很多', null),
    special_need: fc.constantFrom('轮椅', null),
    hold: fc.constantFrom('是', '否', null),
    lifecycle: fc.constantFrom('隔离', '历史客户', null),
    invalid_reason: fc.constantFrom('空号', null),
  });
  const facts = fc.record({
    transactions: fc.array(fc.record({ at: fc.oneof(date.map(String), fc.string()), open: fc.boolean() }), {
      maxLength: 3,
    }),
    openReview: fc.boolean(),
  });

  it('never throws, never lets go of what is held, owed, open or special, and what may go once may go later [C18, L09]', () => {
    fc.assert(
      fc.property(fields, facts, fc.constantFrom('2024-01-01', '2026-11-28', '2100-12-31'), (one, known, asOf) => {
        const found = retentionOf({ policy: defaultPolicy, asOf })(record(one), known);
        expect(found.purgeable).toBe(found.blocks.length === 0);
        if (found.purgeable) {
          expect(found.earliest !== null && found.earliest <= asOf).toBe(true);
          expect(one.hold === '是' || known.openReview || one.special_need !== null).toBe(false);
          expect(known.transactions.some(({ open }) => open)).toBe(false);
          const later = retentionOf({ policy: defaultPolicy, asOf: '2150-01-01' })(record(one), known);
          expect(later.purgeable).toBe(true);
        }
      }),
    );
  });
});

/** The judgement on which every destruction rests: the same when it is proposed and when it is carried out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../src/engine/purge/carry-out.js';
import { groundText, type PurgeWish, purgeGrounds, purgeJudge } from '../../src/engine/purge/judge.js';
import { type Approval, agreed } from '../../src/engine/purge/standing.js';
import type { PurgeItem, PurgePlan } from '../../src/model/purge-plan.js';
import { retentionGrounds } from '../../src/rules/retention/grounds.js';
import type { RetentionFacts } from '../../src/rules/retention/outcome.js';
import { given, record } from '../support/records.js';

const under = given('2026-11-28');
const { reasons } = under.policy.purge;
const nothing: RetentionFacts = { transactions: [], openReview: false };
const over = { name: '上海旧友贸易有限公司', ended_at: '2020-01-01', end_reason: '合同终止', review_state: '复核通过' };
const wish = (more: Partial<PurgeWish> = {}): PurgeWish => ({
  fields: null,
  reason: reasons.find(({ code }) => code === 'expired') ?? null,
  note: '旧档',
  worth: 'none',
  ...more,
});

const anyRecord = fc.record({
  name: fc.constantFrom('上海旧友贸易有限公司', '王思远', null),
  ended_at: fc.constantFrom(null, '2020-01-01', '2023-11-28', '2023-11-27', '2025-01-01', '不详'),
  end_reason: fc.constantFrom(null, '合同终止', '撤回同意'),
  receivable: fc.constantFrom(null, '0', '5000', '若干'),
  phone: fc.constantFrom(null, '13564728190', '1356'),
  invalid_reason: fc.constantFrom(null, '空号', '虚假'),
  lifecycle: fc.constantFrom(null, '隔离', '历史'),
  special_need: fc.constantFrom(null, '须专人接待'),
  hold: fc.constantFrom(null, '是', '否'),
});
const anyFacts = fc.record({
  transactions: fc.array(fc.record({ at: fc.constantFrom('2019-05-01', '2026-01-01', '昨天'), open: fc.boolean() }), {
    maxLength: 2,
  }),
  openReview: fc.boolean(),
});
const anyWish = fc.record({
  fields: fc.constantFrom<PurgeWish['fields']>(null, ['phone'], ['name', 'extra']),
  reason: fc.constantFrom(...reasons, null),
  note: fc.constantFrom('旧档', ' ', null),
  worth: fc.constantFrom<PurgeWish['worth']>('none', 'kept', null),
});

describe('the judgement', () => {
  it('[L09, S2-31, S0-36] lets nothing go that is held, that nobody judged, or that has no reason', () => {
    const judge = purgeJudge(under);
    fc.assert(
      fc.property(anyRecord, anyFacts, anyWish, (fields, facts, one) => {
        const { blocks, earliest } = judge(record(fields), facts, one);
        const grounds = blocks.map(({ ground }) => ground);
        if (fields.hold === '是') expect(grounds).toContain('on-hold');
        if (one.worth !== 'none')
          expect(grounds.some((ground) => ['of-value', 'unjudged'].includes(ground))).toBe(true);
        if (one.reason === null) expect(grounds).toContain('no-code');
        if (one.note === null || one.note === ' ') expect(grounds).toContain('no-note');
        if (facts.openReview) expect(grounds).toContain('open-review');
        if (fields.receivable === '5000') expect(grounds).toContain('open-debt');
        // A first day is promised only where time alone is in the way.
        if (earliest !== null && grounds.length > 0) expect(earliest > '2026-11-28').toBe(true);
        for (const ground of grounds) expect(groundText(ground).zh).not.toBe('');
      }),
    );
  });

  it('[S4-22, C16] the last day of a term is kept, the next is free, and what is promised holds', () => {
    const facts = nothing;
    const at = (asOf: string) => purgeJudge(given(asOf))(record({ ...over, ended_at: '2023-11-28' }), facts, wish());
    expect(at('2026-11-28')).toMatchObject({ blocks: [{ ground: 'floor' }], earliest: '2026-11-29' });
    expect(at('2026-11-29').blocks).toEqual([]);
  });

  it('[S0-34, C08] wrong information goes field by field while the customer can be reached', () => {
    const invalid = reasons.find(({ code }) => code === 'invalid') ?? null;
    const wrong = record({ ...over, phone: '13564728190', email: 'a@keda.cn', invalid_reason: '空号' });
    const judge = purgeJudge(under);
    expect(judge(wrong, nothing, wish({ reason: invalid })).blocks).toEqual([
      { ground: 'channel-left', data: { fields: ['email'] } },
    ]);
    const active = record({ name: '上海可达贸易有限公司', phone: '13564728190' });
    expect(judge(active, nothing, wish({ reason: invalid, fields: ['phone'] })).blocks).toEqual([]);
    // The same field for another reason waits for its term.
    expect(judge(active, nothing, wish({ fields: ['phone'] })).blocks).toMatchObject([{ ground: 'no-end' }]);
    expect(judge(active, nothing, wish({ reason: invalid, fields: ['email'] })).blocks).toMatchObject([
      { ground: 'nothing-there' },
    ]);
  });

  it('[S2-16] a special file goes only where a person judged it, its term being over', () => {
    const judge = purgeJudge(under);
    const special = { ...over, special_need: '须专人接待' };
    expect(judge(record(special), nothing, wish()).blocks).toEqual([]);
    const grounds = (fields: object, one = wish()) =>
      judge(record({ ...special, ...fields }), nothing, one).blocks.map(({ ground }) => ground);
    expect(grounds({}, wish({ worth: null }))).toEqual(['special', 'unjudged']);
    expect(grounds({ ended_at: '2025-01-01' })).toContain('special');
  });

  it('no ground has two meanings', () => {
    expect(Object.keys(purgeGrounds).filter((ground) => ground in retentionGrounds)).toEqual([]);
  });
});

const item = (customer: number, more: Partial<PurgeItem> = {}): PurgeItem => ({
  customer,
  no: null,
  name: null,
  version: 1,
  fingerprint: 'a'.repeat(64),
  fields: null,
  code: 'expired',
  note: '旧档',
  worth: 'none',
  classes: [],
  ...more,
});

describe('carrying out', () => {
  const standing = (fields: object = {}, fingerprint = 'a'.repeat(64)) => ({
    record: { ...record({ ...over, ...fields }), version: 1 },
    facts: nothing,
    fingerprint,
  });

  it('[L09] destroys what is as it was, and skips the rest with its ground; a hold is named before a change', () => {
    const carry = carryOut(under);
    const ground = (outcome: ReturnType<typeof carry>) => (outcome.what === 'skipped' ? outcome.ground : null);
    expect(carry(item(1), standing())).toMatchObject({
      what: 'destroyed',
      change: { kind: 'erase', expect: 1, fields: null, code: 'expired', until: '2029-11-28' },
    });
    expect(ground(carry(item(1), null))).toBe('gone');
    expect(ground(carry(item(1, { version: 2 }), standing()))).toBe('changed');
    expect(ground(carry(item(1), standing({}, 'b'.repeat(64))))).toBe('changed');
    expect(ground(carry(item(1, { version: 2 }), standing({ hold: '是' })))).toBe('on-hold');
    expect(ground(carry(item(1), standing({ ended_at: '2025-01-01' })))).toBe('floor');
    expect(ground(carry(item(1, { code: '没有' }), standing()))).toBe('reason-unknown');
  });
});

describe('what was agreed to', () => {
  it('[S0-35] is what every approver agreed to; one more approval never adds to it', () => {
    const plan = { items: [1, 2, 3, 4, 5].map((id) => item(id)) } as unknown as PurgePlan;
    const approval = fc
      .subarray([1, 2, 3, 4, 5])
      .map((except): Approval => ({ person: 'zhao', key: 'k', ts: '', except }));
    expect(agreed(plan, [])).toEqual([]);
    fc.assert(
      fc.property(fc.array(approval, { minLength: 1, maxLength: 4 }), approval, (approvals, more) => {
        const ids = agreed(plan, approvals).map(({ customer }) => customer);
        for (const { except } of approvals) expect(ids.filter((id) => except.includes(id))).toEqual([]);
        const rest = agreed(plan, [...approvals, more]).map(({ customer }) => customer);
        expect(rest.filter((id) => !ids.includes(id))).toEqual([]);
        expect(ids).toEqual([...ids].sort((a, b) => a - b));
      }),
    );
  });
});

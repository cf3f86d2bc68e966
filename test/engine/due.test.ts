import { describe, expect, it } from 'vitest';
import { type DutyKind, type DutyTrail, dueBy } from '../../src/engine/due.js';
import { missedSweeps } from '../../src/engine/due-sweeps.js';
import { noLife } from '../../src/engine/life-facts.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { addDays } from '../../src/rules/calendar/day.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import { record } from '../support/records.js';

const nothing: DutyTrail = {
  entry: () => null,
  review: () => null,
  life: () => noLife,
  retention: () => ({ transactions: [], openReview: false }),
};
const approved = { review_state: '复核通过' };
const policy = defaultPolicy;
/** The duties of a kind by a day, judged at the close of that day unless another is given. */
const duties = (what: DutyKind, fields: ExampleRecord, by: string, asOf = by, trail: Partial<DutyTrail> = {}) =>
  dueBy({ policy, asOf }, by, { ...nothing, ...trail })(record(fields)).filter((one) => one.what === what);
const isDue = (...given: Parameters<typeof duties>) => duties(...given).length > 0;

describe('what is due, just below, at and above its day [C16, S0-24, S1-21, S2-10, S4-16, S4-18, S4-20]', () => {
  it.each([
    // Monthly for the high grades (S1-21, S2-10) and for everyone under contract (S4-18); quarterly otherwise.
    ['contact', { last_contact_at: '2026-01-31', customer_type: '高价值客户' }, '2026-02-27', '2026-02-28', 'S1-21'],
    ['contact', { last_contact_at: '2024-01-31', grade: '重要客户' }, '2024-02-28', '2024-02-29', 'S1-21'],
    ['contact', { last_contact_at: '2026-01-31', stage: '合作中客户' }, '2026-02-27', '2026-02-28', 'S4-18'],
    ['contact', { last_contact_at: '2025-11-30' }, '2026-02-27', '2026-02-28', 'S1-21'],
    ['contact', { last_contact_at: '2026-03-15' }, '2026-06-14', '2026-06-15', 'S1-21'],
    // Half-yearly, key customers each quarter (S0-24).
    ['verify', { verified_at: '2025-08-31' }, '2026-02-27', '2026-02-28', 'S0-24'],
    ['verify', { verified_at: '2026-01-01', grade: '重要客户' }, '2026-03-31', '2026-04-01', 'S0-24'],
    // Working days across the National Day holiday of 2026: 8 and 9 October are worked, and so is Saturday the 10th.
    ['follow-up', { stage: '潜在客户', collected_at: '2026-09-30' }, '2026-10-09', '2026-10-10', 'S4-16'],
    ['review', { review_state: '已提交', entered_on: '2026-09-30' }, '2026-10-07', '2026-10-08', 'S0-18'],
    ['precheck', { review_state: '已提交', collected_at: '2026-09-30' }, '2026-10-07', '2026-10-08', 'S4-06'],
    // Silent from 15 June, its cause two weeks later (S4-19); two weeks to answer an activation (S4-20).
    ['cause', { last_interaction_at: '2026-03-15' }, '2026-06-28', '2026-06-29', 'S4-19'],
    ['activation', { activation_at: '2026-06-01', last_contact_at: '2026-06-01' }, '2026-06-14', '2026-06-15', 'S4-20'],
    // Kept through the floor day; the day after is the first on which purge may be proposed (S4-22).
    ['retention', { ended_at: '2024-02-29', lifecycle: '历史客户' }, '2027-02-28', '2027-03-01', 'L01'],
    ['retention', { ended_at: '2023-06-30', lifecycle: '历史客户' }, '2026-06-30', '2026-07-01', 'L01'],
    ['hold', { hold: '是', entered_on: '2025-08-31' }, '2026-02-27', '2026-02-28', 'L09'],
  ] as [DutyKind, ExampleRecord, string, string, string][])(
    '%s of %j: not by %s, by %s (%s)',
    (what, fields, before, day, clause) => {
      const one = { ...approved, ...fields };
      expect(duties(what, one, before)).toEqual([]);
      expect(duties(what, one, day)).toMatchObject([{ due: day, overdue: false }]);
      expect(duties(what, one, day)[0]?.clauses).toContain(clause);
      expect(duties(what, one, addDays(day, 1)).find(({ due }) => due === day)).toMatchObject({ overdue: true });
    },
  );

  it('a day to come is asked for with the clock left where it is', () => {
    expect(duties('contact', { ...approved, last_contact_at: '2026-03-15' }, '2026-12-31', '2026-06-01')).toMatchObject(
      [{ due: '2026-06-15', overdue: false }],
    );
  });
});

describe('what is not due', () => {
  it.each([
    ['contact', { last_contact_at: '2020-01-01', lifecycle: '休眠状态' }],
    ['contact', { last_contact_at: '2020-01-01', lifecycle: '历史客户' }],
    ['verify', { verified_at: '2020-01-01', lifecycle: '隔离' }],
    ['cause', { last_contact_at: '2020-01-01', silent_cause: '竞品流失' }],
    ['cause', { last_contact_at: '2020-01-01', lifecycle: '休眠状态' }],
    ['activation', { activation_at: '2026-01-01', last_interaction_at: '2026-01-02' }],
    ['activation', { activation_at: '2026-01-01', follow_priority: '低优先级跟进' }],
    ['follow-up', { stage: '潜在客户', collected_at: '2026-01-05', last_contact_at: '2026-01-06' }],
    ['follow-up', { stage: '意向客户', collected_at: '2026-01-05' }],
    ['follow-up', { stage: '潜在客户', entered_on: '2026-01-05', last_contact_at: '2025-12-01' }],
    ['retention', { ended_at: '2020-01-01', receivable: '1' }],
    ['retention', { ended_at: '2020-01-01', hold: '是' }],
    ['retention', { lifecycle: '历史客户' }],
    ['review', {}],
    ['confirmation', {}],
    ['hold', { hold: '否' }],
  ] as [DutyKind, ExampleRecord][])('%s of %j', (what, fields) => {
    expect(isDue(what, { ...approved, ...fields }, '2026-06-30')).toBe(false);
  });

  it('a special file is due for a person to look at, when its time is over [S2-16]', () => {
    const fields = { ended_at: '2020-01-01', special_need: '轮椅通道' };
    expect(duties('retention', fields, '2026-06-30')).toHaveLength(1);
  });

  it('a proposal, unless the ledger has a column for it [S4-17]', () => {
    const fields = { ...approved, stage: '意向客户', collected_at: '2026-09-30' };
    const at = (extra: string | null, by: string) =>
      dueBy({ policy, asOf: by }, by, nothing)({ ...record(fields), extra }).some(({ what }) => what === 'proposal');
    // Seven working days from 30 September: 8, 9, 10, 12, 13, 14, 15 October.
    expect([null, '{"方案日期":""}'].map((extra) => at(extra, '2026-10-15'))).toEqual([false, true]);
    expect(at('{"方案日期":""}', '2026-10-14')).toBe(false);
    expect(at('{"方案日期":"2026-10-09"}', '2026-12-31')).toBe(false);
  });

  it('a confirmation waits from the approval, not from the entry [S0-21]', () => {
    const step = { by: '张主管', run: 2, day: '2026-09-30', reason: null };
    const review = () => ({ returned: null, resubmitted: null, approved: step, quarantined: null });
    const { workdays } = policy.review.confirm;
    const found = duties('confirmation', approved, '2026-12-31', '2026-12-31', { review });
    expect(found).toMatchObject([{ data: { since: '2026-09-30' }, overdue: true }]);
    expect(workdays).toBeGreaterThan(0);
    expect(
      isDue('confirmation', { ...approved, confirmed_at: '2026-10-09' }, '2026-12-31', '2026-12-31', { review }),
    ).toBe(false);
  });
});

describe('sweeps that were missed [S0-28, C17]', () => {
  const run = (command: string, asOf: string, period: string | null, undoneBy: number | null = null) => ({
    command,
    asOf,
    period,
    undoneBy,
  });
  const months = (runs: ReturnType<typeof run>[], by: string, began = '2026-06-10') =>
    missedSweeps({ policy, asOf: by }, by, [run('init', began, null), ...runs])
      .filter(({ data }) => data.command === 'sweep monthly')
      .map(({ data, due }) => [data.period, due]);

  it('names every month since the ledger began that was not swept, once it is over', () => {
    const runs = [run('sweep monthly', '2026-06-30', '2026-06'), run('sweep monthly', '2026-09-30', '2026-08,2026-09')];
    expect(months(runs, '2026-10-30')).toEqual([['2026-07', '2026-07-31']]);
    expect(months(runs, '2026-10-31')).toEqual([
      ['2026-07', '2026-07-31'],
      ['2026-10', '2026-10-31'],
    ]);
    expect(months([], '2026-07-31')).toEqual([
      ['2026-06', '2026-06-30'],
      ['2026-07', '2026-07-31'],
    ]);
  });

  it('an undone sweep is none', () =>
    expect(months([run('sweep monthly', '2026-06-30', '2026-06', 9)], '2026-06-30')).toEqual([
      ['2026-06', '2026-06-30'],
    ]));

  it('a quarterly regrade counts from the last one, or from the beginning', () => {
    const regrade = (runs: ReturnType<typeof run>[], by: string) =>
      missedSweeps({ policy, asOf: by }, by, [run('init', '2026-05-31', null), ...runs]).filter(
        ({ data }) => data.command === 'classify regrade',
      );
    expect(regrade([], '2026-08-30')).toEqual([]);
    expect(regrade([], '2026-08-31')).toMatchObject([{ due: '2026-08-31', overdue: false }]);
    expect(regrade([run('classify regrade', '2026-08-31', null)], '2026-11-29')).toEqual([]);
    expect(regrade([run('classify regrade', '2026-08-31', null)], '2026-12-01')).toMatchObject([
      { due: '2026-11-30', overdue: true },
    ]);
  });
});

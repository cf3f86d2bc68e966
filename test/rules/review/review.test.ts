import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/policy/default.js';
import { isPerson } from '../../../src/rules/access/person.js';
import { isActive, isFormal, reviewStateOf } from '../../../src/rules/lifecycle.js';
import { dueClock, stepClock } from '../../../src/rules/review/clock.js';
import { entryState, resubmitted } from '../../../src/rules/review/submission.js';
import { given, record } from '../../support/records.js';

describe('where a file stands', () => {
  it.each([
    ['复核通过', null, 'approved', true, true],
    ['已复核', '正常', 'approved', true, true],
    ['复核通过', '隔离', 'approved', false, false],
    ['复核通过', '剔除', 'approved', false, false],
    ['复核通过', '休眠', 'approved', true, true],
    ['已提交', null, 'submitted', true, false],
    ['退回', null, 'returned', true, false],
    ['草稿', null, 'draft', true, false],
    [null, null, 'submitted', true, false],
    ['领导看过', null, 'submitted', true, false],
  ])('%s, %s: %s; active %s, formal %s [S2-17, S4-08, C08]', (review_state, lifecycle, state, active, formal) => {
    const one = record({ review_state, lifecycle });
    expect([reviewStateOf(defaultPolicy)(one), isActive(defaultPolicy)(one), isFormal(defaultPolicy)(one)]).toEqual([
      state,
      active,
      formal,
    ]);
  });
});

describe('what a change does to the review state', () => {
  it.each([
    ['退回', { phone: '1' }, { phone: '1', review_state: '已提交' }],
    ['退回', { review_state: '复核通过' }, {}],
    ['退回', { phone: '1', review_state: '复核通过' }, { phone: '1', review_state: '已提交' }],
    ['已提交', { phone: '1', review_state: '复核通过' }, { phone: '1' }],
    ['已提交', { phone: '1' }, { phone: '1' }],
    ['已提交', { review_state: null }, {}],
    ['复核通过', { phone: '1' }, { phone: '1' }],
    ['复核通过', { review_state: '草稿' }, {}],
    ['草稿', { review_state: '待复核' }, { review_state: '已提交' }],
    ['草稿', { phone: '1' }, { phone: '1' }],
    ['草稿', { review_state: '通过' }, {}],
    [null, { review_state: '通过' }, {}],
  ])('%s with %j is %j [S0-17, S0-20]', (review_state, set, expected) => {
    expect(resubmitted(defaultPolicy, { hold: null, review_state }, set)).toEqual(expected);
  });

  it.each([
    [null, { lifecycle: '休眠状态', phone: '1' }, { phone: '1' }],
    [null, { hold: '是', hold_reason: '诉讼' }, { hold: '是', hold_reason: '诉讼' }],
    ['是', { hold: '否', hold_reason: '已结案', phone: '1' }, { phone: '1' }],
  ])(
    'of a customer with hold %s, %j is %j: lifecycle and holds change by their own commands [S0-03, L09]',
    (hold, set, expected) => {
      expect(resubmitted(defaultPolicy, { hold, review_state: '复核通过' }, set)).toEqual(expected);
    },
  );

  it('a change beside the declared fields submits a returned customer, too [S0-20]', () => {
    expect(resubmitted(defaultPolicy, { hold: null, review_state: '退回' }, {}, true)).toEqual({
      review_state: '已提交',
    });
    expect(resubmitted(defaultPolicy, { hold: null, review_state: '退回' }, {})).toEqual({});
  });

  it.each([
    [null, '已提交', '已提交'],
    ['复核通过', '已提交', '已提交'],
    ['退回', '已提交', '已提交'],
    ['看过', '已提交', '已提交'],
    ['草稿', '已提交', '草稿'],
    [null, '复核通过', '复核通过'],
    ['已提交', '复核通过', '已提交'],
  ])('a row that says %s enters, where others are %s, as %s [S0-17]', (said, otherwise, expected) => {
    expect(entryState(defaultPolicy, said, otherwise)).toBe(expected);
  });
});

describe('the clocks', () => {
  const due = (asOf: string, from: string) => dueClock(given(asOf), 1)(from);

  it('an entry on Friday is not overdue on Sunday, nor on Monday, but after Monday ended [S0-18]', () => {
    expect(due('2026-11-29', '2026-11-27')).toEqual({
      from: '2026-11-27',
      due: '2026-11-30',
      beyond: false,
      overdue: false,
    });
    expect(due('2026-11-30', '2026-11-27').overdue).toBe(false);
    expect(due('2026-12-01', '2026-11-27').overdue).toBe(true);
  });

  it('goes around the holidays, over the Saturday that is worked for them [S0-18]', () => {
    // 2026-09-30 is the last working day before National Day, 2026-10-10 a Saturday worked.
    expect(due('2026-10-08', '2026-09-30')).toMatchObject({ due: '2026-10-08', overdue: false });
    expect(due('2026-10-12', '2026-10-09')).toMatchObject({ due: '2026-10-10', overdue: true });
  });

  it('a year without a list of holidays is counted Monday to Friday, and said [S0-18]', () => {
    expect(due('2030-01-03', '2030-01-02').beyond).toBe(true);
  });

  it('the first check runs from the collection, else from the entry; the review from the entry or the last submission [S4-06, C12]', () => {
    const under = given('2026-11-27');
    const { precheck, review } = defaultPolicy.review;
    const entered = record({ entered_on: '2026-11-26' });
    const check = stepClock(under, precheck);
    expect(check(record({ collected_at: '2026/11/24', entered_on: '2026-11-26' })).due).toBe('2026-11-25');
    expect(check(record({ collected_at: '不详', entered_on: '2026-11-26' })).due).toBe('2026-11-27');
    expect(check(record({ collected_at: '2027-01-01', entered_on: '2026-11-26' })).due).toBe('2026-11-27');
    expect(stepClock(under, review)(entered).due).toBe('2026-11-27');
    expect(stepClock(under, review)(entered, '2026-11-27').due).toBe('2026-11-30');
    expect(stepClock(under, { ...review, from: 'registered_at' })(record({ registered_at: '2026-11-20' })).due).toBe(
      '2026-11-23',
    );
  });
});

describe('isPerson', () => {
  const people = [{ id: 'zhang', name: '张敏', roles: ['supervisor'], osUser: 'zhangmin', keys: [], leaves: null }];
  const policy = { ...defaultPolicy, people };
  it.each([
    ['zhang', '张敏', true],
    ['zhangmin', '张 敏', true],
    ['张敏', 'ZHANG', true],
    ['zhang', '张民', false],
    ['lina', 'Li Na', true],
    ['lina', null, false],
  ])('%s is %s: %s [S1-02]', (actor, name, expected) => {
    expect(isPerson(policy, actor)(name)).toBe(expected);
  });
});

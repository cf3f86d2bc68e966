import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/model/policy.js';
import { defaultPolicy } from '../../../src/policy/default.js';
import { addDays } from '../../../src/rules/calendar/day.js';
import candidate from '../../../src/rules/dormant/candidate.js';
import { isOnHold } from '../../../src/rules/dormant/on-hold.js';
import silent from '../../../src/rules/dormant/silent.js';
import { given, record } from '../../support/records.js';

describe('dormant/silent: three months, the last day counts [S4-11, C16]', () => {
  it.each([
    ['2024-03-15', '2024-06-15'],
    ['2023-12-31', '2024-03-31'],
    ['2023-11-30', '2024-02-29'],
    ['2024-11-30', '2025-02-28'],
    ['2024-11-29', '2025-02-28'],
    ['2024-11-28', '2025-02-28'],
    ['2024-02-29', '2024-05-29'],
    ['2024-01-31', '2024-04-30'],
    ['2024-10-01', '2025-01-01'],
  ])('last interaction %s: silent from %s', (last, first) => {
    const at = (asOf: string) => silent.label(given(asOf))(record({ last_interaction_at: last }));
    const before = addDays(first, -1);
    expect(at(before)).toMatchObject({ value: 'recent', data: { since: last, due: first } });
    expect(at(first)).toMatchObject({ value: 'silent', data: { since: last, due: first } });
  });
});

describe('dormant/candidate: over six months, the last day does not count [S0-29, C16]', () => {
  it.each([
    ['2025-12-31', '2026-07-01'],
    ['2025-08-31', '2026-03-01'],
    ['2025-08-30', '2026-03-01'],
    ['2025-08-29', '2026-03-01'],
    ['2025-08-28', '2026-03-01'],
    ['2025-08-27', '2026-02-28'],
    ['2023-08-31', '2024-03-01'],
    ['2023-08-29', '2024-03-01'],
    ['2023-08-28', '2024-02-29'],
    ['2024-02-29', '2024-08-30'],
    ['2025-03-31', '2025-10-01'],
    ['2025-05-31', '2025-12-01'],
  ])('last contact %s: candidate from %s', (last, first) => {
    const at = (asOf: string) => candidate.label(given(asOf))(record({ last_contact_at: last }));
    const before = addDays(first, -1);
    expect(at(before)).toMatchObject({ value: 'notDue', messageId: 'recent', data: { since: last, due: first } });
    expect(at(first)).toMatchObject({ value: 'candidate', messageId: 'exceeded', data: { since: last, due: first } });
  });

  it('follows the policy’s own clock', () => {
    const { dormancy } = defaultPolicy;
    const policy: Policy = {
      ...defaultPolicy,
      dormancy: { ...dormancy, dormant: { ...dormancy.dormant, after: 'P1Y', edge: 'reached' } },
    };
    const at = (asOf: string) => candidate.label({ policy, asOf })(record({ last_contact_at: '2024-02-29' })).value;
    expect([at('2025-02-27'), at('2025-02-28')]).toEqual(['notDue', 'candidate']);
  });

  it('tells days and the first due day', () => {
    const { data } = candidate.label(given('2026-07-01'))(record({ last_contact_at: '2025-12-31' }));
    expect(data).toEqual({ since: '2025-12-31', days: 182, due: '2026-07-01', after: 'P6M' });
  });

  it('keeps a hold before an unreadable date, and what a customer is before a hold', () => {
    const said = (fields: object) => candidate.label(given('2026-07-01'))(record(fields)).messageId;
    expect(said({ last_contact_at: '?', hold: '是' })).toBe('on-hold');
    expect(said({ lifecycle: '归档', hold: '是' })).toBe('archived');
    expect(said({ last_contact_at: '2020-01-01', lifecycle: '正常', hold: '否' })).toBe('exceeded');
    expect(said({ last_contact_at: '2020-01-01', lifecycle: '在册', hold: '' })).toBe('exceeded');
  });
});

it.each([
  [null, false],
  ['', false],
  ['否', false],
  ['N', false],
  ['０', false],
  ['无', false],
  ['—', false],
  ['是', true],
  ['Y', true],
  ['法院保全', true],
  ['待确认是否解除', true],
])('hold %j: %s [L09]', (hold, held) => {
  expect(isOnHold(hold)).toBe(held);
});

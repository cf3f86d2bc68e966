import { expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/policy/default.js';
import { lateness } from '../../../src/rules/cadence/timeliness.js';

const late = lateness(defaultPolicy);

it.each([
  ['23 hours later', '2026-11-25 10:00', '2026-11-26T09:00+08:00', []],
  ['24 hours later', '2026-11-25 10:00', '2026-11-26T10:00+08:00', []],
  ['25 hours later, within the next working day', '2026-11-25 10:00', '2026-11-26T11:00+08:00', ['001']],
  ['two working days later', '2026-11-25 10:00', '2026-11-27T09:00+08:00', ['001', '004']],
  [
    'over a weekend: the hours run on, the working day is not over',
    '2026-11-27 10:00',
    '2026-11-30T09:00+08:00',
    ['001'],
  ],
  ['a moment of another zone', '2026-11-25 10:00', '2026-11-26T03:00:00.000Z', ['001']],
  ['a day without a time: late only when it surely is', '2026-11-25', '2026-11-26T23:59+08:00', []],
  ['a day without a time, a day too late', '2026-11-25', '2026-11-27T00:01+08:00', ['001', '004']],
  ['before it happened', '2026-11-25', '2026-11-20T00:01+08:00', []],
  ['no date', '不详', '2026-11-27T00:01+08:00', []],
] as const)('a change recorded %s [S1-12] [S4-23] [C07]', (_, happened, recorded, broken) => {
  expect(late(happened, recorded)).toEqual(broken);
});

it('a deadline that the policy dropped is none', () => {
  const { updates } = defaultPolicy;
  const dropped = { ...updates.deadlines['001'], dropped: '只用工作日' } as never;
  const policy = { ...defaultPolicy, updates: { ...updates, deadlines: { ...updates.deadlines, '001': dropped } } };
  expect(lateness(policy)('2026-11-25', '2026-11-30')).toEqual(['004']);
});

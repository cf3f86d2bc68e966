import { expect, it } from 'vitest';
import { readDay } from '../../../src/rules/calendar/read-day.js';

it.each([
  [null, null],
  ['2024-03-15', '2024-03-15'],
  ['2024年3月15日 9:30', '2024-03-15'],
  ['2024-02-30', null],
  ['45366', null],
  ['03/04/2024', null],
])('%s is the day %s [S2-05]', (value, expected) => {
  expect(readDay(value)).toBe(expected);
});

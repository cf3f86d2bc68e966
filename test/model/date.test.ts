import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysInMonth, isIsoDate } from '../../src/model/date.js';

describe('isIsoDate', () => {
  test.each(['2024-03-15', '2024-02-29', '2000-02-29', '1999-12-31', '0000-01-01', '9999-12-31', '2026-04-30'])(
    '%s is a day',
    (s) => {
      expect(isIsoDate(s)).toBe(true);
    },
  );
  test.each([
    '',
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2100-02-29',
    '2024-04-31',
    '2024-00-10',
    '2024-13-01',
    '2024-01-00',
    '2024-1-5',
    '2024/03/15',
    '20240315',
    ' 2024-03-15',
    '2024-03-15 ',
    '2024-03-1a',
    '+024-03-15',
    '2024-03- 5',
    '２０２４-03-15',
    '2024-03-15T00:00',
  ])('%j is not', (s) => {
    expect(isIsoDate(s)).toBe(false);
  });

  test('agrees with Date.UTC on every year, month and day of two digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 9999 }), fc.nat(99), fc.nat(99), (y, m, d) => {
        const s = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
        const utc = new Date(Date.UTC(y, m - 1, d));
        const real = utc.getUTCFullYear() === y && utc.getUTCMonth() === m - 1 && utc.getUTCDate() === d;
        expect(isIsoDate(s)).toBe(real);
      }),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => typeof isIsoDate(s) === 'boolean'));
  });
});

test('daysInMonth knows leap years and answers 0 for a month that does not exist', () => {
  expect([2, 2, 2, 2].map((m, i) => daysInMonth([1900, 2000, 2023, 2024][i]!, m))).toEqual([28, 29, 28, 29]);
  expect([1, 4, 12].map((m) => daysInMonth(2024, m))).toEqual([31, 30, 31]);
  expect([0, 13, -1].map((m) => daysInMonth(2024, m))).toEqual([0, 0, 0]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysInMonth } from '../../../src/model/date.js';
import { addDays, fromDayNumber, toDayNumber } from '../../../src/rules/calendar/day.js';
import {
  addPeriod,
  type Edge,
  endOf,
  endReached,
  firstDay,
  hoursBetween,
  isPeriod,
  parsePeriod,
} from '../../../src/rules/calendar/period.js';

const day = fc.integer({ min: toDayNumber('1900-01-01'), max: toDayNumber('2100-12-31') }).map(fromDayNumber);
const period = fc.constantFrom('P1M', 'P3M', 'P6M', 'P12M', 'P3Y', 'P14D', 'P2W', 'P90D', 'P1Y6M', 'P1M10D');
const edge = fc.constantFrom<Edge>('reached', 'exceeded');

describe('periods', () => {
  test.each([
    ['P3M', 3, 0],
    ['P6M', 6, 0],
    ['P14D', 0, 14],
    ['P2W', 0, 14],
    ['P3Y', 36, 0],
    ['P90D', 0, 90],
    ['P1Y6M', 18, 0],
    ['P1Y2M10D', 14, 10],
    ['P1M2W', 1, 14],
  ])('%s is %i months and %i days', (s, months, days) => {
    expect(isPeriod(s)).toBe(true);
    expect(parsePeriod(s)).toEqual({ months, days });
  });

  test.each([
    '',
    'P',
    '3M',
    'p3m',
    'P3',
    'PM',
    'P-3M',
    'P3m',
    'P1.5M',
    'P0D',
    'P0Y0M',
    'PT24H',
    'P1D2M',
    'P3M ',
    'P12345D',
    '六个月',
  ])('%j is not a period', (s) => {
    expect(isPeriod(s)).toBe(false);
    expect(() => parsePeriod(s)).toThrow(RangeError);
    expect(() => addPeriod('2024-03-15', s)).toThrow(RangeError);
  });

  test('any number of texts may be asked', () => {
    fc.assert(
      fc.property(fc.string(), (s) => {
        expect(isPeriod(s)).toBe(isPeriod(s));
      }),
      { numRuns: 600 },
    );
  });
});

describe('addPeriod [C16] [L11]', () => {
  test.each([
    ['2024-08-31', 'P6M', '2025-02-28'],
    ['2023-08-31', 'P6M', '2024-02-29'],
    ['2024-08-30', 'P6M', '2025-02-28'],
    ['2024-08-28', 'P6M', '2025-02-28'],
    ['2024-01-31', 'P1M', '2024-02-29'],
    ['2023-01-31', 'P1M', '2023-02-28'],
    ['2024-03-31', 'P1M', '2024-04-30'],
    ['2024-02-29', 'P1M', '2024-03-29'],
    ['2024-02-29', 'P12M', '2025-02-28'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2024-02-29', 'P4Y', '2028-02-29'],
    ['2021-02-28', 'P3Y', '2024-02-28'],
    ['2024-03-15', 'P3M', '2024-06-15'],
    ['2024-12-15', 'P3M', '2025-03-15'],
    ['2024-11-30', 'P3M', '2025-02-28'],
    ['2025-12-31', 'P6M', '2026-06-30'],
    ['2026-01-01', 'P3M', '2026-04-01'],
    ['2024-10-01', 'P3Y', '2027-10-01'],
    ['2024-02-15', 'P14D', '2024-02-29'],
    ['2023-02-15', 'P2W', '2023-03-01'],
    ['2024-12-01', 'P90D', '2025-03-01'],
    ['2023-12-31', 'P90D', '2024-03-30'],
    ['2024-01-31', 'P1M10D', '2024-03-10'],
    ['2024-12-31', 'P1Y6M', '2026-06-30'],
    ['1999-12-31', 'P1M', '2000-01-31'],
  ])('%s + %s is %s', (start, p, end) => {
    expect(addPeriod(start, p)).toBe(end);
    expect(endOf(start, p)).toBe(end);
  });

  test('never goes backwards: a later start never ends earlier', () => {
    fc.assert(
      fc.property(day, day, period, (a, b, p) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        expect(addPeriod(early, p) <= addPeriod(late, p)).toBe(true);
        expect(addPeriod(early, p) > early).toBe(true);
      }),
    );
  });

  test('of months keeps the day of the month or ends on the month’s last day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (start, months) => {
        const end = addPeriod(start, `P${months}M`);
        const last = daysInMonth(Number(end.slice(0, 4)), Number(end.slice(5, 7)));
        expect(Number(end.slice(8))).toBe(Math.min(Number(start.slice(8)), last));
        const monthsApart = (s: string) => Number(s.slice(0, 4)) * 12 + Number(s.slice(5, 7));
        expect(monthsApart(end) - monthsApart(start)).toBe(months);
      }),
    );
  });

  test('a text that is no day and a year of five digits are mistakes of the caller', () => {
    expect(() => addPeriod('2024-02-30', 'P1M')).toThrow(RangeError);
    expect(() => addPeriod('2024/03/15', 'P1M')).toThrow(RangeError);
    expect(() => addPeriod('9999-12-31', 'P1M')).toThrow(RangeError);
  });
});

describe('endReached and firstDay', () => {
  test.each<[title: string, start: string, p: string, asOf: string, e: Edge, expected: boolean]>([
    ['[S4-11] 3 months are reached on the end day', '2024-03-15', 'P3M', '2024-06-15', 'reached', true],
    ['[S4-11] not the day before', '2024-03-15', 'P3M', '2024-06-14', 'reached', false],
    ['[S0-29] over 6 months is not the end day', '2025-12-31', 'P6M', '2026-06-30', 'exceeded', false],
    ['[S0-29] over 6 months is the day after', '2025-12-31', 'P6M', '2026-07-01', 'exceeded', true],
    ['[S0-29] 08-31 clamps to 02-28', '2024-08-31', 'P6M', '2025-02-28', 'exceeded', false],
    ['[S0-29] 08-31 clamps, the day after', '2024-08-31', 'P6M', '2025-03-01', 'exceeded', true],
    ['[S0-24] verified 2026-01-01 with P3M is due 2026-04-01', '2026-01-01', 'P3M', '2026-04-01', 'reached', true],
    ['[S0-24] and not before', '2026-01-01', 'P3M', '2026-03-31', 'reached', false],
    ['[S4-22] the floor day of 3 years still keeps', '2021-06-30', 'P3Y', '2024-06-30', 'exceeded', false],
    ['[S4-22] the next day allows', '2021-06-30', 'P3Y', '2024-07-01', 'exceeded', true],
    ['2 weeks reached', '2024-02-15', 'P2W', '2024-02-29', 'reached', true],
    ['long after', '2020-01-01', 'P1M', '2026-01-01', 'exceeded', true],
    ['before the start', '2024-03-15', 'P1M', '2023-01-01', 'reached', false],
  ])('%s', (_, start, p, asOf, e, expected) => {
    expect(endReached(start, p, asOf, e)).toBe(expected);
  });

  test.each<[start: string, p: string, e: Edge, first: string]>([
    ['2024-03-15', 'P3M', 'reached', '2024-06-15'],
    ['2024-03-15', 'P3M', 'exceeded', '2024-06-16'],
    ['2025-12-31', 'P6M', 'exceeded', '2026-07-01'],
    ['2024-08-31', 'P6M', 'reached', '2025-02-28'],
    ['2023-08-31', 'P6M', 'exceeded', '2024-03-01'],
    ['2023-12-31', 'P1Y', 'exceeded', '2025-01-01'],
  ])('%s + %s %s from %s', (start, p, e, first) => {
    expect(firstDay(start, p, e)).toBe(first);
  });

  test('firstDay is the day on which endReached turns true', () => {
    fc.assert(
      fc.property(day, period, edge, (start, p, e) => {
        const first = firstDay(start, p, e);
        expect(endReached(start, p, first, e)).toBe(true);
        expect(endReached(start, p, addDays(first, -1), e)).toBe(false);
      }),
    );
  });
});

describe('hoursBetween [S1-12] [C07]', () => {
  test.each([
    ['2024-03-15T14:00', '2024-03-16T14:00', 24],
    ['2024-03-15T14:00', '2024-03-16T13:00', 23],
    ['2024-03-15T14:00', '2024-03-16T15:00', 25],
    ['2024-03-15T14:00:00', '2024-03-16T14:00:01', 24 + 1 / 3600],
    ['2024-03-15 17:00', '2024-03-18 09:00', 64],
    ['2024-02-28T12:00', '2024-03-01T12:00', 48],
    ['2024-12-31T23:59:59', '2025-01-01T00:00', 1 / 3600],
    ['2024-03-16T14:00', '2024-03-15T14:00', -24],
    ['2024-03-15T14:00', '2024-03-15T14:00', 0],
    ['1990-07-01T00:00', '1990-07-02T00:00', 24],
  ])('%s to %s is %d hours', (a, b, hours) => {
    expect(hoursBetween(a, b)).toBeCloseTo(hours, 9);
  });

  test('a whole day more is over 24 hours only past the second', () => {
    expect(hoursBetween('2024-03-15T14:00:07', '2024-03-16T14:00:07') > 24).toBe(false);
    expect(hoursBetween('2024-03-15T14:00:07', '2024-03-16T14:00:08') > 24).toBe(true);
  });

  test.each(['2024-03-15', '2024-03-15T24:00', '2024-03-15T14:60', '2024-02-30T10:00', '2024-03-15T14:00Z', '14:00'])(
    '%s is not a wall time',
    (s) => {
      expect(() => hoursBetween(s, '2024-03-16T10:00')).toThrow(RangeError);
      expect(() => hoursBetween('2024-03-16T10:00', s)).toThrow(RangeError);
    },
  );
});

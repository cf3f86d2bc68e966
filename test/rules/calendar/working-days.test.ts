import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, fromDayNumber, toDayNumber, weekday } from '../../../src/rules/calendar/day.js';
import { chinaCalendar, dueAfterWorkdays } from '../../../src/rules/calendar/working-days.js';

const calendar = chinaCalendar();
const span = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
};

describe('the published lists', () => {
  test('agree with chinese-days on every day of 2004–2026', () => {
    const data = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Record<
      'holidays' | 'workdays',
      Record<string, string>
    >;
    const days = span('2004-01-01', '2026-12-31');
    const different = days.filter((day) => {
      const theirs = day in data.workdays || (!(day in data.holidays) && weekday(day) <= 5);
      return calendar.isWorkday(day) !== theirs;
    });
    expect(days).toHaveLength(8401);
    expect(different).toEqual([]);
  });

  test('of 2026 are those of the notice of 2025-11-04', () => {
    const off = [
      ...span('2026-01-01', '2026-01-03'),
      ...span('2026-02-15', '2026-02-23'),
      ...span('2026-04-04', '2026-04-06'),
      ...span('2026-05-01', '2026-05-05'),
      ...span('2026-06-19', '2026-06-21'),
      ...span('2026-09-25', '2026-09-27'),
      ...span('2026-10-01', '2026-10-07'),
    ];
    const worked = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
    for (const day of span('2026-01-01', '2026-12-31')) {
      const expected = worked.includes(day) || (!off.includes(day) && weekday(day) <= 5);
      expect([day, calendar.isWorkday(day)]).toEqual([day, expected]);
    }
  });

  test.each([
    ['2024-10-01', false],
    ['2024-10-07', false],
    ['2024-10-08', true],
    ['2024-10-12', true],
    ['2024-09-29', true],
    ['2024-09-14', true],
    ['2024-02-04', true],
    ['2024-02-09', true],
    ['2024-02-18', true],
    ['2024-02-12', false],
    ['2024-03-16', false],
    ['2024-03-15', true],
    ['2020-01-31', false],
    ['2015-09-03', false],
    ['2015-09-06', true],
    ['2023-01-28', true],
    ['2023-01-23', false],
    ['2025-01-26', true],
    ['2025-02-08', true],
    ['2025-10-08', false],
    ['2025-10-11', true],
    ['2004-05-08', true],
  ])('%s worked: %s', (day, worked) => {
    expect(calendar.isWorkday(day)).toBe(worked);
  });
});

describe('addWorkdays', () => {
  test.each<[title: string, day: string, n: number, expected: string]>([
    ['[S0-18] a Friday’s next working day is Monday', '2024-03-15', 1, '2024-03-18'],
    ['a Monday’s is Tuesday', '2024-03-18', 1, '2024-03-19'],
    ['a Saturday’s is Monday', '2024-03-16', 1, '2024-03-18'],
    ['the eve of 国庆 2026', '2026-09-30', 1, '2026-10-08'],
    ['into the worked Saturday after 国庆 2026', '2026-09-30', 3, '2026-10-10'],
    ['over the worked Saturday', '2026-09-30', 4, '2026-10-12'],
    ['inside 国庆 2026', '2026-10-03', 1, '2026-10-08'],
    ['中秋 2026 with the worked Sunday before', '2026-09-19', 1, '2026-09-20'],
    ['over 中秋 2026', '2026-09-24', 1, '2026-09-28'],
    ['春节 2026 from the worked Saturday', '2026-02-14', 1, '2026-02-24'],
    ['春节 2026 from the Friday', '2026-02-13', 1, '2026-02-14'],
    ['over 春节 2026', '2026-02-13', 2, '2026-02-24'],
    ['the Friday before the worked Saturday after 春节 2026', '2026-02-27', 1, '2026-02-28'],
    ['元旦 2026', '2025-12-31', 1, '2026-01-04'],
    ['清明 2026', '2026-04-03', 1, '2026-04-07'],
    ['劳动节 2026', '2026-04-30', 1, '2026-05-06'],
    ['端午 2026', '2026-06-18', 1, '2026-06-22'],
    ['春节 2024', '2024-02-09', 1, '2024-02-18'],
    ['春节 2024, 7 working days', '2024-02-08', 7, '2024-02-23'],
    ['春节 2025', '2025-01-27', 1, '2025-02-05'],
    ['国庆 2025 with 中秋', '2025-09-30', 1, '2025-10-09'],
    ['国庆 2024', '2024-09-30', 1, '2024-10-08'],
    ['国庆 2023', '2023-09-28', 1, '2023-10-07'],
    ['春节 2020, extended', '2020-01-23', 1, '2020-02-03'],
    ['SLA of 3 over a plain week', '2024-03-13', 3, '2024-03-18'],
    ['SLA of 7 over a plain week', '2024-03-11', 7, '2024-03-20'],
    ['[L11] 0 moves a holiday on (Civil Code 203)', '2026-10-01', 0, '2026-10-08'],
    ['[L11] 0 moves a Sunday on', '2024-03-17', 0, '2024-03-18'],
    ['[L11] 0 leaves a working day', '2024-03-15', 0, '2024-03-15'],
    ['[L11] 0 leaves a worked Sunday', '2026-09-20', 0, '2026-09-20'],
  ])('%s: %s + %i is %s', (_, day, n, expected) => {
    expect(calendar.addWorkdays(day, n)).toEqual({ day: expected, beyond: false });
  });

  test('says when it counts in a year without a list', () => {
    expect(calendar.addWorkdays('2026-12-31', 1)).toEqual({ day: '2027-01-01', beyond: true });
    expect(calendar.addWorkdays('2027-09-30', 1)).toEqual({ day: '2027-10-01', beyond: true });
    expect(calendar.addWorkdays('2003-12-31', 1)).toEqual({ day: '2004-01-02', beyond: true });
    expect([calendar.first, calendar.last]).toEqual([2004, 2026]);
    expect([2003, 2004, 2026, 2027].map(calendar.covers)).toEqual([false, true, true, false]);
  });

  test.each([-1, 0.5, Number.NaN, 10_001])('%d is not a count', (n) => {
    expect(() => calendar.addWorkdays('2024-03-15', n)).toThrow(RangeError);
  });

  test('lands on a working day, with exactly n working days on the way', () => {
    const day = fc.integer({ min: toDayNumber('2003-06-01'), max: toDayNumber('2028-06-01') }).map(fromDayNumber);
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (start, n) => {
        const { day: end } = calendar.addWorkdays(start, n);
        expect(calendar.isWorkday(end)).toBe(true);
        expect(calendar.workdaysBetween(start, end)).toBe(n);
        expect(span(addDays(start, 1), end).filter(calendar.isWorkday)).toHaveLength(n);
      }),
    );
  });
});

test.each([
  ['2026-09-28', '2026-10-12', 6],
  ['2024-03-15', '2024-03-15', 0],
  ['2024-03-15', '2024-03-17', 0],
  ['2024-03-15', '2024-03-18', 1],
  ['2024-03-18', '2024-03-15', -1],
  ['2025-12-31', '2026-12-31', 248],
  ['2023-12-31', '2024-12-31', 251],
])('workdaysBetween %s and %s is %i', (a, b, n) => {
  expect(calendar.workdaysBetween(a, b)).toBe(n);
});

describe('dueAfterWorkdays', () => {
  test('[S0-18] a Friday 16:00 entry is not overdue on Sunday, nor on Monday, but on Tuesday', () => {
    const { day } = dueAfterWorkdays(calendar, '2024-03-15T16:00', 1);
    expect(['2024-03-16', '2024-03-17', '2024-03-18', '2024-03-19'].map((asOf) => asOf > day)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  test.each<[title: string, start: string, n: number, due: string]>([
    ['[S1-13] first contact before 国庆', '2026-09-30T17:59', 1, '2026-10-08'],
    ['[S4-06] collected on a worked Saturday', '2026-10-10T09:00:00', 1, '2026-10-12'],
    ['[C07] Friday 17:00 ends on Monday', '2024-03-15 17:00', 1, '2024-03-18'],
    ['a day without a time', '2024-03-15', 3, '2024-03-20'],
    ['just after midnight counts as that day', '2024-03-15T00:00', 1, '2024-03-18'],
  ])('%s', (_, start, n, due) => {
    expect(dueAfterWorkdays(calendar, start, n)).toEqual({ day: due, beyond: false });
  });

  test('tells that 2027 has no list', () => {
    expect(dueAfterWorkdays(calendar, '2026-12-30T10:00', 3).beyond).toBe(true);
  });
});

describe('overrides', () => {
  test('add a year and replace a year', () => {
    const later = chinaCalendar({
      2026: { off: ['2026-10-08'], work: [] },
      2027: { off: ['2027-01-01', '2027-10-01', '2027-10-02'], work: ['2027-09-26'] },
    });
    expect([later.first, later.last, later.covers(2027)]).toEqual([2004, 2027, true]);
    expect(later.addWorkdays('2026-12-31', 1)).toEqual({ day: '2027-01-04', beyond: false });
    expect(later.isWorkday('2027-09-26')).toBe(true);
    expect(later.isWorkday('2027-10-02')).toBe(false);
    expect(later.isWorkday('2026-10-01')).toBe(true);
    expect(later.isWorkday('2026-10-08')).toBe(false);
    expect(calendar.isWorkday('2026-10-01')).toBe(false);
  });

  test('with a gap say which years are counted without a list', () => {
    const gap = chinaCalendar({ 2029: { off: ['2029-01-01'], work: [] } });
    expect([gap.last, gap.covers(2028), gap.covers(2029)]).toEqual([2029, false, true]);
    expect(gap.addWorkdays('2029-03-01', 1).beyond).toBe(false);
    expect(gap.addWorkdays('2028-12-29', 1)).toEqual({ day: '2029-01-02', beyond: true });
  });

  test.each([
    ['a day of another year', { 2027: { off: ['2026-10-01'], work: [] } }],
    ['no day', { 2027: { off: ['2027-02-30'], work: [] } }],
    ['another shape', { 2027: { off: [], work: ['2027/01/02'] } }],
    ['both off and worked', { 2027: { off: ['2027-01-02'], work: ['2027-01-02'] } }],
    ['a year of two digits', { 27: { off: [], work: [] } }],
  ])('refuse %s', (_, overrides) => {
    expect(() => chinaCalendar(overrides)).toThrow(RangeError);
  });
});

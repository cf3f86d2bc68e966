import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIsoDate } from '../../../src/model/date.js';
import {
  addDays,
  type DateProblem,
  daysBetween,
  fromDayNumber,
  parseDate,
  toDayNumber,
  weekday,
  weekdayOfNumber,
} from '../../../src/rules/calendar/day.js';

const dayNumber = fc.integer({ min: -719528, max: 2932896 });

describe('day numbers', () => {
  test.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11016],
    ['2024-03-15', 19797],
    ['0000-01-01', -719528],
    ['9999-12-31', 2932896],
  ])('%s is %i', (iso, n) => {
    expect(toDayNumber(iso)).toBe(n);
    expect(fromDayNumber(n)).toBe(iso);
  });

  test('agree with Date.UTC and come back', () => {
    fc.assert(
      fc.property(dayNumber, (n) => {
        const iso = fromDayNumber(n);
        const utc = new Date(n * 86_400_000);
        expect(iso).toBe(utc.toISOString().slice(0, 10));
        expect(weekday(iso)).toBe(utc.getUTCDay() || 7);
        expect(toDayNumber(iso)).toBe(n);
        expect(isIsoDate(iso)).toBe(true);
      }),
    );
  });

  test('compare as their days do', () => {
    fc.assert(fc.property(dayNumber, dayNumber, (a, b) => a < b === fromDayNumber(a) < fromDayNumber(b)));
  });

  test('a text that is no day, and a number that is none, are mistakes of the caller', () => {
    expect(() => toDayNumber('2024-02-30')).toThrow(RangeError);
    expect(() => fromDayNumber(0.5)).toThrow(RangeError);
    expect(() => fromDayNumber(Number.NaN)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
  });

  test('addDays, daysBetween and weekday', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2024-12-31', '2025-01-01')).toBe(1);
    expect(daysBetween('2025-01-01', '2024-12-31')).toBe(-1);
    expect(weekday('2026-09-30')).toBe(3);
    expect(weekday('2024-03-17')).toBe(7);
    expect([-4, -3, 0, 3, 4].map(weekdayOfNumber)).toEqual([7, 1, 4, 7, 1]);
  });
});

describe('parseDate', () => {
  test.each<[raw: string, date: string, time: string | null]>([
    ['2024-03-15', '2024-03-15', null],
    ['2024/3/15', '2024-03-15', null],
    ['2024/03/15', '2024-03-15', null],
    ['2024.3.15', '2024-03-15', null],
    ['2024-3-5', '2024-03-05', null],
    ['20240315', '2024-03-15', null],
    ['2024年3月15日', '2024-03-15', null],
    ['2024年03月15日', '2024-03-15', null],
    ['2024年3月15号', '2024-03-15', null],
    ['2024 年 3 月 15 日', '2024-03-15', null],
    ['２０２４－０３－１５', '2024-03-15', null],
    ['２０２４年３月１５日', '2024-03-15', null],
    ['2024／3／15', '2024-03-15', null],
    ['2024–03–15', '2024-03-15', null],
    ['  2024-03-15\t', '2024-03-15', null],
    ['2024-03-15　', '2024-03-15', null],
    ['2024 - 3 - 15', '2024-03-15', null],
    ['2024-02-29', '2024-02-29', null],
    ['1900-01-01', '1900-01-01', null],
    ['2100-12-31', '2100-12-31', null],
    ['2024-03-15 14:30', '2024-03-15', '14:30'],
    ['2024-03-15 14:30:05', '2024-03-15', '14:30:05'],
    ['2024-03-15 14:30:05.123', '2024-03-15', '14:30:05'],
    ['2024/3/15 9:05', '2024-03-15', '09:05'],
    ['2024/3/15 0:00:00', '2024-03-15', '00:00:00'],
    ['2024-03-15　14：30', '2024-03-15', '14:30'],
    ['2024年3月15日 14:30', '2024-03-15', '14:30'],
    ['2024年3月15日14时30分', '2024-03-15', '14:30'],
    ['2024年3月15日 9点5分', '2024-03-15', '09:05'],
    ['2024年3月15日14时30分05秒', '2024-03-15', '14:30:05'],
    ['2024年3月15日14:30:05', '2024-03-15', '14:30:05'],
    ['20240315143005', '2024-03-15', '14:30:05'],
    ['20240315T1430', '2024-03-15', '14:30'],
    ['2024-03-15T14:30', '2024-03-15', '14:30'],
    ['2024-03-15t14:30:05', '2024-03-15', '14:30:05'],
    ['2024-03-15T14:30:05+08:00', '2024-03-15', '14:30:05'],
    ['2024-03-15T14:30:05+0800', '2024-03-15', '14:30:05'],
    ['2024-03-15 14:30:05 +08', '2024-03-15', '14:30:05'],
    ['2024-03-15T14:30:05Z', '2024-03-15', '22:30:05'],
    ['2024-03-15T20:30:00Z', '2024-03-16', '04:30:00'],
    ['2024-03-15T20:30:00.000Z', '2024-03-16', '04:30:00'],
    ['2024-12-31T18:00Z', '2025-01-01', '02:00'],
    ['2024-02-28T16:00Z', '2024-02-29', '00:00'],
    ['2024-03-15T00:30+09:00', '2024-03-14', '23:30'],
    ['2024-03-15T10:00:00-05:00', '2024-03-15', '23:00:00'],
    ['2024-03-15T14:00+05:30', '2024-03-15', '16:30'],
  ])('%j is %s %s', (raw, date, time) => {
    expect(parseDate(raw)).toEqual({ ok: true, date, time, guessed: false });
  });

  test.each<[raw: string, date: string, time: string | null]>([
    ['3/15/2024', '2024-03-15', null],
    ['15/3/2024', '2024-03-15', null],
    ['15.03.2024', '2024-03-15', null],
    ['31-12-2024', '2024-12-31', null],
    ['05/05/2024', '2024-05-05', null],
    ['3/15/2024 14:30', '2024-03-15', '14:30'],
    ['２９／２／２０２４', '2024-02-29', null],
  ])('%j is guessed as %s, because it has no second reading', (raw, date, time) => {
    expect(parseDate(raw)).toEqual({ ok: true, date, time, guessed: true });
  });

  test.each<[raw: string, problem: DateProblem, suggestion?: string]>([
    ['', 'empty'],
    [' \t', 'empty'],
    ['　', 'empty'],
    ['03/04/2024', 'ambiguous'],
    ['3.4.2024', 'ambiguous'],
    ['12-11-2024', 'ambiguous'],
    ['45366', 'excelSerial', '2024-03-15'],
    ['45366.6042', 'excelSerial', '2024-03-15'],
    ['20000', 'excelSerial', '1954-10-03'],
    ['60000', 'excelSerial', '2064-04-08'],
    ['19999', 'format'],
    ['60001', 'format'],
    ['2024-02-30', 'noSuchDay', '2024-02-29'],
    ['2023-02-29', 'noSuchDay', '2023-02-28'],
    ['2024-04-31', 'noSuchDay', '2024-04-30'],
    ['31/4/2024', 'noSuchDay', '2024-04-30'],
    ['2/30/2024', 'noSuchDay', '2024-02-29'],
    ['2024-15-03', 'noSuchDay', '2024-03-15'],
    ['2024-13-32', 'noSuchDay'],
    ['2024-00-10', 'noSuchDay'],
    ['2024-03-00', 'noSuchDay'],
    ['2024-03-32', 'noSuchDay'],
    ['20241301', 'noSuchDay', '2024-01-13'],
    ['13/13/2024', 'noSuchDay'],
    ['0000-00-00', 'yearRange'],
    ['1899-12-31', 'yearRange'],
    ['2101-01-01', 'yearRange'],
    ['9999-12-31', 'yearRange'],
    ['3/4/0024', 'yearRange'],
    ['2100-12-31T20:00Z', 'yearRange'],
    ['1900-01-01T00:00+09:00', 'yearRange'],
    ['24-03-15', 'format'],
    ['2024-03', 'format'],
    ['2024', 'format'],
    ['3月15日', 'format'],
    ['2024-3/15', 'format'],
    ['2024-03-15 25:00', 'format'],
    ['2024-03-15 14:60', 'format'],
    ['2024-03-15 14:30:60', 'format'],
    ['2024-03-15T14:30+15:00', 'format'],
    ['2024-03-15T14:30+08:60', 'format'],
    ['2024-03-15+08:00', 'format'],
    ['1710484205', 'format'],
    ['1710484205000', 'format'],
    ['昨天', 'format'],
    ['长期', 'format'],
    ['#N/A', 'format'],
    ['2024-03-15,2024-03-16', 'format'],
    ['2024-03-15至2024-03-20', 'format'],
    ['-45366', 'format'],
    [`2024-03-15${' '.repeat(40)}x`, 'format'],
  ])('%j is no date: %s', (raw, problem, suggestion) => {
    expect(parseDate(raw)).toEqual({ ok: false, problem, ...(suggestion === undefined ? {} : { suggestion }) });
  });

  test('never throws, and a date is always a real day of 1900–2100', () => {
    const piece = fc.constantFrom(
      '2024',
      '-',
      '/',
      '.',
      '年',
      '月',
      '日',
      '3',
      '15',
      '31',
      ' ',
      'T',
      ':',
      '0',
      'Z',
      '+08:00',
      '：',
      '１',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const parsed = parseDate(raw);
        const date = parsed.ok ? parsed.date : (parsed.suggestion ?? '2000-01-01');
        expect(isIsoDate(date)).toBe(true);
        expect(date >= '1900' && date < '2101').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('every written form of a day reads back to it', () => {
    fc.assert(
      fc.property(fc.integer({ min: toDayNumber('1900-01-01'), max: toDayNumber('2100-12-31') }), (n) => {
        const date = fromDayNumber(n);
        const [y, m, d] = date.split('-').map(Number);
        for (const raw of [date, `${y}/${m}/${d}`, `${y}.${m}.${d}`, date.replaceAll('-', ''), `${y}年${m}月${d}日`]) {
          expect(parseDate(raw)).toEqual({ ok: true, date, time: null, guessed: false });
        }
      }),
    );
  });
});

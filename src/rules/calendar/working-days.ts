import { type IsoDate, isIsoDate } from '../../model/date.js';
import { CHINA_HOLIDAYS } from './china-holidays.js';
import { fromDayNumber, toDayNumber, weekdayOfNumber } from './day.js';

/** Some forty years; a larger count is a mistake that would only keep the loop busy. */
const MAX_WORKDAYS = 10_000;

/** What makes a year differ from Monday–Friday: days off (a weekend day among them changes nothing) and weekend days worked (调休). */
export interface YearDays {
  readonly off: readonly IsoDate[];
  readonly work: readonly IsoDate[];
}

/** A day found by counting working days. `beyond`: a year without a published list was counted as Monday–Friday; say so. */
export interface CountedDay {
  readonly day: IsoDate;
  readonly beyond: boolean;
}

/**
 * Working days of one country. A year without a list counts Monday–Friday, and `covers` or `beyond` tells; no answer hides
 * it. Every function throws a RangeError for a text that is not a day.
 */
export interface WorkCalendar {
  /** Whether the day is worked. */
  isWorkday(day: IsoDate): boolean;
  /**
   * The n-th working day after a day (n a whole number, the day itself not counted). With n = 0 the day itself where it is
   * worked, otherwise the next working day: the move of Civil Code 203. @throws RangeError for an n that is negative, broken or above 10,000.
   */
  addWorkdays(day: IsoDate, n: number): CountedDay;
  /** Working days after a up to and with b; negative when b is the earlier. workdaysBetween(d, addWorkdays(d, n).day) is n. */
  workdaysBetween(a: IsoDate, b: IsoDate): number;
  /** Whether there is a list for the year. */
  covers(year: number): boolean;
  /** The first and the last year with a list. */
  readonly first: number;
  readonly last: number;
}

/**
 * Working days in mainland China: the published lists of china-holidays.ts, with whole years replaced or added by
 * `overrides` (a new notice, `calendar import`).
 * @throws RangeError when an override names something that is not a day of its year, or one day as both off and worked.
 */
export function chinaCalendar(overrides: Readonly<Record<number, YearDays>> = {}): WorkCalendar {
  const years = new Map<number, YearDays>();
  for (const [year, [off, work]] of Object.entries(CHINA_HOLIDAYS)) {
    years.set(Number(year), { off: daysOf(year, off), work: daysOf(year, work) });
  }
  for (const [year, days] of Object.entries(overrides)) {
    checkYear(year, days);
    years.set(Number(year), days);
  }
  return calendarOf(years);
}

/** '0101 0126' of a year as days. */
function daysOf(year: string, list: string): IsoDate[] {
  return list.split(' ').map((monthDay) => `${year}-${monthDay.slice(0, 2)}-${monthDay.slice(2)}`);
}

function checkYear(year: string, { off, work }: YearDays): void {
  if (!/^\d{4}$/.test(year)) throw new RangeError(`not a year: ${year}`);
  for (const day of [...off, ...work]) {
    if (!isIsoDate(day) || !day.startsWith(year)) throw new RangeError(`not a day of ${year}: ${day}`);
  }
  const both = off.find((day) => work.includes(day));
  if (both !== undefined) throw new RangeError(`both off and worked: ${both}`);
}

function calendarOf(years: ReadonlyMap<number, YearDays>): WorkCalendar {
  const first = Math.min(...years.keys());
  const last = Math.max(...years.keys());
  /** Day number → worked or not, only for the days that differ from Monday–Friday. */
  const exceptions = new Map<number, boolean>();
  for (const { off, work } of years.values()) {
    for (const day of off) exceptions.set(toDayNumber(day), false);
    for (const day of work) exceptions.set(toDayNumber(day), true);
  }
  const works = (n: number): boolean => exceptions.get(n) ?? weekdayOfNumber(n) <= 5;
  const covers = (year: number): boolean => years.has(year);

  return {
    first,
    last,
    covers,
    isWorkday: (day) => works(toDayNumber(day)),
    addWorkdays(day, n) {
      if (!Number.isInteger(n) || n < 0 || n > MAX_WORKDAYS) throw new RangeError(`not a count of working days: ${n}`);
      const start = toDayNumber(day);
      let at = start;
      if (n === 0) while (!works(at)) at += 1;
      for (let left = n; left > 0; ) {
        at += 1;
        if (works(at)) left -= 1;
      }
      const end = fromDayNumber(at);
      let beyond = false;
      for (let year = Number(day.slice(0, 4)); year <= Number(end.slice(0, 4)); year += 1) beyond ||= !covers(year);
      return { day: end, beyond };
    },
    workdaysBetween(a, b) {
      const from = toDayNumber(a);
      const to = toDayNumber(b);
      let count = 0;
      for (let at = Math.min(from, to) + 1; at <= Math.max(from, to); at += 1) if (works(at)) count += 1;
      return from <= to ? count : -count;
    },
  };
}

/**
 * The last day on which something is in time that is due within N working days (N个工作日内, S0-18, S1-13, S4-06) of a
 * moment, given as a day or as a wall time in Asia/Shanghai ('2026-09-30T16:00'). The first day is not counted, at
 * whatever hour it began (Civil Code 201), and the last runs to its close: overdue on an as-of day after it.
 * @throws RangeError as addWorkdays does.
 */
export function dueAfterWorkdays(calendar: WorkCalendar, start: string, n: number): CountedDay {
  return calendar.addWorkdays(start.slice(0, 10), n);
}

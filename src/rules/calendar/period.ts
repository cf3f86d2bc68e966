import { daysInMonth, type IsoDate, isIsoDate } from '../../model/date.js';
import { addDays, daysBetween, writeDay } from './day.js';

/** A period of ISO 8601 in the two units that differ: calendar months (years are twelve) and days (weeks are seven). */
export interface Period {
  readonly months: number;
  readonly days: number;
}

/**
 * Which day counts, by the Civil Code (article 1259; convention C16): 'reached' for 届满, 以上, 以内, whose end day counts;
 * 'exceeded' for 超过, 不满, which leave the end day out.
 */
export type Edge = 'reached' | 'exceeded';

const PERIOD = /^P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})([WD]))?$/;

/** Periods come from the policy and are few, so each text is read once; the limit keeps stray texts from piling up. */
const known = new Map<string, Period | null>();
const KNOWN_LIMIT = 256;

/** Whether a text is a period in whole years, months, weeks or days that is longer than nothing: P3M, P14D, P2W, P1Y6M. */
export function isPeriod(s: string): boolean {
  return read(s) !== null;
}

/** Reads a period. @throws RangeError when isPeriod is false: a policy is linted before it is used. */
export function parsePeriod(s: string): Period {
  const period = read(s);
  if (period === null) throw new RangeError(`not a period: ${s}`);
  return period;
}

function read(s: string): Period | null {
  const seen = known.get(s);
  if (seen !== undefined) return seen;
  const m = PERIOD.exec(s);
  let period: Period | null = null;
  if (m) {
    const months = Number(m[1] ?? 0) * 12 + Number(m[2] ?? 0);
    const days = Number(m[3] ?? 0) * (m[4] === 'W' ? 7 : 1);
    if (months > 0 || days > 0) period = { months, days };
  }
  if (known.size < KNOWN_LIMIT) known.set(s, period);
  return period;
}

/**
 * The day that lies a period after a day (C16; Civil Code 201–202): months end on the corresponding day or, where the
 * month has none, on its last day (2024-08-31 + P6M is 2025-02-28); months are added before days.
 * @throws RangeError for a text that is not a day or not a period, and beyond the year 9999.
 */
export function addPeriod(iso: IsoDate, period: string): IsoDate {
  const { months, days } = parsePeriod(period);
  if (!isIsoDate(iso)) throw new RangeError(`not a day: ${iso}`);
  let date = iso;
  if (months > 0) {
    const month0 = Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1 + months;
    const year = Math.floor(month0 / 12);
    if (year > 9999) throw new RangeError(`${iso} + ${period} is beyond the year 9999`);
    const month = (month0 % 12) + 1;
    date = writeDay(year, month, Math.min(Number(iso.slice(8)), daysInMonth(year, month)));
  }
  return days > 0 ? addDays(date, days) : date;
}

/**
 * The last day of a period that starts on a day, which is not itself counted (Civil Code 201): the day on which the
 * period is 届满. Where a rule moves an end on a holiday to the next working day (Civil Code 203), that is
 * `addWorkdays(end, 0)` of the working calendar. @throws RangeError as addPeriod does.
 */
export function endOf(start: IsoDate, period: string): IsoDate {
  return addPeriod(start, period);
}

/**
 * Whether a period that starts on a day has run out at the close of the as-of day. 'reached' counts the end day
 * (S4-11: 2024-03-15 + P3M is reached on 2024-06-15), 'exceeded' does not (S0-29: 2025-12-31 + P6M is exceeded on
 * 2026-07-01, not on 2026-06-30). @throws RangeError as addPeriod does.
 */
export function endReached(start: IsoDate, period: string, asOf: IsoDate, edge: Edge): boolean {
  const end = endOf(start, period);
  return edge === 'reached' ? asOf >= end : asOf > end;
}

/** The first as-of day on which endReached turns true. @throws RangeError as addPeriod does. */
export function firstDay(start: IsoDate, period: string, edge: Edge): IsoDate {
  const end = endOf(start, period);
  return edge === 'reached' ? end : addDays(end, 1);
}

const WALL_TIME = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/**
 * Hours from a to b, the clock of S1-12 (24 hours, holidays count), negative when b is the earlier; whole seconds, so a
 * limit of whole hours compares exactly. Both are wall times in Asia/Shanghai, 'YYYY-MM-DDTHH:MM' with or without ':SS'
 * (a space may stand for the T). The zone has had no daylight saving since 1991. @throws RangeError for another shape.
 */
export function hoursBetween(a: string, b: string): number {
  const from = wallTime(a);
  const to = wallTime(b);
  return daysBetween(from.day, to.day) * 24 + (to.second - from.second) / 3600;
}

function wallTime(s: string): { day: IsoDate; second: number } {
  const m = WALL_TIME.exec(s);
  if (!m) throw new RangeError(`not a wall time: ${s}`);
  return { day: m[1]!, second: Number(m[2]) * 3600 + Number(m[3]) * 60 + Number(m[4] ?? 0) };
}

import { daysInMonth, type IsoDate, isIsoDate } from '../../model/date.js';
import { asciiForm } from '../text/ascii-form.js';

/** 0000-01-01 and 9999-12-31 as day numbers: the days that four digits of year can write. */
const FIRST_DAY = -719528;
const LAST_DAY = 2932896;

/**
 * Days since 1970-01-01 (which is 0; earlier days are negative), by the civil-from-days arithmetic on 400-year eras:
 * the year is counted from 1 March, so that the leap day is its last day.
 * @throws RangeError when the text is not a real day; data from outside goes through parseDate first.
 */
export function toDayNumber(iso: IsoDate): number {
  if (!isIsoDate(iso)) throw new RangeError(`not a day: ${iso}`);
  const month = digits2(iso, 5);
  const year = digits2(iso, 0) * 100 + digits2(iso, 2) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + digits2(iso, 8) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/**
 * The day with a given number of days since 1970-01-01; the inverse of toDayNumber.
 * @throws RangeError for a number that is not whole or lies outside the years 0000–9999.
 */
export function fromDayNumber(n: number): IsoDate {
  if (!Number.isInteger(n) || n < FIRST_DAY || n > LAST_DAY) throw new RangeError(`not a day number: ${n}`);
  const z = n + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return writeDay(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

/** The day n days later (earlier when n is negative). @throws RangeError as toDayNumber and fromDayNumber do. */
export function addDays(iso: IsoDate, n: number): IsoDate {
  return fromDayNumber(toDayNumber(iso) + n);
}

/** Days from a to b: 1 from a day to the next, negative when b is the earlier. @throws RangeError as toDayNumber does. */
export function daysBetween(a: IsoDate, b: IsoDate): number {
  return toDayNumber(b) - toDayNumber(a);
}

/** Day of the week of ISO 8601: 1 Monday … 7 Sunday. @throws RangeError as toDayNumber does. */
export function weekday(iso: IsoDate): number {
  return weekdayOfNumber(toDayNumber(iso));
}

/** Day of the week (1 Monday … 7 Sunday) of a day number; 1970-01-01 was a Thursday. */
export function weekdayOfNumber(n: number): number {
  return ((((n + 3) % 7) + 7) % 7) + 1;
}

/** Writes year (0–9999), month and day as 'YYYY-MM-DD', without asking whether that day exists. */
export function writeDay(year: number, month: number, day: number): IsoDate {
  const y = year > 999 ? String(year) : String(year).padStart(4, '0');
  return `${y}${month < 10 ? '-0' : '-'}${month}${day < 10 ? '-0' : '-'}${day}`;
}

function digits2(s: string, at: number): number {
  return (s.charCodeAt(at) - 48) * 10 + s.charCodeAt(at + 1) - 48;
}

/** Why a text is not taken as a date. */
export type DateProblem = 'empty' | 'format' | 'noSuchDay' | 'excelSerial' | 'ambiguous' | 'yearRange';

/**
 * A text read as a date. `time` is the wall time in Asia/Shanghai, 'HH:MM' or 'HH:MM:SS', null when none is written.
 * `guessed` marks a date with the year last (3/15/2024), whose order is not written but has one possible reading.
 * `suggestion` is for a person to accept; it is never applied by itself.
 */
export type ParsedDate =
  | { readonly ok: true; readonly date: IsoDate; readonly time: string | null; readonly guessed: boolean }
  | { readonly ok: false; readonly problem: DateProblem; readonly suggestion?: IsoDate };

const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

const TIME = String.raw`(?:\s*T\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?:${TIME})?$`, 'i');
const CHINESE =
  /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]\s*(?:(\d{1,2})(?::|\s*[时点]\s*)(\d{1,2})(?:(?::|\s*分\s*)(\d{1,2})\s*秒?|\s*分)?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?$/i;
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})(?:${TIME})?$`, 'i');
const EXCEL_SERIAL = /^([2-5]\d{4}|60000)(?:\.\d+)?$/;
/** Excel's 1900 date system: serial 25569 is 1970-01-01. */
const EXCEL_EPOCH = 25569;

/**
 * Reads a date as people and systems in China write it: 2024-03-15, 2024/3/15, 2024.3.15, 20240315, 2024年3月15日, each with
 * or without a time, ISO 8601 with a zone, full-width forms. The time of +08:00 or of no zone is kept; another zone is
 * converted to Asia/Shanghai (+08:00). A date with its year last is taken only when its two other numbers cannot be
 * swapped. An Excel serial number (20000–60000) is named and suggested, never converted. Years 1900–2100. Never throws.
 */
export function parseDate(raw: string): ParsedDate {
  if (isIsoDate(raw)) {
    const year = digits2(raw, 0) * 100 + digits2(raw, 2);
    if (year < FIRST_YEAR || year > LAST_YEAR) return { ok: false, problem: 'yearRange' };
    return { ok: true, date: raw, time: null, guessed: false };
  }
  const s = asciiForm(raw).trim();
  if (s === '') return { ok: false, problem: 'empty' };
  // No date is that long; a whole note in a date column need not run through every pattern.
  if (s.length > 48) return { ok: false, problem: 'format' };
  let m = YEAR_FIRST.exec(s);
  if (m) return build(m[1], m[3], m[4], m[5], m[6], m[7], m[8]);
  m = CHINESE.exec(s) ?? COMPACT.exec(s);
  if (m) return build(m[1], m[2], m[3], m[4], m[5], m[6], undefined);
  m = YEAR_LAST.exec(s);
  if (m) return yearLast(m);
  m = EXCEL_SERIAL.exec(s);
  if (m) return { ok: false, problem: 'excelSerial', suggestion: fromDayNumber(Number(m[1]) - EXCEL_EPOCH) };
  return { ok: false, problem: 'format' };
}

function yearLast(m: RegExpExecArray): ParsedDate {
  const a = Number(m[1]);
  const b = Number(m[3]);
  if (a <= 12 && b <= 12 && a >= 1 && b >= 1 && a !== b) {
    const year = Number(m[4]);
    return { ok: false, problem: year < FIRST_YEAR || year > LAST_YEAR ? 'yearRange' : 'ambiguous' };
  }
  // The number above 12 is the day; where neither is, they are equal (5/5) or there is no such day at all.
  const [month, day] = a > 12 && b <= 12 ? [m[3], m[1]] : [m[1], m[3]];
  const parsed = build(m[4], month, day, m[5], m[6], m[7], m[8]);
  return parsed.ok ? { ...parsed, guessed: true } : parsed;
}

function build(
  y: string | undefined,
  mo: string | undefined,
  d: string | undefined,
  hh: string | undefined,
  mm: string | undefined,
  ss: string | undefined,
  zone: string | undefined,
): ParsedDate {
  const year = Number(y);
  const month = Number(mo);
  const day = Number(d);
  if (year < FIRST_YEAR || year > LAST_YEAR) return { ok: false, problem: 'yearRange' };
  if (day < 1 || day > daysInMonth(year, month)) return noSuchDay(year, month, day);
  const date = writeDay(year, month, day);
  if (hh === undefined || mm === undefined) return { ok: true, date, time: null, guessed: false };
  const minutes = Number(hh) * 60 + Number(mm);
  if (Number(hh) > 23 || Number(mm) > 59 || (ss !== undefined && Number(ss) > 59))
    return { ok: false, problem: 'format' };
  const offset = zone === undefined ? 480 : offsetMinutes(zone);
  if (offset === null) return { ok: false, problem: 'format' };
  const local = minutes - offset + 480;
  const shift = Math.floor(local / 1440);
  const inDay = local - shift * 1440;
  const time = `${pad2(Math.floor(inDay / 60))}:${pad2(inDay % 60)}${ss === undefined ? '' : `:${pad2(Number(ss))}`}`;
  const localDate = shift === 0 ? date : addDays(date, shift);
  if (localDate < '1900' || localDate >= '2101') return { ok: false, problem: 'yearRange' };
  return { ok: true, date: localDate, time, guessed: false };
}

/** Suggests the month's last day for a day that is too large, and the swap for a year-day-month order. */
function noSuchDay(year: number, month: number, day: number): ParsedDate {
  const last = daysInMonth(year, month);
  if (last > 0 && day > last && day <= 31)
    return { ok: false, problem: 'noSuchDay', suggestion: writeDay(year, month, last) };
  if (month > 12 && day >= 1 && day <= 12 && month <= daysInMonth(year, day)) {
    return { ok: false, problem: 'noSuchDay', suggestion: writeDay(year, day, month) };
  }
  return { ok: false, problem: 'noSuchDay' };
}

/** Minutes east of UTC of 'Z', '+08', '+0800' or '-05:30'; null when no zone has that offset. */
function offsetMinutes(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function pad2(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

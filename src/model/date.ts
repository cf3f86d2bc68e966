/**
 * A calendar day as text, 'YYYY-MM-DD' (ISO 8601 extended format, proleptic Gregorian, four digits of year).
 * A day is a civil day in Asia/Shanghai; it has no time and no zone. Days compare as plain strings.
 */
export type IsoDate = string;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Number of days in a month (1–12) of a Gregorian year; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return DAYS_IN_MONTH[month - 1] ?? 0;
}

/** Whether a text is exactly one real day, 'YYYY-MM-DD': no other shape, no 2024-02-30. */
export function isIsoDate(s: string): s is IsoDate {
  if (s.length !== 10 || s.charCodeAt(4) !== 45 || s.charCodeAt(7) !== 45) return false;
  const year = twoDigits(s, 0) * 100 + twoDigits(s, 2);
  const day = twoDigits(s, 8);
  // A position that is not a digit makes its number NaN, and every comparison with NaN is false.
  return year >= 0 && day >= 1 && day <= daysInMonth(year, twoDigits(s, 5));
}

function twoDigits(s: string, at: number): number {
  const tens = s.charCodeAt(at) - 48;
  const ones = s.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

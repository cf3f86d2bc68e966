import type { IsoDate } from '../../model/date.js';
import { parseDate } from './day.js';

/** The day that a date field holds, or null when it is blank or cannot be read; what is wrong with it is `validate/date`'s to say. */
export function readDay(value: string | null): IsoDate | null {
  if (value === null) return null;
  const parsed = parseDate(value);
  return parsed.ok ? parsed.date : null;
}

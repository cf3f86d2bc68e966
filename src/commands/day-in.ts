import type { IsoDate } from '../model/date.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of a moment in a time zone. China's has been UTC+8 without summer time since 1991; any other is asked of Intl, which is slow to start. */
export function dayIn(moment: Date, timezone: string): IsoDate {
  if (timezone === 'Asia/Shanghai') return new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timezone, format);
  }
  const parts = format.formatToParts(moment);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

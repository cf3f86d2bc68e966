import type { IsoDate } from '../model/date.js';

const EIGHT_HOURS = 8 * 3_600_000;

/** Tells the day of a moment in a time zone. China's has been UTC+8 without summer time since 1991; any other is asked of Intl, which is slow to start. */
export function dayIn(timezone: string): (moment: Date | string) => IsoDate {
  const dateOf = (moment: Date | string) => (typeof moment === 'string' ? new Date(moment) : moment);
  if (timezone === 'Asia/Shanghai')
    return (moment) => new Date(dateOf(moment).getTime() + EIGHT_HOURS).toISOString().slice(0, 10);
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (moment) => {
    const parts = format.formatToParts(dateOf(moment));
    const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
    return `${part('year')}-${part('month')}-${part('day')}`;
  };
}

import type { IsoDate } from '../../model/date.js';
import { addDays } from '../../rules/calendar/day.js';
import { addPeriod } from '../../rules/calendar/period.js';

/** A calendar quarter, both days included. */
export interface Quarter {
  /** Such as 2026-Q2. */
  readonly id: string;
  readonly first: IsoDate;
  readonly last: IsoDate;
}

/** The quarter in which a day lies. */
export function quarterOf(day: IsoDate): Quarter {
  const nth = Math.ceil(Number(day.slice(5, 7)) / 3);
  const first = `${day.slice(0, 4)}-${String(nth * 3 - 2).padStart(2, '0')}-01`;
  return { id: `${day.slice(0, 4)}-Q${nth}`, first, last: addDays(addPeriod(first, 'P3M'), -1) };
}

/** Months up to the one of a day, oldest first, that one last. */
export function monthsUpTo(day: IsoDate, count: number): readonly string[] {
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, i) => {
    const month = at - count + 1 + i;
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

import type { CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { Given } from '../../model/given.js';
import type { Policy } from '../../model/policy.js';
import { readDay } from '../calendar/read-day.js';
import { type CountedDay, chinaCalendar, dueAfterWorkdays } from '../calendar/working-days.js';

/** When a step is due. `beyond`: a year without a published list was counted Monday to Friday. */
export interface Due {
  readonly from: IsoDate;
  readonly due: IsoDate;
  readonly beyond: boolean;
  /** Whether the due day is over at the close of the as-of day. */
  readonly overdue: boolean;
}

/** Days whose due day is kept; forty years of days are more. */
const CACHE_LIMIT = 10_000;

/** Counts working days from a day on (S0-18): the first is not counted, and the last runs to its close. */
export function dueClock({ policy, asOf }: Given, workdays: number): (from: IsoDate) => Due {
  const calendar = chinaCalendar(policy.calendar.overrides);
  const known = new Map<IsoDate, CountedDay>();
  return (from) => {
    let counted = known.get(from);
    if (counted === undefined) {
      counted = dueAfterWorkdays(calendar, from, workdays);
      if (known.size < CACHE_LIMIT) known.set(from, counted);
    }
    return { from, due: counted.day, beyond: counted.beyond, overdue: asOf > counted.day };
  };
}

/**
 * When a step of the review is due for a record (C12): from the day that the policy names; where that is blank, unreadable or to
 * come, from the entry. `submitted` is the day of the last submission where that was not the entry.
 */
export function stepClock(
  given: Given,
  step: Policy['review']['precheck' | 'review'],
): (record: CustomerRecord, submitted?: IsoDate | null) => Due {
  const clock = dueClock(given, step.workdays);
  return (record, submitted = null) => {
    const entered = submitted ?? record.entered_on;
    const said = step.from === 'entered_on' ? null : readDay(record[step.from]);
    return clock(said === null || said > given.asOf ? entered : said);
  };
}

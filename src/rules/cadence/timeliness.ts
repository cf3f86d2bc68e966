import type { Policy } from '../../model/policy.js';
import { type ParsedDate, parseDate, toDayNumber } from '../calendar/day.js';
import { chinaCalendar, dueAfterWorkdays } from '../calendar/working-days.js';

type Moment = Extract<ParsedDate, { readonly ok: true }>;

const dayMinutes = 24 * 60;

/** Minutes of a wall time; of a day without a time its close, so that nothing is called late that may have been in time. */
function minutesOf({ date, time }: Moment): number {
  const [hours = 24, minutes = 0] = time === null ? [] : time.split(':').map(Number);
  return toDayNumber(date) * dayMinutes + hours * 60 + minutes;
}

/**
 * The deadlines, by their ids in the policy, that a change broke which happened at one moment and was recorded at another (S1-12, S4-23, C07).
 * Hours run on the clock, working days by the calendar, each apart; none where a moment cannot be read.
 */
export function lateness(policy: Policy): (happened: string, recorded: string) => readonly string[] {
  const calendar = chinaCalendar(policy.calendar.overrides);
  const deadlines = Object.entries(policy.updates.deadlines).filter(([, { dropped }]) => dropped === null);
  return (happened, recorded) => {
    const [from, to] = [parseDate(happened), parseDate(recorded)];
    if (!from.ok || !to.ok) return [];
    return deadlines.flatMap(([id, limit]) => {
      const late =
        'hours' in limit
          ? minutesOf(to) - minutesOf(from) > limit.hours * 60
          : to.date > dueAfterWorkdays(calendar, from.date, limit.workdays).day;
      return late ? [id] : [];
    });
  };
}

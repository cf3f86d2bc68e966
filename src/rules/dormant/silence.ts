import type { CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { FieldKey } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import type { Clock } from '../../model/policy.js';
import { addDays, daysBetween, fromDayNumber, parseDate, toDayNumber } from '../calendar/day.js';
import { firstDay, parsePeriod } from '../calendar/period.js';

/** The dates that the clocks look at, beside the day of entry. */
export const clockFields = ['last_contact_at', 'last_interaction_at', 'registered_at'] as const satisfies FieldKey[];

/** A record's dates that the clocks look at. */
export type ClockFields = Pick<CustomerRecord, 'entered_on' | (typeof clockFields)[number]>;

/**
 * How long a customer has been quiet by one clock. `known`: `since` is the last interaction or contact, or, where there is none
 * at all, the day of filing (`from`), and `over` tells whether the clock has run out. Otherwise a date cannot be read, or lies
 * after the as-of day, and could change the answer, so that none is given.
 */
export type Silence =
  | { readonly known: true; readonly since: IsoDate; readonly from: 'contact' | 'filing'; readonly over: boolean }
  | {
      readonly known: false;
      readonly problem: 'future' | 'unreadable';
      readonly field: FieldKey;
      readonly value: string;
    };

/** What a message says of a silence: since when, for how many days, the first day on which it is or was over, and the period. */
export type SilenceData = {
  readonly since: IsoDate;
  readonly days: number;
  readonly due: IsoDate;
  readonly after: string;
};

/** A clock of the policy on one as-of day. */
export interface RunningClock {
  /** How long a record has been quiet. Never throws. */
  measure(record: ClockFields): Silence;
  /** Whether a silence that began on a day is over the clock's period. */
  over(since: IsoDate): boolean;
  /** What a message says of a silence that began on a day. */
  tell(since: IsoDate): SilenceData;
  /** The first day whose contact keeps a customer from being over the period at the close of the as-of day. */
  readonly fresh: IsoDate;
}

/** No date that can be read lies outside 1900–2100 (parseDate). */
const EARLIEST = '1900-01-01';
const NEVER = '';

/**
 * The clock for silent customers (S4-11) or for dormant ones (S0-29). An interaction clock takes the later of last interaction
 * and last contact, for a contact is an interaction (C03); a contact clock only the last contact.
 */
export function runningClock(clock: Clock, { asOf }: Given): RunningClock {
  const last = lastStart(clock, asOf);
  const over = (since: IsoDate): boolean => since <= last;
  const known = (since: IsoDate, from: 'contact' | 'filing'): Silence => ({
    known: true,
    since,
    from,
    over: over(since),
  });
  const measure = (record: ClockFields): Silence => {
    const contact = read('last_contact_at', record.last_contact_at, asOf);
    const interaction = clock.on === 'contact' ? null : read('last_interaction_at', record.last_interaction_at, asOf);
    const day = later(contact, interaction);
    const problem =
      typeof contact === 'object' && contact ? contact : typeof interaction === 'object' ? interaction : null;
    // A date that cannot be read might be a later one; it cannot make a customer quiet who is known not to be.
    if (problem && (day === null || over(day))) return problem;
    if (day !== null) return known(day, 'contact');
    const filed = read('registered_at', record.registered_at, asOf);
    return known(typeof filed === 'string' ? filed : record.entered_on, 'filing');
  };
  // Many records share a day, and there are not many days.
  const told = new Map<IsoDate, SilenceData>();
  const tell = (since: IsoDate): SilenceData => {
    const known = told.get(since);
    if (known) return known;
    const data = {
      since,
      days: daysBetween(since, asOf),
      due: firstDay(since, clock.after, clock.edge),
      after: clock.after,
    };
    told.set(since, data);
    return data;
  };
  return { measure, over, tell, fresh: last === NEVER ? EARLIEST : addDays(last, 1) };
}

type DateProblem = Extract<Silence, { known: false }>;

function read(field: FieldKey, value: string | null, asOf: IsoDate): IsoDate | DateProblem | null {
  if (value === null) return null;
  const parsed = parseDate(value);
  if (!parsed.ok) return parsed.problem === 'empty' ? null : { known: false, problem: 'unreadable', field, value };
  return parsed.date > asOf ? { known: false, problem: 'future', field, value } : parsed.date;
}

function later(a: IsoDate | DateProblem | null, b: IsoDate | DateProblem | null): IsoDate | null {
  const first = typeof a === 'string' ? a : null;
  const second = typeof b === 'string' ? b : null;
  return first === null || (second !== null && second > first) ? second : first;
}

/**
 * The last day on which a silence can have begun whose period is over at the close of the as-of day, so that each record costs
 * one comparison; months ends clamp (C16), so the period is not subtracted but found by halving. Empty when there is none.
 */
function lastStart({ after, edge }: Clock, asOf: IsoDate): IsoDate {
  const { months, days } = parsePeriod(after);
  // A period that reaches from 1900 beyond the calendar's last year is over on no day.
  if (months / 12 + days / 365 > 9998 - 2100) return NEVER;
  const begun = (start: number): boolean => firstDay(fromDayNumber(start), after, edge) <= asOf;
  let low = toDayNumber(EARLIEST);
  let high = toDayNumber(asOf < '2101' ? asOf : '2100-12-31');
  if (low > high || !begun(low)) return NEVER;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (begun(middle)) low = middle;
    else high = middle - 1;
  }
  return fromDayNumber(low);
}

/** From when until when an archive class is kept, from a record's own dates (C18, C16). */
import type { CustomerRecord } from '../../model/customer.js';
import { type IsoDate, isIsoDate } from '../../model/date.js';
import type { ArchiveClass, FieldKey } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { addDays, parseDate } from '../calendar/day.js';
import { addPeriod } from '../calendar/period.js';

/** No period of a policy reaches further than this day. */
const LAST_DAY = '9999-12-30';

/** A class's term. `since` and `until` (its last day) are those of the floor that ends last; null where a floor has not begun. */
export type Term =
  | { readonly known: false; readonly field: FieldKey | null }
  | {
      readonly known: true;
      readonly since: IsoDate | null;
      readonly until: IsoDate | null;
      /** The first day on which it may be destroyed; null where a floor has not begun. */
      readonly earliest: IsoDate | null;
      /** The first day on which it is to go; null where nobody has set it, or its clock has not begun. */
      readonly due: IsoDate | null;
      readonly clauses: readonly string[];
    };

/** The day a period after a day, or the calendar's last where that is beyond it. */
function periodAfter(day: IsoDate, period: string): IsoDate {
  try {
    const end = addPeriod(day, period);
    return end < LAST_DAY ? end : LAST_DAY;
  } catch {
    return LAST_DAY;
  }
}

const later = (a: IsoDate, b: IsoDate): IsoDate => (b > a ? b : a);

/** A field that holds what is no date. */
interface Bad {
  readonly bad: FieldKey;
}

/** The latest of some days and of a record's dates that is known; null where none is. */
function latest(record: CustomerRecord, fields: readonly FieldKey[], days: readonly IsoDate[]): Bad | IsoDate | null {
  let last: IsoDate | null = null;
  for (const day of days) last = later(last ?? day, day);
  for (const field of fields) {
    const value = record[field];
    if (value === null) continue;
    const parsed = parseDate(value);
    if (!parsed.ok && parsed.problem !== 'empty') return { bad: field };
    if (parsed.ok) last = later(last ?? parsed.date, parsed.date);
  }
  return last;
}

const isBad = (start: Bad | IsoDate | null): start is Bad => typeof start === 'object' && start !== null;

/**
 * The term of a class: of its floors the one that ends last holds (C18), each from the latest of its dates that is known, a transaction's
 * own day among them where the class is that of transactions (S2-07). Never throws.
 */
export function termOf(
  policy: Policy,
  archive: ArchiveClass,
): (record: CustomerRecord, transactions: readonly string[]) => Term {
  const floors = Object.values(policy.retention.floors).filter(
    ({ dropped, classes }) => dropped === null && classes.includes(archive),
  );
  const ceiling = policy.retention.classes[archive];
  return (record, transactions) => {
    const days = archive === 'transaction' ? transactions : [];
    if (days.some((day) => !isIsoDate(day))) return { known: false, field: null };
    let begun = true;
    let [since, until]: [IsoDate | null, IsoDate | null] = [null, null];
    let clauses: readonly string[] = [];
    for (const { from, atLeast, source } of floors) {
      const start = latest(record, from, days);
      if (isBad(start)) return { known: false, field: start.bad };
      begun &&= start !== null;
      if (start === null) continue;
      const end = periodAfter(start, atLeast);
      if (until === null || end > until) [since, until, clauses] = [start, end, source];
    }
    const start = latest(record, ceiling.from, days);
    if (isBad(start)) return { known: false, field: start.bad };
    // Without any floor it may go once its own clock has begun.
    const kept = floors.length === 0 ? start : until;
    const earliest = !begun || kept === null ? null : addDays(kept, 1);
    const longest = start === null || ceiling.atMost === null ? null : addDays(periodAfter(start, ceiling.atMost), 1);
    const due = longest === null || earliest === null ? null : later(longest, earliest);
    return { known: true, since: begun ? since : null, until: begun ? until : null, earliest, due, clauses };
  };
}

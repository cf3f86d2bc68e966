/** Scheduled runs that were missed (S0-28, C17): by calendar month where one is due each month, else counted from the last one. */
import type { IsoDate } from '../model/date.js';
import type { Given } from '../model/given.js';
import type { RunRecord } from '../model/ledger.js';
import { addDays } from '../rules/calendar/day.js';
import { addPeriod } from '../rules/calendar/period.js';
import type { Duty } from './due.js';

/** Twenty years of months; a ledger that old and never swept says enough with these. */
const MOST = 240;

const monthEnd = (month: string): IsoDate => addDays(addPeriod(`${month}-01`, 'P1M'), -1);
const nextMonth = (month: string): string => addPeriod(`${month}-01`, 'P1M').slice(0, 7);

/** The scheduled runs that are due by a day and were not made, since the first run of the ledger. Undone runs do not count. */
export function missedSweeps(
  { policy, asOf }: Given,
  by: IsoDate,
  runs: Iterable<Pick<RunRecord, 'asOf' | 'command' | 'period' | 'undoneBy'>>,
): readonly Duty[] {
  const schedules = Object.entries(policy.schedules);
  const covered = new Map<string, Set<string>>();
  const last = new Map<string, IsoDate>();
  let began: IsoDate | null = null;
  for (const { command, asOf: day, period, undoneBy } of runs) {
    if (began === null || day < began) began = day;
    if (undoneBy !== null) continue;
    const months = covered.get(command) ?? new Set();
    for (const month of period?.split(',') ?? [day.slice(0, 7)]) months.add(month);
    covered.set(command, months);
    if (day > (last.get(command) ?? '')) last.set(command, day);
  }
  const found: Duty[] = [];
  if (began === null) return found;
  for (const [id, { every, command, source }] of schedules) {
    const duty = (due: IsoDate, period: string) =>
      found.push({ what: 'sweep', due, overdue: due < asOf, clauses: source, data: { command, period, schedule: id } });
    if (every === 'P1M') {
      const months = covered.get(command) ?? new Set<string>();
      let month = [...months, began.slice(0, 7)].sort()[0] as string;
      for (let n = 0; n < MOST && monthEnd(month) <= by; n++, month = nextMonth(month))
        if (!months.has(month)) duty(monthEnd(month), month);
    } else {
      const due = addPeriod(last.get(command) ?? began, every);
      if (due <= by) duty(due, every);
    }
  }
  return found;
}

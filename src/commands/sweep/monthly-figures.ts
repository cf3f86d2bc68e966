/** What a monthly sweep puts down: the counts that the trail bears, and the figures of its report. One way for the sweep and for its repetition (`rerun`). */
import type { MonthlyResult } from '../../engine/monthly.js';
import { headlineOf } from '../../engine/report/coverage.js';
import type { IsoDate } from '../../model/date.js';
import { addDays } from '../../rules/calendar/day.js';
import { addPeriod } from '../../rules/calendar/period.js';

/** A month that was missed and made up for. */
export interface CaughtUp {
  /** 'YYYY-MM' */
  readonly period: string;
  readonly result: MonthlyResult;
}

/** The last day of a month. */
export const monthEnd = (period: string): IsoDate => addDays(addPeriod(`${period}-01`, 'P1M'), -1);

/** The counts of the run: those of missed months bear their month. */
export function sweepCounts(result: MonthlyResult, caughtUp: readonly CaughtUp[]): Record<string, number> {
  const own = (one: MonthlyResult): Record<string, number> => ({ ...one.accounts, ...headlineOf(one) });
  const counts = own(result);
  for (const { period, result: past } of caughtUp)
    for (const [key, value] of Object.entries(own(past))) counts[`${period} ${key}`] = value;
  return counts;
}

/** All figures, as JSON has them. */
export function sweepFigures({ asOf: _, policy: __, ...rest }: MonthlyResult, caughtUp: readonly CaughtUp[]) {
  return { ...rest, caughtUp: caughtUp.map(({ period, result }) => ({ period, accounts: result.accounts })) };
}

/** Which scheduled runs were made and which are missing (S0-28, C17), how much of the ledger each accounted for, and what the months before recorded. */
import type { IsoDate } from '../../model/date.js';
import type { Given } from '../../model/given.js';
import type { RunRecord } from '../../model/ledger.js';
import { missedSweeps } from '../due-sweeps.js';
import type { MonthlyResult } from '../monthly.js';
import { monthsUpTo } from './quarter.js';
import { RowSet } from './rows.js';

/** The sums that account for every customer of a scheduled run, by the first key that it has. */
const accounts: readonly (readonly string[])[] = [
  ['acted', 'notDue', 'blocked', 'error'],
  ['changed', 'unchanged', 'blocked'],
];

const MONTHS = 12;

/** The figures of a monthly sweep that it records beside its accounts, so that later reports have them from the chain. */
export function headlineOf({
  files,
  quality,
  completeness,
  standings,
}: MonthlyResult): Readonly<Record<string, number>> {
  return {
    formal: files.formal,
    sound: quality.sound,
    complete: completeness.complete,
    silent: standings.silent,
  };
}

/** The headline figures of the trend, by their words in a sweep's counts. */
export const trended = ['read', 'formal', 'sound', 'complete', 'acted', 'silent'] as const;

/** The scheduled runs of a ledger, and the trend that they recorded. */
export interface Coverage {
  readonly runs: RowSet;
  readonly trend: RowSet;
  /** The last twelve months, those before the ledger's first run left out, oldest first. */
  readonly months: readonly string[];
}

/** Reads all runs once. */
export function coverage(given: Given, all: Iterable<RunRecord>, keep: boolean): Coverage {
  const { policy, asOf } = given;
  const runs = new RowSet(
    'coverage',
    ['schedule', 'command', 'period', 'state', 'run', 'day', 'customers', 'accounted', 'clauses'],
    'nobody',
    keep,
  );
  const schedules = Object.entries(policy.schedules);
  const recorded = new Map<string, readonly string[]>();
  let began: IsoDate | null = null;
  const watched = function* (): IterableIterator<RunRecord> {
    for (const run of all) {
      if (run.asOf <= asOf && (began === null || run.asOf < began)) began = run.asOf;
      for (const [id, { command, source }] of schedules) {
        if (run.command !== command || run.asOf > asOf) continue;
        const period = run.period ?? run.asOf.slice(0, 7);
        const state = run.undoneBy === null ? 'made' : 'undone';
        const sums = [String(run.customers), String(accountedFor(run.counts))];
        runs.add([id, command, period, state, String(run.run), run.asOf, ...sums, source.join(' ')]);
      }
      if (run.command === 'sweep monthly' && run.undoneBy === null && run.asOf <= asOf) note(recorded, run);
      // What was run for a later day had not happened by the close of this one.
      if (run.asOf <= asOf) yield run;
    }
  };
  for (const { due, data, clauses } of missedSweeps(given, asOf, watched())) {
    const { schedule, command, period } = data as Readonly<Record<string, string>>;
    runs.add([schedule ?? '', command ?? '', period ?? '', 'missed', '', due, '', '', clauses.join(' ')]);
  }
  const trend = new RowSet('trend', ['month', 'run', ...trended], 'nobody', keep);
  for (const month of [...recorded.keys()].sort()) trend.add([month, ...(recorded.get(month) as readonly string[])]);
  const first = (began ?? asOf).slice(0, 7);
  const months = monthsUpTo(asOf, MONTHS).filter((month) => month >= first || recorded.has(month));
  return { runs, trend, months };
}

/** How many customers a run accounted for. */
function accountedFor(counts: RunRecord['counts']): number {
  const keys = accounts.find(([first]) => counts[first as string] !== undefined) ?? [];
  return keys.reduce((sum, key) => sum + (counts[key] ?? 0), 0);
}

/** What a sweep recorded of its own month and of those that it caught up; the last sweep of a month counts. */
function note(recorded: Map<string, readonly string[]>, { run, period, asOf, counts }: RunRecord): void {
  const periods = period?.split(',') ?? [asOf.slice(0, 7)];
  for (const [i, month] of periods.entries()) {
    const own = i === periods.length - 1;
    const values = trended.map((key) => counts[own ? key : `${month} ${key}`]);
    recorded.set(month, [String(run), ...values.map((value) => (value === undefined ? '' : String(value)))]);
  }
}

/** What became of the files that were taken in, run by run, as the trail and the held rows say it. */
import { basename } from 'node:path';
import { runsBefore } from '../../engine/report/runs-before.js';
import type { LedgerReader, RunRecord } from '../../model/ledger.js';
import type { HeldRow, Settlement } from '../../model/plan.js';
import { enteredBefore, heldBefore } from './as-they-stood.js';

/** The counts of law 3, in its order: the first is the sum of the others. */
export const intakeCounts = ['read', 'created', 'updated', 'unchanged', 'held', 'rejected'] as const;

/** How a held row stands: waiting, settled, or destroyed with its customer since. */
export const heldStates = ['waiting', 'created', 'updated', 'dropped', 'undone', 'destroyed'] as const;
export type HeldState = (typeof heldStates)[number];

/** One import. */
export interface Imported {
  readonly run: number;
  readonly ts: string;
  readonly actor: string;
  readonly role: string;
  readonly command: string;
  /** The file's name without its folder; blank once the words of the trail were erased. */
  readonly file: string;
  readonly sha256: string;
  readonly counts: Readonly<Record<(typeof intakeCounts)[number], number>>;
  readonly held: Readonly<Record<HeldState, number>>;
  /** The run that undid it; null while it stands. */
  readonly undoneBy: number | null;
  /** Whether what was read is what became of it (law 3). */
  readonly adds: boolean;
}

/** Rows that were held for one reason, by what became of them. */
export interface HeldTally {
  readonly why: HeldRow['why'];
  readonly rule: string;
  readonly states: Readonly<Record<HeldState, number>>;
}

/** Customers by what their files said of where they came from. */
export interface SourceTally {
  readonly source: string | null;
  /** Entered, and how many of these are customers no more: merged, undone. */
  readonly entered: number;
  readonly aside: number;
}

/** All imports that were asked for. */
export interface Imports {
  readonly runs: readonly Imported[];
  readonly held: readonly HeldTally[];
  readonly sources: readonly SourceTally[];
  /** Customers of these imports whose whole files were destroyed since: nobody knows their source any more. */
  readonly destroyed: number;
}

/** Whether a run took a file of customers, interactions or transactions in. */
export const isImport = ({ command, input }: RunRecord): boolean =>
  input !== null && (command === 'import' || command === 'init');

const none = (): Record<HeldState, number> => ({
  waiting: 0,
  created: 0,
  updated: 0,
  dropped: 0,
  undone: 0,
  destroyed: 0,
});

const stateOf = (settled: Settlement['how'] | null): HeldState =>
  settled === null || settled === 'open' ? 'waiting' : settled;

/** Reads what had become of the imports that are wanted before an event of the trail. */
export function readImports(reader: LedgerReader, before: number, wanted: (run: RunRecord) => boolean): Imports {
  const found = [...runsBefore(() => reader.runs(), before)].filter((run) => isImport(run) && wanted(run));
  const enteredFrom = enteredBefore(reader, before);
  const byRun = new Map(found.map(({ run }) => [run, none()]));
  const byRule = new Map<string, { why: HeldRow['why']; rule: string; states: Record<HeldState, number> }>();
  for (const { run, why, rule, settled } of heldBefore(reader, before)) {
    const states = byRun.get(run);
    if (states === undefined) continue;
    states[stateOf(settled)]++;
    const key = `${why} ${rule}`;
    const tally = byRule.get(key) ?? { why, rule, states: none() };
    tally.states[stateOf(settled)]++;
    byRule.set(key, tally);
  }
  const sources = new Map<string | null, { source: string | null; entered: number; aside: number }>();
  let destroyed = 0;
  const runs = found.map((run): Imported => {
    const counts = Object.fromEntries(intakeCounts.map((key) => [key, run.counts[key] ?? 0])) as Imported['counts'];
    const held = byRun.get(run.run) ?? none();
    const left = heldStates.reduce((sum, state) => sum + held[state], 0);
    held.destroyed = Math.max(0, counts.held - left);
    let entered = 0;
    for (const { source, aside, customers } of enteredFrom(run.run)) {
      entered += customers;
      const tally = sources.get(source) ?? { source, entered: 0, aside: 0 };
      tally.entered += customers;
      if (aside !== null) tally.aside += customers;
      sources.set(source, tally);
    }
    // An import of interactions or transactions creates rows, and no customer.
    if (entered > 0) destroyed += Math.max(0, counts.created - entered);
    const { read, ...parts } = counts;
    return {
      run: run.run,
      ts: run.ts,
      actor: run.actor,
      role: run.role,
      command: run.command,
      file: basename(run.input?.name ?? ''),
      sha256: run.input?.sha256 ?? '',
      counts,
      held,
      undoneBy: run.undoneBy,
      adds: read === Object.values(parts).reduce((sum, part) => sum + part, 0),
    };
  });
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return {
    runs,
    held: [...byRule.values()].sort((a, b) => order(a.rule, b.rule) || order(a.why, b.why)),
    sources: [...sources.values()].sort((a, b) => b.entered - a.entered || order(a.source ?? '', b.source ?? '')),
    destroyed,
  };
}

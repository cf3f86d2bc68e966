import type { RunRecord } from '../../model/ledger.js';

/**
 * The runs as the trail told of them before an event: those recorded later are none, and what they undid was not undone.
 *
 * @param all reads every run, in order; it is called twice
 */
export function* runsBefore(all: () => Iterable<RunRecord>, before: number): IterableIterator<RunRecord> {
  const undos = new Map<number, number[]>();
  for (const { run, seq, undoes } of all()) {
    if (seq >= before) break;
    if (undoes !== undefined) undos.set(undoes, [run, ...(undos.get(undoes) ?? [])]);
  }
  /** The last undo in force; one that was undone itself is none. */
  const undoneBy = (run: number): number | null => undos.get(run)?.find((undo) => undoneBy(undo) === null) ?? null;
  for (const run of all()) {
    if (run.seq >= before) return;
    yield { ...run, undoneBy: undoneBy(run.run) };
  }
}

/** Held rows and entered customers as they stood before an event: what was decided, merged, undone or brought back later had not happened. */
import { idsIn, type Ranges } from '../../ledger/sqlite/trail.js';
import type { CustomerId } from '../../model/customer.js';
import type { EnteredFrom, HeldOutcome, LedgerReader } from '../../model/ledger.js';
import type { AsideWhy, Settlement } from '../../model/plan.js';

/** Every held row that was not destroyed since, with what had become of it. */
export function* heldBefore(reader: LedgerReader, before: number): IterableIterator<HeldOutcome> {
  /** Of rows that were settled or opened later: how they had been settled, by the first such event. */
  const then = new Map<number, Settlement['how'] | null>();
  for (const { body } of reader.auditOf(['settle'], before)) {
    const { table, how, was, rows } = JSON.parse(body) as Settlement & {
      readonly was?: Settlement['how'];
      readonly rows: Ranges;
    };
    if (table !== 'held') continue;
    for (const id of idsIn(rows)) if (!then.has(id)) then.set(id, how === 'open' ? (was ?? null) : null);
  }
  for (const row of reader.heldOutcomes()) {
    const settled = then.get(row.id);
    yield settled === undefined ? row : { ...row, settled };
  }
}

/** A customer whose standing another event changed later: entered by which run, and what it was called then and is now. */
interface Moved {
  readonly source: string | null;
  readonly then: AsideWhy | null;
  readonly now: AsideWhy | null;
}

/** Reads where the customers that a run entered came from, with who of them stood aside then. Sources are those that stand in the ledger now. */
export function enteredBefore(reader: LedgerReader, before: number): (run: number) => readonly EnteredFrom[] {
  const byRun = new Map<number, Moved[]>();
  for (const [id, then] of asideBefore(reader, before)) {
    const aside = reader.aside(id);
    const record = aside?.record ?? reader.get(id);
    const run = reader.entry(id)?.run;
    // Whose file is destroyed stands under no source.
    if (record === null || run === undefined) continue;
    byRun.set(run, [...(byRun.get(run) ?? []), { source: record.source, then, now: aside?.why ?? null }]);
  }
  return (run) => {
    const moved = byRun.get(run);
    const now = reader.enteredFrom(run);
    if (moved === undefined) return now;
    const tallies = new Map<string, EnteredFrom>();
    const add = (source: string | null, aside: AsideWhy | null, n: number): void => {
      const key = JSON.stringify([source, aside]);
      tallies.set(key, { source, aside, customers: (tallies.get(key)?.customers ?? 0) + n });
    };
    for (const { source, aside, customers } of now) add(source, aside, customers);
    for (const one of moved) {
      add(one.source, one.now, -1);
      add(one.source, one.then, 1);
    }
    const order = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0);
    return [...tallies.values()]
      .filter(({ customers }) => customers > 0)
      .sort((a, b) => b.customers - a.customers || order(a.source, b.source) || order(a.aside, b.aside));
  };
}

/** Who was set aside or brought back from an event on, with why each had stood aside before it; null of who had not. */
function asideBefore(reader: LedgerReader, before: number): ReadonlyMap<CustomerId, AsideWhy | null> {
  const then = new Map<CustomerId, AsideWhy | null>();
  const back = new Set<CustomerId>();
  for (const { op, body } of reader.auditOf(['set-aside', 'bring-back'], before))
    for (const id of idsIn((JSON.parse(body) as { readonly rows: Ranges }).rows)) {
      if (then.has(id)) continue;
      then.set(id, null);
      if (op === 'bring-back') back.add(id);
    }
  if (back.size > 0)
    for (const { seq, body } of reader.auditOf(['set-aside'])) {
      if (seq >= before) break;
      const { rows, aside } = JSON.parse(body) as { readonly rows: Ranges; readonly aside: AsideWhy };
      for (const id of idsIn(rows)) if (back.has(id)) then.set(id, aside);
    }
  return then;
}

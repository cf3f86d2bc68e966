/** Who belongs to a merged customer, and who once did: what each said when it was set aside. */
import type { MergedMember } from '../../match/replay.js';
import type { HistoryEntry } from '../../model/audit.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';

/** A merged customer's members, each with the run that set it aside. */
export function membersOf(reader: LedgerReader, id: CustomerId): MergedMember[] {
  return reader.members(id).flatMap((member): MergedMember[] => {
    const record = reader.aside(member)?.record;
    if (record === undefined) return [];
    const run = [...reader.history(member)].findLast(({ op }) => op === 'set-aside')?.run ?? 0;
    return [{ record, run, left: null }];
  });
}

/** Those that were members and left: they are kept apart from it since. Each as it was while it was one. */
export function formerOf(reader: LedgerReader, id: CustomerId): MergedMember[] {
  const merges = new Set([...reader.history(id)].flatMap(({ op, run }) => (op === 'set-aside' ? [run] : [])));
  return [...reader.pairs()].flatMap(({ a, b, what }) => {
    if (what !== 'keep-apart' || (a !== id && b !== id)) return [];
    const other = a === id ? b : a;
    const record = reader.get(other) ?? reader.aside(other)?.record;
    return record === undefined ? [] : stays(record, [...reader.history(other)], merges);
  });
}

/** From when to when a customer was a member: between a merge and its being brought back. */
function stays(
  record: CustomerRecord,
  history: readonly HistoryEntry[],
  merges: ReadonlySet<number | null>,
): MergedMember[] {
  return history.flatMap((entry, at): MergedMember[] => {
    if (entry.op !== 'set-aside' || entry.run === null || !merges.has(entry.run)) return [];
    const left = history.slice(at).find(({ op }) => op === 'bring-back')?.run ?? null;
    return left === null ? [] : [{ record: asOf(record, history.slice(at + 1)), run: entry.run, left }];
  });
}

/** A record before some later events. */
function asOf(record: CustomerRecord, later: readonly HistoryEntry[]): CustomerRecord {
  const values: Record<string, string | null> = {};
  for (const { changes } of [...later].reverse())
    for (const { before, erased, field } of changes) if (!erased) values[field] = before;
  return { ...record, ...values };
}

/** Destroys again, in a copy that was brought up from a backup, whom its ledger destroyed since: nobody comes back (S2-38). */
import { identityKey } from '../../intake/identity.js';
import type { DestroyedSince } from '../../ledger/backup/since.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { Reason } from '../../model/finding.js';
import type { Draft, LedgerReader } from '../../model/ledger.js';
import type { Heritage, PlanStep } from '../../model/plan.js';
import type { Item } from '../command.js';
import { callOf } from '../shared.js';

/** How many customers: destroyed whole, of which fields were, who are only kept from coming back, and who stand on their own feet again for it. */
export interface ReplayCounts {
  readonly destroyed: number;
  readonly fields: number;
  readonly keptOut: number;
  readonly back: number;
}

type Field = NonNullable<DestroyedSince['fields']>[number];

/** What is to go of each customer; of fields all that any event took. */
interface Doomed {
  readonly whole: ReadonlyMap<CustomerId, DestroyedSince>;
  readonly parts: ReadonlyMap<CustomerId, DestroyedSince & { readonly fields: readonly Field[] }>;
}

function doomed(destroyed: Iterable<DestroyedSince>): Doomed {
  const whole = new Map<CustomerId, DestroyedSince>();
  const parts = new Map<CustomerId, DestroyedSince & { readonly fields: readonly Field[] }>();
  for (const one of destroyed) {
    if (one.fields === null) whole.set(one.id, one);
    else {
      const fields = [...new Set([...(parts.get(one.id)?.fields ?? []), ...one.fields])];
      parts.set(one.id, { ...one, fields });
    }
  }
  for (const id of whole.keys()) parts.delete(id);
  return { whole, parts };
}

const because = (rule: string): readonly Reason[] => [{ rule, clause: 'S2-38', data: {} }];

/** Stages it in the copy's draft, with the heritage of the ledger that was asked, and who may sign no more or by now. */
export function stageReplay(
  { reader, draft, emit }: { readonly reader: LedgerReader; readonly draft: Draft; emit(item: Item): void },
  destroyed: Iterable<DestroyedSince>,
  { heritage, steps }: { readonly heritage: Heritage | null; readonly steps: readonly PlanStep[] },
): ReplayCounts {
  const { whole, parts } = doomed(destroyed);
  const counts = { destroyed: 0, fields: 0, keptOut: 0, back: 0 };
  const stored = (id: CustomerId): CustomerRecord | null => reader.get(id) ?? reader.aside(id)?.record ?? null;
  const say = (what: string, id: CustomerId, code: string | null, fields: readonly string[] | null) => {
    const record = stored(id);
    emit({ what, customer: record === null ? `#${id}` : callOf(record), code, fields: fields?.join(',') ?? null });
  };
  for (const id of apart(reader, whole, parts)) {
    draft.add({ kind: 'bring-back', id, reasons: because('restore/apart') });
    counts.back++;
    say('back', id, null, null);
  }
  for (const { id, code, until } of whole.values()) {
    const record = stored(id);
    if (record === null) continue;
    counts.destroyed++;
    say('destroyed', id, code, null);
    // Who stands merged into another that goes, goes with it.
    const into = reader.aside(id)?.into ?? null;
    if (into !== null && whole.has(into)) continue;
    const reasons = because('restore/destroyed');
    draft.add({ kind: 'erase', id, expect: record.version, fields: null, code, until, reasons });
  }
  for (const { id, code, fields } of parts.values()) {
    const record = stored(id);
    if (record === null) continue;
    counts.fields++;
    say('fields', id, code, fields);
    const identity = identityKey({ ...record, ...Object.fromEntries(fields.map((field) => [field, null])) });
    const reasons = because('restore/destroyed');
    draft.add({ kind: 'erase', id, expect: record.version, fields, code, until: null, reasons }, { identity });
  }
  for (const { id, code } of heritage?.keptOut ?? []) {
    if (stored(id) !== null || reader.erasure(id) !== null) continue;
    counts.keptOut++;
    say('kept-out', id, code, null);
  }
  if (heritage !== null) draft.inherit(heritage);
  for (const step of steps) draft.step(step);
  return counts;
}

/**
 * Whoever was merged when the backup was made and was a customer of their own when destruction came: of those merged into one another only one goes, or
 * loses fields.
 */
function apart(reader: LedgerReader, whole: Doomed['whole'], parts: Doomed['parts']): ReadonlySet<CustomerId> {
  const back = new Set<CustomerId>();
  for (const id of whole.keys()) {
    const aside = reader.aside(id);
    if (aside?.why === 'merged' && !whole.has(aside.into as CustomerId)) back.add(id);
    for (const member of reader.members(id)) if (!whole.has(member)) back.add(member);
  }
  for (const id of parts.keys()) if (reader.aside(id) !== null) back.add(id);
  return back;
}

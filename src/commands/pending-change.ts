/** Changes of key fields that wait for a second person (S0-26): held rows that say what is to become of which customer. */
import type { CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import { type FieldKey, fieldOf } from '../model/fields.js';
import type { HeldRecord, LedgerReader, RunRecord } from '../model/ledger.js';
import type { HeldRow } from '../model/plan.js';
import { type Lang, say } from '../model/text.js';
import type { Item } from './command.js';
import { shown } from './masked.js';
import { callOf, customerNamed } from './shared.js';

/** The values of a field before and after. */
type Values = { readonly [K in FieldKey]?: readonly [from: string | null, to: string | null] };

/** A change that waits. */
export interface PendingChange {
  readonly id: number;
  /** The customer as it stands; null when it stands aside by now. */
  readonly record: CustomerRecord | null;
  readonly set: Values;
  readonly trigger: string;
  /** The run that proposed it: who, when, why. */
  readonly run: RunRecord;
}

/** How a pending change is called: P and the number of its row. */
export const pendingName = (id: number): string => `P${id}`;

/** A change as the row that holds it. */
export const pendingRow = (
  record: CustomerRecord,
  set: { readonly [K in FieldKey]?: string | null },
  trigger: string,
): HeldRow => ({
  record: 1,
  line: 1,
  why: 'pending',
  rule: 'update/key-field',
  against: record.id,
  row: JSON.stringify({
    set: Object.fromEntries(Object.entries(set).map(([field, to]) => [field, [record[field as FieldKey], to]])),
    trigger,
  }),
});

/** Every change that waits, oldest first. */
export function* pendingChanges(reader: LedgerReader): IterableIterator<PendingChange> {
  for (const row of reader.held()) if (row.why === 'pending') yield read(reader, row);
}

/**
 * The waiting changes that a word names: `P12`, or a customer's all.
 *
 * @throws StewardError `pending-unknown`, `customer-unknown`
 */
export function pendingNamed(reader: LedgerReader, word: string): readonly PendingChange[] {
  const id = /^P(\d{1,15})$/i.exec(word)?.[1];
  const row = id === undefined ? null : reader.heldRow(Number(id));
  if (row !== null && row.why === 'pending' && row.settled === null) return [read(reader, row)];
  const found =
    id === undefined
      ? (({ id: customer }) => [...pendingChanges(reader)].filter(({ record }) => record?.id === customer))(
          customerNamed(reader, word),
        )
      : [];
  if (found.length === 0) throw new StewardError('pending-unknown', { pending: word });
  return found;
}

function read(reader: LedgerReader, { id, run, against, row }: HeldRecord): PendingChange {
  const { set, trigger } = JSON.parse(row) as { readonly set: Values; readonly trigger: string };
  return {
    id,
    record: against === null ? null : reader.get(against),
    set,
    trigger,
    run: reader.run(run) as RunRecord,
  };
}

/** The fields of a waiting change, as output shows them. */
export const pendingItems = ({ id, record, set, trigger, run }: PendingChange, reveal: boolean, lang: Lang): Item[] =>
  (Object.entries(set) as [FieldKey, readonly [string | null, string | null]][]).map(([field, [from, to]]) => ({
    pending: pendingName(id),
    customer: record === null ? null : callOf(record),
    field,
    fieldName: say(fieldOf(field).name, lang),
    from: shown(field, from, reveal),
    to: shown(field, to, reveal),
    trigger,
    by: run.actor,
    ts: run.ts,
    reason: run.reason,
  }));

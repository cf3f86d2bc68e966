/** Whether the values on a sample's sheet are still those that the ledger had when the sample was drawn (S2-41). */
import type { CustomerId } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { LedgerReader } from '../../model/ledger.js';
import { parseDate } from '../../rules/calendar/day.js';
import { shown } from '../masked.js';

/**
 * Tells the first value that no customer of a name had when the trail had so many events, neither masked nor in full; null where all may be as drawn. A value
 * that changed since is held against what it was then; one that was destroyed since, or whose customer was, cannot be told.
 */
export function drawnValues(
  reader: LedgerReader,
  events: number,
): (call: string, values: ReadonlyMap<FieldKey, string | null>) => FieldKey | null {
  const moved = reader.auditOf(['update', 'erase'], events + 1).next().done !== true;
  return (call, values) => {
    let changed: FieldKey | null = null;
    for (const id of idsOf(reader, call)) {
      const found = changedOf(reader, moved ? events : null, id, values);
      if (found === null) return null;
      changed ??= found;
    }
    return changed;
  };
}

/** Who is called so; nobody where the number was given up since. */
function idsOf(reader: LedgerReader, call: string): readonly CustomerId[] {
  const own = /^#(\d+)$/.exec(call)?.[1];
  if (own !== undefined) return [Number(own)];
  const registered = reader.registered(call);
  return [...new Set([...(registered === null ? [] : [registered.customer]), ...reader.find('customer_no', call)])];
}

/** @param events null where no value of anybody changed since */
function changedOf(
  reader: LedgerReader,
  events: number | null,
  id: CustomerId,
  values: ReadonlyMap<FieldKey, string | null>,
): FieldKey | null {
  const record = reader.get(id) ?? reader.aside(id)?.record ?? null;
  if (record === null) return null;
  const later =
    events === null ? [] : [...reader.history(id)].filter(({ seq }) => seq > events).flatMap(({ changes }) => changes);
  for (const [field, cell] of values) {
    // Oldest first: what the first change after the drawing found stood there then.
    const change = later.find((one) => one.field === field);
    if (change?.erased !== true && !mayBe(field, cell, change === undefined ? record[field] : change.before))
      return field;
  }
  return null;
}

/** Whether a cell says this value, as it is or masked. */
function mayBe(field: FieldKey, cell: string | null, value: string | null): boolean {
  return [true, false].some((reveal) => isSame(cell, shown(field, value, reveal)));
}

/** The same but for what a spreadsheet does to cells: white space, numbers and days in another spelling. */
function isSame(cell: string | null, value: string | null): boolean {
  const [a, b] = [plain(cell), plain(value)];
  if (a === b) return true;
  if (a === '' || b === '') return false;
  if (isNumber.test(a) && isNumber.test(b)) return Number(a) === Number(b);
  const [day, other] = [parseDate(a), parseDate(b)];
  return day.ok && other.ok && day.date === other.date && day.time === other.time;
}

const plain = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** At most as many digits as a spreadsheet keeps. */
const isNumber = /^-?[\d.]{1,15}$/;

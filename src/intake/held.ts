/** Held rows read again, as the values that they would have been, beside the customer that they collide with. */
import { hash } from 'node:crypto';
import type { CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys, isFieldKey } from '../model/fields.js';
import type { HeldRecord, LedgerReader } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { type DateOrder, mapHeader } from './headers.js';
import { type KeptRow, readHeldRow } from './held-row.js';
import { identityKey } from './identity.js';
import { rowPreparer } from './prepare-rows.js';
import { type ReadRow, type RowValues, rowReader } from './row.js';
import { knownColumns } from './sheet.js';

/** One field in which a held row and the record on file differ, or that only one of them has. */
export interface Difference {
  readonly field: FieldKey;
  readonly row: string | null;
  readonly record: string | null;
}

/** What a held row says of a customer. */
export interface HeldValues {
  readonly set: RowValues;
  readonly extra: string | null;
  /** What its import was told of new customers, for those fields that `set` leaves blank. */
  readonly told: FieldValues;
}

/** How a person wants held rows to be read, before how their import read them. */
export interface HeldReading {
  /** Heading → field, contact, extra or ignore. */
  readonly forced: ReadonlyMap<string, string>;
  /** The order of days written with the year last. */
  readonly dateOrder: DateOrder | null;
}

/** A held row with both sides. */
export interface Collision {
  readonly held: HeldRecord;
  /** Null where the row cannot be read as a customer. */
  readonly row: HeldValues | null;
  /** Whom it collides with: as it was noted, else who bears its number or identity now; null where that is nobody, or several. */
  readonly record: CustomerRecord | null;
  /** Fields that the row fills and in which it is not what is on file. */
  readonly differences: readonly Difference[];
  /** Says whether row and record are still those that were seen (law 2). */
  readonly fingerprint: string;
}

/** Reads held rows as their import read them, but for what a person says now; rows of an edited sheet have the columns that the sheet is known by. */
export function heldReader(
  reader: LedgerReader,
  policy: Policy,
  { forced, dateOrder }: HeldReading = { forced: new Map(), dateOrder: null },
): (held: HeldRecord) => Collision {
  const readers = new Map<string, (cells: readonly string[]) => ReadRow>();
  const runs = new Map<number, boolean>();
  const isEdit = (run: number): boolean => {
    const known = runs.get(run) ?? reader.run(run)?.command === 'outside-edits';
    runs.set(run, known);
    return known;
  };
  const readerOf = ({ header, columns }: KeptRow, run: number) => {
    const edit = isEdit(run) && reader.checkout !== null;
    const key = JSON.stringify([edit, header, columns]);
    let read = readers.get(key);
    if (read === undefined) {
      const before = edit && reader.checkout ? knownColumns(reader.checkout.sheet, header) : Object.entries(columns);
      const mapping = mapHeader(header, policy, together(before, forced, header), dateOrder);
      const prepare = rowPreparer(mapping);
      const values = rowReader(mapping.columns, policy);
      read = (cells) => {
        const own = [...cells];
        prepare?.(own);
        return values(own);
      };
      readers.set(key, read);
    }
    return read;
  };
  return (held) => {
    const kept = readHeldRow(held.row);
    const read = readerOf(kept, held.run)(kept.cells);
    const row = read.kind === 'values' ? { set: read.set, extra: read.extra, told: kept.told } : null;
    const record = held.against !== null ? reader.get(held.against) : row && bearerOf(reader, row.set);
    return {
      held,
      row,
      record,
      differences: row === null ? [] : differencesOf(row.set, record),
      fingerprint: hash(
        'sha256',
        JSON.stringify([held.id, held.row, record?.id ?? null, record?.version ?? null]),
      ).slice(0, 16),
    };
  };
}

/** What columns are decided to be: as a person says now, else as before, but that no two are one field. */
function together(
  before: Iterable<readonly [string, string]>,
  forced: ReadonlyMap<string, string>,
  header: readonly string[],
): ReadonlyMap<string, string> {
  const now = new Map([...forced].filter(([heading]) => header.includes(heading)));
  const taken = new Set([...now.values()].filter(isFieldKey));
  return new Map([...[...before].filter(([, target]) => !isFieldKey(target) || !taken.has(target)), ...now]);
}

/** The one customer who bears the row's number, else its identity. */
function bearerOf(reader: LedgerReader, set: RowValues): CustomerRecord | null {
  const no = set.customer_no ?? null;
  const identity = identityKey(set);
  let ids = no === null ? [] : reader.find('customer_no', no);
  if (ids.length === 0 && identity !== null) ids = reader.find('identity', identity);
  return ids.length === 1 ? reader.get(ids[0] as number) : null;
}

function differencesOf(set: RowValues, record: CustomerRecord | null): readonly Difference[] {
  return fieldKeys.flatMap((field) => {
    const row = set[field] ?? null;
    const kept = record?.[field] ?? null;
    return row === null || row === kept ? [] : [{ field, row, record: kept }];
  });
}

/** Rows of files that wait for a decision; changes of key fields that wait for a second person are not among them (`update pending`). */
export function* waitingRows(reader: Pick<LedgerReader, 'held'>): IterableIterator<HeldRecord> {
  for (const row of reader.held()) if (row.why !== 'pending') yield row;
}

/** Held rows read again, as the values that they would have been, beside the customer that they collide with. */
import { hash } from 'node:crypto';
import type { CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import type { HeldRecord, LedgerReader } from '../model/ledger.js';
import type { Policy } from '../model/policy.js';
import { mapHeader } from './headers.js';
import { identityKey } from './identity.js';
import { type RowValues, rowReader } from './row.js';
import { knownColumns } from './sheet.js';

/** One field in which a held row and the record on file differ, or that only one of them has. */
export interface Difference {
  readonly field: FieldKey;
  readonly row: string | null;
  readonly record: string | null;
}

/** A held row with both sides. */
export interface Collision {
  readonly held: HeldRecord;
  /** Null where the row cannot be read as a customer. */
  readonly row: { readonly set: RowValues; readonly extra: string | null } | null;
  /** Whom it collides with: as it was noted, else who bears its number or identity now; null where that is nobody, or several. */
  readonly record: CustomerRecord | null;
  /** Fields that the row fills and in which it is not what is on file. */
  readonly differences: readonly Difference[];
  /** Says whether row and record are still those that were seen (law 2). */
  readonly fingerprint: string;
}

/**
 * Reads held rows under the columns of their file: those of `forced` (header → field, as --map gives them) go first; rows of an edited sheet
 * have the columns that the sheet is known by.
 */
export function heldReader(
  reader: LedgerReader,
  policy: Policy,
  forced: ReadonlyMap<string, string> = new Map(),
): (held: HeldRecord) => Collision {
  const readers = new Map<string, ReturnType<typeof rowReader>>();
  const runs = new Map<number, boolean>();
  const isEdit = (run: number): boolean => {
    const known = runs.get(run) ?? reader.run(run)?.command === 'outside-edits';
    runs.set(run, known);
    return known;
  };
  const readerOf = (header: readonly string[], run: number) => {
    const edit = isEdit(run) && reader.checkout !== null;
    const key = JSON.stringify([edit, header]);
    let read = readers.get(key);
    if (read === undefined) {
      const columns = edit && reader.checkout ? knownColumns(reader.checkout.sheet, header) : new Map<string, string>();
      const named = [...columns, ...forced].filter(([heading]) => header.includes(heading));
      read = rowReader(mapHeader(header, policy, new Map(named)).columns, policy);
      readers.set(key, read);
    }
    return read;
  };
  return (held) => {
    const whole = JSON.parse(held.row) as Record<string, string>;
    const header = Object.keys(whole);
    const read = readerOf(header, held.run)(Object.values(whole));
    const row = read.kind === 'values' ? { set: read.set, extra: read.extra } : null;
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

import { comparedFields, fieldMeant } from '../../match/infer.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, isFieldKey } from '../../model/fields.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Matching } from '../../model/matching.js';
import { callOf } from '../shared.js';
import { type ReadTable, TableIntake } from './read-table.js';

/** The columns of a ledger that are compared: declared fields by their keys, and columns of files that the policy names. */
export interface LedgerColumns {
  readonly fields: readonly FieldKey[];
  readonly extras: readonly string[];
  /** The policy's kinds by those names. */
  readonly kinds: Matching['columns'];
}

/** What is compared of the ledger's customers: the policy's columns, and else the fields that tell one customer from another. */
export function ledgerColumns({ columns }: Matching): LedgerColumns {
  const kinds: Record<string, Matching['columns'][string]> = {};
  for (const [word, kind] of Object.entries(columns)) kinds[fieldMeant(word) ?? word] = kind;
  const named = Object.keys(kinds);
  const fields = new Set<FieldKey>([...comparedFields, ...named.filter(isFieldKey)]);
  fields.delete('customer_no');
  return { fields: [...fields], extras: named.filter((name) => !isFieldKey(name)), kinds };
}

/** The cells of a customer under columns by name. */
export function cellsOf(record: CustomerRecord, names: readonly string[]): (string | null)[] {
  let extra: Record<string, string> | null = null;
  return names.map((name) => {
    if (isFieldKey(name)) return record[name];
    extra ??= record.extra === null ? {} : (JSON.parse(record.extra) as Record<string, string>);
    return extra[name] ?? null;
  });
}

/** A ledger taken in for comparison, with the customer of each record in the order of reading. */
export interface ReadLedger extends ReadTable {
  readonly customers: readonly CustomerId[];
}

/**
 * Reads all customers into a table.
 * @throws StewardError nothing-to-compare when the customers fill none of the compared columns
 */
export function readLedger(
  reader: LedgerReader,
  matching: Matching,
  progress: (done: number, of: number, rows: number) => void,
): ReadLedger {
  const { extras, fields, kinds } = ledgerColumns(matching);
  const names = [...fields, ...extras];
  const intake = new TableIntake(['customer_no', ...names], { ...matching, columns: { ...kinds, customer_no: 'id' } });
  const customers: CustomerId[] = [];
  const of = reader.count();
  for (const record of reader.read(['customer_no', ...fields])) {
    customers.push(record.id);
    const row = [callOf(record)];
    if (extras.length === 0) for (const key of fields) row.push(record[key] ?? '');
    else for (const cell of cellsOf(record, names)) row.push(cell ?? '');
    intake.add(row);
    if (customers.length % 5000 === 0) progress(customers.length, of, customers.length);
  }
  const read = intake.finish(0);
  if (read === null) throw new StewardError('nothing-to-compare', { ledger: reader.info.path });
  return { ...read, customers };
}

/** A file of steward's own lists that comes back: its rows, each with the customer that it names and its cells by what they are. */
import { cellValue } from '../files/formula.js';
import { openTable } from '../files/open-table.js';
import { fieldOfHeader, headerKey, headerScore } from '../intake/headers.js';
import type { CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import { type FieldKey, fieldOf } from '../model/fields.js';
import type { LedgerReader } from '../model/ledger.js';
import type { Text } from '../model/text.js';
import { customerNamed } from './shared.js';

/** One row. `cells` has the columns that were asked for, null where blank; a column that the file has not is undefined. */
export interface CustomerRow<K extends string> {
  readonly line: number;
  /** How the row names its customer; null where it names none. */
  readonly called: string | null;
  /** Null where it is no customer's of this ledger. */
  readonly record: CustomerRecord | null;
  readonly cells: { readonly [N in FieldKey | K]?: string | null };
}

/**
 * Reads the rows of a file, CSV or workbook, in whatever encoding a spreadsheet writes. `own` are columns that are no field's, by name.
 *
 * @throws StewardError list-unreadable without a column of customer numbers, and for a record that cannot be read; what reading throws
 */
export async function* customerRows<K extends string>(
  reader: LedgerReader,
  path: string,
  own: Readonly<Record<K, Text>>,
): AsyncIterableIterator<CustomerRow<K>> {
  const ownOf = new Map<string, K>();
  for (const [name, { zh, en }] of Object.entries(own) as [K, Text][])
    for (const word of [zh, en]) ownOf.set(headerKey(word), name);
  const source = await openTable(path, { headerScore, allowOneColumn: true });
  try {
    const columns = source.header.map((heading) => ownOf.get(headerKey(heading)) ?? fieldOfHeader(heading));
    const at = columns.indexOf('customer_no');
    if (at < 0) {
      const { zh, en } = fieldOf('customer_no').name;
      throw new StewardError('list-unreadable', { path, line: source.headerLine, detail: `${zh} / ${en}?` });
    }
    for await (const { rows, lines, faults } of source.batches()) {
      const fault = faults[0];
      if (fault) throw new StewardError('list-unreadable', { path, line: fault.line, detail: fault.code });
      for (const [i, row] of rows.entries()) {
        const called = cellValue(row[at] ?? '');
        const cells: { [N in FieldKey | K]?: string | null } = {};
        for (const [column, name] of columns.entries())
          if (name !== null) cells[name as FieldKey | K] = cellValue(row[column] ?? '');
        yield { line: lines[i] as number, called, record: called === null ? null : found(reader, called), cells };
      }
    }
  } finally {
    source.close();
  }
}

function found(reader: LedgerReader, word: string): CustomerRecord | null {
  try {
    return customerNamed(reader, word);
  } catch (error) {
    if (error instanceof StewardError && error.code === 'customer-unknown') return null;
    throw error;
  }
}

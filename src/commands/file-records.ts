import type { CsvSource } from '../files/read-csv.js';
import type { Mapping } from '../intake/headers.js';
import { intakeMessages } from '../intake/messages.js';
import { rowReader } from '../intake/row.js';
import type { CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import type { Given } from '../model/given.js';
import { type Data, say } from '../model/text.js';
import type { QueryContext } from './command.js';

/** A record with the place it came from, when that is a file. */
export interface Placed {
  readonly record: CustomerRecord;
  readonly call: string;
  readonly line: number | null;
  readonly recordNo: number | null;
  /** Column number and heading of a field, as members of a finding. */
  column(field: FieldKey | undefined): { readonly column?: number; readonly header?: string };
}

const blank = Object.fromEntries(fieldKeys.map((key) => [key, null])) as { [K in FieldKey]: string | null };

/**
 * Reads a file's rows as records, without a ledger; ids are record numbers. Rows that cannot be read are emitted as items and
 * counted; returns their number.
 */
export async function fileRecords(
  source: CsvSource,
  mapping: Mapping,
  given: Given,
  see: (placed: Placed) => void,
  context: QueryContext,
  calls: Map<number, string>,
): Promise<number> {
  const read = rowReader(mapping.columns, given.policy);
  const columnOf = new Map<FieldKey, number>();
  for (const [i, column] of mapping.columns.entries()) {
    if (column.to === 'field') columnOf.set(column.field, i + 1);
    else if (column.to === 'contact')
      for (const key of ['phone', 'email'] as const) if (!columnOf.has(key)) columnOf.set(key, i + 1);
  }
  const column = (field: FieldKey | undefined) => {
    const at = field === undefined ? undefined : columnOf.get(field);
    return at === undefined ? {} : { column: at, header: source.header[at - 1] as string };
  };
  let rejected = 0;
  let rows = 0;
  const reject = (
    code: 'row/bad-quote' | 'row/nameless' | 'row/ragged' | 'row/record-too-large' | 'row/unclosed-quote',
    line: number,
    record: number,
    data: Data,
  ) => {
    rejected++;
    const { hint } = intakeMessages[code];
    context.emit({
      severity: 'error',
      rule: code,
      messageId: code,
      customers: [],
      customer: '',
      file: source.path,
      line,
      record,
      field: null,
      value: null,
      data,
      message: say(intakeMessages[code], context.lang, data),
      mend: say(hint, context.lang),
    });
  };
  try {
    for await (const batch of source.batches()) {
      for (const fault of batch.faults) reject(`row/${fault.code}`, fault.line, fault.record, { column: fault.column });
      for (const [i, cells] of batch.rows.entries()) {
        const line = batch.lines[i] as number;
        const recordNo = batch.records[i] as number;
        const row = read(cells);
        rows++;
        if (row.kind === 'ragged') reject('row/ragged', line, recordNo, { cells: row.cells, columns: row.columns });
        else if (row.kind === 'nameless') reject('row/nameless', line, recordNo, {});
        else {
          const record: CustomerRecord = {
            ...blank,
            ...row.set,
            id: recordNo,
            version: 1,
            entered_on: given.asOf,
            extra: row.extra,
          };
          const call = record.customer_no ?? `#${recordNo}`;
          if (record.customer_no !== null) calls.set(recordNo, call);
          see({ record, call, line, recordNo, column });
        }
      }
      context.progress(batch.bytesRead, source.bytes, rows);
    }
  } finally {
    source.close();
  }
  return rejected;
}

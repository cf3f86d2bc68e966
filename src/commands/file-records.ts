import type { RowSource } from '../files/row-source.js';
import { columnsOf, type Mapping } from '../intake/headers.js';
import { columnNotes, type IntakeCode, intakeMessages, tableNotes } from '../intake/messages.js';
import { rowReader } from '../intake/row.js';
import type { CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import type { Severity } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Data, Lang, Text } from '../model/text.js';

/** A record with the place it came from, when that is a file. */
export interface Placed {
  readonly record: CustomerRecord;
  readonly call: string;
  readonly line: number | null;
  readonly recordNo: number | null;
  /** Column number and heading of a field, as members of a finding. */
  column(field: FieldKey | undefined): { readonly column?: number; readonly header?: string };
}

/** Something to be said of a row or a column of the file, beside what the rules find. */
export interface FileNote {
  readonly code: IntakeCode;
  readonly severity: Severity;
  readonly line: number | null;
  readonly record: number | null;
  readonly column: number | null;
  readonly header: string | null;
  readonly field: FieldKey | null;
  readonly data: Data;
  readonly text: Text;
  readonly hint: Text;
}

/** Who hears of what a file holds. */
interface Listener {
  see(placed: Placed): void;
  note(note: FileNote): void;
  progress(done: number, of: number, rows: number): void;
}

const blank = Object.fromEntries(fieldKeys.map((key) => [key, null])) as { [K in FieldKey]: string | null };

/**
 * Reads a file's rows as records, without a ledger; ids are record numbers. Rows that cannot be read are noted and counted; returns
 * their number.
 */
export async function fileRecords(
  { source, mapping }: { readonly source: RowSource; readonly mapping: Mapping },
  given: Given,
  listener: Listener,
  lang: Lang,
  calls: Map<number, string>,
): Promise<number> {
  const read = rowReader(mapping.columns, given.policy);
  const columnOf = columnsOf(mapping);
  const column = (field: FieldKey | undefined) => {
    const at = field === undefined ? undefined : columnOf.get(field);
    return at === undefined ? {} : { column: at, header: source.header[at - 1] as string };
  };
  const note = (
    code: IntakeCode,
    place: Pick<FileNote, 'column' | 'field' | 'header' | 'line' | 'record'>,
    data: Data,
  ) => {
    const { hint, severity, zh, en } = intakeMessages[code];
    listener.note({ code, severity, ...place, data, text: { zh, en }, hint });
  };
  const noteRow = (code: IntakeCode, line: number, record: number, data: Data, at: number | null = null) =>
    note(
      code,
      { line, record, column: at, header: at === null ? null : (source.header[at - 1] ?? null), field: null },
      data,
    );
  let rejected = 0;
  let rows = 0;
  try {
    for (const { code, data, ...at } of columnNotes(mapping, lang))
      note(code, { line: null, record: null, ...at }, data);
    for await (const batch of source.batches()) {
      for (const fault of batch.faults) {
        rejected++;
        noteRow(`row/${fault.code}`, fault.line, fault.record, { column: fault.column });
      }
      for (const [i, cells] of batch.rows.entries()) {
        const line = batch.lines[i] as number;
        const recordNo = batch.records[i] as number;
        const row = read(cells);
        rows++;
        if (row.kind !== 'values') {
          rejected++;
          const data = row.kind === 'ragged' ? { cells: row.cells, columns: row.columns } : {};
          noteRow(`row/${row.kind}`, line, recordNo, data);
          continue;
        }
        if (row.missing.length > 0) {
          const missing = row.missing.map((at) => source.header[at] as string);
          const data = { cells: cells.length, columns: source.header.length, missing };
          noteRow('row/short', line, recordNo, data, (row.missing[0] as number) + 1);
        }
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
        listener.see({ record, call, line, recordNo, column });
      }
      for (const { code, line, record: recordNo, column: at } of batch.notes)
        noteRow(`cell/${code}`, line, recordNo, {}, at);
      listener.progress(batch.bytesRead, source.bytes, rows);
    }
    for (const { code, data, ...at } of tableNotes(source.notes)) note(code, { line: null, record: null, ...at }, data);
  } finally {
    source.close();
  }
  return rejected;
}

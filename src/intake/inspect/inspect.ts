/** Reads a whole file and says what it is, without a ledger: the first word of the conversation that an import is. */
import type { RowFault, RowSource, RowTotals } from '../../files/row-source.js';
import type { FieldKey } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import type { Data } from '../../model/text.js';
import { parseCreditCode } from '../../rules/text/credit-code.js';
import { phoneKey } from '../../rules/text/phone.js';
import { fold } from '../../rules/text/unicode.js';
import type { Column, Mapping } from '../headers.js';
import type { IntakeCode } from '../messages.js';
import { type RowValues, rowReader } from '../row.js';
import { ColumnLook, type ColumnProfile } from './column.js';
import type { InspectCode } from './messages.js';
import { Repeats } from './repeats.js';

/** What an inspection needs of a file. */
export type InspectSource = Pick<RowSource, 'batches' | 'bytes' | 'header' | 'totals'>;

/** Something to be said of one row or one cell; `column` is 1-based. */
export interface InspectNote {
  readonly code: InspectCode | IntakeCode;
  readonly line: number;
  readonly record: number;
  readonly column: number | null;
  readonly data: Data;
  /** The cell that it is about, as in the file. */
  readonly value: string | null;
}

/** Rows by what import would make of them before it asks the ledger. */
export interface RowCounts {
  read: number;
  /** Rows with values for a customer. */
  readable: number;
  /** Of these, rows that lacked cells and were aligned by content. */
  short: number;
  total: number;
  nameless: number;
  ragged: number;
  /** Records that could not be cut into cells. */
  unreadable: number;
  /** Lines without any value; not among those read. */
  blank: number;
}

/** What a file holds. */
export interface Inspection {
  readonly rows: Readonly<RowCounts>;
  readonly columns: readonly ColumnProfile[];
  /** Whether every repetition was found. */
  readonly repeatsFull: boolean;
  readonly totals: RowTotals | null;
}

/** Fields that two customers seldom share, with the form in which their values are compared. */
const keys: Partial<Record<FieldKey, (value: string) => string | null>> = {
  customer_no: (value) => fold(value).toUpperCase(),
  credit_code: (value) => {
    const code = parseCreditCode(value);
    return code.ok ? code.code : null;
  },
  phone: phoneKey,
  email: (value) => (value.includes('@') ? fold(value).toLowerCase() : null),
};

/**
 * Looks at every row and every cell; `tell` hears what is to be said, in file order. Streams: memory is bounded by the number of columns.
 * @throws FileFault as RowSource.batches
 */
export async function inspectRows(
  source: InspectSource,
  mapping: Mapping,
  policy: Policy,
  tell: (note: InspectNote) => void,
  progress: (bytes: number, rows: number) => void,
): Promise<Inspection> {
  const { columns } = mapping;
  const width = columns.length;
  const looks = columns.map((column) => new ColumnLook(column, policy));
  const read = rowReader(columns, policy);
  const whole = new Repeats();
  const repeats = (Object.keys(keys) as (keyof typeof keys)[])
    .filter((field) => columnOf(columns, field) > 0)
    .map((field) => ({
      field,
      column: columnOf(columns, field),
      key: keys[field] as (value: string) => string | null,
      seen: new Repeats(),
    }));
  const rows: RowCounts = {
    read: 0,
    readable: 0,
    short: 0,
    total: 0,
    nameless: 0,
    ragged: 0,
    unreadable: 0,
    blank: 0,
  };

  const seeKeys = (set: RowValues, line: number, record: number): void => {
    for (const { field, column, key, seen } of repeats) {
      const value = set[field];
      const normal = value ? key(value) : null;
      const first = normal === null ? null : seen.seen([normal], line);
      if (first !== null) tell({ code: 'key/repeated', line, record, column, data: { first }, value: value as string });
    }
  };
  const seeRow = (cells: readonly string[], line: number, record: number): void => {
    rows.read++;
    const row = read(cells);
    if (row.kind !== 'values') {
      rows[row.kind]++;
      const data: Data = row.kind === 'ragged' ? { cells: row.cells, columns: row.columns } : {};
      tell({ code: `row/${row.kind}`, line, record, column: null, data, value: null });
      return;
    }
    rows.readable++;
    if (row.missing.length > 0) {
      rows.short++;
      const missing = row.missing.map((at) => source.header[at] as string);
      const data = { cells: cells.length, columns: width, missing };
      tell({ code: 'row/short', line, record, column: (row.missing[0] as number) + 1, data, value: null });
      return;
    }
    for (let i = 0; i < width; i++) {
      const cell = cells[i] as string;
      for (const code of (looks[i] as ColumnLook).see(cell))
        tell({ code, line, record, column: i + 1, data: {}, value: cell.trim() });
    }
    const first = whole.seen(cells, line);
    if (first !== null) tell({ code: 'row/repeated', line, record, column: null, data: { first }, value: null });
    else seeKeys(row.set, line, record);
  };
  const seeFault = ({ code, line, record, column }: RowFault): void => {
    rows.read++;
    rows.unreadable++;
    tell({ code: `row/${code}`, line, record, column: null, data: { column }, value: null });
  };

  for await (const batch of source.batches()) {
    for (const fault of batch.faults) seeFault(fault);
    for (const { code, line, record, column } of batch.notes)
      tell({ code: `cell/${code}`, line, record, column, data: {}, value: null });
    for (const [i, cells] of batch.rows.entries()) seeRow(cells, batch.lines[i] as number, batch.records[i] as number);
    progress(batch.bytesRead, rows.read);
  }
  rows.blank = source.totals?.blankRows ?? 0;
  return {
    rows,
    columns: looks.map((look) => look.profile()),
    repeatsFull: !whole.full && repeats.every(({ seen }) => !seen.full),
    totals: source.totals,
  };
}

/** The 1-based column of a field; 0 when no column has it. */
function columnOf(columns: readonly Column[], field: FieldKey): number {
  const own = columns.findIndex((column) => column.to === 'field' && column.field === field);
  if (own >= 0 || (field !== 'phone' && field !== 'email')) return own + 1;
  return columns.findIndex((column) => column.to === 'contact') + 1;
}

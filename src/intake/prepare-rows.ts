/** What a mapping does to cells before they are read: a column left out is blank, a day in a declared order is written year first. */
import type { RowBatch } from '../files/row-source.js';
import { isIsoDate } from '../model/date.js';
import { fieldOf } from '../model/fields.js';
import type { DateOrder, Mapping } from './headers.js';

const YEAR_LAST = /^(\s*)(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\3\s*(\d{4})(?=\D|$)/;

/** A cell whose day has its year last, written year first; a cell that holds no such day comes back as it is. */
export function yearFirst(cell: string, order: DateOrder): string {
  const found = YEAR_LAST.exec(cell);
  if (found === null) return cell;
  const [whole, space, one, , two, year] = found as unknown as [string, string, string, string, string, string];
  const [day, month] = order === 'dmy' ? [one, two] : [two, one];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isIsoDate(iso) ? `${space}${iso}${cell.slice(whole.length)}` : cell;
}

/** Prepares one row in its place; null where there is nothing to do. */
export function rowPreparer({
  columns,
  dateOrder,
}: Pick<Mapping, 'columns' | 'dateOrder'>): ((row: string[]) => void) | null {
  const blank = columns.flatMap(({ to }, i) => (to === 'ignored' ? [i] : []));
  const dates =
    dateOrder === null
      ? []
      : columns.flatMap((column, i) => (column.to === 'field' && fieldOf(column.field).kind === 'date' ? [i] : []));
  if (blank.length === 0 && dates.length === 0) return null;
  return (row) => {
    // A row that lacks cells is put in place by what they hold: until then no column is known.
    if (row.length < columns.length) return;
    for (const i of blank) row[i] = '';
    for (const i of dates) row[i] = yearFirst(row[i] as string, dateOrder as DateOrder);
  };
}

/**
 * A source whose rows are prepared as the mapping says. A column that is left out never leaves this function: neither the ledger, nor held
 * rows, nor rejects get to see it. The source itself where there is nothing to do.
 */
export function prepareRows<S extends { batches(): AsyncIterable<RowBatch> }>(source: S, mapping: Mapping): S {
  const prepare = rowPreparer(mapping);
  if (prepare === null) return source;
  const batches = async function* (): AsyncGenerator<RowBatch> {
    for await (const batch of source.batches()) {
      for (const row of batch.rows) prepare(row);
      yield batch;
    }
  };
  return Object.create(source, { batches: { value: batches } }) as S;
}

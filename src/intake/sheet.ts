import type { CsvSource } from '../files/read-csv.js';
import { isFieldKey } from '../model/fields.js';
import type { Sheet, SheetColumn } from '../model/sheet.js';
import type { Mapping } from './headers.js';
import { extraKeys } from './row.js';

/** How a file is written and what its columns are, for a CSV ledger to save it the way it was found. */
export function sheetOf({ dialect, encoding, header }: CsvSource, { columns }: Mapping): Sheet {
  const { delimiter, headerLine, bodyStart, bodyLine } = dialect;
  const keys = extraKeys(columns);
  return {
    encoding,
    delimiter,
    width: header.length,
    headerLine,
    bodyStart,
    bodyLine,
    headings: header,
    columns: columns.map((column, i): SheetColumn => {
      if (column.to === 'field') return { to: 'field', field: column.field };
      if (column.to === 'extra') return { to: 'extra', key: keys[i] as string };
      return { to: column.to === 'contact' || column.to === 'id' ? column.to : 'none' };
    }),
  };
}

/** What the columns of a known file were taken for, by heading, so that those which are still there are taken for the same again. */
export function knownColumns({ headings, columns }: Sheet, header: readonly string[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const [i, column] of columns.entries()) {
    const heading = headings[i];
    if (heading === undefined || known.has(heading) || !header.includes(heading)) continue;
    if (column.to === 'field' && isFieldKey(column.field)) known.set(heading, column.field);
    else if (column.to === 'extra') known.set(heading, 'extra');
  }
  return known;
}

import type { Database } from 'better-sqlite3';
import type { CustomerRecord } from '../../model/customer.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import type { Sheet, SheetColumn } from '../../model/sheet.js';
import { quoted } from '../sqlite/schema.js';
import { usedFields } from '../sqlite/used-fields.js';
import { wholeRow } from './checkout.js';

/** The heading of the column that says whose row it is; its cells are `#` and the customer's id. */
export const idHeading = 'steward_id';

/** A column to be added, with its heading. */
export interface AddedColumn {
  readonly heading: string;
  readonly column: SheetColumn;
}

/** Columns that the file lacks for what is to be written: fields and undeclared columns with a value, and the rows' own mark. */
export function missingColumns(db: Database, sheet: Sheet): readonly AddedColumn[] {
  const has = (field: FieldKey): boolean =>
    sheet.columns.some(
      (column) =>
        (column.to === 'field' && column.field === field) ||
        (column.to === 'contact' && (field === 'phone' || field === 'email')),
    );
  const filled = (field: string, changed: string): boolean =>
    db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM checkout_ahead a JOIN customers c ON c.id = a.customer_id
         WHERE a.field IN ('${wholeRow}', ?) AND c.${quoted(field)} IS NOT NULL)`,
      )
      .pluck()
      .get(changed) === 1;
  const lang = /\p{Script=Han}/u.test(sheet.headings.join()) ? 'zh' : 'en';
  const added: AddedColumn[] = [];
  for (const field of usedFields(db)) {
    if (has(field) || !filled(field, field)) continue;
    added.push({ heading: fieldOf(field).name[lang], column: { to: 'field', field } });
  }
  if (filled('extra', 'extra')) {
    const keys = db
      .prepare(
        `SELECT DISTINCT j.key FROM checkout_ahead a JOIN customers c ON c.id = a.customer_id, json_each(c.extra) j
         WHERE a.field IN ('${wholeRow}', 'extra') AND c.extra IS NOT NULL ORDER BY j.key`,
      )
      .pluck()
      .all() as string[];
    for (const key of keys) {
      if (sheet.columns.some((column) => column.to === 'extra' && column.key === key)) continue;
      added.push({ heading: key, column: { to: 'extra', key } });
    }
  }
  const noMark = sheet.columns.every((column) => column.to !== 'id');
  if (noMark && unmarked(db)) added.push({ heading: idHeading, column: { to: 'id' } });
  return added;
}

/** Whether a row has, or will have, no customer number by which it could be known. */
const unmarked = (db: Database): boolean =>
  db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM checkout_row WHERE customer_id IS NOT NULL)
         OR EXISTS (SELECT 1 FROM checkout_ahead a JOIN customers c ON c.id = a.customer_id
                    WHERE a.field = '${wholeRow}' AND c.customer_no IS NULL)`,
    )
    .pluck()
    .get() === 1;

/** What a column says of a customer; blank is the empty text, and null where the column is none of the customer's. */
export function cellOf(record: CustomerRecord, column: SheetColumn): string | null {
  switch (column.to) {
    case 'field':
      return record[column.field] ?? '';
    case 'contact':
      return [record.phone, record.email].filter((part) => part !== null).join(' / ');
    case 'extra':
      return record.extra === null ? '' : ((JSON.parse(record.extra) as Record<string, string>)[column.key] ?? '');
    case 'id':
      return `#${record.id}`;
    case 'none':
      return null;
  }
}

/** Whether a field that changed shows in a column. */
export function shows(column: SheetColumn, field: string): boolean {
  switch (column.to) {
    case 'field':
      return column.field === field;
    case 'contact':
      return field === 'phone' || field === 'email';
    case 'extra':
      return field === 'extra';
    case 'id':
    case 'none':
      return false;
  }
}

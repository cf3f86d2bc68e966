/** One row of a file of interactions or transactions: whose it is by its own word, and what it says; or what is wrong with it. */
import { cellValue } from '../files/formula.js';
import { type ChildField, type ChildTable, childFields } from '../model/child-fields.js';
import type { Given } from '../model/given.js';
import type { Data } from '../model/text.js';
import { parseDate } from '../rules/calendar/day.js';
import { kindFinder } from '../rules/interaction/kinds.js';
import { parseAmount } from '../rules/text/amount.js';
import { nearest } from '../rules/text/nearest.js';
import type { ChildColumn, ReferenceField } from './child-headers.js';
import type { ChildCode } from './child-messages.js';

/** A row's values by column, and the customer's by field. */
export interface ChildValues {
  readonly own: Readonly<Partial<Record<ChildField['key'], string>>>;
  readonly refers: Readonly<Partial<Record<ReferenceField, string>>>;
  readonly extra: string | null;
  /** ISO day, with ` HH:MM[:SS]` where the row gives a time. */
  readonly at: string;
}

/** One thing wrong with a row; `column` is 1-based. */
export interface ChildFault {
  readonly code: ChildCode;
  readonly data: Data;
  readonly column: number | null;
}

/** What became of a row's cells: values, or all that is wrong with it. */
export type ReadChild =
  | { readonly ok: true; readonly values: ChildValues }
  | { readonly ok: false; readonly faults: readonly ChildFault[] };

/** The kind of a transaction whose file has no column for it. */
const plainKind = '订单';

/** Makes the reader of one file's rows. */
export function childReader(
  columns: readonly ChildColumn[],
  table: ChildTable,
  given: Given,
): (cells: readonly string[]) => ReadChild {
  const findKind = kindFinder(given.policy);
  const kindWords = given.policy.interactions.kinds.flatMap(({ value, aliases }) => [value, ...aliases]);
  const place = (key: ChildField['key']): number | null => {
    const at = columns.findIndex((column) => column.to === 'child' && column.field === key);
    return at < 0 ? null : at + 1;
  };
  return (cells) => {
    if (cells.slice(columns.length).some((cell) => cell.trim() !== '') || cells.length < columns.length) {
      const data = { cells: cells.length, columns: columns.length };
      return { ok: false, faults: [{ code: 'row/ragged', data, column: null }] };
    }
    const own: Partial<Record<ChildField['key'], string>> = {};
    const refers: Partial<Record<ReferenceField, string>> = {};
    let extra: Record<string, string> | null = null;
    for (const [i, column] of columns.entries()) {
      const value = cellValue(cells[i] as string);
      if (value === null || column.to === 'dropped') continue;
      if (column.to === 'child') own[column.field] = value;
      else if (column.to === 'customer') refers[column.field] = value;
      else {
        extra ??= Object.create(null) as Record<string, string>;
        extra[column.header === '' || column.header in extra ? `${column.header}#${i + 1}` : column.header] = value;
      }
    }
    if (table === 'transactions') own.kind ??= plainKind;
    const faults: ChildFault[] = [];
    const fault = (code: ChildCode, field: ChildField, data: Data) =>
      void faults.push({ code, data: { field: field.name.zh, ...data }, column: place(field.key) });
    let at = '';
    for (const field of childFields[table]) {
      const value = own[field.key];
      if (value === undefined) {
        if (field.required) fault('child/missing', field, {});
      } else if (field.key === 'at') {
        const date = parseDate(value);
        if (!date.ok) fault('child/date', field, { value });
        else if (date.date > given.asOf) fault('child/future', field, { value });
        else at = date.time === null ? date.date : `${date.date} ${date.time}`;
      } else if (field.key === 'kind' && table === 'interactions') {
        const near = nearest(value, kindWords);
        if (findKind(value) === null)
          fault(near === null ? 'child/unknown-kind' : 'child/kind', field, { value, nearest: near });
      } else if (field.key === 'amount' && !parseAmount(value.replace(/^\s*[-−－]/, '')).ok) {
        fault('child/amount', field, { value });
      }
    }
    if (!refers.customer_no && !refers.credit_code && !refers.phone && !refers.email)
      faults.push({ code: 'child/no-reference', data: {}, column: null });
    if (faults.length > 0) return { ok: false, faults };
    return { ok: true, values: { own, refers, at, extra: extra === null ? null : JSON.stringify(extra) } };
  };
}

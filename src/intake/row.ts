/** One row of a file as values for a customer: trimmed, blank made null, compound columns split; nothing else is touched (law 8). */

import { unneutralise } from '../files/formula.js';
import type { FieldKey } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { aligner } from './align.js';
import type { Column } from './headers.js';

/** What became of a row's cells. */
export type ReadRow =
  | {
      readonly kind: 'values';
      readonly set: FieldValues;
      readonly extra: string | null /** 0-based columns that had no cell of their own. */;
      readonly missing: readonly number[];
    }
  | { readonly kind: 'ragged'; readonly cells: number; readonly columns: number }
  | { readonly kind: 'nameless' };

/** Fields of which one at least must stand in a row, or nobody could say whose row it is. */
const identifying = ['name', 'customer_no', 'credit_code', 'phone', 'email'] as const satisfies readonly FieldKey[];

/** Headings of the columns that a rejects file carries besides the original ones; ignored when it comes back. */
export const rejectColumns = ['steward_line', 'steward_error', 'steward_raw'] as const;
const isRejectColumn = (header: string): boolean => (rejectColumns as readonly string[]).includes(header);

const clean = (cell: string): string | null => {
  const trimmed = cell.trim();
  return trimmed === '' ? null : unneutralise(trimmed);
};

/** A contact cell as phone part and e-mail part: pieces with an @ are e-mail, the rest stays together as phone. */
export function splitContact(cell: string): { readonly phone: string | null; readonly email: string | null } {
  if (!/[@＠]/.test(cell)) return { phone: cell, email: null };
  const pieces = cell.split(/[\s/、;；,，|]+/).filter((piece) => piece !== '');
  const emails = pieces.filter((piece) => /[@＠]/.test(piece));
  const phones = pieces.filter((piece) => !/[@＠]/.test(piece));
  return { phone: phones.length > 0 ? phones.join(' / ') : null, email: emails.join(' / ') };
}

/** Makes the reader of one file's rows. */
export function rowReader(columns: readonly Column[], policy: Policy): (cells: readonly string[]) => ReadRow {
  const align = aligner(columns, policy);
  const width = columns.length;
  return (given) => {
    let cells = given;
    let missing: readonly number[] = [];
    if (cells.length > width) {
      if (cells.slice(width).some((cell) => cell.trim() !== ''))
        return { kind: 'ragged', cells: given.length, columns: width };
    } else if (cells.length < width) {
      const alignment = align(cells);
      if (alignment === null) return { kind: 'ragged', cells: given.length, columns: width };
      ({ cells, missing } = alignment);
    }
    const set: { [K in FieldKey]?: string } = {};
    let extra: Record<string, string> | null = null;
    for (let i = 0; i < width; i++) {
      const column = columns[i] as Column;
      const value = clean(cells[i] as string);
      if (value === null) continue;
      if (column.to === 'field') set[column.field] = value;
      else if (column.to === 'contact') {
        const { phone, email } = splitContact(value);
        if (phone !== null && set.phone === undefined) set.phone = phone;
        if (email !== null && set.email === undefined) set.email = email;
      } else if (!isRejectColumn(column.header)) {
        extra ??= Object.create(null) as Record<string, string>;
        extra[
          Object.hasOwn(extra, column.header) || column.header === '' ? `${column.header}#${i + 1}` : column.header
        ] = value;
      }
    }
    if (identifying.every((key) => set[key] === undefined)) return { kind: 'nameless' };
    return { kind: 'values', set, extra: extra === null ? null : JSON.stringify(extra), missing };
  };
}

/** One row of a file as values for a customer: trimmed, blank made null, compound columns split; nothing else is touched (law 8). */

import { cellValue } from '../files/formula.js';
import type { FieldKey } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { fold } from '../rules/text/unicode.js';
import { aligner } from './align.js';
import type { Column } from './headers.js';
import { toldOf } from './told.js';

/** A row's values; every row of a file has the same members in the same order, which is what makes a million of them quick. */
export type RowValues = { [K in FieldKey]?: string | null };

/** What a row of steward's own files says besides its values. */
export interface RowBearer {
  /** Whose it is, in a worklist; `knownAs` is undefined in a file without that column. */
  readonly id: string | null;
  readonly knownAs: string | null | undefined;
  /** What the import that rejected it was told by options. */
  readonly told: FieldValues;
}

/** A phone or an e-mail that found its place taken; the column is 0-based. */
interface Unplaced {
  readonly column: number;
  readonly value: string;
}

/** What became of a row's cells. */
export type ReadRow =
  | {
      readonly kind: 'values';
      readonly set: RowValues;
      readonly extra: string | null;
      /** The cells, each in its column's place. */
      readonly cells: readonly string[];
      /** 0-based columns that had no cell of their own. */
      readonly missing: readonly number[];
      readonly bearer: RowBearer | null;
      /** What columns of phone and e-mail say besides the phone and the e-mail that the row has. */
      readonly unplaced: readonly Unplaced[];
    }
  | { readonly kind: 'ragged'; readonly cells: number; readonly columns: number }
  | { readonly kind: 'nameless'; readonly set: RowValues }
  | { readonly kind: 'total' };

/** Fields of which one at least must stand in a row, or nobody could say whose row it is. */
const identifying = ['name', 'customer_no', 'credit_code', 'phone', 'email'] as const satisfies readonly FieldKey[];

/** A word, folded, that stands where a customer should: the row adds up the ones above it. */
const totalWord = /^(?:合 ?计|总 ?计|小 ?计|共 ?计|累 ?计|汇 ?总|(?:sub|grand )?total) ?:?$/i;

/** How many there are of something, folded: too short a number to be a way to reach anybody, or anybody's code. */
const bareCount = /^\d{1,6}$/;

/** A contact cell as phone part and e-mail part: pieces with an @ are e-mail, the rest stays together as phone. */
export function splitContact(cell: string): { readonly phone: string | null; readonly email: string | null } {
  if (!/[@＠]/.test(cell)) return { phone: cell, email: null };
  const pieces = cell.split(/[\s/、;；,，|]+/).filter((piece) => piece !== '');
  const emails = pieces.filter((piece) => /[@＠]/.test(piece));
  const phones = pieces.filter((piece) => !/[@＠]/.test(piece));
  return { phone: phones.length > 0 ? phones.join(' / ') : null, email: emails.join(' / ') };
}

/** Whether a row is the total line of a table: such a word as its number, or as its name under none, and nobody to reach. */
const isTotal = ({ name, customer_no, credit_code, phone, email }: RowValues): boolean =>
  isCount(credit_code) &&
  isCount(phone) &&
  isCount(email) &&
  (isTotalWord(customer_no) || (isCount(customer_no) && isTotalWord(name)));

const isCount = (value: string | null | undefined): boolean => !value || bareCount.test(fold(value));

const isTotalWord = (value: string | null | undefined): boolean => !!value && totalWord.test(fold(value));

/**
 * Under which name each column that nobody declared is kept, by column: its heading; with its place where the heading is blank or stands
 * there twice. Null for other columns.
 */
export function extraKeys(columns: readonly Column[]): readonly (string | null)[] {
  const taken = new Set<string>();
  return columns.map(({ header, to }, i) => {
    if (to !== 'extra') return null;
    const key = header === '' || taken.has(header) ? `${header}#${i + 1}` : header;
    taken.add(key);
    return key;
  });
}

/**
 * Null for each of these fields. Read from JSON, because an object that gets its members one by one becomes a hash table after a
 * dozen, and so would every copy of it: that alone made reading a row three times as slow.
 */
const blankValues = (keys: readonly FieldKey[]): RowValues =>
  JSON.parse(`{${[...new Set(keys)].map((key) => `${JSON.stringify(key)}:null`).join()}}`) as RowValues;

const nothing: readonly Unplaced[] = [];

/** Puts phones and e-mails where no column of their own did; what is over comes back. */
function placeContacts(set: RowValues, cells: readonly string[], columns: readonly number[]): readonly Unplaced[] {
  const unplaced: Unplaced[] = [];
  for (const column of columns) {
    const cell = cellValue(cells[column] as string);
    if (cell === null) continue;
    const parts = splitContact(cell);
    for (const key of ['phone', 'email'] as const) {
      const value = parts[key];
      if (value === null || value === set[key]) continue;
      if ((set[key] ?? null) === null) set[key] = value;
      else unplaced.push({ column, value });
    }
  }
  return unplaced;
}

/** Makes the reader of one file's rows; `more` names fields that no column fills and that are set later. */
export function rowReader(
  columns: readonly Column[],
  policy: Policy,
  more: readonly FieldKey[] = [],
): (cells: readonly string[]) => ReadRow {
  const align = aligner(columns, policy);
  const width = columns.length;
  const keys = extraKeys(columns);
  const template = blankValues([
    ...columns.flatMap((column) =>
      column.to === 'field' ? [column.field] : column.to === 'contact' ? (['phone', 'email'] as const) : [],
    ),
    ...more,
  ]);
  const contactAt = columns.flatMap(({ to }, i) => (to === 'contact' ? [i] : []));
  const idAt = columns.findIndex((column) => column.to === 'id');
  const knownAt = columns.findIndex((column) => column.to === 'knownAs');
  const toldAt = columns.findIndex((column) => column.to === 'told');
  const bearerOf =
    idAt < 0 && knownAt < 0 && toldAt < 0
      ? () => null
      : (cells: readonly string[]): RowBearer => ({
          id: idAt < 0 ? null : cellValue(cells[idAt] as string),
          knownAs: knownAt < 0 ? undefined : cellValue(cells[knownAt] as string),
          told: toldAt < 0 ? {} : toldOf(cells[toldAt] as string),
        });
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
    const set: RowValues = { ...template };
    let extra: Record<string, string> | null = null;
    for (let i = 0; i < width; i++) {
      const column = columns[i] as Column;
      const value = cellValue(cells[i] as string);
      if (value === null) continue;
      if (column.to === 'field') set[column.field] = value;
      else if (column.to === 'extra') {
        extra ??= Object.create(null) as Record<string, string>;
        extra[keys[i] as string] = value;
      }
    }
    const unplaced = contactAt.length === 0 ? nothing : placeContacts(set, cells, contactAt);
    const bearer = bearerOf(cells);
    if (!bearer?.id) {
      if (identifying.every((key) => (set[key] ?? null) === null)) return { kind: 'nameless', set };
      if (isTotal(set)) return { kind: 'total' };
    }
    return {
      kind: 'values',
      set,
      extra: extra === null ? null : JSON.stringify(extra),
      cells,
      missing,
      bearer,
      unplaced,
    };
  };
}

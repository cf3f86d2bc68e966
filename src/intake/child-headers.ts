import { type ChildField, type ChildTable, childFields } from '../model/child-fields.js';
import type { FieldKey } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import { fieldOfHeader, headerKey, isUndeclaredPersonal, rejectColumns, toldColumn } from './headers.js';

/** Fields of a customer by which a row says whose it is, the surest first. */
export const referenceFields = [
  'customer_no',
  'credit_code',
  'phone',
  'email',
  'name',
] as const satisfies readonly FieldKey[];

/** One of them. */
export type ReferenceField = (typeof referenceFields)[number];

/** What a column of a file of interactions or transactions is. */
export type ChildColumn =
  | { readonly header: string; readonly to: 'child'; readonly field: ChildField['key'] }
  | { readonly header: string; readonly to: 'customer'; readonly field: ReferenceField }
  | { readonly header: string; readonly to: 'dropped' }
  | { readonly header: string; readonly to: 'extra' };

/** How such a file's header was understood. */
export interface ChildMapping {
  readonly columns: readonly ChildColumn[];
  /** Required columns that the file lacks. */
  readonly missing: readonly ChildField[];
  /** Whether any column says whose the rows are. */
  readonly refers: boolean;
  /** Undeclared columns that hold personal data by their name (S0-09). */
  readonly personal: readonly string[];
}

const isReference = (key: string): key is ReferenceField => (referenceFields as readonly string[]).includes(key);

const aliasesOf = (table: ChildTable): ReadonlyMap<string, ChildField['key']> => {
  const words = new Map<string, ChildField['key']>();
  for (const { key, name } of childFields[table])
    for (const word of [key, name.zh, name.en]) words.set(headerKey(word), key);
  for (const { key, aliases } of childFields[table])
    for (const word of aliases) if (!words.has(headerKey(word))) words.set(headerKey(word), key);
  return words;
};

/** How many cells of a row read like headings of such a file. */
export const childHeaderScore =
  (table: ChildTable) =>
  (cells: readonly string[]): number => {
    const words = aliasesOf(table);
    return cells.filter((cell) => {
      const field = fieldOfHeader(cell);
      return words.has(headerKey(cell)) || (field !== null && isReference(field));
    }).length;
  };

/** Maps the header of a file of interactions or transactions. `forced` (header → column, customer field or `extra`) goes first. */
export function mapChildHeader(
  header: readonly string[],
  table: ChildTable,
  policy: Policy,
  forced: ReadonlyMap<string, string> = new Map(),
): ChildMapping {
  const words = aliasesOf(table);
  const taken = new Set<string>(forced.values());
  const personal: string[] = [];
  const columns = header.map((name): ChildColumn => {
    const to = forced.get(name);
    if (to !== undefined) return columnOf(name, to, table);
    if (name === toldColumn || (rejectColumns as readonly string[]).includes(name))
      return { header: name, to: 'dropped' };
    const reference = fieldOfHeader(name);
    if (reference !== null && isReference(reference) && !taken.has(reference)) {
      taken.add(reference);
      return { header: name, to: 'customer', field: reference };
    }
    const field = words.get(headerKey(name));
    if (field !== undefined && !taken.has(field)) {
      taken.add(field);
      return { header: name, to: 'child', field };
    }
    if (isUndeclaredPersonal(name, policy)) personal.push(name);
    return { header: name, to: 'extra' };
  });
  return {
    columns,
    missing: childFields[table].filter(({ key, required }) => required && !taken.has(key)),
    refers: columns.some((column) => column.to === 'customer' && column.field !== 'name'),
    personal,
  };
}

/** A column as --map names it: a column of the table, a customer's field, or kept as it is. */
function columnOf(header: string, to: string, table: ChildTable): ChildColumn {
  const own = childFields[table].find(({ key }) => key === to);
  if (own) return { header, to: 'child', field: own.key };
  return isReference(to) ? { header, to: 'customer', field: to } : { header, to: 'extra' };
}

/** The words that --map may give a column of such a file. */
export const childColumnWords = (table: ChildTable): readonly string[] => [
  ...childFields[table].map(({ key }) => key),
  ...referenceFields,
  'extra',
];

import type { CustomerFields } from '../model/customer.js';
import { type FieldKey, type FieldKind, fieldKeys, fields } from '../model/fields.js';
import { RecentRecords } from '../model/recent.js';
import { readValues } from '../model/values.js';
import { charClasses } from './text/char-classes.js';

/** A field, and where valuesOf has its value. */
export interface Place {
  readonly field: FieldKey;
  readonly at: number;
}

/** Where valuesOf has a field's value. */
export const placeOf = (field: FieldKey): number => fieldKeys.indexOf(field);

/** The places of fields, in the order in which they are named. */
export const placesOf = (fields: readonly FieldKey[]): readonly Place[] =>
  fields.map((field) => ({ field, at: placeOf(field) }));

/** The values of a record, to be looked up by place. */
export const valuesOf = readValues;

/** Kinds whose values are neither garbled words nor handed over masked. */
const UNCLASSED: ReadonlySet<FieldKind> = new Set<FieldKind>(['amount', 'date', 'flag', 'number']);
const CLASSED = fields.flatMap(({ kind }, at) => (UNCLASSED.has(kind) ? [] : [at]));

/** Where classesOf has what all values together have. */
export const ANYWHERE = fieldKeys.length;

/** The classes of the characters of each value that is words or a name (charClasses), to be looked up by place; 0 where there is none. */
export const classesOf = (record: CustomerFields): Uint8Array => recent.of(record);

const recent = new RecentRecords<Uint8Array>((record, replaced = new Uint8Array(fieldKeys.length + 1)) => {
  const values = valuesOf(record);
  let anywhere = 0;
  for (const at of CLASSED) {
    const value = values[at];
    const classes = value === null || value === undefined ? 0 : charClasses(value);
    replaced[at] = classes;
    anywhere |= classes;
  }
  replaced[ANYWHERE] = anywhere;
  return replaced;
});

/** A report's figures, each with how it is counted from the rows beside the report. */
import type { Text } from '../../model/text.js';
import { percentOf } from '../counts.js';
import type { RowSet, Where } from './rows.js';

/** Rows of one file under a condition: how many, how many different words of a column, or the sum of a column; `minus` takes them off. */
export interface Term {
  readonly rows: string;
  readonly where?: Where;
  readonly distinct?: string;
  readonly sum?: string;
  readonly minus?: true;
}

/** How a figure is counted: the sum of the terms; with `per`, these by those. */
export interface Recipe {
  readonly terms: readonly Term[];
  readonly per?: readonly Term[];
}

/** One figure. `value` is null where nothing is known: nothing was recorded, or there is nothing to divide by. */
export interface Figure extends Recipe {
  /** Stable in every language and format, such as `quality.accuracy.sound`. */
  readonly id: string;
  readonly label: Text;
  readonly value: number | null;
  /** `%`: a share in percent, rounded down to two places; `days`: a mean, rounded down to whole days. */
  readonly unit?: '%' | 'days';
  /** It needs attention where it is not zero. */
  readonly alarm?: true;
}

/** How the figures of a section are drawn besides their table. */
export type Drawing =
  | { readonly type: 'bar' | 'column'; readonly of: readonly string[]; readonly unit?: '%' }
  | { readonly type: 'heat'; readonly maps: readonly Heat[] }
  | { readonly type: 'line'; readonly lines: readonly Line[]; readonly labels: readonly string[] };

/** A heat map: from the rows to the columns; null is no class. */
export interface Heat {
  readonly title: Text;
  readonly rows: readonly Text[];
  readonly columns: readonly Text[];
  readonly cells: readonly (readonly number[])[];
}

/** A line over months, in percent or customers; null where nothing was recorded. */
export interface Line {
  readonly name: Text;
  readonly values: readonly (number | null)[];
  readonly unit?: '%';
}

/** A part of a report: what its figures mean, the figures, and the file with their rows. */
export interface Section {
  readonly id: string;
  readonly title: Text;
  readonly note: Text;
  readonly figures: readonly Figure[];
  /** The files that its figures are counted from. */
  readonly rows: readonly string[];
  readonly drawing?: Drawing;
}

/** What a figure is of a set's rows under a condition: their number, or the sum of a column. */
export function counted(set: RowSet, id: string, label: Text, where: Where = {}, more: Partial<Figure> = {}): Figure {
  return { id, label, value: set.count(where), terms: [term(set, where)], ...more };
}

/** The sum of a column. */
export function summed(set: RowSet, column: string, id: string, label: Text, where: Where = {}): Figure {
  return { id, label, value: set.sum(column, where), terms: [{ ...term(set, where), sum: column }] };
}

/** One figure in percent of another. */
export function share(id: string, label: Text, part: Figure, whole: Figure): Figure {
  const value = part.value === null || whole.value === null ? null : percentOf(part.value, whole.value);
  return { id, label, value, unit: '%', terms: part.terms, per: whole.terms };
}

/** A term over a set. */
export const term = (set: RowSet, where: Where = {}): Term =>
  Object.keys(where).length === 0 ? { rows: set.name } : { rows: set.name, where };

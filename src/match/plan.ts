import { kinds } from '../rules/dedupe/kinds.js';
import { MOST_COLUMNS } from './compare.js';
import type { Inferred } from './infer.js';
import type { ColumnPlan } from './table.js';

/** How much a kind tells, when there are more columns than a comparison has room for. */
const WORTH: readonly string[] = [
  'identity',
  'party',
  'company',
  'person',
  'surname',
  'given-name',
  'date',
  'email',
  'phone',
  'address',
  'code',
  'place',
  'text',
  'category',
];

/** One column to compare, and where its cells stand. */
export interface PlannedColumn extends ColumnPlan {
  readonly at: number;
}

/** The columns to compare: those that tell most, in the order of their names; and where the record's name stands, or -1. */
export function planColumns(inferred: readonly Inferred[]): {
  readonly columns: readonly PlannedColumn[];
  readonly id: number;
  readonly left: readonly string[];
} {
  const worth = (column: Inferred): number => WORTH.indexOf(column.kind);
  const able = inferred
    .map((column, at) => ({ ...column, at }))
    .filter(({ kind }) => kinds[kind] !== undefined)
    .sort((a, b) => worth(a) - worth(b) || (a.header < b.header ? -1 : a.header > b.header ? 1 : a.at - b.at));
  const columns = able
    .slice(0, MOST_COLUMNS)
    .sort((a, b) => (a.header < b.header ? -1 : a.header > b.header ? 1 : a.at - b.at))
    .map(({ at, header, kind }) => ({ name: header, kind: kinds[kind]!, at }));
  return {
    columns,
    id: inferred.findIndex(({ kind }) => kind === 'id'),
    left: able.slice(MOST_COLUMNS).map(({ header }) => header),
  };
}

/**
 * How a row of a file is kept until a person decides it: its cells by heading as JSON, and beside them what its import knew and the cells do
 * not say, so that the row becomes the very customer that it would have become.
 */
import { fieldKeys } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { type Column, keptMapColumn, type Mapping, mapHeader, toldColumn } from './headers.js';
import { extraKeys, type RowBearer } from './row.js';
import { toldCell, toldOf } from './told.js';

/** A held row, taken apart again. */
export interface KeptRow {
  readonly header: readonly string[];
  readonly cells: readonly string[];
  /** What a new customer that it becomes is told where its cells are blank. */
  readonly told: FieldValues;
  /** Heading → field, contact or extra, where the import read the columns otherwise than their headings say. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What a column can be decided to be that is what this one is; null for steward's own. */
function targetOf(column: Column): string | null {
  if (column.to === 'field') return column.field;
  return column.to === 'contact' || column.to === 'extra' ? column.to : null;
}

/**
 * Makes the writer of one file's rows. Columns that were left out are not kept, nor are those of a rejects file that say what was wrong.
 * `cells` are in their columns' places; `bearer` is what the row itself was told before, which goes before `defaults`.
 */
export function heldRowWriter(
  header: readonly string[],
  { columns }: Pick<Mapping, 'columns'>,
  policy: Policy,
  defaults: FieldValues,
): (cells: readonly string[], bearer: RowBearer | null) => string {
  const extras = extraKeys(columns);
  const taken = new Set(extras);
  const kept = columns.flatMap((column, at) => {
    if (column.to === 'dropped' || column.to === 'ignored' || column.to === 'told') return [];
    // What is kept as it is has its name already; no other column may bear that, or one that was given.
    const heading = header[at] as string;
    const name = extras[at] ?? (taken.has(heading) ? `${heading}#${at + 1}` : heading);
    taken.add(name);
    return [{ at, name, json: JSON.stringify(name), target: targetOf(column) }];
  });
  const byName = mapHeader(
    kept.map(({ name }) => name),
    policy,
  ).columns.map(targetOf);
  // All or none: a heading alone says the same only as long as no other one was decided on.
  const mapped = kept.some(({ target }, i) => target !== byName[i])
    ? `,${JSON.stringify(keptMapColumn)}:${JSON.stringify(
        Object.fromEntries(kept.flatMap(({ name, target }) => (target === null ? [] : [[name, target]]))),
      )}`
    : '';
  const tell = (told: FieldValues): string => {
    const cell = toldCell(told, fieldKeys);
    return cell === null ? '' : `,${JSON.stringify(toldColumn)}:${JSON.stringify(cell)}`;
  };
  const toldAll = tell(defaults);
  return (cells, bearer) => {
    // Put together by hand: an object with the headings for keys is another kind of object for every file, and slow.
    const whole = kept.map(({ at, json }) => `${json}:${JSON.stringify(cells[at] ?? '')}`).join(',');
    const own = bearer !== null && Object.keys(bearer.told).length > 0;
    return `{${whole}${own ? tell({ ...defaults, ...bearer.told }) : toldAll}${mapped}}`;
  };
}

/** Takes a held row apart; one that was kept by an earlier build, or comes from an edited sheet, is cells alone. */
export function readHeldRow(row: string): KeptRow {
  const {
    [toldColumn]: told = '',
    [keptMapColumn]: columns = {},
    ...cells
  } = JSON.parse(row) as Record<string, string> & { readonly [keptMapColumn]?: Readonly<Record<string, string>> };
  return {
    header: Object.keys(cells),
    cells: Object.values(cells),
    told: toldOf(told, fieldKeys),
    columns: typeof columns === 'string' ? {} : columns,
  };
}

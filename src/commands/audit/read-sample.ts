/** A sample's sheet read back: whole, in whatever order, and the very one that was drawn from this ledger. */
import type { CheckedRow, VerdictOnValue } from '../../engine/audit/score.js';
import { cellValue } from '../../files/formula.js';
import { openTable } from '../../files/open-table.js';
import { headerKey } from '../../intake/headers.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldKeys, fieldOf } from '../../model/fields.js';
import type { LedgerReader } from '../../model/ledger.js';
import { say } from '../../model/text.js';
import { drawnValues } from './as-drawn.js';
import {
  type DrawnHow,
  drawnHow,
  sampleCode,
  sheetColumns,
  stratumLabel,
  verdictHeading,
  verdictWords,
} from './sample-sheet.js';

/** A row with what it was called in the sheet, and where it stands. */
export interface SampleRow extends CheckedRow {
  readonly call: string;
  readonly line: number;
}

/** A sample that was checked. */
export interface CheckedSample {
  readonly code: string;
  readonly how: DrawnHow;
  readonly fields: readonly FieldKey[];
  readonly strata: readonly { readonly label: string; readonly population: number }[];
  readonly rows: readonly SampleRow[];
}

type Own = keyof typeof sheetColumns;

/** A row as it stands in the file. */
interface RawRow {
  readonly line: number;
  readonly cells: ReadonlyMap<Own, string>;
  readonly verdicts: ReadonlyMap<FieldKey, VerdictOnValue>;
  readonly values: ReadonlyMap<FieldKey, string | null>;
}

/**
 * @throws StewardError sample-other of a sheet that is not whole, or not drawn from this ledger; sample-changed of one that tells another value than was drawn;
 *   verdict-unknown; list-unreadable; what reading a file throws
 */
export async function readSample(reader: LedgerReader, path: string): Promise<CheckedSample> {
  const { fields, headings, rows } = await rawRows(path);
  const sorted = [...rows].sort((a, b) => numberIn(a, 'no') - numberIn(b, 'no'));
  const code = sorted[0]?.cells.get('sample') ?? '';
  const how = drawnHow(code);
  const other = (line: number) => new StewardError('sample-other', { path, line });
  if (how === null) throw other(sorted[0]?.line ?? 1);
  for (const [i, row] of sorted.entries())
    if (row.cells.get('sample') !== code || numberIn(row, 'no') !== i + 1) throw other(row.line);
  const body = {
    ...how,
    ledger: reader.info.uuid,
    head: reader.eventHash(how.events) ?? '',
    fields,
    rows: sorted.map(
      (row) =>
        [row.cells.get('customer') ?? '', numberIn(row, 'stratum'), numberIn(row, 'population'), labelIn(row)] as const,
    ),
  };
  if (sampleCode(body) !== code) throw other(sorted.at(-1)?.line ?? 1);
  const changed = drawnValues(reader, how.events);
  for (const { cells, line, values } of sorted) {
    const field = changed(cells.get('customer') ?? '', values);
    if (field !== null) throw new StewardError('sample-changed', { path, line, heading: headings.get(field) ?? field });
  }
  const numbers = [...new Set(body.rows.map(([, stratum]) => stratum))].sort((a, b) => a - b);
  return {
    code,
    how,
    fields,
    strata: numbers.map((number) => {
      const row = sorted.find((one) => numberIn(one, 'stratum') === number) as RawRow;
      return {
        label: labelIn(row),
        population: numberIn(row, 'population'),
      };
    }),
    rows: sorted.map((row) => ({
      call: row.cells.get('customer') ?? '',
      line: row.line,
      stratum: numbers.indexOf(numberIn(row, 'stratum')),
      verdicts: row.verdicts,
    })),
  };
}

/** The number that a cell begins with; 0 where it begins with none. */
const numberIn = ({ cells }: RawRow, column: Own): number => Number.parseInt(cells.get(column) ?? '', 10) || 0;

const labelIn = ({ cells }: RawRow): string => stratumLabel((cells.get('stratum') ?? '').replace(/^\d+ ?/, ''));

async function rawRows(path: string): Promise<{
  readonly fields: readonly FieldKey[];
  /** What stands above each field's values. */
  readonly headings: ReadonlyMap<FieldKey, string>;
  readonly rows: readonly RawRow[];
}> {
  const own = new Map<string, Own>();
  for (const [name, { zh, en }] of Object.entries(sheetColumns) as [Own, { zh: string; en: string }][])
    for (const word of [zh, en]) own.set(headerKey(word), name);
  const asked = new Map<string, FieldKey>();
  for (const key of fieldKeys)
    for (const lang of ['zh-CN', 'en'] as const) asked.set(headerKey(verdictHeading(key, lang)), key);
  const source = await openTable(path, { allowOneColumn: true });
  try {
    const columns = source.header.map((heading) => own.get(headerKey(heading)) ?? null);
    const verdictsAt = source.header.flatMap((heading, at) => {
      const field = asked.get(headerKey(heading));
      if (field === undefined) return [];
      const names = (['zh-CN', 'en'] as const).map((lang) => headerKey(say(fieldOf(field).name, lang)));
      // The one next before its verdicts: a field may be called as a column of the sheet is.
      const valuesAt = source.header.findLastIndex((one, i) => i < at && names.includes(headerKey(one)));
      if (valuesAt < 0) throw new StewardError('sample-other', { path, line: 1 });
      return [{ at, field, heading, valuesAt }];
    });
    const isValue = new Set(verdictsAt.map(({ valuesAt }) => valuesAt));
    const rows: RawRow[] = [];
    for await (const { rows: batch, lines, faults } of source.batches()) {
      const fault = faults[0];
      if (fault) throw new StewardError('list-unreadable', { path, line: fault.line, detail: fault.code });
      for (const [i, row] of batch.entries()) {
        const line = lines[i] as number;
        const cells = new Map<Own, string>();
        for (const [at, name] of columns.entries()) {
          const value = name === null || isValue.has(at) ? null : cellValue(row[at] ?? '');
          if (name !== null && value !== null) cells.set(name, value);
        }
        if (cells.size === 0) continue;
        const verdicts = new Map<FieldKey, VerdictOnValue>();
        const values = new Map<FieldKey, string | null>();
        for (const { at, field, heading, valuesAt } of verdictsAt) {
          const value = cellValue(row[valuesAt] ?? '');
          const verdict = verdictOf(cellValue(row[at] ?? ''), { path, line, heading });
          values.set(field, value);
          // Where there is no value, nothing was asked.
          if (value !== null || verdict !== null) verdicts.set(field, verdict);
        }
        rows.push({ line, cells, verdicts, values });
      }
    }
    return {
      fields: verdictsAt.map(({ field }) => field),
      headings: new Map(verdictsAt.map(({ field, valuesAt }) => [field, source.header[valuesAt] as string])),
      rows,
    };
  } finally {
    source.close();
  }
}

function verdictOf(
  value: string | null,
  at: { readonly path: string; readonly line: number; readonly heading: string },
): VerdictOnValue {
  if (value === null) return null;
  const word = value.trim().toLowerCase();
  for (const verdict of ['right', 'wrong', 'unknown'] as const)
    if ((verdictWords[verdict] as readonly string[]).includes(word)) return verdict;
  throw new StewardError('verdict-unknown', { ...at, value });
}

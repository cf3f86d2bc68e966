import type { Encoding } from '../../files/encoding.js';
import { openTable } from '../../files/open-table.js';
import { headerScore } from '../../intake/headers.js';
import { type Inferred, inferKinds } from '../../match/infer.js';
import { type PlannedColumn, planColumns } from '../../match/plan.js';
import { type Table, TableBuilder } from '../../match/table.js';
import { StewardError } from '../../model/errors.js';
import type { Matching } from '../../model/matching.js';
import { hashText } from '../../rules/dedupe/sheet.js';

/** A file taken in for comparison. */
export interface ReadTable {
  readonly table: Table;
  /** What each record is called, in file order. */
  readonly ids: readonly string[];
  readonly columns: readonly PlannedColumn[];
  readonly inferred: readonly Inferred[];
  /** Columns that a comparison had no room for. */
  readonly left: readonly string[];
  readonly rejected: number;
}

/** Records that kinds are inferred from are chosen among so many, by what they say and not by where they stand. */
const HEAD = 20_000;
const SAMPLE = 1000;

/** How a file is to be opened. */
export interface ReadOptions {
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: string | undefined;
  readonly sheet?: string | undefined;
}

const usual = (cells: readonly string[]): string => [...cells].sort().join('\u0001');

function sampleOf(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (rows.length <= SAMPLE) return rows;
  const marked = rows.map((row) => ({ row, mark: hashText(usual(row)) }));
  return marked
    .sort((a, b) => a.mark - b.mark)
    .slice(0, SAMPLE)
    .map(({ row }) => row);
}

/** The kinds of a file's columns, by its first records. */
export async function inferFile(path: string, matching: Matching, options: ReadOptions): Promise<Inferred[]> {
  const source = await openTable(path, { ...options, headerScore, allowOneColumn: true });
  try {
    const head: (readonly string[])[] = [];
    for await (const batch of source.batches()) {
      head.push(...batch.rows.filter((row) => row.length <= source.header.length));
      if (head.length >= HEAD) break;
    }
    return inferKinds(source.header, sampleOf(head), matching.columns);
  } finally {
    source.close();
  }
}

/**
 * Reads a file into a table for comparison: kinds of columns are declared or inferred, rows that cannot be read are counted.
 * @throws StewardError bad-option when no column can be compared; FileFault as openTable
 */
export async function readTable(
  path: string,
  matching: Matching,
  options: ReadOptions,
  progress: (done: number, of: number, rows: number) => void,
): Promise<ReadTable> {
  const source = await openTable(path, { ...options, headerScore, allowOneColumn: true });
  try {
    const { header } = source;
    const ids: string[] = [];
    let rejected = 0;
    let head: (readonly string[])[] = [];
    let plan: { columns: readonly PlannedColumn[]; id: number; left: readonly string[] } | null = null;
    let inferred: readonly Inferred[] = [];
    let builder: TableBuilder | null = null;
    let read = 0;
    const cells: (string | null)[] = [];
    const add = (row: readonly string[]): void => {
      const { columns, id } = plan!;
      for (let c = 0; c < columns.length; c++) cells[c] = row[columns[c]!.at] ?? null;
      read++;
      const name = id < 0 ? '' : (row[id] ?? '').trim();
      const called = name === '' ? `#${read}` : name;
      ids.push(called);
      builder!.add(cells, called);
    };
    const begin = (): void => {
      inferred = inferKinds(header, sampleOf(head), matching.columns);
      plan = planColumns(inferred);
      if (plan.columns.length === 0)
        throw new StewardError('bad-option', {
          command: 'dedupe scan',
          option: '--input',
          value: path,
          detail: header.join(', '),
        });
      builder = new TableBuilder(plan.columns);
      for (const row of head) add(row);
      head = [];
    };
    for await (const batch of source.batches()) {
      rejected += batch.faults.length;
      for (const row of batch.rows) {
        if (row.length > header.length) rejected++;
        else if (builder !== null) add(row);
        else head.push(row);
      }
      if (builder === null && head.length >= HEAD) begin();
      progress(batch.bytesRead, source.bytes, read);
    }
    if (builder === null) begin();
    const { columns, left } = plan!;
    return { table: builder!.finish(matching.sharedBy), ids, columns, inferred, left, rejected };
  } finally {
    source.close();
  }
}

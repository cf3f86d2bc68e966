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

/** Rows on their way into a table: kinds are inferred from the first ones, which wait until then. */
export class TableIntake {
  readonly #header: readonly string[];
  readonly #matching: Matching;
  readonly #ids: string[] = [];
  readonly #cells: (string | null)[] = [];
  #head: (readonly string[])[] = [];
  #begun: {
    readonly builder: TableBuilder;
    readonly inferred: readonly Inferred[];
    readonly plan: ReturnType<typeof planColumns>;
  } | null = null;

  constructor(header: readonly string[], matching: Matching) {
    this.#header = header;
    this.#matching = matching;
  }

  get read(): number {
    return this.#ids.length + this.#head.length;
  }

  /** One record; cells that are blank say nothing. */
  add(row: readonly string[]): void {
    if (this.#begun !== null) this.#add(row);
    else if (this.#head.push(row) >= HEAD) this.#begin();
  }

  /** The table; null when no column can be compared. */
  finish(rejected: number): ReadTable | null {
    if (this.#begun === null) this.#begin();
    const { builder, inferred, plan } = this.#begun!;
    const { columns, left } = plan;
    if (columns.length === 0) return null;
    return { table: builder.finish(this.#matching.sharedBy), ids: this.#ids, columns, inferred, left, rejected };
  }

  #begin(): void {
    const inferred = inferKinds(this.#header, sampleOf(this.#head), this.#matching.columns);
    const plan = planColumns(inferred);
    this.#begun = { builder: new TableBuilder(plan.columns), inferred, plan };
    for (const row of this.#head) this.#add(row);
    this.#head = [];
  }

  #add(row: readonly string[]): void {
    const { builder, plan } = this.#begun!;
    const { columns, id } = plan;
    for (let c = 0; c < columns.length; c++) this.#cells[c] = row[columns[c]!.at] ?? null;
    const name = id < 0 ? '' : (row[id] ?? '').trim();
    const called = name === '' ? `#${this.#ids.length + 1}` : name;
    this.#ids.push(called);
    builder.add(this.#cells, called);
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
    const intake = new TableIntake(header, matching);
    let rejected = 0;
    for await (const batch of source.batches()) {
      rejected += batch.faults.length;
      for (const row of batch.rows) {
        if (row.length > header.length) rejected++;
        else intake.add(row);
      }
      progress(batch.bytesRead, source.bytes, intake.read);
    }
    const read = intake.finish(rejected);
    if (read !== null) return read;
    const detail = header.join(', ');
    throw new StewardError('bad-option', { command: 'dedupe scan', option: '--input', value: path, detail });
  } finally {
    source.close();
  }
}

import { FileFault, type RowFaultCode } from './faults.js';
import { findHeader } from './header.js';
import { RecordScanner } from './records.js';
import { unquote } from './unquote.js';

/** Delimiters that are recognised, in order of preference when the evidence is equal. */
export const DELIMITERS = [',', ';', '\t', '|', '，', '；'] as const;

/** What one CSV file's syntax is, and where its table begins. Every part is guessed from the file: print it. */
export interface Dialect {
  /** One of DELIMITERS, or the one that was forced or named by a `sep=` line. */
  readonly delimiter: string;
  readonly quote: '"';
  /** True when the file begins with Excel's `sep=;` line. */
  readonly sep: boolean;
  /** The physical line (1-based) on which the header row begins. */
  readonly headerLine: number;
  /** The title rows above the header, as in the file; blank lines and the `sep=` line are left out. */
  readonly preamble: readonly string[];
  /** The header's cells, unquoted, otherwise as in the file. */
  readonly header: readonly string[];
  /** The table's width: the header's, or the most frequent one when that is larger. 1 is nearly always a wrong delimiter. */
  readonly columns: number;
  /** Where the records begin: UTF-16 units from the start of the text, and the physical line there. */
  readonly bodyStart: number;
  readonly bodyLine: number;
}

/** Scores a row as a header: the number of known column names in it, 0 when it is none. */
export type HeaderScore = (cells: readonly string[]) => number;

export interface DialectOptions {
  /** For faults only. */
  readonly path: string;
  /** Forces the delimiter (one UTF-16 unit). */
  readonly delimiter?: string | undefined;
  readonly headerScore?: HeaderScore | undefined;
  /** True when the sample is the whole file. */
  readonly complete: boolean;
}

const SAMPLE_RECORDS = 200;

interface SampleRecord {
  /** null: a record that cannot be read. */
  cells: string[] | null;
  readonly fault: RowFaultCode | null;
  readonly raw: string;
  readonly line: number;
  readonly column: number;
  readonly next: number;
  readonly nextLine: number;
}

interface Candidate {
  readonly delimiter: string;
  readonly records: readonly SampleRecord[];
  readonly header: SampleRecord | null;
  readonly headerScore: number;
  readonly columns: number;
  readonly consistency: number;
}

/**
 * Finds delimiter and header row in the first text of a file. Evidence, strongest first: a `sep=` line; known column
 * names in one of the first 20 rows; the share of the first 200 records that have the same width, quotes respected, times
 * the logarithm of that width. The header is the row with the most known names; without any known name, the first row that
 * is not a lone title.
 * @throws FileFault no-header; unclosed-quote, bad-quote, record-too-large when the header row itself cannot be read
 */
export function detectDialect(sample: string, options: DialectOptions): Dialect {
  const sep = /^"?sep=([^\r\n])"?[\t ]*(?:\r\n|\n|\r|$)/i.exec(sample);
  const start = sep === null ? 0 : sep[0].length;
  const forced = options.delimiter ?? sep?.[1];
  const candidates = (forced === undefined ? DELIMITERS : [forced]).map((delimiter) =>
    candidate(sample, start, sep === null ? 1 : 2, delimiter, options),
  );
  const best = candidates.reduce((a, b) =>
    b.headerScore > a.headerScore || (b.headerScore === a.headerScore && b.consistency > a.consistency) ? b : a,
  );
  const fault = best.records.find((each) => each.fault !== null);
  if (fault && (best.header === null || (best.headerScore === 0 && fault.line < best.header.line))) {
    throw new FileFault(fault.fault!, { path: options.path, line: fault.line, column: fault.column });
  }
  const { header } = best;
  if (header?.cells == null) throw new FileFault('no-header', { path: options.path });
  return {
    delimiter: best.delimiter,
    quote: '"',
    sep: sep !== null,
    headerLine: header.line,
    preamble: best.records.slice(0, best.records.indexOf(header)).map((each) => each.raw),
    header: header.cells,
    columns: Math.max(header.cells.length, best.columns),
    bodyStart: header.next,
    bodyLine: header.nextLine,
  };
}

function candidate(
  sample: string,
  start: number,
  firstLine: number,
  delimiter: string,
  { headerScore, complete }: DialectOptions,
): Candidate {
  const records = sampleRecords(sample, start, firstLine, delimiter, complete);
  const widths = new Map<number, number>();
  for (const { cells } of records) {
    if (cells !== null) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  }
  let columns = 1;
  let frequency = 0;
  for (const [width, count] of widths) {
    if (count > frequency || (count === frequency && width > columns)) [columns, frequency] = [width, count];
  }
  const { at, score } = findHeader(
    records.map(({ cells }) => cells),
    headerScore,
    columns,
  );
  const consistency = records.length === 0 ? 0 : (frequency / records.length) * Math.log2(columns);
  return { delimiter, records, header: records[at] ?? null, headerScore: score, columns, consistency };
}

function sampleRecords(
  sample: string,
  start: number,
  firstLine: number,
  delimiter: string,
  complete: boolean,
): SampleRecord[] {
  const scanner = new RecordScanner(delimiter, 0);
  const records: SampleRecord[] = [];
  const quoted: SampleRecord[] = [];
  let at = start;
  let line = firstLine;
  while (at < sample.length && records.length < SAMPLE_RECORDS) {
    scanner.count = 0;
    const status = scanner.scan(sample, at, complete);
    if (status === 'more') break;
    const raw = sample.slice(at, scanner.end);
    const from = line;
    line += scanner.lines;
    const next = scanner.next < 0 ? sample.length : scanner.next;
    at = next;
    if (status === 'blank') continue;
    const cells = status === 'plain' ? cellsOf(scanner, sample) : null;
    const fault = status === 'plain' || status === 'quoted' ? null : status;
    const faultLine = fault === null ? from : from + scanner.faultLine;
    const column = fault === null ? 1 : scanner.faultColumn;
    const record: SampleRecord = { cells, fault, raw, line: faultLine, column, next, nextLine: line };
    if (status === 'quoted') quoted.push(record);
    records.push(record);
  }
  // a quote is a value: what csv-parse unquotes is never blank
  const unquoted = unquote(
    quoted.map(({ raw }) => raw),
    delimiter,
  );
  for (const [i, cells] of unquoted.entries()) quoted[i]!.cells = cells;
  return records;
}

function cellsOf({ cells, count }: RecordScanner, text: string): string[] {
  const values: string[] = [];
  for (let c = 0; c < count; c += 2) values.push(text.slice(cells[c]!, cells[c + 1]!));
  return values;
}

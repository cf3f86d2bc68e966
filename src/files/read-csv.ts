import { type ByteSource, openBytes } from './bytes.js';
import { threadedBatches } from './csv-thread.js';
import { DELIMITERS, type Dialect, detectDialect, type HeaderScore } from './dialect.js';
import { type DetectedEncoding, decodedBlocks, detectEncoding, type Encoding } from './encoding.js';
import { FileFault } from './faults.js';
import { cleanHeader } from './header.js';
import { fileKind } from './kind.js';
import { type PackedBatch, unpackBatch } from './packed-batch.js';
import { type ParseRequest, packedBatches } from './parse-csv.js';
import type { RowSource, RowTotals } from './row-source.js';

export interface CsvOptions {
  /** Forces the encoding; it is still decoded strictly. */
  readonly encoding?: Encoding | undefined;
  /** Forces the delimiter: one character. */
  readonly delimiter?: string | undefined;
  /** Known column names in a row, to find the header below title rows. */
  readonly headerScore?: HeaderScore | undefined;
  /** Accepts a file with a single column, which otherwise is a fault: nearly always a wrong delimiter. */
  readonly allowOneColumn?: boolean | undefined;
}

/** An opened CSV file: what was found out about it besides its rows. */
export interface CsvSource extends RowSource {
  readonly kind: 'csv';
  readonly encoding: Encoding;
  readonly how: DetectedEncoding['how'];
  readonly dialect: Dialect;
}

/** Files up to this size are parsed without a worker thread, whose start costs more than it gains. */
const IN_PROCESS = 1 << 20;

/** Enough text for the dialect: a header row cannot be longer. */
const SAMPLE = 1 << 20;

/** Excel's own limit. */
const MAX_COLUMNS = 16_384;

/**
 * Opens a CSV file or standard input (`-`): encoding, delimiter and header row are found and reported, nothing is written.
 * @throws FileFault file-not-found, file-is-directory, file-unreadable, file-is-workbook, and as csvFrom
 */
export async function openCsv(path: string, options: CsvOptions = {}): Promise<CsvSource> {
  const source = await openBytes(path);
  try {
    if (fileKind(source) !== 'text') throw new FileFault('file-is-workbook', { path });
    return await csvFrom(source, options);
  } catch (error) {
    source.close();
    throw error;
  }
}

/**
 * The same of bytes that are open. They are closed with what is returned, not when this throws.
 * @throws FileFault empty-file, undecodable, encoding-ambiguous, no-header, one-column, too-many-columns, or the header row's own fault
 */
export async function csvFrom(source: ByteSource, options: CsvOptions): Promise<CsvSource> {
  const { path } = source;
  if (source.size === 0) throw new FileFault('empty-file', { path });
  const { encoding, how } = await detectEncoding(source, options.encoding);
  const dialect = detectDialect(sampleText(source, encoding), {
    path,
    delimiter: options.delimiter,
    headerScore: options.headerScore,
    complete: source.size <= SAMPLE,
  });
  if (dialect.columns === 1 && options.allowOneColumn !== true) {
    const tried = options.delimiter === undefined && !dialect.sep ? [...DELIMITERS] : [dialect.delimiter];
    throw new FileFault('one-column', { path, delimiter: dialect.delimiter, tried, line: dialect.headerLine });
  }
  if (dialect.columns > MAX_COLUMNS) {
    throw new FileFault('too-many-columns', { path, columns: dialect.columns, limit: MAX_COLUMNS });
  }
  return csvSource(source, encoding, how, dialect);
}

function csvSource(source: ByteSource, encoding: Encoding, how: DetectedEncoding['how'], dialect: Dialect): CsvSource {
  const { path, fd, size } = source;
  const { header, notes } = cleanHeader(dialect.header);
  const request: ParseRequest = {
    source: { path, fd, size },
    encoding,
    delimiter: dialect.delimiter,
    columns: header.length,
    bodyStart: dialect.bodyStart,
    bodyLine: dialect.bodyLine,
  };
  let totals: RowTotals | null = null;
  let started = false;
  return {
    kind: 'csv',
    path,
    bytes: size,
    encoding,
    how,
    dialect,
    headerLine: dialect.headerLine,
    preamble: dialect.preamble,
    header,
    headerNotes: notes,
    notes: [],
    get totals() {
      return totals;
    },
    async *batches() {
      if (started) throw new Error('a RowSource is read once');
      started = true;
      const packed: Generator<PackedBatch, RowTotals> | AsyncGenerator<PackedBatch, RowTotals> =
        size <= IN_PROCESS ? packedBatches(request) : threadedBatches(request);
      try {
        for (;;) {
          const step = await packed.next();
          if (step.done) {
            totals = step.value;
            return;
          }
          yield unpackBatch(step.value);
        }
      } finally {
        await packed.return(undefined as never); // ends the thread when the loop was left early
      }
    },
    close: () => source.close(),
  };
}

function sampleText(source: ByteSource, encoding: Encoding): string {
  for (const text of decodedBlocks(source, encoding, SAMPLE)) return text;
  return '';
}

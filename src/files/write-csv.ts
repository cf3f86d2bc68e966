import { stringify } from 'csv-stringify/sync';
import { beginReplacement, type Sealed } from './atomic.js';
import { neutralise } from './formula.js';
import { iconvEncode } from './iconv.js';

/** The encodings that are written. */
export type WriteEncoding = 'utf-8' | 'utf-8-bom' | 'gb18030';

export interface WriteOptions {
  /** Default `utf-8-bom`: a Chinese Excel opens it rightly. */
  readonly encoding?: WriteEncoding | undefined;
  /** Default `,`. */
  readonly delimiter?: string | undefined;
  /** Default CRLF, for people's programs. */
  readonly eol?: '\r\n' | '\n' | undefined;
  /** Default `neutralise` (see formula.ts); `keep` only for files that no spreadsheet opens. */
  readonly formulas?: 'neutralise' | 'keep' | undefined;
}

/** Rows to write; ragged rows are written as they are. */
export type Rows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>;

/** Rows an encoded block. */
const BLOCK = 1_000;

/**
 * A CSV file's bytes, block by block: for standard output, or for writeCsvFile. RFC 4180, quotes only where needed, a line
 * end after the last row. A cell that is read back is exactly the one that was written, with these exceptions: an unpaired
 * surrogate becomes U+FFFD (or ? in GB18030); 19 private-use characters change in GB18030 (U+E5E5, and those that its 2022
 * edition gave a public place, as U+E81E → U+9FB4).
 */
export async function* csvBytes(
  header: readonly string[],
  rows: Rows,
  options: WriteOptions = {},
): AsyncGenerator<Uint8Array> {
  const { encoding = 'utf-8-bom', delimiter = ',', eol = '\r\n', formulas = 'neutralise' } = options;
  const encode = (block: readonly (readonly string[])[]): Uint8Array => {
    const text = stringify(block as string[][], {
      delimiter,
      record_delimiter: eol,
      quote_record_delimiter: true, // LF and CR in a cell need quotes whatever the line end is
      quoted_empty: header.length === 1, // an empty line is no row
      ...(formulas === 'neutralise' ? { cast: { string: neutralise } } : {}),
    });
    return encoding === 'gb18030' ? iconvEncode(text, encoding) : Buffer.from(text);
  };
  if (encoding === 'utf-8-bom') yield Uint8Array.of(0xef, 0xbb, 0xbf);
  let block: (readonly string[])[] = [header];
  for await (const row of rows) {
    block.push(row);
    if (block.length < BLOCK) continue;
    yield encode(block);
    block = [];
  }
  if (block.length > 0) yield encode(block);
}

/**
 * Writes a CSV file in one atomic step: the old file, or the whole new one.
 * @throws FileFault as beginReplacement; what `rows` throws; the old file is then as it was
 */
export async function writeCsvFile(
  path: string,
  header: readonly string[],
  rows: Rows,
  options: WriteOptions = {},
): Promise<Sealed> {
  const replacement = beginReplacement(path);
  try {
    for await (const block of csvBytes(header, rows, options)) replacement.append(block);
    return replacement.commit();
  } finally {
    replacement.abort();
  }
}

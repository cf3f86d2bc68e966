import { closeSync, fstatSync, openSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { cellSpans } from './cell-spans.js';
import { encodeText } from './encode-text.js';
import type { Encoding } from './encoding.js';
import { FileFault, fileFault } from './faults.js';
import { neutralise } from './formula.js';
import { LineBytes } from './line-bytes.js';
import { ROW_WIDTH } from './packed-batch.js';
import { packedBatches } from './parse-csv.js';
import { RecordScanner } from './records.js';
import { unquote } from './unquote.js';

/** How the file to be patched is written: what was found out when it was read. */
export interface PatchTarget {
  readonly path: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly width: number;
  readonly headerLine: number;
  readonly bodyStart: number;
  readonly bodyLine: number;
}

/** What is to be another in a CSV file. Cells are plain text; quoting and formulas are seen to. */
export interface CsvPatch {
  /** Headings of columns added on the right. */
  readonly headings: readonly string[];
  /**
   * New cells of a record by 0-based column, `remove` to take it out, null to leave it as it is; `cell` gives its cells, unquoted, and `record` is
   * its number after the header, 1-based, as in CsvSource.
   */
  edit(cell: (column: number) => string, record: number): ReadonlyMap<number, string> | 'remove' | null;
  /** Whole rows to be added at the end. */
  readonly rows: Iterable<readonly string[]>;
}

/** What came of it. */
export interface Patched {
  /** SHA-256 of the file's bytes as they were read. */
  readonly sha256: string;
  /** Where the records begin in the new text. */
  readonly bodyStart: number;
}

/** Records looked at to learn which columns are always quoted. */
const SAMPLE = 50;

/**
 * Writes a CSV file's bytes with some cells changed: every byte of an untouched cell, its quotes, the line ends, blank lines, title
 * rows and records that cannot be read stay as they are. A changed cell keeps its quotes, or gets them where it needs them.
 * @throws FileFault file-not-found, file-unreadable, file-changed, unencodable; what `patch` and `sink` throw
 */
export function patchCsv(target: PatchTarget, patch: CsvPatch, sink: (bytes: Uint8Array) => void): Patched {
  let fd: number;
  try {
    fd = openSync(target.path, 'r');
  } catch (error) {
    throw fileFault(error, target.path, 'read');
  }
  try {
    return new Patcher(target, { path: target.path, fd, size: fstatSync(fd).size }, sink).run(patch);
  } finally {
    closeSync(fd);
  }
}

class Patcher {
  readonly #target: PatchTarget;
  readonly #source: { readonly path: string; readonly fd: number; readonly size: number };
  readonly #out: (bytes: Uint8Array) => void;
  readonly #lines: LineBytes;
  readonly #decoder: TextDecoder;
  readonly #scanner: RecordScanner;
  /** The physical line that `#lines` stands at. */
  #line = 1;
  /** Whether the bytes written so far end a line. */
  #ended = true;
  #eol = '\r\n';
  #sampled = 0;
  /** For each column: quoted, not quoted, or no filled cell seen. */
  readonly #quoted: (boolean | undefined)[] = [];

  constructor(
    target: PatchTarget,
    source: { readonly path: string; readonly fd: number; readonly size: number },
    sink: (bytes: Uint8Array) => void,
  ) {
    this.#target = target;
    this.#source = source;
    this.#lines = new LineBytes(source, target.encoding);
    this.#decoder = new TextDecoder(target.encoding === 'utf-8-bom' ? 'utf-8' : target.encoding, { ignoreBOM: true });
    this.#scanner = new RecordScanner(target.delimiter, 0);
    this.#out = (bytes) => {
      if (bytes.length === 0) return;
      sink(bytes);
      this.#ended = endsLine(bytes, target.encoding);
    };
  }

  run(patch: CsvPatch): Patched {
    const { encoding, delimiter, width, bodyLine, bodyStart } = this.#target;
    const added = this.#header(patch.headings);
    const batches = packedBatches({ source: this.#source, encoding, delimiter, columns: width, bodyStart, bodyLine });
    let step = batches.next();
    for (; !step.done; step = batches.next()) {
      const { text, cells, rows } = step.value;
      for (let r = 0; r < rows.length; r += ROW_WIDTH) {
        const first = rows[r] as number;
        const count = rows[r + 1] as number;
        const cell = (column: number): string =>
          column < count ? text.slice(cells[first + column * 2], cells[first + column * 2 + 1]) : '';
        const line = rows[r + 2] as number;
        const edits = patch.edit(cell, rows[r + 3] as number);
        if (edits === 'remove') this.#remove(line);
        else if (edits !== null && edits.size > 0) this.#record(line, edits);
        else if (this.#sampled < SAMPLE) this.#record(line, null);
      }
    }
    this.#upTo(Number.POSITIVE_INFINITY);
    this.#append(patch.rows);
    return { sha256: step.value.sha256, bodyStart: bodyStart + added };
  }

  /** Hands over all lines before this one. */
  #upTo(line: number): void {
    if (line <= this.#line) return;
    this.#lines.pass(line - this.#line, this.#out);
    this.#line = line;
  }

  /** Writes the header, with headings added; how many UTF-16 units longer it became. */
  #header(headings: readonly string[]): number {
    const { headerLine, delimiter, width } = this.#target;
    this.#upTo(headerLine);
    const { text, eol, bytes } = this.#take();
    if (eol !== '') this.#eol = eol;
    const spans = cellSpans(text.replace(/^\ufeff/, ' '), delimiter);
    const quoted = spans.slice(1).every(({ start }) => text[start] === '"') && /^\ufeff?"/.test(text);
    for (let i = 0; i < width + headings.length; i++) if (quoted) this.#quoted[i] = true;
    if (headings.length === 0) {
      this.#out(bytes);
      return 0;
    }
    const padding = delimiter.repeat(Math.max(0, width - spans.length));
    const tail = headings.map((heading, i) => delimiter + this.#cell(heading, quoted, width + i)).join('');
    this.#write(text + padding + tail + eol);
    return padding.length + tail.length;
  }

  /** Writes the record that begins on this line, with its edits. */
  #record(line: number, edits: ReadonlyMap<number, string> | null): void {
    const { delimiter } = this.#target;
    this.#upTo(line);
    const { text, eol, bytes } = this.#take();
    const spans = cellSpans(text, delimiter);
    if (this.#sampled < SAMPLE) {
      this.#sampled++;
      for (const [i, { start, end }] of spans.entries()) {
        if (end > start) this.#quoted[i] = text[start] === '"' && this.#quoted[i] !== false;
      }
    }
    // What csv-parse takes for something else than this file's own cells is left alone.
    const read = !text.includes('"') || unquote([text], delimiter)[0]?.length === spans.length;
    if (edits === null || !read) {
      this.#out(bytes);
      return;
    }
    const cells = spans.map(({ start, end }) => text.slice(start, end));
    for (const [column, value] of edits) {
      while (cells.length <= column) cells.push('');
      const old = cells[column] as string;
      cells[column] = this.#cell(value, old === '' ? this.#quoted[column] === true : old.startsWith('"'), column);
    }
    this.#write(cells.join(delimiter) + eol);
  }

  /** Leaves out the record that begins on this line. */
  #remove(line: number): void {
    this.#upTo(line);
    this.#take();
  }

  /** Adds rows at the end; a file whose last line has no end keeps it so. */
  #append(rows: Iterable<readonly string[]>): void {
    const { delimiter } = this.#target;
    let open = !this.#ended;
    for (const row of rows) {
      const text = row.map((cell, i) => this.#cell(cell, this.#quoted[i] === true && cell !== '', i)).join(delimiter);
      this.#write(open ? this.#eol + text : text + this.#eol);
      open = !this.#ended;
    }
  }

  /** The next record: its text, its line end, its bytes as they are. */
  #take(): { readonly text: string; readonly eol: string; readonly bytes: Uint8Array } {
    let bytes: Buffer = Buffer.alloc(0);
    for (;;) {
      const line = this.#lines.line();
      this.#line++;
      bytes = bytes.length === 0 ? line : Buffer.concat([bytes, line]);
      const whole = this.#decoder.decode(bytes);
      const text = whole.slice(0, whole.length - (whole.endsWith('\r\n') ? 2 : /[\r\n]$/.test(whole) ? 1 : 0));
      // With a plain line end behind it, a record that is not whole has an open quote.
      this.#scanner.count = 0;
      if (this.#scanner.scan(`${text}\n`, 0, false) !== 'more') {
        return { text, eol: whole.slice(text.length), bytes };
      }
      if (line.length === 0) throw new FileFault('file-changed', { path: this.#target.path });
    }
  }

  #cell(value: string, quote: boolean, column: number): string {
    const text = neutralise(value);
    const must = text.includes(this.#target.delimiter) || /["\r\n]/.test(text);
    // A single column's blank cell would be a blank line.
    return quote || must || (text === '' && column === 0 && this.#target.width === 1)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  }

  #write(text: string): void {
    const { encoding, path } = this.#target;
    const bytes = encodeText(text, encoding);
    if (bytes === null) throw new FileFault('unencodable', { path, encoding });
    this.#out(bytes);
  }
}

function endsLine(bytes: Uint8Array, encoding: Encoding): boolean {
  const at = bytes.length - (encoding === 'utf-16le' ? 2 : 1);
  const high = encoding === 'utf-16le' ? bytes[at + 1] : encoding === 'utf-16be' ? bytes[at - 1] : 0;
  return high === 0 && (bytes[at] === 10 || bytes[at] === 13);
}

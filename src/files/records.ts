import type { RowFaultCode } from './faults.js';

/** The longest record that is read, in UTF-16 units (1 MiB): bounds memory whatever the file holds. */
export const MAX_RECORD = 1 << 20;

/** A quoted cell that runs over more physical lines than this was never closed. */
export const MAX_QUOTED_LINES = 100;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const SPACE = 32;
const TAB = 9;
const IDEOGRAPHIC_SPACE = 0x3000;

/**
 * What one scan found: `more` (the text ends before the record does), `blank` (a line without any value), `plain` (no
 * quote in it: the cells are known), `quoted` (whole, csv-parse must unquote it), or a fault of this one record.
 */
export type ScanStatus = 'more' | 'blank' | 'plain' | 'quoted' | RowFaultCode;

/**
 * Finds where records begin and end, which a CSV parser that stops or swallows the rest at the first fault cannot tell.
 * One object is used for a whole file; each scan overwrites the public fields.
 *
 * LF, CRLF and a lone CR end a physical line wherever they stand outside quotes (mixed files are common after hand
 * editing). A quote opens a quoted cell only as the cell's first character; elsewhere it is text. A quoted cell is taken
 * as never closed when it reaches the end of the file, more than MAX_QUOTED_LINES lines or MAX_RECORD; when a later line
 * has text after what would be its closing quote; or when swallowing lines gave a record of the wrong width although one
 * of these lines has exactly the table's width. Then only the lines up to the one on which it OPENED are given up.
 */
export class RecordScanner {
  /** Position after the record's line end, or -1: a record too large whose line end is not in this text. */
  next = 0;
  /** Position of the record's end, without the line end. */
  end = 0;
  /** Physical lines from the record's first to `next`. */
  lines = 0;
  /** For a fault: lines from the record's first line to the one that holds the fault (0: the same line). */
  faultLine = 0;
  /** For a fault: column in that physical line, 1-based, UTF-16 units. */
  faultColumn = 0;
  /** Ends of the cells of all plain records since `count` was reset; a cell begins one after the one before. */
  ends = new Uint32Array(1 << 14);
  count = 0;

  readonly #delimiter: number;
  readonly #columns: number;

  /** `columns`: the table's width when it is known, else 0. The delimiter is one UTF-16 unit. */
  constructor(delimiter: string, columns: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#columns = columns;
  }

  /** Scans the record that begins at `from`; `final`: nothing follows this text. */
  scan(text: string, from: number, final: boolean): ScanStatus {
    const delimiter = this.#delimiter;
    const length = text.length;
    const mark = this.count;
    let ends = this.ends;
    let count = mark;
    let i = from;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === delimiter) {
        if (count + 1 >= ends.length) ends = this.#grow();
        ends[count++] = i;
      } else if (unit <= QUOTE) {
        if (unit === QUOTE) return this.#scanQuoted(text, from, final);
        if (unit === LF || unit === CR) break;
      }
    }
    if (i - from > MAX_RECORD) return this.#tooLarge(text, 0, i);
    if (i === length ? !final : text.charCodeAt(i) === CR && i + 1 === length && !final) return 'more';
    this.end = i;
    this.next = afterLineEnd(text, i);
    this.lines = 1;
    if (isBlank(text, from, i, delimiter)) return 'blank';
    ends[count++] = i;
    this.count = count;
    return 'plain';
  }

  /** Notes the end of one more cell. */
  push(end: number): void {
    if (this.count === this.ends.length) this.#grow();
    this.ends[this.count++] = end;
  }

  #grow(): Uint32Array<ArrayBuffer> {
    const larger = new Uint32Array(this.ends.length * 2);
    larger.set(this.ends);
    this.ends = larger;
    return larger;
  }

  #scanQuoted(text: string, from: number, final: boolean): ScanStatus {
    const length = text.length;
    const delimiter = this.#delimiter;
    let inside = false;
    let cellStart = true;
    let fields = 1;
    let lines = 0;
    let lineStart = from;
    let open: Opening = { line: 0, column: 0, end: -1, next: -1 };
    let spanning: Opening | null = null;
    let i = from;
    for (; ; i++) {
      if (i - from > MAX_RECORD) {
        return inside && lines > open.line ? this.#unclosed(open, text) : this.#tooLarge(text, lines, i);
      }
      if (i >= length) {
        if (!final) return 'more';
        if (inside) return this.#unclosed(open, text);
        break;
      }
      const unit = text.charCodeAt(i);
      if (unit === QUOTE) {
        if (!inside) {
          if (cellStart) {
            inside = true;
            open = { line: lines, column: i - lineStart + 1, end: -1, next: -1 };
          }
          cellStart = false;
          continue;
        }
        if (i + 1 >= length && !final) return 'more';
        const after = i + 1 < length ? text.charCodeAt(i + 1) : LF;
        if (after === QUOTE) i++;
        else if (after === delimiter || after === LF || after === CR) inside = false;
        else if (lines > open.line) return this.#unclosed(open, text);
        else return this.#badQuote(text, from, final, lines, i, i - lineStart + 1);
      } else if (unit === LF || unit === CR) {
        if (unit === CR && i + 1 >= length && !final) return 'more';
        const next = afterLineEnd(text, i);
        if (!inside) break;
        if (open.end < 0) {
          open.end = i;
          open.next = next;
          spanning ??= open;
        }
        lines++;
        if (lines - open.line > MAX_QUOTED_LINES) return this.#unclosed(open, text);
        lineStart = next;
        i = next - 1;
      } else if (!inside) {
        if (unit === delimiter) fields++;
        cellStart = unit === delimiter;
      }
    }
    if (spanning !== null && this.#swallowed(text, spanning.next, i, fields)) return this.#unclosed(spanning, text);
    this.end = i;
    this.next = afterLineEnd(text, i);
    this.lines = lines + 1;
    return 'quoted';
  }

  #unclosed(open: Opening, text: string): ScanStatus {
    this.end = open.end < 0 ? text.length : open.end;
    this.next = open.end < 0 ? text.length : open.next;
    this.lines = open.line + 1;
    this.faultLine = open.line;
    this.faultColumn = open.column;
    return 'unclosed-quote';
  }

  #badQuote(text: string, from: number, final: boolean, lines: number, at: number, column: number): ScanStatus {
    const end = lineEnd(text, at);
    if (end - from > MAX_RECORD) return this.#tooLarge(text, lines, at);
    if (!final && end + 1 >= text.length) return 'more';
    this.end = end;
    this.next = afterLineEnd(text, end);
    this.lines = lines + 1;
    this.faultLine = lines;
    this.faultColumn = column;
    return 'bad-quote';
  }

  #tooLarge(text: string, lines: number, at: number): ScanStatus {
    const end = lineEnd(text, at);
    this.end = end;
    // a CR at the very end may be half of a CRLF: the skip goes on with the next text
    this.next = end + 1 >= text.length ? -1 : afterLineEnd(text, end);
    this.lines = lines + 1;
    this.faultLine = 0;
    this.faultColumn = 1;
    return 'record-too-large';
  }

  /** Did a record of the wrong width swallow a line that has the table's width on its own? */
  #swallowed(text: string, from: number, to: number, fields: number): boolean {
    if (this.#columns < 2 || fields === this.#columns) return false;
    let width = 1;
    for (let i = from; i <= to; i++) {
      const unit = i === to ? LF : text.charCodeAt(i);
      if (unit === this.#delimiter) width++;
      else if (unit === LF || unit === CR) {
        if (width === this.#columns) return true;
        width = 1;
      }
    }
    return false;
  }
}

/** Where a quoted cell opened, and the end of that physical line once it is seen. */
interface Opening {
  readonly line: number;
  readonly column: number;
  end: number;
  next: number;
}

/** The position of the first LF or CR at or after `from`, or the text's length. */
export function lineEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) !== LF && text.charCodeAt(i) !== CR) i++;
  return i;
}

/** The position after the line end at `at` (CRLF is one line end; the text's end is its own). */
export function afterLineEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

function isBlank(text: string, from: number, to: number, delimiter: number): boolean {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== delimiter && unit !== SPACE && unit !== TAB && unit !== IDEOGRAPHIC_SPACE) return false;
  }
  return true;
}

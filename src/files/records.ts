import type { RowFaultCode } from './faults.js';

/** The longest record that is read, in UTF-16 units (1 MiB): bounds memory whatever the file holds. */
const MAX_RECORD = 1 << 20;

/** A quoted cell that runs over more physical lines than this was never closed. */
const MAX_QUOTED_LINES = 100;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const SPACE = 32;
const TAB = 9;
const IDEOGRAPHIC_SPACE = 0x3000;

/**
 * What one scan found: `more` (the text ends before the record does), `blank` (a line without any value), `plain` (no
 * quote but those around whole cells: the cells are known), `quoted` (whole, but quotes are part of a cell: csv-parse's), or
 * a fault of this one record.
 */
export type ScanStatus = 'more' | 'blank' | 'plain' | 'quoted' | RowFaultCode;

/**
 * Finds where records begin and end, which a CSV parser that stops or swallows the rest at the first fault cannot tell.
 * One object is used for a whole file; each scan overwrites the public fields.
 *
 * LF, CRLF and a lone CR end a physical line wherever they stand outside quotes (mixed files are common after hand
 * editing). A quote opens a quoted cell only as the cell's first character; elsewhere it is text. A quoted cell is taken
 * as never closed when it reaches the end of the file, more than MAX_QUOTED_LINES lines or MAX_RECORD; when a later line
 * has text after what would be its closing quote; or when swallowing lines gave a record of the wrong width, or one with a quote
 * astray, although the opening line has exactly the table's width on its own, and so has one of those swallowed or the record that
 * begins below it. Then only the lines up to the one on which it OPENED are given up.
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
  /** For a whole record: its number of cells, and whether a quote stands inside a cell without quotes. */
  fields = 0;
  stray = false;
  /** Start and end of every cell of the plain records since `count` was reset; `count` numbers are in use. */
  cells = new Uint32Array(1 << 14);
  count = 0;

  readonly #delimiter: number;
  readonly #columns: number;
  #below: RecordScanner | null = null;

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
    let start = from;
    let i = from;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === delimiter) {
        this.push(start, i);
        start = i + 1;
      } else if (unit <= QUOTE) {
        if (unit === QUOTE) {
          this.count = mark;
          const status = this.#scanQuoted(text, from, final);
          if (status !== 'plain') this.count = mark;
          return status;
        }
        if (unit === LF || unit === CR) break;
      }
    }
    const whole = i === length ? final : text.charCodeAt(i) === LF || i + 1 < length || final;
    if (!whole || i - from > MAX_RECORD) {
      this.count = mark;
      return i - from > MAX_RECORD ? this.#tooLarge(text, 0, i) : 'more';
    }
    this.push(start, i);
    return this.#plain(text, mark, i, 1);
  }

  /** Notes the place of one more cell. */
  push(start: number, end: number): void {
    if (this.count === this.cells.length) {
      const larger = new Uint32Array(this.cells.length * 2);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[this.count++] = start;
    this.cells[this.count++] = end;
  }

  #plain(text: string, mark: number, end: number, lines: number): ScanStatus {
    this.end = end;
    this.next = afterLineEnd(text, end);
    this.lines = lines;
    this.fields = (this.count - mark) / 2;
    this.stray = false;
    for (let c = mark; c < this.count; c += 2) {
      if (!isBlank(text, this.cells[c]!, this.cells[c + 1]!)) return 'plain';
    }
    this.count = mark;
    return 'blank';
  }

  #scanQuoted(text: string, from: number, final: boolean): ScanStatus {
    const length = text.length;
    const delimiter = this.#delimiter;
    const mark = this.count;
    let inside = false;
    let literal = false; // a quote is part of a cell's value
    let stray = false;
    let start = from;
    let quotes = 0; // 1: the cell stands in quotes
    let fields = 1;
    let lines = 0;
    let lineStart = from;
    let open: Opening = { at: 0, line: 0, column: 0, fields: 0, end: -1, next: -1 };
    let spanning: Opening | null = null;
    let i = from;
    for (; ; i++) {
      if (i - from > MAX_RECORD) {
        return inside && lines > open.line ? this.#unclosed(open, text) : this.#tooLarge(text, lines, i);
      }
      if (i >= length) {
        if (!final) return 'more';
        if (inside) return this.#above(text, spanning, final) ?? this.#unclosed(open, text);
        break;
      }
      const unit = text.charCodeAt(i);
      if (unit === QUOTE) {
        if (!inside) {
          if (i === start) {
            inside = true;
            quotes = 1;
            open = { at: i, line: lines, column: i - lineStart + 1, fields, end: -1, next: -1 };
          } else {
            literal = true;
            stray = true;
          }
          continue;
        }
        if (i + 1 >= length && !final) return 'more';
        const after = i + 1 < length ? text.charCodeAt(i + 1) : LF;
        if (after === QUOTE) {
          literal = true;
          i++;
        } else if (after === delimiter || after === LF || after === CR) inside = false;
        else {
          const above = this.#above(text, spanning, final);
          if (above !== null) return above;
          if (lines > open.line) return this.#unclosed(open, text);
          return this.#badQuote(text, from, final, lines, i, i - lineStart + 1);
        }
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
        if (lines - open.line > MAX_QUOTED_LINES)
          return this.#above(text, spanning, final) ?? this.#unclosed(open, text);
        lineStart = next;
        i = next - 1;
      } else if (!inside && unit === delimiter) {
        this.push(start + quotes, i - quotes);
        fields++;
        start = i + 1;
        quotes = 0;
      }
    }
    if (spanning !== null && (fields !== this.#columns || stray)) {
      const above = this.#above(text, spanning, final, fields === this.#columns);
      if (above !== null) return above;
      if (this.#swallowed(text, spanning, i, fields)) return this.#unclosed(spanning, text);
    }
    if (!literal) {
      this.push(start + quotes, i - quotes);
      return this.#plain(text, mark, i, lines + 1);
    }
    this.end = i;
    this.next = afterLineEnd(text, i);
    this.lines = lines + 1;
    this.fields = fields;
    this.stray = stray;
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

  /**
   * When a record of several lines goes wrong: was it the first quote that went over a line end? So it is when the opening line has the
   * table's width without it, and so has the record below; null when not. `strict`: that record must have no quote astray.
   */
  #above(text: string, open: Opening | null, final: boolean, strict = false): ScanStatus | null {
    if (open === null || !this.#fits(text, open)) return null;
    this.#below ??= new RecordScanner(String.fromCharCode(this.#delimiter), 0);
    const below = this.#below;
    below.count = 0;
    const status = below.scan(text, open.next, final);
    if (status === 'more') return 'more';
    const whole = (status === 'plain' || status === 'quoted') && below.fields === this.#columns;
    return whole && !(strict && below.stray) ? this.#unclosed(open, text) : null;
  }

  /** Has the opening line the table's width when its quote is text? */
  #fits(text: string, open: Opening): boolean {
    return this.#columns > 1 && open.fields - 1 + this.#width(text, open.at, open.end) === this.#columns;
  }

  /** Did a record of the wrong width swallow a line that is a row of the table? */
  #swallowed(text: string, open: Opening, to: number, fields: number): boolean {
    const columns = this.#columns;
    if (fields === columns || !this.#fits(text, open)) return false;
    for (let from = open.next; from <= to; ) {
      const end = lineEnd(text, from);
      if (this.#width(text, from, Math.min(end, to)) === columns) return true;
      from = Math.max(afterLineEnd(text, end), end + 1);
    }
    return false;
  }

  /** Cells between two positions when quotes are not looked at. */
  #width(text: string, from: number, to: number): number {
    let width = 1;
    for (let i = from; i < to; i++) if (text.charCodeAt(i) === this.#delimiter) width++;
    return width;
  }
}

/** Where a quoted cell opened, and the end of that physical line once it is seen. */
interface Opening {
  readonly at: number;
  readonly line: number;
  readonly column: number;
  /** The number of its cell in the record, 1-based. */
  readonly fields: number;
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

/** No value: nothing, or white space: spaces of either width, tabs, line ends inside quotes. */
function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== SPACE && unit !== TAB && unit !== IDEOGRAPHIC_SPACE && unit !== LF && unit !== CR) return false;
  }
  return true;
}

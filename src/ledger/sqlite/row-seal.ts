import { hash } from 'node:crypto';
import { columnMark, rowHead } from './seal.js';

const mark = columnMark.charCodeAt(0);
const digit = '0'.charCodeAt(0);
const colon = ':'.charCodeAt(0);
const end = '\n'.charCodeAt(0);

/** Bytes that a column takes at the most: its mark and how long its value is. */
const most = 1 + 10;

/** Makes digests as `rowDigest` does, of values whose bytes stand one behind the other already, in a row's record. */
export class RowSeal {
  /** What stands before the values. */
  #text: Buffer;
  readonly #head: number;
  readonly #columns: number;
  #size = 0;
  /** Columns without value since the last one that has one. */
  #gap = 0;

  /** @param columns how many columns of the table a digest covers */
  constructor(table: string, columns: number) {
    const head = rowHead(table);
    this.#text = Buffer.allocUnsafe(1 << 12);
    this.#head = this.#text.write(head);
    this.#columns = columns;
  }

  /** Begins with the next row; all of the columns follow, in the order of the table. The salt is ASCII. */
  begin(salt: string): void {
    this.#need(this.#head + most + salt.length + this.#columns * most);
    this.#size = this.#decimal(this.#head, salt.length);
    const text = this.#text;
    text[this.#size++] = colon;
    for (let i = 0; i < salt.length; i += 1) text[this.#size++] = salt.charCodeAt(i);
    this.#gap = 0;
  }

  /** So many columns hold nothing. */
  nothing(columns: number): void {
    this.#gap += columns;
  }

  /** The next column holds a value, so long in UTF-16. */
  value(units: number): void {
    const text = this.#text;
    for (; this.#gap >= 0; this.#gap -= 1) text[this.#size++] = mark;
    this.#gap = 0;
    this.#size = this.#decimal(this.#size, units);
  }

  /** The digest of the row whose values are these bytes, as far as they go. */
  digest(bytes: Buffer, from: number, to: number): string {
    this.#text[this.#size++] = end;
    this.#need(this.#size + to - from);
    bytes.copy(this.#text, this.#size, from, to);
    return hash('sha256', this.#text.subarray(0, this.#size + to - from), 'base64url');
  }

  /** Writes a number in digits; where the next byte goes. */
  #decimal(at: number, value: number): number {
    let digits = 1;
    for (let more = 10; value >= more; more *= 10) digits += 1;
    let rest = value;
    for (let i = at + digits - 1; i >= at; i -= 1) {
      const tens = (rest / 10) | 0;
      this.#text[i] = digit + rest - tens * 10;
      rest = tens;
    }
    return at + digits;
  }

  #need(bytes: number): void {
    if (bytes < this.#text.length) return;
    const larger = Buffer.allocUnsafe(bytes * 2);
    this.#text.copy(larger);
    this.#text = larger;
  }
}

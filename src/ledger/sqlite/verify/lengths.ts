/**
 * Values that come over from SQLite as one text, each preceded by its length: faster than each for itself, and than JSON, for which V8 keeps every short word in
 * a table of its own.
 */
import { quoted } from '../schema.js';
import { columnPrefix, rowText } from '../seal.js';

/** An SQL expression of a text as SQLite writes it: its length, a colon, and itself; null where it is null. */
export const lengthSql = (text: string): string => `length(${text}) || ':' || ${text}`;

/** Texts that cannot be cut up again: SQLite's `length` counts characters, not UTF-16 code units, and stops at a NUL; what is no UTF-8 it counts in its own way. */
export const isUncountable = (text: string): boolean => /[\0\ud800-\udfff\ufffd]/.test(text);

/** What `rowText` makes of a customer, as SQL. It holds for what is not uncountable. */
export function rowTextSql(columns: readonly string[]): string {
  const text = (literal: string) => `'${literal.replaceAll("'", "''")}'`;
  // concat leaves out what is null, and so is anything joined with a null.
  const parts = columns.map((name) => `${text(columnPrefix(name))} || ${lengthSql(quoted(name))}`);
  return `concat(${[text(rowText('customers', '', [], []).slice(0, -1)), 'salt', 'char(10)', ...parts].join(', ')})`;
}

/** Cuts a text up from the front. */
export class LengthReader {
  #text = '';
  #at = 0;

  /** Begins with a text, at a place. */
  begin(text: string, at: number): void {
    this.#text = text;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Whether this stands next; then it is passed. */
  skip(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  /** The next value. */
  next(): string {
    let length = 0;
    let digit = this.#text.charCodeAt(this.#at++) - 0x30;
    for (; digit >= 0 && digit <= 9; digit = this.#text.charCodeAt(this.#at++) - 0x30) length = length * 10 + digit;
    const from = this.#at;
    this.#at += length;
    return this.#text.slice(from, this.#at);
  }
}

/**
 * Values that come over from SQLite as one text, each preceded by its length: faster than each for itself, and than JSON, for which V8 keeps every short word in
 * a table of its own.
 */
/** An SQL expression of a text as SQLite writes it: its length, a colon, and itself; null where it is null. */
export const lengthSql = (text: string): string => `length(${text}) || ':' || ${text}`;

/** Texts that cannot be cut up again: SQLite's `length` counts characters, not UTF-16 code units, and stops at a NUL; what is no UTF-8 it counts in its own way. */
export const isUncountable = (text: string): boolean => /[\0\ud800-\udfff\ufffd]/.test(text);

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

  /** All that was not read yet. */
  rest(): string {
    return this.#text.slice(this.#at);
  }

  /** The next number, with the colon after it. */
  number(): number {
    let number = 0;
    let digit = this.#text.charCodeAt(this.#at++) - 0x30;
    for (; digit >= 0 && digit <= 9; digit = this.#text.charCodeAt(this.#at++) - 0x30) number = number * 10 + digit;
    return number;
  }

  /** The next value. */
  next(): string {
    const length = this.number();
    const from = this.#at;
    this.#at += length;
    return this.#text.slice(from, this.#at);
  }
}

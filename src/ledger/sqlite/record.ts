/** Records as SQLite stores them (https://sqlite.org/fileformat2.html#record_format). */

/** A value that a record holds, as far as it is read here. */
export type Stored = number | string | null;

/** Serial types: no bytes follow them, or the text's own. */
const NULL = 0;
const ZERO = 8;
const ONE = 9;
const BLOB = 12;
const TEXT = 13;

/** Bytes of whole numbers by their types; numbers of rows and events have six at the most, and more are not read. */
const widths: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 8];
const mostWidth = 6;

/** How many bytes a number takes as SQLite writes it. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

/** Writes a number as SQLite does, seven bits a byte, the highest first; where the next byte goes. Up to 2^49. */
export function writeVarint(into: Uint8Array, at: number, value: number): number {
  const end = at + varintSize(value);
  let rest = value;
  for (let i = end - 1; i >= at; i -= 1) {
    into[i] = (rest % 0x80) | (i === end - 1 ? 0 : 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return end;
}

/** Reads such a number, of any size; `at` of the cursor moves behind it. @throws RangeError beyond the end */
export function readVarint(from: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  for (let i = 0; ; i++) {
    const byte = from[cursor.at++];
    if (byte === undefined) throw new RangeError('a number that does not end');
    if (i === 8) return value * 0x100 + byte;
    value = value * 0x80 + (byte & 0x7f);
    if (byte < 0x80) return value;
  }
}

/** Builds one record after the other in the same memory. */
export class RecordBuilder {
  /** The values' bytes, one behind the other. */
  body = Buffer.allocUnsafe(1 << 14);
  bodySize = 0;
  /** The values' serial types. */
  types = Buffer.allocUnsafe(1 << 10);
  typesSize = 0;

  clear(): void {
    this.bodySize = 0;
    this.typesSize = 0;
  }

  /** No values in some columns, one behind the other; also in the one that is the row's id. */
  nothing(columns: number): void {
    this.#needTypes(columns);
    for (let i = 0; i < columns; i += 1) this.types[this.typesSize++] = NULL;
  }

  one(): void {
    this.#type(ONE);
  }

  /** A text in UTF-8; half a surrogate pair becomes U+FFFD. How long it is in UTF-16. */
  text(value: string): number {
    // Called like this, on what is surely a string, it is a few instructions; as a method it is looked up for each of the many forms of strings.
    const unitAt = String.prototype.charCodeAt;
    const text = `${value}`;
    const units = text.length;
    const from = this.bodySize;
    this.#need(units * 3);
    const { body } = this;
    let at = from;
    for (let i = 0; i < units; i += 1) {
      let unit = unitAt.call(text, i);
      if (unit < 0x80) {
        body[at++] = unit;
        continue;
      }
      if (unit < 0x800) {
        body[at++] = 0xc0 | (unit >> 6);
        body[at++] = 0x80 | (unit & 0x3f);
        continue;
      }
      if (unit >= 0xd800 && unit < 0xe000) {
        const next = unit < 0xdc00 ? unitAt.call(text, i + 1) : 0;
        if (next >= 0xdc00 && next < 0xe000) {
          const point = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
          body[at++] = 0xf0 | (point >> 18);
          body[at++] = 0x80 | ((point >> 12) & 0x3f);
          body[at++] = 0x80 | ((point >> 6) & 0x3f);
          body[at++] = 0x80 | (point & 0x3f);
          i += 1;
          continue;
        }
        unit = 0xfffd;
      }
      body[at++] = 0xe0 | (unit >> 12);
      body[at++] = 0x80 | ((unit >> 6) & 0x3f);
      body[at++] = 0x80 | (unit & 0x3f);
    }
    this.bodySize = at;
    this.#type(TEXT + 2 * (at - from));
    return units;
  }

  /** A number from 0 to 127, as one byte. */
  small(value: number): void {
    this.#need(1);
    this.body[this.bodySize++] = value;
    this.#type(1);
  }

  /** The size of the header: of the types and of its own size, which stands before them. */
  get headerSize(): number {
    return this.typesSize + (this.typesSize + 1 < 0x80 ? 1 : 2);
  }

  get size(): number {
    return this.headerSize + this.bodySize;
  }

  /** Copies the record to a place; where the next byte goes. */
  copyTo(into: Buffer, at: number): number {
    const types = writeVarint(into, at, this.headerSize);
    this.types.copy(into, types, 0, this.typesSize);
    const body = types + this.typesSize;
    this.body.copy(into, body, 0, this.bodySize);
    return body + this.bodySize;
  }

  #type(serial: number): void {
    this.#needTypes(9);
    if (serial < 0x80) this.types[this.typesSize++] = serial;
    else this.typesSize = writeVarint(this.types, this.typesSize, serial);
  }

  #needTypes(bytes: number): void {
    while (this.typesSize + bytes > this.types.length) this.types = Buffer.concat([this.types, this.types]);
  }

  #need(bytes: number): void {
    const wanted = this.bodySize + bytes;
    if (wanted <= this.body.length) return;
    const larger = Buffer.allocUnsafe(wanted * 2);
    this.body.copy(larger, 0, 0, this.bodySize);
    this.body = larger;
  }
}

/**
 * The values of the record that stands at a place. What is neither whole number nor text is null; a text whose end is not there is as much as is.
 *
 * @throws RangeError where it is no record
 */
export function readRecord(bytes: Buffer, from = 0): Stored[] {
  const cursor = { at: from };
  const values: Stored[] = [];
  let body = from + readVarint(bytes, cursor);
  const end = body;
  while (cursor.at < end) {
    const type = readVarint(bytes, cursor);
    if (type >= BLOB) {
      const to = body + Math.floor((type - BLOB) / 2);
      values.push(type % 2 === TEXT % 2 ? bytes.toString('utf8', body, to) : null);
      body = to;
    } else if (type === ZERO || type === ONE) values.push(type - ZERO);
    else {
      const width = widths[type] ?? 0;
      values.push(width === 0 || width > mostWidth || type > 6 ? null : bytes.readIntBE(body, width));
      body += width;
    }
  }
  return values;
}

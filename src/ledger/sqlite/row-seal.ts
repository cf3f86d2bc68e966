import { hash } from 'node:crypto';
import type { RecordBuilder } from './record.js';
import { columnPrefix, rowHead } from './seal.js';

/** Values that stand one behind the other in a row's record, and what their digest is: as `rowDigest` has it, from bytes that are there already. */
export class RowSeal {
  readonly #head: Buffer;
  readonly #prefixes: readonly Buffer[];
  /** Which of the names enter the digest, in the order of names. */
  readonly #order: readonly number[];
  /** Of each value: how long it is in UTF-16, and where its bytes begin and end. */
  readonly #length: Int32Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  #text = Buffer.allocUnsafe(1 << 12);

  /** @param enters whether a column enters the digest */
  constructor(table: string, names: readonly string[], enters: (name: string) => boolean) {
    this.#head = Buffer.from(rowHead(table));
    this.#prefixes = names.map((name) => Buffer.from(columnPrefix(name)));
    this.#order = names
      .flatMap((name, i) => (enters(name) ? [i] : []))
      .sort((a, b) => ((names[a] as string) < (names[b] as string) ? -1 : 1));
    this.#length = new Int32Array(names.length);
    this.#from = new Int32Array(names.length);
    this.#to = new Int32Array(names.length);
  }

  /** Forgets the values of the row before. */
  clear(): void {
    this.#length.fill(0);
  }

  /** Notes where the value of a name begins, which is the last that a record was given, and not blank. */
  note(name: number, from: number, { units, bodySize }: Pick<RecordBuilder, 'bodySize' | 'units'>): void {
    this.#length[name] = units;
    this.#from[name] = from;
    this.#to[name] = bodySize;
  }

  /** The digest of the row whose values stand in these bytes. */
  digest(salt: string, body: Buffer): string {
    let most = this.#head.length + 11 + salt.length;
    for (const i of this.#order)
      most += (this.#prefixes[i] as Buffer).length + 11 + (this.#to[i] as number) - (this.#from[i] as number);
    if (most > this.#text.length) this.#text = Buffer.allocUnsafe(most * 2);
    const text = this.#text;
    let at = this.#head.copy(text, 0);
    at = writeDecimal(text, at, salt.length);
    text[at++] = 0x3a;
    for (let i = 0; i < salt.length; i += 1) text[at++] = salt.charCodeAt(i);
    for (const i of this.#order) {
      const length = this.#length[i] as number;
      if (length === 0) continue;
      const prefix = this.#prefixes[i] as Buffer;
      for (let k = 0; k < prefix.length; k += 1) text[at++] = prefix[k] as number;
      at = writeDecimal(text, at, length);
      text[at++] = 0x3a;
      const to = this.#to[i] as number;
      for (let k = this.#from[i] as number; k < to; k += 1) text[at++] = body[k] as number;
    }
    return hash('sha256', text.subarray(0, at), 'base64url');
  }
}

function writeDecimal(into: Buffer, at: number, value: number): number {
  let digits = 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i -= 1) {
    into[i] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return at + digits;
}

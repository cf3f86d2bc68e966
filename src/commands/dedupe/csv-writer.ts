import { beginReplacement, type Replacement } from '../../files/atomic.js';
import { neutralise } from '../../files/formula.js';

const PLAIN = /^[\w#.\u4e00-\u9fff][\w#.\u4e00-\u9fff-]*$/;

/** A cell that needs no thought is written as it is; any other is neutralised and quoted. */
const cell = (text: string): string => (PLAIN.test(text) ? text : `"${neutralise(text).replaceAll('"', '""')}"`);

/** Units that stand anywhere in a cell as they are: digits, letters, `_`, `#`, `.`. */
const AS_IT_IS = new Uint8Array(128);
for (const char of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_#.')
  AS_IT_IS[char.charCodeAt(0)] = 1;

const SIZE = 1 << 18;
/** Longer cells leave by a way of their own. */
const LONGEST = 1 << 10;

/** A CSV file written cell by cell into one buffer: most cells are short codes, which need no string of their own. */
export class CsvWriter {
  readonly #file: Replacement;
  readonly #bytes = Buffer.allocUnsafe(SIZE);
  #at = 0;

  constructor(path: string) {
    this.#file = beginReplacement(path);
  }

  /** A cell, and the separator behind it: a comma or a line's end. */
  cell(text: string, end: ',' | '\n'): void {
    const { length } = text;
    if (this.#at + 3 * LONGEST > SIZE) this.#flush();
    const start = this.#at;
    let plain = length > 0 && length < LONGEST;
    for (let i = 0; plain && i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 128 && AS_IT_IS[unit] === 1) this.#bytes[start + i] = unit;
      else plain = false;
    }
    if (plain) this.#at = start + length;
    else this.#write(cell(text));
    this.#bytes[this.#at++] = end === ',' ? 0x2c : 0x0a;
  }

  #write(text: string): void {
    if (text.length < LONGEST) this.#at += this.#bytes.write(text, this.#at);
    else {
      this.#flush();
      this.#file.append(Buffer.from(text));
    }
  }

  #flush(): void {
    this.#file.append(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
  }

  /** Puts the file in its place. */
  commit(): void {
    this.#flush();
    this.#file.commit();
  }

  /** Removes what was written; after `commit` it does nothing. */
  abort(): void {
    this.#file.abort();
  }
}

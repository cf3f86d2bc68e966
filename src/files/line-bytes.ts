import { type ByteSource, readBlocks } from './bytes.js';
import type { Encoding } from './encoding.js';

const LF = 10;
const CR = 13;
const BLOCK = 1 << 20;

/**
 * The bytes of a file by physical lines (LF, CRLF or a lone CR end one), exactly as they are. In every encoding that is read, CR and LF are
 * never part of another character; UTF-16 is looked at two bytes at a time.
 */
export class LineBytes {
  readonly #blocks: Generator<Buffer>;
  readonly #unit: 1 | 2;
  /** Where a unit's low byte stands. */
  readonly #low: 0 | 1;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #ended = false;

  constructor(source: Pick<ByteSource, 'path' | 'fd' | 'size'>, encoding: Encoding) {
    this.#blocks = readBlocks(source, BLOCK);
    this.#unit = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
    this.#low = encoding === 'utf-16be' ? 1 : 0;
  }

  /** Hands the next `count` lines with their line ends to `sink`, in pieces that are good until the next call; fewer at the end of the file. */
  pass(count: number, sink: (bytes: Uint8Array) => void): void {
    let from = this.#at;
    const flush = (): void => {
      if (this.#at > from) sink(this.#bytes.subarray(from, this.#at));
      from = this.#at;
    };
    for (let left = count; left > 0; ) {
      const end = this.#lineEnd();
      if (end >= 0) {
        this.#at = end;
        left -= 1;
        continue;
      }
      // A line without end is handed over as it comes: memory stays bounded.
      if (this.#bytes.length - this.#at > BLOCK) this.#at = this.#bytes.length - 2;
      flush();
      if (!this.#more()) {
        this.#at = this.#bytes.length;
        break;
      }
      from = this.#at;
    }
    flush();
  }

  /** The next line whole, with its line end; empty at the end of the file. */
  line(): Buffer {
    const pieces: Buffer[] = [];
    this.pass(1, (bytes) => pieces.push(Buffer.from(bytes)));
    return Buffer.concat(pieces);
  }

  /** The position after the next line end; -1 when these bytes do not show it. */
  #lineEnd(): number {
    const bytes = this.#bytes;
    const unit = this.#unit;
    for (let at = this.#at; at + unit <= bytes.length; at += unit) {
      if (this.#is(at, LF)) return at + unit;
      if (!this.#is(at, CR)) continue;
      const after = at + unit;
      // A CR at the end of what is there may be half of a CRLF.
      if (after + unit > bytes.length) return this.#ended ? after : -1;
      return this.#is(after, LF) ? after + unit : after;
    }
    return -1;
  }

  #is(at: number, code: number): boolean {
    return this.#bytes[at + this.#low] === code && (this.#unit === 1 || this.#bytes[at + 1 - this.#low] === 0);
  }

  /** Reads on; false when the end of the file is known and these are its last bytes. */
  #more(): boolean {
    if (this.#ended) return false;
    const step = this.#blocks.next();
    if (step.done) this.#ended = true;
    else {
      this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), step.value]);
      this.#at = 0;
    }
    return true;
  }
}

import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { beginReplacement, type Replacement } from '../files/atomic.js';
import { StewardError } from '../model/errors.js';

const chunk = 64 * 1024;

/** Thrown when the reader of a pipe went away: the work ends quietly. */
export class PipeClosed extends Error {}

/**
 * Writes all bytes to a file descriptor, waiting where a pipe is full.
 *
 * @throws PipeClosed when nobody reads any more
 * @throws StewardError io-failed, when the disk behind a redirection is full or gone
 */
function writeAll(fd: number, bytes: Buffer, name: string): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') throw new PipeClosed();
      if (code !== 'EAGAIN') throw new StewardError('io-failed', { path: name, detail: code ?? '' }, { cause: error });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** A device or a pipe, such as /dev/null: written into as it is, never replaced by a file. */
function device(path: string): number | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined || stat.isFile() || stat.isDirectory() ? null : openSync(path, 'w');
}

/** A buffered stream, of text but for a workbook: stdout, stderr, a device, or a file that takes its name only when it is whole. */
export class Sink {
  readonly #to: Replacement | number;
  readonly #name: string;
  #parts: string[] = [];
  #length = 0;

  constructor(to: 1 | 2 | { readonly path: string }) {
    this.#to = typeof to === 'number' ? to : (device(to.path) ?? beginReplacement(to.path));
    this.#name = typeof to === 'number' ? (to === 1 ? 'stdout' : 'stderr') : to.path;
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= chunk) this.flush();
  }

  /** Writes bytes that are no text, behind what was written before. */
  bytes(data: Buffer): void {
    this.flush();
    this.#put(data);
  }

  flush(): void {
    if (this.#length === 0) return;
    const bytes = Buffer.from(this.#parts.join(''));
    this.#parts = [];
    this.#length = 0;
    this.#put(bytes);
  }

  #put(bytes: Buffer): void {
    if (typeof this.#to === 'number') writeAll(this.#to, bytes, this.#name);
    else this.#to.append(bytes);
  }

  /** Writes what is left; a file takes its name. */
  end(): void {
    this.flush();
    if (typeof this.#to !== 'number') this.#to.commit();
    else if (this.#to > 2) closeSync(this.#to);
  }

  /** Drops a file that did not become whole. */
  abandon(): void {
    if (typeof this.#to !== 'number') this.#to.abort();
  }
}

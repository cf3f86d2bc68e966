import { writeSync } from 'node:fs';
import { beginReplacement, type Replacement } from '../files/atomic.js';

const chunk = 64 * 1024;

/** Thrown when the reader of a pipe went away: the work ends quietly. */
export class PipeClosed extends Error {}

/** Writes all bytes to a file descriptor, waiting where a pipe is full; throws PipeClosed when nobody reads any more. */
function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') throw new PipeClosed();
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** A buffered text stream: stdout, stderr, or a file that takes its name only when it is whole. */
export class Sink {
  readonly #to: Replacement | 1 | 2;
  #parts: string[] = [];
  #length = 0;

  constructor(to: 1 | 2 | { readonly path: string }) {
    this.#to = typeof to === 'number' ? to : beginReplacement(to.path);
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= chunk) this.flush();
  }

  flush(): void {
    if (this.#length === 0) return;
    const bytes = Buffer.from(this.#parts.join(''));
    this.#parts = [];
    this.#length = 0;
    if (typeof this.#to === 'number') writeAll(this.#to, bytes);
    else this.#to.append(bytes);
  }

  /** Writes what is left; a file takes its name. */
  end(): void {
    this.flush();
    if (typeof this.#to !== 'number') this.#to.commit();
  }

  /** Drops a file that did not become whole. */
  abandon(): void {
    if (typeof this.#to !== 'number') this.#to.abort();
  }
}

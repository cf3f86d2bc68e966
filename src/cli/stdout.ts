import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StewardError } from '../model/errors.js';

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
  readonly #fd: number;
  readonly #file: { readonly path: string; readonly temporary: string } | null;
  #parts: string[] = [];
  #length = 0;

  constructor(to: 1 | 2 | { readonly path: string }) {
    if (typeof to === 'number') {
      this.#fd = to;
      this.#file = null;
      return;
    }
    const temporary = `${to.path}.${process.pid}.tmp`;
    this.#file = { path: to.path, temporary };
    try {
      this.#fd = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    } catch (error) {
      throw this.#unwritable(error);
    }
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
    try {
      writeAll(this.#fd, bytes);
    } catch (error) {
      throw error instanceof PipeClosed ? error : this.#unwritable(error);
    }
  }

  /** Writes what is left; a file is synced and takes its name. */
  end(): void {
    this.flush();
    if (!this.#file) return;
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    renameSync(this.#file.temporary, this.#file.path);
    const folder = openSync(dirname(this.#file.path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  /** Drops a file that did not become whole. */
  abandon(): void {
    if (this.#file) rmSync(this.#file.temporary, { force: true });
  }

  #unwritable(error: unknown): unknown {
    if (!this.#file) return error;
    return new StewardError(
      'file-unwritable',
      { path: this.#file.path, detail: (error as NodeJS.ErrnoException).code ?? String(error) },
      { cause: error },
    );
  }
}

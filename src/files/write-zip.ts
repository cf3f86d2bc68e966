/** Writing a ZIP of files that come one after another: the same files give the same bytes, on any machine. */
import { createHash } from 'node:crypto';
import type { Archiver } from 'archiver';
import { beginReplacement, type Replacement, type Sealed } from './atomic.js';

/** The least date that a ZIP can name, for every entry. */
const DATE = new Date('1980-01-01T00:00:00.000Z');

/** What is known of a file that was added. */
export interface ZippedFile {
  readonly name: string;
  readonly size: number;
  /** In lower-case hex. */
  readonly sha256: string;
}

/** Begins a ZIP that takes its name only when it is whole. @throws FileFault as beginReplacement */
export async function beginZip(path: string): Promise<ZipWriter> {
  const replacement = beginReplacement(path);
  try {
    // Loading it takes longer than most commands run.
    const { default: archiver } = await import('archiver');
    return new ZipWriter(replacement, archiver('zip', { store: true }));
  } catch (error) {
    replacement.abort();
    throw error;
  }
}

/** A ZIP being written. End it with `commit` or `abort`, always. Files are stored, not packed: what packing gives depends on the program that packs. */
export class ZipWriter {
  readonly #replacement: Replacement;
  readonly #archive: Archiver;
  readonly #hash = createHash('sha256');
  /** The last two bytes: the length of the comment, none as the archive writes it. */
  #held = Buffer.alloc(0);
  #failure: unknown = null;

  constructor(replacement: Replacement, archive: Archiver) {
    this.#replacement = replacement;
    this.#archive = archive;
    archive.on('data', (block: Buffer) => this.#take(block));
    archive.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  /** Adds a file. Each is held in memory: those that may become large are given in parts. @throws FileFault disk-full, file-not-writable */
  async add(name: string, bytes: Buffer): Promise<ZippedFile> {
    await this.#settled('entry', () => this.#archive.append(bytes, { name, date: DATE, mode: 0o644 }));
    return { name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  /**
   * Ends the archive and puts it in place.
   *
   * @param comment what its comment says, ASCII, given the SHA-256 in hex of all bytes before the comment and its length
   * @throws FileFault as Replacement.commit
   */
  async commit(comment: (sha256: string) => string): Promise<Sealed> {
    await this.#settled('end', () => {
      // What goes wrong is heard as an event.
      this.#archive.finalize().catch(() => undefined);
    });
    const text = Buffer.from(comment(this.#hash.digest('hex')), 'latin1');
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    this.#replacement.append(Buffer.concat([length, text]));
    return this.#replacement.commit();
  }

  /** Takes it away; after `commit` it does nothing. */
  abort(): void {
    this.#archive.abort();
    this.#replacement.abort();
  }

  #take(block: Buffer): void {
    if (this.#failure !== null) return;
    const all = Buffer.concat([this.#held, block]);
    const written = all.subarray(0, Math.max(0, all.length - 2));
    this.#held = all.subarray(written.length);
    try {
      this.#replacement.append(written);
      this.#hash.update(written);
    } catch (error) {
      this.#failure = error;
    }
  }

  /** Does something and waits until the archive says that it is through. */
  async #settled(event: 'end' | 'entry', work: () => unknown): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#archive.off(event, done).off('error', done);
        resolve();
      };
      this.#archive.on(event, done).on('error', done);
      work();
    });
    if (this.#failure !== null) throw this.#failure;
  }
}

import { stringify } from 'csv-stringify/sync';
import { beginReplacement, type Replacement } from './atomic.js';
import { neutralise } from './formula.js';
import { keepText } from './keep-text.js';

/** One of several files being written. */
export interface CsvFile {
  /** Adds a row; cells are neutralised against formulas and kept as text. */
  add(row: readonly string[]): void;
}

interface Open extends CsvFile {
  readonly replacement: Replacement;
  readonly rows: (readonly string[])[];
}

/** Files that are open at once. */
const MOST_OPEN = 64;
/** Rows of one file that wait to be written together, and rows of all files. */
const BLOCK = 200;
const MOST_WAITING = 10_000;

/**
 * Many CSV files for people, written side by side in bounded memory and with few files open (law 10): UTF-8 with a byte order mark, CRLF,
 * RFC 4180. None stands under its name before `commit`; each is then replaced in one step, in the order in which they began.
 */
export class CsvFiles {
  readonly #files: Open[] = [];
  /** Files whose descriptor is open, the one written longest ago first. */
  readonly #open = new Set<Open>();
  #waiting = 0;

  /** Begins a file. @throws FileFault as beginReplacement */
  begin(path: string, header: readonly string[]): CsvFile {
    const rows: (readonly string[])[] = [];
    const file: Open = {
      replacement: beginReplacement(path),
      rows,
      add: (row) => {
        rows.push(row);
        this.#waiting++;
        if (rows.length >= BLOCK) this.#write(file);
        else if (this.#waiting > MOST_WAITING) this.#writeAll();
      },
    };
    this.#files.push(file);
    this.#append(file, Uint8Array.of(0xef, 0xbb, 0xbf));
    file.add(header);
    return file;
  }

  /** Puts all files in place. @throws FileFault as Replacement.commit; those before the one that failed then stand */
  commit(): void {
    this.#writeAll();
    for (const { replacement } of this.#files) replacement.seal();
    for (const { replacement } of this.#files) replacement.commit();
  }

  /** Takes back all files that are not in place. */
  abort(): void {
    for (const { replacement } of this.#files) replacement.abort();
  }

  #writeAll(): void {
    for (const file of this.#files) this.#write(file);
  }

  #write(file: Open): void {
    if (file.rows.length === 0) return;
    const text = stringify(file.rows as string[][], {
      record_delimiter: '\r\n',
      quote_record_delimiter: true,
      cast: { string: (cell) => keepText(neutralise(cell)) },
    });
    this.#waiting -= file.rows.length;
    file.rows.length = 0;
    this.#append(file, Buffer.from(text));
  }

  #append(file: Open, bytes: Uint8Array): void {
    this.#open.delete(file);
    this.#open.add(file);
    for (const oldest of this.#open) {
      if (this.#open.size <= MOST_OPEN) break;
      oldest.replacement.rest();
      this.#open.delete(oldest);
    }
    file.replacement.append(bytes);
  }
}

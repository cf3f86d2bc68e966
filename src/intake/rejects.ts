import { stringify } from 'csv-stringify/sync';
import { beginReplacement, type Replacement } from '../files/atomic.js';
import { neutralise } from '../files/formula.js';
import { StewardError } from '../model/errors.js';
import { rejectColumns } from './headers.js';

/**
 * The rejects of one import as a file that can be mended and imported again: line, error, the raw text where a row could not even
 * be cut into cells, then the original row under the original headings (law 3). Nothing is made while nothing is rejected.
 */
export class RejectsFile {
  readonly path: string;
  readonly #header: readonly string[];
  /** Columns at the front that an earlier rejects file put there, when it is one that is imported. */
  readonly #noted: number;
  #file: Replacement | null = null;

  constructor(path: string, header: readonly string[]) {
    this.path = path;
    this.#noted = rejectColumns.every((name, i) => header[i] === name) ? rejectColumns.length : 0;
    this.#header = header.slice(this.#noted);
  }

  add(line: number, error: string, cells: readonly string[], raw: string): void {
    if (this.#file === null) {
      this.#file = this.#begin();
      this.#file.append(Uint8Array.of(0xef, 0xbb, 0xbf));
      this.#append([...rejectColumns, ...this.#header]);
    }
    const earlier = this.#noted > 0 ? (cells[rejectColumns.indexOf('steward_raw')] ?? '') : '';
    this.#append([String(line), error, raw || earlier, ...cells.slice(this.#noted)]);
  }

  /** Puts the file in place; called inside the ledger's transaction, so that no reject can be lost by a crash. */
  commit(): void {
    this.#file?.commit();
  }

  abort(): void {
    this.#file?.abort();
  }

  /** A place where the rejects cannot stand stops the import: nothing may be rejected without being kept. */
  #begin(): Replacement {
    try {
      return beginReplacement(this.path);
    } catch (error) {
      if (!(error instanceof StewardError) || error.exit !== 2) throw error;
      throw new StewardError('file-not-writable', { path: this.path, errno: error.code }, { cause: error });
    }
  }

  #append(row: readonly string[]): void {
    const text = stringify([[...row]], {
      record_delimiter: '\r\n',
      quote_record_delimiter: true,
      cast: { string: neutralise },
    });
    this.#file?.append(Buffer.from(text));
  }
}

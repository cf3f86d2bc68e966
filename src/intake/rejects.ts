import { stringify } from 'csv-stringify/sync';
import { beginReplacement, type Replacement } from '../files/atomic.js';
import { neutralise } from '../files/formula.js';
import { StewardError } from '../model/errors.js';
import type { FieldValues } from '../model/plan.js';
import { rejectColumns, toldColumn } from './headers.js';
import { toldCell } from './told.js';

/**
 * The rows of one import that did not come in, as a file that can be mended and imported again: line, error, the raw text where a row
 * could not even be cut into cells, then the original row under the original headings (law 3). Nothing is made while there is none.
 * A row that comes back and is rejected again keeps the line on which it stood in the first file.
 */
export class ReturnedRows {
  readonly path: string;
  readonly #header: readonly string[];
  readonly #told: string | null;
  /** Where steward's own columns stand, 0-based, when the file is one of rejected rows itself. */
  readonly #own: ReadonlyMap<string, number>;
  #file: Replacement | null = null;

  /** `told`: what the import was told by options, for its rows to be told it again. */
  constructor(path: string, header: readonly string[], told: FieldValues) {
    this.path = path;
    const own: readonly string[] = [...rejectColumns, toldColumn];
    this.#own = new Map(own.map((name) => [name, header.indexOf(name)]));
    this.#header = header.filter((name) => !own.includes(name));
    this.#told = toldCell(told);
  }

  add(line: number, error: string, cells: readonly string[], raw: string): void {
    const tells = this.#told !== null || (this.#own.get(toldColumn) as number) >= 0;
    if (this.#file === null) {
      this.#file = this.#begin();
      this.#file.append(Uint8Array.of(0xef, 0xbb, 0xbf));
      this.#append([...rejectColumns, ...(tells ? [toldColumn] : []), ...this.#header]);
    }
    const before = (name: string): string => cells[this.#own.get(name) as number] ?? '';
    const places = [...this.#own.values()];
    this.#append([
      before('steward_line') || String(line),
      error,
      raw || before('steward_raw'),
      ...(tells ? [before(toldColumn) || (this.#told ?? '')] : []),
      ...cells.filter((_, i) => !places.includes(i)),
    ]);
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

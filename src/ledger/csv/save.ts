import type { Database, Statement } from 'better-sqlite3';
import { beginReplacement, type Replacement } from '../../files/atomic.js';
import { cellValue } from '../../files/formula.js';
import { type CsvPatch, patchCsv } from '../../files/patch-csv.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { Sheet, SheetColumn } from '../../model/sheet.js';
import { CustomerReader } from '../sqlite/reader.js';
import { goneRow, type Known, notePending, wholeRow } from './checkout.js';
import { type AddedColumn, cellOf, missingColumns, shows } from './columns.js';

/** Bytes that are written at once. */
const BLOCK = 1 << 20;

/**
 * Writes the file as it is to be beside the one that is there, and notes in the companion which bytes they are. Nothing is in place
 * yet: `commit` of what is returned puts it there, after the companion's own commit.
 *
 * @throws StewardError `ledger-changed` when the file is not the one that is known
 */
export function prepareSave(db: Database, path: string, known: Known): Replacement {
  const { sheet } = known;
  const replacement = beginReplacement(path);
  try {
    const added = missingColumns(db, sheet);
    const patch = new SheetPatch(db, sheet, added);
    const { columns } = patch;
    const headings = [...padded(sheet.headings, sheet.width, ''), ...patch.headings];
    const waiting: Uint8Array[] = [];
    let size = 0;
    const flush = (): void => {
      replacement.append(Buffer.concat(waiting));
      waiting.length = size = 0;
    };
    const { sha256, bodyStart } = patchCsv({ path, ...sheet }, patch, (bytes) => {
      waiting.push(Uint8Array.prototype.slice.call(bytes));
      size += bytes.length;
      if (size > BLOCK) flush();
    });
    flush();
    if (sha256 !== known.sha256) throw new StewardError('ledger-changed');
    const width = Math.max(sheet.width, columns.length);
    notePending(db, replacement.seal().sha256, { ...sheet, headings, columns, width, bodyStart });
    return replacement;
  } catch (error) {
    replacement.abort();
    throw error;
  }
}

const padded = <T>(list: readonly T[], width: number, blank: T): readonly T[] =>
  list.length >= width ? list : [...list, ...new Array<T>(width - list.length).fill(blank)];

/** The difference between the file and the companion. */
class SheetPatch implements CsvPatch {
  readonly headings: readonly string[];
  readonly #db: Database;
  /** All columns of the file as it will be. */
  readonly columns: readonly SheetColumn[];
  readonly #customers: CustomerReader;
  readonly #whose: (cell: (column: number) => string, record: number) => CustomerId | null;
  readonly #ahead: (id: CustomerId) => readonly string[];
  readonly #idAt: number;
  /** Where the added columns begin: there a value that is older than the column is written, too. */
  readonly #addedAt: number;
  /** Notes a record that is taken out. */
  readonly #gone: Statement;

  constructor(db: Database, sheet: Sheet, added: readonly AddedColumn[]) {
    this.#db = db;
    this.headings = added.map(({ heading }) => heading);
    // Added columns stand behind the table's last one, which may have no heading.
    this.columns = [
      ...padded<SheetColumn>(sheet.columns, sheet.width, { to: 'none' }),
      ...added.map(({ column }) => column),
    ];
    this.#addedAt = this.columns.length - added.length;
    this.#idAt = this.columns.findIndex(({ to }) => to === 'id');
    this.#customers = new CustomerReader(db);
    this.#whose = rowOwner(db, sheet);
    const ahead = db
      .prepare(`SELECT field FROM checkout_ahead WHERE customer_id = ? AND field <> '${wholeRow}'`)
      .pluck();
    this.#ahead = (id) => ahead.all(id) as string[];
    db.exec('DELETE FROM checkout_gone');
    this.#gone = db.prepare('INSERT INTO checkout_gone VALUES(?)');
  }

  edit(cell: (column: number) => string, record: number): ReadonlyMap<number, string> | 'remove' | null {
    const id = this.#whose(cell, record);
    if (id === null) return null;
    const fields = this.#ahead(id);
    if (fields.includes(goneRow)) {
      this.#gone.run(record);
      return 'remove';
    }
    const edits = new Map<number, string>();
    if (this.#idAt >= 0 && cellValue(cell(this.#idAt)) === null) edits.set(this.#idAt, `#${id}`);
    if (fields.length > 0 || this.#addedAt < this.columns.length) {
      const customer = this.#customers.one(id) as CustomerRecord;
      for (const [at, column] of this.columns.entries()) {
        if (at < this.#addedAt && !fields.some((field) => shows(column, field))) continue;
        const value = cellOf(customer, column) ?? '';
        if ((cellValue(cell(at)) ?? '') !== value) edits.set(at, value);
      }
    }
    return edits;
  }

  get rows(): Iterable<readonly string[]> {
    return this.#newRows();
  }

  *#newRows(): IterableIterator<readonly string[]> {
    const next = this.#db
      .prepare(
        `SELECT customer_id FROM checkout_ahead WHERE field = '${wholeRow}' AND customer_id > ? ORDER BY customer_id LIMIT 256`,
      )
      .pluck();
    let last = 0;
    for (;;) {
      const ids = next.all(last) as CustomerId[];
      for (const id of ids) {
        last = id;
        const customer = this.#customers.one(id);
        if (customer !== null) yield this.columns.map((column) => cellOf(customer, column) ?? '');
      }
      if (ids.length === 0) return;
    }
  }
}

/** Says whose a record is: by what is noted of it, by its mark, by its number. */
export function rowOwner(
  db: Database,
  { columns }: Sheet,
): (cell: (column: number) => string, record: number) => CustomerId | null {
  const noted = new Map(
    db.prepare('SELECT record, customer_id FROM checkout_row').raw().all() as [number, CustomerId | null][],
  );
  const idAt = columns.findIndex(({ to }) => to === 'id');
  const noAt = columns.findIndex((column) => column.to === 'field' && column.field === 'customer_no');
  // Of destroyed customers, those whose rows are still to be taken out.
  const destroyed = `SELECT customer_id FROM checkout_ahead WHERE field = '${goneRow}' AND customer_id NOT IN (SELECT id FROM customers)`;
  const exists = db
    .prepare(`SELECT id FROM customers WHERE id = @id UNION SELECT * FROM (${destroyed}) WHERE customer_id = @id`)
    .pluck();
  // Whose row it is, standing aside by now or not: then the row is to go.
  const byNumber = db
    .prepare(
      `SELECT customer_id FROM numbers WHERE no = ? AND (EXISTS (SELECT 1 FROM customers WHERE id = customer_id) OR customer_id IN (${destroyed}))`,
    )
    .pluck();
  const goes = new Set(db.prepare(destroyed).pluck().all() as CustomerId[]);
  const claimed = (cell: (column: number) => string): CustomerId | null => {
    const mark = idAt < 0 ? null : idOfMark(cell(idAt));
    if (mark !== null) return (exists.get({ id: mark }) as CustomerId | undefined) ?? null;
    const no = noAt < 0 ? null : cellValue(cell(noAt));
    return no === null ? null : ((byNumber.get(no) as CustomerId | undefined) ?? null);
  };
  return (cell, record) => {
    const found = noted.get(record);
    if (found === undefined) return claimed(cell);
    if (found !== null || goes.size === 0) return found;
    // A row that was held as nobody's goes, too, when it names somebody who was destroyed.
    const named = claimed(cell);
    return named !== null && goes.has(named) ? named : null;
  };
}

/** The customer's id that a `steward_id` cell names; null when it names none. */
export function idOfMark(cell: string): CustomerId | null {
  const digits = /^#([1-9]\d{0,14})$/.exec(cell.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}

import type { Database, Statement } from 'better-sqlite3';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldKeys } from '../../model/fields.js';
import { once } from './once.js';

/**
 * Fields that any customer ever had a value in. Most ledgers use a fifth of the declared ones, and reading a column costs as
 * much when it is null, so only these are read.
 *
 * @throws StewardError `ledger-damaged` where somebody made something else of the list
 */
export const usedFields = (db: Database): readonly FieldKey[] =>
  parseUsedFields(usedFieldsStatement(db).get() as string | undefined, db.name);

/** Reads them as they are kept: as JSON; undefined when there never was a customer. */
export const usedFieldsStatement = (db: Database): Statement =>
  once(db, "SELECT value FROM meta WHERE key = 'fields'").pluck();

/** Those of them that are declared, in declared order. */
export function parseUsedFields(json: string | undefined, path: string): readonly FieldKey[] {
  const used = json === undefined ? [] : listIn(json);
  if (used === null) throw new StewardError('ledger-damaged', { path, detail: 'meta: fields' });
  return fieldKeys.filter((key) => used.includes(key));
}

/** The same for who checks the file: null where they are not listed at all, or by something that is no list. */
export function listedFields(db: Database): readonly FieldKey[] | null {
  const json = usedFieldsStatement(db).get() as string | undefined;
  const used = json === undefined ? null : listIn(json);
  return used && fieldKeys.filter((key) => used.includes(key));
}

function listIn(json: string): readonly unknown[] | null {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

/** Adds fields to those in use; to be called inside the transaction that sets them. */
export function noteUsedFields(db: Database, fields: ReadonlySet<FieldKey>): void {
  const used = new Set<FieldKey>([...usedFields(db), ...fields]);
  db.prepare("INSERT INTO meta VALUES('fields', ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value").run(
    JSON.stringify([...used].sort()),
  );
}

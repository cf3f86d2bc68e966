import type { Database, Statement } from 'better-sqlite3';
import { type FieldKey, fieldKeys } from '../../model/fields.js';
import { once } from './once.js';

/**
 * Fields that any customer ever had a value in. Most ledgers use a fifth of the declared ones, and reading a column costs as
 * much when it is null, so only these are read.
 */
export const usedFields = (db: Database): readonly FieldKey[] =>
  parseUsedFields(usedFieldsStatement(db).get() as string | undefined);

/** Reads them as they are kept: as JSON; undefined when there never was a customer. */
export const usedFieldsStatement = (db: Database): Statement =>
  once(db, "SELECT value FROM meta WHERE key = 'fields'").pluck();

/** Those of them that are declared, in declared order. */
export function parseUsedFields(json: string | undefined): readonly FieldKey[] {
  const used = new Set<string>(json === undefined ? [] : (JSON.parse(json) as string[]));
  return fieldKeys.filter((key) => used.has(key));
}

/** Adds fields to those in use; to be called inside the transaction that sets them. */
export function noteUsedFields(db: Database, fields: ReadonlySet<FieldKey>): void {
  const used = new Set<FieldKey>([...usedFields(db), ...fields]);
  db.prepare("INSERT INTO meta VALUES('fields', ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value").run(
    JSON.stringify([...used].sort()),
  );
}

import type { Database } from 'better-sqlite3';
import { type FieldKey, fieldKeys } from '../../model/fields.js';

/**
 * Fields that any customer ever had a value in. Most ledgers use a fifth of the declared ones, and reading a column costs as
 * much when it is null, so only these are read.
 */
export function usedFields(db: Database): readonly FieldKey[] {
  const known = db.prepare("SELECT value FROM meta WHERE key = 'fields'").pluck().get() as string | undefined;
  const used = new Set<string>(known === undefined ? [] : (JSON.parse(known) as string[]));
  return fieldKeys.filter((key) => used.has(key));
}

/** Adds fields to those in use; to be called inside the transaction that sets them. */
export function noteUsedFields(db: Database, fields: ReadonlySet<FieldKey>): void {
  const used = new Set<FieldKey>([...usedFields(db), ...fields]);
  db.prepare("INSERT INTO meta VALUES('fields', ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value").run(
    JSON.stringify([...used].sort()),
  );
}

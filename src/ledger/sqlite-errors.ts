import Database from 'better-sqlite3';
import { type ErrorCode, StewardError } from '../model/errors.js';

const byPrefix: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^SQLITE_(?:BUSY_SNAPSHOT)/, 'ledger-changed'],
  [/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/, 'ledger-locked'],
  [/^SQLITE_FULL/, 'disk-full'],
  [/^SQLITE_IOERR/, 'io-failed'],
  [/^SQLITE_(?:READONLY|PERM|AUTH)/, 'ledger-readonly'],
  [/^SQLITE_CANTOPEN/, 'io-failed'],
  [/^SQLITE_CORRUPT/, 'ledger-damaged'],
  [/^SQLITE_NOTADB/, 'ledger-foreign'],
];

/** Somebody took a table, an index or a column out of the file, or put something into it that is no JSON. What is staged is our own. */
const spoiled = /^(?:no such (?:table|index|column)|malformed JSON)(?!.*\bstage_)/;

/** An error of the driver as one of the catalogue; anything else, and our own errors, unchanged. */
function translate(error: unknown, path: string): unknown {
  if (isErrno(error)) {
    return new StewardError(
      error.code === 'ENOSPC' ? 'disk-full' : 'io-failed',
      { path, detail: error.code },
      { cause: error },
    );
  }
  if (!(error instanceof Database.SqliteError)) return error;
  const known = byPrefix.find(([pattern]) => pattern.test(error.code))?.[1];
  const code = known ?? (spoiled.test(error.message) ? 'ledger-damaged' : 'internal');
  // SQLite names tables and columns in its messages, never values.
  return new StewardError(code, { path, detail: `${error.code}: ${error.message}` }, { cause: error });
}

/** Whether the operating system refused something. */
const isErrno = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'errno' in error && 'code' in error && typeof error.code === 'string';

/** Runs work on a ledger's file; what SQLite throws comes out as a StewardError. */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(error, path);
  }
}

/** The same for rows that are read while they are used. No generator of its own: handing a million rows through one takes half a second. */
export function guarded<T>(path: string, rows: () => Iterable<T>): IterableIterator<T> {
  let of: Iterator<T> | null = null;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      try {
        of ??= rows()[Symbol.iterator]();
        return of.next();
      } catch (error) {
        throw translate(error, path);
      }
    },
    return: () => guard(path, () => of?.return?.() ?? { done: true, value: undefined }),
  };
}

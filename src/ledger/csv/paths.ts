import { basename, dirname, join } from 'node:path';

const SHEET = /\.(?:csv|tsv|txt)$/i;
const COMPANION = '.steward.db';

/** Whether a ledger's path names a CSV ledger. */
export const isSheet = (path: string): boolean => SHEET.test(path);

/** The companion that stands beside a CSV ledger's file: trail, rows, lock. */
export const companionOf = (sheet: string): string => `${sheet}${COMPANION}`;

/** The database of a ledger: itself, or a CSV ledger's companion. */
export const databaseOf = (path: string): string => (isSheet(path) ? companionOf(path) : path);

/** The file that a companion goes with; null for any other path. */
export const sheetOf = (path: string): string | null =>
  path.endsWith(COMPANION) && isSheet(path.slice(0, -COMPANION.length)) ? path.slice(0, -COMPANION.length) : null;

/** What spreadsheet programs leave beside a file while it is open in them: LibreOffice, Microsoft Office, WPS. */
export const locksOf = (sheet: string): readonly string[] => [
  join(dirname(sheet), `.~lock.${basename(sheet)}#`),
  join(dirname(sheet), `~$${basename(sheet)}`),
  join(dirname(sheet), `.~${basename(sheet)}`),
];

import { writeFileSync } from 'node:fs';
import { blankSheet } from '../../src/commands/blank-sheet.js';
import { noteFound } from '../../src/ledger/csv/checkout.js';
import { databaseOf } from '../../src/ledger/csv/paths.js';
import { createLedger } from '../../src/ledger/open.js';
import { rawDatabase } from '../support/raw-database.js';
import { by, now } from './helpers.js';

/** A new CSV ledger with a blank file, and no run in its trail. */
export function newSheetLedger(path: string, at = now): void {
  createLedger(path, { by, now: at }).close();
  const { bytes, sha256, sheet } = blankSheet('zh-CN');
  writeFileSync(path, bytes);
  const db = rawDatabase(databaseOf(path));
  noteFound(db, { sha256, sheet, rows: new Map(), absent: [], overridden: [], save: false }, (id) => id);
  db.close();
}

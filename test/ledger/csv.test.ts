import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { blankSheet } from '../../src/commands/blank-sheet.js';
import { noteFound } from '../../src/ledger/csv/checkout.js';
import { createLedger, databaseOf, openLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import { conformance } from './conformance.js';
import { by, now, temporaryFolder } from './helpers.js';

conformance('CSV', async () => {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, 'customers.csv');
  createLedger(path, { by, now }).close();
  const { bytes, sha256, sheet } = blankSheet('zh-CN');
  writeFileSync(path, bytes);
  const db = new Database(databaseOf(path));
  noteFound(db, { sha256, sheet, rows: new Map(), absent: [], overridden: [], save: false }, (id) => id);
  db.close();
  const opened: Ledger[] = [];
  const open = (options: { readonly write: boolean; readonly wait?: number }): Ledger => {
    const ledger = openLedger(path, { write: options.write, wait: options.wait ?? 5000 } as {
      write: true;
      wait: number;
    });
    opened.push(ledger);
    return ledger;
  };
  return {
    path,
    ledger: open({ write: true }),
    open,
    dispose: () => {
      for (const ledger of opened) ledger.close();
      remove();
    },
  };
});

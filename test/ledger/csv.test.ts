import { join } from 'node:path';
import { openLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import { conformance, type LedgerFixture } from './conformance.js';
import { erasing } from './erasing.js';
import { temporaryFolder } from './helpers.js';
import { moves } from './moves.js';
import { newSheetLedger } from './sheets.js';
import { steps } from './steps.js';

const make = async (): Promise<LedgerFixture> => {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, 'customers.csv');
  newSheetLedger(path);
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
};

conformance('CSV', make);
moves('CSV', make);
steps('CSV', make);
erasing('CSV', make);

import { join } from 'node:path';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import { conformance, type LedgerFixture } from './conformance.js';
import { erasing } from './erasing.js';
import { by, now, temporaryFolder } from './helpers.js';
import { moves } from './moves.js';
import { steps } from './steps.js';

const make = async (): Promise<LedgerFixture> => {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, 'ledger.db');
  const opened: Ledger[] = [createLedger(path, { by, now })];
  return {
    path,
    ledger: opened[0] as Ledger,
    open: ({ write, wait = 5000 }) => {
      const ledger = openLedger(path, { write, wait } as { write: true; wait: number });
      opened.push(ledger);
      return ledger;
    },
    dispose: () => {
      for (const ledger of opened) ledger.close();
      remove();
    },
  };
};

conformance('SQLite', make);
moves('SQLite', make);
steps('SQLite', make);
erasing('SQLite', make);

/** What a restored ledger takes over from the one whose place it takes, read from its database. */
import type { LedgerInfo } from '../../model/ledger.js';
import type { Heritage } from '../../model/plan.js';
import { connect } from '../sqlite/connection.js';
import { readHeritage } from '../sqlite/heritage.js';
import { guard } from '../sqlite-errors.js';

/** Of those destroyed, what came after the first `size` events. @throws StewardError as opening a ledger */
export function heritageOf({ path, database }: LedgerInfo, size: number): Heritage {
  return guard(path, () => {
    const db = connect(database, { write: false, wait: 5000 });
    try {
      return readHeritage(db, size);
    } finally {
      db.close();
    }
  });
}

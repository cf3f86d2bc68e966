/** What a restored ledger takes over from the one whose place it takes, read from its database. */
import type { LedgerInfo } from '../../model/ledger.js';
import type { Heritage } from '../../model/plan.js';
import { connect } from '../sqlite/connection.js';
import { readHeritage } from '../sqlite/heritage.js';
import { guard } from '../sqlite-errors.js';
import type { Since } from './since.js';

/** Of those destroyed, what came after the chains parted, of customers whom both knew. @throws StewardError as opening a ledger */
export function heritageOf({ path, database }: LedgerInfo, { from, lastId }: Pick<Since, 'from' | 'lastId'>): Heritage {
  return guard(path, () => {
    const db = connect(database, { write: false, wait: 5000 });
    try {
      const heritage = readHeritage(db, from);
      return { ...heritage, keptOut: heritage.keptOut.filter(({ id }) => id <= lastId) };
    } finally {
      db.close();
    }
  });
}

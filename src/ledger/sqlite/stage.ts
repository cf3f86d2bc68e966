/** Where the inserts of a draft are staged: at first beside the ledger's own connection, and many of them by a thread of their own. */
import type { Database } from 'better-sqlite3';
import { type StagedAlike, type StagedBatch, StageWriter } from './stage-writer.js';

/** Takes batches in, in order. */
export interface Stage {
  /** The connection through which staged rows are read and changed, once settled. */
  readonly db: Database;
  /** What the ledger's own connection calls it. */
  readonly schema: 'stage' | 'temp';
  write(batch: StagedBatch): void;
  /** The batch in which a row is still on its way, by position from 1; null when queries see it. */
  unwritten(ord: number): StagedBatch | null;
  /** Returns when queries see everything that was written. */
  settle(): void;
  /** Lets go of what is staged. */
  end(): void;
}

/** The customers' definition for staging: the very same columns, or SQLite would not copy whole records. */
export function stagingTables(ledger: Database, temp: 'TEMP ' | ''): string {
  const sql = ledger.prepare("SELECT sql FROM main.sqlite_schema WHERE name = 'customers'").pluck().get() as string;
  return `
CREATE ${temp}TABLE stage_insert${sql.slice(sql.indexOf('(')).replace(' AUTOINCREMENT', '')};
CREATE ${temp}TABLE stage_fold(fold INTEGER PRIMARY KEY, digests TEXT NOT NULL);
`;
}

/** In TEMP tables of the ledger's connection: what is written is there at once. */
export function temporaryStage(db: Database, alike: StagedAlike): Stage {
  db.exec(stagingTables(db, 'TEMP '));
  const writer = new StageWriter(db, alike);
  return {
    db,
    schema: 'temp',
    write: (batch) => writer.write(batch),
    unwritten: () => null,
    settle: () => {},
    end: () => {},
  };
}

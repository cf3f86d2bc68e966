import Database from 'better-sqlite3';
import { retainStatements } from '../../src/ledger/sqlite/retain.js';

/** A connection past the ledger's own, to look at a file or to spoil it; kept from the collector like every other (retain.ts). */
export function rawDatabase(path: string, options?: Database.Options): Database.Database {
  const db = new Database(path, options);
  retainStatements(db);
  return db;
}

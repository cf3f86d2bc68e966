import type { Database } from 'better-sqlite3';
import type { IntegrityFault } from '../../../model/audit.js';
import { Faults } from './faults.js';

/** What SQLite itself finds wrong with the file. */
export function checkFile(db: Database): readonly IntegrityFault[] {
  const faults = new Faults();
  // Every row is looked up in every index: with the indexes in memory that takes half the time.
  const cache = db.pragma('cache_size', { simple: true });
  db.pragma('cache_size = -128000');
  for (const line of db.pragma('integrity_check(20)', { simple: false }) as { integrity_check: string }[]) {
    if (line.integrity_check !== 'ok') faults.add('database-damaged', null, null, line.integrity_check);
  }
  for (const line of db.pragma('foreign_key_check') as { table: string; rowid: number }[]) {
    faults.add('database-damaged', null, null, `${line.table} ${line.rowid} belongs to no customer`);
  }
  db.pragma(`cache_size = ${String(cache)}`);
  return faults.list;
}

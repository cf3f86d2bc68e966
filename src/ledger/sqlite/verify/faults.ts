import Sqlite, { type Database } from 'better-sqlite3';
import type { AuditEvent, IntegrityFault } from '../../../model/audit.js';
import { once } from '../once.js';
import { type Bodies, readBody } from './bodies.js';

const { SqliteError } = Sqlite;

/** More faults than this are not listed: a ledger that has them is not to be mended by hand. */
export const faultLimit = 1000;

/** What was found, in the order in which it was. */
export class Faults {
  readonly list: IntegrityFault[] = [];

  add(code: IntegrityFault['code'], seq: number | null, subject: number | null, detail: string): void {
    if (!this.isFull) this.list.push({ code, seq, subject, detail });
  }

  /** Takes over what was found elsewhere. */
  take(found: readonly IntegrityFault[]): void {
    this.list.push(...found.slice(0, faultLimit - this.list.length));
  }

  get isFull(): boolean {
    return this.list.length >= faultLimit;
  }
}

/** The body of an event, where there is one of that kind and it can be read. */
export function bodyOf<O extends keyof Bodies>(db: Database, seq: number, op: O): Bodies[O] | null {
  const row = once(db, 'SELECT op, body FROM audit WHERE seq = ?').get(seq) as
    | Pick<AuditEvent, 'body' | 'op'>
    | undefined;
  return row === undefined || row.op !== op ? null : readBody(op, row.body);
}

/**
 * Does a part of the check. What keeps it from being done at all, a table or an index that is not there, is a fault of the file; unless it was named already, when `named` says so.
 */
export function attempt<T>(faults: Faults, named: boolean, otherwise: T, part: () => T): T {
  try {
    return part();
  } catch (error) {
    if (!(error instanceof SqliteError) || error.code !== 'SQLITE_ERROR') throw error;
    if (!named) faults.add('database-damaged', null, null, error.message);
    return otherwise;
  }
}

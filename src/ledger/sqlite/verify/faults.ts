import type { Database } from 'better-sqlite3';
import type { AuditEvent, IntegrityFault } from '../../../model/audit.js';
import { once } from '../once.js';

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

/** JSON that an altered body may not be. */
export function parsed<T>(body: string): T | null {
  try {
    return JSON.parse(body) as T;
  } catch {
    return null;
  }
}

/** The body of an event, where there is one of that kind. */
export function bodyOf<T>(db: Database, seq: number, op: AuditEvent['op']): T | null {
  const row = once(db, 'SELECT op, body FROM audit WHERE seq = ?').get(seq) as
    | Pick<AuditEvent, 'body' | 'op'>
    | undefined;
  return row === undefined || row.op !== op ? null : parsed<T>(row.body);
}

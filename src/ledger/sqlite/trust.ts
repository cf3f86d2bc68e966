import type { Database } from 'better-sqlite3';
import type { AuditEvent } from '../../model/audit.js';
import { StewardError } from '../../model/errors.js';
import { customersAfterLastRun } from './apply.js';
import { eventHash, genesis } from './seal.js';

/**
 * The cheap check on every open: the last event must follow from the one before it, and there must be as many customers as
 * the last run left. Throws `chain-broken`. `verifyLedger` is the full one.
 */
export function checkTail(db: Database, path: string): void {
  // One state for all questions, whoever writes meanwhile.
  db.transaction(() => check(db, path))();
}

/** The last count of a connection, and the last event when it was made. */
const counted = new WeakMap<Database, { readonly seq: number; readonly customers: number }>();

/** How many customers there are, but for those aside. Counting a million takes 0.2 s, and nobody comes or goes without an event: it is done once for each. */
export function countCustomers(db: Database): number {
  const seq = db.prepare('SELECT max(seq) FROM audit').pluck().get() as number;
  const known = counted.get(db);
  if (known?.seq === seq) return known.customers;
  const customers = db
    .prepare('SELECT (SELECT count(*) FROM customers) - (SELECT count(*) FROM customers WHERE aside IS NOT NULL)')
    .pluck()
    .get() as number;
  counted.set(db, { seq, customers });
  return customers;
}

function check(db: Database, path: string): void {
  const [last, before] = db.prepare('SELECT * FROM audit ORDER BY seq DESC LIMIT 2').all() as AuditEvent[];
  const broken = (detail: string) => new StewardError('chain-broken', { path, detail });
  if (last === undefined) throw broken('no events');
  if (last.seq > 1 && before?.seq !== last.seq - 1) throw broken(`event ${last.seq - 1} is missing`);
  if (eventHash(before?.hash ?? genesis, last) !== last.hash) throw broken(`event ${last.seq} does not hold`);
  const run = db.prepare('SELECT max(seq) AS seq, max(run) AS run FROM runs').get() as { seq: number | null };
  if (run.seq !== null && run.seq > last.seq) throw broken(`event ${run.seq} is missing`);
  const expected = customersAfterLastRun(db);
  if (expected === null) throw broken(`event ${run.seq} cannot be read`);
  const found = countCustomers(db);
  if (found !== expected) throw broken(`${found} customers instead of ${expected}`);
}

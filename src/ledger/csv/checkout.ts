import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { CheckIn, Checkout } from '../../model/ledger.js';
import type { Sheet } from '../../model/sheet.js';
import { type BringBackBody, type EraseBody, idsIn } from '../sqlite/trail.js';

/** Stands in checkout_ahead for a customer whose whole row is still to be added. */
export const wholeRow = ':row';

/** Stands there for a customer whose row is still to be taken out. */
export const goneRow = ':gone';

/** The file as its companion knows it. */
export interface Known {
  readonly sha256: string;
  readonly sheet: Sheet;
  readonly pending: string | null;
  readonly pendingSheet: Sheet | null;
}

interface KnownRow {
  readonly sha256: string;
  readonly sheet: string;
  readonly pending: string | null;
  readonly pending_sheet: string | null;
}

/** What the companion knows of the file; null before there is one. */
export function known(db: Database): Known | null {
  const row = db.prepare('SELECT sha256, sheet, pending, pending_sheet FROM checkout').get() as KnownRow | undefined;
  if (row === undefined) return null;
  const { sha256, pending } = row;
  return {
    sha256,
    sheet: JSON.parse(row.sheet) as Sheet,
    pending,
    pendingSheet: row.pending_sheet === null ? null : (JSON.parse(row.pending_sheet) as Sheet),
  };
}

/** The checkout as queries and planning see it. */
export function checkoutOf(db: Database, path: string, edited: boolean, { sheet }: Known): Checkout {
  const ahead = db.prepare('SELECT field, base FROM checkout_ahead WHERE customer_id = ?').raw();
  return {
    path,
    edited,
    sheet,
    *absent() {
      // A row that is still to be written is not one that somebody removed.
      const ids = db
        .prepare(
          `SELECT customer_id FROM checkout_absent WHERE customer_id NOT IN
           (SELECT customer_id FROM checkout_ahead WHERE field = '${wholeRow}') ORDER BY customer_id`,
        )
        .pluck();
      yield* ids.all() as CustomerId[];
    },
    ahead: (id) => new Map(ahead.all(id) as [string, string | null][]),
  };
}

/** Notes the file as it was found, inside the run that takes its edits in. `idOf` names the customer of a staged insert. */
export function noteFound(db: Database, found: CheckIn, idOf: (staged: CustomerId) => CustomerId): void {
  db.exec('DELETE FROM checkout_row; DELETE FROM checkout_absent');
  db.prepare(
    `INSERT INTO checkout VALUES(1, ?, ?, NULL, NULL)
     ON CONFLICT(one) DO UPDATE SET sha256 = excluded.sha256, sheet = excluded.sheet, pending = NULL, pending_sheet = NULL`,
  ).run(found.sha256, JSON.stringify(found.sheet));
  const row = db.prepare('INSERT INTO checkout_row VALUES(?, ?)');
  for (const [record, id] of found.rows) row.run(record, id !== null && id < 0 ? idOf(id) : id);
  const absent = db.prepare('INSERT INTO checkout_absent VALUES(?)');
  for (const id of found.absent) absent.run(id);
  const settled = db.prepare('DELETE FROM checkout_ahead WHERE customer_id = ? AND field = ?');
  for (const [id, field] of found.overridden) settled.run(id, field);
  const ahead = db.prepare('INSERT OR REPLACE INTO checkout_ahead VALUES(?, ?, ?)');
  for (const [id, field, said] of found.ours ?? []) ahead.run(id < 0 ? idOf(id) : id, field, said);
}

/** Notes what the events after `seq` changed or destroyed as not yet in the file; what it said before an earlier change stays its word. */
export function noteAhead(db: Database, seq: number): void {
  db.prepare(
    `INSERT OR IGNORE INTO checkout_ahead
     SELECT v.customer_id, v.field, v.before FROM audit a JOIN audit_value v ON v.customer_id = a.subject AND v.seq = a.seq
     WHERE a.seq > ? AND a.op = 'update' AND v.field NOT LIKE ':%'
       AND NOT EXISTS (SELECT 1 FROM checkout_ahead w WHERE w.customer_id = v.customer_id AND w.field = '${wholeRow}')`,
  ).run(seq);
  const inserts = db
    .prepare("SELECT body ->> 'first', body ->> 'n' FROM audit WHERE seq > ? AND op = 'insert'")
    .raw()
    .all(seq) as [number, number][];
  const row = db.prepare(
    `INSERT OR IGNORE INTO checkout_ahead SELECT id, '${wholeRow}', NULL FROM customers WHERE id BETWEEN ? AND ?`,
  );
  for (const [first, n] of inserts) row.run(first, first + n - 1);
  noteMoves(db, seq);
  const gone = db.prepare(`INSERT OR IGNORE INTO checkout_ahead VALUES(?, '${goneRow}', NULL)`);
  const erasures = db.prepare("SELECT body FROM audit WHERE seq > ? AND op = 'erase'").pluck();
  for (const body of erasures.all(seq) as string[]) {
    const { fields, rows } = JSON.parse(body) as EraseBody;
    if (fields === null) for (const id of idsIn(rows)) gone.run(id);
  }
}

/** Who stands aside is not in the file: the row goes, or does not come at all. Who came back gets a row again, unless the old one is still there. */
function noteMoves(db: Database, seq: number): void {
  const events = db
    .prepare("SELECT op, body FROM audit WHERE seq > ? AND op IN ('set-aside', 'bring-back') ORDER BY seq")
    .all(seq) as { op: string; body: string }[];
  if (events.length === 0) return;
  const run = (sql: string) => db.prepare(sql);
  const range = 'BETWEEN @first AND @last';
  const absent = run(`DELETE FROM checkout_absent WHERE customer_id ${range}`);
  const gone = run(
    `INSERT OR IGNORE INTO checkout_ahead SELECT id, '${goneRow}', NULL FROM customers WHERE id ${range} AND aside IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM checkout_ahead w WHERE w.customer_id = id AND w.field = '${wholeRow}')`,
  );
  const rest = run(
    `DELETE FROM checkout_ahead WHERE customer_id ${range} AND field <> '${goneRow}'
     AND (SELECT aside FROM customers WHERE id = customer_id) IS NOT NULL`,
  );
  const back = run(
    `INSERT OR IGNORE INTO checkout_ahead SELECT id, '${wholeRow}', NULL FROM customers WHERE id ${range} AND aside IS NULL
     AND NOT EXISTS (SELECT 1 FROM checkout_ahead w WHERE w.customer_id = id AND w.field = '${goneRow}')`,
  );
  const stays = run(
    `DELETE FROM checkout_ahead WHERE customer_id ${range} AND field = '${goneRow}'
     AND (SELECT aside FROM customers WHERE id = customer_id) IS NULL`,
  );
  for (const { op, body } of events) {
    for (const [first, last] of (JSON.parse(body) as BringBackBody).rows) {
      for (const step of op === 'set-aside' ? [absent, gone, rest] : [back, stays]) step.run({ first, last });
    }
  }
}

/** Whether the file is behind: something is to be written, or a row has no mark of its own yet. */
export function isBehind(db: Database): boolean {
  return (
    db
      .prepare(
        'SELECT EXISTS (SELECT 1 FROM checkout_ahead) OR EXISTS (SELECT 1 FROM checkout_row WHERE customer_id IS NOT NULL)',
      )
      .pluck()
      .get() === 1
  );
}

/** Says which bytes the file will have, before it gets them. */
export function notePending(db: Database, sha256: string, sheet: Sheet): void {
  db.prepare('UPDATE checkout SET pending = ?, pending_sheet = ?').run(sha256, JSON.stringify(sheet));
}

/** The file has the bytes that were announced: nothing is ahead of it any more. */
export function settle(db: Database): void {
  db.exec(`
    UPDATE checkout SET sha256 = pending, sheet = pending_sheet, pending = NULL, pending_sheet = NULL;
    DELETE FROM checkout_absent WHERE customer_id IN (SELECT customer_id FROM checkout_ahead WHERE field = '${wholeRow}');
    DELETE FROM checkout_ahead;
    DELETE FROM checkout_row WHERE customer_id IS NOT NULL;
    -- Records behind one that was taken out have moved up; by way of negative numbers, so that none meets another.
    UPDATE checkout_row SET record = -(record - (SELECT count(*) FROM checkout_gone g WHERE g.record < checkout_row.record));
    UPDATE checkout_row SET record = -record;
    DELETE FROM checkout_gone;
  `);
}

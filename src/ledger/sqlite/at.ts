/**
 * The customers as they stood when the chain had so many events. Only before-images are kept, so the way goes backwards from how each stands now; what was
 * destroyed since is known no more, and counted. Reads in order and holds one customer at a time.
 */
import type { Database } from 'better-sqlite3';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { fieldKeys } from '../../model/fields.js';
import type { PastState } from '../../model/ledger.js';
import type { AsideWhy } from '../../model/plan.js';
import { recordOf } from '../../model/values.js';
import { erasuresOf } from './erasures.js';
import { once } from './once.js';
import { quoted } from './schema.js';
import { type BringBackBody, type EraseBody, type InsertBody, idsIn, type SetAsideBody } from './trail.js';
import { usedFields } from './used-fields.js';

/** A before-image of an event after the moment. */
type Undone = readonly [id: CustomerId, seq: number, field: string, before: string | null];

type Row = readonly [
  id: CustomerId,
  enteredOn: string,
  version: number,
  extra: string | null,
  aside: AsideWhy | null,
  ...(string | null)[],
];

/** The event that closed a run; 0 where there is none. */
export const eventOfRun = (db: Database, run: number): number =>
  (once(db, 'SELECT seq FROM runs WHERE run = ?').pluck().get(run) as number | undefined) ?? 0;

/** Reads them; the counts are whole once every record was read. */
export function readAt(db: Database, seq: number): PastState {
  const lost = { files: 0, fields: 0 };
  return { records: () => recordsAt(db, seq, lost), lost };
}

function* recordsAt(
  db: Database,
  seq: number,
  lost: { files: number; fields: number },
): IterableIterator<CustomerRecord> {
  lost.fields = 0;
  const last = lastEntered(db, seq);
  const erasures = erasuresOf(db);
  const stoodAside = asideAt(db, seq);
  const moved = movedSince(db, seq);
  lost.files = destroyedSince(db, seq, last, stoodAside);
  const used = usedFields(db);
  const rows = db
    .prepare(
      `SELECT id, entered_on, version, extra, aside${used.map((key) => `, ${quoted(key)}`).join('')} FROM customers WHERE id <= ? ORDER BY id`,
    )
    .raw()
    .iterate(last) as IterableIterator<Row>;
  const undone = db
    .prepare(
      `SELECT customer_id, seq, field, before FROM audit_value
       WHERE customer_id > 0 AND seq > ? AND field NOT LIKE ':%' ORDER BY customer_id, seq DESC`,
    )
    .raw()
    .iterate(seq) as IterableIterator<Undone>;
  const places = new Map<string, number>(fieldKeys.map((key, i) => [key, i]));
  try {
    let next = undone.next();
    for (const [id, enteredOn, version, extraNow, asideNow, ...now] of rows) {
      const values: (string | null)[] = fieldKeys.map(() => null);
      for (const [i, key] of used.entries()) values[places.get(key) as number] = now[i] ?? null;
      let extra = extraNow;
      let changes = 0;
      let changedAt = 0;
      while (!next.done && next.value[0] < id) next = undone.next();
      for (; !next.done && next.value[0] === id; next = undone.next()) {
        const [, at, field, before] = next.value;
        if (at !== changedAt) changes += 1;
        changedAt = at;
        if (field === 'extra') extra = before;
        else values[places.get(field) as number] = before;
      }
      if (moved.has(id) ? stoodAside.has(id) : asideNow !== null) continue;
      const losses = erasures.fieldsOf(id).filter((one) => one.seq > seq).length;
      if (losses > 0) lost.fields += 1;
      yield recordOf(id, enteredOn, version - changes - losses, extra, values);
    }
  } finally {
    undone.return?.();
  }
}

/** The last customer that had been entered. */
function lastEntered(db: Database, seq: number): CustomerId {
  const body = db.prepare("SELECT body FROM audit WHERE op = 'insert' AND seq <= ? ORDER BY seq DESC LIMIT 1").pluck();
  const text = body.get(seq) as string | undefined;
  if (text === undefined) return 0;
  const { first, n } = JSON.parse(text) as InsertBody;
  return first + n - 1;
}

const moves = (
  db: Database,
  which: string,
  seq: number,
): IterableIterator<readonly ['bring-back' | 'set-aside', string]> =>
  db
    .prepare(
      `SELECT op, body FROM audit INDEXED BY audit_moves WHERE op IN ('set-aside', 'bring-back') AND seq ${which} ? ORDER BY seq`,
    )
    .raw()
    .iterate(seq) as IterableIterator<readonly ['bring-back' | 'set-aside', string]>;

/** Who stood aside then. */
function asideAt(db: Database, seq: number): ReadonlySet<CustomerId> {
  const aside = new Set<CustomerId>();
  for (const [op, text] of moves(db, '<=', seq))
    for (const id of idsIn((JSON.parse(text) as BringBackBody | SetAsideBody).rows))
      if (op === 'set-aside') aside.add(id);
      else aside.delete(id);
  return aside;
}

/** Who was set aside or brought back since. */
function movedSince(db: Database, seq: number): ReadonlySet<CustomerId> {
  const moved = new Set<CustomerId>();
  for (const [, text] of moves(db, '>', seq))
    for (const id of idsIn((JSON.parse(text) as BringBackBody | SetAsideBody).rows)) moved.add(id);
  return moved;
}

/** How many of those who stood among the customers then were destroyed since, their whole files. */
function destroyedSince(db: Database, seq: number, last: CustomerId, aside: ReadonlySet<CustomerId>): number {
  const bodies = db.prepare("SELECT body FROM audit INDEXED BY audit_erased WHERE op = 'erase' AND seq > ?").pluck();
  let files = 0;
  for (const text of bodies.all(seq) as string[]) {
    const { fields, rows } = JSON.parse(text) as EraseBody;
    if (fields !== null) continue;
    for (const id of idsIn(rows)) if (id <= last && !aside.has(id)) files += 1;
  }
  return files;
}

/** Tombstones: keyed hashes that keep a destroyed customer from coming back unseen. The key is drawn when the first is made. */
import { createHmac, hash, randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { StewardError } from '../../model/errors.js';
import type { Erasure, Tombstone, TombstoneKey } from '../../model/ledger.js';
import type { FieldValues, KeptOut } from '../../model/plan.js';
import { tombstoneKeys } from '../tombstone-keys.js';
import { readErasure } from './erasures.js';
import { once } from './once.js';

const keyLength = 32;

/** The key as it is kept: in hex; undefined while no customer was ever destroyed. */
const keptKey = (db: Database): string | undefined =>
  once(db, "SELECT value FROM meta WHERE key = 'tombstone-key'").pluck().get() as string | undefined;

/** The key under which the ledger hashes; null while no customer was ever destroyed. @throws StewardError `ledger-damaged` where it is none */
function keyIn(db: Database): Buffer | null {
  const hex = keptKey(db);
  if (hex === undefined) return null;
  const key = Buffer.from(hex, 'hex');
  if (key.length !== keyLength)
    throw new StewardError('ledger-damaged', { path: db.name, detail: 'meta: tombstone-key' });
  return key;
}

/** What an event of destruction commits to of the key, which is random: nobody finds it out by trying. Null while there is none. */
export function tombstoneKeyCommit(db: Database): string | null {
  const hex = keptKey(db);
  return hex === undefined ? null : hash('sha256', `steward:tombstone-key:1\n${hex}`, 'base64url');
}

const markOf = (secret: Buffer, { kind, value }: TombstoneKey): string =>
  createHmac('sha256', secret).update(`steward:tombstone:1\n${kind}\n${value}`).digest('base64url');

/** A name under the same key; null while there is none. */
export function nameHash(db: Database, name: string): string | null {
  const secret = keyIn(db);
  return secret === null ? null : createHmac('sha256', secret).update(`steward:name:1\n${name}`).digest('base64url');
}

/** FNV-1a over the same, begun from the key: most of what is not a tombstone's is told by this alone, without a cryptographic hash. */
function hintOf(secret: Buffer, { kind, value }: TombstoneKey): number {
  let hint = secret.readUInt32LE(0) ^ kind.charCodeAt(0);
  for (let i = 0; i < value.length; i++) hint = Math.imul(hint ^ value.charCodeAt(i), 0x01000193);
  return hint >>> 0;
}

/** What the event that destroyed commits to: every tombstone of its, in the order of marks. */
export function tombstoneDigest(db: Database, seq: number): string | null {
  const rows = once(db, 'SELECT mark, customer, hint, kind, until FROM tombstone WHERE seq = ? ORDER BY mark, customer')
    .raw()
    .all(seq);
  return rows.length === 0 ? null : hash('sha256', `steward:tombstones:1\n${JSON.stringify(rows)}`, 'base64url');
}

/**
 * Raises the tombstones of one event, which is about to be appended as `seq`: of what customers are known by, and those that another history of theirs `known` left.
 * The digest that it commits to; null where nothing is known of them.
 */
export function raiseTombstones(
  db: Database,
  seq: number,
  until: IsoDate | null,
  customers: Iterable<FieldValues & { readonly id: CustomerId }>,
  known: readonly KeptOut[] = [],
): string | null {
  let secret = keyIn(db);
  if (secret === null) {
    if (once(db, 'SELECT EXISTS (SELECT 1 FROM tombstone)').pluck().get() === 1)
      throw new StewardError('ledger-damaged', { path: db.name, detail: 'meta: tombstone-key' });
    secret = randomBytes(keyLength);
    once(db, "INSERT INTO meta VALUES('tombstone-key', ?)").run(secret.toString('hex'));
  }
  const add = once(db, 'INSERT OR IGNORE INTO tombstone VALUES(?, ?, ?, ?, ?, ?)');
  for (const customer of customers)
    for (const key of tombstoneKeys(customer))
      add.run(markOf(secret, key), customer.id, hintOf(secret, key), key.kind, seq, until);
  for (const { id, marks } of known)
    for (const { mark, hint, kind } of marks) add.run(mark, id, hint, kind, seq, until);
  return tombstoneDigest(db, seq);
}

/** Takes away the tombstones whose last day is over: what they were kept for is done. The events that had raised them. */
export function dropLapsed(db: Database, asOf: IsoDate): readonly number[] {
  const lapsed = once(db, 'SELECT DISTINCT seq FROM tombstone WHERE until < ? ORDER BY seq')
    .pluck()
    .all(asOf) as number[];
  const drop = once(db, 'DELETE FROM tombstone WHERE seq = ?');
  for (const seq of lapsed) drop.run(seq);
  return lapsed;
}

/** Destroyed customers that values speak of, each once, by what says so first. */
export function readTombstones(db: Database, set: FieldValues, asOf: IsoDate | null): readonly Tombstone[] {
  const secret = keyIn(db);
  if (secret === null) return [];
  const found = new Map<CustomerId, Tombstone>();
  const add = (customer: CustomerId, by: Tombstone['by']) => {
    if (found.has(customer)) return;
    const { code, until } = readErasure(db, customer) as Erasure;
    found.set(customer, { customer, number: numberOf(db, customer), by, code, until });
  };
  if (set.customer_no) {
    const bearer = once(db, "SELECT customer_id FROM numbers WHERE no = ? AND state = 'purged'")
      .pluck()
      .get(set.customer_no) as CustomerId | undefined;
    if (bearer !== undefined) add(bearer, 'customer_no');
  }
  const rows = once(
    db,
    'SELECT mark, customer FROM tombstone WHERE hint = ? AND (@day IS NULL OR until IS NULL OR until >= @day) ORDER BY customer',
  ).raw();
  for (const key of tombstoneKeys(set))
    for (const [mark, customer] of rows.all(hintOf(secret, key), { day: asOf }) as [string, CustomerId][])
      if (mark === markOf(secret, key)) add(customer, key.kind);
  return [...found.values()];
}

/** The number that a destroyed customer bore last: of several, the one in use before the old ones. */
const numberOf = (db: Database, customer: CustomerId): string | null =>
  (once(
    db,
    "SELECT no FROM numbers WHERE customer_id = ? AND state <> 'active' AND state = 'purged' ORDER BY serial IS NULL, serial DESC, no LIMIT 1",
  )
    .pluck()
    .get(customer) as string | undefined) ?? null;

/** Tries keys against all tombstones, held in memory; null while there are none. */
export function tombstoneTester(db: Database): ((key: TombstoneKey) => CustomerId | null) | null {
  const secret = keyIn(db);
  if (secret === null) return null;
  const rows = db.prepare('SELECT mark, customer, hint FROM tombstone').raw().all() as [string, CustomerId, number][];
  const marks = new Map(rows.map(([mark, customer]) => [mark, customer]));
  const hints = new Set(rows.map(([, , hint]) => hint));
  return (key) => (hints.has(hintOf(secret, key)) ? (marks.get(markOf(secret, key)) ?? null) : null);
}

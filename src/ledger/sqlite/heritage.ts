/** What a restored ledger takes over from the one whose place it takes (S2-38): no number, id or tombstone is lost by going back. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { Heritage, KeptOut } from '../../model/plan.js';
import { erasuresOf } from './erasures.js';
import { raiseTombstones, tombstoneKeyCommit } from './tombstones.js';
import { type EraseBody, foldSize, idsIn, rangesOf, type Trail } from './trail.js';

type Mark = KeptOut['marks'][number];

/** What a ledger has ever given, and whom it destroyed after the first `size` events of its chain. */
export function readHeritage(db: Database, size: number): Heritage {
  const words = new Map<CustomerId, Pick<EraseBody, 'code' | 'until'>>();
  const events = db.prepare("SELECT body FROM audit WHERE op = 'erase' AND seq > ? ORDER BY seq").pluck().all(size);
  for (const text of events as string[]) {
    const { code, until, fields, rows } = JSON.parse(text) as EraseBody;
    if (fields === null) for (const id of idsIn(rows)) words.set(id, { code, until });
  }
  const marks = new Map<CustomerId, Mark[]>();
  const tombstones = db.prepare('SELECT customer, mark, hint, kind FROM tombstone ORDER BY mark').all();
  for (const { customer, ...mark } of tombstones as (Mark & { readonly customer: CustomerId })[]) {
    if (!words.has(customer)) continue;
    const known = marks.get(customer);
    if (known === undefined) marks.set(customer, [mark]);
    else known.push(mark);
  }
  const numbers = db
    .prepare("SELECT no FROM numbers WHERE customer_id = ? AND state <> 'active' AND state = 'purged' ORDER BY no")
    .pluck();
  const key = db.prepare("SELECT value FROM meta WHERE key = 'tombstone-key'").pluck().get() as string | undefined;
  return {
    key: key ?? null,
    ids: db.prepare('SELECT name, seq FROM main.sqlite_sequence ORDER BY name').raw().all() as [string, number][],
    serials: db.prepare('SELECT scheme, counter, last FROM counters ORDER BY id').raw().all() as [
      string,
      string,
      number,
    ][],
    keptOut: [...words].map(([id, word]) => ({
      id,
      ...word,
      numbers: numbers.all(id) as string[],
      marks: marks.get(id) ?? [],
    })),
  };
}

/** The same without tombstones where they are under another key than this ledger's: the two drew theirs after they had parted. */
export function underOwnKey(db: Database, heritage: Heritage): Heritage {
  const own = db.prepare("SELECT value FROM meta WHERE key = 'tombstone-key'").pluck().get() as string | undefined;
  if (own === undefined || own === heritage.key) return heritage;
  return { ...heritage, key: own, keptOut: heritage.keptOut.map((one) => ({ ...one, marks: [] })) };
}

/**
 * Takes it over, inside a run. Who was destroyed and does not stand in this ledger gets an event all the same, which bears the tombstones; who does is
 * destroyed by the run's own erasures.
 */
export function takeOver(db: Database, trail: Trail, run: number, { key, ids, serials, keptOut }: Heritage): void {
  if (key !== null) db.prepare("INSERT OR IGNORE INTO meta VALUES('tombstone-key', ?)").run(key);
  const sequence = db.prepare('SELECT seq FROM main.sqlite_sequence WHERE name = ?').pluck();
  const begin = db.prepare('INSERT INTO main.sqlite_sequence(name, seq) VALUES(?, ?)');
  const raise = db.prepare('UPDATE main.sqlite_sequence SET seq = max(seq, @last) WHERE name = @table');
  for (const [table, last] of ids) {
    if (sequence.get(table) === undefined) begin.run(table, last);
    else raise.run({ table, last });
  }
  const counter = db.prepare(
    `INSERT INTO counters(scheme, counter, last) VALUES(?, ?, ?)
     ON CONFLICT(scheme, counter) DO UPDATE SET last = max(last, excluded.last)`,
  );
  for (const serial of serials) counter.run(...serial);
  const number = db.prepare("INSERT OR IGNORE INTO numbers(no, customer_id, state) VALUES(?, ?, 'purged')");
  for (const { id, numbers } of keptOut) for (const no of numbers) number.run(no, id);
  const here = db.prepare('SELECT 1 FROM customers WHERE id = ?').pluck();
  const known = erasuresOf(db);
  const groups = new Map<string, KeptOut[]>();
  for (const one of keptOut) {
    if (here.get(one.id) === 1 || known.of('customers', one.id) !== null) continue;
    const group = JSON.stringify([one.code, one.until]);
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  for (const group of groups.values()) {
    group.sort((a, b) => a.id - b.id);
    for (let at = 0; at < group.length; at += foldSize) append(db, trail, run, group.slice(at, at + foldSize));
  }
}

/** One event for up to 1,000 customers that this ledger never held. */
function append(db: Database, trail: Trail, run: number, group: readonly KeptOut[]): void {
  const { code, until } = group[0] as KeptOut;
  const ids = group.map(({ id }) => id);
  const body: EraseBody = {
    run,
    code,
    until,
    fields: null,
    rows: rangesOf(ids),
    gone: {},
    digests: null,
    tombstones: raiseTombstones(db, trail.nextSeq, until, [], group),
    // Drawn or taken over by now.
    tombstoneKey: tombstoneKeyCommit(db),
    why: [['restore/kept-out', 'S2-38']],
    note: null,
  };
  trail.append('erase', ids.length === 1 ? (ids[0] as CustomerId) : null, body);
}

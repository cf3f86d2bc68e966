/** Customers set aside and brought back, and rows settled: states of rows whose values and digests stay as they are. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { AsideWhy, SettledTable, Settlement } from '../../model/plan.js';
import type { WhyTable } from './reasons.js';
import {
  type BringBackBody,
  foldSize,
  rangesOf,
  type SetAsideBody,
  type SettleBody,
  type Trail,
  type Why,
} from './trail.js';

/** One staged move. */
interface Move {
  readonly id: CustomerId;
  readonly expect: number | null;
  readonly aside: AsideWhy | null;
  readonly into: CustomerId | null;
  readonly why: number;
}

/** How many customers were set aside and brought back. */
export interface Moved {
  readonly aside: number;
  readonly back: number;
}

/**
 * Moves what is staged, an event for up to 1,000 customers of one kind and reason. Those that are not as they were when it was decided
 * are added to `stale`.
 */
export function applyMoves(db: Database, trail: Trail, run: number, whys: WhyTable, stale: CustomerId[]): Moved {
  const next = db.prepare(
    `SELECT id, expect, m.why AS aside, target AS "into", reasons AS why FROM stage_move m
     WHERE (m.why, m.target, m.reasons, m.id) > (@aside, @into, @why, @id) ORDER BY m.why, m.target, m.reasons, m.id LIMIT ${foldSize}`,
  );
  // Row values do not compare with null, so the staged nulls stand for themselves as blank and 0.
  db.exec("UPDATE stage_move SET why = coalesce(why, ''), target = coalesce(target, 0)");
  const mover = new Mover(db);
  let aside = 0;
  let back = 0;
  let last: Record<'aside' | 'id' | 'into' | 'why', number | string> = { aside: '', into: -1, why: -1, id: -1 };
  for (;;) {
    const chunk = next.all(last) as Move[];
    const first = chunk[0];
    if (first === undefined) return { aside, back };
    const group = chunk.filter((m) => m.aside === first.aside && m.into === first.into && m.why === first.why);
    const end = group.at(-1) as Move;
    last = { aside: end.aside ?? '', into: end.into ?? 0, why: end.why, id: end.id };
    const seq = trail.nextSeq;
    const why = whys.at(first.why);
    const into = first.into || null;
    const setAside = first.aside !== null && (first.aside as string) !== '';
    const moved = group.filter((move) => {
      const done = setAside ? mover.setAside(move, into, seq) : mover.bringBack(move.id, seq);
      if (!done) stale.push(move.id);
      return done;
    });
    if (moved.length === 0) continue;
    const ids = moved.map(({ id }) => id);
    if (setAside) aside += moved.length;
    else back += moved.length;
    append(trail, { run, ids, why, aside: setAside ? (first.aside as AsideWhy) : null, into });
  }
}

function append(
  trail: Trail,
  moved: {
    readonly run: number;
    readonly ids: readonly CustomerId[];
    readonly why: Why;
    readonly aside: AsideWhy | null;
    readonly into: CustomerId | null;
  },
): void {
  const { run, ids, why, aside, into } = moved;
  const rows = rangesOf(ids);
  const only = ids.length === 1 ? (ids[0] as CustomerId) : null;
  if (aside === null) {
    const body: BringBackBody = { run, rows, why };
    trail.append('bring-back', only, body);
  } else {
    const body: SetAsideBody = { run, aside, into, rows, why };
    trail.append('set-aside', into ?? only, body);
  }
}

/** Moves one customer with its numbers: they go with it, but a merged one is still found by them. */
class Mover {
  readonly #aside;
  readonly #back;
  readonly #numberAside;
  readonly #legacyAside;
  readonly #numbersBack;
  readonly #free;

  constructor(db: Database) {
    this.#aside = db.prepare(
      'UPDATE customers SET aside = ?, aside_into = ?, aside_seq = ? WHERE id = ? AND version = ? AND aside IS NULL',
    );
    this.#back = db.prepare('UPDATE customers SET aside = NULL, aside_seq = ? WHERE id = ? AND aside IS NOT NULL');
    const borne = 'no = (SELECT customer_no FROM customers WHERE id = customer_id)';
    this.#numberAside = db.prepare(
      `UPDATE numbers SET state = ? WHERE no = (SELECT customer_no FROM customers WHERE id = ?) AND state = 'active'`,
    );
    // The first condition is the index's.
    this.#legacyAside = db.prepare(
      "UPDATE numbers SET state = ? WHERE customer_id = ? AND state <> 'active' AND state = 'legacy'",
    );
    this.#numbersBack = db.prepare(
      `UPDATE numbers SET state = CASE WHEN ${borne} THEN 'active' ELSE 'legacy' END
       WHERE customer_id = ? AND state <> 'active' AND state IN ('merged', 'withdrawn')`,
    );
    // Its own number, unless another customer bears it by now.
    this.#free = db
      .prepare(
        `SELECT c.customer_no IS NULL OR n.customer_id IS c.id FROM customers c LEFT JOIN numbers n ON n.no = c.customer_no WHERE c.id = ?`,
      )
      .pluck();
  }

  setAside({ id, expect, aside }: Move, into: CustomerId | null, seq: number): boolean {
    if (this.#aside.run(aside, into, seq, id, expect).changes === 0) return false;
    const state = aside === 'merged' ? 'merged' : 'withdrawn';
    this.#legacyAside.run(state, id);
    this.#numberAside.run(state, id);
    return true;
  }

  bringBack(id: CustomerId, seq: number): boolean {
    if (this.#free.get(id) !== 1 || this.#back.run(seq, id).changes === 0) return false;
    this.#numbersBack.run(id);
    return true;
  }
}

/** Settles what is staged, an event for up to 1,000 rows of one table and kind; those that were settled otherwise meanwhile are left. How many were. */
export function applySettlements(
  db: Database,
  trail: Trail,
  run: number,
  idOf: (customer: number) => CustomerId,
): number {
  const kinds = db.prepare('SELECT DISTINCT tbl, how FROM stage_settle ORDER BY tbl, how').all() as {
    tbl: SettledTable;
    how: Settlement['how'];
  }[];
  let settled = 0;
  for (const { tbl, how } of kinds) {
    const open = how === 'open';
    const write = db.prepare(
      `UPDATE ${tbl} SET settled = ?, settled_seq = ? WHERE id = ? AND settled IS ${open ? 'NOT NULL' : 'NULL'}`,
    );
    const next = db.prepare(
      `SELECT id, customer FROM stage_settle WHERE tbl = ? AND how = ? AND id > ? ORDER BY id LIMIT ${foldSize}`,
    );
    let last = 0;
    for (;;) {
      const chunk = next.all(tbl, how, last) as { id: number; customer: CustomerId | null }[];
      if (chunk.length === 0) break;
      last = chunk.at(-1)?.id ?? last;
      const seq = trail.nextSeq;
      const done = chunk.filter(({ id }) => write.run(open ? null : how, seq, id).changes > 0);
      if (done.length === 0) continue;
      settled += done.length;
      const body: SettleBody = {
        run,
        table: tbl,
        how,
        rows: rangesOf(done.map(({ id }) => id)),
        customers: done.every(({ customer }) => customer === null)
          ? null
          : done.map(({ customer }) => (customer === null ? null : idOf(customer))),
      };
      trail.append('settle', null, body);
    }
  }
  return settled;
}

/** Customers set aside and brought back, and rows settled: states of rows whose values and digests stay as they are. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { AsideWhy, SettledTable, Settlement } from '../../model/plan.js';
import type { WhyTable } from './reasons.js';
import {
  type BringBackBody,
  foldSize,
  idsIn,
  rangesOf,
  type SetAsideBody,
  type SettleBody,
  type Trail,
  type Why,
} from './trail.js';

/** One staged move; blank and 0 where it brings back, or merges into nobody. */
interface Move {
  readonly id: CustomerId;
  readonly expect: number | null;
  readonly aside: AsideWhy | '';
  readonly into: CustomerId;
  readonly why: number;
}

/**
 * Moves what is staged of one kind, an event for up to 1,000 customers of one reason. Those that are not as they were when it was decided are added to
 * `stale`. How many were moved.
 */
export function applyMoves(
  db: Database,
  trail: Trail,
  run: number,
  whys: WhyTable,
  stale: CustomerId[],
  which: 'bring-back' | 'set-aside',
): number {
  // Row values do not compare with null, so the staged nulls stand for themselves as blank and 0.
  db.exec(`UPDATE stage_move SET why = coalesce(why, ''), target = coalesce(target, 0);
    CREATE INDEX IF NOT EXISTS temp.stage_move_order ON stage_move(why, target, reasons, id)`);
  const next = db.prepare(
    `SELECT id, expect, m.why AS aside, target AS "into", reasons AS why FROM stage_move m
     WHERE (m.why, m.target, m.reasons, m.id) > (@aside, @into, @why, @id) AND (m.why = '') = ${which === 'bring-back'} ORDER BY m.why, m.target, m.reasons, m.id LIMIT ${foldSize}`,
  );
  const mover = new Mover(db);
  let count = 0;
  let last: Omit<Move, 'expect'> = { aside: '', into: -1, why: -1, id: -1 };
  for (;;) {
    const chunk = next.all(last) as Move[];
    if (chunk.length === 0) return count;
    for (let from = 0, to = 0; from < chunk.length; from = to) {
      const first = chunk[from] as Move;
      while (to < chunk.length && isLike(chunk[to] as Move, first)) to += 1;
      const aside = first.aside === '' ? null : first.aside;
      const into = first.into === 0 ? null : first.into;
      const seq = trail.nextSeq;
      const ids = chunk.slice(from, to).flatMap((move) => {
        const done = aside === null ? mover.bringBack(move.id, seq) : mover.setAside(move, aside, into, seq);
        if (!done) stale.push(move.id);
        return done ? [move.id] : [];
      });
      if (ids.length === 0) continue;
      count += ids.length;
      append(trail, { run, ids, why: whys.at(first.why), aside, into });
    }
    const { expect: _, ...end } = chunk.at(-1) as Move;
    last = end;
  }
}

/** Whether two moves stand in one event. */
const isLike = (a: Move, b: Move): boolean => a.aside === b.aside && a.into === b.into && a.why === b.why;

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
  readonly #claim;
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
    this.#claim = db.prepare(
      "UPDATE numbers SET customer_id = @id WHERE no = (SELECT customer_no FROM customers WHERE id = @id) AND state = 'withdrawn'",
    );
    // Its own number, unless another customer bears it by now; one that was withdrawn with another is free.
    this.#free = db
      .prepare(
        `SELECT c.customer_no IS NULL OR n.customer_id IS c.id OR n.state = 'withdrawn' FROM customers c LEFT JOIN numbers n ON n.no = c.customer_no WHERE c.id = ?`,
      )
      .pluck();
  }

  setAside({ id, expect }: Move, aside: AsideWhy, into: CustomerId | null, seq: number): boolean {
    if (this.#aside.run(aside, into, seq, id, expect).changes === 0) return false;
    const state = aside === 'merged' ? 'merged' : 'withdrawn';
    this.#legacyAside.run(state, id);
    this.#numberAside.run(state, id);
    return true;
  }

  bringBack(id: CustomerId, seq: number): boolean {
    if (this.#free.get(id) !== 1 || this.#back.run(seq, id).changes === 0) return false;
    this.#claim.run({ id });
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
    const write = db.prepare(`UPDATE ${tbl} SET settled = ?, settled_seq = ? WHERE id = ?`);
    const before = open ? settledBefore(db) : null;
    for (const was of open ? settledHow : [null]) {
      const next = db.prepare(
        `SELECT s.id, s.customer, settled_seq AS seq FROM stage_settle s JOIN ${tbl} t ON t.id = s.id
         WHERE tbl = ? AND how = ? AND t.settled IS ? AND s.id > ? ORDER BY s.id LIMIT ${foldSize}`,
      );
      let last = 0;
      for (;;) {
        const chunk = next.all(tbl, how, was, last) as {
          id: number;
          customer: CustomerId | null;
          seq: number | null;
        }[];
        if (chunk.length === 0) break;
        last = chunk.at(-1)?.id ?? last;
        const seq = trail.nextSeq;
        for (const { id } of chunk) write.run(open ? null : how, seq, id);
        settled += chunk.length;
        const customers = chunk.map(({ id, customer, seq: earlier }) =>
          before !== null ? before(earlier as number, id) : customer === null ? null : idOf(customer),
        );
        const body: SettleBody = {
          run,
          table: tbl,
          how,
          ...(was !== null && { was }),
          rows: rangesOf(chunk.map(({ id }) => id)),
          customers: customers.every((customer) => customer === null) ? null : customers,
        };
        trail.append('settle', null, body);
      }
    }
  }
  return settled;
}

const settledHow = ['created', 'dropped', 'undone', 'updated'] as const;

/** Whom a row became when it was settled, by the event that said so. */
function settledBefore(db: Database): (seq: number, id: number) => CustomerId | null {
  const body = db.prepare("SELECT body FROM audit WHERE seq = ? AND op = 'settle'").pluck();
  let known = -1;
  let became = new Map<number, CustomerId | null>();
  return (seq, id) => {
    if (seq !== known) became = customersIn(JSON.parse((body.get(seq) as string | undefined) ?? '{"rows":[]}'));
    known = seq;
    return became.get(id) ?? null;
  };
}

/** Whom each row of a settlement became. */
export const customersIn = ({ rows, customers }: SettleBody): Map<number, CustomerId | null> =>
  new Map([...idsIn(rows)].map((id, i) => [id, customers?.[i] ?? null]));

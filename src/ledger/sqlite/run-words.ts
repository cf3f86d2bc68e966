/** Words of runs: the reason given with --reason, and the name of the file. They go with the last customer that the run was about. */
import type { Database } from 'better-sqlite3';
import { once } from './once.js';
import type { ChildBody, FoldBody, PairBody, Ranges, SetAsideBody, SettleBody } from './trail.js';

interface Event {
  readonly op: string;
  readonly subject: number | null;
  readonly body: string;
}

/** Whether a run was about customers, and nothing that it was about is left. */
export function isOfTheGone(db: Database, seq: number): boolean {
  const events = once(
    db,
    `SELECT op, subject, body FROM audit WHERE seq < @seq AND seq > coalesce(
       (SELECT seq FROM runs WHERE run = (SELECT run FROM runs WHERE seq = @seq) - 1), 0) ORDER BY seq`,
  ).iterate({ seq }) as IterableIterator<Event>;
  let about = false;
  try {
    for (const event of events) {
      const left = whatIsLeft(db, event);
      if (left === null) continue;
      if (left) return false;
      about = true;
    }
  } finally {
    events.return?.();
  }
  return about;
}

/** Whether anything is left of what an event was about; null of events that are about no customer. */
function whatIsLeft(db: Database, { op, subject, body }: Event): boolean | null {
  const customers = (ranges: Ranges) => anyLeft(db, 'customers', ranges);
  switch (op) {
    case 'update':
      return customers([[subject as number, subject as number]]);
    case 'insert': {
      const { first, n } = JSON.parse(body) as FoldBody;
      return customers([[first, first + n - 1]]);
    }
    case 'child': {
      const { table, first, n } = JSON.parse(body) as ChildBody;
      return anyLeft(db, table, [[first, first + n - 1]]);
    }
    case 'hold-row': {
      const { first, n } = JSON.parse(body) as FoldBody;
      return anyLeft(db, 'held', [[first, first + n - 1]]);
    }
    case 'set-aside':
    case 'bring-back':
      return customers((JSON.parse(body) as SetAsideBody).rows);
    case 'settle': {
      const { table, rows } = JSON.parse(body) as SettleBody;
      return anyLeft(db, table, rows);
    }
    case 'pair':
      return customers((JSON.parse(body) as PairBody).pairs.flatMap(([a, b]) => [[a, a] as const, [b, b] as const]));
    // Why something was destroyed, proposed or approved is what the register is made of.
    case 'erase':
    case 'propose':
    case 'approve':
    case 'reject':
    case 'policy':
    case 'key':
      return true;
    default:
      return null;
  }
}

function anyLeft(db: Database, table: string, ranges: Ranges): boolean {
  const query = once(db, `SELECT EXISTS (SELECT 1 FROM ${table} WHERE id BETWEEN ? AND ?)`).pluck();
  return ranges.some((range) => query.get(...range) === 1);
}

/** Destroys the words of runs that were about those alone who are gone. */
export function forgetRunWords(db: Database): void {
  const seqs = db
    .prepare(
      'SELECT DISTINCT seq FROM audit_value WHERE customer_id = 0 AND salt IS NOT NULL AND seq IN (SELECT seq FROM runs)',
    )
    .pluck()
    .all() as number[];
  const forget = db.prepare('UPDATE audit_value SET before = NULL, salt = NULL WHERE customer_id = 0 AND seq = ?');
  for (const seq of seqs) if (isOfTheGone(db, seq)) forget.run(seq);
}

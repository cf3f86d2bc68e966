/** Words of runs: the reason given with --reason, and the name of the file. They go with the last customer that the run was about. */
import type { Database } from 'better-sqlite3';
import { once } from './once.js';
import type { ChildBody, FoldBody, PairBody, Ranges, SetAsideBody, SettleBody } from './trail.js';

interface Event {
  readonly seq: number;
  readonly op: string;
  readonly subject: number | null;
  readonly body: string;
}

/** The events that closed the run before, and the run itself. */
export interface Between {
  readonly after: number;
  readonly seq: number;
}

const none: ReadonlySet<number> = new Set();

/** Whether a run was about customers, and nothing that it was about is left. Events that cannot be read are passed over. */
export function isOfTheGone(db: Database, { after, seq }: Between, unread: ReadonlySet<number> = none): boolean {
  const events = once(
    db,
    'SELECT seq, op, subject, body FROM audit WHERE seq < @seq AND seq > @after ORDER BY seq',
  ).iterate({ after, seq }) as IterableIterator<Event>;
  let about = false;
  try {
    for (const event of events) {
      const left = unread.has(event.seq) ? null : whatIsLeft(db, event);
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
  const runs = db
    .prepare(
      `SELECT DISTINCT r.seq, coalesce((SELECT b.seq FROM runs b WHERE b.run = r.run - 1), 0) AS after
       FROM audit_value v JOIN runs r ON r.seq = v.seq WHERE v.customer_id = 0 AND v.salt IS NOT NULL`,
    )
    .all() as Between[];
  const forget = db.prepare('UPDATE audit_value SET before = NULL, salt = NULL WHERE customer_id = 0 AND seq = ?');
  for (const run of runs) if (isOfTheGone(db, run)) forget.run(run.seq);
}

/** What erase events say went: rows of every table, and fields of customers that stayed. A few numbers for a thousand rows. */
import type { Database } from 'better-sqlite3';
import type { AuditEvent } from '../../model/audit.js';
import type { CustomerId } from '../../model/customer.js';
import type { Erasure } from '../../model/ledger.js';
import { once } from './once.js';
import type { SealedTable } from './schema.js';
import { type EraseBody, idsIn, type Ranges } from './trail.js';

/** The event, and the run that it belongs to. */
export interface Erased {
  readonly seq: number;
  readonly run: number;
}

interface Range extends Erased {
  readonly first: number;
  readonly last: number;
}

/** Looks rows up by what erase events say of them. */
export class Erasures {
  readonly #ranges: Record<SealedTable | 'customers', Range[]> = {
    customers: [],
    held: [],
    interactions: [],
    transactions: [],
  };
  /** Of customers that stayed: the events that took fields of theirs, oldest first. */
  readonly #fields = new Map<CustomerId, Erased[]>();
  #sorted = true;

  /** Takes in one event. */
  add(seq: number, { run, fields, rows, gone }: Pick<EraseBody, 'fields' | 'gone' | 'rows' | 'run'>): void {
    const put = (table: SealedTable | 'customers', ranges: Ranges) => {
      for (const [first, last] of ranges) this.#ranges[table].push({ first, last, seq, run });
    };
    this.#sorted = false;
    if (fields === null) put('customers', rows);
    else
      for (const id of idsIn(rows)) {
        const known = this.#fields.get(id);
        if (known === undefined) this.#fields.set(id, [{ seq, run }]);
        else known.push({ seq, run });
      }
    for (const table of ['held', 'interactions', 'transactions'] as const) put(table, gone[table] ?? []);
  }

  /** The event that took a row; null where none did. */
  of(table: SealedTable | 'customers', id: number): Erased | null {
    const ranges = this.#ranges[table];
    if (!this.#sorted) for (const list of Object.values(this.#ranges)) list.sort((a, b) => a.first - b.first);
    this.#sorted = true;
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle] as Range).first <= id) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low - 1];
    return range !== undefined && id <= range.last ? range : null;
  }

  /** The events that took fields of a customer that stayed, oldest first. */
  fieldsOf(id: CustomerId): readonly Erased[] {
    return this.#fields.get(id) ?? [];
  }

  /** Every range of rows of a table that went. */
  ranges(table: SealedTable | 'customers'): readonly Range[] {
    return this.#ranges[table];
  }
}

const read = new WeakMap<Database, { readonly last: string; readonly erasures: Erasures }>();

/** What the chain of a ledger says went; read again only when there is more. */
export function erasuresOf(db: Database): Erasures {
  const last =
    (once(db, "SELECT hash FROM audit INDEXED BY audit_erased WHERE op = 'erase' ORDER BY seq DESC LIMIT 1")
      .pluck()
      .get() as string | undefined) ?? '';
  const known = read.get(db);
  if (known?.last === last) return known.erasures;
  const erasures = new Erasures();
  const events = once(db, "SELECT seq, body FROM audit INDEXED BY audit_erased WHERE op = 'erase' ORDER BY seq").all();
  for (const { seq, body } of events as { seq: number; body: string }[])
    erasures.add(seq, JSON.parse(body) as EraseBody);
  read.set(db, { last, erasures });
  return erasures;
}

/** That a customer's whole file was destroyed; null for all others. */
export function readErasure(db: Database, id: CustomerId): Erasure | null {
  const erased = erasuresOf(db).of('customers', id);
  if (erased === null) return null;
  const { seq, ts, actor, role, body } = once(db, 'SELECT * FROM audit WHERE seq = ?').get(erased.seq) as AuditEvent;
  const { run, code, until } = JSON.parse(body) as EraseBody;
  return { seq, ts, actor, role, run, code, until };
}

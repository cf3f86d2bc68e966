import type { Database, Statement } from 'better-sqlite3';
import type { AuditEvent, AuditOp, Head, Operator } from '../../model/audit.js';
import { canonicalJson } from '../../model/canonical.js';
import type { CustomerId } from '../../model/customer.js';
import type { AsideWhy, PairDecision, PlanStep, SettledTable, Settlement } from '../../model/plan.js';
import { changeCommit, digestLength, eventHash, genesis, type Salts, wordsCommit } from './seal.js';

/** How many row digests stand in one event. */
export const foldSize = 1000;

/** The digest at a position of a fold. */
export const digestAt = (digests: string, index: number): string =>
  digests.slice(index * digestLength, (index + 1) * digestLength);

/** Reasons as the chain keeps them: rule and clause, no words. */
export type Why = readonly (readonly [rule: string, clause: string | null])[];

/** Rows first … first+n-1, whose digests stand one after another. */
export interface FoldBody {
  readonly run: number;
  readonly first: number;
  readonly n: number;
  readonly digests: string;
}

/** Body of an `insert` event. `of` gives each row its entry of `why`; null when there is one for all. */
export interface InsertBody extends FoldBody {
  readonly on: string;
  readonly why: readonly Why[];
  readonly of: readonly number[] | null;
  /** Commitments to notes, by customer. */
  readonly notes: Readonly<Record<string, string>> | null;
}

/** Body of an `update` event: a commitment to each field's change. */
export interface UpdateBody {
  readonly run: number;
  readonly set: Readonly<Record<string, string>>;
  readonly why: Why;
  readonly note: string | null;
}

/** Body of a `child` event. */
export interface ChildBody extends FoldBody {
  readonly table: 'interactions' | 'transactions';
}

/** Ids first … last, both included, in ascending order. */
export type Ranges = readonly (readonly [first: number, last: number])[];

/** Body of a `set-aside` event. Merged ones have the one that they are now as the event's subject. */
export interface SetAsideBody {
  readonly run: number;
  readonly aside: AsideWhy;
  readonly into: CustomerId | null;
  readonly rows: Ranges;
  readonly why: Why;
}

/** Body of a `bring-back` event. */
export interface BringBackBody {
  readonly run: number;
  readonly rows: Ranges;
  readonly why: Why;
}

/**
 * Body of a `settle` event. `customers` says whom each row became, in the order of rows; null where none did. Of rows that are opened,
 * `was` and `customers` say how they had been settled.
 */
export interface SettleBody {
  readonly run: number;
  readonly table: SettledTable;
  readonly how: Settlement['how'];
  readonly was?: Settlement['how'];
  readonly rows: Ranges;
  readonly customers: readonly (CustomerId | null)[] | null;
}

/** Body of a `pair` event: what is decided now, and what had been decided before. */
export interface PairBody {
  readonly run: number;
  readonly pairs: readonly (readonly [
    a: CustomerId,
    b: CustomerId,
    now: PairDecision['what'],
    before: PairDecision['what'],
  ])[];
}

/**
 * Body of an `erase` event: what it destroyed, so that nobody misses it, and nothing of what it was. With `fields` null the customers' whole files, with
 * `gone` rows of other tables and a digest of the tombstones; else these fields of each, with the digest of each row as it was left, under a new salt.
 */
export interface EraseBody {
  readonly run: number;
  readonly code: string;
  readonly until: string | null;
  readonly fields: readonly string[] | null;
  readonly rows: Ranges;
  readonly gone: Readonly<Partial<Record<'held' | 'interactions' | 'transactions', Ranges>>>;
  readonly digests: string | null;
  readonly tombstones: string | null;
  /** A digest of the key that tombstones are made under; of whole files alone, and not in events of builds before it. */
  readonly tombstoneKey?: string | null;
  /** Earlier events whose tombstones counted no longer and went with this one; left out when there are none. */
  readonly lapsed?: readonly number[];
  readonly why: Why;
  readonly note: string | null;
}

/** Body of the event of a step; the event's op is the step's. */
export interface StepBody {
  readonly run: number;
  readonly plan: string;
  readonly body: PlanStep['body'];
}

/** Ascending ids as ranges. */
export function rangesOf(ids: Iterable<number>): Ranges {
  const ranges: [number, number][] = [];
  for (const id of ids) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === id - 1) last[1] = id;
    else ranges.push([id, id]);
  }
  return ranges;
}

/** The ids of ranges, in order. */
export function* idsIn(ranges: Ranges): IterableIterator<number> {
  for (const [first, last] of ranges) for (let id = first; id <= last; id += 1) yield id;
}

/** Body of a `run` event. `customers` is how many there are after it. */
export interface RunBody {
  readonly run: number;
  readonly command: string;
  readonly asOf: string;
  readonly policy: string;
  readonly period: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly reason: string | null;
  readonly input: { readonly sha256: string; readonly mapping: string; readonly name: string | null } | null;
  readonly inserted: number;
  readonly updated: number;
  readonly stale: number;
  readonly held: number;
  readonly children: number;
  /** Customers set aside and brought back; left out where there are none. */
  readonly aside?: number;
  readonly back?: number;
  readonly settled?: number;
  readonly pairs?: number;
  readonly undoes?: number;
  readonly plan?: string;
  readonly steps?: number;
  readonly erased?: { readonly customers: number; readonly fields: number };
  readonly customers: number;
  /** By how many milliseconds the clock stood behind the last event; 0 when it did not. */
  readonly clockBehind: number;
}

/** Where the chain stands; an empty chain has size 0. */
export function headOf(db: Database): Head {
  const last = db.prepare('SELECT seq AS size, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as Head | undefined;
  return last ?? { size: 0, hash: genesis };
}

/** Appends the events of one run, inside its transaction. All bear one time: the clock's, or 1 ms after the last event. */
export class Trail {
  readonly ts: string;
  readonly clockBehind: number;
  readonly #by: Operator;
  readonly #event: Statement;
  readonly #value: Statement;
  readonly #salts: Salts;
  #seq: number;
  #hash: string;

  constructor(db: Database, by: Operator, now: Date, salts: Salts) {
    const head = headOf(db);
    this.#seq = head.size;
    this.#hash = head.hash;
    this.#by = by;
    this.#salts = salts;
    const last = db.prepare('SELECT ts FROM audit ORDER BY seq DESC LIMIT 1').pluck().get() as string | undefined;
    const least = last === undefined ? Number.NEGATIVE_INFINITY : Date.parse(last) + 1;
    this.clockBehind = Math.max(0, least - now.getTime());
    this.ts = new Date(Math.max(least, now.getTime())).toISOString();
    this.#event = db.prepare('INSERT INTO audit VALUES(?, ?, ?, ?, ?, ?, ?, ?)');
    this.#value = db.prepare('INSERT INTO audit_value VALUES(?, ?, ?, ?, ?)');
  }

  /** The number that the next event will bear. */
  get nextSeq(): number {
    return this.#seq + 1;
  }

  append(op: AuditOp, subject: CustomerId | null, body: object): void {
    const seq = this.nextSeq;
    const { actor, role } = this.#by;
    const event: Omit<AuditEvent, 'hash'> = { seq, ts: this.ts, actor, role, op, subject, body: canonicalJson(body) };
    const hash = eventHash(this.#hash, event);
    this.#event.run(seq, this.ts, actor, role, op, subject, event.body, hash);
    this.#seq = seq;
    this.#hash = hash;
  }

  /** Keeps the before-image of one field of the next event; the commitment to its change. */
  change(customer: CustomerId, field: string, before: string | null, after: string | null): string {
    return changeCommit(this.#keep(customer, field, before), field, before, after);
  }

  /** Keeps words of the next event apart from the chain; the commitment to them. */
  words(customer: CustomerId, field: string, words: string | null): string | null {
    return words === null ? null : wordsCommit(this.#keep(customer, field, words), field, words);
  }

  /** Keeps a value beside the next event; the salt that it is kept with. */
  #keep(customer: CustomerId, field: string, value: string | null): string {
    const salt = this.#salts.next();
    this.#value.run(customer, this.nextSeq, field, value, salt);
    return salt;
  }
}

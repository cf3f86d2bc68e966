import type { HistoryEntry } from '../../model/audit.js';
import type { CustomerId } from '../../model/customer.js';
import type { KeptBefore } from '../../model/ledger.js';
import type { RunBook } from './run-book.js';

/** One field that an event changed; `known` is false where one of the two values was destroyed. */
export interface ValueChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly known: boolean;
}

/** What one event changed of one customer, and how it left the fields that are watched. */
export interface ValueEvent {
  readonly seq: number;
  readonly changes: readonly ValueChange[];
  /** A watched field as it stood after the event. */
  readonly left: (field: string) => string | null;
}

/** The changes of a ledger's customers, in the order of ids, beside the customers in the same order. */
export class ValueTrail {
  readonly #kept: Iterator<KeptBefore>;
  readonly #others: (id: CustomerId, kept: readonly KeptBefore[]) => void;
  #next: KeptBefore | undefined;

  /** @param others is given the changes of those who are asked for by nobody: set aside or destroyed */
  constructor(kept: Iterable<KeptBefore>, others: (id: CustomerId, kept: readonly KeptBefore[]) => void) {
    this.#kept = kept[Symbol.iterator]();
    this.#others = others;
    this.#advance();
  }

  /** The changes of a customer; ids are asked for in ascending order. */
  of(id: CustomerId): readonly KeptBefore[] {
    while (this.#next !== undefined && this.#next.customer < id) this.#others(this.#next.customer, this.#take());
    return this.#next?.customer === id ? this.#take() : none;
  }

  /** Those after the last customer. */
  end(): void {
    while (this.#next !== undefined) this.#others(this.#next.customer, this.#take());
  }

  #take(): readonly KeptBefore[] {
    const of = this.#next?.customer;
    const kept: KeptBefore[] = [];
    for (; this.#next !== undefined && this.#next.customer === of; this.#advance()) kept.push(this.#next);
    return kept;
  }

  #advance(): void {
    const { done, value } = this.#kept.next();
    this.#next = done === true ? undefined : value;
  }
}

const none: readonly KeptBefore[] = [];
const destroyed = Symbol('destroyed');

/**
 * What a customer's events changed, oldest first. Only the values before are kept: what a change led to is what the next one found, or what stands there
 * now; `now` is undefined of one whose file is destroyed.
 */
export function eventsOf(
  kept: readonly KeptBefore[],
  now: (field: string) => string | null | undefined,
): readonly ValueEvent[] {
  const stands = new Map<string, string | null | typeof destroyed>();
  const standing = (field: string) => {
    if (stands.has(field)) return stands.get(field) as string | null | typeof destroyed;
    const value = now(field);
    return value === undefined ? destroyed : value;
  };
  const events: ValueEvent[] = [];
  for (let at = kept.length - 1; at >= 0; ) {
    const { seq } = kept[at] as KeptBefore;
    const after = new Map(stands);
    const changes: ValueChange[] = [];
    for (; at >= 0 && kept[at]?.seq === seq; at--) {
      const { field, before, known } = kept[at] as KeptBefore;
      const led = standing(field);
      stands.set(field, known ? before : destroyed);
      changes.push({ field, before, after: led === destroyed ? null : led, known: known && led !== destroyed });
    }
    const left = (field: string): string | null => {
      const value = after.has(field) ? (after.get(field) as string | null | typeof destroyed) : (now(field) ?? null);
      return value === destroyed ? null : value;
    };
    events.push({ seq, changes: changes.reverse(), left });
  }
  return events.reverse();
}

/** The same as entries of a history, for what reads one: without reasons, and with the values of the watched fields alone. */
export function* historyEntries(events: readonly ValueEvent[], runs: RunBook): IterableIterator<HistoryEntry> {
  for (const { seq, changes } of events) {
    const run = runs.at(seq);
    if (run === null) continue;
    const { actor, ts } = run;
    yield {
      ...{ seq, ts, actor, role: '', op: 'update', run: run.run, rule: null, clauses: [], note: null },
      changes: changes.map(({ known, ...change }) => ({ ...change, erased: !known })),
    };
  }
}

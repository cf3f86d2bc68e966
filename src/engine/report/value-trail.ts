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

/** What a customer's trail tells, put together as events when it is first asked for. */
export class CustomerTrail {
  /** The changes, oldest first. */
  readonly kept: readonly KeptBefore[];
  readonly #now: (field: string) => string | null | undefined;
  #events: readonly ValueEvent[] | null = null;

  /** @param now what stands there now; undefined of one whose file is destroyed */
  constructor(kept: readonly KeptBefore[], now: (field: string) => string | null | undefined) {
    this.kept = kept;
    this.#now = now;
  }

  get events(): readonly ValueEvent[] {
    this.#events ??= eventsOf(this.kept, this.#now);
    return this.#events;
  }
}

/** The changes of a ledger's customers, in the order of ids, beside the customers in the same order. */
export class ValueTrail {
  readonly #kept: Iterator<readonly KeptBefore[]>;
  readonly #others: (id: CustomerId, kept: readonly KeptBefore[]) => void;
  #next: readonly KeptBefore[] = none;
  /** Whose they are; after the last customer nobody's. */
  #customer: CustomerId = 0;

  /** @param others is given the changes of those who are asked for by nobody: set aside or destroyed */
  constructor(kept: Iterable<readonly KeptBefore[]>, others: (id: CustomerId, kept: readonly KeptBefore[]) => void) {
    this.#kept = kept[Symbol.iterator]();
    this.#others = others;
    this.#advance();
  }

  /** The changes of a customer; ids are asked for in ascending order. */
  of(id: CustomerId): readonly KeptBefore[] {
    for (; this.#customer < id; this.#advance()) this.#others(this.#customer, this.#next);
    if (this.#customer !== id) return none;
    const kept = this.#next;
    this.#advance();
    return kept;
  }

  /** Those after the last customer. */
  end(): void {
    this.of(Number.POSITIVE_INFINITY);
  }

  #advance(): void {
    const { done, value } = this.#kept.next();
    this.#next = done === true ? none : value;
    this.#customer = this.#next[0]?.customer ?? Number.POSITIVE_INFINITY;
  }
}

const none: readonly KeptBefore[] = [];

/**
 * What a customer's events changed, oldest first. Only the values before are kept: what a change led to is what the next one found, or what stands there
 * now; `now` is undefined of one whose file is destroyed.
 */
export function eventsOf(
  kept: readonly KeptBefore[],
  now: (field: string) => string | null | undefined,
): readonly ValueEvent[] {
  const events: ValueEvent[] = [];
  for (let from = 0; from < kept.length; ) {
    const { seq } = kept[from] as KeptBefore;
    let end = from;
    while (kept[end]?.seq === seq) end++;
    const after = end;
    /** What the next change of a field found there, else what stands there now; undefined where that is destroyed. */
    const left = (field: string): string | null | undefined => {
      for (let i = after; i < kept.length; i++) {
        const { field: of, before, known } = kept[i] as KeptBefore;
        if (of === field) return known ? before : undefined;
      }
      return now(field);
    };
    const changes = kept.slice(from, end).map(({ field, before, known }): ValueChange => {
      const led = left(field);
      return { field, before, after: led ?? null, known: known && led !== undefined };
    });
    events.push({ seq, changes, left: (field) => left(field) ?? null });
    from = end;
  }
  return events;
}

/** The same as entries of a history, for what reads one: without reasons, and with the values of the watched fields alone. */
export function* historyEntries(events: readonly ValueEvent[], runs: RunBook): IterableIterator<HistoryEntry> {
  for (const { seq, changes } of events) {
    const run = runs.at(seq);
    if (run === null) continue;
    const { actor, ts } = run;
    yield {
      ...{ seq, ts, actor, role: '', op: 'update', run: run.run, rule: null, clauses: [], note: null },
      changes: changes.map(({ field, before, after, known }) => ({ field, before, after, erased: !known })),
    };
  }
}

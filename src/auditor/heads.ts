/** Witnessed heads against a chain: all of them must stand in it, not only the last. */
import type { WitnessedHead } from './witness.js';

/** Events that a ledger gave up by going back to a backup, as its own chain says: their heads stand in the witness and rightly not in the chain. */
export interface GivenUp {
  readonly run: number;
  /** The event that closes the run which went back. */
  readonly seq: number;
  /** The last event before it, and the last one of those that were given up. */
  readonly after: number;
  readonly upTo: number;
}

/** Events between two heads that are not those which were witnessed. */
export interface HeadsFault {
  /** `rewritten`: others stand in their place; `cut`: the chain ends before them. */
  readonly what: 'cut' | 'rewritten';
  readonly first: number;
  readonly last: number;
  /** The last head before it that stands, and the first that does not. */
  readonly after: WitnessedHead | null;
  readonly at: WitnessedHead;
  /** How many heads do not stand. */
  readonly heads: number;
}

/** How the heads stand. */
export interface HeadsReport {
  readonly heads: number;
  readonly standing: number;
  /** The longest that stands: up to here nothing was rewritten. */
  readonly last: WitnessedHead | null;
  readonly givenUp: readonly { readonly run: number; readonly heads: number }[];
  /** The first segment that is not what was witnessed. */
  readonly fault: HeadsFault | null;
}

/**
 * Compares heads, in the order in which they were written, with a chain.
 *
 * @param hashAt the hash of one event; null where the chain has none
 * @param size the last event that is to be looked at
 */
export function judgeHeads(
  heads: readonly WitnessedHead[],
  hashAt: (seq: number) => string | null,
  size: number,
  givenUp: readonly GivenUp[],
): HeadsReport {
  const stands = heads.map((head) => hashAt(head.size) === head.hash);
  const gave = new Map<number, number>();
  const good: WitnessedHead[] = [];
  const bad: WitnessedHead[] = [];
  for (const [i, head] of heads.entries()) {
    if (stands[i] === true) {
      good.push(head);
      continue;
    }
    const by = givenUp.find(({ seq, after, upTo }) => {
      const since = heads.findIndex((one, at) => stands[at] === true && one.size >= seq);
      return head.size > after && head.size <= upTo && (since < 0 || i < since);
    });
    if (by === undefined) bad.push(head);
    else gave.set(by.run, (gave.get(by.run) ?? 0) + 1);
  }
  const bySize = (a: WitnessedHead, b: WitnessedHead): number => a.size - b.size;
  good.sort(bySize);
  bad.sort(bySize);
  return {
    heads: heads.length,
    standing: good.length,
    last: good.at(-1) ?? null,
    givenUp: [...gave].map(([run, count]) => ({ run, heads: count })),
    fault: faultOf(good, bad, (head) => head.size > size && hashAt(head.size) === null, size),
  };
}

function faultOf(
  good: readonly WitnessedHead[],
  bad: readonly WitnessedHead[],
  isBeyond: (head: WitnessedHead) => boolean,
  size: number,
): HeadsFault | null {
  const [at] = bad;
  if (at === undefined) return null;
  const after = good.findLast((head) => head.size < at.size) ?? null;
  const cut = isBeyond(at);
  const first = (cut ? size : (after?.size ?? 0)) + 1;
  const last = cut ? (bad.at(-1) as WitnessedHead).size : at.size;
  return { what: cut ? 'cut' : 'rewritten', first, last, after, at, heads: bad.length };
}

/** What the event that closes a run says it gave up; null where it went back to nothing. `first` is the run's first event. */
export function givenUpBy(body: unknown, first: number, seq: number): GivenUp | null {
  const { run, command, counts } = (body ?? {}) as {
    run?: unknown;
    command?: unknown;
    counts?: Record<string, unknown>;
  };
  const lost = counts?.lostEvents;
  if (command !== 'restore' || typeof run !== 'number' || typeof lost !== 'number' || lost <= 0) return null;
  // Histories that parted before the backup was made: from where on, only the ledger that is gone could say.
  const after = counts?.otherHistory === 1 ? 0 : first - 1;
  return { run, seq, after, upTo: first - 1 + lost };
}

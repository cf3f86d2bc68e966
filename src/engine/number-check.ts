import type { NumberParts } from '../model/ledger.js';

/** Serials that one counter skipped, first and last; one alone has both equal. */
export interface SerialGap {
  readonly from: number;
  readonly to: number;
}

/** The serials of one counter of a scheme. */
export interface CounterGaps {
  readonly scheme: string;
  readonly counter: string;
  readonly first: number;
  readonly last: number;
  /** Numbers read, and distinct serials among them. */
  readonly count: number;
  readonly distinct: number;
  /** Serials from 1 to `last` that no number bears: purged, cancelled or never issued. */
  readonly missing: number;
  /** The lowest gaps, at most `cap`; `gapCount` tells how many there are. */
  readonly gaps: readonly SerialGap[];
  readonly gapCount: number;
  /** The lowest serials borne by several numbers (S0-16: never reused), at most `cap`; `reusedCount` tells how many there are. */
  readonly reused: readonly number[];
  readonly reusedCount: number;
}

/** A growing list of serials, four bytes each; a serial has at most nine digits. */
class Serials {
  #list = new Uint32Array(64);
  #size = 0;

  add(serial: number): void {
    if (this.#size === this.#list.length) {
      const wider = new Uint32Array(this.#size * 2);
      wider.set(this.#list);
      this.#list = wider;
    }
    this.#list[this.#size++] = serial;
  }

  sorted(): Uint32Array {
    return this.#list.subarray(0, this.#size).sort();
  }
}

/** Gaps and reuse of serials in each counter (S0-16), by scheme and counter in code-unit order; some four bytes a number. */
export function numberGaps(
  numbers: Iterable<Pick<NumberParts, 'counter' | 'scheme' | 'serial'>>,
  cap = 20,
): CounterGaps[] {
  const schemes = new Map<string, Map<string, Serials>>();
  for (const { scheme, counter, serial } of numbers) {
    let counters = schemes.get(scheme);
    if (!counters) {
      counters = new Map();
      schemes.set(scheme, counters);
    }
    let serials = counters.get(counter);
    if (!serials) {
      serials = new Serials();
      counters.set(counter, serials);
    }
    serials.add(serial);
  }
  return [...schemes.keys()].sort().flatMap((scheme) => {
    const counters = schemes.get(scheme) as Map<string, Serials>;
    return [...counters.keys()]
      .sort()
      .map((counter) => ({ scheme, counter, ...gapsOf((counters.get(counter) as Serials).sorted(), cap) }));
  });
}

function gapsOf(serials: Uint32Array, cap: number): Omit<CounterGaps, 'counter' | 'scheme'> {
  const gaps: SerialGap[] = [];
  const reused: number[] = [];
  let [distinct, gapCount, reusedCount, previous, again] = [0, 0, 0, 0, false];
  for (const serial of serials) {
    if (serial === previous) {
      if (!again) {
        reusedCount++;
        if (reused.length < cap) reused.push(serial);
      }
      again = true;
      continue;
    }
    distinct++;
    if (serial > previous + 1) {
      gapCount++;
      if (gaps.length < cap) gaps.push({ from: previous + 1, to: serial - 1 });
    }
    previous = serial;
    again = false;
  }
  const missing = previous - distinct;
  return {
    first: serials[0] ?? 0,
    last: previous,
    count: serials.length,
    distinct,
    missing,
    gaps,
    gapCount,
    reused,
    reusedCount,
  };
}

import type { ClauseId } from '../../model/clauses.js';
import type { Reason } from '../../model/finding.js';
import type { Why } from './trail.js';

/** Reasons as the chain keeps them. */
export const whyOf = (reasons: readonly Reason[]): Why => reasons.map(({ rule, clause }) => [rule, clause ?? null]);

/** The words of several reasons, one a line; null when there are none. */
export const noteOf = (reasons: readonly Reason[]): string | null =>
  reasons.flatMap(({ note }) => (note ? [note] : [])).join('\n') || null;

/** The different lists of rules and clauses of a draft, each kept once: a bulk run has very few. */
export class WhyTable {
  readonly #all: Why[] = [];
  readonly #index = new Map<string, number>();
  #last: readonly Reason[] | null = null;
  #lastIndex = 0;

  /** The position of the rules and clauses of these reasons. */
  indexOf(reasons: readonly Reason[]): number {
    if (reasons === this.#last) return this.#lastIndex;
    const why = whyOf(reasons);
    const key = JSON.stringify(why);
    let index = this.#index.get(key);
    if (index === undefined) {
      index = this.#all.push(why) - 1;
      this.#index.set(key, index);
    }
    this.#last = reasons;
    this.#lastIndex = index;
    return index;
  }

  at(index: number): Why {
    return this.#all[index] as Why;
  }

  /** The reasons at a position, for rows whose reasons say no more than rule and clause. */
  reasonsAt(index: number): readonly Reason[] {
    return this.at(index).map(([rule, clause]) => ({
      rule,
      clause: (clause ?? undefined) as ClauseId | undefined,
      data: {},
    }));
  }
}

/** The reasons as JSON when they say more than rule and clause, else null. */
export function wordyReasons(reasons: readonly Reason[]): string | null {
  for (const { data, note } of reasons) {
    if (note !== undefined && note !== '') return JSON.stringify(reasons);
    for (const _ in data) return JSON.stringify(reasons);
  }
  return null;
}

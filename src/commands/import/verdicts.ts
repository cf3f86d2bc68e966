import { verdictBook } from '../../engine/evaluate.js';
import { withNew } from '../../engine/verdicts.js';
import type { RowOutcome } from '../../intake/outcome.js';
import type { FieldKey } from '../../model/fields.js';
import type { RuleId } from '../../model/finding.js';
import type { Given } from '../../model/given.js';
import { rules } from '../../rules/registry.gen.js';
import type { ChangeContext } from '../command.js';
import { basisOf, LEAST } from '../verdicts.js';

/**
 * What the rules found on the rows of a file, remembered of the customers that they become, so that the next validate need not judge them again.
 * Rules that did not speak of a row as the customer will be, or not of all of it, count as if they had found something: they look again.
 */
export class RowVerdicts {
  readonly #context: Pick<ChangeContext, 'keepVerdicts' | 'reader'>;
  readonly #given: Given;
  readonly #book;
  readonly #places: ReadonlyMap<RuleId, number>;
  readonly #size: number;
  /** The set of those that count so in any case. */
  readonly #least: number;

  /** @param unsure rules that look again whatever they said */
  constructor(context: Pick<ChangeContext, 'keepVerdicts' | 'reader'>, given: Given, unsure: ReadonlySet<RuleId>) {
    this.#context = context;
    this.#given = given;
    this.#size = context.reader.head().size;
    this.#book = verdictBook(rules, given, null);
    this.#places = this.#book.places();
    let least = 0;
    for (const [rule, at] of this.#places) if (unsure.has(rule)) least = this.#book.with(least, at);
    this.#least = least;
  }

  /** Hears of a row once all rules have spoken. Who is created by one row is never changed by a later one, which is held. */
  row({ what, id, set, extra, findings }: RowOutcome): void {
    if (what !== 'created' || id === null || !isKeptAsJudged(set, extra)) return;
    let found = this.#least;
    let last: RuleId | null = null;
    for (const { rule } of findings) {
      const at = rule === last ? undefined : this.#places.get(rule);
      if (at !== undefined) found = this.#book.with(found, at);
      last = rule;
    }
    this.#book.note({ id: -id, version: 1 }, found);
  }

  /** After the run: keeps it beside what is remembered of everybody else. */
  keep(created: number): void {
    const added = this.#book.verdicts();
    if (added === null || created < LEAST) return;
    const { keepVerdicts, reader } = this.#context;
    const basis = basisOf(this.#given);
    const verdicts = withNew(reader.verdicts(basis), added, this.#first());
    if (verdicts !== null) keepVerdicts({ basis, head: reader.head(), verdicts });
  }

  /** The id that the first new customer got. */
  #first(): number {
    for (const { op, body } of this.#context.reader.audit(this.#size + 1))
      if (op === 'insert') return (JSON.parse(body) as { readonly first: number }).first;
    throw new Error('a run that created customers has no event of it');
  }
}

/** Whether a ledger keeps these values just as the rules saw them. */
function isKeptAsJudged(set: RowOutcome['set'], extra: string | null | undefined): boolean {
  for (const key in set) if (!(set[key as FieldKey] ?? '').isWellFormed()) return false;
  return (extra ?? '').isWellFormed();
}

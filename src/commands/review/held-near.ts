/** Why a held row was taken for a customer who is known already: both sides before the matcher once more, as the ledger is now. */
import { recordOf } from '../../intake/door.js';
import type { Collision } from '../../intake/held.js';
import { filledIn } from '../../intake/told.js';
import type { Explanation } from '../../match/explain.js';
import type { Learned } from '../../match/learned.js';
import type { Given } from '../../model/given.js';
import type { LedgerReader } from '../../model/ledger.js';
import { type Lang, say, type Text } from '../../model/text.js';
import { learnedIn } from '../dedupe/judge.js';
import { type PairData, pairData } from '../dedupe/pair-words.js';
import { explainNear } from '../import/near.js';
import { callOf } from '../shared.js';
import { heldMessage } from './held-words.js';

const words = {
  row: { zh: '挂起行 {held}', en: 'held row {held}' },
  because: { zh: '{message}。{sentence}', en: '{message}. {sentence}' },
} as const satisfies Record<string, Text>;

/** Tells near duplicates among held rows; of all other rows and of those whose customer is gone, nothing but their message. */
export class HeldNear {
  readonly #reader: LedgerReader;
  readonly #given: Given;
  /** Undefined until it is asked for. */
  #learned: Learned | null | undefined;

  constructor(reader: LedgerReader, given: Given) {
    this.#reader = reader;
    this.#given = given;
  }

  /** The message of a held row, with the sentence of `dedupe explain` where there is one. */
  message(collision: Collision, lang: Lang): string {
    const message = heldMessage(collision, lang);
    const why = this.#explain(collision);
    return why === null ? message : say(words.because, lang, { message, sentence: say(why.sentence, lang) });
  }

  /** The waterfall, the row's values first. */
  pair(collision: Collision, lang: Lang, reveal: boolean): PairData | null {
    const why = this.#explain(collision);
    if (why === null || collision.record === null) return null;
    return pairData(
      { a: say(words.row, lang, { held: collision.held.id }), b: callOf(collision.record) },
      why,
      lang,
      reveal,
    );
  }

  #explain({ held, record, row }: Collision): Explanation | null {
    if (held.rule !== 'import/near-duplicate' || record === null || row === null) return null;
    if (this.#learned === undefined) this.#learned = learnedIn(this.#reader);
    const own = { ...recordOf({ values: filledIn(row.set, row.told), extra: row.extra }, this.#given), id: -held.id };
    return explainNear(own, record, this.#given, this.#learned);
  }
}

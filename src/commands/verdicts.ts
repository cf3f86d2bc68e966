import { hash } from 'node:crypto';
import { verdictBook } from '../engine/evaluate.js';
import { sources } from '../engine/sources.gen.js';
import type { VerdictBook } from '../engine/verdicts.js';
import type { Head } from '../model/audit.js';
import type { Given } from '../model/given.js';
import type { LedgerReader } from '../model/ledger.js';
import type { Verdicts } from '../model/verdicts.js';
import { policyHash } from '../policy/hash.js';
import type { Rule } from '../rules/rule.js';
import type { Context } from './command.js';

/** Fewer customers are judged anew quicker than anything is written. */
export const LEAST = 1000;

/** The ledger to read, and where what is found is kept. */
type Remembering = Pick<Context, 'keepVerdicts'> & { readonly reader: LedgerReader };

/** All but the records that a verdict hangs on: the rules with all that they stand on, and the policy in force. */
export const basisOf = ({ policy }: Given): string =>
  hash('sha256', [sources, process.versions.unicode, policyHash(policy)].join('\n'));

/** What the ledger remembers of the record rules, for one pass over all customers after the other. */
export class RememberedVerdicts {
  readonly #keep: Context['keepVerdicts'];
  readonly #basis: string;
  readonly #head: Head;
  #verdicts: Verdicts | null;

  constructor({ reader, keepVerdicts }: Remembering, given: Given) {
    this.#keep = keepVerdicts;
    this.#basis = basisOf(given);
    this.#head = reader.head();
    this.#verdicts = reader.verdicts(this.#basis);
  }

  /** For a pass by these rules, at any day under the policy given. */
  book(chosen: readonly Rule[], given: Given): VerdictBook {
    return verdictBook(chosen, given, this.#verdicts);
  }

  /** After a pass by all rules: what it found is remembered. */
  keep(book: VerdictBook): void {
    const verdicts = book.verdicts();
    if (verdicts === null || verdicts.versions.length < LEAST) return;
    this.#verdicts = verdicts;
    this.#keep({ basis: this.#basis, head: this.#head, verdicts });
  }
}

import type { Head } from './audit.js';
import type { IsoDate } from './date.js';
import type { RuleId } from './finding.js';

/**
 * Which record rules found something on which customers, when all were judged: derived from records, rules and policy, it may be thrown away at
 * any time. A customer whose version has moved on since is one of whom nothing is known, so that no way of changing a record needs to tell the
 * memory; and versions only grow, and ids never come again. A row that was changed behind the program's back, its version left as it was, is what
 * `audit verify` finds: until then it passes here for what it was.
 */
export interface Verdicts {
  /** The day at whose close they were judged. */
  readonly asOf: IsoDate;
  /** Sets of rules that found something. */
  readonly sets: readonly (readonly RuleId[])[];
  /** By customer's id: the place of its set, from 1; 0 where nothing is known. As long as `versions`. */
  readonly found: Uint16Array;
  /** By customer's id: the version that was judged. */
  readonly versions: Uint8Array;
}

/** Verdicts as a ledger keeps them. */
export interface KeptVerdicts {
  /** Hash of all else that they hang on: the program's rules and the policy. */
  readonly basis: string;
  /** Where the trail stood when the customers were read: in a ledger that was put back to before it and went another way since, they say nothing. */
  readonly head: Head;
  readonly verdicts: Verdicts;
}

/** The highest version that is remembered, and how many sets can be. */
export const LAST_VERSION = 0xff;
export const MOST_SETS = 0xffff;

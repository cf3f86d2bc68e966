/** Words that the chain commits to and that are kept apart: reasons, names of inputs, notes. */
import type { Database } from 'better-sqlite3';
import { isOfTheGone } from '../run-words.js';
import { wordsCommit } from '../seal.js';
import { type Chain, wordsKey } from './chain.js';
import type { Faults } from './faults.js';

/** What was kept apart from the chain for one event of one customer. */
export interface KeptValue {
  readonly customer: number;
  readonly seq: number;
  readonly field: string;
  readonly before: string | null;
  readonly salt: string | null;
}

/** Whether a value was destroyed with its salt: nothing of it can be checked any more. */
export const isErased = ({ before, salt }: Pick<KeptValue, 'before' | 'salt'>): boolean =>
  before === null && salt === null;

/** Checks words against the commitment of their event. */
export function checkWords(faults: Faults, value: KeptValue, commit: string | null): void {
  const { seq, field, before, salt, customer } = value;
  if (commit === null || salt === null || before === null || wordsCommit(salt, field, before) !== commit)
    faults.add('commitment-mismatch', seq, customer || null, field);
}

/** Reasons and names of inputs, why something was destroyed; how many there are. */
export function checkLedgerWords(db: Database, chain: Chain, faults: Faults): number {
  const due = new Map(chain.words);
  const values = db
    .prepare('SELECT customer_id AS customer, seq, field, before, salt FROM audit_value WHERE customer_id = 0')
    .iterate() as IterableIterator<KeptValue>;
  let count = 0;
  for (const value of values) {
    count += 1;
    const key = wordsKey(value.seq, value.field);
    const commit = due.get(key) ?? null;
    due.delete(key);
    if (chain.unread.has(value.seq)) continue;
    // Words go with the last customer that the run was about.
    const run = chain.runs.get(value.seq);
    const went = commit !== null && run !== undefined && isErased(value) && isOfTheGone(db, run, chain.unread);
    if (!went) checkWords(faults, value, commit);
  }
  // Where words were destroyed their row stays: one that is not there was taken out.
  for (const key of due.keys()) {
    const [seq, field] = key.split(' ') as [string, string];
    faults.add('commitment-mismatch', Number(seq), null, `${field} is missing`);
  }
  return count;
}

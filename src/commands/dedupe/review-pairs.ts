import { PairBook } from '../../match/pair-book.js';
import type { CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader } from '../../model/ledger.js';
import { learnedIn } from './judge.js';
import { changedSince } from './scan-since.js';

/** What a person decides of a pair. */
export const reviewWords = ['merge', 'keep-apart'] as const;

/** One of them. */
export type ReviewWord = (typeof reviewWords)[number];

/** A pair that waits for a person. */
export interface WaitingPair {
  readonly one: CustomerRecord;
  readonly other: CustomerRecord;
  readonly bits: number;
}

/** A pair as it was when it was decided on. */
export const fingerprintOf = ({ one, other }: Pick<WaitingPair, 'one' | 'other'>): string =>
  `${one.id}:${one.version}-${other.id}:${other.version}`;

/** The two customers of a fingerprint, if they are still as they were; null: they are not. @returns undefined for what is no fingerprint */
export function pairOf(
  reader: LedgerReader,
  fingerprint: string,
): Pick<WaitingPair, 'one' | 'other'> | null | undefined {
  const parts = /^(\d{1,15}):\d+-(\d{1,15}):\d+$/.exec(fingerprint);
  if (parts === null) return undefined;
  const [one, other] = [reader.get(Number(parts[1])), reader.get(Number(parts[2]))];
  return one !== null && other !== null && fingerprintOf({ one, other }) === fingerprint ? { one, other } : null;
}

/**
 * The pairs of the review zone that wait, the likeliest first, and how many do not count any more: their customers changed since the scan.
 * @throws StewardError not-scanned
 */
export function waitingPairs(reader: LedgerReader): {
  readonly pairs: readonly WaitingPair[];
  readonly outdated: number;
} {
  const memory = reader.memory();
  const learned = learnedIn(reader);
  if (memory === null || learned === null) throw new StewardError('not-scanned');
  const listed = [...memory.pairs].filter(({ decision }) => decision === 'review');
  const names = learned.model.columns.map(({ name }) => name);
  const changed = changedSince(reader, names, memory.size, null);
  const book = new PairBook(reader);
  const pairs: WaitingPair[] = [];
  let outdated = 0;
  listed.sort((p, q) => q.bits - p.bits || p.a - q.a || p.b - q.b);
  for (const { a, b, bits } of listed) {
    if (book.apart(a, b) || book.must(a, b)) continue;
    const [one, other] = [reader.get(a), reader.get(b)];
    if (one === null || other === null) continue;
    if (changed.has(a) || changed.has(b)) outdated++;
    else pairs.push({ one, other, bits });
  }
  return { pairs, outdated };
}

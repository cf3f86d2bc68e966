import { bitsOf } from '../../match/model.js';
import { currentOf, PairBook } from '../../match/pair-book.js';
import { provenanceOf, recordWith, valuesOf } from '../../match/replay.js';
import type { Bound } from '../../match/score.js';
import { type Decision, decide } from '../../match/zones.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Matching } from '../../model/matching.js';
import { callOf, customerNamed } from '../shared.js';
import { formerOf, membersOf } from './members.js';

/** A merged customer's record as it would be by itself, and its members as they were with the edits that are their own. */
export function partsOf(reader: LedgerReader, golden: CustomerRecord): CustomerRecord[] {
  const members = membersOf(reader, golden.id);
  if (members.length === 0) return [golden];
  const { own } = provenanceOf(golden, reader.history(golden.id), [...members, ...formerOf(reader, golden.id)]);
  return [golden, ...members.map(({ record }) => record)].map((record) =>
    recordWith(record, own.get(record.id) ?? valuesOf(record)),
  );
}

/** A record by its number or `#id`, merged or not: of a merged customer the part that bears the number. @throws StewardError customer-unknown */
export function partNamed(reader: LedgerReader, word: string): CustomerRecord {
  const id = /^#(\d+)$/.exec(word)?.[1];
  const current = id === undefined ? null : currentOf(reader, Number(id));
  const golden = customerNamed(reader, current === null ? word : `#${current}`);
  const parts = partsOf(reader, golden);
  return parts.find((part) => callOf(part) === word || `#${part.id}` === word) ?? (parts[0] as CustomerRecord);
}

/** What is to be said of two records: a person's word, being one already, or their weight. */
export function decisionOf(
  reader: LedgerReader,
  matching: Matching,
  one: CustomerId,
  other: CustomerId,
): {
  readonly decided: 'keep-apart' | 'must-link' | null;
  readonly together: boolean;
  of(total: number, bound: Bound): Decision;
} {
  const [a, b] = [currentOf(reader, one), currentOf(reader, other)];
  const book = new PairBook(reader);
  const same = a === b;
  const apart = !same && a !== null && b !== null && book.apart(a, b);
  const must = !same && a !== null && b !== null && book.must(a, b);
  let group = false;
  if (!same && !apart) {
    const entities = new Map(reader.memory()?.entities ?? []);
    group = a !== null && b !== null && entities.has(a) && entities.get(a) === entities.get(b);
  }
  const together = same || must || group;
  return {
    decided: apart ? 'keep-apart' : must ? 'must-link' : null,
    together,
    of: (total, bound) => (apart ? 'distinct' : decide(total, bound, together, bitsOf(matching.review))),
  };
}

import { identityKey } from '../../intake/identity.js';
import { type Golden, goldenOf, type Member } from '../../match/golden.js';
import type { PairBook } from '../../match/pair-book.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { FieldKey } from '../../model/fields.js';
import type { Reason } from '../../model/finding.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { FieldValues } from '../../model/plan.js';
import { readDay } from '../../rules/calendar/read-day.js';
import type { ChangeContext } from '../command.js';
import { callOf, customerNamed } from '../shared.js';
import { Judge, learnedIn } from './judge.js';

/** The rule behind every change that a merge makes. */
const MERGE: readonly Reason[] = [{ rule: 'dedupe/merge', clause: 'S1-11', data: {} }];

/** Different customers by the words that name them, the oldest first. @throws StewardError name-several, customer-unknown */
export function customersNamed(reader: LedgerReader, words: readonly string[], command: string): CustomerRecord[] {
  const records = new Map(words.map((word) => customerNamed(reader, word)).map((record) => [record.id, record]));
  if (records.size < 2) throw new StewardError('name-several', { command });
  return [...records.values()].sort((a, b) => a.id - b.id);
}

/** All pairs of some customers, the smaller id first. */
export function* pairsAmong<T extends { readonly id: CustomerId }>(records: readonly T[]): Generator<readonly [T, T]> {
  for (const [i, one] of records.entries()) for (const other of records.slice(i + 1)) yield [one, other];
}

/** What stands between customers that are to be merged: a person's decision, or facts that contradict each other; null: nothing. */
export function obstacle(
  reader: LedgerReader,
  book: PairBook,
  records: readonly CustomerRecord[],
  matching: ChangeContext['given']['policy']['matching'],
): { readonly why: 'kept-apart' | 'merge-vetoed'; readonly pair: readonly [CustomerRecord, CustomerRecord] } | null {
  for (const pair of pairsAmong(records)) if (book.apart(pair[0].id, pair[1].id)) return { why: 'kept-apart', pair };
  const judge = new Judge(records, matching, learnedIn(reader));
  for (const pair of pairsAmong(records)) {
    const [one, other] = pair;
    if (judge.bound(one.id, other.id) === 'vetoed' && !book.must(one.id, other.id))
      return { why: 'merge-vetoed', pair };
  }
  return null;
}

/** A record with the days on which its values came, by the trail where they changed, else by its own dates. */
function memberOf(reader: LedgerReader, record: CustomerRecord): Member {
  const own = [record.changed_at, record.collected_at, record.registered_at].map(readDay).find((day) => day !== null);
  const since = own ?? record.entered_on;
  const days = new Map<string, string>();
  if (record.version > 1)
    for (const { changes, op, ts } of reader.history(record.id))
      if (op === 'update') for (const { field } of changes) days.set(field, ts.slice(0, 10));
  return { record, changedOn: (field: FieldKey) => days.get(field) ?? since };
}

/** A customer's values as they will be, and the key that it is then found by; undefined where the key stays. */
export function identityAfter(record: CustomerRecord, set: FieldValues): { readonly identity?: string | null } {
  return Object.keys(set).length === 0 ? {} : { identity: identityKey({ ...record, ...set }) };
}

/** Stages the merge of customers into the oldest of them, its record chosen by the policy. */
export function stageMerge(
  { draft, given, reader }: Pick<ChangeContext, 'draft' | 'given' | 'reader'>,
  records: readonly CustomerRecord[],
): Golden {
  const golden = goldenOf(
    records.map((record) => memberOf(reader, record)),
    given.policy.survivorship,
  );
  const remaining = records[0] as CustomerRecord;
  const calls = new Map(records.map((record) => [record.id, callOf(record)]));
  const data: Record<string, string> = {};
  for (const { field, from } of golden.fields)
    if (field in golden.set)
      data[field] = from === null ? [...calls.values()].join(' + ') : (calls.get(from) as string);
  const { extra, set } = golden;
  if (Object.keys(set).length > 0 || extra !== undefined) {
    const note = Object.entries(data)
      .map(([field, from]) => `${field} ← ${from}`)
      .join('\n');
    draft.add(
      {
        kind: 'update',
        id: remaining.id,
        expect: remaining.version,
        set,
        ...(extra !== undefined && { extra }),
        reasons: [{ rule: 'dedupe/merge', clause: 'S1-11', data, ...(note !== '' && { note }) }],
      },
      identityAfter(remaining, set),
    );
  }
  for (const { id, version } of records.slice(1))
    draft.add({ kind: 'set-aside', id, expect: version, why: 'merged', into: remaining.id, reasons: MERGE });
  return golden;
}

/**
 * What may become of a customer's file at the close of the as-of day, class by class (C18, S2-30, S4-22, L01, L02): a hold beats all, a
 * floor beats every wish to delete, debt and open business keep the transactions, and special files are a person's to judge.
 */
import type { CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { type ArchiveClass, type FieldKey, fields } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import type { Policy } from '../../model/policy.js';
import type { Data } from '../../model/text.js';
import { isOnHold } from '../dormant/on-hold.js';
import { purposeIsGone } from '../dormant/sealed.js';
import { lifecycleOf } from '../lifecycle.js';
import { codeFinder } from '../text/code-list.js';
import { isPlaceholder } from '../text/sentinel.js';
import { isBlank } from '../text/unicode.js';
import { validChannels } from './channels.js';
import { debtOf } from './debt.js';
import { type RetentionGround, retentionGrounds } from './grounds.js';
import { type Term, termOf } from './term.js';

/** What the ledger knows beside the record. */
export interface RetentionFacts {
  /** Those that were not cancelled; a day that cannot be read stands as it was written. */
  readonly transactions: readonly { readonly at: IsoDate; readonly open: boolean }[];
  /** Whether a review, a change of key fields or a row that speaks of the customer waits for somebody. */
  readonly openReview: boolean;
}

/** `restrict`: the purpose is gone but a term runs, so it is sealed (L02); `review`: a person decides. */
export type RetentionVerdict = 'anonymise' | 'delete' | 'keep' | 'restrict' | 'review';

/** What holds of one archive class of a customer. */
export interface ClassOutcome {
  readonly archive: ArchiveClass;
  readonly verdict: RetentionVerdict;
  /** The first day on which it may be destroyed; null: not while this stands. */
  readonly earliest: IsoDate | null;
  /** Id of the message in `retentionGrounds`. */
  readonly ground: RetentionGround;
  readonly clauses: readonly string[];
  readonly data: Data;
}

/** One thing in the way of destroying the whole record. */
export interface RetentionBlock {
  readonly ground: RetentionGround;
  readonly clauses: readonly string[];
  readonly data: Data;
}

/** What holds of a customer's whole file. */
export interface RetentionOutcome {
  /** The classes of which the customer has something, in the order of 002 四(一); basic and transaction are always among them. */
  readonly classes: readonly ClassOutcome[];
  /** Whether the whole record may be destroyed at the close of the as-of day, given approval. A special file never by itself (S2-16). */
  readonly purgeable: boolean;
  /** The first day on which the whole record may be; null: not while a block without a day stands. */
  readonly earliest: IsoDate | null;
  /** Empty exactly where it is purgeable. */
  readonly blocks: readonly RetentionBlock[];
}

/** The archive classes in the order of 002 四(一). */
export const archiveClasses = ['basic', 'transaction', 'service', 'special'] as const satisfies readonly ArchiveClass[];

const keysOf = (archive: ArchiveClass): readonly FieldKey[] =>
  fields.filter((one) => one.archive === archive).map(({ key }) => key);

/** Dates and amounts that show that there was cooperation. */
const COOPERATION = ['ended_at', 'contract_until', 'cooperation_since'] as const satisfies readonly FieldKey[];

const holds = (value: string | null): boolean => value !== null && !isBlank(value) && !isPlaceholder(value);

/** Judges the file of one customer after another. Never throws. */
export function retentionOf(given: Given): (record: CustomerRecord, facts: RetentionFacts) => RetentionOutcome {
  const { policy, asOf } = given;
  const goneBy = purposeGone(policy);
  const terms = archiveClasses.map((archive) => ({ archive, keys: keysOf(archive), term: termOf(policy, archive) }));
  return (record, facts) => {
    const gone = goneBy(record);
    const days = facts.transactions.map(({ at }) => at);
    const cooperated = days.length > 0 || COOPERATION.some((key) => holds(record[key]));
    const business = openBusiness(record, facts);
    const onHold = isOnHold(record.hold);
    const found = terms
      .filter(({ archive, keys }) =>
        archive !== 'special' && archive !== 'service' ? true : keys.some((key) => holds(record[key])),
      )
      .map(({ archive, term }) => ({ archive, term: term(record, days) }));
    const classes = found.map(({ archive, term }): ClassOutcome => {
      const say = outcome(archive);
      if (onHold) return say('keep', null, 'on-hold');
      if (!term.known) return say('keep', null, ...unreadable(term));
      if (archive === 'special') return say('review', term.earliest, 'special');
      if (archive === 'transaction' && business)
        return say(gone ? 'restrict' : 'keep', null, business.ground, business.data);
      return byTerm(say, term, policy.retention.classes[archive].action, gone, cooperated, asOf);
    });
    const blocks: RetentionBlock[] = [];
    const block = (
      ground: RetentionGround,
      data: Data = {},
      clauses: readonly string[] = retentionGrounds[ground].clauses,
    ) => {
      if (
        !blocks.some((one) => one.ground === ground && one.data.field === data.field && one.data.until === data.until)
      )
        blocks.push({ ground, clauses, data });
    };
    if (onHold) block('on-hold');
    if (business) block(business.ground, business.data);
    if (facts.openReview) block('open-review');
    for (const { ground, earliest, data, clauses } of classes) {
      if (ground === 'special') block('special');
      else if (earliest === null || earliest > asOf) block(ground, data, clauses);
    }
    const timeless =
      onHold || business !== null || facts.openReview || classes.some(({ earliest }) => earliest === null);
    const last = classes
      .flatMap(({ earliest }) => earliest ?? [])
      .sort()
      .at(-1);
    return {
      classes,
      purgeable: blocks.length === 0,
      earliest: timeless ? null : (last ?? null),
      blocks,
    };
  };
}

type Say = (
  verdict: RetentionVerdict,
  earliest: IsoDate | null,
  ground: RetentionGround,
  data?: Data,
  clauses?: readonly string[],
) => ClassOutcome;

const outcome =
  (archive: ArchiveClass): Say =>
  (verdict, earliest, ground, data = {}, clauses = []) => ({
    archive,
    verdict,
    earliest,
    ground,
    clauses: [...new Set([...retentionGrounds[ground].clauses, ...clauses])],
    data,
  });

const unreadable = ({ field }: Extract<Term, { known: false }>): [RetentionGround, Data] =>
  field === null ? ['transaction-unreadable', {}] : ['unreadable', { field }];

/** What a class's own term, and whether its purpose is gone, come to. */
function byTerm(
  say: Say,
  { since, until, earliest, due, clauses }: Extract<Term, { known: true }>,
  action: 'anonymise' | 'delete' | 'review',
  gone: Gone | null,
  cooperated: boolean,
  asOf: IsoDate,
): ClassOutcome {
  if (earliest === null) {
    if (gone === null) return say('keep', null, 'no-end');
    if (cooperated) return say('restrict', null, 'restricted-no-end');
    // Nothing was ever agreed, so that no floor can begin.
    return say(action, asOf, gone.ground, { reason: gone.reason });
  }
  if (earliest > asOf) {
    const data = { since, until };
    return gone === null
      ? say('keep', earliest, 'floor', data, clauses)
      : say('restrict', earliest, 'restricted', data, clauses);
  }
  if (gone !== null) return say(action, earliest, gone.ground, { reason: gone.reason });
  return due !== null && due <= asOf
    ? say(action, earliest, 'ceiling-over', { from: due })
    : say('keep', earliest, 'floor-over', { from: earliest });
}

/** Why there is no purpose any more to keep a customer (L01), with the word on file. */
interface Gone {
  readonly ground: 'invalid' | 'purpose-gone';
  readonly reason: string;
}

function purposeGone(policy: Policy): (record: CustomerRecord) => Gone | null {
  const ended = codeFinder(policy, 'end_reason');
  const stateOf = lifecycleOf(policy);
  const channels = validChannels(policy);
  const gone = purposeIsGone(policy);
  return (record) => {
    const word = record.end_reason as string;
    if (gone(record)) return { ground: 'purpose-gone', reason: ended(word)?.entry.value ?? word };
    const invalid = record.invalid_reason;
    return stateOf(record) === 'quarantine' && invalid !== null && channels(record).length === 0
      ? { ground: 'invalid', reason: invalid }
      : null;
  };
}

/** Debt and business that is not completed (S3-02). */
function openBusiness(
  record: CustomerRecord,
  { transactions }: RetentionFacts,
): { readonly ground: RetentionGround; readonly data: Data } | null {
  const debt = debtOf(record);
  if (debt === 'unreadable') return { ground: 'unreadable', data: { field: 'receivable' } };
  if (debt === 'owed') return { ground: 'open-debt', data: {} };
  const open = transactions.filter((one) => one.open).length;
  return open > 0 ? { ground: 'open-transaction', data: { count: open } } : null;
}

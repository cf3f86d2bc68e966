/** For each row: a new customer, a change to a known one, nothing new, or a question for a person. */
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import { codeOfIdentity } from '../model/identity.js';
import type { DuplicateWay, MatchKey } from '../model/intake.js';
import type { Draft, LedgerReader } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { resubmitted } from '../rules/review/submission.js';
import { codeFinder } from '../rules/text/code-list.js';
import { companyKey } from '../rules/text/company-name.js';
import { mergeExtra } from './differences.js';
import { textHash } from './hash.js';
import { identityKey } from './identity.js';
import { KeyFinder, keyValue } from './keys.js';
import { type Merged, merger } from './merge.js';
import type { IntakeCode } from './messages.js';
import type { ReadRow, RowValues } from './row.js';

/** What is to become of a row. */
export type RowDecision =
  | {
      readonly kind: 'create';
      readonly identity: string | null;
      /** Whom it duplicates and is created beside all the same: a customer, or a staged insert (negative). */
      readonly beside: CustomerId | null;
    }
  | {
      readonly kind: 'hold';
      readonly why: 'conflict' | 'duplicate' | 'quarantine';
      readonly rule: IntakeCode;
      /** Whom it collides with: a customer, or a staged insert (negative). */
      readonly against: CustomerId | null;
      readonly field?: FieldKey;
    }
  | {
      readonly kind: 'unchanged';
      readonly id: CustomerId | null;
      /** Whether the row said something else and was left because duplicates are skipped. */
      readonly skipped: boolean;
      readonly kept: readonly FieldKey[];
      readonly record: CustomerRecord | null;
    }
  | {
      readonly kind: 'update';
      readonly record: CustomerRecord;
      readonly set: FieldValues;
      readonly extra: string | null | undefined;
      /** The customer's identity key, where the change moves it. */
      readonly identity: string | null | undefined;
      readonly kept: readonly FieldKey[];
    };

/** A row as it was read. */
export type SaidRow = Pick<ReadRow & { kind: 'values' }, 'bearer' | 'extra' | 'set' | 'unplaced'>;

/** How duplicates are found, and what becomes of them. */
export interface MatchOptions {
  readonly keys: readonly MatchKey[];
  readonly onDuplicate: DuplicateWay;
}

/** Fields that the identity key is made of. */
const identifying = ['credit_code', 'name', 'province', 'phone', 'email'] as const satisfies readonly FieldKey[];

const unchanged = (id: CustomerId | null, more: { skipped?: boolean; record?: CustomerRecord } = {}): RowDecision => ({
  kind: 'unchanged',
  id,
  skipped: more.skipped ?? false,
  kept: [],
  record: more.record ?? null,
});

const hold = (
  why: 'conflict' | 'duplicate' | 'quarantine',
  rule: IntakeCode,
  against: CustomerId | null,
  field?: FieldKey,
): RowDecision => ({ kind: 'hold', why, rule, against, ...(field !== undefined && { field }) });

/** Decides row by row against the ledger and against what the same file brought before. */
export class RowDecider {
  readonly #reader: LedgerReader;
  readonly #draft: Draft;
  readonly #policy: Policy;
  readonly #asCreated: (row: SaidRow) => RowValues;
  readonly #keys: readonly MatchKey[];
  readonly #way: DuplicateWay;
  readonly #find: KeyFinder;
  readonly #merge: (record: CustomerRecord, set: RowValues) => Merged;
  readonly #lifecycle: (word: string) => { readonly entry: { readonly code: string } } | null;
  readonly #empty: boolean;
  /** By staged insert, in their order: whether it was given its number. */
  readonly #numbered: boolean[] = [];
  /** Known customers that a row of this file already spoke of, with a hash of what it said. */
  readonly #touched = new Map<CustomerId, number>();

  /** `asCreated` gives the values that a row makes a new customer with, but for a number that it is given. */
  constructor(
    { reader, draft }: { readonly reader: LedgerReader; readonly draft: Draft },
    policy: Policy,
    { keys, onDuplicate }: MatchOptions,
    asCreated: (row: SaidRow) => RowValues,
  ) {
    this.#reader = reader;
    this.#draft = draft;
    this.#policy = policy;
    this.#asCreated = asCreated;
    this.#keys = keys;
    this.#way = onDuplicate;
    this.#find = new KeyFinder(reader, draft, keys);
    this.#merge = merger(policy);
    this.#lifecycle = codeFinder(policy, 'lifecycle');
    this.#empty = reader.count() === 0;
  }

  /** The decision for a row; a `create` that is staged must be told by `staged` before another row is decided. */
  decide(row: SaidRow): RowDecision {
    const { set, bearer } = row;
    if (bearer?.id) return this.#byId(bearer.id, bearer.knownAs, row);
    const identity = identityKey(set);
    let beside: CustomerId | null = null;
    for (const key of this.#keys) {
      const value = key === 'identity' ? identity : keyValue(key, set);
      if (value === null) continue;
      const before = this.#stagedBefore(key, value, row);
      if (before !== null && typeof before !== 'number') return before;
      const ids = this.#empty ? [] : this.#find.known(key, value);
      if (ids.length > 0) {
        const decision = this.#against(ids, key, row);
        if (decision !== null) return decision;
      }
      beside ??= before ?? ids[0] ?? null;
    }
    return { kind: 'create', identity, beside };
  }

  /** Hears that the row decided last, a `create`, was staged, what the draft calls it, and whether it was given its number. */
  staged(staged: number, set: RowValues, numbered: boolean): void {
    this.#numbered.push(numbered);
    this.#find.add(staged, set);
  }

  /** A row that names the customer by its id in this ledger, as worklists do; a name that is not the customer's shows a row gone astray. */
  #byId(word: string, knownAs: string | null | undefined, row: SaidRow): RowDecision {
    const { set } = row;
    const number = /^#([1-9]\d{0,14})$/.exec(word)?.[1];
    const record = number === undefined ? null : this.#reader.get(Number(number));
    if (record === null) return hold('conflict', 'import/id-unknown', null);
    const { id } = record;
    if ((knownAs === undefined ? (set.name ?? null) : knownAs) !== record.name)
      return hold('conflict', 'import/id-of-another', id);
    const no = set.customer_no ?? null;
    if (no !== null && record.customer_no !== null && no !== record.customer_no)
      return hold('conflict', 'import/other-number', id);
    const hash = hashOf(row);
    return this.#repeated(id, hash) ?? this.#update(record, row, hash, 'update');
  }

  /** What becomes of a row whose key an earlier row of the file bears: decided, or to be created beside that one; null where there is none. */
  #stagedBefore(key: MatchKey, value: string, row: SaidRow): RowDecision | number | null {
    const found = this.#find.staged(key, value);
    if (found === null) return null;
    if (found > 0) return this.#way === 'create' && key !== 'customer_no' ? found : this.#repeated(found, hashOf(row));
    if (this.#saysNothingNew(found, row)) return unchanged(null);
    const sameCode = isCreditCode(key, value);
    // Customers with numbers of their own are told apart by these, but for the credit code, which only one can have.
    if (key === 'identity' && row.set.customer_no)
      return sameCode ? hold('duplicate', 'import/same-credit-code', found) : null;
    if (this.#way === 'skip') return unchanged(null, { skipped: true });
    if (key === 'customer_no') return hold('conflict', 'import/number-twice', found);
    return this.#way === 'create' && !sameCode ? found : hold('duplicate', 'import/customer-twice', found);
  }

  /** What becomes of a row that customers on file match; null where it is to be created beside them. */
  #against(ids: readonly CustomerId[], key: MatchKey, row: SaidRow): RowDecision | null {
    const { set, bearer } = row;
    const knownAs = bearer?.knownAs;
    const id = ids[0] as CustomerId;
    const one = key === 'customer_no' || isCreditCode(key, keyValue(key, set) as string);
    if (this.#way === 'create' && !one) return null;
    if (ids.length > 1) return hold('duplicate', 'import/several-match', id);
    const hash = hashOf(row);
    const repeated = this.#repeated(id, hash);
    if (repeated) return repeated;
    const record = this.#reader.get(id) as CustomerRecord;
    this.#touched.set(id, hash);
    if (key === 'customer_no' && isSomeoneElse(record, knownAs === undefined ? set : { ...set, name: knownAs }))
      return hold('conflict', 'import/number-of-another', id);
    if (key !== 'customer_no' && set.customer_no && record.customer_no && set.customer_no !== record.customer_no)
      return hold('duplicate', 'import/other-number', id);
    return this.#update(record, row, hash, this.#way);
  }

  /**
   * Whether a row says nothing that the one did not which was staged: what it leaves blank takes nothing away. Where duplicates are to be created it
   * must say all of it, too, or it is another customer.
   */
  #saysNothingNew(staged: number, row: SaidRow): boolean {
    const { set, extra } = this.#draft.insert(staged);
    const would = this.#asCreated(row);
    const numbered = this.#numbered[-staged - 1] as boolean;
    const all = this.#way === 'create';
    const says = (key: FieldKey): boolean =>
      all ? key !== 'customer_no' || !numbered || Boolean(row.set.customer_no) : (row.set[key] ?? null) !== null;
    return (
      row.unplaced.length === 0 &&
      (all ? extra === row.extra : mergeExtra(extra, row.extra) === extra) &&
      fieldKeys.every((key) => !says(key) || (set[key] ?? null) === (would[key] ?? null))
    );
  }

  /** What becomes of a second row of one file that speaks of a customer; null for the first. */
  #repeated(id: CustomerId, hash: number): RowDecision | null {
    const touched = this.#touched.get(id);
    if (touched === undefined) return null;
    if (touched === hash) return unchanged(id);
    return this.#way === 'skip' ? unchanged(id, { skipped: true }) : hold('conflict', 'import/customer-twice', id);
  }

  /** What a row that is one customer's changes of it. */
  #update(
    record: CustomerRecord,
    { set: row, extra: incoming }: SaidRow,
    hash: number,
    way: DuplicateWay,
  ): RowDecision {
    const { id } = record;
    this.#touched.set(id, hash);
    if (record.lifecycle !== null && this.#lifecycle(record.lifecycle)?.entry.code === 'quarantine')
      return hold('quarantine', 'import/quarantined', id);
    const no = record.customer_no === null ? (row.customer_no ?? null) : null;
    const other = no === null ? null : this.#find.bearer(no, id);
    if (other !== null) return hold('conflict', 'import/number-of-another', other);
    // Nobody bears the number of a customer who was destroyed.
    if (no !== null && this.#reader.tombstones({ customer_no: no }, null).length > 0)
      return hold('quarantine', 'import/purged', id);
    const { set: said, kept: merely, conflict } = this.#merge(record, row);
    const merged = mergeExtra(record.extra, incoming);
    const set = resubmitted(this.#policy, record, said, merged !== record.extra);
    // What only its own command changes stays as it is, and that is told.
    const kept = [...merely, ...reservedIn(said, set)];
    const same = Object.keys(set).length === 0 && merged === record.extra && conflict === null;
    if (same) return { kind: 'unchanged', id, skipped: false, kept, record };
    if (way === 'skip') return unchanged(id, { skipped: true, record });
    if (way !== 'update') return hold('duplicate', 'import/duplicate', id);
    if (conflict !== null) return hold('conflict', 'import/verified-kept', id, conflict);
    const moves = identifying.some((key) => set[key] !== undefined);
    return {
      kind: 'update',
      record,
      set,
      extra: merged === record.extra ? undefined : merged,
      identity: moves ? identityKey({ ...record, ...set }) : undefined,
      kept,
    };
  }
}

/** A hash of what a row says. */
const hashOf = ({ set, extra, bearer, unplaced }: SaidRow): number =>
  textHash(
    [...Object.values(set), extra, bearer?.knownAs, ...unplaced.map(({ value }) => value)].map((one) => one ?? ''),
  );

/** Whether a key is the credit code, which one customer alone can have (S1-11). */
const isCreditCode = (key: MatchKey, value: string): boolean =>
  key === 'credit_code' || (key === 'identity' && codeOfIdentity(value) !== null);

/** A row that bears a customer's number but neither its name nor its credit code is most likely another customer's. */
function isSomeoneElse(record: CustomerRecord, set: FieldValues): boolean {
  if (!record.name || !set.name || record.name === set.name) return false;
  if (record.credit_code && set.credit_code) return record.credit_code !== set.credit_code;
  if (record.phone && record.phone === set.phone) return false;
  return (companyKey(record.name) ?? record.name) !== (companyKey(set.name) ?? set.name);
}

const reservedIn = (said: RowValues, set: FieldValues): FieldKey[] =>
  (['lifecycle', 'hold', 'hold_reason'] as const).filter((field) => said[field] !== undefined && !(field in set));

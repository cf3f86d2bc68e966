/** For each row: a new customer, a change to a known one, nothing new, or a question for a person. */
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Draft, LedgerReader } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { resubmitted } from '../rules/review/submission.js';
import { companyKey } from '../rules/text/company-name.js';
import { identityKey } from './identity.js';
import type { RowBearer } from './row.js';
import { rowHash } from './row-hash.js';

/** What is to become of a row. */
export type RowDecision =
  | { readonly kind: 'create'; readonly identity: string | null }
  | {
      readonly kind: 'hold';
      readonly why: 'conflict' | 'duplicate';
      readonly rule: string;
      readonly against: CustomerId | null;
    }
  | { readonly kind: 'unchanged'; readonly id: CustomerId | null }
  | {
      readonly kind: 'update';
      readonly id: CustomerId;
      readonly expect: number;
      readonly set: FieldValues;
      readonly extra: string | null | undefined;
    };

/** Decides row by row against the ledger and against what the same file brought before. */
export class RowDecider {
  readonly #reader: LedgerReader;
  readonly #draft: Draft;
  readonly #policy: Policy;
  readonly #empty: boolean;
  /** Row hashes of staged inserts, by position. */
  readonly #staged: number[] = [];
  /** Known customers that a row of this file already spoke of, with that row's hash. */
  readonly #touched = new Map<CustomerId, number>();

  constructor(reader: LedgerReader, draft: Draft, policy: Policy) {
    this.#reader = reader;
    this.#draft = draft;
    this.#policy = policy;
    this.#empty = reader.count() === 0;
  }

  /** The decision for a row; a `create` must be staged next, by draft.add, before another row is decided. */
  decide(set: FieldValues, extra: string | null, cells: readonly string[], bearer: RowBearer | null): RowDecision {
    const hash = rowHash(cells);
    if (bearer?.id) return this.#byId(bearer.id, bearer.knownAs, set, extra, hash);
    const identity = identityKey(set);
    const no = set.customer_no ?? null;
    const before =
      no !== null
        ? this.#stagedBefore('customer_no', no, hash)
        : identity !== null
          ? this.#stagedBefore('identity', identity, hash)
          : null;
    if (before) return before;
    if (!this.#empty) {
      const known = this.#known(no, identity);
      if (known) return this.#against(known.ids, known.by, set, extra, hash, bearer?.knownAs);
    }
    if (no !== null && identity?.startsWith('c:') && this.#draft.find('identity', identity).length > 0)
      return { kind: 'hold', why: 'duplicate', rule: 'import/same-credit-code', against: null };
    this.#staged.push(hash);
    return { kind: 'create', identity };
  }

  /** A row that names the customer by its id in this ledger, as worklists do; a name that is not the customer's shows a row gone astray. */
  #byId(
    word: string,
    knownAs: string | null | undefined,
    set: FieldValues,
    extra: string | null,
    hash: number,
  ): RowDecision {
    const hold = (rule: string, against: CustomerId | null): RowDecision => ({
      kind: 'hold',
      why: 'conflict',
      rule,
      against,
    });
    const number = /^#([1-9]\d{0,14})$/.exec(word)?.[1];
    const record = number === undefined ? null : this.#reader.get(Number(number));
    if (record === null) return hold('import/id-unknown', null);
    const { id } = record;
    if ((knownAs === undefined ? (set.name ?? null) : knownAs) !== record.name) return hold('import/id-of-another', id);
    const no = set.customer_no ?? null;
    if (no !== null && no !== record.customer_no) {
      if (record.customer_no !== null) return hold('import/other-number', id);
      const taken =
        this.#stagedBefore('customer_no', no, hash) !== null || this.#reader.find('customer_no', no).length > 0;
      if (taken) return hold('import/number-of-another', id);
    }
    return this.#repeated(id, hash) ?? this.#merge(record, set, extra, hash);
  }

  #stagedBefore(key: 'customer_no' | 'identity', value: string, hash: number): RowDecision | null {
    const found = this.#draft.find(key, value);
    const first = found[0];
    if (first === undefined || first >= 0) return null;
    if (this.#staged[-first - 1] === hash) return { kind: 'unchanged', id: null };
    const rule = key === 'customer_no' ? 'import/number-twice' : 'import/customer-twice';
    return { kind: 'hold', why: key === 'customer_no' ? 'conflict' : 'duplicate', rule, against: null };
  }

  #known(
    no: string | null,
    identity: string | null,
  ): { readonly ids: readonly CustomerId[]; readonly by: 'identity' | 'number' } | null {
    if (no !== null) {
      const ids = this.#reader.find('customer_no', no);
      if (ids.length > 0) return { ids, by: 'number' };
    }
    if (identity === null) return null;
    const ids = this.#reader.find('identity', identity);
    return ids.length > 0 ? { ids, by: 'identity' } : null;
  }

  #against(
    ids: readonly CustomerId[],
    by: 'identity' | 'number',
    set: FieldValues,
    extra: string | null,
    hash: number,
    knownAs: string | null | undefined,
  ): RowDecision {
    const id = ids[0] as CustomerId;
    if (ids.length > 1) return { kind: 'hold', why: 'duplicate', rule: 'import/several-match', against: id };
    const repeated = this.#repeated(id, hash);
    if (repeated) return repeated;
    const record = this.#reader.get(id) as CustomerRecord;
    this.#touched.set(id, hash);
    if (by === 'number' && isSomeoneElse(record, knownAs === undefined ? set : { ...set, name: knownAs }))
      return { kind: 'hold', why: 'conflict', rule: 'import/number-of-another', against: id };
    if (by === 'identity' && set.customer_no && record.customer_no && set.customer_no !== record.customer_no) {
      return { kind: 'hold', why: 'duplicate', rule: 'import/other-number', against: id };
    }
    return this.#merge(record, set, extra, hash);
  }

  /** What becomes of a second row of one file that speaks of a customer; null for the first. */
  #repeated(id: CustomerId, hash: number): RowDecision | null {
    const touched = this.#touched.get(id);
    if (touched === undefined) return null;
    return touched === hash
      ? { kind: 'unchanged', id }
      : { kind: 'hold', why: 'conflict', rule: 'import/customer-twice', against: id };
  }

  /** The values that differ from those on file. */
  #merge(record: CustomerRecord, set: FieldValues, extra: string | null, hash: number): RowDecision {
    const { id, version: expect } = record;
    this.#touched.set(id, hash);
    const differs = differences(this.#policy, record, set, extra);
    return differs === null ? { kind: 'unchanged', id } : { kind: 'update', id, expect, ...differs };
  }
}

/** What a row says otherwise than the record on file, as the change to make of it; null where it says nothing new. */
export function differences(
  policy: Policy,
  record: CustomerRecord,
  set: FieldValues,
  extra: string | null,
): { readonly set: FieldValues; readonly extra: string | null | undefined } | null {
  const changed: { [K in FieldKey]?: string } = {};
  // A blank cell says nothing: it never takes away what is known.
  for (const [key, value] of Object.entries(set) as [FieldKey, string | null][])
    if (value !== null && record[key] !== value) changed[key] = value;
  const merged = mergeExtra(record.extra, extra);
  const more = merged !== record.extra;
  const after = resubmitted(policy, record, changed, more);
  if (Object.keys(after).length === 0 && !more) return null;
  return { set: after, extra: more ? merged : undefined };
}

/** A row that bears a customer's number but neither its name nor its credit code is most likely another customer's. */
function isSomeoneElse(record: CustomerRecord, set: FieldValues): boolean {
  if (!record.name || !set.name || record.name === set.name) return false;
  if (record.credit_code && set.credit_code) return record.credit_code !== set.credit_code;
  if (record.phone && record.phone === set.phone) return false;
  return (companyKey(record.name) ?? record.name) !== (companyKey(set.name) ?? set.name);
}

function mergeExtra(before: string | null, incoming: string | null): string | null {
  if (incoming === null || incoming === before) return before;
  if (before === null) return incoming;
  return JSON.stringify({ ...(JSON.parse(before) as object), ...(JSON.parse(incoming) as object) });
}

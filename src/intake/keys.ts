/** The keys by which a row is found to speak of a customer: on file, or brought by an earlier row of the same file (S1-11). */
import type { CustomerFields, CustomerId } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { MatchKey } from '../model/intake.js';
import type { Draft, LedgerReader } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import { companyKey, isCompanyLike } from '../rules/text/company-name.js';
import { parseCreditCode } from '../rules/text/credit-code.js';
import { parseEmail } from '../rules/text/email.js';
import { phoneKey } from '../rules/text/phone.js';
import { fold } from '../rules/text/unicode.js';
import { textHash } from './hash.js';
import { identityKey } from './identity.js';

/** Keys that the ledger does not look up by itself, because they count the same value in several spellings as one. */
type SpelledKey = Exclude<MatchKey, 'customer_no' | 'identity'>;

/** The fields that each key is made of, and how. */
const spelled: Readonly<
  Record<SpelledKey, { readonly fields: readonly FieldKey[]; readonly of: (set: FieldValues) => string | null }>
> = {
  credit_code: {
    fields: ['credit_code'],
    of: ({ credit_code }) => {
      const code = credit_code ? parseCreditCode(credit_code) : null;
      return code?.ok ? code.code : null;
    },
  },
  phone: { fields: ['phone'], of: ({ phone }) => (phone ? phoneKey(phone) : null) },
  email: {
    fields: ['email'],
    of: ({ email }) => {
      const read = email ? parseEmail(email) : null;
      return read?.ok ? read.address.toLowerCase() : null;
    },
  },
  name_region: {
    fields: ['name', 'province'],
    of: ({ name, province }) => {
      if (!name) return null;
      const key = isCompanyLike(name) ? companyKey(name) : fold(name);
      return key === null ? null : `${key}|${fold(province ?? '')}`;
    },
  },
};

/** A row's value under a key; null when it tells none. */
export function keyValue(key: MatchKey, set: FieldValues): string | null {
  if (key === 'customer_no') return set.customer_no ?? null;
  return key === 'identity' ? identityKey(set) : spelled[key].of(set);
}

/**
 * Looks rows up by their keys. Number and identity are the ledger's and the draft's own; for the others the ledger is read once,
 * when first asked, and a hash of each value is kept.
 */
export class KeyFinder {
  readonly #reader: LedgerReader;
  readonly #draft: Draft;
  readonly #keys: readonly SpelledKey[];
  readonly #staged = new Map<SpelledKey, Map<number, number>>();
  readonly #known = new Map<SpelledKey, Map<number, CustomerId | CustomerId[]>>();

  constructor(reader: LedgerReader, draft: Draft, keys: readonly MatchKey[]) {
    this.#reader = reader;
    this.#draft = draft;
    this.#keys = keys.filter((key): key is SpelledKey => key !== 'customer_no' && key !== 'identity');
    for (const key of this.#keys) this.#staged.set(key, new Map());
  }

  /** What is staged under a key first, as the draft names it: an insert (negative), or a customer that takes the value on; null when nothing is. */
  staged(key: MatchKey, value: string): number | null {
    if (key !== 'customer_no' && key !== 'identity') return this.#staged.get(key)?.get(textHash([value])) ?? null;
    return this.#draft.find(key, value)[0] ?? null;
  }

  /** Who but one customer has a number, or takes it on; null when it is free. */
  bearer(no: string, but: CustomerId): number | null {
    const others = [...this.#draft.find('customer_no', no), ...this.#reader.find('customer_no', no)];
    return others.find((id) => id !== but) ?? null;
  }

  /** Customers on file under a key, in the order of their ids. */
  known(key: MatchKey, value: string): readonly CustomerId[] {
    if (key === 'customer_no' || key === 'identity') return this.#reader.find(key, value);
    const found = this.#index(key).get(textHash([value]));
    if (found === undefined) return [];
    const ids = typeof found === 'number' ? [found] : found;
    return ids.filter((id) => spelled[key].of(this.#reader.get(id) as CustomerFields) === value);
  }

  /** Remembers the keys of an insert that was just staged. */
  add(staged: number, set: FieldValues): void {
    for (const key of this.#keys) {
      const value = spelled[key].of(set);
      const index = this.#staged.get(key) as Map<number, number>;
      if (value === null) continue;
      const hash = textHash([value]);
      if (!index.has(hash)) index.set(hash, staged);
    }
  }

  #index(key: SpelledKey): Map<number, CustomerId | CustomerId[]> {
    const made = this.#known.get(key);
    if (made) return made;
    const index = new Map<number, CustomerId | CustomerId[]>();
    const { fields, of } = spelled[key];
    for (const record of this.#reader.read(fields)) {
      const value = of(record);
      if (value === null) continue;
      const hash = textHash([value]);
      const before = index.get(hash);
      if (before === undefined) index.set(hash, record.id);
      else if (typeof before === 'number') index.set(hash, [before, record.id]);
      else before.push(record.id);
    }
    this.#known.set(key, index);
    return index;
  }
}

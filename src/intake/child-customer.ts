import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { IdentityKey, LedgerReader } from '../model/ledger.js';
import { companyKey } from '../rules/text/company-name.js';
import { parseCreditCode } from '../rules/text/credit-code.js';
import { phoneKey } from '../rules/text/phone.js';
import { fold } from '../rules/text/unicode.js';
import type { ReferenceField } from './child-headers.js';

/** Whose a row is; or by what nobody, or more than one, or somebody of another name was found. */
export type FoundCustomer =
  | { readonly ok: true; readonly record: CustomerRecord }
  | {
      readonly ok: false;
      readonly why: 'no-customer' | 'other-name' | 'purged' | 'several-customers';
      readonly by: ReferenceField;
      readonly ids: readonly CustomerId[];
      /** The number of a customer who was destroyed. */
      readonly number?: string | null;
    };

/** How many rows' customers are remembered: files are mostly in their order. */
const remembered = 1024;

/** A phone as it was written, and the plain ways to write it. */
function phoneForms(phone: string): readonly (string | null)[] {
  const key = phoneKey(phone);
  return [phone, phone.replace(/[\s-]/g, ''), key, key?.replace(/^\+86/, '') ?? null];
}

const sameName = (a: string, b: string): boolean =>
  fold(a) === fold(b) || (companyKey(a) ?? fold(a)) === (companyKey(b) ?? fold(b));

/**
 * Finds the customer of a row by its number, legacy ones too (S3-03), else by credit code, phone, e-mail, as they were written or in their
 * plain form. Where several bear the key, the name decides; a name that is not the customer's shows a row gone astray.
 */
export function customerFinder(
  reader: LedgerReader,
): (refers: Readonly<Partial<Record<ReferenceField, string>>>) => FoundCustomer {
  const known = new Map<string, FoundCustomer>();
  const search = (key: IdentityKey, forms: readonly (string | null)[]): readonly CustomerId[] => {
    for (const form of forms) {
      const ids = form === null ? [] : reader.find(key, form);
      if (ids.length > 0) return ids;
    }
    return [];
  };
  const find = (refers: Readonly<Partial<Record<ReferenceField, string>>>): FoundCustomer => {
    const { customer_no, credit_code, phone, email, name } = refers;
    const code = credit_code === undefined ? null : parseCreditCode(credit_code);
    const ways: readonly (readonly [ReferenceField, () => readonly CustomerId[]])[] = [
      ['customer_no', () => search('customer_no', [customer_no ?? null])],
      ['credit_code', () => search('credit_code', [credit_code ?? null, code?.ok ? code.code : null])],
      ['phone', () => search('phone', phone === undefined ? [] : phoneForms(phone))],
      ['email', () => search('email', email === undefined ? [] : [email, fold(email).toLowerCase()])],
    ];
    let last: ReferenceField = 'customer_no';
    for (const [by, look] of ways) {
      if (refers[by] === undefined) continue;
      last = by;
      const ids = look();
      if (ids.length === 0) {
        // A number that nobody bears is a mistake, which a phone must not hide.
        if (by === 'customer_no') break;
        continue;
      }
      const records = ids.map((id) => reader.get(id) as CustomerRecord);
      const named = name === undefined ? records : records.filter((r) => r.name === null || sameName(r.name, name));
      if (named.length === 1) return { ok: true, record: named[0] as CustomerRecord };
      return { ok: false, why: named.length > 1 ? 'several-customers' : 'other-name', by, ids };
    }
    const { name: _, ...keys } = refers;
    const [destroyed] = reader.tombstones(keys, null);
    if (destroyed === undefined) return { ok: false, why: 'no-customer', by: last, ids: [] };
    return { ok: false, why: 'purged', by: destroyed.by, ids: [destroyed.customer], number: destroyed.number };
  };
  return (refers) => {
    const key = `${refers.customer_no ?? ''}\n${refers.credit_code ?? ''}\n${refers.phone ?? ''}\n${refers.email ?? ''}\n${refers.name ?? ''}`;
    let found = known.get(key);
    if (found === undefined) {
      found = find(refers);
      if (known.size >= remembered) known.clear();
      known.set(key, found);
    }
    return found;
  };
}

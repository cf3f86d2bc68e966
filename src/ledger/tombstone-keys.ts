/** What a destroyed customer is known by (L01): numbers, e-mail and credit code in one spelling each. */
import type { Tombstone } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import { parseCreditCode } from '../rules/text/credit-code.js';
import { phoneKey, splitPhones } from '../rules/text/phone.js';
import { fold } from '../rules/text/unicode.js';

/** A key under which values speak of a customer, besides its number. */
export interface TombstoneKey {
  readonly kind: Exclude<Tombstone['by'], 'customer_no'>;
  readonly value: string;
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The keys of a customer's values, each once; cells with several phone numbers give several, an extension counts for nothing. */
export function tombstoneKeys(set: FieldValues): readonly TombstoneKey[] {
  const keys: TombstoneKey[] = [];
  const add = (kind: TombstoneKey['kind'], value: string) => {
    if (!keys.some((key) => key.kind === kind && key.value === value)) keys.push({ kind, value });
  };
  for (const cell of [set.phone, set.phone_other]) {
    if (!cell) continue;
    for (const one of splitPhones(cell)) {
      const key = phoneKey(one);
      if (key !== null) add('phone', key.replace(/;ext=.*$/, ''));
    }
  }
  // The reader of addresses brings a list of domains along that no ledger needs.
  const email = set.email ? fold(set.email).toLowerCase() : '';
  if (ADDRESS.test(email)) add('email', email);
  if (set.credit_code) {
    const code = parseCreditCode(set.credit_code);
    if (code.ok) add('credit_code', code.code);
  }
  return keys;
}

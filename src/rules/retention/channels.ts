/** Which ways to reach a customer still hold, and which fields were found to be wrong (S0-34). */
import type { CustomerRecord } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { codeFinder } from '../text/code-list.js';
import { parseEmail } from '../text/email.js';
import { parsePhone, splitPhones } from '../text/phone.js';
import { isPlaceholder } from '../text/sentinel.js';

/** What a word of `verify_result` or `invalid_reason` finds wrong. */
const WRONG: Readonly<Record<string, readonly FieldKey[]>> = {
  'dead-number': ['phone'],
  suspended: ['phone'],
  'wrong-address': ['address'],
  false: ['phone', 'phone_other', 'email', 'wechat', 'address', 'name', 'contact_name'],
};

type Fields = Pick<
  CustomerRecord,
  | 'address'
  | 'contact_name'
  | 'email'
  | 'invalid_reason'
  | 'name'
  | 'phone'
  | 'phone_other'
  | 'verify_result'
  | 'wechat'
>;

/** The fields with a value that a verification, or whoever set the customer aside, found to be wrong: what a field purge is about (C08). */
export function invalidFields(policy: Policy): (record: Fields) => readonly FieldKey[] {
  const result = codeFinder(policy, 'verify_result');
  const reason = codeFinder(policy, 'invalid_reason');
  return (record) => {
    const { verify_result, invalid_reason } = record;
    const codes = [
      verify_result === null ? undefined : result(verify_result)?.entry.code,
      invalid_reason === null ? undefined : reason(invalid_reason)?.entry.code,
    ];
    const wrong = new Set(codes.flatMap((code) => (code === undefined ? [] : (WRONG[code] ?? []))));
    return [...wrong].filter((field) => record[field as keyof Fields] !== null);
  };
}

/** The ways to reach a customer that can be read and were not found wrong; with one of them left, no record is destroyed as invalid (S0-34). */
export function validChannels(policy: Policy): (record: Fields) => readonly FieldKey[] {
  const wrong = invalidFields(policy);
  const reads = {
    phone: (value: string) => splitPhones(value).some((one) => parsePhone(one).kind !== 'invalid'),
    phone_other: (value: string) => splitPhones(value).some((one) => parsePhone(one).kind !== 'invalid'),
    email: (value: string) => parseEmail(value).ok,
    wechat: (value: string) => !isPlaceholder(value),
  };
  return (record) => {
    const not = wrong(record);
    return (Object.keys(reads) as (keyof typeof reads)[]).filter((field) => {
      const value = record[field];
      return value !== null && !not.includes(field) && reads[field](value);
    });
  };
}

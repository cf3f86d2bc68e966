/** Who is to be verified, and why: candidates for dormancy, those whose verification is due again, stale phones and e-mails. */
import type { CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { FieldKey } from '../model/fields.js';
import type { Given } from '../model/given.js';
import { strictestCadence } from '../rules/cadence/strictest.js';
import { readDay } from '../rules/calendar/read-day.js';
import candidate from '../rules/dormant/candidate.js';
import { isOnHold } from '../rules/dormant/on-hold.js';
import { lifecycleOf } from '../rules/lifecycle.js';
import { dueClock } from '../rules/review/clock.js';

/** Why somebody is on a verification list. */
export const verifyCauses = ['candidate', 'due', 'phone', 'email'] as const;

/** One of them: `phone` and `email`: theirs was verified too long ago, or never. */
export type VerifyCause = (typeof verifyCauses)[number];

/** One cause with what its text needs. */
export interface VerifyReason {
  readonly cause: VerifyCause;
  /** The day that it counts from: last contact, last verification, or the filing where there was none; null: never. */
  readonly since: IsoDate | null;
  /** The day by which it was due. */
  readonly due: IsoDate;
  readonly clauses: readonly string[];
}

/** When a customer is to be verified again, by the strictest clause (S0-24, C11); null for those who are not active. */
export function reverification({ policy }: Given): (record: CustomerRecord) => VerifyReason | null {
  const next = strictestCadence(policy, 'verify');
  return (record) => {
    const verified = readDay(record.verified_at);
    const since = verified ?? readDay(record.registered_at) ?? record.entered_on;
    const due = next(record, since);
    return due && { cause: 'due', since: verified, due: due.due, clauses: due.clauses };
  };
}

/** The fields that `verifying` looks at. */
export const verifyReads = (given: Given): readonly FieldKey[] => [
  ...candidate.reads(given),
  'customer_type',
  'grade',
  'stage',
  'value_class',
  'verified_at',
  'phone',
  'phone_verified_at',
  'email',
  'email_verified_at',
];

/**
 * The causes for which a customer is verified on the as-of day. `unverified`: a phone or e-mail that never was, too. A candidate for
 * dormancy is due in the working days of the policy (S0-30); nobody whose file is not active, or on hold as a candidate.
 */
export function verifying(
  given: Given,
  { unverified }: { readonly unverified: boolean },
): (record: CustomerRecord) => readonly VerifyReason[] {
  const { policy, asOf } = given;
  const standing = candidate.label(given);
  const stateOf = lifecycleOf(policy);
  const again = reverification(given);
  const next = strictestCadence(policy, 'verify');
  const { due: back } = dueClock(given, policy.verification.workdays)(asOf);
  const channel = (record: CustomerRecord, cause: 'email' | 'phone'): readonly VerifyReason[] => {
    if (record[cause] === null) return [];
    const since = readDay(record[`${cause}_verified_at`]);
    const clauses = cause === 'phone' ? ['S0-10'] : ['S0-11'];
    if (since === null) return unverified ? [{ cause, since, due: asOf, clauses }] : [];
    const due = next(record, since);
    return due !== null && due.due <= asOf
      ? [{ cause, since, due: due.due, clauses: [...clauses, ...due.clauses] }]
      : [];
  };
  return (record) => {
    if (stateOf(record) !== 'active') return [];
    const label = isOnHold(record.hold) ? null : standing(record);
    const due = again(record);
    return [
      ...(label?.value === 'candidate'
        ? [{ cause: 'candidate' as const, since: label.data.since as IsoDate, due: back, clauses: ['S0-29', 'S0-30'] }]
        : []),
      ...(due !== null && due.due <= asOf ? [due] : []),
      ...channel(record, 'phone'),
      ...channel(record, 'email'),
    ];
  };
}

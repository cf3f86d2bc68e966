/** What a row changes of a customer on file, field by field, as the policy's `intake.update` has it. */
import type { CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import { fieldOf } from '../model/fields.js';
import type { UpdateWay } from '../model/intake.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { readDay } from '../rules/calendar/read-day.js';
import { parseEmail } from '../rules/text/email.js';
import { parseFlag } from '../rules/text/flag.js';
import { phoneKey } from '../rules/text/phone.js';
import type { RowValues } from './row.js';

/** The outcome for one customer. */
export interface Merged {
  /** New values; a blank of the row is never among them. */
  readonly set: FieldValues;
  /** Fields in which the row says something else and what is on file stands. */
  readonly kept: readonly FieldKey[];
  /** The field that was verified and that the row contradicts without a later verification: a person decides. */
  readonly conflict: FieldKey | null;
}

/** Fields that can be verified: when it was done, and when two values are the same one. */
const verifiable: { readonly [K in FieldKey]?: { readonly on: FieldKey; readonly key: (value: string) => string } } = {
  phone: { on: 'phone_verified_at', key: (value) => phoneKey(value) ?? value },
  email: {
    on: 'email_verified_at',
    key: (value) => {
      const email = parseEmail(value);
      return email.ok ? email.address.toLowerCase() : value;
    },
  },
};
/** The days of verification, with the fields that they speak of. */
const verifiedBy = new Map(Object.entries(verifiable).map(([field, { on }]) => [on, field as FieldKey]));

/** Makes the merger of a policy. */
export function merger({ intake: { update } }: Policy): (record: CustomerRecord, row: RowValues) => Merged {
  const wayOf = (field: FieldKey): UpdateWay => {
    const bears = verifiedBy.get(field);
    if (bears !== undefined && wayOf(bears) === 'verified') return 'strictest';
    const way = update.fields[field] ?? update.default;
    return way === 'verified' && verifiable[field] === undefined ? 'overwrite' : way;
  };
  const ways = new Map<FieldKey, UpdateWay>();
  return (record, row) => {
    const set: { [K in FieldKey]?: string } = {};
    const kept: FieldKey[] = [];
    let conflict: FieldKey | null = null;
    for (const key in row) {
      const field = key as FieldKey;
      const value = row[field] ?? null;
      const before = record[field];
      // A blank cell says nothing: it never takes away what is known.
      if (value === null || value === before) continue;
      let way = ways.get(field);
      if (way === undefined) {
        way = wayOf(field);
        ways.set(field, way);
      }
      if (way === 'verified') {
        if (contradicts(field, record, row)) conflict ??= field;
        else set[field] = value;
      } else if (way === 'keep' || (before !== null && (way === 'fill' || !isStricter(way, field, value, before))))
        kept.push(field);
      else set[field] = value;
    }
    return { set, kept, conflict };
  };
}

/** Whether a row's other value meets one that was verified, and was not verified later itself. */
function contradicts(field: FieldKey, record: CustomerRecord, row: RowValues): boolean {
  const { on, key } = verifiable[field] as NonNullable<(typeof verifiable)[FieldKey]>;
  const before = record[field];
  if (before === null || record[on] === null || key(row[field] as string) === key(before)) return false;
  const day = readDay(row[on] ?? null);
  return day === null || day <= (readDay(record[on]) ?? '');
}

/** Whether a value stands over the one on file: always, but for `strictest` only a refusal or a later day does. */
function isStricter(way: UpdateWay, field: FieldKey, value: string, before: string): boolean {
  if (way !== 'strictest') return true;
  const refuses = parseFlag(value) === false;
  const refused = parseFlag(before) === false;
  if (refuses || refused) return refuses && !refused;
  if (fieldOf(field).kind !== 'date') return true;
  const day = readDay(value);
  return day !== null && day > (readDay(before) ?? '');
}

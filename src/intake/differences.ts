import type { CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { resubmitted } from '../rules/review/submission.js';

/** What a row that a person took for a customer's says otherwise than the record on file, as the change to make of it; null where it says nothing new. */
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

/** Undeclared columns on file with those of a row. */
export function mergeExtra(before: string | null, incoming: string | null): string | null {
  if (incoming === null || incoming === before) return before;
  if (before === null) return incoming;
  return JSON.stringify({ ...(JSON.parse(before) as object), ...(JSON.parse(incoming) as object) });
}

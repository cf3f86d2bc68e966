import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import type { Survivorship } from '../model/survivorship.js';
import { goldenOf } from './golden.js';
import { type Provenance, recordWith, valuesOf } from './replay.js';

/** A record as it is to be, and what of it differs from what it is. */
export interface Restored {
  readonly before: CustomerRecord;
  readonly after: CustomerRecord;
  readonly set: FieldValues;
  /** Undefined where it stays. */
  readonly extra: string | null | undefined;
}

/** What differs between two states of a record. */
function difference(before: CustomerRecord, after: CustomerRecord): Restored {
  const set: { [K in FieldKey]?: string | null } = {};
  for (const key of fieldKeys) if (before[key] !== after[key]) set[key] = after[key];
  return { before, after, set, extra: before.extra === after.extra ? undefined : after.extra };
}

/**
 * A customer and those of its members that are to be customers of their own again: each with its own values and the later edits that are its
 * own. Where others remain members, the values that were of those who leave are chosen anew among the rest.
 */
export function unmerge(
  golden: CustomerRecord,
  members: readonly CustomerRecord[],
  leaving: ReadonlySet<CustomerId>,
  { holders, own }: Provenance,
  policy: Survivorship,
): { readonly remains: Restored; readonly members: readonly Restored[] } {
  const ownOf = (record: CustomerRecord): CustomerRecord => recordWith(record, own.get(record.id) ?? valuesOf(record));
  const mine = ownOf(golden);
  const rest = members.filter(({ id }) => !leaving.has(id));
  let remains = mine;
  if (rest.length > 0) {
    const chosen = goldenOf(
      [mine, ...rest.map(ownOf)].map((record) => ({ record, changedOn: () => record.entered_on })),
      policy,
    );
    const anew = valuesOf({
      ...mine,
      ...(chosen.set as Partial<CustomerRecord>),
      ...(chosen.extra !== undefined && { extra: chosen.extra }),
    });
    const values = valuesOf(golden);
    for (const [name, holder] of holders)
      if (holder === null || leaving.has(holder)) values.set(name, anew.get(name) ?? null);
    remains = recordWith(golden, values);
  }
  return {
    remains: difference(golden, { ...remains, id: golden.id, version: golden.version }),
    members: members.filter(({ id }) => leaving.has(id)).map((record) => difference(record, ownOf(record))),
  };
}

/** What a person decided of a held row becomes changes: a new customer, an update of the one on file, or nothing. */
import type { CustomerId } from '../model/customer.js';
import type { Given } from '../model/given.js';
import type { Draft, LedgerReader, NumberParts } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import { numberIssuer } from '../rules/number/issue.js';
import { parseNumber } from '../rules/number/schemes.js';
import { entryState } from '../rules/review/submission.js';
import { codeWord } from '../rules/text/code-list.js';
import { differences } from './differences.js';
import { sourceAsker } from './door.js';
import type { Collision } from './held.js';
import { identityKey } from './identity.js';
import { filledIn } from './told.js';

/** What can be decided. */
export const heldDecisions = ['create', 'update', 'drop'] as const;

/** One of them. */
export type HeldDecision = (typeof heldDecisions)[number];

/** What came of a decision: settled, or why it cannot be done. */
export type HeldVerdict =
  | {
      readonly verdict: 'created';
      /** The number of the new customer; `otherNumber`: the row's own is another customer's, and was left out. */
      readonly number: string | null;
      readonly otherNumber: string | null;
      /** The customer whom it was taken for, and is kept apart from now on. */
      readonly apart: CustomerId | null;
    }
  | { readonly verdict: 'updated'; readonly customer: CustomerId; readonly fields: number }
  | { readonly verdict: 'dropped' }
  | { readonly verdict: 'blocked'; readonly why: 'no-source' | 'no-target' | 'touched' | 'unreadable' };

/**
 * Stages decisions of held rows one by one (law 3: each row is settled exactly once). A new customer is told `defaults` where its row is blank,
 * then what its import was told.
 */
export function heldDecider(
  { reader, draft }: { readonly reader: LedgerReader; readonly draft: Draft },
  given: Given,
  defaults: FieldValues,
): (collision: Collision, decision: HeldDecision) => HeldVerdict {
  const { policy } = given;
  const issue = numberIssuer(given, (scheme, counter) => reader.lastSerial(scheme, counter));
  const submitted = codeWord(policy, 'review_state', 'submitted');
  const hasSource = sourceAsker(given);
  const touched = new Set<CustomerId>();
  const taken = (no: string) =>
    reader.find('customer_no', no).length > 0 ||
    draft.find('customer_no', no).length > 0 ||
    reader.tombstones({ customer_no: no }, null).length > 0;
  const numberOf = (set: FieldValues, own: string | null): NumberParts | null => {
    if (own !== null) return parseNumber(own, policy);
    for (;;) {
      const parts = issue(set);
      if ('blocked' in parts) return null;
      if (!taken(parts.no)) return parts;
    }
  };

  const create = ({ held, record, row }: Collision & { readonly row: NonNullable<Collision['row']> }): HeldVerdict => {
    const said = row.set.customer_no ?? null;
    const otherNumber = said !== null && taken(said) ? said : null;
    const own = otherNumber === null ? said : null;
    const values: FieldValues = {
      ...filledIn(row.set, defaults, row.told),
      customer_no: own,
      review_state: entryState(policy, row.set.review_state ?? null, submitted),
    };
    if (!hasSource(values)) return { verdict: 'blocked', why: 'no-source' };
    const number = numberOf(values, own);
    const no = own ?? number?.no ?? null;
    const staged = draft.add(
      {
        kind: 'insert',
        set: { ...values, customer_no: no },
        extra: row.extra,
        reasons: [{ rule: 'review/decide', clause: 'S1-11', data: {} }],
      },
      { identity: identityKey(row.set), number },
    );
    draft.settle({ table: 'held', id: held.id, how: 'created', customer: staged });
    // Who was created beside a likeness was decided to be another: no scan may bring the two together again (MATCHING 13).
    const apart = held.rule === 'import/near-duplicate' ? (record?.id ?? null) : null;
    if (apart !== null) draft.pair({ a: staged, b: apart, what: 'keep-apart' });
    return { verdict: 'created', number: no, otherNumber, apart };
  };

  const update = ({ held, row, record }: Collision & { readonly row: NonNullable<Collision['row']> }): HeldVerdict => {
    if (record === null) return { verdict: 'blocked', why: 'no-target' };
    // Two rows that each say something else of one customer are decided in two runs, so that the second is seen beside the first.
    if (touched.has(record.id)) return { verdict: 'blocked', why: 'touched' };
    touched.add(record.id);
    // The customer on file keeps its number (C01).
    const differs = differences(policy, record, { ...row.set, customer_no: record.customer_no ?? null }, row.extra);
    if (differs !== null) {
      const { set, extra } = differs;
      draft.add(
        {
          kind: 'update',
          id: record.id,
          expect: record.version,
          set,
          ...(extra !== undefined && { extra }),
          reasons: [{ rule: 'review/decide', clause: 'S1-11', data: {} }],
        },
        { identity: identityKey({ ...record, ...set }) },
      );
    }
    draft.settle({ table: 'held', id: held.id, how: 'updated', customer: record.id });
    return { verdict: 'updated', customer: record.id, fields: Object.keys(differs?.set ?? {}).length };
  };

  return (collision, decision) => {
    const { held, row } = collision;
    if (decision === 'drop') {
      draft.settle({ table: 'held', id: held.id, how: 'dropped', customer: null });
      return { verdict: 'dropped' };
    }
    if (row === null) return { verdict: 'blocked', why: 'unreadable' };
    return decision === 'create' ? create({ ...collision, row }) : update({ ...collision, row });
  };
}

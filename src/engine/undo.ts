/** How a run is undone: what it did, turned back as far as nothing that came later stands in the way, and what cannot be, with the runs behind it. */
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Reason } from '../model/finding.js';
import type { LedgerReader, RunEffect } from '../model/ledger.js';
import type { Change, FieldValues, PairDecision, SettledTable, Settlement } from '../model/plan.js';

/**
 * Why something stays as it is. `changed`: a later run changed it; `used`: rows or merged customers of later runs hang on it; `merged`, `aside`:
 * the customer stands aside; `number`: another customer bears the number by now; `into`: the one that it was merged into is none any more;
 * `settled`: it was decided otherwise since; `customer`: the customer that the row became stays; `erased`: nobody knows what it was;
 * `destroyed`: the customer's file was destroyed, or the row with it.
 */
export type Obstacle =
  | 'aside'
  | 'changed'
  | 'customer'
  | 'destroyed'
  | 'erased'
  | 'into'
  | 'merged'
  | 'number'
  | 'settled'
  | 'used';

/** What a step is about: a customer, one field of it, or a held or child row. */
export interface StepSubject {
  readonly id: CustomerId | null;
  readonly field: FieldKey | 'extra' | null;
  readonly row: { readonly table: SettledTable; readonly id: number } | null;
}

/** What becomes of a thing that the run did: `restored` from its value to the one before, taken out, put back, left because it is `back` already, or `blocked`. */
type Outcome =
  | { readonly what: 'restored'; readonly from: string | null; readonly to: string | null }
  | { readonly what: 'back' | 'brought-back' | 'opened' | 'set-aside' | 'settled' | 'unpaired' }
  | { readonly what: 'blocked'; readonly why: Obstacle; readonly by: readonly number[] };

/** One thing that the run did, and what becomes of it. */
export type UndoStep = Outcome & StepSubject;

/** What becomes of one effect: the change or settlement to stage, if any, and each step of it. */
export interface Undone {
  readonly change: Change | null;
  /** The identity key that a restored customer is found by; undefined where it stays. */
  readonly identity?: string | null;
  readonly settlement: Settlement | null;
  /** A decision on two customers, as it stood before the run. */
  readonly pair?: PairDecision;
  readonly steps: readonly UndoStep[];
}

/** What the plan asks of the ledger. */
export type UndoReader = Pick<LedgerReader, 'aside' | 'get' | 'registered'>;

type Effect<K extends RunEffect['kind']> = Extract<RunEffect, { readonly kind: K }>;

const reasons: readonly Reason[] = [{ rule: 'undo/run', data: {} }];
const none = { id: null, field: null, row: null };

/** Turns what a run did back, effect by effect. `identityOf` gives the key that a customer with these values is found by (S1-11). */
export function* undoing(
  effects: Iterable<RunEffect>,
  reader: UndoReader,
  identityOf: (set: FieldValues) => string | null,
): IterableIterator<Undone> {
  /** New customers that stay: held rows that became one of them stay settled. */
  const staying = new Set<CustomerId>();
  for (const effect of effects) {
    if (effect.kind === 'insert') {
      const undone = takenOut(effect, 'undone', null);
      if (undone.change === null) staying.add(effect.id);
      yield undone;
    } else if (effect.kind === 'update') yield restored(effect, reader, identityOf);
    else if (effect.kind === 'set-aside') yield broughtBack(effect, reader);
    else if (effect.kind === 'bring-back') yield setAsideAgain(effect, reader);
    else if (effect.kind === 'row') yield settledUndone(effect);
    else if (effect.kind === 'destroyed') yield left({ id: effect.id, row: effect.row }, 'destroyed', effect.by);
    else if (effect.kind === 'settle') yield settlementTakenBack(effect, staying);
    else yield pairTakenBack(effect);
  }
}

const step = (subject: Partial<StepSubject>, outcome: Outcome): UndoStep => ({ ...none, ...subject, ...outcome });

/** Nothing to stage: the effect is back already, or something stands in the way. */
const left = (subject: Partial<StepSubject>, why: Obstacle | 'back', by: readonly number[] = []): Undone => ({
  change: null,
  settlement: null,
  steps: [step(subject, why === 'back' ? { what: 'back' } : { what: 'blocked', why, by })],
});

function takenOut(
  { id, version, since, by }: Pick<Effect<'bring-back' | 'insert'>, 'by' | 'id' | 'since' | 'version'>,
  why: 'merged' | 'undone',
  into: CustomerId | null,
): Undone {
  if (since !== null) return left({ id }, since === 'undone' ? 'back' : since, by);
  const change: Change = { kind: 'set-aside', id, expect: version, why, into, reasons };
  return { change, settlement: null, steps: [step({ id }, { what: 'set-aside' })] };
}

function setAsideAgain(effect: Effect<'bring-back'>, reader: UndoReader): Undone {
  const { id, now, why, into, by } = effect;
  if (now !== 'kept') return left({ id }, now === 'back' ? 'back' : 'changed', by);
  if (into !== null && !isFound(into, id, reader)) return left({ id }, 'into');
  return takenOut(effect, why, into);
}

/** Whether a customer, or the one that it is now after all merges, is among the customers, and is not `other`. */
function isFound(id: CustomerId, other: CustomerId, reader: UndoReader): boolean {
  for (let at: CustomerId | null = id; at !== null && at !== other; ) {
    if (reader.get(at) !== null) return true;
    at = reader.aside(at)?.into ?? null;
  }
  return false;
}

function broughtBack({ id, now, by }: Effect<'set-aside'>, reader: UndoReader): Undone {
  if (now !== 'kept') return left({ id }, now === 'back' ? 'back' : 'changed', by);
  const no = reader.aside(id)?.record.customer_no ?? null;
  if (no !== null && !mayBear(no, id, reader)) return left({ id, field: 'customer_no' }, 'number');
  return {
    change: { kind: 'bring-back', id, reasons },
    settlement: null,
    steps: [step({ id }, { what: 'brought-back' })],
  };
}

function mayBear(no: string, id: CustomerId, reader: UndoReader): boolean {
  const known = reader.registered(no);
  return known === null || known.customer === id || known.free;
}

function restored(
  { id, version, asideBy, changes }: Effect<'update'>,
  reader: UndoReader,
  identityOf: (set: FieldValues) => string | null,
): Undone {
  const record = reader.get(id);
  const set: { [K in FieldKey]?: string | null } = {};
  let extra: string | null | undefined;
  const steps = changes.map(({ field, before, now, by }): UndoStep => {
    const blocked = (why: Obstacle, runs = by) => step({ id, field }, { what: 'blocked', why, by: runs });
    if (now === 'back') return step({ id, field }, { what: 'back' });
    if (now !== 'kept') return blocked(now);
    if (record === null) return blocked('aside', asideBy === null ? [] : [asideBy]);
    if (field === 'customer_no' && before !== null && !mayBear(before, id, reader)) return blocked('number');
    if (field === 'extra') extra = before;
    else set[field] = before;
    return step({ id, field }, { what: 'restored', from: record[field], to: before });
  });
  if (record === null || !steps.some(({ what }) => what === 'restored'))
    return { change: null, settlement: null, steps };
  return {
    change: { kind: 'update', id, expect: version, set, ...(extra !== undefined && { extra }), reasons },
    identity: identityOf({ ...(record as CustomerRecord), ...set }),
    settlement: null,
    steps,
  };
}

function settledUndone({ table, id, settled, by }: Effect<'row'>): Undone {
  const row = { table, id };
  if (settled !== null) return left({ row }, settled === 'undone' ? 'back' : 'settled', by);
  return {
    change: null,
    settlement: { table, id, how: 'undone', customer: null },
    steps: [step({ row }, { what: 'settled' })],
  };
}

function settlementTakenBack(effect: Effect<'settle'>, staying: ReadonlySet<CustomerId>): Undone {
  const { table, id, how, was, customer, now, by } = effect;
  const row = { table, id };
  if (now !== 'kept') return left({ row }, now === 'back' ? 'back' : 'settled', by);
  if (how === 'created' && customer !== null && staying.has(customer)) return left({ row, id: customer }, 'customer');
  const settlement: Settlement =
    was === null ? { table, id, how: 'open', customer: null } : { table, id, how: was, customer };
  return { change: null, settlement, steps: [step({ row }, { what: was === null ? 'opened' : 'settled' })] };
}

function pairTakenBack({ a, b, before, now, by }: Effect<'pair'>): Undone {
  if (now !== 'kept') return left({ id: a }, now === 'back' ? 'back' : 'settled', by);
  return {
    change: null,
    settlement: null,
    pair: { a, b, what: before },
    steps: [step({ id: a }, { what: 'unpaired' })],
  };
}

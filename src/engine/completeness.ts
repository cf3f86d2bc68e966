import type { CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Given } from '../model/given.js';
import type { Policy } from '../model/policy.js';
import { type Answer, answerReader } from '../rules/text/answer.js';
import { maskedReason } from '../rules/text/masked.js';
import { partyKind } from '../rules/text/party.js';
import { type Place, placesOf, valuesOf } from '../rules/values.js';
import { percentOf } from './counts.js';

/** A field, or several of which one is enough, over the records that are asked for it: filled + withheld + missing = asked. */
export interface SlotCounts {
  readonly fields: readonly FieldKey[];
  readonly asked: number;
  readonly filled: number;
  /** The customer would not tell (S4-34, C20): satisfies the profile, counted apart. */
  readonly withheld: number;
  /** Blank, a filler such as 待补充, or a masked phone or e-mail (S4-32). */
  readonly missing: number;
  /** Filled in percent of asked, rounded down; null when nobody is asked. */
  readonly percent: number | null;
}

/** Completeness under one profile, always told with its name (C06). */
export interface ProfileCompleteness {
  readonly profile: string;
  readonly records: number;
  /** Records of which no required field is missing. */
  readonly complete: number;
  readonly percent: number | null;
  readonly required: readonly SlotCounts[];
  /** The second figure, which gates nothing (S0-08). */
  readonly optional: readonly SlotCounts[];
}

/** Completeness under each active profile, and under all of them together. */
export interface CompletenessResult {
  readonly profiles: readonly ProfileCompleteness[];
  readonly records: number;
  readonly complete: number;
  readonly percent: number | null;
}

/** Counts completeness record by record (S2-42). */
export interface Completeness {
  see(record: CustomerRecord): void;
  /** The slots that the record seen last does not fill, with the active profiles that require them and how it stands in them. */
  each(take: (profiles: readonly string[], fields: readonly FieldKey[], state: SlotState) => void): void;
  end(): CompletenessResult;
}

/** Masked, they reach nobody and count as missing (S4-32), as validate/required has it. */
const CHANNELS: ReadonlySet<FieldKey> = new Set<FieldKey>(['phone', 'phone_other', 'email']);

/** How a record stands in a slot; a person is exempt from what only companies are asked for. */
export type SlotState = 'exempt' | 'filled' | 'missing' | 'withheld';

interface Slot {
  readonly fields: readonly FieldKey[];
  readonly places: readonly Place[];
  readonly exempt: boolean;
  asked: number;
  filled: number;
  withheld: number;
  missing: number;
  state: SlotState;
}

/** Counts how complete records are under the policy's active profiles; a person is not asked for what persons are exempt from (S3-01). */
export function completeness({ policy }: Given): Completeness {
  const answer = answerReader(policy);
  const slots = new Map<string, Slot>();
  const slotsOf = (needs: readonly (FieldKey | readonly FieldKey[])[]) =>
    needs.map((need) => slotOf(slots, need, policy));
  const profiles = [...new Set(policy.profiles.active)].flatMap((id) => {
    const profile = policy.profiles.list[id];
    if (!profile) return [];
    return [{ id, required: slotsOf(profile.required), optional: slotsOf(profile.optional), complete: 0 }];
  });
  const all = [...slots.values()];
  const wanted = all.flatMap((slot) => {
    const by = profiles.flatMap(({ id, required }) => (required.includes(slot) ? [id] : []));
    return by.length === 0 ? [] : [{ slot, by }];
  });
  const someExempt = all.some((slot) => slot.exempt);
  let [records, complete] = [0, 0];
  return {
    see(record) {
      const values = valuesOf(record);
      const person = someExempt && partyKind(record, policy) === 'person';
      for (const slot of all) {
        slot.state = person && slot.exempt ? 'exempt' : stateOf(values, slot.places, answer);
        if (slot.state === 'exempt') continue;
        slot.asked++;
        if (slot.state === 'filled') slot.filled++;
        else if (slot.state === 'withheld') slot.withheld++;
        else slot.missing++;
      }
      records++;
      let whole = true;
      for (const profile of profiles) {
        if (profile.required.every(isThere)) profile.complete++;
        else whole = false;
      }
      if (whole) complete++;
    },
    each(take) {
      for (const { slot, by } of wanted) if (slot.state !== 'filled') take(by, slot.fields, slot.state);
    },
    end: () => ({
      profiles: profiles.map(({ id, required, optional, complete: ofProfile }) => ({
        profile: id,
        records,
        complete: ofProfile,
        percent: percentOf(ofProfile, records),
        required: required.map(countsOf),
        optional: optional.map(countsOf),
      })),
      records,
      complete,
      percent: percentOf(complete, records),
    }),
  };
}

function slotOf(slots: Map<string, Slot>, need: FieldKey | readonly FieldKey[], { profiles }: Policy): Slot {
  const fields = typeof need === 'string' ? [need] : need;
  const known = slots.get(fields.join());
  if (known) return known;
  const exempt = fields.every((field) => profiles.personExempt.includes(field));
  const places = placesOf(fields);
  const slot: Slot = { fields, places, exempt, asked: 0, filled: 0, withheld: 0, missing: 0, state: 'missing' };
  slots.set(fields.join(), slot);
  return slot;
}

const isThere = ({ state }: Slot): boolean => state !== 'missing';

function stateOf(
  values: ReturnType<typeof valuesOf>,
  places: readonly Place[],
  answer: (value: string) => Answer,
): SlotState {
  let state: SlotState = 'missing';
  for (const { field, at } of places) {
    const value = values[at];
    if (value === null || value === undefined) continue;
    const said = answer(value);
    if (said === 'withheld') state = 'withheld';
    else if (said === 'given' && !(CHANNELS.has(field) && maskedReason(value) !== null)) return 'filled';
  }
  return state;
}

function countsOf({ fields, asked, filled, withheld, missing }: Slot): SlotCounts {
  return { fields, asked, filled, withheld, missing, percent: percentOf(filled, asked) };
}

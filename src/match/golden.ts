/** The golden record of one customer out of its members (MATCHING 12): whose value stands in each field, and why. */
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys, fieldOf } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import type { Survivorship } from '../model/survivorship.js';
import { readDay } from '../rules/calendar/read-day.js';
import { parseEmail } from '../rules/text/email.js';
import { phoneKey, splitPhones } from '../rules/text/phone.js';
import { fold } from '../rules/text/unicode.js';
import {
  type Claim,
  type FieldRule,
  type Survivor,
  type SurvivorshipRules,
  survive,
  type Why,
} from './survivorship.js';

/** A record that a golden one is chosen from. */
export interface Member {
  readonly record: CustomerRecord;
  /** The ISO day on which a field got its value, as far as anybody knows. */
  changedOn(field: FieldKey): string | null;
}

/** One field of the golden record. */
export interface GoldenField {
  readonly field: FieldKey;
  readonly value: string | null;
  /** The member whose value it is; null: nobody's alone, a list. */
  readonly from: CustomerId | null;
  readonly why: Why | 'own';
  /** Whether members say different things. */
  readonly conflict: boolean;
}

/** What a merged customer will say. */
export interface Golden {
  readonly id: CustomerId;
  /** Fields that any member fills. */
  readonly fields: readonly GoldenField[];
  /** What differs from the record that remains. */
  readonly set: FieldValues;
  /** Columns that nobody declared, of all members; undefined where they stay as they are. */
  readonly extra: string | null | undefined;
}

/** The column in which e-mails are kept that the one field has no room for. */
export const OTHER_EMAILS = '其他邮箱';
/** Between the values of a list. */
export const LIST_MARK = '、';

/** The normal form by which two values of a field are one. */
export function valueKey(field: FieldKey, value: string): string {
  const { kind } = fieldOf(field);
  if (kind === 'phone') return phoneKey(value) ?? fold(value);
  if (kind !== 'email') return fold(value);
  const email = parseEmail(value);
  return (email.ok ? email.address : fold(value)).toLowerCase();
}

/** Numbers of a list, each once. */
export function phonesOf(...cells: readonly (string | null)[]): string[] {
  const seen = new Map<string, string>();
  for (const number of cells.flatMap((cell) => (cell === null ? [] : splitPhones(cell)))) {
    const key = valueKey('phone', number);
    if (!seen.has(key)) seen.set(key, number);
  }
  return [...seen.values()];
}

const nameOf = (id: CustomerId): string => String(id).padStart(12, '0');

/** A record's value of a field; of several numbers in one cell the first. */
const saidBy = (record: CustomerRecord, field: FieldKey): string | null =>
  field === 'phone' ? (phonesOf(record.phone)[0] ?? null) : record[field];

/** Whether somebody has confirmed a field of a record. */
function verified(record: CustomerRecord, field: FieldKey): boolean {
  if (field === 'phone') return record.phone_verified_at !== null;
  if (field === 'email') return record.email_verified_at !== null;
  return record.verified_at !== null || record.confirmed_at !== null;
}

/** The golden record; the first member is the one that remains. */
export function goldenOf(members: readonly Member[], policy: Survivorship): Golden {
  const remaining = (members[0] as Member).record;
  const chosen = new Chooser(members, policy).all();
  const set: Record<string, string | null> = {};
  for (const { field, value } of chosen) if (value !== remaining[field]) set[field] = value;
  const extra = extraOf(members, chosen, policy.rules.email === 'list');
  return { id: remaining.id, fields: chosen, set, extra: extra === remaining.extra ? undefined : extra };
}

class Chooser {
  readonly #members: readonly Member[];
  readonly #policy: Survivorship;
  readonly #byId: ReadonlyMap<string, CustomerRecord>;

  constructor(members: readonly Member[], policy: Survivorship) {
    this.#members = members;
    this.#policy = policy;
    this.#byId = new Map(members.map(({ record }) => [nameOf(record.id), record]));
  }

  all(): GoldenField[] {
    const { rules, together } = this.#policy;
    const leaders = new Map<FieldKey, FieldKey>();
    for (const [leader, followers] of Object.entries(together) as [FieldKey, FieldKey[]][])
      for (const follower of followers) leaders.set(follower, leader);
    const chosen = new Map<FieldKey, GoldenField>();
    for (const field of fieldKeys)
      if (!leaders.has(field) && field !== 'phone_other')
        this.#keep(chosen, this.#choose(field, rules[field] ?? 'best'));
    for (const [field, leader] of leaders) this.#keep(chosen, this.#follow(field, chosen.get(leader)));
    this.#keep(chosen, this.#phones(chosen.get('phone')));
    return fieldKeys.flatMap((field) => chosen.get(field) ?? []);
  }

  /** Fields that nobody fills are none of the golden record's. */
  #keep(chosen: Map<FieldKey, GoldenField>, one: GoldenField): void {
    if (one.why !== 'none') chosen.set(one.field, one);
  }

  #claims(field: FieldKey): Claim[] {
    return this.#members.map(({ record, changedOn }) => ({
      record: nameOf(record.id),
      value: saidBy(record, field),
      verified: verified(record, field),
      source: record.source,
      changedOn: changedOn(field),
    }));
  }

  #choose(field: FieldKey, rule: FieldRule | 'own'): GoldenField {
    const remaining = (this.#members[0] as Member).record;
    const claims = this.#claims(field);
    if (rule === 'own') {
      const said = claims.some(({ value }) => value !== null);
      return this.#field(field, { value: remaining[field], from: nameOf(remaining.id), why: said ? 'own' : 'none' });
    }
    const words = new Set((this.#policy.refusals[field] ?? []).map((word) => fold(word).toLowerCase()));
    const rules: SurvivorshipRules = {
      sources: this.#policy.sources,
      refusals: claims.flatMap(({ value }) => (value !== null && words.has(fold(value).toLowerCase()) ? [value] : [])),
      key: (value) => valueKey(field, value),
      day: readDay,
    };
    const survivor = survive(claims, rule === 'list' ? 'best' : rule, rules);
    // A cell with several numbers stays as it is where it is the only one.
    const alone = survivor.from !== null && survivor.why === 'only';
    return this.#field(
      field,
      alone ? { ...survivor, value: this.#byId.get(survivor.from as string)![field] } : survivor,
    );
  }

  #field(
    field: FieldKey,
    { from, value, why }: Pick<Survivor, 'from' | 'value'> & { readonly why: GoldenField['why'] },
  ): GoldenField {
    const keys = new Set(
      this.#members.flatMap(({ record }) => (record[field] === null ? [] : [valueKey(field, record[field])])),
    );
    // The record that remains says the same in its own words.
    const remaining = (this.#members[0] as Member).record;
    const own = remaining[field];
    const same = own !== null && value !== null && why === 'agreed' && valueKey(field, own) === valueKey(field, value);
    return {
      field,
      value: same ? own : value,
      from: same ? remaining.id : from === null ? null : Number(from),
      why,
      // Each has a number of its own, and is found by it for ever.
      conflict: field !== 'customer_no' && keys.size > 1,
    };
  }

  /** From the record of the leading field, or of one that says the same there. */
  #follow(field: FieldKey, leader: GoldenField | undefined): GoldenField {
    if (leader?.value == null) return this.#choose(field, 'best');
    const key = valueKey(leader.field, leader.value);
    const able = this.#members
      .filter(({ record }) => {
        const said = saidBy(record, leader.field);
        return said !== null && valueKey(leader.field, said) === key;
      })
      .sort((a, b) => Number(b.record.id === leader.from) - Number(a.record.id === leader.from));
    const found = able.find(({ record }) => record[field] !== null) ?? able[0];
    const some = this.#members.some(({ record }) => record[field] !== null);
    if (found === undefined || !some) return this.#field(field, { value: null, from: null, why: 'none' });
    return this.#field(field, { value: found.record[field], from: nameOf(found.record.id), why: leader.why });
  }

  /** Every number that any member has, but for the one that stands in front. */
  #phones(first: GoldenField | undefined): GoldenField {
    const field = 'phone_other';
    if ((this.#policy.rules.phone ?? 'best') !== 'list') return this.#choose(field, 'best');
    const taken = new Set(phonesOf(first?.value ?? null).map((number) => valueKey('phone', number)));
    const rest = phonesOf(...this.#members.flatMap(({ record }) => [record.phone_other, record.phone])).filter(
      (number) => !taken.has(valueKey('phone', number)),
    );
    if (rest.length === 0 && this.#members.every(({ record }) => record.phone_other === null))
      return this.#field(field, { value: null, from: null, why: 'none' });
    const value = rest.length === 0 ? null : rest.join(LIST_MARK);
    const alone = this.#members.find(({ record }) => record.phone_other === value);
    return { ...this.#field(field, { value, from: null, why: 'listed' }), value, from: alone?.record.id ?? null };
  }
}

/** Columns that nobody declared: the remaining record's first; and the e-mails that have no room elsewhere. */
function extraOf(members: readonly Member[], chosen: readonly GoldenField[], keepsEmails: boolean): string | null {
  const all: Record<string, string> = Object.create(null);
  for (const { record } of members)
    for (const [header, value] of Object.entries(extraIn(record)))
      if (header !== OTHER_EMAILS || !keepsEmails) all[header] ??= value;
  const email = chosen.find(({ field }) => field === 'email')?.value ?? null;
  const mails = new Map<string, string>();
  for (const { record } of keepsEmails ? members : [])
    for (const mail of [record.email, ...(extraIn(record)[OTHER_EMAILS]?.split(LIST_MARK) ?? [])])
      if (mail !== null && (email === null || valueKey('email', mail) !== valueKey('email', email)))
        mails.set(valueKey('email', mail), mails.get(valueKey('email', mail)) ?? mail);
  if (mails.size > 0) all[OTHER_EMAILS] = [...mails.values()].join(LIST_MARK);
  const before = (members[0] as Member).record.extra;
  if (Object.keys(all).length === 0) return null;
  const text = JSON.stringify(all);
  return before !== null && sameExtra(JSON.parse(before) as Record<string, string>, all) ? before : text;
}

const sameExtra = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean => {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
};

/** A record's undeclared columns. */
export const extraIn = ({ extra }: Pick<CustomerRecord, 'extra'>): Readonly<Record<string, string>> =>
  extra === null ? {} : (JSON.parse(extra) as Record<string, string>);

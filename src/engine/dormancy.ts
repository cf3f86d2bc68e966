import type { CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { FieldKey } from '../model/fields.js';
import type { RuleId } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Data, Text } from '../model/text.js';
import { readDay } from '../rules/calendar/read-day.js';
import candidate from '../rules/dormant/candidate.js';
import { runningClock } from '../rules/dormant/silence.js';
import silent from '../rules/dormant/silent.js';
import type { Label } from '../rules/rule.js';

/** Rungs of the ladder of C02, and what keeps a customer off it. */
export const standings = [
  'recent',
  'silent',
  'candidate',
  'dormant',
  'archived',
  'quarantined',
  'on-hold',
  'blocked',
  'error',
] as const;

/** Where a customer stands: `blocked` when a date cannot be read or lies in the future, `error` where a rule failed on the record. */
export type Standing = (typeof standings)[number];

/** Rungs of the ladder of C02, and what keeps a customer off it. */
export const standingNames: Readonly<Record<Standing, Text>> = {
  recent: { zh: '近期有联系', en: 'recent' },
  silent: { zh: '沉默(3个月无交互)', en: 'silent (3 months)' },
  candidate: { zh: '休眠候选(超6个月未联系)', en: 'candidate (over 6 months)' },
  dormant: { zh: '休眠', en: 'dormant' },
  archived: { zh: '历史客户', en: 'archived' },
  quarantined: { zh: '隔离', en: 'quarantined' },
  'on-hold': { zh: '保全', en: 'on hold' },
  blocked: { zh: '无法判断', en: 'blocked' },
  error: { zh: '出错', en: 'error' },
};

/** A customer's standing, since when, and the message of the rule that tells why. */
export interface DormancyStanding {
  readonly standing: Standing;
  /** Last contact or interaction, or the day of filing where there is none; null where the standing does not rest on a date. */
  readonly since: IsoDate | null;
  /** Whole days from `since` to the as-of day. */
  readonly days: number | null;
  readonly rule: RuleId;
  readonly messageId: string;
  readonly data: Data;
}

/** The accounting of law 3 for a sweep: acted + notDue + blocked + error = read. */
export interface SweepAccounts {
  readonly read: number;
  readonly acted: number;
  readonly notDue: number;
  readonly blocked: number;
  readonly error: number;
}

/** Whole months since the last contact, lower end included; `unknown` without a contact date that can be read and has passed. */
export const ageBuckets = ['0-1', '1-3', '3-6', '6-12', '12-24', '24+', 'unknown'] as const;

/** One of ageBuckets. */
export type AgeBucket = (typeof ageBuckets)[number];

/** Counts over all records seen. */
export interface DormancyTally {
  /** Candidates are what a sweep acts on: they go to verification, nothing is flagged by itself (S0-30). */
  readonly accounts: SweepAccounts;
  /** Every rung, zero or not, adding up to `accounts.read`. */
  readonly standings: Readonly<Record<Standing, number>>;
  readonly ages: Readonly<Record<AgeBucket, number>>;
}

/** Judges the standing of records one by one and counts. */
export interface Dormancy {
  see(record: CustomerRecord): DormancyStanding;
  /** Counts a record on which a rule failed, instead of `see`. */
  fail(): void;
  tally(): DormancyTally;
}

/** Lower ends of the age buckets from the second on. */
const AGES: readonly (readonly [AgeBucket, string])[] = [
  ['24+', 'P24M'],
  ['12-24', 'P12M'],
  ['6-12', 'P6M'],
  ['3-6', 'P3M'],
  ['1-3', 'P1M'],
];

/** The fields that dormancy reads. */
export const dormancyReads = (given: Given): readonly FieldKey[] => [...candidate.reads(given), ...silent.reads(given)];

/** Finds silent customers (S4-11) and candidates for dormancy (S0-29) on the ladder of C02. */
export function dormancy(given: Given): Dormancy {
  const judge = standingOf(given);
  const ageOf = ageReader(given);
  const counts = zeroes(standings);
  const ages = zeroes(ageBuckets);
  let read = 0;
  return {
    see(record) {
      const found = judge(record);
      const age = ageOf(record.last_contact_at);
      read++;
      counts[found.standing]++;
      ages[age]++;
      return found;
    },
    fail() {
      read++;
      counts.error++;
      ages.unknown++;
    },
    tally() {
      const { candidate: acted, blocked, error } = counts;
      const notDue = read - acted - blocked - error;
      return { accounts: { read, acted, notDue, blocked, error }, standings: { ...counts }, ages: { ...ages } };
    },
  };
}

function zeroes<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}

function standingOf(given: Given): (record: CustomerRecord) => DormancyStanding {
  const candidacy = candidate.label(given);
  const silence = silent.label(given);
  const by = (rule: RuleId, standing: Standing, { messageId, data }: Label): DormancyStanding => ({
    standing,
    since: (data.since as IsoDate | undefined) ?? null,
    days: (data.days as number | undefined) ?? null,
    rule,
    messageId,
    data,
  });
  return (record) => {
    const label = candidacy(record);
    if (label.value === null) return by(candidate.id, 'blocked', label);
    if (label.value === 'candidate') return by(candidate.id, 'candidate', label);
    // Not due because of what the customer is, not of a date.
    if (!('since' in label.data)) return by(candidate.id, label.messageId as Standing, label);
    const quiet = silence(record);
    return quiet.value === 'silent' ? by(silent.id, 'silent', quiet) : by(candidate.id, 'recent', label);
  };
}

function ageReader(given: Given): (lastContact: string | null) => AgeBucket {
  const bounds = AGES.map(([bucket, after]) => {
    const { over } = runningClock({ after, edge: 'reached', on: 'contact', source: [] }, given);
    return { bucket, over };
  });
  return (lastContact) => {
    const day = readDay(lastContact);
    if (day === null || day > given.asOf) return 'unknown';
    return bounds.find(({ over }) => over(day))?.bucket ?? '0-1';
  };
}

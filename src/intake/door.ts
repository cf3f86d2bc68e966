/** What rows are asked at the door: where they came from, and the rules by which the policy turns rows away or holds them. */
import type { CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import type { Finding, RuleId } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { FieldValues } from '../model/plan.js';
import { answerReader } from '../rules/text/answer.js';

/** A row as the rules see it. */
export interface JudgedRow {
  readonly values: FieldValues & { readonly entered_on?: string };
  readonly extra: string | null;
}

/** Judges rows by the record rules. Handed in: the rules are run by the engine, perhaps in a thread of its own. */
export interface RowJudge {
  /** What the rules of `intake.reject` and `intake.quarantine` find, at once, for the decision waits for it. */
  gate(row: JudgedRow): readonly Finding[];
  /** What all other rules find, by the row's place in the list. */
  judge(rows: readonly JudgedRow[]): Promise<readonly (readonly Finding[])[]>;
  close(): Promise<void>;
}

/** Read from JSON, so that it is an object of the quick kind, which copies in a microsecond; made key by key it would take thirty. */
const blank = JSON.parse(
  JSON.stringify({
    ...Object.fromEntries(fieldKeys.map((key) => [key, null])),
    id: 0,
    version: 1,
    entered_on: '',
    extra: null,
  }),
) as CustomerRecord;

/** A customer that is still to be filled in: so far one of today without any value. */
export const newRecord = ({ asOf }: Given): { -readonly [K in keyof CustomerRecord]: CustomerRecord[K] } => ({
  ...blank,
  entered_on: asOf,
});

/** The customer that a row would be; of one on file the day of its entry is among the values. */
export function recordOf({ values, extra }: JudgedRow, given: Given): CustomerRecord {
  const record = newRecord(given);
  for (const key in values) {
    const value = values[key as FieldKey];
    if (value !== null && value !== undefined) record[key as FieldKey] = value;
  }
  record.extra = extra;
  return record;
}

/** The rules that `intake.reject` and `intake.quarantine` name. */
export const gateRules = ({ policy: { intake } }: Given): ReadonlySet<RuleId> =>
  new Set([...intake.reject, ...intake.quarantine].map((word) => word.split(':')[0] as string));

/** Why a row does not come in, or not yet. */
export interface Stopped {
  readonly what: 'hold' | 'reject';
  readonly rule: RuleId;
}

/** Makes the one who decides by what the gate rules found. */
export function gateKeeper({ policy: { intake } }: Given): (findings: readonly Finding[]) => Stopped | null {
  const names = (list: readonly string[], { rule, messageId }: Finding): boolean =>
    list.includes(rule) || list.includes(`${rule}:${messageId}`);
  return (findings) => {
    const bad = findings.find((finding) => finding.severity === 'error' && names(intake.reject, finding));
    if (bad) return { what: 'reject', rule: bad.rule };
    const doubtful = findings.find((finding) => names(intake.quarantine, finding));
    return doubtful ? { what: 'hold', rule: doubtful.rule } : null;
  };
}

/** Whether a new customer says where it came from (S0-05); fillers such as 无 and 客户未提供 do not. */
export function sourceAsker({ policy }: Given): (set: FieldValues) => boolean {
  if (!policy.intake.requireSource) return () => true;
  const answer = answerReader(policy);
  return ({ source }) => source !== null && source !== undefined && answer(source) === 'given';
}

/** What a filled-in row of a verification list comes to (S0-10, S0-11, S0-30, S0-34): a change of verification fields and of no others. */
import type { CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { FieldKey } from '../model/fields.js';
import type { Given } from '../model/given.js';
import type { FieldValues, UpdateChange } from '../model/plan.js';
import type { Text } from '../model/text.js';
import { parseDate } from '../rules/calendar/day.js';
import { readDay } from '../rules/calendar/read-day.js';
import { codeFinder } from '../rules/text/code-list.js';
import { parseFlag } from '../rules/text/flag.js';

/** What was filled in, null where nothing was. */
export interface VerifyCells {
  readonly result: string | null;
  readonly evidence: string | null;
  readonly day: string | null;
  readonly verifier: string | null;
  readonly phoneHolds: string | null;
  readonly emailHolds: string | null;
}

/** Why a row is not taken, in words. */
export const verifyRefusals = {
  'no-result': { zh: '没有核实结果', en: 'has no result' },
  'unknown-result': { zh: '核实结果“{value}”不在 {allowed} 之中', en: 'the result "{value}" is none of {allowed}' },
  'no-day': { zh: '没有核实日期', en: 'has no day of verification' },
  'bad-day': { zh: '核实日期“{value}”无法读取', en: 'the day of verification "{value}" cannot be read' },
  future: { zh: '核实日期 {value} 晚于截止日', en: 'the day of verification {value} lies after the as-of day' },
  older: {
    zh: '核实日期 {value} 早于台账的 {day}',
    en: 'the day of verification {value} is before the one on file, {day}',
  },
  'no-evidence': { zh: '结果不是“有效”,却没有核实依据', en: 'the result is not valid, and there is no evidence' },
  'bad-flag': { zh: '“{value}”不是是或否', en: '"{value}" is neither yes nor no' },
  nothing: { zh: '台账没有可核实的值', en: 'there is nothing on file to verify' },
  'changed-since': {
    zh: '名单上的值与台账不同,核实的不是台账的值',
    en: 'the list has another value than the ledger, so it is not the one on file that was verified',
  },
  contradicts: { zh: '结果是空号,却写电话已核实', en: 'the number is dead, and yet the phone was verified' },
} as const satisfies Record<string, Text>;

/** One of them. */
export type VerifyRefusal = keyof typeof verifyRefusals;

/** Which cell of a row a refusal is about. */
export type VerifyColumn = keyof VerifyCells;

/** What a row comes to; `blank`: nobody filled it in. */
export type VerifyOutcome =
  | { readonly kind: 'blank' | 'unchanged' }
  | {
      readonly kind: 'rejected';
      readonly why: VerifyRefusal;
      readonly column: VerifyColumn;
      readonly value: string | null;
      readonly day?: IsoDate;
    }
  | { readonly kind: 'updated'; readonly change: UpdateChange; readonly result: string | null };

const reject = (
  why: VerifyRefusal,
  column: VerifyColumn,
  value: string | null = null,
  day?: IsoDate,
): VerifyOutcome => ({
  kind: 'rejected',
  why,
  column,
  value,
  ...(day !== undefined && { day }),
});

/** Judges one row after another; `differs` tells whether the list has another value of a field than the ledger. */
export function verifyResult({
  policy,
  asOf,
}: Given): (record: CustomerRecord, cells: VerifyCells, differs: (field: FieldKey) => boolean) => VerifyOutcome {
  const find = codeFinder(policy, 'verify_result');
  return (record, cells, differs) => {
    const { result: word, evidence, day: said, verifier, phoneHolds, emailHolds } = cells;
    const channels = [phoneHolds, emailHolds].some((cell) => cell !== null);
    if (word === null && !channels)
      return [evidence, said, verifier].every((cell) => cell === null)
        ? { kind: 'blank' }
        : reject('no-result', 'result');
    const hit = word === null ? null : find(word);
    if (word !== null && hit === null && policy.codes.verify_result?.open !== true)
      return reject('unknown-result', 'result', word);
    if (said === null) return reject('no-day', 'day');
    const parsed = parseDate(said);
    if (!parsed.ok) return reject('bad-day', 'day', said);
    const day = parsed.date;
    if (day > asOf) return reject('future', 'day', day);
    const code = hit?.entry.code ?? word;
    const last = readDay(record.verified_at);
    if (word !== null && last !== null && day < last) return reject('older', 'day', day, last);
    if (word !== null && code !== 'valid' && evidence === null) return reject('no-evidence', 'evidence');
    const set: { [K in FieldKey]?: string | null } = {};
    if (word !== null) {
      set.verify_result = hit?.entry.value ?? word;
      set.verified_at = day;
      // A dead number was not verified, whatever was noted of it before (S0-34).
      if (code === 'dead-number') Object.assign(set, { phone_verified_at: null, phone_verified_by: null });
    }
    for (const [cell, column, field] of [
      [phoneHolds, 'phoneHolds', 'phone'],
      [emailHolds, 'emailHolds', 'email'],
    ] as const) {
      if (cell === null) continue;
      const holds = parseFlag(cell);
      if (holds === null) return reject('bad-flag', column, cell);
      if (record[field] === null) return reject('nothing', column);
      if (differs(field)) return reject('changed-since', column);
      if (holds && field === 'phone' && code === 'dead-number') return reject('contradicts', column);
      set[`${field}_verified_at`] = holds ? day : null;
      if (field === 'phone') set.phone_verified_by = holds ? verifier : null;
    }
    const news = Object.fromEntries(
      Object.entries(set).filter(([field, value]) => value !== record[field as FieldKey]),
    ) as FieldValues;
    if (Object.keys(news).length === 0) return { kind: 'unchanged' };
    const note = [evidence, verifier].filter((one) => one !== null).join(' / ') || undefined;
    const change: UpdateChange = {
      kind: 'update',
      id: record.id,
      expect: record.version,
      set: news,
      reasons: [{ rule: 'verify/import', clause: 'S0-30', data: {}, note }],
    };
    return { kind: 'updated', change, result: set.verify_result ?? null };
  };
}

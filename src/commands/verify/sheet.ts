/** The verification list as a file: what it tells an owner, and the columns that they fill in (S0-30, S0-10, S0-11). */
import type { VerifyReason } from '../../engine/verify-due.js';
import type { CustomerRecord } from '../../model/customer.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import { type Lang, say, type Text } from '../../model/text.js';
import { callOf } from '../shared.js';

/** Fields that a list shows; `verify import` changes none of them. */
export const shownFields = [
  'customer_no',
  'name',
  'contact_name',
  'phone',
  'email',
  'last_contact_at',
  'owner',
] as const satisfies readonly FieldKey[];

/** Columns that belong to no field, by what they are. */
export const sheetColumns = {
  why: { zh: '为何核实', en: 'why' },
  due: { zh: '核实期限', en: 'verify by' },
  evidence: { zh: '核实依据', en: 'evidence' },
  verifier: { zh: '核实人', en: 'verifier' },
  phoneHolds: { zh: '电话已核实', en: 'phone verified' },
  emailHolds: { zh: '邮箱已验证', en: 'e-mail verified' },
} as const satisfies Record<string, Text>;

const causes = {
  candidate: { zh: '超过六个月未联系(自 {since})', en: 'no contact for over six months (since {since})' },
  due: { zh: '上次核实 {since},应于 {due} 再核实', en: 'last verified {since}, due again {due}' },
  'due-first': { zh: '从未核实,应于 {due} 核实', en: 'never verified, due {due}' },
  phone: { zh: '电话核实于 {since},已过期', en: 'phone verified {since}: too long ago' },
  'phone-first': { zh: '电话从未核实', en: 'phone never verified' },
  email: { zh: '邮箱验证于 {since},已过期', en: 'e-mail verified {since}: too long ago' },
  'email-first': { zh: '邮箱从未验证', en: 'e-mail never verified' },
} as const satisfies Record<string, Text>;

/** Why a customer is on the list, in words. */
export function toldCause({ cause, since, due }: VerifyReason, lang: Lang): string {
  if (cause === 'candidate') return say(causes[cause], lang, { since });
  const key = since === null ? (`${cause}-first` as const) : cause;
  return say(causes[key], lang, { since, due });
}

/** The headings of a list: what is told, then what is to be filled in. */
export function sheetHeader(lang: Lang): readonly string[] {
  const t = (text: Text) => say(text, lang);
  return [
    ...shownFields.map((key) => t(fieldOf(key).name)),
    t(sheetColumns.why),
    t(sheetColumns.due),
    t(fieldOf('verify_result').name),
    t(sheetColumns.evidence),
    t(fieldOf('verified_at').name),
    t(sheetColumns.verifier),
    t(sheetColumns.phoneHolds),
    t(sheetColumns.emailHolds),
  ];
}

/** One customer's row, with the columns to be filled in blank. */
export function sheetRow(record: CustomerRecord, reasons: readonly VerifyReason[], lang: Lang): readonly string[] {
  const due = reasons.map((one) => one.due).sort()[0] ?? '';
  return [
    callOf(record),
    ...shownFields.slice(1).map((key) => record[key] ?? ''),
    reasons.map((one) => toldCause(one, lang)).join(lang === 'zh-CN' ? ';' : '; '),
    due,
    ...Array.from({ length: 6 }, () => ''),
  ];
}

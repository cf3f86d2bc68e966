/** What a cell looks like, whatever its heading says. */
import { type FieldKey, type FieldKind, fieldOf } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { parseDate } from '../../rules/calendar/day.js';
import { parseAmount } from '../../rules/text/amount.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { isCompanyLike } from '../../rules/text/company-name.js';
import { parseCreditCode } from '../../rules/text/credit-code.js';
import { parseEmail } from '../../rules/text/email.js';
import { parseIdCode } from '../../rules/text/id-code.js';
import { resolveIndustry } from '../../rules/text/industry.js';
import { maskedReason } from '../../rules/text/masked.js';
import { judgePersonName } from '../../rules/text/person-name.js';
import { findPersonalData } from '../../rules/text/personal-data.js';
import { parsePhone } from '../../rules/text/phone.js';
import { parseHeadcount } from '../../rules/text/quantity.js';
import { isPlaceholder, isWithheld } from '../../rules/text/sentinel.js';

/** Every form, `text` for what has none; `listed` is a word of the code list or of the industries of the column's field; `nothing` is a filler such as 无 or 客户未提供, `masked` what was left after masking. */
export const cellForms = [
  'phone',
  'email',
  'date',
  'number',
  'credit-code',
  'id-number',
  'bank-card',
  'code',
  'listed',
  'company',
  'person',
  'address',
  'masked',
  'nothing',
  'text',
] as const;

/** The form of a cell. */
export type CellForm = (typeof cellForms)[number];

const CODE = /^(?=[^\d]*\d)[A-Z0-9]+(?:[-_/][A-Z0-9]+)*$/i;
const CARD = /^\d[\d -]{14,22}\d$/;
const PLACE = /[省市区县镇村路街道巷弄号栋楼室]/g;

/** Names and places are looked for in a column that may hold them, or of which nothing is known. */
const NAMING: readonly FieldKind[] = ['party', 'company', 'person', 'address'];

/** Makes the reader of forms of a column: of the field that it is mapped to, or null. */
export function formReader(field: FieldKey | null, policy: Policy): (cell: string) => CellForm {
  if (field === null) return formOf;
  const { kind } = fieldOf(field);
  if (NAMING.includes(kind)) return formOf;
  const find = kind === 'enum' ? codeFinder(policy, field) : null;
  const listed = (cell: string): boolean =>
    find !== null ? find(cell) !== null : ['alias', 'code', 'exact', 'stem'].includes(resolveIndustry(cell).how);
  return (cell) => {
    if ((find !== null || kind === 'industry') && listed(cell)) return 'listed';
    if (kind === 'headcount' && parseHeadcount(cell).ok) return 'number';
    const form = formOf(cell);
    return form === 'company' || form === 'person' || form === 'address' ? 'text' : form;
  };
}

/** Reads the form of a cell that is not blank. Never throws. */
export function formOf(cell: string): CellForm {
  if (cell.length > 120) return 'text';
  if (isPlaceholder(cell) || isWithheld(cell)) return 'nothing';
  if (maskedReason(cell) !== null) return 'masked';
  if (/[@＠]/.test(cell)) return parseEmail(cell).ok ? 'email' : 'text';
  const first = cell.charCodeAt(0);
  if (first >= 0x4e00 && first <= 0x9fff) return formOfChinese(cell);
  if (cell.length === 18) {
    if (parseCreditCode(cell).ok) return 'credit-code';
    if (parseIdCode(cell).ok) return 'id-number';
  }
  const latin = (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a;
  if (!latin) {
    const day = parseDate(cell);
    if (day.ok || day.problem === 'ambiguous') return 'date';
    const { kind } = parsePhone(cell);
    if (kind !== 'invalid' && kind !== 'short' && kind !== 'foreign') return 'phone';
    if (CARD.test(cell) && findPersonalData(cell)[0]?.kind === 'bankCard') return 'bank-card';
    if (parseAmount(cell).ok) return 'number';
    if (kind === 'foreign') return 'phone';
  }
  if (CODE.test(cell)) return 'code';
  return isCompanyLike(cell) ? 'company' : 'text';
}

function formOfChinese(cell: string): CellForm {
  if (isCompanyLike(cell)) return 'company';
  if (cell.length <= 5) {
    const judged = judgePersonName(cell);
    if (judged.ok && judged.surname !== null && cell.length <= 4) return 'person';
  }
  const places = cell.match(PLACE)?.length ?? 0;
  return places >= 3 || (places >= 2 && /\d/.test(cell)) ? 'address' : 'text';
}

const fitting: Partial<Record<FieldKind, readonly CellForm[]>> = {
  phone: ['phone'],
  email: ['email'],
  date: ['date'],
  amount: ['number'],
  company: ['company'],
  party: ['company', 'person'],
  person: ['person'],
  address: ['address'],
  enum: ['listed'],
  headcount: ['number'],
};

/** The forms that values of a kind of field have; null where a form is no evidence. */
export const formsOfKind = (kind: FieldKind, key: string): readonly CellForm[] | null =>
  key === 'credit_code' ? ['credit-code'] : (fitting[kind] ?? null);

import { maskValue } from '../mask/mask-value.js';
import { UnitSet } from '../unit-set.js';
import { parseCreditCode } from './credit-code.js';
import { parseIdCode } from './id-code.js';
import { parsePhone } from './phone.js';

/** What was found in free text; `rate` is no personal datum but a figure that has a column of its own (满意度95%). */
export type PersonalDataKind = 'phone' | 'id' | 'email' | 'bankCard' | 'rate';

/** A finding in a text: UTF-16 offsets, `end` exclusive. */
export interface PersonalData {
  readonly kind: PersonalDataKind;
  readonly start: number;
  readonly end: number;
}

/** No text without a long number, an @ or a per cent sign holds anything; most remarks return here. */
const CANDIDATE = /[@＠%％分]|百分之|[0-9０-９](?:[ \-()（）－]?[0-9０-９]){6}/;
/** What one of those begins with; asked first, as it is asked faster. */
const CANDIDATE_FIRST = new UnitSet('@＠%％分百0123456789０１２３４５６７８９');
const FULL_WIDTH = /[！-～\u3000]/g;

const EMAIL =
  /(?<![A-Za-z0-9_%+-])[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/g;
const RATE =
  /(?:(?:满意|好评|续约|续费|回购|复购|转化|达成|完成|合格|毛利|增长|回款|投诉|流失|活跃|准确|及时|市场占有|占有|响应|开票|出勤|退货|差错)(?:率|度)|满意度|占比|评分|得分|净推荐值)(?:大约|大概|约为|达到|高达|仅为|只有|约|为|是|达|[:： =在])*(?:\d{1,3}(?:\.\d+)?\s*(?:%|％|‰|分(?![公之支店]))|百分之[零一二三四五六七八九十百点]{1,6})/g;
/** Eighteen digits, or 6-8-4 with one separator, or the fifteen of the old number. */
const ID = /(?<![0-9A-Za-z])(?:\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]|\d{15})(?![0-9A-Za-z])/g;
const OLD_ID_LABEL = /身份证(?:件)?(?:号码?)?[:： 是为]*$/;
/** UnionPay 62 (16–19 digits), Visa, Mastercard, JCB, American Express, and ICBC's old 9558. */
const CARD =
  /(?<![0-9A-Za-z-])(?:62\d{2}|4\d{3}|5[1-5]\d{2}|35\d{2}|3[47]\d{2}|9558)(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?:[ -]?\d{1,3})?(?![0-9A-Za-z]|-\d)/g;
/** Mobile numbers as they are grouped (3-4-4, 4-3-4, 3-3-5, 11), landlines with area code, and numbers with a country code. */
const PHONE =
  /(?<![0-9.])(?:(?:\+|00)?86[- ]?)?(?:1[3-9]\d(?:[- ]?\d{4}[- ]?\d{4}|\d-?\d{3}-?\d{4}|[- ]\d{3}[- ]\d{5})|\(?0(?:10|2\d|[3-9]\d{2})\)?[- ]?[2-9]\d{2,3}[- ]?\d{4})(?:(?:-|转|转接|分机|ext\.? ?)\d{1,6})?(?![0-9A-Za-z]|-\d|\.\d)|(?<![0-9A-Za-z])\+\d{1,3}[- ]?\d(?:[ -]?\d){5,12}(?!\d)/g;
/** A number right behind one of these is a document's. */
const DOCUMENT_LABEL =
  /(?:单号|编号|合同号?|发票号码?|流水号?|订单|工单|运单|批号|型号|条码|序列号|税号|信用代码|注册号|工号)[:：#是为 ]*$/;
/** A letter in front is part of a code, unless it says what the number is. */
const PHONE_LABEL = /(?:tel|phone|mobile|mob|cell|call|fax|wechat|weixin|wx|vx|v|qq|t|m)[.:： ]*$/i;
const LETTER_BEFORE = /[A-Za-z]-?$/;

/** Half-width forms at the same offsets. */
function narrow(text: string): string {
  return text.replace(FULL_WIDTH, (c) => (c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

function isId(found: string, before: string): boolean {
  if (found.length === 15) return OLD_ID_LABEL.test(before) && parseIdCode(found).ok;
  return parseIdCode(found).ok && !parseCreditCode(found).ok;
}

function isCard(found: string, before: string): boolean {
  const digits = found.replace(/\D/g, '');
  if (DOCUMENT_LABEL.test(before)) return false;
  const { length } = digits;
  const fits = digits.startsWith('62')
    ? length >= 16
    : digits.startsWith('9558')
      ? length >= 16
      : length === (/^3[47]/.test(digits) ? 15 : 16);
  return fits && luhn(digits) && !parseCreditCode(found).ok;
}

function isPhone(found: string, before: string): boolean {
  if (DOCUMENT_LABEL.test(before)) return false;
  if (LETTER_BEFORE.test(before) && !PHONE_LABEL.test(before)) return false;
  const { kind } = parsePhone(found);
  return kind !== 'invalid' && kind !== 'short' && kind !== 'service';
}

const always = (): boolean => true;

/** In this order: what an earlier one has taken is not looked at again. */
const DETECTORS: readonly {
  kind: PersonalDataKind;
  pattern: RegExp;
  holds: (found: string, before: string) => boolean;
}[] = [
  { kind: 'email', pattern: EMAIL, holds: always },
  { kind: 'id', pattern: ID, holds: isId },
  { kind: 'bankCard', pattern: CARD, holds: isCard },
  { kind: 'phone', pattern: PHONE, holds: isPhone },
  { kind: 'rate', pattern: RATE, holds: always },
];

/**
 * Personal data and figures that hide in free text such as 备注 [S4-39], by position, not overlapping: telephone numbers (public service numbers 400, 95588
 * are not personal), identity numbers, e-mail addresses, bank cards by Luhn, and labelled rates. Customer numbers (SH2024001, M-H-2024-001), unified social
 * credit codes and order numbers are left alone.
 */
export function findPersonalData(text: string): PersonalData[] {
  if (CANDIDATE_FIRST.firstIn(text) < 0 || !CANDIDATE.test(text)) return [];
  const plain = narrow(text);
  const found: PersonalData[] = [];
  for (const { kind, pattern, holds } of DETECTORS) {
    for (const match of plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      if (holds(match[0], plain.slice(Math.max(0, start - 12), start))) found.push({ kind, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * The text with its personal data masked; rates stay, for they tell nothing of a person [S4-39, S0-43]. Masking one value can bare another that ran into
 * it (a@b.cna@c.cn), so it goes on until nothing is found; every turn leaves fewer letters and digits to find.
 */
export function maskText(text: string): string {
  let current = text;
  for (;;) {
    const masked = maskFound(current);
    if (masked === current) return current;
    current = masked;
  }
}

function maskFound(text: string): string {
  let masked = '';
  let at = 0;
  for (const { kind, start, end } of findPersonalData(text)) {
    if (kind === 'rate') continue;
    masked += text.slice(at, start) + maskValue(kind, text.slice(start, end));
    at = end;
  }
  return masked + text.slice(at);
}

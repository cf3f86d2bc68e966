import type { FieldKey } from '../../model/fields.js';
import { recordRule } from '../rule.js';
import { type FabricatedKind, fabricatedReason, KEYBOARD_STARTS } from '../text/fabricated.js';
import { maskedReason } from '../text/masked.js';
import { UnitSet } from '../unit-set.js';
import { placesOf, valuesOf } from '../values.js';

/** The fields that are looked at, and as what. */
export const KINDS = {
  name: 'name',
  address: 'address',
  credit_code: 'code',
  legal_rep: 'name',
  contact_name: 'name',
  phone: 'phone',
  phone_other: 'phone',
  email: 'email',
} as const satisfies Partial<Record<FieldKey, FabricatedKind>>;
const FIELDS = placesOf(Object.keys(KINDS) as (keyof typeof KINDS)[]).map(({ field, at }) => ({
  field,
  at,
  kind: KINDS[field as keyof typeof KINDS],
}));

/** First characters of made-up Chinese values: test words and counting. */
const MADE_UP_FIRST = new UnitSet('测測试示样演假虚一二三四五六七八九十甲乙丙丁戊己庚辛壬癸');
const isHan = (unit: number): boolean => unit >= 0x4e00 && unit <= 0x9fff;
/** A landline number with its area code, and nothing behind it that could be an extension. */
const LANDLINE = /^0\d{2,3}-?\d{7,8}$/;
/** Other whole numbers that end in four digits or more of the subscriber's. */
const GROUPED = /^(?:1\d{2}([ -])\d{4}\1\d{4}|\(0\d{2,3}\)\d{7,8}|400-\d{3}-\d{4})$/;
const MOBILE = /^1\d{10}$/;
const ASCII = /^[\x21-\x7e]+$/;
/** Last characters of test, tests, example, invalid and localhost. */
const TEST_LAST = new UnitSet('tsedTSED');
const CODE = /^[2-9][0-9A-Z]{17}$/;
/** The step to a character from the one before it: 0 repeats, ±1 counts, ±9 counts over the zero. */
const step = (value: string, at: number): number => value.charCodeAt(at) - value.charCodeAt(at - 1);
const isRegular = (n: number): boolean => n % 9 === 0 || n === 1 || n === -1;

/** Whether the two steps up to a character neither repeat nor count on. */
function breaksOff(value: string, at: number): boolean {
  const last = step(value, at);
  const before = step(value, at - 1);
  return last !== before && last % 9 !== 0 && before % 9 !== 0;
}

/** The three characters that a run along the keyboard or a word of testers begins with. */
const RUN_STARTS: ReadonlySet<number> = new Set(
  [...KEYBOARD_STARTS, 'tes', 'dem', 'sam', 'exa', 'dum', 'fak', 'foo'].map(startOf),
);

function startOf(text: string): number {
  return (text.charCodeAt(0) << 14) | (text.charCodeAt(1) << 7) | text.charCodeAt(2);
}

const isLowerOrDigit = (unit: number): boolean => (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);

/** Whether an e-mail address surely shows no pattern: what stands before the @ begins with none, and the last two labels end like no test domain. */
function isPlainEmail(value: string): boolean {
  const at = value.indexOf('@');
  const dot = value.lastIndexOf('.');
  if (at < 3 || dot < at || !ASCII.test(value)) return false;
  if (!isLowerOrDigit(value.charCodeAt(0)) || !isLowerOrDigit(value.charCodeAt(1))) return false;
  const third = value.charCodeAt(2);
  if (third >= 0x41 && third <= 0x5a) return false;
  if ((isRegular(step(value, 1)) && isRegular(step(value, 2))) || RUN_STARTS.has(startOf(value))) return false;
  return !TEST_LAST.has(value.charCodeAt(dot - 1)) && !TEST_LAST.has(value.charCodeAt(value.length - 1));
}

/**
 * Whether a value surely shows no pattern, told from a few of its characters. A telephone number: three digits of its end neither repeat
 * nor count. A credit code that begins with a digit, which no word does: nine characters that repeat or count would take two steps in
 * its middle.
 * A text: it begins with two unequal Chinese characters, the first of which begins no made-up word.
 */
export function isPlain(value: string, kind: FabricatedKind): boolean {
  const first = value.charCodeAt(0);
  if (kind === 'phone') {
    const end = value.length - 1;
    if (GROUPED.test(value)) return breaksOff(value, end) || breaksOff(value, end - 1);
    const isMobile = first === 0x31;
    if (isMobile ? value.length !== 11 : !LANDLINE.test(value)) return false;
    if (breaksOff(value, end)) return true;
    // Any other break among the last seven digits, all of which are the subscriber's; but 13800138000 is one that is shown.
    if ((isMobile && !MOBILE.test(value)) || value.endsWith('000')) return false;
    return (
      breaksOff(value, end - 1) || breaksOff(value, end - 2) || breaksOff(value, end - 3) || breaksOff(value, end - 4)
    );
  }
  if (kind === 'email') return isPlainEmail(value);
  if (kind === 'code') {
    if (value.length !== 18 || first < 0x32 || first > 0x39) return false;
    if (!isRegular(step(value, 8)) && !isRegular(step(value, 10))) return true;
    if (!CODE.test(value)) return false;
    const middle = isRegular(step(value, 9));
    return (
      !(isRegular(step(value, 8)) && (middle || isRegular(step(value, 7)))) &&
      !(isRegular(step(value, 10)) && (middle || isRegular(step(value, 11))))
    );
  }
  return isHan(first) && isHan(value.charCodeAt(1)) && first !== value.charCodeAt(1) && !MADE_UP_FIRST.has(first);
}

export default recordRule({
  id: 'validate/fabricated',
  clauses: ['S4-35', 'S4-08'],
  title: { zh: '没有编造的迹象', en: 'Nothing looks made up' },
  why: {
    zh: '004:188 严禁编造客户信息。连号、重复号、键盘顺序和测试词是常见的凑数写法;这里只提示,是否编造由人核实。',
    en: '004:188 forbids made-up data. Repeated or counting digits, keys side by side and test words are how cells get filled; this is a hint to verify, not a proof.',
  },
  mend: {
    zh: '向客户核实;确属编造的改为真实值,客户不愿提供的填“客户未提供”。',
    en: 'Verify with the customer; replace what was made up, and write 客户未提供 where the customer will not tell.',
  },
  severity: 'warning',
  family: 'accuracy',
  dimension: 'authenticity',
  messages: {
    repeated: { zh: '“{value}”是同一字符的重复,疑似编造', en: '"{value}" repeats one character and may be made up' },
    sequential: { zh: '“{value}”是连续的顺序字符,疑似编造', en: '"{value}" only counts up or down and may be made up' },
    keyboard: {
      zh: '“{value}”是键盘上相邻的键,疑似随手输入',
      en: '"{value}" runs along the keyboard and may be made up',
    },
    'test-word': { zh: '“{value}”是测试或示例用的值', en: '"{value}" is a value used for tests or samples' },
  },
  judge: () => (record, report) => {
    const values = valuesOf(record);
    for (const { field, at, kind } of FIELDS) {
      const value = values[at];
      if (value === null || value === undefined || isPlain(value, kind)) continue;
      const reason = fabricatedReason(value, kind);
      // A masked value repeats its stars; that is `validate/masked`.
      if (reason !== null && maskedReason(value) === null) report(reason, field, { value });
    }
  },
  examples: [
    { record: { name: '深圳市云帆科技有限公司', phone: '13826541937', email: 'wangmin@yunfan.com.cn' }, expect: [] },
    { record: { phone: '13888888888', phone_other: '11111111' }, expect: ['repeated', 'repeated'] },
    { record: { phone: '13812345678' }, expect: ['sequential'] },
    { record: { contact_name: '李雪', email: 'jkl92@qq.com' }, expect: [] },
    { record: { contact_name: 'asdf', email: 'test@test.com' }, expect: ['keyboard', 'test-word'] },
    { record: { name: '测试客户1', credit_code: '123456789012345678' }, expect: ['test-word', 'sequential'] },
    { record: { phone: '138****8888', contact_name: '丁丁' }, expect: [] },
    { record: { phone: '13800138000', phone_other: '400-888-8888' }, expect: ['test-word'] },
  ],
});

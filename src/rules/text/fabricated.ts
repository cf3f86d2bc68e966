import { parsePhone } from './phone.js';
import { fold } from './unicode.js';

/** What a value looks made up by: one character again and again, a counting run, keys side by side, or a word or number that testers use. */
export type FabricatedReason = 'repeated' | 'sequential' | 'keyboard' | 'test-word';

/** What kind of value is judged; `code` is a registration, credit or organisation code. */
export type FabricatedKind = 'phone' | 'name' | 'email' | 'address' | 'code' | 'text';

const KEY_ROWS = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
];
const KEYBOARD = [...KEY_ROWS, ...KEY_ROWS.map((row) => [...row].reverse().join(''))];
/** Three keys are enough only for the runs that nobody is called. */
const SHORT_KEYS: ReadonlySet<string> = new Set([
  'qwe',
  'asd',
  'zxc',
  'jkl',
  'fgh',
  'hjk',
  'sdf',
  'dfg',
  'ewq',
  'dsa',
  'cxz',
  'qaz',
  'wsx',
]);
const COUNTING = [
  '0123456789012345678901234567890',
  '9876543210987654321098765432109',
  'abcdefghijklmnopqrstuvwxyz',
  '一二三四五六七八九十',
  '甲乙丙丁戊己庚辛壬癸',
];

/** Every run of so many characters in any of the rows. */
const runsOf = (length: number, rows: readonly string[]): ReadonlySet<string> =>
  new Set(rows.flatMap((row) => Array.from(row.slice(length - 1), (_, i) => row.slice(i, i + length))));
/** What counts begins with one of these, what runs along the keyboard with one of those; nearly nothing else does. */
const COUNTING_STARTS = runsOf(2, COUNTING);
export const KEYBOARD_STARTS: ReadonlySet<string> = new Set([...SHORT_KEYS, ...runsOf(3, KEYBOARD)]);

/** A value that is a test word by itself or with what testers add; 华测检测, 软件测试技术有限公司 are companies. */
const TEST_VALUE =
  /^(?:测试|測試|tests?|testing|tester|demo|sample|example|dummy|fake|foo|foobar|示例|样例|演示|假数据|虚拟)(?:[\s_-]*(?:数据|客户|公司|有限公司|用户|账号|账户|企业|姓名|名称|人员|联系人|地址|电话|邮箱|专用|号|user|name|customer|client|company|data|account|address))*(?:[\s_.-]*(?:\d{1,6}|[一二三四五六七八九十甲乙丙]|(?<![a-z])[a-z]))?$/;
/** The numbers of China Mobile's own advertisements and all of their pattern: 13800138000, 13900139000. */
const SHOWN_MOBILE = /^(1\d\d)00\1(?:000)$/;
/** Chinese that neither repeats, nor counts, nor names a test: nearly every name and address. */
const ORDINARY_START =
  /^(?![一二三四五六七八九十甲乙丙丁戊己庚辛壬癸测測示样演假虚])([\u4e00-\u9fff])(?!\1)[\u4e00-\u9fff]/;
/** RFC 2606 names, and what stands in forms. */
const TEST_DOMAIN = /(?:^|\.)(?:example\.(?:com|org|net|cn)|tests?\.(?:com|cn)|(?:test|example|invalid|localhost))$/i;

/**
 * Whether a value looks made up [S4-35]; null when nothing speaks for it. A hint for verification, never a proof: a bought number such as 13588888888 is
 * real for somebody. Vanity service numbers (400-888-8888) are what companies pay for and are not flagged; nor are names such as 丁丁 or 张三.
 */
export function fabricatedReason(value: string, kind: FabricatedKind): FabricatedReason | null {
  if (ORDINARY_START.test(value)) return null;
  const s = fold(value).toLowerCase();
  if (s.length < 2) return null;
  if (kind === 'phone') return phoneReason(s);
  if (kind === 'email') return emailReason(s);
  if (kind === 'code') return codeReason(s.replace(/[\s-]/g, ''));
  return wordReason(s);
}

function isRepeated(s: string): boolean {
  for (let i = 1; i < s.length; i++) if (s.charCodeAt(i) !== s.charCodeAt(0)) return false;
  return true;
}

function hasNineAlike(s: string): boolean {
  let alike = 1;
  for (let i = 1; i < s.length; i++) {
    alike = s.charCodeAt(i) === s.charCodeAt(i - 1) ? alike + 1 : 1;
    if (alike === 9) return true;
  }
  return false;
}

/** Whether a text of two or more characters counts up or down. */
function isCounting(s: string): boolean {
  return COUNTING_STARTS.has(s.slice(0, 2)) && COUNTING.some((run) => run.includes(s));
}

function phoneReason(s: string): FabricatedReason | null {
  const phone = parsePhone(s);
  const digits = (phone.kind === 'invalid' ? s : phone.national)
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '');
  if (digits.length < 7) return null;
  if (isRepeated(digits)) return 'repeated';
  if (isCounting(digits)) return 'sequential';
  if (SHOWN_MOBILE.test(digits)) return 'test-word';
  const body = phone.kind === 'landline' ? phone.national.slice(phone.national.indexOf('-') + 1) : subscriber(digits);
  if (body.length < 7) return null;
  if (isRepeated(body)) return phone.kind === 'service' && /[68]/.test(body) ? null : 'repeated';
  return isCounting(body) ? 'sequential' : null;
}

/** What follows the operator's or the area's prefix. */
function subscriber(digits: string): string {
  if (digits.length === 11 && digits.startsWith('1')) return digits.slice(3);
  if (/^[48]00\d{7}$/.test(digits)) return digits.slice(3);
  if (/^0[12]/.test(digits)) return digits.slice(3);
  return digits.startsWith('0') ? digits.slice(4) : digits;
}

function emailReason(s: string): FabricatedReason | null {
  const at = s.indexOf('@');
  if (at < 1) return wordReason(s);
  const local = s.slice(0, at);
  const domain = s.slice(at + 1);
  if (TEST_DOMAIN.test(domain) || TEST_VALUE.test(local)) return 'test-word';
  const label = domain.slice(0, Math.max(0, domain.indexOf('.')));
  if (local.length === 1 && local === label) return 'repeated';
  if (local.length >= 3 && isRepeated(local) && (local.length >= 5 || !/\d/.test(local))) return 'repeated';
  if (local.length >= 3 && isCounting(local)) return 'sequential';
  return isKeyboard(local) && !isInitials(local) ? 'keyboard' : null;
}

/** Three letters and a number that neither counts nor repeats: jkl92 is who was born in 1992, asd123 is nobody. */
function isInitials(local: string): boolean {
  const digits = /^[a-z]{3}(\d{2,6})$/.exec(local)?.[1];
  return digits !== undefined && !isRepeated(digits) && !isCounting(digits);
}

function codeReason(s: string): FabricatedReason | null {
  if (s.length < 5) return null;
  if (isRepeated(s) || hasNineAlike(s)) return 'repeated';
  if (isCounting(s) || s.includes('123456789') || s.includes('987654321')) return 'sequential';
  return isKeyboard(s) ? 'keyboard' : TEST_VALUE.test(s) ? 'test-word' : null;
}

function wordReason(s: string): FabricatedReason | null {
  if (TEST_VALUE.test(s)) return 'test-word';
  const word = s.replace(/[\s_.-]/g, '');
  if (word.length < 3) return null;
  if (isRepeated(word)) return /[\p{L}\p{N}]/u.test(word) ? 'repeated' : null;
  if (isCounting(word)) return 'sequential';
  return isKeyboard(word) ? 'keyboard' : null;
}

/** Keys side by side, once or repeated (asdasd), with digits behind or not (qwer1234). */
function isKeyboard(s: string): boolean {
  if (s.length > 40 || !KEYBOARD_STARTS.has(s.slice(0, 3))) return false;
  const run = /^(1?[a-z][a-z0-9]*?)\1*[0-9]{0,6}$/.exec(s)?.[1];
  if (run === undefined || run.length < 3) return false;
  const letters = /[0-9]$/.test(run) ? run.replace(/[0-9]+$/, '') : run;
  if (SHORT_KEYS.has(letters) || SHORT_KEYS.has(run)) return true;
  return letters.length >= 4 && KEYBOARD.some((row) => row.includes(letters));
}

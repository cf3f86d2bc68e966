import { parseCreditCode } from '../text/credit-code.js';
import { parseIdCode } from '../text/id-code.js';
import { isPlaceholder } from '../text/sentinel.js';
import { fold } from '../text/unicode.js';
import { editDistance } from './distance.js';
import { DIFFERENT, type Kind, VETO } from './kind.js';
import { hashBoth, hashText } from './sheet.js';
import { differs, equals, level } from './words.js';

const VALID = 0;
const HEAD = 1;
const TAIL = 2;
/** 统一社会信用代码 against 居民身份证: two numbers of different registers contradict nothing. */
const CREDIT = 1;
const PERSON = 2;
/** Digits and capitals alone. */
const PLAIN = /^[0-9A-Z]{4,}$/;
const LIKE_CREDIT = /^[0-9A-Z]{18}$/;

/** Whether a text is one unit again and again: nobody's number. */
function isOneUnit(text: string): boolean {
  let i = 1;
  while (i < text.length && text.charCodeAt(i) === text.charCodeAt(0)) i++;
  return i === text.length;
}

function register(text: string): number {
  if (text.length === 18 && LIKE_CREDIT.test(text) && parseCreditCode(text).ok) return CREDIT;
  return (text.length === 18 || text.length === 15) && parseIdCode(text).ok ? PERSON : 0;
}

/** A number that names one customer: credit code, identity card, tax or insurance number. Two valid ones that differ are a veto. */
export const identity: Kind = {
  kind: 'identity',
  levels: [
    null,
    differs(0.05, 0.999),
    null,
    null,
    null,
    level('差两个字符', 'two characters apart', 0.03, 0.0004),
    level('差一个字符', 'one character apart', 0.12, 0.0001),
    equals(0.8, 0.00001),
  ],
  width: 3,
  atoms: [
    { name: '', feature: -1, near: 0 },
    { name: 'first 4', feature: HEAD, near: 0.4 },
    { name: 'last 4', feature: TAIL, near: 0.4 },
  ],
  frequency: false,
  shared: true,
  read(raw, sheet) {
    const plain = PLAIN.test(raw);
    if (!plain && isPlaceholder(raw)) return false;
    const text = plain
      ? raw
      : fold(raw)
          .toUpperCase()
          .replace(/[^0-9A-Z]/g, '');
    if (text.length < 4 || isOneUnit(text)) return false;
    const half = Math.max(Math.ceil(text.length / 2), 4);
    sheet.text(text);
    const { features } = sheet;
    features[VALID] = register(text);
    features[HEAD] = hashText(text.slice(0, half));
    features[TAIL] = hashBoth('$', text.slice(-half));
    return true;
  },
  compare(values, a, b) {
    const { features, width } = values;
    const register = features[a * width + VALID]!;
    if (register !== 0 && register === features[b * width + VALID]) return DIFFERENT | VETO;
    const edits = editDistance(values, a, b, 2);
    return edits === 1 ? 6 : edits === 2 ? 5 : DIFFERENT;
  },
};

import { landlineDigits, parsePhone, splitPhones } from '../text/phone.js';
import { isPlaceholder } from '../text/sentinel.js';
import { fold } from '../text/unicode.js';
import { editDistanceOf } from './distance.js';
import { CAPPED, DIFFERENT, type Kind, type Values } from './kind.js';
import { hashText, type Sheet } from './sheet.js';
import { differs, equals, level } from './words.js';

const NUMBER = 0;
const EXTENSION = 1;
const TAIL = 2;
const LENGTH = 3;
/** The same for numbers of the same digits in whatever order. */
const DIGITS = 4;
/** One odd number a digit. */
const WEIGHTS = [
  0x2545f491, 0x1b873593, 0x27d4eb2f, 0x165667b1, 0x4f6cdd1d, 0x3c6ef373, 0x5bd1e995, 0x6b43a9b5, 0x7feb352d,
  0x45d9f3bb,
];

function sorted(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const weight = WEIGHTS[digits.charCodeAt(i) - 48] ?? 0;
    sum = (sum + Math.imul(weight, weight ^ (weight >>> 13))) | 0;
  }
  return sum >>> 1 || 1;
}
/** One digit again and again behind the network's prefix: nobody's number. */
const DUMMY = /(\d)\1{6,}$/;

const MOBILE = /^1[3-9]\d{9}$/;

function write(digits: string, extension: string, sheet: Sheet): boolean {
  if (digits.at(-1) === digits.at(-2) && DUMMY.test(digits)) return false;
  sheet.text(digits);
  const { features, length } = sheet;
  features[NUMBER] = sheet.hash(0, length);
  features[EXTENSION] = hashText(extension);
  features[TAIL] = sheet.hash(Math.max(0, length - 7), length) ^ 1 || 1;
  features[LENGTH] = length;
  features[DIGITS] = sorted(digits);
  if (extension !== '') {
    sheet.unit(0x2d);
    sheet.text(extension);
  }
  return true;
}

function read(raw: string, sheet: Sheet): boolean {
  if (raw.length === 11 && MOBILE.test(raw)) return write(raw, '', sheet);
  const landline = landlineDigits(raw);
  if (landline !== null) return write(landline, '', sheet);
  if (isPlaceholder(raw)) return false;
  // Of several numbers in one cell the first one counts.
  const phone = parsePhone(splitPhones(raw)[0] ?? raw);
  if (phone.kind !== 'invalid') return write(digitsOf(phone.e164 ?? phone.national), phone.extension ?? '', sheet);
  const digits = fold(raw).replace(/\D/g, '');
  return digits.length >= 6 && write(digits, '', sheet);
}

/** A number in its own country, in digits. */
const digitsOf = (number: string): string => (number.startsWith('+86') ? number.slice(3) : number.replace(/\D/g, ''));

function numberEdits({ chars, starts, features, width }: Values, a: number, b: number): number {
  const fromA = starts[a]!;
  const fromB = starts[b]!;
  const toA = fromA + features[a * width + LENGTH]!;
  return editDistanceOf(chars, fromA, toA, fromB, fromB + features[b * width + LENGTH]!, 1);
}

/** A telephone number; two extensions of one switchboard are two desks, which only a person may put together. */
export const phone: Kind = {
  kind: 'phone',
  levels: [
    null,
    differs(0.2, 0.998),
    level('同一总机,分机不同', 'same switchboard, other extension', 0.005, 0.0005),
    level('末七位相同', 'last seven digits equal', 0.01, 0.0002),
    level('差一位数字', 'one digit apart', 0.05, 0.0005),
    level('相邻两位互换', 'two neighbouring digits exchanged', 0.02, 0.00005),
    level('号码相同,一方没有分机', 'same number, one without extension', 0.02, 0.0001),
    equals(0.72, 0.0001),
  ],
  width: 5,
  atoms: [
    { name: '', feature: -1, near: 0 },
    { name: 'number', feature: NUMBER, near: 0.1 },
    { name: 'digits', feature: DIGITS, near: 0.25 },
    { name: 'last 7', feature: TAIL, near: 0.3 },
  ],
  frequency: true,
  shared: true,
  read,
  compare(values, a, b) {
    const { features, width } = values;
    const x = a * width;
    const y = b * width;
    if (features[x + NUMBER] === features[y + NUMBER]) {
      const both = features[x + EXTENSION] !== 0 && features[y + EXTENSION] !== 0;
      return both ? 2 | CAPPED : 6;
    }
    if (numberEdits(values, a, b) === 1) return features[x + DIGITS] === features[y + DIGITS] ? 5 : 4;
    return features[x + TAIL] === features[y + TAIL] ? 3 : DIFFERENT;
  },
};

import { fold } from '../text/unicode.js';
import { editDistance } from './distance.js';
import { DIFFERENT, type Kind } from './kind.js';
import { hashText, type Sheet } from './sheet.js';
import { differs, equals, level } from './words.js';

const YEAR_FIRST = /^(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?:\D.*)?$/;
const YEAR_LAST = /^(\d{1,2})\D{1,2}(\d{1,2})\D{1,2}(\d{4})$/;
const DIGITS = /^\d{8}$/;
const YEAR = 0;
const MONTH = 1;
const DAY = 2;
const YEAR_MONTH = 3;
const MONTH_DAY = 4;
const YEAR_DAY = 5;

function parts(text: string): readonly [string, string, string] | null {
  if (DIGITS.test(text)) return [text.slice(0, 4), text.slice(4, 6), text.slice(6)];
  const first = YEAR_FIRST.exec(text);
  if (first) return [first[1]!, first[2]!.padStart(2, '0'), first[3]!.padStart(2, '0')];
  const last = YEAR_LAST.exec(text);
  if (last === null) return null;
  const [, x, y, year] = last as unknown as [string, string, string, string];
  const [day, month] = Number(y) > 12 ? [y, x] : [x, y];
  return [year, month.padStart(2, '0'), day.padStart(2, '0')];
}

function read(raw: string, sheet: Sheet): boolean {
  const folded = fold(raw);
  const found = parts(folded);
  if (found === null) {
    const digits = folded.replace(/\D/g, '');
    sheet.text(digits);
    return digits !== '';
  }
  const [year, month, day] = found;
  if (/^0+$/.test(year + month + day)) return false;
  sheet.text(year + month + day);
  const { features } = sheet;
  features[YEAR] = Number(year);
  features[MONTH] = Number(month);
  features[DAY] = Number(day);
  features[YEAR_MONTH] = hashText(year + month);
  features[MONTH_DAY] = hashText(`-${month}${day}`);
  features[YEAR_DAY] = hashText(`${year}--${day}`);
  return true;
}

/** A date of birth or of founding, whatever its writing; month and day exchanged and single wrong digits are levels. */
export const date: Kind = {
  kind: 'date',
  levels: [
    null,
    differs(0.05, 0.96),
    null,
    null,
    level('同年或相差一年', 'same year, or one apart', 0.03, 0.03),
    level('年月日有两项相同', 'two of year, month and day equal', 0.05, 0.005),
    level('差一位数字或日月互换', 'one digit apart, or day and month exchanged', 0.09, 0.001),
    equals(0.78, 0.0002),
  ],
  width: 6,
  atoms: [
    { name: '', feature: -1, near: 0 },
    { name: 'year and month', feature: YEAR_MONTH, near: 0.35 },
    { name: 'month and day', feature: MONTH_DAY, near: 0.35 },
    { name: 'year and day', feature: YEAR_DAY, near: 0.35 },
  ],
  frequency: true,
  shared: false,
  read,
  compare(values, a, b) {
    if (editDistance(values, a, b, 1) === 1) return 6;
    const { features, width } = values;
    const x = a * width;
    const y = b * width;
    if (features[x + YEAR] === 0 || features[y + YEAR] === 0) return DIFFERENT;
    const year = features[x + YEAR] === features[y + YEAR];
    const month = features[x + MONTH] === features[y + MONTH];
    const day = features[x + DAY] === features[y + DAY];
    if (year && features[x + MONTH] === features[y + DAY] && features[x + DAY] === features[y + MONTH]) return 6;
    if ((year ? 1 : 0) + (month ? 1 : 0) + (day ? 1 : 0) === 2) return 5;
    return Math.abs(features[x + YEAR]! - features[y + YEAR]!) <= 1 ? 4 : DIFFERENT;
  },
};

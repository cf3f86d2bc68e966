import { isPlaceholder } from '../text/sentinel.js';
import { toSimplified } from '../text/simplified.js';
import { fold } from '../text/unicode.js';
import { editDistance, lengthOf } from './distance.js';
import { DIFFERENT, type Kind } from './kind.js';
import { hashText } from './sheet.js';
import { differs, equals, level } from './words.js';

/** A postcode, house number or other short code: one wrong character is a level of its own. */
export const code: Kind = {
  kind: 'code',
  levels: [
    null,
    differs(0.12, 0.985),
    null,
    null,
    null,
    level('差两个字符', 'two characters apart', 0.02, 0.01),
    level('差一个字符', 'one character apart', 0.08, 0.004),
    equals(0.78, 0.005),
  ],
  width: 1,
  atoms: [
    { name: '', feature: -1, near: 0 },
    { name: 'first 3', feature: 0, near: 0.6 },
  ],
  frequency: true,
  shared: false,
  read(raw, sheet) {
    if (isPlaceholder(raw)) return false;
    const text = fold(raw)
      .toUpperCase()
      .replace(/[\s.,/-]+/g, '');
    sheet.text(text);
    sheet.features[0] = hashText(text.slice(0, 3));
    return text !== '';
  },
  compare(values, a, b) {
    const shorter = Math.min(lengthOf(values, a), lengthOf(values, b));
    const edits = editDistance(values, a, b, 2);
    if (edits === 1 && shorter >= 2) return 6;
    return edits === 2 && shorter >= 5 ? 5 : DIFFERENT;
  },
};

/** One of a few words, such as a state or a sex: equal or not. */
export const category: Kind = {
  kind: 'category',
  levels: [null, differs(0.1, 0.8), null, null, null, null, null, equals(0.9, 0.2)],
  width: 0,
  atoms: [{ name: '', feature: -1, near: 0 }],
  frequency: true,
  shared: false,
  read(raw, sheet) {
    if (isPlaceholder(raw)) return false;
    const text = toSimplified(fold(raw)).toLowerCase();
    sheet.text(text);
    return text !== '';
  },
  compare: () => DIFFERENT,
};

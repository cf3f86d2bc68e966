import { isPlaceholder } from '../text/sentinel.js';
import { toSimplified } from '../text/simplified.js';
import { fold } from '../text/unicode.js';
import { charMask, editDistance, jaroWinkler, leastEdits, lengthOf, mostLikeness } from './distance.js';
import { DIFFERENT, type Kind, type Values } from './kind.js';
import { hashText, type Sheet } from './sheet.js';
import { differs, equals, level, plainWords, soundKey } from './words.js';

/** Features of a word or a short phrase. */
const SOUND = 0;
const HEAD = 1;
const TAIL = 2;
const MASK = 3;

/** A word or a short phrase: sound, first four units, last four units. */
function readWords(raw: string, sheet: Sheet): boolean {
  if (isPlaceholder(raw)) return false;
  const text = plainWords(toSimplified(fold(raw)));
  sheet.text(text);
  const { features } = sheet;
  features[SOUND] = hashText(soundKey(text));
  features[HEAD] = hashText(text.slice(0, 4));
  features[TAIL] = hashText(`${text.slice(-4)}$`);
  features[MASK] = charMask(text);
  return text !== '';
}

/** Whether one of two values is the beginning of the other: rob, robert; or only its first letter. */
function isPrefix({ chars, starts }: Values, a: number, b: number): boolean {
  const from = starts[a]!;
  const other = starts[b]!;
  const length = Math.min(starts[a + 1]! - from, starts[b + 1]! - other);
  for (let i = 0; i < length; i++) if (chars[from + i] !== chars[other + i]) return false;
  return true;
}

/**
 * The level of two different words, whose character masks stand at `mask` and whose sound at `sound`: 6 one edit, 5 a beginning or nearly alike, 4 much alike, 3 somewhat,
 * 1 different.
 */
export function compareWords(values: Values, a: number, b: number, mask = MASK, sound = SOUND): number {
  const { features, width } = values;
  const maskA = features[a * width + mask]!;
  const maskB = features[b * width + mask]!;
  const shorter = Math.min(lengthOf(values, a), lengthOf(values, b));
  if (isPrefix(values, a, b)) return shorter >= 3 ? 5 : 4;
  if (shorter >= 3) {
    const limit = shorter >= 6 ? 2 : 1;
    const edits = leastEdits(maskA, maskB) > limit ? limit + 1 : editDistance(values, a, b, limit);
    if (edits <= 1) return shorter >= 4 ? 6 : 5;
    if (edits <= limit) return 5;
  }
  const likeness = mostLikeness(values, a, b, maskA, maskB) < 0.8 ? 0 : jaroWinkler(values, a, b);
  if (likeness >= 0.9) return 4;
  if (likeness >= 0.8) return 3;
  if (features[a * width + sound] === features[b * width + sound] && shorter > 2) return 3;
  return DIFFERENT;
}

const wordLevels = (equal: number, uEqual: number): Kind['levels'] => [
  null,
  differs(0.06, 0.93),
  level('名和姓互换', 'given name and surname exchanged', 0.01, 0.0002),
  level('略相似', 'somewhat alike', 0.02, 0.04),
  level('相似或只有首字母', 'much alike, or an initial', 0.02, 0.008),
  level('很相似或是简写', 'nearly alike, or shortened', 0.04, 0.003),
  level('差一个字符', 'one character apart', 0.1, 0.002),
  equals(equal, uEqual),
];

const wordAtoms: Kind['atoms'] = [
  { name: '', feature: -1, near: 0 },
  { name: 'sound', feature: SOUND, near: 0.6 },
  { name: 'first 4', feature: HEAD, near: 0.5 },
  { name: 'last 4', feature: TAIL, near: 0.45 },
];

const words = (kind: Kind['kind'], equal: number, uEqual: number): Kind => ({
  kind,
  levels: wordLevels(equal, uEqual),
  width: 4,
  atoms: wordAtoms,
  frequency: true,
  shared: false,
  read: readWords,
  compare: compareWords,
});

/** A given name by itself. */
export const givenName = words('given-name', 0.75, 0.01);
/** A surname by itself. */
export const surname = words('surname', 0.78, 0.004);
/** A town, suburb or region. */
export const place = words('place', 0.75, 0.02);
/** Anything short in words. */
export const text = words('text', 0.75, 0.02);

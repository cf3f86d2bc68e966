import { isSurname, surnameOf } from '../reference/surnames.js';
import { judgePersonName } from '../text/person-name.js';
import { isPlainSimplified, toSimplified } from '../text/simplified.js';
import { fold, hasHan, unifyDots } from '../text/unicode.js';
import { charMask, lengthOf } from './distance.js';
import { CAPPED, DIFFERENT, type Values } from './kind.js';
import { compareWords } from './latin.js';
import * as f from './party-features.js';
import { initialsOf, latinPinyin, pinyinOf, surnamePinyin } from './pinyin.js';
import { hashBoth, hashText, type Sheet } from './sheet.js';
import { plainWords } from './words.js';

/** A title behind a surname, when the judgement of names says that there is one. */
const BRACKETED_NOTE = /[([（【〔][^)\]）】〕]*[)\]）】〕]?/g;
const SPACES = /\s+/g;
/** Sounds of a Latin name are in order of the alphabet, so that 单雄信 and Xiongxin Shan meet. */
const bothOrders = (surname: string, given: string): string =>
  surname < given ? `${surname} ${given}` : `${given} ${surname}`;

/** What a surname or a given name sounds like, with the hashes that are asked for again and again. */
interface Sounding {
  readonly sound: string;
  readonly initials: string;
  readonly hash: number;
  readonly soundHash: number;
}

const sounding = (text: string, sound: string, initials: string): Sounding => ({
  sound,
  initials,
  hash: hashText(text),
  soundHash: hashText(sound),
});

/** Names repeat: these many serve for a million persons. */
const MOST_NAMES = 50_000;
const givenNames = new Map<string, Sounding>();
const surnames = new Map<string, Sounding>();

function givenName(given: string): Sounding {
  let known = givenNames.get(given);
  if (known === undefined) {
    known = sounding(given, pinyinOf(given.replaceAll('·', '')), initialsOf(given));
    if (givenNames.size < MOST_NAMES) givenNames.set(given, known);
  }
  return known;
}

function surnameSounding(surname: string): Sounding {
  let known = surnames.get(surname);
  if (known === undefined) {
    const sound = surnamePinyin(surname);
    known = sounding(surname, sound, sound.charAt(0));
    surnames.set(surname, known);
  }
  return known;
}

const NO_SURNAME = sounding('', '', '');

function writeHan(name: string, sheet: Sheet): boolean {
  const of = surnameOf(name);
  const surname = of === null ? NO_SURNAME : surnameSounding(of);
  const given = givenName(of === null ? name : name.slice(of.length));
  const { features } = sheet;
  sheet.text(name);
  features[f.TYPE] = f.HAN_PERSON;
  features[f.BRAND] = sheet.hash(0, sheet.length);
  features[f.SOUND] = hashText(bothOrders(surname.sound, given.sound));
  features[f.SURNAME] = surname.hash;
  features[f.SURNAME_SOUND] = surname.soundHash;
  features[f.GIVEN] = given.hash;
  features[f.GIVEN_SOUND] = given.soundHash;
  features[f.SPELT] = hashBoth(surname.sound, given.sound);
  features[f.INITIALS] = hashBoth(surname.initials, given.initials);
  features[f.HEAD] = sheet.hash(0, Math.min(sheet.length, 2));
  return true;
}

function writeLatin(folded: string, sheet: Sheet): boolean {
  const text = plainWords(folded);
  if (text === '') return false;
  const words = latinPinyin(text).split(' ');
  const [first, last] = [words[0]!, words[words.length - 1]!];
  const { features } = sheet;
  sheet.text(text);
  features[f.TYPE] = f.LATIN_PERSON;
  features[f.BRAND] = hashText([...words].sort().join(' '));
  features[f.SOUND] = hashText(bothOrders(first, words.slice(1).join('')));
  features[f.OTHER_SOUND] = hashText(bothOrders(last, words.slice(0, -1).join('')));
  features[f.SURNAME_SOUND] = hashText(first);
  features[f.SURNAME] = hashText(last);
  features[f.HEAD] = hashText(text.slice(0, 4));
  features[f.MASK] = charMask(text);
  features[f.SPELT] = hashText(words.join(''));
  features[f.INITIALS] = hashText(words.map((word) => word.charAt(0)).join(''));
  return true;
}

/** 娜娜·欧阳 → 欧阳娜娜: a Chinese name in Western order, with a dot between its two parts. */
function inOrder(name: string): string {
  const dot = name.indexOf('·');
  if (dot < 0 || dot !== name.lastIndexOf('·')) return name;
  const [first, last] = [name.slice(0, dot), name.slice(dot + 1)];
  if (last.length > 2 || first.length > 2 || !isSurname(last)) return name;
  return isSurname(first) && first.length >= last.length ? name : last + first;
}

/** Writes a person's name: notes in brackets, spaces, traditional script and Western order do not count. False: no name. */
export function readPerson(raw: string, sheet: Sheet): boolean {
  if (isPlainSimplified(raw)) return writeJudged(raw, sheet);
  const folded = fold(raw);
  if (!hasHan(folded)) return /\p{L}/u.test(folded) && writeLatin(folded.replace(BRACKETED_NOTE, ' '), sheet);
  return writeJudged(toSimplified(folded.replace(BRACKETED_NOTE, '').replace(SPACES, '')), sheet);
}

function writeJudged(name: string, sheet: Sheet): boolean {
  if (name === '') return false;
  const judged = judgePersonName(name);
  if (judged.ok) {
    return judged.name === name && isPlainSimplified(name)
      ? writeHan(name, sheet)
      : writeHan(inOrder(unifyDots(judged.name).replace(SPACES, '')), sheet);
  }
  if (judged.problem === 'empty' || judged.problem === 'placeholder' || judged.problem === 'masked') return false;
  if (judged.problem !== 'title') return writeHan(unifyDots(name), sheet);
  if (judged.suggestion !== null) return writeHan(judged.suggestion, sheet);
  const surname = surnameOf(name);
  if (surname === null) return false;
  const { hash, soundHash } = surnameSounding(surname);
  sheet.text(`${surname}~`);
  sheet.features[f.TYPE] = f.TITLED;
  sheet.features[f.SURNAME] = hash;
  sheet.features[f.SURNAME_SOUND] = soundHash;
  return true;
}

function differentUnits({ chars, starts }: Values, a: number, b: number): number {
  const length = lengthOf({ chars, starts } as Values, a);
  let different = 0;
  for (let i = 0; i < length; i++) if (chars[starts[a]! + i] !== chars[starts[b]! + i]) different++;
  return different;
}

function compareHan(values: Values, a: number, b: number): number {
  const x = a * values.width;
  const y = b * values.width;
  const same = (feature: number): boolean =>
    values.features[x + feature] !== 0 && values.features[x + feature] === values.features[y + feature];
  const lengthA = lengthOf(values, a);
  const lengthB = lengthOf(values, b);
  const longer = Math.max(lengthA, lengthB);
  if (same(f.SURNAME) && same(f.GIVEN_SOUND)) {
    // A slip of the input method changes one character; 王伟 and 王薇, 嘉良 and 家亮 may be brothers and sisters.
    const isSlip = longer > 2 && lengthA === lengthB && differentUnits(values, a, b) === 1;
    return isSlip ? 5 : 5 | CAPPED;
  }
  if (same(f.SURNAME_SOUND) && same(f.GIVEN)) return 5;
  if (same(f.SOUND)) return 4 | CAPPED;
  // Brothers and sisters share all but one character.
  if (lengthA === lengthB) return longer > 2 && differentUnits(values, a, b) === 1 ? 3 | CAPPED : DIFFERENT;
  if (longer === 3 || !same(f.SURNAME)) return DIFFERENT;
  return Math.abs(lengthA - lengthB) === 1 && longer > 3 ? 3 | CAPPED : DIFFERENT;
}

/** The level of two different names of persons: 王伟 and 王玮, 单雄信 and Shan Xiongxin, 王先生 and 王伟. */
export function comparePersons(values: Values, a: number, b: number): number {
  const { features: of, width } = values;
  const x = a * width;
  const y = b * width;
  const typeA = of[x]!;
  const typeB = of[y]!;
  if (typeA === f.HAN_PERSON && typeB === f.HAN_PERSON) return compareHan(values, a, b);
  if (typeA === f.TITLED || typeB === f.TITLED)
    return (of[x + f.SURNAME] === of[y + f.SURNAME] ? 2 : DIFFERENT) | CAPPED;
  if (typeA === f.LATIN_PERSON && typeB === f.LATIN_PERSON) {
    if (of[x + f.BRAND] === of[y + f.BRAND]) return 6;
    const level = compareWords(values, a, b, f.MASK, f.SOUND);
    return level > 3 ? level - 1 : of[x + f.SURNAME] === of[y + f.SURNAME] ? 2 : level;
  }
  const [one, other] = typeA === f.HAN_PERSON ? [x, y] : [y, x];
  const sound = of[one + f.SOUND];
  if (sound === of[other + f.SOUND] || sound === of[other + f.OTHER_SOUND]) return 6;
  // Cantonese and other romanisations are not known here.
  return 2 | CAPPED;
}

import { isSurname, surnameOf } from '../reference/surnames.js';
import { judgePersonName } from '../text/person-name.js';
import { toSimplified } from '../text/simplified.js';
import { fold, hasHan, unifyDots } from '../text/unicode.js';
import { charMask, lengthOf } from './distance.js';
import { CAPPED, DIFFERENT, hashText, type Reading, type Values } from './kind.js';
import { compareWords } from './latin.js';
import * as f from './party-features.js';
import { initialsOf, latinPinyin, pinyinOf, surnamePinyin } from './pinyin.js';
import { plainWords } from './words.js';

/** A title behind a surname, when the judgement of names says that there is one. */
const BRACKETED_NOTE = /[([（【〔][^)\]）】〕]*[)\]）】〕]?/g;
const SPACES = /\s+/g;
/** Sounds of a Latin name are in order of the alphabet, so that 单雄信 and Xiongxin Shan meet. */
const bothOrders = (surname: string, given: string): string =>
  surname < given ? `${surname} ${given}` : `${given} ${surname}`;

type Parts = readonly (readonly [feature: number, value: number])[];

function features(parts: Parts): number[] {
  const all = new Array<number>(f.WIDTH).fill(0);
  for (const [at, value] of parts) all[at] = value;
  return all;
}

function han(name: string): Reading {
  const surname = surnameOf(name);
  const given = surname === null ? name : name.slice(surname.length);
  const surnameSound = surname === null ? '' : surnamePinyin(surname);
  const givenSound = pinyinOf(given.replaceAll('·', ''));
  return {
    text: name,
    features: features([
      [f.TYPE, f.HAN_PERSON],
      [f.BRAND, hashText(name)],
      [f.SOUND, hashText(bothOrders(surnameSound, givenSound))],
      [f.SURNAME, hashText(surname ?? '')],
      [f.SURNAME_SOUND, hashText(surnameSound)],
      [f.GIVEN, hashText(given)],
      [f.GIVEN_SOUND, hashText(givenSound)],
      [f.SPELT, hashText(surnameSound + givenSound)],
      [f.INITIALS, hashText(surnameSound.charAt(0) + initialsOf(given))],
      [f.HEAD, hashText(name.slice(0, 2))],
    ]),
  };
}

function latin(folded: string): Reading | null {
  const text = plainWords(folded);
  if (text === '') return null;
  const words = latinPinyin(text).split(' ');
  const [first, last] = [words[0]!, words[words.length - 1]!];
  const sorted = [...words].sort().join(' ');
  return {
    text,
    features: features([
      [f.TYPE, f.LATIN_PERSON],
      [f.BRAND, hashText(sorted)],
      [f.SOUND, hashText(bothOrders(first, words.slice(1).join('')))],
      [f.OTHER_SOUND, hashText(bothOrders(last, words.slice(0, -1).join('')))],
      [f.SURNAME_SOUND, hashText(first)],
      [f.SURNAME, hashText(last)],
      [f.HEAD, hashText(text.slice(0, 4))],
      [f.MASK, charMask(text)],
      [f.SPELT, hashText(words.join(''))],
      [f.INITIALS, hashText(words.map((word) => word.charAt(0)).join(''))],
    ]),
  };
}

/** 娜娜·欧阳 → 欧阳娜娜: a Chinese name in Western order, with a dot between its two parts. */
function inOrder(name: string): string {
  const dot = name.indexOf('·');
  if (dot < 0 || dot !== name.lastIndexOf('·')) return name;
  const [first, last] = [name.slice(0, dot), name.slice(dot + 1)];
  if (last.length > 2 || first.length > 2 || !isSurname(last)) return name;
  return isSurname(first) && first.length >= last.length ? name : last + first;
}

/** A person's name: notes in brackets, spaces, traditional script and Western order do not count. Null: no name. */
export function readPerson(raw: string): Reading | null {
  let folded = fold(raw);
  if (!hasHan(folded)) return /\p{L}/u.test(folded) ? latin(folded.replace(BRACKETED_NOTE, ' ')) : null;
  folded = toSimplified(folded.replace(BRACKETED_NOTE, '').replace(SPACES, ''));
  if (folded === '') return null;
  const judged = judgePersonName(folded);
  if (judged.ok) return han(inOrder(unifyDots(judged.name).replace(SPACES, '')));
  if (judged.problem === 'empty' || judged.problem === 'placeholder' || judged.problem === 'masked') return null;
  if (judged.problem === 'title') {
    if (judged.suggestion !== null) return han(judged.suggestion);
    const surname = surnameOf(folded);
    if (surname === null) return null;
    return {
      text: `${surname}~`,
      features: features([
        [f.TYPE, f.TITLED],
        [f.SURNAME, hashText(surname)],
        [f.SURNAME_SOUND, hashText(surnamePinyin(surname))],
      ]),
    };
  }
  return han(unifyDots(folded));
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

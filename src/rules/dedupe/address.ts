import { parseAddress } from '../text/address.js';
import { isPlaceholder } from '../text/sentinel.js';
import { hasTraditional } from '../text/simplified.js';
import { readStreet } from '../text/street.js';
import { fold, hasHan } from '../text/unicode.js';
import { UnitSet } from '../unit-set.js';
import { regionsAgree } from './company.js';
import { bigramDice, charMask } from './distance.js';
import { DIFFERENT, hashText, type Kind, type Reading, type Values } from './kind.js';
import { compareWords } from './latin.js';
import { differs, equals, level, plainWords, soundKey } from './words.js';

const REGION = 0;
const ROAD = 1;
/** Numbers from the road's to the room's, four at most. */
const NUMBERS = 2;
const COUNT = 6;
/** Road and first number together: a blocking key. */
const DOOR = 7;
const ALPHABETIC = 8;
/** Of alphabetic addresses: their characters, one bit a letter. */
const MASK = 3;
const MOST_NUMBERS = 4;

const NUMERAL = '一二三四五六七八九十';
const NUMERALS = new UnitSet(NUMERAL);
/** What is counted in addresses. */
const COUNTED = new UnitSet('号弄栋幢楼座室层单');
/** Units and signs, which addresses are written with and without. */
const NO_WORD = new UnitSet('号弄栋幢楼座室层-#,.，。() \t');

/** 一 to 九十九 in digits. */
function digitsOf(numeral: string): string {
  const ten = numeral.indexOf('十');
  if (ten < 0) return numeral.replace(/./g, (char) => String(NUMERAL.indexOf(char) + 1));
  const tens = ten === 0 ? 1 : NUMERAL.indexOf(numeral[0]!) + 1;
  const ones = ten === numeral.length - 1 ? 0 : NUMERAL.indexOf(numeral[ten + 1]!) + 1;
  return String(tens * 10 + ones);
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isLetter = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);

const isWord = (unit: number): boolean =>
  unit > 127 ? !NO_WORD.has(unit) && !NUMERALS.has(unit) : !isDigit(unit) && !isLetter(unit) && !NO_WORD.has(unit);

/** The numbers of what stands below the street, and what is left without units: 88号SOHO现代城A座1201室 → 88, A, 1201; SOHO现代城. */
function numbersAndWords(below: string): { numbers: string[]; words: string } {
  const numbers: string[] = [];
  let words = '';
  for (let i = 0; i < below.length; ) {
    const unit = below.charCodeAt(i);
    const from = i;
    if (isDigit(unit)) {
      while (i < below.length && isDigit(below.charCodeAt(i))) i++;
      let start = from;
      while (start < i - 1 && below.charCodeAt(start) === 48) start++;
      numbers.push(below.slice(start, i));
      continue;
    }
    if (isLetter(unit)) {
      while (i < below.length && isLetter(below.charCodeAt(i))) i++;
      if (i - from === 1) numbers.push(below[from]!.toUpperCase());
      else words += below.slice(from, i);
      continue;
    }
    if (NUMERALS.has(unit)) {
      while (i < below.length && i - from < 3 && NUMERALS.has(below.charCodeAt(i))) i++;
      if (COUNTED.has(below.charCodeAt(i))) numbers.push(digitsOf(below.slice(from, i)));
      else words += below.slice(from, i);
      continue;
    }
    while (i < below.length && isWord(below.charCodeAt(i))) i++;
    if (i > from) words += below.slice(from, i);
    else i++;
  }
  return { numbers, words: words.includes('元') ? words.replaceAll('单元', '') : words };
}

interface Parts {
  readonly code: number;
  readonly street: string | null;
  readonly number: string | null;
  readonly rest: string;
}

/** Beginnings of addresses, down to the county, that say nothing else: their code, or 0. Few thousands serve for a million addresses. */
const beginnings = new Map<string, number>();
const MOST_BEGINNINGS = 20_000;
const LONGEST_BEGINNING = 18;
const DISTRICT_LAST = new UnitSet('区县旗');
const CITY_LAST = new UnitSet('市');

function beginning(text: string): number {
  let code = beginnings.get(text);
  if (code === undefined) {
    const { ambiguous, conflict, district, number, rest, street, traditional, zone } = parseAddress(text);
    const whole = rest === '' && street === null && number === null && zone === null;
    const plain = whole && conflict === null && ambiguous.length === 0 && traditional !== true;
    code = plain && district !== null ? Number(district.code) : 0;
    if (beginnings.size < MOST_BEGINNINGS) beginnings.set(text, code);
  }
  return code;
}

/** An address's parts; what many addresses begin with is read once. */
function partsOf(folded: string): Parts {
  const end = Math.min(folded.length - 1, LONGEST_BEGINNING);
  // Districts and counties first: a city's name stands before them, and few counties are cities.
  for (const last of [DISTRICT_LAST, CITY_LAST]) {
    for (let i = 2; i < end; i++) {
      if (!last.has(folded.charCodeAt(i))) continue;
      const code = beginning(folded.slice(0, i + 1));
      if (code === 0) continue;
      return hasTraditional(folded) ? parsedParts(folded) : { code, ...streetParts(folded.slice(i + 1)) };
    }
  }
  return parsedParts(folded);
}

/** Characters of a street's name that might belong to a town, another road, or words before the road. */
const NOT_OF_ROAD = new UnitSet('镇乡木路街道巷同段场厦区园城期岛村口与和及');
/** After a number's 号 these make a road of it. */
const ROAD_AFTER_NUMBER = new UnitSet('线路公大街国省县胡环巷道');
const LONGEST_ROAD = 9;
const [ROAD_WORD, STREET_WORD, WAY_WORD, GREAT, NUMBER_WORD] = ['路', '街', '道', '大', '号'].map((char) =>
  char.charCodeAt(0),
) as [number, number, number, number, number];

/**
 * Where the street ends of a text that begins with an ordinary one and its number, as 锦绣大道980号; -1 for any other. There `readStreet`
 * would find the same, at five times the cost.
 */
function ordinaryStreet(text: string): number {
  let i = 0;
  while (i <= LONGEST_ROAD && !NOT_OF_ROAD.has(text.charCodeAt(i))) {
    const unit = text.charCodeAt(i);
    if (!(unit >= 0x4e00 && unit <= 0x9fff)) return -1;
    i++;
  }
  const word = text.charCodeAt(i);
  const isWay = word === WAY_WORD && i > 1 && text.charCodeAt(i - 1) === GREAT;
  if (i === 0 || !(word === ROAD_WORD || word === STREET_WORD || isWay)) return -1;
  const end = i + 1;
  let at = end;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  if (at === end || text.charCodeAt(at) !== NUMBER_WORD) return -1;
  return ROAD_AFTER_NUMBER.has(text.charCodeAt(at + 1)) || text.includes('、') ? -1 : end;
}

/** As `readStreet`; where number and rest stand together, `number` is empty. */
function streetParts(text: string): Omit<Parts, 'code'> {
  const end = ordinaryStreet(text);
  return end < 0 ? readStreet(text) : { street: text.slice(0, end), number: '', rest: text.slice(end) };
}

function parsedParts(folded: string): Parts {
  const { city, district, number, province, rest, street } = parseAddress(folded);
  const region = district ?? city ?? province;
  return { code: region === null ? 0 : Number(region.code), street, number, rest };
}

function readHan(folded: string): Reading | null {
  const { code, number, rest, street } = partsOf(folded);
  const below = `${number ?? ''}${rest}`;
  const { numbers, words } = numbersAndWords(below);
  // A place as large as a district says where millions are.
  if (street === null && numbers.length === 0 && words === '') return null;
  const road = street ?? (words.length > 1 ? words : '');
  const door = road === '' || numbers.length === 0 ? 0 : hashText(`${road} ${numbers[0]}`);
  const kept = numbers.slice(0, MOST_NUMBERS).map(hashText);
  while (kept.length < MOST_NUMBERS) kept.push(0);
  return {
    text: `${code}|${street ?? ''}|${numbers.join('-')}|${words}`,
    features: [code, hashText(road), ...kept, numbers.length, door, 0],
  };
}

function read(raw: string): Reading | null {
  if (raw.length < 9 && isPlaceholder(raw)) return null;
  const folded = fold(raw);
  if (hasHan(folded)) return readHan(folded);
  const text = plainWords(folded);
  if (text === '') return null;
  const sound = hashText(soundKey(text) || text);
  return {
    text,
    features: [0, sound, hashText(text.slice(0, 4)), charMask(text), 0, 0, 0, hashText(text.slice(0, 6)), 1],
  };
}

/** How many numbers agree from the road's on; the first that do not end the count. */
function numbersInCommon({ features }: Values, x: number, y: number, count: number): number {
  let common = 0;
  while (common < count && features[x + NUMBERS + common] === features[y + NUMBERS + common]) common++;
  return common;
}

function compareHan(values: Values, a: number, b: number): number {
  const { features, width } = values;
  const x = a * width;
  const y = b * width;
  const agree = regionsAgree(features[x + REGION]!, features[y + REGION]!);
  if (!agree) return DIFFERENT;
  const likeness = bigramDice(values, a, b);
  if (features[x + ROAD] === 0 || features[x + ROAD] !== features[y + ROAD]) return likeness >= 0.75 ? 3 : 2;
  const fewer = Math.min(features[x + COUNT]!, features[y + COUNT]!, MOST_NUMBERS);
  if (fewer === 0) return 3;
  const common = numbersInCommon(values, x, y, fewer);
  if (common === 0) return 3;
  if (common < fewer) return 4;
  return features[x + COUNT] === features[y + COUNT] ? 6 : 5;
}

/** An address, Chinese by its parts or any other by its letters. */
export const address: Kind = {
  kind: 'address',
  levels: [
    null,
    differs(0.14, 0.93),
    level('同一地区', 'same area', 0.05, 0.05),
    level('同路或略相似', 'same road, or somewhat alike', 0.04, 0.01),
    level('同一门牌,单元或房号不同', 'same door, other unit or room; or much alike', 0.03, 0.0012),
    level('一方较简略', 'one of them less detailed', 0.06, 0.0008),
    level('只是写法不同', 'written otherwise', 0.1, 0.0003),
    equals(0.58, 0.0005),
  ],
  width: 9,
  atoms: [
    { name: '', feature: -1, near: 0 },
    { name: 'road', feature: ROAD, near: 0.6 },
    { name: 'door', feature: DOOR, near: 0.55 },
  ],
  frequency: true,
  shared: true,
  read,
  compare(values, a, b) {
    const alphabetic = values.features[a * values.width + ALPHABETIC];
    if (alphabetic !== values.features[b * values.width + ALPHABETIC]) return DIFFERENT;
    if (alphabetic === 0) return compareHan(values, a, b);
    const level = compareWords(values, a, b, MASK, ROAD);
    return level === 3 && bigramDice(values, a, b) >= 0.6 ? 4 : level;
  },
};

import { knownHead, parseAddress } from '../text/address.js';
import { isPlaceholder } from '../text/sentinel.js';
import { hasTraditional } from '../text/simplified.js';
import { fold, hasHan } from '../text/unicode.js';
import { UnitSet } from '../unit-set.js';
import { regionsAgree } from './company.js';
import { bigramDice, charMask } from './distance.js';
import { DIFFERENT, type Kind, type Values } from './kind.js';
import { compareWords } from './latin.js';
import { endHash, HASH_BASIS, hashText, type Sheet } from './sheet.js';
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

const HYPHEN = 0x2d;
const BAR = 0x7c;
const SPACE = 0x20;
/** 单元 counts like 号, but its characters may be words. */
const [UNIT_FIRST, UNIT_LAST] = [0x5355, 0x5143];

/** Words of an address while its numbers are written. */
const words = new Uint16Array(256);

/**
 * Writes the numbers of what stands below the street, then what is left without units: 88号SOHO现代城A座1201室 → 88, A, 1201; SOHO现代城.
 * Returns how many numbers there are and where the words begin; `ends` holds where the first numbers end.
 */
function writeBelow(text: string, start: number, sheet: Sheet, ends: Int32Array): { count: number; wordsAt: number } {
  let count = 0;
  let said = 0;
  const begin = (): void => {
    if (count > 0) sheet.unit(HYPHEN);
  };
  const end = (): void => {
    if (count < ends.length) ends[count] = sheet.length;
    count++;
  };
  const say = (from: number, to: number): void => {
    for (let i = from; i < to && said < words.length; i++) words[said++] = text.charCodeAt(i);
  };
  for (let i = start; i < text.length; ) {
    const unit = text.charCodeAt(i);
    const from = i;
    if (isDigit(unit)) {
      while (i < text.length && isDigit(text.charCodeAt(i))) i++;
      let first = from;
      while (first < i - 1 && text.charCodeAt(first) === 48) first++;
      begin();
      for (let at = first; at < i; at++) sheet.unit(text.charCodeAt(at));
      end();
    } else if (isLetter(unit)) {
      while (i < text.length && isLetter(text.charCodeAt(i))) i++;
      if (i - from === 1) {
        begin();
        sheet.unit(unit & ~SPACE);
        end();
      } else say(from, i);
    } else if (NUMERALS.has(unit)) {
      while (i < text.length && i - from < 3 && NUMERALS.has(text.charCodeAt(i))) i++;
      if (COUNTED.has(text.charCodeAt(i))) {
        begin();
        sheet.text(digitsOf(text.slice(from, i)));
        end();
      } else say(from, i);
    } else {
      while (i < text.length && isWord(text.charCodeAt(i))) i++;
      if (i > from) say(from, i);
      else i++;
    }
  }
  sheet.unit(BAR);
  const wordsAt = sheet.length;
  for (let i = 0; i < said; i++) {
    if (words[i] === UNIT_FIRST && i + 1 < said && words[i + 1] === UNIT_LAST) i++;
    else sheet.unit(words[i]!);
  }
  return { count, wordsAt };
}

/** An address down to its street: the county's code, and where the street stands in a text; behind it are numbers and words. */
class Place {
  readonly code: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;

  constructor(code: number, text: string, from: number, to: number) {
    this.code = code;
    this.text = text;
    this.from = from;
    this.to = to;
  }
}

/** Characters of a street's name that might belong to a town or another road. */
const NOT_OF_ROAD = new UnitSet('镇乡木路街道巷段村');
/** Last characters of words before a road's name: when two more characters come before the road's own word. */
const BEFORE_ROAD = new UnitSet('场厦区园城期岛口与和及');
/** After a number's 号 these make a road of it. */
const ROAD_AFTER_NUMBER = new UnitSet('线路公');
const LONGEST_ROAD = 9;
const [ROAD_WORD, STREET_WORD, WAY_WORD, GREAT, NUMBER_WORD, LANE_HEAD, LANE_LAST] = [
  '路',
  '街',
  '道',
  '大',
  '号',
  '胡',
  '同',
].map((char) => char.charCodeAt(0)) as [number, number, number, number, number, number, number];

/**
 * Where the street ends that begins at a place of a text, when it is an ordinary one with its number, as 锦绣大道980号; -1 for any other. There
 * `readStreet` would find the same, at five times the cost.
 */
function ordinaryStreet(text: string, from: number): number {
  let i = from;
  let before = text.length;
  while (i <= from + LONGEST_ROAD && !NOT_OF_ROAD.has(text.charCodeAt(i))) {
    const unit = text.charCodeAt(i);
    if (!(unit >= 0x4e00 && unit <= 0x9fff)) return -1;
    if (unit === LANE_LAST && text.charCodeAt(i - 1) === LANE_HEAD) return -1;
    if (before === text.length && BEFORE_ROAD.has(unit)) before = i;
    i++;
  }
  if (i > before + 2) return -1;
  const word = text.charCodeAt(i);
  const isWay = word === WAY_WORD && i > from + 1 && text.charCodeAt(i - 1) === GREAT;
  if (i === from || !(word === ROAD_WORD || word === STREET_WORD || isWay)) return -1;
  const end = i + 1;
  let at = end;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  if (at === end || text.charCodeAt(at) !== NUMBER_WORD) return -1;
  return ROAD_AFTER_NUMBER.has(text.charCodeAt(at + 1)) || text.includes('、', from) ? -1 : end;
}

/** An address's parts; behind a county that was met before an ordinary street is read at once. */
function placeOf(folded: string): Place {
  const head = knownHead(folded);
  if (head === null) return parsedPlace(folded);
  const to = ordinaryStreet(folded, head.at);
  if (to < 0 || hasTraditional(folded)) return parsedPlace(folded);
  return new Place(head.code, folded, head.at, to);
}

function parsedPlace(folded: string): Place {
  const { city, district, number, province, rest, street } = parseAddress(folded);
  const region = district ?? city ?? province;
  const code = region === null ? 0 : Number(region.code);
  return new Place(code, `${street ?? ''}${number ?? ''}${rest}`, 0, street?.length ?? 0);
}

const ends = new Int32Array(MOST_NUMBERS);

function readHan(folded: string, sheet: Sheet): boolean {
  const { code, from, text, to } = placeOf(folded);
  sheet.text(String(code));
  sheet.unit(BAR);
  const street = sheet.length;
  for (let i = from; i < to; i++) sheet.unit(text.charCodeAt(i));
  const streetEnd = sheet.length;
  sheet.unit(BAR);
  const first = sheet.length;
  const { count, wordsAt } = writeBelow(text, to, sheet, ends);
  // A place as large as a district says where millions are.
  const hasWords = sheet.length > wordsAt;
  if (from === to && count === 0 && !hasWords) return false;
  const [roadAt, roadEnd] =
    from < to ? [street, streetEnd] : sheet.length > wordsAt + 1 ? [wordsAt, sheet.length] : [0, 0];
  const { features } = sheet;
  features[REGION] = code;
  features[ROAD] = sheet.hash(roadAt, roadEnd);
  let begin = first;
  for (let i = 0; i < Math.min(count, MOST_NUMBERS); i++) {
    features[NUMBERS + i] = sheet.hash(begin, ends[i]!);
    begin = ends[i]! + 1;
  }
  features[COUNT] = count;
  if (roadAt < roadEnd && count > 0) {
    const road = Math.imul(sheet.hashMore(HASH_BASIS, roadAt, roadEnd) ^ SPACE, 0x01000193);
    features[DOOR] = endHash(sheet.hashMore(road, first, ends[0]!));
  }
  return true;
}

function read(raw: string, sheet: Sheet): boolean {
  if (raw.length < 9 && isPlaceholder(raw)) return false;
  const folded = fold(raw);
  if (hasHan(folded)) return readHan(folded, sheet);
  const text = plainWords(folded);
  if (text === '') return false;
  sheet.text(text);
  const { features } = sheet;
  features[ROAD] = hashText(soundKey(text) || text);
  features[NUMBERS] = hashText(text.slice(0, 4));
  features[MASK] = charMask(text);
  features[DOOR] = hashText(text.slice(0, 6));
  features[ALPHABETIC] = 1;
  return true;
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

import { isCommonSurname } from '../reference/surnames.js';
import { UnitSet } from '../unit-set.js';
import { gbkTable, isGb2312Han } from './gbk.js';

/**
 * How a text was damaged:
 * - `replacement`: U+FFFD, the decoder gave up;
 * - `pua`: private-use characters, the remains of another character set (or of a font);
 * - `question-run`: characters that the target set lacked became `?`;
 * - `latin-utf8`, `latin-gbk`: UTF-8 or GBK bytes read as Latin-1 or Windows-1252 (å®¢æˆ·, ¿Í»§);
 * - `gbk-as-utf8`: GBK read as UTF-8 and back (锟斤拷), or filled memory (烫烫烫, 屯屯屯);
 * - `utf8-as-gbk`: UTF-8 read as GBK (瀹㈡埛);
 * - `byte-shift`: GBK pairs read one byte off (砉ぷ骱, 戏ê弦);
 * - `pinyin-notes`: a traditional character with its reading added by a bad font conversion (規(guī)范).
 */
export type MojibakeReason =
  | 'replacement'
  | 'pua'
  | 'question-run'
  | 'latin-utf8'
  | 'latin-gbk'
  | 'gbk-as-utf8'
  | 'utf8-as-gbk'
  | 'byte-shift'
  | 'pinyin-notes';

/** What one pass over the text saw; each bit is judged more closely afterwards. */
const QUESTION = 1;
const LATIN = 2;
const BRACKET = 4;
const PUA = 8;
const REPLACEMENT = 16;
const FILLED = 32;
const SHIFTED = 64;
const KANA = 128;

/**
 * Whether a text is damaged, and how; null for a clean one. One pass over the code units decides for nearly all values; the closer tests run only on
 * what that pass found. Ordinary questions (真的吗??), readings of rare surnames (覃(qín)), rare characters of any plane and brand names are clean [S2-47].
 */
export function mojibakeReason(value: string): MojibakeReason | null {
  const seen = scan(value);
  if (seen === 0) return null;
  if (seen & SHIFTED && isUtf8AsGbk(value)) return 'utf8-as-gbk';
  if (seen & REPLACEMENT) return 'replacement';
  if (seen & PUA) return 'pua';
  if (seen & FILLED && /锟斤|斤拷锟|烫{3}|屯{3}/.test(value)) return 'gbk-as-utf8';
  if (seen & QUESTION && isQuestionRun(value)) return 'question-run';
  if (seen & LATIN) {
    const reason = latinReason(value);
    if (reason !== null) return reason;
  }
  if (seen & KANA && isShiftedKana(value)) return 'byte-shift';
  if (seen & BRACKET && hasPinyinNotes(value)) return 'pinyin-notes';
  return null;
}

/** Units that alone, or followed by a certain one, show damage; ordinary text has none of them. */
let suspects: UnitSet | undefined;

function buildSuspects(): UnitSet {
  const units = new UnitSet('?(\uff08');
  const table = gbkTable();
  for (let unit = 0x80; unit < 0x10000; unit++) if (sign(unit) !== 0 || opensPair(table[unit]!)) units.add(unit);
  return units;
}

/** Whether a unit is one without which no text is garbled. */
export function isSuspect(unit: number): boolean {
  suspects ??= buildSuspects();
  return suspects.has(unit);
}

/** What one pass over a text sees; in nearly all of them, that there is no suspect. */
function scan(s: string): number {
  suspects ??= buildSuspects();
  const at = suspects.firstIn(s);
  return at < 0 ? 0 : scanFrom(s, at);
}

function scanFrom(s: string, from: number): number {
  const table = gbkTable();
  let seen = 0;
  let opened = false;
  for (let i = from; i < s.length; i++) {
    const unit = s.charCodeAt(i);
    if (unit === 0x3f) seen |= QUESTION;
    else if ((unit === 0x28 || unit === 0xff08) && isLatinLetter(s.charCodeAt(i + 1))) seen |= BRACKET;
    if (unit < 0x80) {
      opened = false;
      continue;
    }
    seen |= sign(unit);
    // A UTF-8 lead byte begins one GBK pair, and the second lead byte ends the next one.
    const code = table[unit]!;
    if (opened && code >> 8 < 0xc0 && isUtf8Lead(code & 0xff)) seen |= SHIFTED;
    opened = opensPair(code);
  }
  return seen;
}

/** What a unit beyond ASCII shows by itself. */
function sign(unit: number): number {
  if (unit < 0x250) return LATIN;
  if (unit === 0xfffd) return REPLACEMENT;
  if ((unit >= 0xe000 && unit <= 0xf8ff) || (unit >= 0xdb80 && unit <= 0xdbff)) return PUA;
  if (unit >= 0x3041 && unit <= 0x30fe) return KANA;
  return unit === 0x951f || unit === 0x62f7 || unit === 0x70eb || unit === 0x5c6f ? FILLED : 0;
}

/** Whether a two-byte code is a UTF-8 lead byte and the byte that goes on with it. */
function opensPair(code: number): boolean {
  return isUtf8Lead(code >> 8) && isContinuation(code & 0xff);
}

/** a–z or a letter with an accent; NaN behind the end is none. */
function isLatinLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0xe0 && unit < 0x250);
}

/** Lead bytes of the three-byte sequences that Chinese text has: punctuation, Han, full-width forms. */
function isUtf8Lead(byte: number): boolean {
  return (byte >= 0xe2 && byte <= 0xe9) || byte === 0xef;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte < 0xc0;

/** Turns each run beyond ASCII back into its GBK bytes: they must read as UTF-8 with at least two Chinese characters, one of them everyday; what was lost on the way may be half. */
function isUtf8AsGbk(s: string): boolean {
  for (const [run] of s.matchAll(/\P{ASCII}(?:\??\P{ASCII})*/gu)) if (runIsUtf8(run)) return true;
  return false;
}

function runIsUtf8(run: string): boolean {
  const table = gbkTable();
  const bytes: number[] = [];
  let rare = false;
  for (let i = 0; i < run.length; i++) {
    const unit = run.charCodeAt(i);
    const code = table[unit]!;
    // A lone byte 80 reads as the euro sign.
    if (unit === 0x20ac) bytes.push(0x80);
    else if (code === 0) bytes.push(0);
    else bytes.push(code >> 8, code & 0xff);
    if (code !== 0 && !isGb2312Han(code)) rare = true;
  }
  if (!rare) return false;
  let covered = 0;
  let everyday = 0;
  let han = 0;
  let odd = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (!isUtf8Lead(lead) || !isContinuation(bytes[i + 1]) || !isContinuation(bytes[i + 2])) continue;
    const unit = ((lead & 0x0f) << 12) | ((bytes[i + 1]! & 0x3f) << 6) | (bytes[i + 2]! & 0x3f);
    const code = table[unit]!;
    if (unit >= 0x4e00 && unit <= 0x9fa5) han++;
    if (isGb2312Han(code)) everyday++;
    else if (unit >= 0x4e00 && unit <= 0x9fff ? code === 0 : code >> 8 > 0xa3 || code === 0) odd++;
    covered += 3;
    i += 2;
  }
  return everyday >= 1 && han >= 2 && odd === 0 && covered >= bytes.length * 0.5;
}

const INTERROGATIVE =
  /[吗嗎呢吧么麼嘛啊呀哦谁誰何啥哪几幾怎咋否]|多[少久大远高长]|可以|能不能|有没有|是不是|会不会|要不要|行不行|对不对|好不好|请问|请确认|真的|不是|为什/;
const LOST_BETWEEN = /[\p{Script=Han}）)]\?{2,}(?=\p{Script=Han})/gu;
const LOST_FIRST = /^\?{2,}(?=[\p{Script=Han}(（])/u;
const ALL_LOST = /^[?\s]*\?{2,}[?\s]*$/;
/** One rare character of a name lost: 王?明; 李? only after a common surname. */
const LOST_IN_NAME = /^\p{Script=Han}\?\p{Script=Han}$/u;
const LOST_GIVEN_NAME = /^(\p{Script=Han})\?{1,2}$/u;
const LOST_IN_COMPANY =
  /^[\p{Script=Han}()（）]*\?[\p{Script=Han}()（）]*(?:公司|集团|厂|店|商行|银行|支行|合作社|事务所|工作室|研究院|经营部|中心|医院|学校)$/u;

/** `?` where a person would not type one: between characters without a question before it, or in a name. A typed ？ is full-width and never counts. */
function isQuestionRun(s: string): boolean {
  const value = s.trim();
  if (ALL_LOST.test(value) || LOST_FIRST.test(value)) return true;
  for (const match of value.matchAll(LOST_BETWEEN)) {
    const before = value.slice(Math.max(0, match.index - 12), match.index + 1);
    if (!INTERROGATIVE.test(before.slice(before.search(/[^，。；！,;!]*$/)))) return true;
  }
  if (LOST_IN_NAME.test(value) || LOST_IN_COMPANY.test(value))
    return !INTERROGATIVE.test(value.slice(0, value.indexOf('?')));
  const given = LOST_GIVEN_NAME.exec(value);
  return given !== null && isCommonSurname(given[1]!) && !INTERROGATIVE.test(given[1]!);
}

/** What bytes 80–BF become in Latin-1 or Windows-1252. */
const LATIN_TAIL =
  '[\\u0080-\\u00bf\\u0152\\u0153\\u0160\\u0161\\u0178\\u017d\\u017e\\u0192\\u02c6\\u02dc\\u2013\\u2014\\u2018-\\u201e\\u2020-\\u2022\\u2026\\u2030\\u2039\\u203a\\u20ac\\u2122]';
/** A Chinese character in UTF-8: E3–E9 or EF and two more; both being typographic (é——, é……) is a sentence in another language. */
const UTF8_HAN = new RegExp(
  `[\\u00e3-\\u00e9\\u00ef](?![\\u2013-\\u2026·«»]{2})${LATIN_TAIL}{2}|\u00f0${LATIN_TAIL}{3}`,
);
/** A Latin letter or sign in UTF-8: Ã©, Â°, Â·. */
const UTF8_LATIN = /[ÂÃ][\u0080-\u00bf\u2018-\u2026\u20ac\u2122\u0152\u0160\u0178\u0192]/;
/** Two or more GB 2312 pairs in Latin-1: B0–F7 A1–FE. */
const LATIN_GBK = /(?:[\u00b0-\u00f7][\u00a1-\u00ff]){2,}/;
/** A Latin letter of the upper half alone between Han characters. */
const SHIFTED_LATIN = /\p{Script=Han}[\u00e0-\u00ff\u0101-\u01dc]\p{Script=Han}/u;

function latinReason(s: string): MojibakeReason | null {
  if (UTF8_HAN.test(s) || UTF8_LATIN.test(s)) return 'latin-utf8';
  if (LATIN_GBK.test(s)) return 'latin-gbk';
  return SHIFTED_LATIN.test(s) ? 'byte-shift' : null;
}

const LONE_KANA = /(\p{Script=Han})[ぁ-んァ-ヶ](\p{Script=Han})/gu;

/** One kana between two characters that are both outside the everyday half of GB 2312; の and ヶ stand between ordinary ones. */
function isShiftedKana(s: string): boolean {
  const table = gbkTable();
  const uncommon = (char: string): boolean =>
    char.length === 2 || table[char.charCodeAt(0)]! < 0xb0a1 || table[char.charCodeAt(0)]! >= 0xd8a1;
  for (const match of s.matchAll(LONE_KANA)) {
    if (!/[のヶケがガ]/.test(match[0]) && uncommon(match[1]!) && uncommon(match[2]!)) return true;
  }
  return false;
}

const NOTE = /(\p{Script=Han})[(（][a-zǹ]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,3}[)）]?/gu;

/** Readings after traditional characters; one after a simplified character is a person's help with a rare name. */
function hasPinyinNotes(s: string): boolean {
  const table = gbkTable();
  for (const match of s.matchAll(NOTE))
    if (match[1]!.length === 1 && !isGb2312Han(table[match[1]!.charCodeAt(0)]!)) return true;
  return false;
}

import { pinyin } from 'pinyin-pro';
import { hashText } from './sheet.js';

const syllables = new Map<string, string>();
const surnames = new Map<string, string>();

/** ü is typed v, u or yu on keyboards and passports; for matching all are u. */
const plain = (syllable: string): string => syllable.replace(/[vü]/g, 'u');

/** The toneless reading of one character, its commonest one; the character itself when it has none. */
export function toPinyin(char: string): string {
  let found = syllables.get(char);
  if (found === undefined) {
    found = plain(pinyin(char, { toneType: 'none', v: true }));
    syllables.set(char, found);
  }
  return found;
}

/** The reading of a surname, which may have one of its own: 单 shan, 仇 qiu, 尉迟 yuchi. */
export function surnamePinyin(surname: string): string {
  let found = surnames.get(surname);
  if (found === undefined) {
    found = plain(pinyin(surname, { toneType: 'none', v: true, surname: 'all', type: 'array' }).join(''));
    surnames.set(surname, found);
  }
  return found;
}

/** The toneless readings of a text, joined. */
export function pinyinOf(text: string): string {
  let joined = '';
  for (const char of text) joined += toPinyin(char);
  return joined;
}

/** Number of the syllable of each UTF-16 unit once it was asked for; 0: not yet. */
const syllableOf = new Int32Array(1 << 16);

/** A hash of the toneless readings of the first so many units: equal for what sounds the same. No units give 0. */
export function soundHash(units: Uint16Array, length: number): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < length; i++) {
    const unit = units[i]!;
    let syllable = syllableOf[unit]!;
    if (syllable === 0) {
      syllable = hashText(toPinyin(String.fromCharCode(unit))) || 1;
      syllableOf[unit] = syllable;
    }
    h = Math.imul(h ^ syllable, 0x01000193);
    h ^= h >>> 13;
  }
  return length === 0 ? 0 : h >>> 1 || 1;
}

/** The first letters of the readings of a text. */
export function initialsOf(text: string): string {
  let joined = '';
  for (const char of text) joined += toPinyin(char).charAt(0);
  return joined;
}

/** A name in Latin letters as its pinyin would be written: u for v and ü. */
export const latinPinyin = (word: string): string => plain(word);

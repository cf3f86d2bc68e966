import type { Level } from './kind.js';

/** A level of a kind's table. */
export const level = (zh: string, en: string, m: number, u: number): Level => ({ name: { zh, en }, m, u });

/** Level 1 of every kind. */
export const differs = (m: number, u: number): Level => level('不同', 'different', m, u);

/** Level 7 of every kind. */
export const equals = (m: number, u: number): Level => level('相同', 'equal', m, u);

const MARKS = /\p{Mn}/gu;
const ASCII = /^[\x20-\x7e]*$/;

/** A text in lower case without accents, with punctuation as single spaces. */
export function plainWords(folded: string): string {
  const bare = ASCII.test(folded) ? folded : folded.normalize('NFKD').replace(MARKS, '').normalize('NFC');
  return bare
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[\s.,;:_/\\|()[\]{}"!?*&+·-]+/g, ' ')
    .trim();
}

const CODES = '01230120022455012623010202';

/** Soundex after the first letter's own class, of the first four sounds: names that sound alike in English share it. */
export function soundKey(word: string): string {
  let key = '';
  let last = '';
  for (let i = 0; i < word.length && key.length < 4; i++) {
    const unit = word.charCodeAt(i) - 97;
    if (unit < 0 || unit > 25) {
      if (key !== '') break;
      continue;
    }
    const code = CODES[unit]!;
    if (key === '') key = word[i]!;
    else if (code !== '0' && code !== last) key += code;
    if (word[i] !== 'h' && word[i] !== 'w') last = code;
  }
  return key;
}

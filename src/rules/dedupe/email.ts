import { parseEmail } from '../text/email.js';
import { fold } from '../text/unicode.js';
import { charMask, editDistanceOf, leastEdits } from './distance.js';
import { DIFFERENT, type Kind, type Values } from './kind.js';
import { endHash, HASH_BASIS, hashText, type Sheet } from './sheet.js';
import { differs, equals, level } from './words.js';

const USER = 0;
const USER_HEAD = 1;
const USER_LENGTH = 2;
const DOMAIN = 3;
/** The user name's letters alone: a feature of its own, because people make user names of their names. */
export const USER_LETTERS = 4;
const USER_MASK = 5;

function userEdits({ chars, starts, features, width }: Values, a: number, b: number, limit: number): number {
  const fromA = starts[a]!;
  const fromB = starts[b]!;
  const toA = fromA + features[a * width + USER_LENGTH]!;
  return editDistanceOf(chars, fromA, toA, fromB, fromB + features[b * width + USER_LENGTH]!, limit);
}

/** The form of nearly every address, in lower case. */
const USUAL = /^([0-9a-z][0-9a-z._-]*)@([0-9a-z-]+(?:\.[0-9a-z-]+)+)$/;
const HEAD_LENGTH = 5;
const V = 0x76;
const U = 0x75;

/** The hash of the letters written so far, v as u; 0 where there are none. */
function lettersOf({ length, units }: Sheet): number {
  let hash = HASH_BASIS;
  let any = false;
  for (let i = 0; i < length; i++) {
    const unit = units[i]!;
    if (unit < 97 || unit > 122) continue;
    any = true;
    hash = Math.imul(hash ^ (unit === V ? U : unit), 0x01000193);
  }
  return any ? endHash(hash) : 0;
}

function write(user: string, domain: string, sheet: Sheet): boolean {
  sheet.text(user);
  const { features, length } = sheet;
  features[USER] = sheet.hash(0, length);
  features[USER_HEAD] = sheet.hash(0, Math.min(length, HEAD_LENGTH));
  features[USER_LENGTH] = length;
  features[DOMAIN] = hashText(domain);
  features[USER_LETTERS] = lettersOf(sheet);
  features[USER_MASK] = charMask(user);
  sheet.unit(0x40);
  sheet.text(domain);
  return true;
}

/** An e-mail address. User names are compared by edit distance, never by Jaro–Winkler: they repeat the person's name. */
export const email: Kind = {
  kind: 'email',
  levels: [
    null,
    differs(0.08, 0.98),
    null,
    level('用户名差三个字符', 'user names three characters apart', 0.02, 0.002),
    level('用户名差两个字符', 'user names two characters apart', 0.03, 0.0008),
    level('用户名差一个字符', 'user names one character apart', 0.07, 0.0004),
    level('用户名相同,域名不同', 'same user name, other domain', 0.05, 0.0005),
    equals(0.75, 0.00005),
  ],
  width: 6,
  atoms: [
    { name: '', feature: -1, near: 0 },
    { name: 'user name', feature: USER, near: 0.3 },
    { name: 'first 5', feature: USER_HEAD, near: 0.55 },
  ],
  frequency: true,
  shared: true,
  read(raw, sheet) {
    const usual = USUAL.exec(raw);
    if (usual !== null) return write(usual[1]!, usual[2]!, sheet);
    const parsed = parseEmail(raw);
    const folded = fold(raw).toLowerCase().replace(/\s/g, '');
    const at = folded.lastIndexOf('@');
    if (!parsed.ok && (at < 1 || parsed.problem === 'masked')) return false;
    const user = (parsed.ok ? parsed.local : folded.slice(0, at)).toLowerCase();
    const domain = parsed.ok ? parsed.domain : folded.slice(at + 1);
    return write(user, domain, sheet);
  },
  compare(values, a, b) {
    const { features, width } = values;
    const sameDomain = features[a * width + DOMAIN] === features[b * width + DOMAIN];
    if (features[a * width + USER] === features[b * width + USER]) return 6;
    const shorter = Math.min(features[a * width + USER_LENGTH]!, features[b * width + USER_LENGTH]!);
    const allowed = shorter >= 8 ? 3 : shorter >= 5 ? 2 : 1;
    if (leastEdits(features[a * width + USER_MASK]!, features[b * width + USER_MASK]!) > allowed) return DIFFERENT;
    const edits = userEdits(values, a, b, allowed);
    if (edits > allowed) return DIFFERENT;
    return sameDomain ? 6 - edits : Math.max(6 - edits - 1, 3);
  },
};

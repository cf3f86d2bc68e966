import type { Policy } from '../../model/policy.js';
import { UnitSet } from '../unit-set.js';
import { isPlaceholder, isWithheld } from './sentinel.js';
import { fold } from './unicode.js';

/** What a filled cell says: a value, that the customer would not tell (S4-34, C20), or nothing at all (无, 待补充, N/A). */
export type Answer = 'given' | 'placeholder' | 'withheld';

/** No placeholder and no sentinel is longer. */
const LONGEST = 40;
/** First characters of the placeholders of sentinel.ts, and x of its fillers; values that begin with another one need no closer look. */
const PLACEHOLDER_FIRST = '无無暂暫没沒不未空缺略同待尚匿默请测測ntuebx';

const readers = new WeakMap<Policy, (value: string) => Answer>();

/**
 * Reads what a filled cell says under a policy, whose own words (`withheld.words`) mark a refusal. Made once per policy. Ordinary
 * values, which begin with a number or with a Chinese or Latin letter that no such word begins with, return at once.
 */
export function answerReader(policy: Policy): (value: string) => Answer {
  const made = readers.get(policy);
  if (made) return made;
  const { words } = policy.withheld;
  const first = new UnitSet();
  for (const word of [...PLACEHOLDER_FIRST, ...words]) {
    first.add(lowerCase(word.charCodeAt(0)));
    first.add(lowerCase(fold(word).charCodeAt(0)));
  }
  const reader = (value: string): Answer => {
    if (value.length > LONGEST) return 'given';
    if (beginsPlainly(value) && !first.has(lowerCase(value.charCodeAt(0)))) return 'given';
    if (isWithheld(value, words)) return 'withheld';
    return isPlaceholder(value) ? 'placeholder' : 'given';
  };
  readers.set(policy, reader);
  return reader;
}

const lowerCase = (unit: number): number => (unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit);
const isNonZeroDigit = (unit: number): boolean => unit >= 0x31 && unit <= 0x39;

/** Whether folding leaves the first character as it is, up to its case, and it begins no filler such as `0` and `--`. */
function beginsPlainly(value: string): boolean {
  const unit = value.charCodeAt(0);
  if ((unit >= 0x4e00 && unit <= 0x9fff) || isNonZeroDigit(unit)) return true;
  const next = value.charCodeAt(1);
  if (unit === 0x30) return isNonZeroDigit(next);
  // A combining mark would join the letter before it.
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a && next < 0x80;
}

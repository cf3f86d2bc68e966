import type { Policy } from '../../model/policy.js';
import { isPlaceholder, isWithheld } from './sentinel.js';
import { fold } from './unicode.js';

/** What a filled cell says: a value, that the customer would not tell (S4-34, C20), or nothing at all (无, 待补充, N/A). */
export type Answer = 'given' | 'placeholder' | 'withheld';

/** No placeholder and no sentinel is longer. */
const LONGEST = 40;
/** First characters of the Chinese placeholders of sentinel.ts; values that begin with another one need no closer look. */
const PLACEHOLDER_FIRST = '无無暂暫没沒不未空缺略同待尚匿默请测測';

const readers = new WeakMap<Policy, (value: string) => Answer>();

/**
 * Reads what a filled cell says under a policy, whose own words (`withheld.words`) mark a refusal. Made once per policy. Ordinary
 * values, which begin with a digit of 1–9 or with a Chinese character that no such word begins with, return at once.
 */
export function answerReader(policy: Policy): (value: string) => Answer {
  const made = readers.get(policy);
  if (made) return made;
  const { words } = policy.withheld;
  const first = new Set<number>();
  for (const word of [...PLACEHOLDER_FIRST, ...words]) first.add(fold(word).charCodeAt(0));
  const reader = (value: string): Answer => {
    if (value.length > LONGEST) return 'given';
    const unit = value.charCodeAt(0);
    if (((unit >= 0x31 && unit <= 0x39) || (unit >= 0x4e00 && unit <= 0x9fff)) && !first.has(unit)) return 'given';
    if (isWithheld(value, words)) return 'withheld';
    return isPlaceholder(value) ? 'placeholder' : 'given';
  };
  readers.set(policy, reader);
  return reader;
}

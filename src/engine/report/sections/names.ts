import { fieldOf, isFieldKey } from '../../../model/fields.js';
import type { Policy } from '../../../model/policy.js';
import { plain, type Text } from '../../../model/text.js';
import { DESTROYED } from '../moves.js';

/** No class, no owner, no reason. */
export const NONE: Text = { zh: '(无)', en: '(none)' };

/** How a code of a field's list is called; '' is none, and one that was destroyed has no name. */
export function codeName(policy: Policy, field: string, code: string): Text {
  if (code === '') return NONE;
  if (code === DESTROYED) return { zh: '(已销毁)', en: '(destroyed)' };
  const entry = policy.codes[field]?.values.find((one) => one.code === code);
  return entry === undefined ? plain(code) : { zh: entry.value, en: entry.en };
}

/** Fields of which one is enough, as one name. */
export function slotName(fields: readonly string[]): Text {
  const names = fields.map((field) => (isFieldKey(field) ? fieldOf(field).name : plain(field)));
  return { zh: names.map(({ zh }) => zh).join(' / '), en: names.map(({ en }) => en).join(' / ') };
}

/** Two texts with a sign between them. */
export const joined = (one: Text, sign: string, other: Text): Text => ({
  zh: `${one.zh}${sign}${other.zh}`,
  en: `${one.en}${sign}${other.en}`,
});

/** A text and what is said of it. */
export const of = (what: Text, said: Text): Text => ({ zh: `${what.zh}:${said.zh}`, en: `${what.en}: ${said.en}` });

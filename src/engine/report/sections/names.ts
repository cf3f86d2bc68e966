import { type FieldKey, fieldOf, isFieldKey } from '../../../model/fields.js';
import type { Policy } from '../../../model/policy.js';
import type { Text } from '../../../model/text.js';
import { industryByCode } from '../../../rules/text/industry.js';
import { plain } from '../figure.js';

/** No class, no owner, no reason. */
export const NONE: Text = { zh: '(无)', en: '(none)' };

/** How a code of a field's list is called; '' is none. */
export function codeName(policy: Policy, field: string, code: string): Text {
  if (code === '') return NONE;
  const entry = policy.codes[field]?.values.find((one) => one.code === code);
  return entry === undefined ? plain(code) : { zh: entry.value, en: entry.en };
}

/** How a class of a dimension is called; several codes joined by + one after the other (S1-08). */
export function className(policy: Policy, dimension: string, field: FieldKey | null, code: string): Text {
  if (dimension === 'industry' || dimension === 'industry_sub')
    return plain(`${code} ${industryByCode(code)?.name ?? ''}`.trim());
  if (dimension === 'size') {
    const band = policy.sizeBands.bands.find((one) => one.code === code);
    return band === undefined ? plain(code) : plain(band.value);
  }
  const names = code.split('+').map((one) => codeName(policy, field ?? '', one));
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
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

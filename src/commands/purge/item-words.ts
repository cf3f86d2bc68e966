/** How the items of a plan, and what is in the way of them, are told. */
import type { SkipGround } from '../../engine/purge/carry-out.js';
import { groundText, type PurgeBlock } from '../../engine/purge/judge.js';
import type { IsoDate } from '../../model/date.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import type { PurgeField } from '../../model/purge-plan.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';

const skipWords = {
  changed: { zh: '建议之后有变动', en: 'changed since it was proposed' },
  gone: { zh: '已不在台账中', en: 'is not in the ledger any more' },
  'reason-unknown': { zh: '策略中没有原因代码 {code}', en: 'the policy has no reason code {code}' },
} as const satisfies Record<string, Text>;

const earliestWords: Text = { zh: '(最早 {day})', en: ' (from {day})' };
const wholeWords: Text = { zh: '整份档案', en: 'whole file' };
const extraWords: Text = { zh: '未声明的列', en: 'undeclared columns' };

const nameOf = (field: string, lang: Lang): string =>
  field === 'extra' ? say(extraWords, lang) : say(fieldOf(field as FieldKey).name, lang);

/** Fields by their names; the whole file, where none are named. */
export const fieldsText = (fields: readonly PurgeField[] | null, lang: Lang): string =>
  fields === null
    ? say(wholeWords, lang)
    : fields.map((field) => nameOf(field, lang)).join(lang === 'zh-CN' ? '、' : ', ');

/** What stands in the way, in words, with the first day on which it will not. */
export function groundWords(ground: SkipGround, data: Data, earliest: IsoDate | null, lang: Lang): string {
  const named: Data = {
    ...data,
    ...(typeof data.field === 'string' && { field: nameOf(data.field, lang) }),
    ...(Array.isArray(data.fields) && { fields: (data.fields as readonly string[]).map((one) => nameOf(one, lang)) }),
  };
  const text: Text =
    ground in skipWords ? skipWords[ground as keyof typeof skipWords] : groundText(ground as PurgeBlock['ground']);
  return say(text, lang, named) + (earliest === null ? '' : say(earliestWords, lang, { day: earliest }));
}

/** Several things in the way. */
export const blocksText = (blocks: readonly PurgeBlock[], earliest: IsoDate | null, lang: Lang): string =>
  blocks
    .map(({ ground, data }, i) => groundWords(ground, data, i === blocks.length - 1 ? earliest : null, lang))
    .join(lang === 'zh-CN' ? ';' : '; ');

/** A reason's word in one language, with its ground of law (L01). */
export function reasonText({ purge }: Policy, code: string, lang: Lang): string {
  const reason = purge.reasons.find((one) => one.code === code);
  return reason === undefined ? code : `${lang === 'zh-CN' ? reason.value : reason.en} (${reason.ground})`;
}

import type { FieldKey } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import { plain, type Text } from '../model/text.js';
import { industryByCode } from '../rules/text/industry.js';

/** What the dimensions of classification are called. */
export const dimensionNames: Readonly<Record<string, Text>> = {
  industry: { zh: '行业', en: 'Industry' },
  industry_sub: { zh: '二级行业', en: 'Second-level industry' },
  value: { zh: '价值', en: 'Value' },
  grade: { zh: '等级', en: 'Grade' },
  customer_type: { zh: '客户类型', en: 'Customer type' },
  size: { zh: '规模', en: 'Size' },
  stage: { zh: '阶段', en: 'Stage' },
  need_type: { zh: '需求类型', en: 'Need type' },
  need_urgency: { zh: '需求缓急', en: 'Urgency of need' },
};

/** How a class of a dimension is called; several codes joined by + one after the other (S1-08). */
export function className(policy: Policy, dimension: string, field: FieldKey | null, code: string): Text {
  if (dimension === 'industry' || dimension === 'industry_sub')
    return plain(`${code} ${industryByCode(code)?.name ?? ''}`.trim());
  if (dimension === 'size') return plain(policy.sizeBands.bands.find((band) => band.code === code)?.value ?? code);
  const entries =
    dimension === 'need_urgency' ? needClasses(policy) : field === null ? [] : policy.codes[field]?.values;
  const names = code.split('+').map((one) => {
    const entry = entries?.find((value) => value.code === one);
    return entry === undefined ? plain(one) : { zh: entry.value, en: entry.en };
  });
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}

function needClasses({ needUrgency: { urgentImportant, important, urgent, neither } }: Policy) {
  return [urgentImportant, important, urgent, neither];
}

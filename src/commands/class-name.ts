import type { FieldKey } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import type { Lang, Text } from '../model/text.js';
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

/** How a code of a dimension is called; several joined by + are called one after the other (S1-08). */
export function className(labels: string, field: FieldKey | null, code: string, policy: Policy, lang: Lang): string {
  if (labels === 'industry' || labels === 'industry_sub') return `${code} ${industryByCode(code)?.name ?? ''}`.trim();
  if (labels === 'size') return policy.sizeBands.bands.find((band) => band.code === code)?.value ?? code;
  const entries = labels === 'need_urgency' ? needClasses(policy) : field === null ? [] : policy.codes[field]?.values;
  const nameOf = (one: string): string => {
    const entry = entries?.find((value) => value.code === one);
    return entry ? (lang === 'zh-CN' ? entry.value : entry.en) : one;
  };
  return code
    .split('+')
    .map(nameOf)
    .join(lang === 'zh-CN' ? '、' : ', ');
}

function needClasses({ needUrgency: { urgentImportant, important, urgent, neither } }: Policy) {
  return [urgentImportant, important, urgent, neither];
}

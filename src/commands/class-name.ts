import type { FieldKey } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import type { Lang } from '../model/text.js';
import { industryByCode } from '../rules/text/industry.js';

/** How a code of a dimension is called. */
export function className(labels: string, field: FieldKey | null, code: string, policy: Policy, lang: Lang): string {
  if (labels === 'industry') return `${code} ${industryByCode(code)?.name ?? ''}`.trim();
  if (labels === 'size') return policy.sizeBands.bands.find((band) => band.code === code)?.value ?? code;
  const entry = field === null ? undefined : policy.codes[field]?.values.find((value) => value.code === code);
  return entry ? (lang === 'zh-CN' ? entry.value : entry.en) : code;
}

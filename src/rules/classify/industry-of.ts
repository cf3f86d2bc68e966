import type { FieldValues } from '../../model/plan.js';
import { industryByCode, type ResolvedIndustry, resolveIndustry } from '../text/industry.js';

type IndustryFields = Pick<FieldValues, 'industry' | 'industry_code' | 'industry_sub'>;

/** An industry that is decided, not suggested: by code, by name or by an everyday word. */
export type DecidedIndustry = Extract<ResolvedIndustry, { code: string }>;

/** Industries are few and repeat; a text that is only similar to a name costs some 70 µs to resolve. */
const resolved = new Map<string, ResolvedIndustry>();
const RESOLVED_LIMIT = 4096;

/** resolveIndustry, remembering what it has read before. */
export function resolveKnown(text: string): ResolvedIndustry {
  const known = resolved.get(text);
  if (known) return known;
  const found = resolveIndustry(text);
  if (resolved.size >= RESOLVED_LIMIT) resolved.clear();
  resolved.set(text, found);
  return found;
}

/** What the words of a record say of its industry, and in which field; the second level (S4-09) counts where it lies within the first. */
export interface IndustryWords {
  readonly field: 'industry' | 'industry_sub';
  readonly raw: string;
  readonly found: ResolvedIndustry;
}

/** The industry by the words of 所属行业 and 二级行业; null when both are blank. */
export function industryWords({ industry, industry_sub }: IndustryFields): IndustryWords | null {
  const first = industry ? resolveKnown(industry) : null;
  const second = industry_sub ? resolveKnown(industry_sub) : null;
  if (second && 'code' in second && (!first || !('code' in first) || isWithin(second.code, first.code)))
    return { field: 'industry_sub', raw: industry_sub as string, found: second };
  if (first) return { field: 'industry', raw: industry as string, found: first };
  return second ? { field: 'industry_sub', raw: industry_sub as string, found: second } : null;
}

/** The industry that a customer is in: by a valid 行业代码, else by words that decide; null when only suggestions are left, or nothing. */
export function industryOf(record: IndustryFields): DecidedIndustry | null {
  const entry = record.industry_code ? industryByCode(record.industry_code) : null;
  if (entry) return { how: 'code', code: entry.code, section: entry.section, name: entry.name };
  const words = industryWords(record);
  return words && 'code' in words.found ? words.found : null;
}

/** Whether one code of GB/T 4754 is the other or lies below it (I6513 within I65 within I). */
export function isWithin(inner: string, outer: string): boolean {
  return inner.startsWith(outer);
}

/** The second level of a code (S4-09): its division, C36 of C3612; null for a section. */
export function divisionOf(code: string): string | null {
  return code.length < 3 ? null : code.slice(0, 3);
}

/**
 * Whether a second level contradicts its parent (S4-09): neither lies within the other. An everyday word for the parent, such as
 * IT服务业, is loose and stands for its whole section.
 */
export function isWrongParent(
  child: Pick<DecidedIndustry, 'code'>,
  parent: Pick<DecidedIndustry, 'code' | 'how'>,
): boolean {
  const above = parent.how === 'alias' ? parent.code.slice(0, 1) : parent.code;
  return !isWithin(child.code, above) && !isWithin(above, child.code);
}

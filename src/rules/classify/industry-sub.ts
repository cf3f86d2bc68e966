import { labelRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { industryByCode } from '../text/industry.js';
import { type DecidedIndustry, divisionOf, isWithin, isWrongParent, resolveKnown } from './industry-of.js';

const BELOW = {
  zh: '“二级行业”改填 {parent} 之下的行业,或更正“所属行业”',
  en: 'write an industry below {parent} in "Second-level industry", or mend "Industry"',
};
const FILL = { zh: '填写“二级行业”', en: 'fill in "Second-level industry"' };

/**
 * Label: the second level of the industry (S4-09), as the division of GB/T 4754 such as C36. Its parent is the valid industry code,
 * or else the decided industry; a second level that lies elsewhere is named and decides nothing.
 */
export default labelRule({
  id: 'classify/industry-sub',
  labels: 'industry_sub',
  field: 'industry_sub',
  clauses: ['S4-09', 'S4-04'],
  title: { zh: '按国民经济行业分类的大类建议二级行业', en: 'Second level of the industry by GB/T 4754' },
  why: {
    zh: '004:48 规定每个行业可细分二级分类,如制造业之下的电子制造、装备制造;二级必须在其上级之内',
    en: '004:48 lets each industry have a second level, such as electronics or equipment below manufacturing; a second level must lie within its parent',
  },
  mend: {
    zh: '二级行业填上级门类之下的大类名称或代码(如“汽车制造业”“C36”)',
    en: 'write the name or code of a division within the parent, such as 汽车制造业 or C36',
  },
  messages: {
    named: { zh: '“{value}”属于 {code} {name}', en: '"{value}" belongs to {code} {name}', change: [BELOW] },
    parent: { zh: '所属行业已细到 {code} {name}', en: 'the industry itself reaches {code} {name}', change: [BELOW] },
    'wrong-parent': {
      zh: '“{value}”是 {code} {name},不在 {parent} {parentName} 之内',
      en: '"{value}" is {code} {name}, which does not lie within {parent} {parentName}',
      change: [BELOW],
    },
    'first-level': {
      zh: '只到门类 {parent} {parentName},没有二级',
      en: 'only the section {parent} {parentName} is known, no second level',
      change: [FILL],
    },
    suggest: {
      zh: '“{value}”不能确定,相近的有:{candidates}',
      en: '"{value}" does not decide; near it are: {candidates}',
      change: [{ zh: '“二级行业”改填其中之一:{candidates}', en: 'write one of these: {candidates}' }],
    },
    elsewhere: {
      zh: '“{value}”不能确定,{parent} {parentName} 之内没有相近的',
      en: '"{value}" does not decide, and nothing within {parent} {parentName} is near it',
      change: [BELOW],
    },
    unknown: { zh: '“{value}”不在国民经济行业分类中', en: '"{value}" is nothing that GB/T 4754 knows', change: [FILL] },
    blank: { zh: '没有可以细分的行业', en: 'there is no industry to divide', change: [FILL] },
  },
  reads: () => ['industry', 'industry_code', 'industry_sub'],
  label: ({ policy }) => {
    const answer = answerReader(policy);
    const nameOf = (code: string): string => industryByCode(code)?.name ?? '';
    return ({ industry, industry_code, industry_sub: value }) => {
      const parent = parentOf(industry, industry_code);
      const own = value === null ? null : resolveKnown(value);
      const above = { parent: parent?.code ?? null, parentName: parent?.name ?? null };
      if (own && 'code' in own) {
        const { code, name } = own;
        if (parent && isWrongParent(own, parent))
          return { value: null, messageId: 'wrong-parent', data: { value, code, name, ...above } };
        const division = divisionOf(code);
        if (division !== null)
          return {
            value: division,
            messageId: 'named',
            data: { value, code: division, name: nameOf(division), ...above },
          };
      }
      const division = parent && divisionOf(parent.code);
      if (division)
        return { value: division, messageId: 'parent', data: { code: division, name: nameOf(division), ...above } };
      if (own?.how === 'suggest') {
        const inside = own.candidates.filter(({ code }) => parent === null || isWithin(code, parent.code));
        const candidates = inside.map(({ code, name }) => `${code} ${name}`);
        return {
          value: null,
          messageId: inside.length > 0 ? 'suggest' : 'elsewhere',
          data: { value, candidates, ...above },
        };
      }
      if (own?.how === 'none' && answer(value as string) === 'given')
        return { value: null, messageId: 'unknown', data: { value, ...above } };
      const section = parent ?? (own && 'code' in own ? own : null);
      if (section)
        return { value: null, messageId: 'first-level', data: { parent: section.code, parentName: section.name } };
      return { value: null, messageId: 'blank', data: {} };
    };
  },
  examples: [
    { record: { industry: '制造业', industry_sub: '汽车制造业' }, expect: ['C36', 'named'] },
    { record: { industry: '制造业', industry_sub: 'C3612' }, expect: ['C36', 'named'] },
    { record: { industry_sub: '零售业' }, expect: ['F52', 'named'] },
    { record: { industry: 'IT服务业' }, expect: ['I65', 'parent'] },
    { record: { industry: '汽车制造业', industry_sub: '制造业' }, expect: ['C36', 'parent'] },
    { record: { industry: 'IT服务业', industry_sub: '互联网和相关服务' }, expect: ['I64', 'named'] },
    { record: { industry_code: 'I6513' }, expect: ['I65', 'parent'] },
    { record: { industry: '制造业', industry_sub: '零售业' }, expect: [null, 'wrong-parent'] },
    { record: { industry: '汽车制造业', industry_sub: '医药制造业' }, expect: [null, 'wrong-parent'] },
    {
      record: { industry: '制造业', industry_code: 'C36', industry_sub: '医药制造业' },
      expect: [null, 'wrong-parent'],
    },
    { record: { industry: '制造业' }, expect: [null, 'first-level'] },
    { record: { industry_sub: '制造业' }, expect: [null, 'first-level'] },
    { record: { industry: '制造业', industry_sub: '新能源' }, expect: [null, 'suggest'] },
    { record: { industry: '制造业', industry_sub: '机械设备' }, expect: [null, 'elsewhere'] },
    { record: { industry: '制造业', industry_sub: '天知道' }, expect: [null, 'unknown'] },
    { record: { industry_sub: '客户未提供' }, expect: [null, 'blank'] },
    { record: {}, expect: [null, 'blank'] },
  ],
});

/** The industry that a second level must lie within: of a valid code, or else of words that decide. */
function parentOf(industry: string | null, code: string | null): Pick<DecidedIndustry, 'code' | 'how' | 'name'> | null {
  const entry = code === null ? null : industryByCode(code);
  if (entry) return { code: entry.code, how: 'code', name: entry.name };
  const found = industry === null ? null : resolveKnown(industry);
  return found && 'code' in found ? found : null;
}

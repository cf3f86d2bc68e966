import type { FieldKey } from '../../model/fields.js';
import type { Data } from '../../model/text.js';
import { type DecidedIndustry, isWrongParent } from '../classify/industry-of.js';
import { type Report, recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { asciiForm } from '../text/ascii-form.js';
import { industryByCode, resolveIndustry } from '../text/industry.js';
import { mojibakeReason } from '../text/mojibake.js';

/** Distinct texts kept; a column of industries rarely has more than a few hundred. */
const CACHE_LIMIT = 10_000;
/** Written as a code of the classification, right or wrong. */
const CODE_SHAPE = /^\s*(?:[A-Za-z]\d{0,4}|\d{1,5})\s*$/;

type MessageId = 'code-mismatch' | 'no-such-code' | 'unclear' | 'unknown' | 'wrong-branch' | 'wrong-parent';

/** What a text came to: the industry where it is decided, else what to report. */
type Reading =
  | DecidedIndustry
  | { readonly messageId: 'no-such-code' | 'unclear' | 'unknown'; readonly data: Data }
  | null;

export default recordRule({
  id: 'validate/industry',
  clauses: ['S4-04', 'S4-09', 'S4-03'],
  title: { zh: '行业可归入国民经济行业分类', en: 'Industries fit GB/T 4754' },
  why: {
    zh: '004:36 要求行业参照《国民经济行业分类》(GB/T 4754-2017):客户编号和分类都用它的字母代码。',
    en: '004:36 refers to GB/T 4754-2017, the national classification; customer numbers and classes use its letters.',
  },
  mend: {
    zh: '改成标准的行业名称、代码或通行叫法(如“软件和信息技术服务业”“I65”“IT服务业”)。',
    en: 'Write the standard name, its code or an everyday word for it, such as 软件和信息技术服务业, I65 or IT服务业.',
  },
  severity: 'warning',
  family: 'conformity',
  dimension: 'accuracy',
  messages: {
    unknown: { zh: '“{value}”归不进任何行业', en: '"{value}" fits no industry of the classification' },
    unclear: {
      zh: '“{value}”归不准行业,可能是:{candidates}',
      en: '"{value}" may mean several industries: {candidates}',
    },
    'no-such-code': {
      severity: 'error',
      zh: '行业代码“{value}”在 GB/T 4754-2017 中不存在',
      en: 'GB/T 4754-2017 has no code "{value}"',
    },
    'wrong-parent': {
      zh: '二级行业“{value}”属于 {section} {name},与所属行业“{industry}”不是一个门类',
      en: 'the second-level industry "{value}" belongs to {section} {name}, another section than the industry "{industry}"',
    },
    'wrong-branch': {
      zh: '二级行业“{value}”是 {code} {name},不在所属行业“{industry}”({parent})之下',
      en: 'the second-level industry "{value}" is {code} {name}, which does not lie below the industry "{industry}" ({parent})',
    },
    'code-mismatch': {
      zh: '行业代码“{value}”属于 {section} {name},与所属行业“{industry}”不是一个门类',
      en: 'the industry code "{value}" belongs to {section} {name}, another section than the industry "{industry}"',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    const cache = new Map<string, Reading>();

    const read = (value: string): Reading => {
      const known = cache.get(value);
      if (known !== undefined) return known;
      const reading = resolve(value);
      if (cache.size < CACHE_LIMIT) cache.set(value, reading);
      return reading;
    };

    const resolve = (value: string): Reading => {
      const found = resolveIndustry(value);
      if ('code' in found) return found;
      if (answer(value) !== 'given' || mojibakeReason(value) !== null) return null;
      if (CODE_SHAPE.test(asciiForm(value))) return { messageId: 'no-such-code', data: { value } };
      if (found.how === 'none') return { messageId: 'unknown', data: { value } };
      return { messageId: 'unclear', data: { value, candidates: found.candidates.map((c) => `${c.code} ${c.name}`) } };
    };

    /** The industry of a text, or what is wrong with it reported. */
    const judged = (field: FieldKey, value: string, report: Report<MessageId>): DecidedIndustry | null => {
      const reading = read(value);
      if (reading === null || 'code' in reading) return reading;
      report(reading.messageId, field, reading.data);
      return null;
    };

    return ({ industry, industry_sub, industry_code }, report) => {
      const main = industry === null ? null : judged('industry', industry, report);
      if (industry_sub !== null) {
        const sub = judged('industry_sub', industry_sub, report);
        if (main !== null && sub !== null && isWrongParent(sub, main)) {
          const { section, code, name } = sub;
          if (section !== main.section)
            report('wrong-parent', 'industry_sub', { value: industry_sub, industry, section, name });
          else report('wrong-branch', 'industry_sub', { value: industry_sub, industry, code, name, parent: main.code });
        }
      }
      if (industry_code === null || answer(industry_code) !== 'given') return;
      const entry = industryByCode(industry_code);
      if (entry === null) report('no-such-code', 'industry_code', { value: industry_code });
      else if (main !== null && entry.section !== main.section)
        report('code-mismatch', 'industry_code', {
          value: industry_code,
          industry,
          section: entry.section,
          name: entry.name,
        });
    };
  },
  examples: [
    { record: { industry: 'IT服务业', industry_sub: '软件开发', industry_code: 'I65' }, expect: [] },
    { record: { industry: '零售业' }, expect: [] },
    {
      record: { industry: '制造业', industry_sub: '零售业', industry_code: 'I65' },
      expect: ['wrong-parent', 'code-mismatch'],
    },
    { record: { industry: '汽车制造业', industry_sub: '医药制造业' }, expect: ['wrong-branch'] },
    { record: { industry: '汽车制造业', industry_sub: '制造业' }, expect: [] },
    { record: { industry: 'IT服务业', industry_sub: '互联网和相关服务' }, expect: [] },
    { record: { industry: '新能源' }, expect: ['unclear'] },
    { record: { industry: '其他' }, expect: ['unknown'] },
    { record: { industry: 'C65', industry_code: 'Z01' }, expect: ['no-such-code', 'no-such-code'] },
    { record: { industry: '客户未提供', industry_code: '待定' }, expect: [] },
  ],
});

import { labelRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { industryByCode } from '../text/industry.js';
import { industryWords } from './industry-of.js';

const ANOTHER = { zh: '“{field}”改填另一行业', en: 'another industry in "{field}"' };

/** Label: the code of GB/T 4754-2017, of the level that the words reach: I, I65, I6513 (S4-04, S4-09). */
export default labelRule({
  id: 'classify/industry',
  labels: 'industry',
  field: 'industry_code',
  clauses: ['S4-04', 'S4-09', 'S3-04'],
  title: { zh: '按国民经济行业分类建议行业代码', en: 'Industry by GB/T 4754' },
  why: {
    zh: '004:36 要求行业参照《国民经济行业分类》,004:48 要求可细分二级;台账里写的多是口语,如“IT服务业”',
    en: '004:36 asks for industries after GB/T 4754 and 004:48 for a second level; ledgers hold everyday words such as IT服务业',
  },
  mend: {
    zh: '核对建议后写入“行业代码”;只有相近候选时由客户管理专员选定',
    en: 'check the suggestion and enter it as the industry code; where there are only candidates, the specialist chooses',
  },
  messages: {
    named: { zh: '"{value}"即 {code} {name}', en: '"{value}" is {code} {name}', change: [ANOTHER] },
    alias: {
      zh: '"{value}"通常归入 {code} {name}',
      en: '"{value}" usually belongs to {code} {name}',
      change: [ANOTHER],
    },
    coded: {
      zh: '行业未填,行业代码 {code} 即 {name}',
      en: 'the industry is blank; code {code} is {name}',
      change: [{ zh: '填写“所属行业”,或改写“行业代码”', en: 'fill "Industry", or write another code' }],
    },
    suggest: {
      zh: '“{value}”不能确定,相近的有:{candidates}',
      en: '"{value}" does not decide; near it are: {candidates}',
      change: [{ zh: '“{field}”改填其中之一:{candidates}', en: 'write one of these in "{field}": {candidates}' }],
    },
    unknown: { zh: '"{value}"不在国民经济行业分类中', en: '"{value}" is nothing that GB/T 4754 knows' },
    blank: {
      zh: '没有填写行业',
      en: 'no industry is given',
      change: [{ zh: '填写“所属行业”或“行业代码”', en: 'fill "Industry" or its code' }],
    },
  },
  reads: () => ['industry', 'industry_sub', 'industry_code'],
  label: ({ policy }) => {
    const answer = answerReader(policy);
    return (record) => {
      const words = industryWords(record);
      if (!words) {
        const entry = record.industry_code ? industryByCode(record.industry_code) : null;
        return entry
          ? { value: entry.code, messageId: 'coded', data: { code: entry.code, name: entry.name } }
          : { value: null, messageId: 'blank', data: {} };
      }
      const { field, raw, found } = words;
      if ('code' in found) {
        const data = { field, value: raw, code: found.code, name: found.name, how: found.how };
        return { value: found.code, messageId: found.how === 'alias' ? 'alias' : 'named', data };
      }
      if (found.how === 'none') {
        const messageId = answer(raw) === 'given' ? 'unknown' : 'blank';
        return { value: null, messageId, data: { field, value: raw } };
      }
      const candidates = found.candidates.map(({ code, name }) => `${code} ${name}`);
      return { value: null, messageId: 'suggest', data: { field, value: raw, candidates } };
    };
  },
  examples: [
    { record: { industry: 'IT服务业' }, expect: ['I65', 'alias'] },
    { record: { industry: '零售业' }, expect: ['F52', 'named'] },
    { record: { industry: '制造业' }, expect: ['C', 'named'] },
    { record: { industry: '制造业', industry_sub: '汽车制造业' }, expect: ['C36', 'named'] },
    { record: { industry: '制造业', industry_sub: '零售业' }, expect: ['C', 'named'] },
    { record: { industry_code: 'I6513' }, expect: ['I6513', 'coded'] },
    { record: { industry: '机械设备' }, expect: [null, 'suggest'] },
    { record: { industry: '其他' }, expect: [null, 'unknown'] },
    { record: { industry: '客户未提供' }, expect: [null, 'blank'] },
    { record: {}, expect: [null, 'blank'] },
  ],
});

import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { parseNumber } from './schemes.js';

/** Every file has a number of its own (S2-18). */
export default recordRule({
  id: 'number/missing',
  severity: 'warning',
  family: 'completeness',
  dimension: 'completeness',
  clauses: ['S2-18', 'S3-03'],
  title: { zh: '没有客户编号', en: 'No customer number' },
  why: {
    zh: '002 要求为每个客户档案赋予唯一的编号,编号体现分类和建档时间',
    en: '002 gives every file a number of its own that shows class and time of filing',
  },
  mend: { zh: '用 number 命令签发', en: 'issue one with the number command' },
  messages: {
    missing: { zh: '没有客户编号', en: 'there is no customer number' },
    placeholder: { zh: '“{value}”不是编号', en: '"{value}" is no number' },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return ({ customer_no: value }, report) => {
      if (value === null) report('missing', 'customer_no');
      else if (!parseNumber(value, policy) && answer(value) !== 'given')
        report('placeholder', 'customer_no', { value });
    };
  },
  examples: [
    { record: {}, expect: ['missing'] },
    { record: { customer_no: '暂无' }, expect: ['placeholder'] },
    { record: { customer_no: 'SH2024001' }, expect: [] },
    { record: { customer_no: '无此规则001' }, expect: [] },
  ],
});

import { industryOf } from '../classify/industry-of.js';
import { recordRule } from '../rule.js';
import { parseNumber } from './schemes.js';

/** The industry letter of a number is the section of the customer's industry (S4-27, S4-28; N-INDUSTRY-MISMATCH). */
export default recordRule({
  id: 'number/industry',
  severity: 'warning',
  family: 'accuracy',
  dimension: 'accuracy',
  clauses: ['S4-27', 'S4-28', 'S4-15', 'C01', 'C04'],
  title: { zh: '编号的行业代码与所属行业不符', en: 'Industry letter of the number does not fit the industry' },
  why: {
    zh: '004:56 的编号以行业代码开头;004 样表中 IT服务业 和 零售业 都编为 M,按国民经济行业分类应为 I 和 F',
    en: 'numbers of 004:56 begin with the industry; the sample table of 004 has M for both IT services and retail, where GB/T 4754 has I and F',
  },
  mend: {
    zh: '核对所属行业;行业有误则更正行业。编号按签发时的含义保留,不因重新归类而改号',
    en: 'check the industry and mend it where it is wrong; the number keeps its meaning as issued and is never changed for a new class',
  },
  messages: {
    mismatch: {
      zh: '编号的行业代码是 {letter},“{industry}”属于 {expected}',
      en: 'the number says {letter}, but {industry} belongs to {expected}',
    },
  },
  judge:
    ({ policy }) =>
    (record, report) => {
      if (record.customer_no === null) return;
      const number = parseNumber(record.customer_no, policy);
      if (number?.scheme !== 'industry-value-year-serial') return;
      const industry = industryOf(record);
      if (!industry || industry.section === number.industry) return;
      report('mismatch', 'customer_no', {
        value: record.customer_no,
        letter: number.industry,
        expected: industry.section,
        industry: industry.name,
        code: industry.code,
      });
    },
  examples: [
    { record: { customer_no: 'M-H-2024-001', industry: 'IT服务业' }, expect: ['mismatch'] },
    { record: { customer_no: 'M-L-2024-002', industry: '零售业' }, expect: ['mismatch'] },
    { record: { customer_no: 'C-M-2023-005', industry: '制造业' }, expect: [] },
    { record: { customer_no: 'I-H-2024-001', industry: 'IT服务业' }, expect: [] },
    { record: { customer_no: 'M-H-2024-001', industry: '零售业', industry_code: 'M73' }, expect: [] },
    { record: { customer_no: 'M-H-2024-001', industry: '机械设备' }, expect: [] },
    { record: { customer_no: 'SH2024001', industry: '零售业' }, expect: [] },
  ],
});

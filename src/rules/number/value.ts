import { amountValues, unknownValue } from '../classify/value-of.js';
import { recordRule } from '../rule.js';
import { codeFinder } from '../text/code-list.js';
import { parseNumber } from './schemes.js';

/** The value letter of a number is the customer's value class, or where none is set, that of the expected amount (S4-29; N-VALUE-MISMATCH). */
export default recordRule({
  id: 'number/value',
  severity: 'warning',
  family: 'accuracy',
  dimension: 'accuracy',
  clauses: ['S4-29', 'S4-15', 'C01', 'C04'],
  title: { zh: '编号的价值代码与价值等级不符', en: 'Value letter of the number does not fit the value class' },
  why: {
    zh: '004:56 把价值等级写进编号,而 003:92 每季度重新评级,编号必然过时;签发时就写错的也在其中,如 004 样表第三行',
    en: '004:56 writes the value class into the number and 003:92 regrades each quarter, so that numbers go stale; some were wrong when issued, like the third row of the sample table of 004',
  },
  knobs: ['valueBands'],
  mend: {
    zh: '核对价值等级。编号按签发时的含义保留,重新评级不改号',
    en: 'check the value class; the number keeps its meaning as issued, regrading never renumbers',
  },
  messages: {
    mismatch: {
      zh: '编号的价值代码是 {letter},价值等级“{class}”的代码是 {expected}',
      en: 'the number says {letter}, but the value class "{class}" has the code {expected}',
    },
    amount: {
      zh: '编号的价值代码是 {letter},预估年合作金额“{amount}”属于 {expected}',
      en: 'the number says {letter}, but the expected amount "{amount}" is in class {expected}',
    },
  },
  judge: (given) => {
    const find = codeFinder(given.policy, 'value_class');
    const unknown = unknownValue(given);
    const read = amountValues(given);
    return (record, report) => {
      if (record.customer_no === null) return;
      const number = parseNumber(record.customer_no, given.policy);
      if (number?.scheme !== 'industry-value-year-serial') return;
      const base = { value: record.customer_no, letter: number.value };
      const decided = record.value_class === null ? undefined : find(record.value_class)?.entry.code;
      if (decided !== undefined && decided !== unknown) {
        if (decided !== number.value)
          report('mismatch', 'customer_no', { ...base, expected: decided, class: record.value_class });
        return;
      }
      const { code } = read(record.expected_amount);
      if (code !== unknown && code !== number.value)
        report('amount', 'customer_no', { ...base, expected: code, amount: record.expected_amount });
    };
  },
  examples: [
    { record: { customer_no: 'C-M-2023-005', value_class: '高价值' }, expect: ['mismatch'] },
    { record: { customer_no: 'M-H-2024-001', value_class: '高价值' }, expect: [] },
    { record: { customer_no: 'M-H-2024-001', value_class: '高' }, expect: [] },
    { record: { customer_no: 'C-H-2023-005', expected_amount: '499999.99' }, expect: ['amount'] },
    { record: { customer_no: 'C-H-2023-005', expected_amount: '50万' }, expect: [] },
    { record: { customer_no: 'C-H-2023-005', expected_amount: '500000.01' }, expect: [] },
    { record: { customer_no: 'C-M-2023-005', value_class: '未定', expected_amount: '80万' }, expect: ['amount'] },
    { record: { customer_no: 'C-M-2023-005' }, expect: [] },
    { record: { customer_no: 'SH2024001', value_class: '高价值' }, expect: [] },
  ],
});

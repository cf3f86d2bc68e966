import { fields } from '../../model/fields.js';
import { recordRule } from '../rule.js';
import { isYuan, parseAmount } from '../text/amount.js';
import { answerReader } from '../text/answer.js';
import { placesOf, valuesOf } from '../values.js';

const FIELDS = placesOf(fields.filter(({ kind }) => kind === 'amount').map(({ key }) => key));

export default recordRule({
  id: 'validate/amount',
  clauses: ['S2-05', 'S4-10', 'S0-20'],
  title: { zh: '金额可读', en: 'Amounts can be read' },
  why: {
    zh: '价值等级按预估年合作金额划分(004:50),读不出的金额只能算“未定”;“未定”“面议”不算错。',
    en: 'Value classes are drawn by amount (004:50); one that cannot be read leaves the customer undetermined. Words such as 未定 or 面议 are no mistake.',
  },
  mend: {
    zh: '写成 500000 或 50万;外币请换算成人民币。',
    en: 'Write 500000 or 50万; convert foreign currency into yuan.',
  },
  severity: 'error',
  family: 'accuracy',
  dimension: 'accuracy',
  messages: {
    unreadable: { zh: '“{value}”读不出金额', en: '"{value}" cannot be read as an amount' },
    'excel-damage': {
      zh: '“{value}”是表格软件的科学计数,尾数可能已丢失',
      en: '"{value}" is a spreadsheet’s scientific notation; its last digits may be lost',
    },
    negative: { zh: '金额“{value}”是负数', en: 'the amount "{value}" is negative' },
    currency: {
      severity: 'info',
      zh: '金额“{value}”是外币({currency}),不换算,不参与分级',
      en: 'the amount "{value}" is in {currency}; it is not converted and not graded',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const values = valuesOf(record);
      for (const { field, at } of FIELDS) {
        const value = values[at];
        if (value === null || value === undefined || isYuan(value)) continue;
        const amount = parseAmount(value);
        if (amount.ok) {
          if (amount.currency !== 'CNY') report('currency', field, { value, currency: amount.currency });
          continue;
        }
        const { problem } = amount;
        if (problem === 'empty' || problem === 'unknown' || answer(value) !== 'given') continue;
        if (problem === 'format') report('unreadable', field, { value });
        else report(problem === 'scientific' ? 'excel-damage' : 'negative', field, { value });
      }
    };
  },
  examples: [
    { record: { expected_amount: '50万', budget: '¥500,000.00', annual_revenue: '约1.2亿元' }, expect: [] },
    { record: { expected_amount: '面议', budget: '客户未提供' }, expect: [] },
    { record: { expected_amount: '5E+05' }, expect: ['excel-damage'] },
    { record: { budget: '很多', receivable: '-3000' }, expect: ['unreadable', 'negative'] },
    { record: { annual_purchase: 'USD 10000' }, expect: ['currency'] },
  ],
});

import { labelRule } from '../rule.js';
import { formatAmount, parseAmount } from '../text/amount.js';
import { amountValues, valueBands } from './value-of.js';

const UP = {
  zh: '达到 {above} 元即为 {up},还差 {short} 元',
  en: '{above} yuan or more makes it {up}; {short} short',
};
const DOWN = {
  zh: '低于 {under} 元即为 {down},现高出 {spare} 元',
  en: 'below {under} yuan it is {down}; {spare} above that now',
};
const FILL = {
  zh: '写明以人民币计的“预估年合作金额”,落在单独一个档位内',
  en: 'write an "Expected annual amount" in yuan that lies in one band',
};

/** Label: the value class by the expected annual amount, half-open bands, exact to the fen (S4-10, C21). */
export default labelRule({
  id: 'classify/value',
  labels: 'value',
  field: 'value_class',
  clauses: ['S4-10', 'C21', 'C16'],
  title: { zh: '按预估年合作金额建议价值等级', en: 'Value class by the expected annual amount' },
  why: {
    zh: '004:50 按预估年合作金额分高、中、低价值;金额空白按算术会落入低价值,因此单列“未定”',
    en: '004:50 grades by the expected annual amount; a blank would fall to low by arithmetic, so it is undetermined',
  },
  knobs: ['valueBands'],
  mend: {
    zh: '补齐或更正预估年合作金额;等级由客户管理专员确定',
    en: 'fill in or mend the expected amount; the specialist decides the class',
  },
  messages: {
    band: {
      zh: '预估年合作金额 {from} 元,属于 {code}',
      en: 'an expected {from} yuan a year is in class {code}',
      change: [UP, DOWN],
    },
    range: {
      zh: '预估年合作金额 {from} 至 {to} 元,属于 {code}',
      en: 'an expected {from} to {to} yuan a year is in class {code}',
      change: [
        { zh: '下限达到 {above} 元即为 {up}', en: 'from {above} yuan on it is {up}' },
        { zh: '上限低于 {under} 元即为 {down}', en: 'wholly below {under} yuan it is {down}' },
      ],
    },
    approx: {
      zh: '预估年合作金额约为 {from} 元,按此属于 {code}',
      en: 'roughly {from} yuan a year; taken at that, class {code}',
      change: [UP, DOWN],
    },
    straddles: {
      zh: '预估年合作金额 {from} 至 {to} 元不落在单独一个档位内,记为 {code}',
      en: '{from} to {to} yuan a year lie in no single band: {code}',
      change: [FILL],
    },
    currency: {
      zh: '金额以 {currency} 计,不作换算,记为 {code}',
      en: 'the amount is in {currency}, which is not converted: {code}',
      change: [FILL],
    },
    blank: { zh: '没有预估年合作金额,记为 {code}', en: 'no expected amount: {code}', change: [FILL] },
    unreadable: {
      zh: '"{value}"读不出金额,记为 {code}',
      en: '"{value}" is no readable amount: {code}',
      change: [FILL],
    },
  },
  reads: () => ['expected_amount'],
  label: (given) => {
    const read = amountValues(given);
    return ({ expected_amount }) => {
      const { code, how, from, to, currency, problem } = read(expected_amount);
      return { value: code, messageId: how, data: { value: expected_amount, code, from, to, currency, problem } };
    };
  },
  detail: (given) => {
    const bands = valueBands(given);
    return ({ expected_amount }, { value }) => {
      const { above, below } = bands.next(value ?? '');
      const amount = parseAmount(expected_amount ?? '');
      if (!amount.ok) return {};
      return {
        ...(above && {
          up: above.band.code,
          above: formatAmount(above.from),
          short: formatAmount(above.from - amount.fen),
        }),
        ...(below && {
          down: below.band.code,
          under: formatAmount(below.end),
          spare: formatAmount(amount.fen - below.end),
        }),
      };
    };
  },
  examples: [
    { record: { expected_amount: '499999.99' }, expect: ['M', 'band'] },
    { record: { expected_amount: '500000' }, expect: ['H', 'band'] },
    { record: { expected_amount: '500000.01' }, expect: ['H', 'band'] },
    { record: { expected_amount: '99,999.99' }, expect: ['L', 'band'] },
    { record: { expected_amount: '100000' }, expect: ['M', 'band'] },
    { record: { expected_amount: '50万' }, expect: ['H', 'band'] },
    { record: { expected_amount: '49.999999万' }, expect: ['M', 'band'] },
    { record: { expected_amount: '50-100万' }, expect: ['H', 'range'] },
    { record: { expected_amount: '10-50万' }, expect: ['M', 'range'] },
    { record: { expected_amount: '30-80万' }, expect: ['U', 'straddles'] },
    { record: { expected_amount: '约20万' }, expect: ['M', 'approx'] },
    { record: { expected_amount: '0' }, expect: ['L', 'band'] },
    { record: {}, expect: ['U', 'blank'] },
    { record: { expected_amount: '面议' }, expect: ['U', 'blank'] },
    { record: { expected_amount: '客户未提供' }, expect: ['U', 'blank'] },
    { record: { expected_amount: 'USD 100000' }, expect: ['U', 'currency'] },
    { record: { expected_amount: '很多' }, expect: ['U', 'unreadable'] },
  ],
});

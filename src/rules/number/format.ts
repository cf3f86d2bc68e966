import { sectionLetters } from '../reference/gbt4754.js';
import { provinceByCode, regionLetters } from '../reference/regions.js';
import { datedRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { provinceOf } from './province-of.js';
import { parseNumber, regionMeanings } from './schemes.js';

/** A customer number is of one of the policy's schemes, its letters mean something and its year has begun (S0-16, S2-18, S4-15). */
export default datedRule({
  id: 'number/format',
  severity: 'error',
  family: 'conformity',
  dimension: 'accuracy',
  clauses: ['S0-16', 'S2-18', 'S4-15', 'C01'],
  title: { zh: '客户编号的格式', en: 'Form of the customer number' },
  why: {
    zh: '编号须按统一规则:地区+年份+流水号(000:24),或行业+价值+年份+流水号(004:56);旧规则的编号仍可检索,不再签发',
    en: 'numbers follow one rule: region, year, serial (000:24), or industry, value, year, serial (004:56); numbers of an older rule stay searchable and are issued no more',
  },
  knobs: ['numbering.schemes'],
  mend: {
    zh: '按原始记录更正抄写错误;编号一经签发不再更改,无编号的用 number 命令签发',
    en: 'mend slips of the pen from the original record; an issued number is never changed, a missing one is issued with the number command',
  },
  messages: {
    'unknown-scheme': {
      zh: '“{value}”不符合任何一种编号规则',
      en: '"{value}" follows none of the numbering schemes',
    },
    legacy: {
      zh: '“{value}”是旧规则({scheme})的编号',
      en: '"{value}" is a number of a legacy scheme ({scheme})',
      severity: 'info',
    },
    spelling: {
      zh: '“{value}”应写作“{expected}”',
      en: '"{value}" should be written "{expected}"',
      severity: 'warning',
    },
    'unknown-region': {
      zh: '“{letters}”不是省级地区的字母代码(GB/T 2260),应为 {expected}',
      en: '"{letters}" are not the letters of a province (GB/T 2260); expected {expected}',
      severity: 'warning',
    },
    'ambiguous-region': {
      zh: '“{letters}”按代码是{province},按拼音首字母也可能是{others}',
      en: '"{letters}" stand for {province}, by pinyin initials perhaps for {others}',
      severity: 'info',
    },
    'unknown-industry': {
      zh: '“{letter}”不是国民经济行业分类的门类',
      en: '"{letter}" is no section of GB/T 4754',
      severity: 'warning',
    },
    'unknown-value': {
      zh: '“{letter}”不是价值等级的代码',
      en: '"{letter}" is no code of a value class',
      severity: 'warning',
    },
    future: { zh: '编号年份 {year} 晚于截止日 {asOf}', en: 'the year {year} lies after the as-of day {asOf}' },
  },
  clean: 'onwards',
  judge: ({ policy, asOf }) => {
    const answer = answerReader(policy);
    const lastYear = Number(asOf.slice(0, 4));
    const states = new Map(policy.numbering.schemes.map(({ id, state }) => [id, state]));
    const values = new Set(policy.codes.value_class?.values.map((value) => value.code));
    return (record, report) => {
      const raw = record.customer_no;
      if (raw === null) return;
      const number = parseNumber(raw, policy);
      if (!number) {
        if (answer(raw) === 'given') report('unknown-scheme', 'customer_no', { value: raw });
        return;
      }
      if (number.no !== raw) report('spelling', 'customer_no', { value: raw, expected: number.no });
      if (states.get(number.scheme) === 'legacy')
        report('legacy', 'customer_no', { value: raw, scheme: number.scheme });
      if (number.scheme === 'region-year-serial') {
        const letters = number.region;
        const { iso, initials } = regionMeanings(letters);
        if (iso === null) {
          const expected = initials.map((code) => letterOf(code));
          report('unknown-region', 'customer_no', {
            value: raw,
            letters,
            expected: expected.length > 0 ? expected : null,
          });
        } else if (initials.length > 0 && provinceOf(record)?.code !== iso) {
          const others = initials.filter((code) => code !== iso).map(nameOf);
          report('ambiguous-region', 'customer_no', { value: raw, letters, province: nameOf(iso), others });
        }
      } else {
        if (!sectionLetters.includes(number.industry))
          report('unknown-industry', 'customer_no', { value: raw, letter: number.industry });
        if (!values.has(number.value)) report('unknown-value', 'customer_no', { value: raw, letter: number.value });
      }
      if (number.year > lastYear) report('future', 'customer_no', { value: raw, year: number.year, asOf });
    };
  },
  examples: [
    { record: { customer_no: 'SH2024001' }, asOf: '2024-12-31', expect: [] },
    { record: { customer_no: 'SH20241000' }, asOf: '2024-12-31', expect: [] },
    { record: { customer_no: 'SH202401' }, asOf: '2024-12-31', expect: ['unknown-scheme'] },
    { record: { customer_no: 'SH2024000' }, asOf: '2024-12-31', expect: ['unknown-scheme'] },
    { record: { customer_no: 'SH2025001' }, asOf: '2024-12-31', expect: ['future'] },
    { record: { customer_no: 'SH2025001' }, asOf: '2025-01-01', expect: [] },
    { record: { customer_no: 'M-H-2024-001' }, asOf: '2024-12-31', expect: ['legacy'] },
    {
      record: { customer_no: 'Z-X-2024-001' },
      asOf: '2024-12-31',
      expect: ['legacy', 'unknown-industry', 'unknown-value'],
    },
    { record: { customer_no: 'KH-000123' }, asOf: '2024-12-31', expect: ['unknown-scheme'] },
    { record: { customer_no: 'ｓｈ2024001' }, asOf: '2024-12-31', expect: ['spelling'] },
    { record: { customer_no: 'NMG2024001' }, asOf: '2024-12-31', expect: ['unknown-region'] },
    { record: { customer_no: 'CZ2024001' }, asOf: '2024-12-31', expect: ['unknown-region'] },
    { record: { customer_no: 'HB2024001' }, asOf: '2024-12-31', expect: ['ambiguous-region'] },
    { record: { customer_no: 'HB2024001', province: '湖北省' }, asOf: '2024-12-31', expect: [] },
    { record: { customer_no: 'HB2024001', province: '河北省' }, asOf: '2024-12-31', expect: ['ambiguous-region'] },
    { record: { customer_no: '待定' }, asOf: '2024-12-31', expect: [] },
    { record: {}, asOf: '2024-12-31', expect: [] },
  ],
});

const nameOf = (code: string): string => provinceByCode(code)?.name ?? code;
const letterOf = (code: string): string => regionLetters(code) ?? code;

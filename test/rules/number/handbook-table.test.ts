import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { say } from '../../../src/model/text.js';
import format from '../../../src/rules/number/format.js';
import industry from '../../../src/rules/number/industry.js';
import letterTwoIndustries from '../../../src/rules/number/letter-two-industries.js';
import missing from '../../../src/rules/number/missing.js';
import region from '../../../src/rules/number/region.js';
import value from '../../../src/rules/number/value.js';
import { findings, given, record } from '../../support/records.js';

const rules = [format, industry, letterTwoIndustries, missing, region, value];

/** The columns of 004:84-182 that numbers are judged by. */
const rows = [
  { customer_no: 'M-H-2024-001', name: 'A科技有限公司', industry: 'IT服务业', value_class: '高价值' },
  { customer_no: 'M-L-2024-002', name: 'B贸易公司', industry: '零售业', value_class: '低价值' },
  { customer_no: 'C-M-2023-005', name: 'C制造集团', industry: '制造业', value_class: '高价值' },
].map((fields, i) => record(fields, i + 1));

describe('the numbers in the record table of handbook 004 [S4-27, S4-28, S4-29, C04]', () => {
  const found = findings(rules, rows, given('2024-03-31'));

  it('give exactly these findings', () => {
    expect(
      found
        .map(({ subjects, rule, messageId, severity }) => `${subjects.join('+')} ${rule}:${messageId} ${severity}`)
        .sort(),
    ).toEqual([
      '1 number/format:legacy info',
      '1 number/industry:mismatch warning',
      '1+2 number/letter-two-industries:several warning',
      '2 number/format:legacy info',
      '2 number/industry:mismatch warning',
      '3 number/format:legacy info',
      '3 number/value:mismatch warning',
    ]);
  });

  it('say which letter, and what it should be', () => {
    const texts = found.flatMap(({ rule, messageId, data }) => {
      const text = rules.find(({ id }) => id === rule)?.messages[messageId];
      return text && messageId !== 'legacy' ? [say(text, 'zh-CN', data)] : [];
    });
    expect(texts.sort()).toEqual(
      [
        '代码 M 用于 2 个门类:F 批发和零售业 × 1、I 信息传输、软件和信息技术服务业 × 1',
        '编号的价值代码是 M,价值等级“高价值”的代码是 H',
        '编号的行业代码是 M,“零售业”属于 F',
        '编号的行业代码是 M,“软件和信息技术服务业”属于 I',
      ].sort(),
    );
  });
});

describe('number/letter-two-industries at scale [S4-28, law 10]', () => {
  const many = Array.from({ length: 500 }, (_, i) =>
    record(
      { customer_no: `C-H-2024-${String(i + 1).padStart(3, '0')}`, industry: i % 50 === 7 ? '零售业' : '制造业' },
      i + 1,
    ),
  );

  it('names at most ten customers of a section, and counts all', () => {
    const [finding, ...more] = findings([letterTwoIndustries], many, given('2024-12-31'));
    expect(more).toEqual([]);
    expect(finding?.subjects).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 58, 108, 158, 208, 258, 308, 358, 408, 458]);
    expect(finding?.data.sections).toEqual(['C 制造业 × 490', 'F 批发和零售业 × 10']);
  });

  it('says the same in any order of records', () => {
    const expected = findings([letterTwoIndustries], many, given('2024-12-31'));
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (shuffled) => {
        expect(findings([letterTwoIndustries], shuffled, given('2024-12-31'))).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});

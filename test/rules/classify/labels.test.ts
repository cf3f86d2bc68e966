import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/model/policy.js';
import { defaultPolicy } from '../../../src/policy/default.js';
import { bandFinder } from '../../../src/rules/classify/bands.js';
import industry from '../../../src/rules/classify/industry.js';
import { industryOf, industryWords, isWithin, resolveKnown } from '../../../src/rules/classify/industry-of.js';
import needType from '../../../src/rules/classify/need-type.js';
import size from '../../../src/rules/classify/size.js';
import value from '../../../src/rules/classify/value.js';
import { amountValues, unknownValue } from '../../../src/rules/classify/value-of.js';
import type { ExampleRecord, LabelRule } from '../../../src/rules/rule.js';
import { resolveIndustry } from '../../../src/rules/text/industry.js';
import { given, record } from '../../support/records.js';

const label = (rule: LabelRule, fields: ExampleRecord, under = given()) => rule.label(under)(record(fields));
const labels = (
  rule: LabelRule,
  field: 'expected_amount' | 'industry' | 'size',
  rows: readonly (readonly [string, string | null])[],
) => expect(rows.map(([raw]) => [raw, label(rule, { [field]: raw }).value])).toEqual(rows);

describe('bandFinder [C16]', () => {
  const { bands } = defaultPolicy.sizeBands;
  const find = bandFinder(bands, Number);
  const code = (placed: ReturnType<typeof find.at>) => (typeof placed === 'string' ? placed : placed.band.code);

  it('puts every number in exactly one band', () => {
    fc.assert(
      fc.property(fc.nat(1000), (n) => {
        const inside = bands.filter((b) => n >= Number(b.from) && (b.below === null || n < Number(b.below)));
        expect(inside.map((b) => b.code)).toEqual([code(find.at(n))]);
      }),
    );
  });

  it('puts a range in a band only with its whole', () => {
    expect(
      [find.across(0, 49), find.across(0, 50), find.across(0, 51), find.across(50, 200), find.across(200, null)].map(
        code,
      ),
    ).toEqual(['S', 'S', 'straddles', 'M', 'L']);
    expect(code(find.across(50, null))).toBe('straddles');
  });

  it('says when no band is there', () => {
    const gap = bandFinder([{ value: '中', code: 'M', from: '10', below: '20' }], Number);
    expect([gap.at(9), gap.at(20), gap.across(5, 15)]).toEqual(['none', 'none', 'none']);
  });
});

describe('classify/value [S4-10, C21]', () => {
  it('is exact at the edges, to the fen and in every unit', () => {
    labels(value, 'expected_amount', [
      ['0', 'L'],
      ['0.01', 'L'],
      ['99999.99', 'L'],
      ['9.999999万', 'L'],
      ['100000', 'M'],
      ['100000.00', 'M'],
      ['10万', 'M'],
      ['10万元', 'M'],
      ['拾万元整', 'M'],
      ['100,000.01', 'M'],
      ['499999.99', 'M'],
      ['49.999999万元', 'M'],
      ['500000', 'H'],
      ['50万', 'H'],
      ['５０万', 'H'],
      ['伍拾万元整', 'H'],
      ['¥500,000.00', 'H'],
      ['0.5百万', 'H'],
      ['1.2亿', 'H'],
    ]);
  });

  it('takes a range only whole, and an approximate figure at its word', () => {
    labels(value, 'expected_amount', [
      ['50-100万', 'H'],
      ['10-50万', 'M'],
      ['10-50.01万', 'U'],
      ['9-10万', 'L'],
      ['5-20万', 'U'],
      ['10万以下', 'L'],
      ['50万以下', 'U'],
      ['约50万', 'H'],
      ['50万以上', 'H'],
      ['近10万', 'M'],
    ]);
  });

  it('leaves the rest undetermined', () => {
    labels(value, 'expected_amount', [
      ['', 'U'],
      ['面议', 'U'],
      ['客户未提供', 'U'],
      ['USD 500000', 'U'],
      ['-500000', 'U'],
      ['5E+05', 'U'],
      ['很多', 'U'],
    ]);
    expect(label(value, {}).value).toBe('U');
  });

  it('is monotone in the amount', () => {
    const of = amountValues(given());
    const rank = (fen: number) => 'LMH'.indexOf(of((fen / 100).toFixed(2)).code);
    fc.assert(
      fc.property(fc.nat(100_000_000), fc.nat(100_000_000), (a, b) => {
        expect(rank(Math.min(a, b))).toBeLessThanOrEqual(rank(Math.max(a, b)));
      }),
    );
  });

  it('takes the word for undetermined as it stands where the code list has none', () => {
    const policy: Policy = { ...defaultPolicy, valueBands: { ...defaultPolicy.valueBands, unknown: '没评' } };
    expect(unknownValue({ policy })).toBe('没评');
    expect(label(value, {}, { policy, asOf: '2026-01-01' }).value).toBe('没评');
  });

  it('refuses a band that is no decimal', () => {
    const bands = [{ value: '高', code: 'H', from: '很多', below: null }];
    const policy: Policy = { ...defaultPolicy, valueBands: { ...defaultPolicy.valueBands, bands } };
    expect(() => amountValues({ policy })).toThrow(RangeError);
  });
});

describe('classify/size [S4-05]', () => {
  it('puts 49, 50, 199, 200 in one band each, and the bands in themselves', () => {
    labels(size, 'size', [
      ['0', 'S'],
      ['49', 'S'],
      ['49人', 'S'],
      ['50', 'M'],
      ['五十人', 'M'],
      ['199', 'M'],
      ['200', 'L'],
      ['1.5万人', 'L'],
      ['50人以下', 'S'],
      ['50-200人', 'M'],
      ['50～200人', 'M'],
      ['50至200', 'M'],
      ['200人以上', 'L'],
      ['200+', 'L'],
      ['少于50人', 'S'],
      ['不满200人', null],
      ['51-199人', 'M'],
      ['100-500人', null],
      ['100人以上', null],
      ['500人以上', 'L'],
      ['大型企业', null],
      ['10月20日', null],
      ['13800138000', null],
    ]);
  });
});

describe('classify/industry [S4-04, S4-09]', () => {
  it('reads codes, names, stems and everyday words, and guesses nothing', () => {
    labels(industry, 'industry', [
      ['I65', 'I65'],
      ['6513', 'I6513'],
      ['I', 'I'],
      ['C65', null],
      ['软件和信息技术服务业', 'I65'],
      ['IT服务业', 'I65'],
      ['零售', 'F52'],
      ['批发和零售业', 'F'],
      ['制造业-汽车制造业', 'C36'],
      ['机械设备', null],
      ['其他', null],
      ['保密', null],
    ]);
  });

  it('lets the second level speak where it lies within the first [S4-09]', () => {
    const said = (first: string | null, second: string | null) => {
      const words = industryWords({ industry: first, industry_sub: second });
      return words && [words.field, 'code' in words.found ? words.found.code : words.found.how];
    };
    expect(said('制造业', '汽车制造业')).toEqual(['industry_sub', 'C36']);
    expect(said('汽车制造业', '制造业')).toEqual(['industry', 'C36']);
    expect(said('制造业', '零售业')).toEqual(['industry', 'C']);
    expect(said('天知道', '零售业')).toEqual(['industry_sub', 'F52']);
    expect(said(null, '零售业')).toEqual(['industry_sub', 'F52']);
    expect(said(null, '天知道')).toEqual(['industry_sub', 'none']);
    expect(said(null, null)).toBeNull();
  });

  it('decides by the code before the words', () => {
    expect(industryOf({ industry: '零售业', industry_code: 'I65' })?.code).toBe('I65');
    expect(industryOf({ industry: '零售业', industry_code: 'C65' })?.code).toBe('F52');
    expect(industryOf({ industry: '机械设备' })).toBeNull();
    expect([isWithin('I6513', 'I65'), isWithin('I65', 'I6513'), isWithin('C36', 'F')]).toEqual([true, false, false]);
  });

  it('remembers without changing an answer, however many texts it has seen', () => {
    for (let i = 0; i < 5000; i++) resolveKnown(`第${i}号行业`);
    for (const text of ['IT服务业', '机械设备', '其他', 'IT服务业'])
      expect(resolveKnown(text)).toEqual(resolveIndustry(text));
  });
});

it('classify/need-type knows the four types and their aliases [S4-13]', () => {
  const words = ['产品采购型', '技术支持', '解决方案型', '战略合作型', '战略型'];
  expect(words.map((need_type) => label(needType, { need_type }).value)).toEqual([
    'purchase',
    'support',
    'solution',
    'strategic',
    null,
  ]);
});

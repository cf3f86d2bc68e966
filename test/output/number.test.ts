import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactNumber, formatNumber, withUnit } from '../../src/output/number.js';

describe('formatNumber', () => {
  it.each([
    [0, undefined, '0'],
    [-0, undefined, '0'],
    [999, undefined, '999'],
    [1000, undefined, '1,000'],
    [128437, undefined, '128,437'],
    [-1234567, undefined, '-1,234,567'],
    [0.1 + 0.2, undefined, '0.3'],
    [97.5, 1, '97.5'],
    [97, 1, '97.0'],
    [1234.567, undefined, '1,234.57'],
    [-0.001, undefined, '0'],
    [-0.04, 1, '0.0'],
    [1e21, undefined, '1,000,000,000,000,000,000,000'],
    [Number.NaN, undefined, '–'],
    [Number.POSITIVE_INFINITY, 1, '–'],
  ])('%d with %s decimals is %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });

  it('is what en-US Intl writes, for every safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(formatNumber(value)).toBe(value.toLocaleString('en-US').replace(/^-0$/, '0'));
      }),
    );
  });
});

it.each([
  [9999, 'zh-CN', '9,999'],
  [1_234_567, 'zh-CN', '123万'],
  [56_789, 'zh-CN', '5.7万'],
  [230_000_000, 'zh-CN', '2.3亿'],
  [1_234_567, 'en', '1.2M'],
  [20_000, 'en', '20k'],
  [-3_400_000_000, 'en', '-3.4B'],
] as const)('compactNumber(%d, %s) is %s', (value, lang, text) => {
  expect(compactNumber(value, lang)).toBe(text);
});

it('per cent stands close to the number, other units apart, nothing beside an unknown one', () => {
  expect([withUnit('97.5', '%'), withUnit('12', '户'), withUnit('–', '户'), withUnit('3', undefined)]).toEqual([
    '97.5%',
    '12 户',
    '–',
    '3',
  ]);
});

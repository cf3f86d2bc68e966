import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NUMERAL_SCALE, parseNumeral } from '../../../src/rules/text/numeral.js';

const DIGITS = '零一二三四五六七八九';

/** Writes a whole number below 10^12 in standard Chinese numerals, as the law of the reader. */
function chinese(n: number): string {
  if (n === 0) return '零';
  const group = (g: number): string => {
    let out = '';
    let gap = false;
    [1000, 100, 10, 1].forEach((unit, i) => {
      const digit = Math.floor(g / unit) % 10;
      if (digit === 0) gap = out !== '';
      else {
        out += `${gap ? '零' : ''}${DIGITS[digit]}${['千', '百', '十', ''][i]}`;
        gap = false;
      }
    });
    return out;
  };
  const groups = [Math.floor(n / 1e8), Math.floor(n / 1e4) % 1e4, n % 1e4];
  return groups.reduce((out, g, i) => {
    if (g === 0) return out;
    const zero = out !== '' && (g < 1000 || groups[i - 1] === 0) ? '零' : '';
    return `${out}${zero}${group(g)}${['亿', '万', ''][i]}`;
  }, '');
}

describe('parseNumeral', () => {
  test.each<[s: string, value: number]>([
    ['0', 0],
    ['零', 0],
    ['〇', 0],
    ['0万', 0],
    ['007', 7],
    ['500,000', 500000],
    ['50,0000', 500000],
    ['1,234,567.5', 1234567.5],
    ['0.25', 0.25],
    ['1.2亿', 120000000],
    ['1亿2000万', 120000000],
    ['3万5000', 35000],
    ['3千', 3000],
    ['3百万', 3000000],
    ['2十万', 200000],
    ['50w', 500000],
    ['50W', 500000],
    ['5k', 5000],
    ['1万亿', 1e12],
    ['十', 10],
    ['十五', 15],
    ['二十', 20],
    ['五十万', 500000],
    ['壹拾万', 100000],
    ['一百零二', 102],
    ['一百二十', 120],
    ['一千零五', 1005],
    ['一万零三百', 10300],
    ['两百万', 2000000],
    ['二百五十万', 2500000],
    ['一点五亿', 150000000],
    ['二十三点五万', 235000],
    ['叁仟伍佰', 3500],
    ['貳佰萬', 2000000],
    ['一亿零五十万', 100500000],
  ])('%s is %d', (s, value) => {
    expect(parseNumeral(s)).toBe(BigInt(Math.round(value * 1e4)) * (NUMERAL_SCALE / 10_000n));
  });

  test.each([
    '',
    '万',
    '百万',
    '亿万',
    '一百二',
    '三万五',
    '一万二千五',
    '3万5',
    '1万20000',
    '五〇〇',
    '零零',
    '二〇二四',
    '百',
    '一千千',
    '一万万',
    '1亿亿',
    '1,00',
    '1,2345,678',
    ',500',
    '1.2.3',
    '.5',
    '5.',
    '0.000000001',
    '-5',
    '5 0',
    '十点五',
    'abc',
    '五十万元',
    '9'.repeat(41),
  ])('%j is none', (s) => {
    expect(parseNumeral(s)).toBeNull();
  });

  test('reads every number below 10^12 in Chinese numerals', () => {
    const number = fc.oneof(fc.nat(20_000), fc.integer({ min: 0, max: 999_999_999_999 }));
    fc.assert(
      fc.property(number, (n) => {
        expect([chinese(n), parseNumeral(chinese(n))]).toEqual([chinese(n), BigInt(n) * NUMERAL_SCALE]);
      }),
      { numRuns: 1000 },
    );
  });

  test('never throws', () => {
    const piece = fc.constantFrom('十', '百', '千', '万', '亿', '零', '一', '五', '5', '0', ',', '.', '点', 'w');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((p) => p.join('')),
        ),
        (s) => {
          const value = parseNumeral(s);
          expect(value === null || value >= 0n).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

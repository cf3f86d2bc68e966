import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFlag } from '../../../src/rules/text/flag.js';

it.each([
  ...['是', '有', 'Y', 'yes', 'TRUE', '1', '１', '√', '允许', ' 是 ', 'ｙ'].map((s) => [s, true] as const),
  ...['否', '无', 'N', 'no', 'False', '0', '×', '不允许', '未'].map((s) => [s, false] as const),
  ...['', '看情况', '2', '是否', 'yn', '客户未提供', '-'].map((s) => [s, null] as const),
])('%s is %s [S1-16, S0-33]', (raw, expected) => {
  expect(parseFlag(raw)).toBe(expected);
});

it('never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => [true, false, null].includes(parseFlag(s))));
});

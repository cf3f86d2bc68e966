import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Endings } from '../../../src/rules/reference/endings.js';

const WORDS = ['公司', '有限公司', '司', '店', '酒店', '技术', '信息技术', '信息'];
const endings = new Endings(WORDS);
const text = fc
  .array(fc.constantFrom('公', '司', '有限', '店', '酒', '信息', '技术', '云'), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('Endings', () => {
  it('finds the longest word at the end, as trying each one does', () => {
    fc.assert(
      fc.property(text, (s) => {
        const tried = WORDS.filter((word) => s.endsWith(word)).sort((a, b) => b.length - a.length)[0] ?? null;
        expect(endings.longest(s)).toBe(tried);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['云帆信息技术', 2, 2],
    ['信息技术', 2, 2],
    ['云帆', 2, 2],
    ['云帆技术店', 1, 2],
    ['', 0, 0],
  ])('covers %j, not below %i, from %i', (s, from, start) => {
    expect(endings.coverStart(s, from, s.length)).toBe(start);
  });

  it('covers a text up to a place as it covers what stands before it', () => {
    fc.assert(
      fc.property(text, fc.nat(9), fc.nat(9), (s, from, to) => {
        const end = Math.min(to, s.length);
        expect(endings.coverStart(s, from, end)).toBe(endings.coverStart(s.slice(0, end), from, end));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePercent, parseScore } from '../../../src/rules/text/rating.js';

describe('scores and percentages [S1-25, S3-15]', () => {
  it.each([
    ['4', 4],
    ['４分', 4],
    [' 5 分', Number.NaN],
    ['5分', 5],
    ['3.5', 3.5],
    ['0', 0],
    ['-1', -1],
    ['95%', Number.NaN],
    ['很高', Number.NaN],
    ['', Number.NaN],
  ])('parseScore(%j) is %d', (raw, score) => expect(parseScore(raw)).toBe(score));

  it.each([
    ['35%', 35],
    ['35', 35],
    ['３５％', 35],
    ['-8.5%', -8.5],
    ['+12.25', 12.25],
    ['120%', 120],
    ['高', Number.NaN],
  ])('parsePercent(%j) is %d', (raw, percent) => expect(parsePercent(raw)).toBe(percent));

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(typeof parseScore(raw)).toBe('number');
        expect(typeof parsePercent(raw)).toBe('number');
      }),
    );
  });
});

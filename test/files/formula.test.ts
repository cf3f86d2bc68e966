import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise, unneutralise } from '../../src/files/formula.js';

describe('neutralise', () => {
  it.each([
    '=1+1',
    '+1',
    '-1+2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '=HYPERLINK("http://x","y")',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
    '+8613812345678',
    '-',
    '-05',
    '-1.2.3',
    '-12345678901234567',
    '-1|cmd',
    "'=1",
    "''=1",
    "'-5",
  ])('%j gets one apostrophe', (cell) => {
    expect(neutralise(cell)).toBe(`'${cell}`);
  });

  it.each([
    '',
    '张三',
    '13812345678',
    '-5',
    '-0.5',
    '-123456789012345',
    'a=b',
    "O'Neil",
    "'abc",
    "'",
    '021-6000',
    ' =1',
    '（一）',
    '１',
  ])('%j stays', (cell) => {
    expect(neutralise(cell)).toBe(cell);
  });

  it('unneutralise gives back the original of every cell', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '＝', '－', '1', '.', 'a', '张'), { maxLength: 6 })
        .map((p) => p.join('')),
    );
    fc.assert(
      fc.property(cell, (text) => unneutralise(neutralise(text)) === text),
      { numRuns: 2_000 },
    );
  });

  it('nothing that it returns begins like a formula, but a plain negative number', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", '1', '0', '.', 'x') }),
        (text) => {
          const out = neutralise(text);
          return !/^[=+\-@\t\r＝＋－＠]/.test(out) || /^-\d+(\.\d+)?$/.test(out);
        },
      ),
    );
  });
});

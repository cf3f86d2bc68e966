import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { terminalSafe } from '../../src/output/escape.js';
import { displayWidth, fill, truncate } from '../../src/output/width.js';
import { wrap } from '../../src/output/wrap.js';
import { hostileText } from './samples.js';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['KH2026', 6],
    ['客户', 4],
    ['（客户）', 8],
    ['Ａ１', 4],
    ['Müller', 6],
    ['😀', 2],
    ['阿卜杜热西提·买买提', 19],
    ['ﾊﾝｶｸ', 4],
    ['e\u0301', 1],
    ['𠮷野家', 6],
    ['👨‍👩‍👧🇨🇳', 4],
  ])('%j takes %i cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });

  // Where the two libraries differ, it is in scripts of India and beyond, which no Chinese ledger holds.
  const ordinary = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'aZ09 -客户名称（）、，Ａ～　あガé😀\u0301─│▇…✗✓·“”—→'),
      ...['Han', 'Latin', 'Hiragana', 'Katakana', 'Greek'].map((script) => fc.constantFrom(...charactersOf(script))),
    ),
  });

  it('is what string-width says, asked twice', () => {
    fc.assert(
      fc.property(ordinary, (raw) => {
        const text = terminalSafe(raw);
        expect(displayWidth(text)).toBe(stringWidth(text));
        expect(displayWidth(text)).toBe(stringWidth(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => displayWidth(terminalSafe(text)) >= 0),
      { numRuns: 500 },
    );
  });
});

/** The characters of a script in the first plane. */
function charactersOf(script: string): string[] {
  const its = new RegExp(`^\\p{Script=${script}}$`, 'u');
  return Array.from({ length: 0xd800 }, (_, unit) => String.fromCharCode(unit)).filter((char) => its.test(char));
}

describe('truncate', () => {
  it.each([
    ['客户名称', 8, '客户名称'],
    ['客户名称', 7, '客户名…'],
    ['客户名称', 6, '客户…'],
    ['customer', 5, 'cust…'],
    ['客户', 1, '…'],
    ['客户', 0, ''],
    ['a😀b', 3, 'a…'],
  ])('%j in %i cells is %j', (text, width, cut) => {
    expect(truncate(text, width)).toBe(cut);
  });

  it('never takes more cells than it may', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(20), (raw, width) => {
        expect(displayWidth(truncate(terminalSafe(raw), width))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 500 },
    );
  });
});

it('fill gives the missing cells and never a negative number of them', () => {
  expect([fill(2, 5), fill(5, 5), fill(9, 5)]).toEqual(['   ', '', '']);
});

describe('wrap', () => {
  it.each([
    ['完整率为必填字段已填的比例。', 10, ['完整率为必', '填字段已填', '的比例。']],
    ['准确（S2-41）', 8, ['准确', '（S2-', '41）']],
    ['the quick brown fox', 9, ['the quick', 'brown fox']],
    ['超过 3 个月', 7, ['超过 3', '个月']],
    ['91–180 天', 5, ['91–', '180', '天']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['', 4, ['']],
  ])('%j at %i', (text, limit, lines) => {
    expect(wrap(text, limit, displayWidth)).toEqual(lines);
  });

  it('loses nothing but spaces, and no line is longer than the limit', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 2, max: 30 }), (raw, limit) => {
        const text = terminalSafe(raw).normalize('NFC').replace(/\p{M}/gu, '');
        const lines = wrap(text, limit, displayWidth);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 500 },
    );
  });
});

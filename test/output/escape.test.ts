import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, html, markdown, terminalSafe } from '../../src/output/escape.js';
import { parseMarkup } from './markup.js';
import { hostileText, UNSAFE } from './samples.js';

describe('terminalSafe', () => {
  it.each([
    ['苏州鸿远精密机械有限公司', '苏州鸿远精密机械有限公司'],
    ['Anna Müller · 王', 'Anna Müller · 王'],
    ['\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    ['a\nb\tc\rd\u0007\u0008', 'a\\u{a}b\\u{9}c\\u{d}d\\u{7}\\u{8}'],
    ['\u202Egnp.exe', '\\u{202e}gnp.exe'],
    ['a\u200bb\u2028c\u2029', 'a\\u{200b}b\\u{2028}c\\u{2029}'],
    ['\u009b2J', '\\u{9b}2J'],
    ['x\ud800y', 'x\\u{d800}y'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\uffff', '\\u{ffff}'],
    ['😀𠮷', '😀𠮷'],
    ['', ''],
  ])('%j is shown as %j', (raw, shown) => {
    expect(terminalSafe(raw)).toBe(shown);
  });

  it('leaves no unsafe character of any string, and changes nothing the second time', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const safe = terminalSafe(text);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(terminalSafe(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });
});

describe('html', () => {
  it('escapes markup in content and attributes, and shows what is invisible', () => {
    expect(html(`<b a="1" b='2'>A&B</b>\u202e`)).toBe(
      '&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;A&amp;B&lt;/b&gt;\\u{202e}',
    );
  });

  it('gives back the visible text when it is parsed, for any string', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [element] = parseMarkup(`<p title="${html(text)}">${html(text)}</p>`);
        expect(element?.text).toBe(terminalSafe(text));
        expect(element?.attributes.get('title')).toBe(terminalSafe(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('markdown', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['*a* _b_ `c` ~d~ $e$', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$'],
    ['[x](y) ![z]', '\\[x\\](y) !\\[z\\]'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['A&B &lt; &#60;', 'A&B &amp;lt; &amp;#60;'],
    ['# title', '\\# title'],
    ['1. one', '1\\. one'],
    ['12) one', '12\\) one'],
    ['- item', '\\- item'],
    ['---', '\\---'],
    ['-44', '-44'],
    ['93.1', '93.1'],
    ['#1', '#1'],
    ['2026-06-30', '2026-06-30'],
    ['http://e.com www.e.com', 'http\\://e.com www\\.e.com'],
    ['line\nbreak', 'line\\\\u{a}break'],
    ['  indented', 'indented'],
    ['back\\slash', 'back\\\\slash'],
  ])('%j is written as %j', (raw, written) => {
    expect(markdown(raw)).toBe(written);
  });

  it('leaves no raw tag, pipe, backtick or unsafe character of any string', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const written = markdown(text);
        expect(written).not.toMatch(UNSAFE);
        expect(written).not.toMatch(/[<>\n]/);
        expect(written.replace(/\\[\s\S]/g, '')).not.toMatch(/[|`*_[\]]/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('csvText', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+8613812345678', "'+8613812345678"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝cmd', "'＝cmd"],
    ['  =1', "'  =1"],
    ['\t=1', "'\\u{9}=1"],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['a\nb', 'a\\u{a}b'],
    [' padded ', '" padded "'],
    ['客户未提供', '客户未提供'],
    ['0512-6688 1234', '0512-6688 1234'],
  ])('%j becomes %j', (raw, written) => {
    expect(csvText(raw)).toBe(written);
  });

  it('never begins like a formula', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(csvText(text)).not.toMatch(/^"?\s*[=+\-@＝＋－＠]/);
      }),
      { numRuns: 500 },
    );
  });
});

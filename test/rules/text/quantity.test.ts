import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HeadcountProblem, parseHeadcount } from '../../../src/rules/text/quantity.js';

describe('parseHeadcount', () => {
  test.each<[raw: string, count: number]>([
    ['120', 120],
    ['0', 0],
    ['120人', 120],
    ['120 人', 120],
    ['１００人', 100],
    ['120名员工', 120],
    ['员工120人', 120],
    ['员工人数：120', 120],
    ['共120人', 120],
    ['1,200人', 1200],
    ['1.5万人', 15000],
    ['2千人', 2000],
    ['一百人', 100],
    ['三百二十人', 320],
    ['120个人', 120],
    ['120 employees', 120],
  ])('%j is exactly %i', (raw, n) => {
    expect(parseHeadcount(raw)).toEqual({ ok: true, min: n, max: n, exact: true });
  });

  test.each<[raw: string, min: number, max: number | null]>([
    ['50人以下', 0, 50],
    ['50人及以下', 0, 50],
    ['50人以内', 0, 50],
    ['不超过50人', 0, 50],
    ['≤50', 0, 50],
    ['少于50人', 0, 49],
    ['不足50人', 0, 49],
    ['不满50人', 0, 49],
    ['不到50人', 0, 49],
    ['<50人', 0, 49],
    ['小于1人', 0, 0],
    ['50人以下（不含50人）', 0, 49],
    ['50人以下(不含)', 0, 49],
    ['50-200人', 50, 200],
    ['50~200', 50, 200],
    ['50～200人', 50, 200],
    ['50—200人', 50, 200],
    ['50人-200人', 50, 200],
    ['50至200人', 50, 200],
    ['50到200人', 50, 200],
    ['５０－２００人', 50, 200],
    ['约50-100人', 50, 100],
    ['1-2万人', 10000, 20000],
    ['1000-5000人', 1000, 5000],
    ['500-1千人', 500, 1000],
    ['50人以上200人以下', 50, 200],
    ['50人以上，200人以下', 50, 200],
    ['200人以上', 200, null],
    ['200人及以上', 200, null],
    ['200人（含）以上', 200, null],
    ['200人以上(含200人)', 200, null],
    ['200人以上(不含200人)', 201, null],
    ['五百人以上', 500, null],
    ['200+', 200, null],
    ['10000人+', 10000, null],
    ['超过200人', 201, null],
    ['大于200人', 201, null],
    ['>200', 201, null],
    ['≥200人', 200, null],
    ['不少于200人', 200, null],
    ['至少200人', 200, null],
    ['100人左右', 100, 100],
    ['约100人', 100, 100],
    ['大概100人左右', 100, 100],
    ['100人上下', 100, 100],
    ['近100人', 100, 100],
    ['100来人', 100, 100],
    ['100多人', 100, 199],
    ['120多人', 120, 129],
    ['3千多人', 3000, 3999],
    ['两百余人', 200, 299],
  ])('%j is from %d to %s', (raw, min, max) => {
    expect(parseHeadcount(raw)).toEqual({ ok: true, min, max, exact: false });
  });

  test.each<[raw: string, problem: HeadcountProblem]>([
    ['', 'empty'],
    [' 　', 'empty'],
    ['未知', 'unknown'],
    ['不详', 'unknown'],
    ['/', 'unknown'],
    ['10月20日', 'excelDate'],
    ['20-Oct', 'excelDate'],
    ['Oct-20', 'excelDate'],
    ['-5', 'negative'],
    ['13800138000', 'tooMany'],
    ['99999999', 'tooMany'],
    ['200-50人', 'format'],
    ['50-人', 'format'],
    ['12.5人', 'format'],
    ['大型', 'format'],
    ['几十人', 'format'],
    ['数百人', 'format'],
    ['上百人', 'format'],
    ['人', 'format'],
    ['50人以上不限', 'format'],
    ['0多人', 'format'],
    ['500万元', 'format'],
    ['上海', 'format'],
    ['x'.repeat(100), 'format'],
  ])('%j is no headcount: %s', (raw, problem) => {
    expect(parseHeadcount(raw)).toEqual({ ok: false, problem });
  });

  test('[S4-05] 49, 50, 199 and 200 keep their own number, so that each falls in exactly one band', () => {
    const bands = [
      { from: 0, below: 50 },
      { from: 50, below: 200 },
      { from: 200, below: Number.POSITIVE_INFINITY },
    ];
    const held = ['49人', '50人', '199人', '200人'].map((raw) => {
      const parsed = parseHeadcount(raw);
      return bands.map((band) => parsed.ok && parsed.min >= band.from && parsed.min < band.below).indexOf(true);
    });
    expect(held).toEqual([0, 1, 1, 2]);
  });

  test('[C16] the complement of 以上 is 不满, and of 以下 is 超过', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (n) => {
        expect(parseHeadcount(`${n}人以上`)).toEqual({ ok: true, min: n, max: null, exact: false });
        expect(parseHeadcount(`不满${n}人`)).toEqual({ ok: true, min: 0, max: n - 1, exact: false });
        expect(parseHeadcount(`${n}人以下`)).toEqual({ ok: true, min: 0, max: n, exact: false });
        expect(parseHeadcount(`超过${n}人`)).toEqual({ ok: true, min: n + 1, max: null, exact: false });
      }),
    );
  });

  test('reads the common forms as the full grammar does', () => {
    const n = fc.nat(9_999_999);
    fc.assert(
      fc.property(
        n,
        fc.option(n),
        fc.constantFrom('', '人'),
        fc.constantFrom('', '以上', '以下'),
        (a, b, ren, side) => {
          const raw = `${a}${b === null ? '' : `-${b}`}${ren}${side}`;
          expect(parseHeadcount(raw)).toEqual(parseHeadcount(` ${raw}`));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('never throws, and bounds are in order', () => {
    const piece = fc.constantFrom(
      '5',
      '0',
      '50',
      '200',
      '人',
      '-',
      '~',
      '以上',
      '以下',
      '约',
      '多',
      '不含',
      '(',
      ')',
      '万',
      '百',
      '超过',
      '少于',
      '+',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 7 }).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const parsed = parseHeadcount(raw);
        if (!parsed.ok) return;
        expect(Number.isSafeInteger(parsed.min) && parsed.min >= 0).toBe(true);
        expect(parsed.max === null || (Number.isSafeInteger(parsed.max) && parsed.max >= parsed.min)).toBe(true);
        if (parsed.exact) expect(parsed.max).toBe(parsed.min);
      }),
      { numRuns: 2000 },
    );
  });
});

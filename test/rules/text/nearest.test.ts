import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distance, nearest } from '../../../src/rules/text/nearest.js';

const word = fc.string({ unit: fc.constantFrom('客', '户', '合', '作', '𠮷', 'a', 'b'), maxLength: 8 });

describe('distance', () => {
  test.each<[a: string, b: string, d: number]>([
    ['', '', 0],
    ['', '客户', 2],
    ['客户', '', 2],
    ['合作中', '合作中客户', 2],
    ['战略型', '战略合作型', 2],
    ['kitten', 'sitting', 3],
    ['𠮷田', '吉田', 1],
    ['𠮷', '', 1],
    ['ab', 'ba', 2],
  ])('%s to %s is %i', (a, b, d) => {
    expect(distance(a, b)).toBe(d);
  });

  test('is a metric', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(distance(a, a)).toBe(0);
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
      }),
    );
  });

  test('bounded, answers the distance or the limit and one', () => {
    fc.assert(
      fc.property(word, word, fc.nat(8), (a, b, limit) => {
        expect(distance(a, b, limit)).toBe(Math.min(distance(a, b), limit + 1));
      }),
    );
  });
});

describe('nearest', () => {
  const types = ['潜在客户', '意向客户', '合作中客户', '沉默客户', '流失客户'];
  const kinds = ['战略合作型', '长期稳定型', '项目型', '零散型'];
  const sources = ['线上推广', '线下活动', '转介绍', '电话营销', '展会'];

  test.each<[value: string, allowed: readonly string[], expected: string | null]>([
    ['战略型', kinds, '战略合作型'],
    ['合作中', types, '合作中客户'],
    ['合作种客户', types, '合作中客户'],
    ['意向', types, '意向客户'],
    ['意向顾客', types, null],
    ['流失', types, '流失客户'],
    ['沉默客户 ', types, '沉默客户'],
    ['潜在客戶', types, '潜在客户'],
    ['长期稳定', kinds, '长期稳定型'],
    ['长期型', kinds, '长期稳定型'],
    ['零散', kinds, '零散型'],
    ['展会活动', sources, '展会'],
    ['线上推厂', sources, '线上推广'],
    ['转介', sources, '转介绍'],
    ['老客户转介绍', sources, '转介绍'],
    ['stratgic', ['strategic', 'project'], 'strategic'],
    ['ACTIVE', ['active', 'silent'], 'active'],
    ['Ａ级', ['A级', 'B级'], 'A级'],
    ['客户', types, null],
    ['X级', ['A级', 'B级', 'C级'], null],
    ['高', ['中', '低'], null],
    ['D类客户', ['A类客户', 'B类客户'], null],
    ['', types, null],
    ['  ', types, null],
    ['上海市浦东新区', types, null],
    ['合作中', [], null],
    ['客'.repeat(100), types, null],
  ])('of %j in %j is %j', (value, allowed, expected) => {
    expect(nearest(value, allowed)).toBe(expected);
  });

  test('is an allowed value or null, the same in any order, and itself for an allowed value', () => {
    fc.assert(
      fc.property(
        word,
        fc.uniqueArray(
          word.filter((w) => w !== ''),
          { maxLength: 6 },
        ),
        (value, allowed) => {
          const found = nearest(value, allowed);
          expect(found === null || allowed.includes(found)).toBe(true);
          expect(nearest(value, allowed.toReversed())).toBe(found);
          for (const one of allowed) expect(nearest(one, allowed)).toBe(one);
        },
      ),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => [null, ...types].includes(nearest(s, types))));
  });
});

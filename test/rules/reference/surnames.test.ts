import { describe, expect, it } from 'vitest';
import { beginsTransliterated, isCommonSurname, isSurname, surnameOf } from '../../../src/rules/reference/surnames.js';

describe('surnames', () => {
  it.each([
    ['张三', '张'],
    ['欧阳修', '欧阳'],
    ['欧阳', '欧'],
    ['司马迁', '司马'],
    ['万俟卨', '万俟'],
    ['尉迟恭', '尉迟'],
    ['诸葛亮', '诸葛'],
    ['爱新觉罗启星', '爱新觉罗'],
    ['侯莫陈崇', '侯莫陈'],
    ['侯宝林', '侯'],
    ['娟娟', null],
    ['𠮷野家', null],
    ['', null],
  ])('%s → %s', (name, surname) => {
    expect(surnameOf(name)).toBe(surname);
  });

  it('knows the hundred commonest and the rare', () => {
    for (const char of '王李张刘陈杨黄赵吴周') expect(isCommonSurname(char), char).toBe(true);
    for (const char of '仇单解区曾朴查缪冼逄亓郗佴仝禤贠') expect(isSurname(char), char).toBe(true);
    expect(isCommonSurname('仝')).toBe(false);
    for (const word of ['老', '小', '阿', '大', '军', '三', '哥']) expect(isSurname(word), word).toBe(false);
  });

  it('knows how transliterated names begin', () => {
    for (const char of '尕玛旦扎格') {
      expect(beginsTransliterated(char), char).toBe(true);
      expect(isSurname(char), char).toBe(false);
    }
    expect(beginsTransliterated('')).toBe(false);
  });
});

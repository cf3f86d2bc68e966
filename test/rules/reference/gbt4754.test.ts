import { describe, expect, test } from 'vitest';
import { industries, sectionLetters } from '../../../src/rules/reference/gbt4754.js';

describe('GB/T 4754-2017 [S4-04]', () => {
  const all = [...industries().values()];

  test('has 20 sections, 97 divisions, 473 groups and 1,382 classes', () => {
    expect([1, 2, 3, 4].map((level) => all.filter((entry) => entry.level === level).length)).toEqual([
      20, 97, 473, 1382,
    ]);
    expect(sectionLetters.join('')).toBe('ABCDEFGHIJKLMNOPQRST');
  });

  test('is in order of code, each entry under its parent and with a name', () => {
    const codes = all.map((entry) => entry.code);
    expect(codes).toEqual([...codes].sort());
    for (const { code, name, section, level } of all) {
      expect(code).toMatch(level === 1 ? /^[A-T]$/ : new RegExp(`^[A-T]\\d{${level}}$`));
      expect(name).toMatch(/^[\u4e00-\u9fff、（）3D]{2,}$/);
      expect(code[0]).toBe(section);
      if (level > 1) expect(industries().has(level === 2 ? section : code.slice(0, -1))).toBe(true);
    }
  });

  test('has divisions 01 to 97, each in one section, and a class in every group', () => {
    const divisions = all.filter((entry) => entry.level === 2).map((entry) => entry.code.slice(1));
    expect(divisions).toEqual(Array.from({ length: 97 }, (_, i) => String(i + 1).padStart(2, '0')));
    const classes = new Set(all.filter((entry) => entry.level === 4).map((entry) => entry.code.slice(0, -1)));
    expect(all.filter((entry) => entry.level === 3 && !classes.has(entry.code))).toEqual([]);
  });

  test('names of one kind never stand in two sections', () => {
    const sections = new Map<string, Set<string>>();
    for (const { name, section } of all) sections.set(name, (sections.get(name) ?? new Set()).add(section));
    expect([...sections].filter(([, letters]) => letters.size > 1)).toEqual([]);
    expect(sections.size).toBe(1764);
  });

  test.each([
    ['A', '农、林、牧、渔业'],
    ['A0171', '中药材种植'],
    ['C', '制造业'],
    ['C2780', '药用辅料及包装材料制造'],
    ['C39', '计算机、通信和其他电子设备制造业'],
    ['C3951', '电视机制造'],
    ['E4710', '住宅房屋建筑'],
    ['F5292', '互联网零售'],
    ['I65', '软件和信息技术服务业'],
    ['I6513', '应用软件开发'],
    ['K70', '房地产业'],
    ['M7517', '三维（3D）打印技术推广服务'],
    ['Q8414', '民族医院'],
    ['S9231', '监察委员会'],
    ['S9232', '人民法院'],
    ['S9233', '人民检察院'],
    ['T9700', '国际组织'],
  ])('%s is %s', (code, name) => {
    expect(industries().get(code)?.name).toBe(name);
  });
});

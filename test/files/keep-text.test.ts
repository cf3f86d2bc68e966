import { describe, expect, it } from 'vitest';
import { keepText } from '../../src/files/keep-text.js';

describe('cells that a spreadsheet would rewrite', () => {
  it.each([
    '2024-03-15',
    '2024/3/15',
    '2024年3月15日',
    '3月15日',
    '10-20',
    '0755-28780808',
    '05512345678',
    '123456789012345678',
    '195542938577',
    '1.50',
    '1E5',
    '1.38E+10',
    '35%',
    '9:30',
    '0012',
    '1,000',
    '２０２４',
  ])('%j gets a tab behind it', (cell) => {
    expect(keepText(cell)).toBe(`${cell}\t`);
  });

  it.each([
    '',
    '0',
    '7',
    '13826541937',
    '49.5',
    '-3000',
    '50万',
    '50-200人',
    'SH2024001',
    '王敏',
    '#12',
    "'+86 13826541937",
    '91440300MA5EXAMPLE',
    '客户未提供',
    '2024年新客户',
    '约3月',
  ])('%j stays', (cell) => {
    expect(keepText(cell)).toBe(cell);
  });
});

import { describe, expect, it } from 'vitest';
import { gbkTable, isGb2312Han } from '../../../src/rules/text/gbk.js';

describe('gbkTable', () => {
  it.each([
    ['啊', 0xb0a1],
    ['客', 0xbfcd],
    ['户', 0xbba7],
    ['齄', 0xf7fe],
    ['客', 0xbfcd],
    ['瀹', 0xe5ae],
    ['丂', 0x8140],
    ['規', 0xd28e],
    ['，', 0xa3ac],
    ['A', 0],
    ['𠮷'.charAt(0), 0],
    ['\ufffd', 0],
  ])('%s has %i', (char, code) => {
    expect(gbkTable()[char.charCodeAt(0)]).toBe(code);
  });

  it('is the inverse of the decoder for every pair', () => {
    const decoder = new TextDecoder('gb18030');
    const table = gbkTable();
    let pairs = 0;
    for (let unit = 0; unit < 0x10000; unit++) {
      const code = table[unit]!;
      if (code === 0) continue;
      pairs++;
      expect(decoder.decode(Uint8Array.of(code >> 8, code & 0xff))).toBe(String.fromCharCode(unit));
    }
    expect(pairs).toBeGreaterThan(23_800);
  });
});

describe('isGb2312Han', () => {
  it('is true for 6,763 characters', () => {
    expect(gbkTable().reduce((n, code) => n + (isGb2312Han(code) && (code < 0xd7fa || code > 0xd7fe) ? 1 : 0), 0)).toBe(
      6763,
    );
  });

  it.each([
    ['客', true],
    ['齄', true],
    ['規', false],
    ['，', false],
    ['丂', false],
  ])('%s: %s', (char, expected) => {
    expect(isGb2312Han(gbkTable()[char.charCodeAt(0)]!)).toBe(expected);
  });
});

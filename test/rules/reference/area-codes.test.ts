import { describe, expect, it } from 'vitest';
import { AREA_CODES, EIGHT_DIGIT_AREAS, RETIRED_AREA_CODES } from '../../../src/rules/reference/area-codes.js';

describe('area codes', () => {
  it('are of three digits for 010 and 02x, of four for the others', () => {
    for (const code of AREA_CODES) expect(code).toMatch(/^(?:010|02[0-57-9]|0[3-9]\d{2})$/);
    expect([...AREA_CODES].filter((code) => code.length === 3)).toHaveLength(10);
  });

  it.each('010 021 0755 0898 0991 0377 0439 0475 0728 0979 0993 0691 0349 0335 0701'.split(' '))(
    '%s is in use',
    (code) => {
      expect(AREA_CODES.has(code)).toBe(true);
    },
  );

  it.each('026 0300 0320 0500 0600 0690 0700 0780 0800 0840 0900 0999999 0199'.split(' '))('%s is not', (code) => {
    expect(AREA_CODES.has(code)).toBe(false);
  });

  it('a retired one is out of use and its successor in use', () => {
    for (const [old, successor] of RETIRED_AREA_CODES) {
      expect(AREA_CODES.has(old), old).toBe(false);
      expect(AREA_CODES.has(successor), successor).toBe(true);
    }
  });

  it('every eight-digit area is in use', () => {
    for (const code of EIGHT_DIGIT_AREAS) expect(AREA_CODES.has(code), code).toBe(true);
  });
});

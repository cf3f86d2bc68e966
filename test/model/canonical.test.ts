import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/model/canonical.js';
import { hostileText } from '../output/samples.js';

describe('canonicalJson', () => {
  it('sorts keys by code unit at every depth, leaves undefined out, writes big integers as text', () => {
    expect(canonicalJson({ b: 1, a: { 姓名: '王', Z: [true, null, 1.5] }, c: undefined, d: 10n })).toBe(
      '{"a":{"Z":[true,null,1.5],"姓名":"王"},"b":1,"d":"10"}',
    );
  });

  it('orders keys as RFC 8785 does (its example of section 3.2.3)', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    expect(Object.keys(JSON.parse(canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))))).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\ufb33',
    ]);
  });

  it.each([
    ['NaN', Number.NaN],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['a function', () => 0],
    ['undefined in an array', [undefined]],
    ['a hole in an array', new Array(1)],
  ])('refuses %s, which JSON would change silently', (_, value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });

  it('does not depend on the order of keys, and parses to the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(hostileText, fc.jsonValue({ noUnicodeString: false })), (value) => {
        const text = canonicalJson(value);
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

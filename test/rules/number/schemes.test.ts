import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumberScheme, Policy } from '../../../src/model/policy.js';
import { defaultPolicy } from '../../../src/policy/default.js';
import {
  activeScheme,
  counterOf,
  formatNumber,
  type NumberHead,
  parseNumber,
  regionMeanings,
  schemeOf,
} from '../../../src/rules/number/schemes.js';

const withSchemes = (change: Partial<NumberScheme>, ids: readonly string[] = []): Policy => ({
  ...defaultPolicy,
  numbering: {
    ...defaultPolicy.numbering,
    schemes: defaultPolicy.numbering.schemes
      .filter(({ id }) => ids.length === 0 || ids.includes(id))
      .map((scheme) => ({ ...scheme, ...change })),
  },
});

describe('parseNumber [S0-16, S4-15, C01]', () => {
  it.each([
    ['SH2024001', 'SH', 2024, 1, 'SH2024001'],
    ['SH2024999', 'SH', 2024, 999, 'SH2024999'],
    ['SH20241000', 'SH', 2024, 1000, 'SH20241000'],
    ['SH20240001', 'SH', 2024, 1, 'SH20240001'],
    ['NMG2024001', 'NMG', 2024, 1, 'NMG2024001'],
    ['sh2024001', 'SH', 2024, 1, 'SH2024001'],
    ['ＳＨ２０２４００１', 'SH', 2024, 1, 'SH2024001'],
    [' SH 2024 001 ', 'SH', 2024, 1, 'SH2024001'],
    ['SH-2024-001', 'SH', 2024, 1, 'SH2024001'],
    ['SH—2024—001', 'SH', 2024, 1, 'SH2024001'],
    ['BJ1999123456789', 'BJ', 1999, 123456789, 'BJ1999123456789'],
  ])('%j is a region number', (raw, region, year, serial, no) => {
    const parsed = parseNumber(raw, defaultPolicy);
    expect(parsed).toEqual({ scheme: 'region-year-serial', region, year, serial, counter: `${year}`, no });
  });

  it.each([
    ['M-H-2024-001', 'M', 'H', 2024, 1, 'M-H-2024-001'],
    ['C-M-2023-005', 'C', 'M', 2023, 5, 'C-M-2023-005'],
    ['i-l-2024-1000', 'I', 'L', 2024, 1000, 'I-L-2024-1000'],
    ['Ｍ－Ｈ－２０２４－００１', 'M', 'H', 2024, 1, 'M-H-2024-001'],
    ['M – H – 2024 – 001', 'M', 'H', 2024, 1, 'M-H-2024-001'],
  ])('%j is an industry number', (raw, industry, value, year, serial, no) => {
    const parsed = parseNumber(raw, defaultPolicy);
    const head = { scheme: 'industry-value-year-serial', industry, value, year };
    expect(parsed).toEqual({ ...head, serial, counter: `${year}`, no });
  });

  it.each([
    ...[
      '',
      'SH',
      '2024001',
      'S2024001',
      'SHAN2024001',
      'SH202401',
      'SH2024000',
      'SH2024000000',
      'SH3024001',
      'SH1899001',
    ],
    ...[
      'SH20241234567890',
      'M-H-2024-01',
      'MH-2024-001-1',
      'M-H-24-001',
      'M-H-2024-000',
      '沪2024001',
      'KH000123',
      'SH2024001a',
    ],
    ...['MH-H-2024-001', 'SH2024001/002', 'x'.repeat(5000)],
  ])('%j is none', (raw) => {
    expect(parseNumber(raw, defaultPolicy)).toBeNull();
  });

  it('reads a scheme only where the policy lists it', () => {
    const policy = withSchemes({}, ['industry-value-year-serial']);
    expect(parseNumber('SH2024001', policy)).toBeNull();
    expect(parseNumber('M-H-2024-001', policy)?.serial).toBe(1);
    expect(schemeOf(policy, 'region-year-serial')).toBeNull();
    expect(activeScheme(policy)).toBeNull();
  });

  it('counts per prefix where the scheme says so', () => {
    const policy = withSchemes({ serialPer: 'prefix' });
    expect(parseNumber('SH2024001', policy)?.counter).toBe('SH2024');
    expect(parseNumber('M-H-2024-001', policy)?.counter).toBe('MH2024');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => void parseNumber(raw, defaultPolicy)));
  });
});

const head: fc.Arbitrary<NumberHead> = fc.oneof(
  fc.record({
    scheme: fc.constant('region-year-serial' as const),
    region: fc.constantFrom('SH', 'BJ', 'HB', 'HE', 'MO'),
    year: fc.integer({ min: 1900, max: 2099 }),
  }),
  fc.record({
    scheme: fc.constant('industry-value-year-serial' as const),
    industry: fc.constantFrom(...'ACFIT'),
    value: fc.constantFrom(...'HML'),
    year: fc.integer({ min: 1900, max: 2099 }),
  }),
);

describe('formatNumber', () => {
  const serial = fc.integer({ min: 1, max: 999_999_999 });
  const serialPer = fc.constantFrom('year' as const, 'prefix' as const);

  it('writes what parseNumber reads back, parts, counter and all', () => {
    fc.assert(
      fc.property(head, serial, serialPer, fc.integer({ min: 3, max: 9 }), (parts, n, per, width) => {
        const policy = withSchemes({ serialPer: per, width });
        const scheme = schemeOf(policy, parts.scheme) as NumberScheme;
        const written = formatNumber(scheme, parts, n);
        expect(parseNumber(written.no, policy)).toEqual(written);
        expect(written.counter).toBe(counterOf(scheme, parts));
      }),
    );
  });

  it('grows past its width [C01]', () => {
    const scheme = activeScheme(defaultPolicy) as NumberScheme;
    const parts = { scheme: 'region-year-serial', region: 'SH', year: 2024 } as const;
    expect([1, 999, 1000, 12345].map((n) => formatNumber(scheme, parts, n).no)).toEqual([
      'SH2024001',
      'SH2024999',
      'SH20241000',
      'SH202412345',
    ]);
  });
});

describe('regionMeanings: ISO 3166-2:CN against pinyin initials', () => {
  it.each([
    ['SX', '140000', ['140000', '610000']],
    ['SN', '610000', []],
    ['HB', '420000', ['130000', '420000']],
    ['HE', '130000', []],
    ['HN', '430000', ['410000', '430000', '460000']],
    ['SH', '310000', []],
    ['HLJ', null, ['230000']],
    ['AM', null, ['820000']],
    ['CZ', null, []],
  ])('%s', (letters, iso, initials) => {
    expect(regionMeanings(letters)).toEqual({ iso, initials });
  });
});

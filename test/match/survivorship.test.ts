import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Claim, type SurvivorshipRules, survive } from '../../src/match/survivorship.js';

const rules: SurvivorshipRules = {
  sources: ['ERP', 'CRM'],
  refusals: ['否', '不同意'],
  key: (value) => value.replace(/\W/g, ''),
};
const claim = (record: string, value: string | null, more: Partial<Claim> = {}): Claim => ({
  record,
  value,
  verified: false,
  source: null,
  changedOn: null,
  ...more,
});

describe('the golden record', () => {
  const cases: readonly (readonly [string, readonly Claim[], string | null, string])[] = [
    ['nobody says anything', [claim('1', null), claim('2', ' ')], null, 'none'],
    ['one record says something', [claim('1', null), claim('2', 'b')], 'b', 'only'],
    [
      'a verified value beats a newer one',
      [claim('1', 'a1', { verified: true }), claim('2', 'b', { changedOn: '2026-01-01' })],
      'a1',
      'verified',
    ],
    [
      'a better source beats a newer value',
      [claim('1', 'a1', { source: 'ERP' }), claim('2', 'b', { source: 'CRM', changedOn: '2026-01-01' })],
      'a1',
      'source',
    ],
    [
      'an unknown source comes last',
      [claim('1', 'a1', { source: 'Excel' }), claim('2', 'b', { source: 'CRM' })],
      'b',
      'source',
    ],
    [
      'the newest of equals',
      [claim('1', 'a1', { changedOn: '2025-01-01' }), claim('2', 'b', { changedOn: '2026-01-01' })],
      'b',
      'recent',
    ],
    ['the majority', [claim('1', 'b'), claim('2', 'a1'), claim('3', 'a1')], 'a1', 'majority'],
    ['the most complete', [claim('1', '北京'), claim('2', '北京市朝阳区')], '北京市朝阳区', 'complete'],
  ];
  it.each(cases)('%s', (_, claims, value, why) => {
    expect(survive(claims, 'best', { ...rules, key: (text) => text })).toMatchObject({ value, why });
  });

  it('keeps phones and e-mails as lists, one writing of each', () => {
    const claims = [
      claim('1', '138-1234-5678'),
      claim('2', '13812345678'),
      claim('3', '02161234567', { verified: true }),
    ];
    const { others, value } = survive(claims, 'list', rules);
    expect([value, ...others].map((phone) => phone?.replace(/\W/g, ''))).toEqual(['02161234567', '13812345678']);
  });

  it('takes the strictest of consent', () => {
    expect(survive([claim('1', '是', { verified: true }), claim('2', '否')], 'strictest', rules)).toMatchObject({
      value: '否',
      from: '2',
      why: 'strictest',
    });
  });

  it('is one of the values, whole, whatever the order of the records', () => {
    const someClaims = fc.array(
      fc.record({
        record: fc.constantFrom('1', '2', '3', '4'),
        value: fc.option(fc.constantFrom('a', 'ab', 'b', '')),
        verified: fc.boolean(),
        source: fc.option(fc.constantFrom('ERP', 'CRM', 'Excel')),
        changedOn: fc.option(fc.constantFrom('2025-01-01', '2026-01-01')),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(someClaims, (claims) => {
        const { value } = survive(claims, 'best', rules);
        expect(value === null || claims.some((each) => each.value === value)).toBe(true);
        expect(survive([...claims].reverse(), 'best', rules).value).toBe(value);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldValues } from '../../../src/model/plan.js';
import type { NumberScheme, Policy } from '../../../src/model/policy.js';
import { defaultPolicy } from '../../../src/policy/default.js';
import { numberIssuer } from '../../../src/rules/number/issue.js';
import { parseNumber } from '../../../src/rules/number/schemes.js';

const asOf = '2026-06-30';
const none = () => 0;

const policyWith = (
  active: NumberScheme['id'],
  serialPer: NumberScheme['serialPer'] = 'year',
  region: string | null = null,
): Policy => ({
  ...defaultPolicy,
  numbering: {
    ...defaultPolicy.numbering,
    defaultRegion: region,
    schemes: defaultPolicy.numbering.schemes.map((s) => ({
      ...s,
      serialPer,
      state: s.id === active ? 'active' : 'legacy',
    })),
  },
});
const given = (active: NumberScheme['id'], per?: NumberScheme['serialPer'], region?: string | null) => ({
  policy: policyWith(active, per, region),
  asOf,
});

describe('numberIssuer, by region [S0-16]', () => {
  it('counts a year over all regions, and asks once for what was issued before', () => {
    const asked: string[] = [];
    const issue = numberIssuer(given('region-year-serial'), (scheme, counter) => {
      asked.push(`${scheme} ${counter}`);
      return counter === '2026' ? 41 : 0;
    });
    const rows: FieldValues[] = [
      { province: '上海', registered_at: '2026/3/1' },
      { address: '广东省深圳市南山区' },
      { province: '陕西省', registered_at: '2025年12月31日' },
      { province: '山西省', registered_at: '2025-01-01' },
    ];
    expect(rows.map(issue)).toEqual([
      { no: 'SH2026042', scheme: 'region-year-serial', counter: '2026', serial: 42 },
      { no: 'GD2026043', scheme: 'region-year-serial', counter: '2026', serial: 43 },
      { no: 'SN2025001', scheme: 'region-year-serial', counter: '2025', serial: 1 },
      { no: 'SX2025002', scheme: 'region-year-serial', counter: '2025', serial: 2 },
    ]);
    expect(asked).toEqual(['region-year-serial 2026', 'region-year-serial 2025']);
  });

  it('counts a prefix where the scheme says so', () => {
    const issue = numberIssuer(given('region-year-serial', 'prefix'), (_, counter) => (counter === 'SH2026' ? 998 : 0));
    const numbers = ['上海', '北京', '上海', '北京'].map((province) => issue({ province }));
    expect(numbers.map((n) => ('no' in n ? n.no : n.blocked))).toEqual([
      'SH2026999',
      'BJ2026001',
      'SH20261000',
      'BJ2026002',
    ]);
  });

  it('takes the as-of year where the filing date is unreadable or to come', () => {
    const issue = numberIssuer(given('region-year-serial'), none);
    const years = ['2026-06-30', '2026-07-01', '2031-01-01', '去年', null].map((registered_at) => {
      const number = issue({ province: '上海', registered_at });
      return 'no' in number ? number.no.slice(2, 6) : null;
    });
    expect(years).toEqual(['2026', '2026', '2026', '2026', '2026']);
  });

  it('is blocked without a province, unless the policy has a region for that', () => {
    expect(numberIssuer(given('region-year-serial'), none)({ address: '朝阳区建国路88号' })).toEqual({
      blocked: 'region',
    });
    const issue = numberIssuer(given('region-year-serial', 'year', 'ZJ'), none);
    expect(issue({ address: '朝阳区建国路88号' })).toMatchObject({ no: 'ZJ2026001' });
  });
});

describe('numberIssuer, by industry and value [S4-15, C04]', () => {
  const issue = () => numberIssuer(given('industry-value-year-serial'), none);

  it.each<[FieldValues, string]>([
    [{ industry: 'IT服务业', value_class: '高价值' }, 'I-H-2026-001'],
    [{ industry: '零售业', value_class: '低' }, 'F-L-2026-001'],
    [{ industry: '制造业', expected_amount: '50万' }, 'C-H-2026-001'],
    [{ industry: '制造业', value_class: '未定', expected_amount: '499,999.99' }, 'C-M-2026-001'],
    [{ industry: '零售业', industry_code: 'I65', value_class: 'H' }, 'I-H-2026-001'],
  ])('%j', (fields, no) => {
    expect(issue()(fields)).toMatchObject({ no });
  });

  it.each<[FieldValues, string]>([
    [{ value_class: '高价值' }, 'industry'],
    [{ industry: '机械设备', value_class: '高价值' }, 'industry'],
    [{ industry: '制造业' }, 'value'],
    [{ industry: '制造业', expected_amount: '面议' }, 'value'],
    [{ industry: '制造业', value_class: '很高' }, 'value'],
  ])('%j is blocked', (fields, blocked) => {
    expect(issue()(fields)).toEqual({ blocked });
  });
});

describe('any sequence of customers', () => {
  const anyone: fc.Arbitrary<FieldValues> = fc.record({
    province: fc.constantFrom('上海', '北京市', '陕西', '未知', null),
    industry: fc.constantFrom('制造业', '零售业', '别的', null),
    value_class: fc.constantFrom('高', '中价值', null),
    expected_amount: fc.constantFrom('20万', null),
    registered_at: fc.constantFrom('2024-01-01', '2025/02/03', 'x', null),
  });

  it('gets no number twice, never one issued before, and no serial for the blocked [S0-16, C01]', () => {
    fc.assert(
      fc.property(
        fc.array(anyone, { maxLength: 40 }),
        fc.constantFrom('region-year-serial' as const, 'industry-value-year-serial' as const),
        fc.constantFrom('year' as const, 'prefix' as const),
        fc.integer({ min: 0, max: 2000 }),
        (people, id, per, last) => {
          const under = given(id, per);
          const issue = numberIssuer(under, () => last);
          const numbers = people.map(issue).flatMap((n) => ('no' in n ? [n] : []));
          expect(new Set(numbers.map((n) => n.no)).size).toBe(numbers.length);
          const next = new Map<string, number>();
          for (const { no, counter, serial, scheme } of numbers) {
            expect(serial).toBe((next.get(counter) ?? last) + 1);
            next.set(counter, serial);
            expect(parseNumber(no, under.policy)).toMatchObject({ no, counter, serial, scheme });
          }
        },
      ),
    );
  });

  it('gets 10,000 numbers without a duplicate', () => {
    const issue = numberIssuer(given('region-year-serial'), none);
    const numbers = new Set<string>();
    for (let i = 0; i < 10_000; i++) {
      const number = issue({ province: i % 2 === 0 ? '上海' : '北京' });
      if ('no' in number) numbers.add(number.no.slice(6));
    }
    expect(numbers.size).toBe(10_000);
  });
});

it('refuses a policy without an active scheme', () => {
  const policy = policyWith('region-year-serial');
  const legacy: Policy = {
    ...policy,
    numbering: { ...policy.numbering, schemes: policy.numbering.schemes.map((s) => ({ ...s, state: 'legacy' })) },
  };
  expect(() => numberIssuer({ policy: legacy, asOf }, none)).toThrow(RangeError);
});

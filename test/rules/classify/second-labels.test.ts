import { describe, expect, it } from 'vitest';
import customerType from '../../../src/rules/classify/customer-type.js';
import { divisionOf, isWrongParent } from '../../../src/rules/classify/industry-of.js';
import industrySub from '../../../src/rules/classify/industry-sub.js';
import needUrgency from '../../../src/rules/classify/need-urgency.js';
import type { ExampleRecord, LabelRule } from '../../../src/rules/rule.js';
import industry from '../../../src/rules/validate/industry.js';
import stalePotential from '../../../src/rules/validate/stale-potential.js';
import { withGrading } from '../../support/grading.js';
import { findings, given, record } from '../../support/records.js';

const said = (rule: LabelRule, fields: ExampleRecord, under = given()) => rule.label(under)(record(fields));

describe('classify/customer-type [S1-08, C21]', () => {
  const on = (asOf: string, fields: ExampleRecord) => said(customerType, fields, given(asOf)).value;

  it('new for a year, its last day with it, and old from the next day on', () => {
    const since = { cooperation_since: '2024-02-29' };
    expect(['2024-02-29', '2025-02-27', '2025-02-28', '2025-03-01'].map((asOf) => on(asOf, since))).toEqual([
      'new',
      'new',
      'new',
      'old',
    ]);
  });

  it('an old customer of high value is both', () => {
    expect(on('2026-06-30', { cooperation_since: '2020-01-01', value_class: '高价值' })).toBe('old+high-value');
  });

  it('a decided value class goes before the amount, an undetermined one does not', () => {
    const since = { first_contact_at: '2020-01-01', expected_amount: '60万' };
    expect(on('2026-06-30', { ...since, value_class: '低' })).toBe('old');
    expect(on('2026-06-30', { ...since, value_class: '未定' })).toBe('old+high-value');
    expect(on('2026-06-30', { ...since, value_class: '很高' })).toBe('old+high-value');
  });

  it('looks at the first date that is known and not to come', () => {
    const dates = { first_contact_at: '2020-01-01' };
    expect(on('2026-06-30', { ...dates, cooperation_since: '2026-05-01' })).toBe('new');
    expect(on('2026-06-30', { ...dates, cooperation_since: '不详' })).toBe('old');
    expect(on('2026-06-30', { ...dates, cooperation_since: '2026-07-01' })).toBe('old');
    expect(said(customerType, { ...dates }).data).toMatchObject({
      sinceField: 'first_contact_at',
      until: '2021-01-01',
    });
  });

  it('takes its period and its dates from the policy', () => {
    const under = given();
    const policy = {
      ...under.policy,
      customerTypes: { newFor: 'P90D', since: ['registered_at' as const], source: ['S1-08'] },
    };
    const fields = { registered_at: '2026-04-01', cooperation_since: '2010-01-01' };
    expect(said(customerType, fields, { ...under, policy }).value).toBe('new');
    expect(said(customerType, fields, { policy, asOf: '2026-07-01' }).value).toBe('old');
  });
});

describe('classify/need-urgency [S1-16]', () => {
  it('4 combinations, 4 classes', () => {
    const pairs = ['是', '否'].flatMap((need_urgent) =>
      ['是', '否'].map((need_important) => ({ need_urgent, need_important })),
    );
    expect(pairs.map((fields) => said(needUrgency, fields).value)).toEqual([
      'urgent-important',
      'urgent',
      'important',
      'neither',
    ]);
  });

  it('half an answer is none', () => {
    expect(said(needUrgency, { need_important: '是' })).toMatchObject({ value: null, messageId: 'half' });
  });
});

describe('the second level of industry [S4-09]', () => {
  it.each([
    ['C36', 'C', 'exact', false],
    ['C', 'C36', 'exact', false],
    ['C36', 'C36', 'code', false],
    ['C27', 'C36', 'exact', true],
    ['C27', 'C36', 'stem', true],
    ['I64', 'I65', 'alias', false],
    ['F52', 'I65', 'alias', true],
    ['F52', 'C', 'exact', true],
  ] as const)('%s below %s (%s): wrong is %s', (code, parent, how, wrong) =>
    expect(isWrongParent({ code }, { code: parent, how })).toBe(wrong),
  );

  it('is the division', () =>
    expect(['C', 'C36', 'C361', 'C3612'].map(divisionOf)).toEqual([null, 'C36', 'C36', 'C36']));

  it('a child of the wrong parent is flagged, in the same section and in another one', () => {
    const found = (main: string, sub: string) =>
      findings([industry], [record({ industry: main, industry_sub: sub })], given()).map(({ messageId }) => messageId);
    expect(found('制造业', '零售业')).toEqual(['wrong-parent']);
    expect(found('汽车制造业', '医药制造业')).toEqual(['wrong-branch']);
    expect(found('制造业', '医药制造业')).toEqual([]);
    expect(said(industrySub, { industry: '汽车制造业', industry_sub: '医药制造业' }).value).toBeNull();
  });

  it('suggests only what lies below the parent, and decides nothing by likeness', () => {
    const near = (main: string | null) => said(industrySub, { industry: main, industry_sub: '新能源' });
    const all = near(null).data.candidates as string[];
    expect(near(null).value).toBeNull();
    expect(near('制造业').data.candidates).toEqual(all.filter((text) => text.startsWith('C')));
    expect(all.length).toBeGreaterThan(2);
    expect(near('批发和零售业')).toMatchObject({ value: null, messageId: 'elsewhere', data: { candidates: [] } });
  });
});

describe('validate/stale-potential [S3-16]', () => {
  const found = (fields: ExampleRecord, asOf: string, under = given(asOf)) =>
    findings([stalePotential], [record(fields)], under).map(({ messageId, data }) => [messageId, data.days ?? null]);
  const rated = { growth_potential: '4', potential_rated_at: '2025-08-31' };

  it('half a year after the rating it is not stale yet, the day after it is [C16]', () => {
    expect(found(rated, '2026-02-27')).toEqual([]);
    expect(found(rated, '2026-02-28')).toEqual([]);
    expect(found(rated, '2026-03-01')).toEqual([['stale', 182]]);
  });

  it('takes the period from the policy', () => {
    const under = withGrading({ potentialStaleAfter: 'P30D' }, given('2025-10-01'));
    expect(found(rated, '', under)).toEqual([['stale', 31]]);
    expect(found(rated, '', { ...under, asOf: '2025-09-30' })).toEqual([]);
  });

  it('keeps its answer, however many days it has seen', () => {
    const rows = Array.from({ length: 12_000 }, (_, i) =>
      record(
        { loyalty: '1', growth_potential: '3', potential_rated_at: `20${String(10 + (i % 16))}-0${1 + (i % 9)}-15` },
        i + 1,
      ),
    );
    expect(findings([stalePotential], rows, given('2009-01-01'))).toEqual([]);
  });
});

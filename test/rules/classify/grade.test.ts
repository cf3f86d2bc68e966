import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import grade from '../../../src/rules/classify/grade.js';
import type { ExampleRecord } from '../../../src/rules/rule.js';
import { pointPolicy, scoring, withGrading } from '../../support/grading.js';
import { given, record } from '../../support/records.js';

const label = (fields: ExampleRecord, under = given()) => grade.label(under)(record(fields));
const plain = pointPolicy();
const at = (points: number, present: string | null, under = plain) => {
  const { value, messageId } = label({ ...scoring(points), grade: present }, under);
  return [value, messageId];
};

describe('bands of the score [S3-18]', () => {
  it.each([
    [0, 'general'],
    [59, 'general'],
    [60, 'important'],
    [61, 'important'],
    [79, 'important'],
    [80, 'core'],
    [81, 'core'],
    [100, 'core'],
  ])('%d points: %s', (points, code) => expect(at(points, null)).toEqual([code, 'band']));

  it('an edge is met exactly, not to two decimals', () => {
    const { inputs } = plain.policy.grading;
    const fine = withGrading({ inputs: { ...inputs, loyalty: { ...inputs.loyalty, weight: 1 } } }, plain);
    // 60×100 + 0×1 over 101 is 59.405…; with 5 points of loyalty it is 60.396….
    expect(label({ ...scoring(60), loyalty: '1' }, fine).value).toBe('general');
    expect(label({ ...scoring(60), loyalty: '5' }, fine).value).toBe('important');
  });
});

describe('hysteresis of 3 points: an edge value does not flap [S3-20]', () => {
  it.each([
    [59, 'general', 'general', 'band'],
    [60, 'general', 'general', 'held'],
    [62, 'general', 'general', 'held'],
    [63, 'general', 'important', 'band'],
    [64, 'general', 'important', 'band'],
    [60, 'important', 'important', 'band'],
    [58, 'important', 'important', 'held'],
    [57, 'important', 'important', 'held'],
    [56, 'important', 'general', 'band'],
    [82, 'important', 'important', 'held'],
    [83, 'important', 'core', 'band'],
    [77, 'core', 'core', 'held'],
    [76, 'core', 'important', 'band'],
    [56, 'core', 'general', 'band'],
    [83, 'general', 'core', 'band'],
    [61, '很高', 'important', 'band'],
    [61, '待定', 'important', 'band'],
  ])('%d points, now %s: %s (%s)', (points, present, code, messageId) =>
    expect(at(points, present)).toEqual([code, messageId]),
  );

  it('none of it where the policy has none', () => {
    const hard = withGrading({ hysteresis: '0' }, plain);
    expect([59, 60, 79, 80].map((points) => at(points, '重要客户', hard)[0])).toEqual([
      'general',
      'important',
      'important',
      'core',
    ]);
  });
});

describe('potential customers: high potential, low current value [S3-16, S3-18]', () => {
  const sides = pointPolicy(true);
  /** Current value 40 points unless told, potential by rating: 4 is 75 points, 3 is 50. */
  const side = (rating: string, current: number, present: string | null = null, under = sides) => {
    const { value, messageId } = label({ ...scoring(current), growth_potential: rating, grade: present }, under);
    return [value, messageId];
  };
  const from = (potentialFrom: string, currentBelow = '50') =>
    withGrading({ promising: { ...sides.policy.grading.promising, potentialFrom, currentBelow } }, sides);

  it('potential just below, at and just above its edge', () => {
    expect([
      side('4', 40, null, from('75.01')),
      side('4', 40, null, from('75')),
      side('4', 40, null, from('74.99')),
    ]).toEqual([
      ['general', 'band'],
      ['promising', 'promising'],
      ['promising', 'promising'],
    ]);
  });

  it('current value just below, at and just above its edge; a middling score in all is no promise', () => {
    const near = from('70', '41');
    expect([40, 41, 42].map((current) => side('4', current, null, near)[0])).toEqual([
      'promising',
      'general',
      'general',
    ]);
    expect(side('3', 50)).toEqual(['general', 'band']);
  });

  it('does not take the place of a higher grade', () => {
    expect(side('5', 20)[0]).toBe('important');
    expect(side('5', 19)[0]).toBe('promising');
  });

  it('needs both sides to be known', () => {
    const one = withGrading({ leastKnown: 0 }, sides);
    expect(label({ growth_potential: '2' }, one).value).toBe('general');
    expect(label(scoring(10), one).value).toBe('general');
  });

  it.each([
    ['78', '50', '潜力客户', 'promising'],
    ['78.01', '50', '潜力客户', 'general'],
    ['72', '50', '一般客户', 'promising'],
    ['72.01', '50', '一般客户', 'general'],
    ['70', '37.01', '潜力客户', 'promising'],
    ['70', '37', '潜力客户', 'general'],
    ['70', '43.01', '一般客户', 'promising'],
    ['70', '43', '一般客户', 'general'],
  ])('potential from %s, current below %s, now %s: %s [S3-20]', (potentialFrom, currentBelow, present, code) => {
    expect(side('4', 40, present, from(potentialFrom, currentBelow))[0]).toBe(code);
  });

  it('a promising customer whose score rises past the band goes up, held by the same points', () => {
    expect([24, 25, 26].map((current) => side('5', current, '潜力客户')[0])).toEqual([
      'promising',
      'promising',
      'important',
    ]);
  });

  it('one whose promise is gone goes where the score says', () => {
    expect(side('3', 40, '潜力客户')).toEqual(['general', 'band']);
    expect(side('4', 46, '潜力客户')[0]).toBe('promising');
    expect(side('4', 54, '潜力客户')).toEqual(['important', 'band']);
  });
});

describe('too little known [C21]', () => {
  const known = (leastKnown: number, fields: ExampleRecord) => label(fields, withGrading({ leastKnown })).messageId;
  const fields = { annual_purchase: '50万', margin: '20%', loyalty: '4' };

  it('just below, at and just above the least share', () => {
    expect([51, 50, 49].map((least) => known(least, fields))).toEqual(['too-little-known', 'band', 'band']);
  });

  it('names what is not known, and grades nothing', () => {
    expect(label({ annual_purchase: '50万', margin: '高' })).toMatchObject({
      value: null,
      messageId: 'too-little-known',
      data: {
        share: 30,
        leastKnown: 50,
        unknown: [
          'margin (unreadable)',
          'growth_potential (blank)',
          'industry_influence (blank)',
          'cooperation_since (blank)',
          'loyalty (blank)',
          'credit_grade (blank)',
        ],
      },
    });
  });

  it('a policy without any weight grades nobody', () => {
    const { inputs } = plain.policy.grading;
    const nothing = withGrading(
      { inputs: { ...inputs, annual_purchase: { ...inputs.annual_purchase, weight: 0 } }, leastKnown: 0 },
      plain,
    );
    expect(label(scoring(90), nothing)).toMatchObject({ value: null, messageId: 'too-little-known' });
  });

  it('a policy whose bands have a gap says nothing of a score in it', () => {
    const bands = [{ value: '核心客户', code: 'core', from: '80', below: null }];
    expect(label(scoring(50), withGrading({ bands }, plain)).value).toBeNull();
  });
});

describe('what is said of a grade', () => {
  const fields = {
    annual_purchase: '120万',
    margin: '25%',
    growth_potential: '4',
    industry_influence: '4',
    cooperation_since: '2020-03-01',
    loyalty: '5',
    credit_grade: 'AAA',
    grade: '一般客户',
  };

  it('is all that the score is made of, but not the credit grade itself [S3-15, S2-06]', () => {
    expect(label(fields).data).toEqual({
      grade: 'core',
      score: '91.25',
      earned: 9125,
      known: 100,
      whole: 100,
      share: 100,
      leastKnown: 50,
      range: '[80, ∞)',
      plain: 'core',
      present: 'general',
      hysteresis: '3',
      potential: '75.00',
      current: '93.75',
      inputs: [
        'annual_purchase 1200000.00: 100×30=3000',
        'margin 25: 75×10=750',
        'growth_potential 4: 75×15=1125',
        'industry_influence 4: 75×10=750',
        'cooperation_since 6: 100×10=1000',
        'loyalty 5: 100×10=1000',
        'credit_grade: 100×15=1500',
      ],
      unknown: [],
    });
  });

  it('adds up: the contributions are what was earned, the weights what is known', () => {
    const rows = (label(fields).data.inputs as readonly string[]).map((text) =>
      /: (\d+)×(\d+)=(\d+)$/.exec(text)?.slice(1).map(Number),
    );
    const sum = (at: number) => rows.reduce((n, row) => n + (row?.[at] ?? Number.NaN), 0);
    expect([sum(2), sum(1)]).toEqual([9125, 100]);
    for (const row of rows) expect((row?.[0] ?? 0) * (row?.[1] ?? 0)).toBe(row?.[2]);
  });

  it('with what would change it', () => {
    const detail = (points: number, present: string | null, under = plain) => {
      const one = record({ ...scoring(points), grade: present });
      return grade.detail?.(under)(one, grade.label(under)(one));
    };
    expect(detail(70, null)).toMatchObject({ up: 'core', risesAt: '80', down: 'general', fallsBelow: '60' });
    expect(detail(70, '重要客户')).toMatchObject({ up: 'core', risesAt: '83', down: 'general', fallsBelow: '57' });
    expect(detail(90, '核心客户')).toMatchObject({ down: 'important', fallsBelow: '77' });
    expect(detail(90, '核心客户')).not.toHaveProperty('up');
    expect(detail(10, '一般客户')).toMatchObject({
      up: 'important',
      risesAt: '63',
      potentialFrom: '67',
      currentBelow: '53',
    });
    expect(grade.detail?.(given())(record({}), label({}))).toMatchObject({
      unknown: expect.arrayContaining(['loyalty (blank)']),
    });
  });
});

describe('laws', () => {
  const customers = fc.record({
    annual_purchase: fc.nat(10_000).map(String),
    growth_potential: fc.constantFrom('1', '2', '3', '4', '5', null),
    grade: fc.constantFrom('核心客户', '重要', '潜力客户', '一般客户', '很高', null),
  });
  const words: Record<string, string> = {
    core: '核心客户',
    important: '重要客户',
    promising: '潜力客户',
    general: '一般客户',
  };

  it.each([
    ['by one input', plain],
    ['by both sides', withGrading({ leastKnown: 0 }, pointPolicy(true))],
  ])('grading again what was just graded gives the same, %s [S3-20]', (_, under) => {
    fc.assert(
      fc.property(customers, (fields) => {
        const { value } = label(fields, under);
        expect(label({ ...fields, grade: words[value as string] as string }, under).value).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('never lower for a higher score, whatever the present grade', () => {
    const rank = ['general', 'promising', 'important', 'core'];
    fc.assert(
      fc.property(customers, fc.nat(10_000), ({ grade: present }, more) => {
        const [low, high] = [1000, 1000 + more].map((purchase) =>
          rank.indexOf(label({ annual_purchase: String(purchase), grade: present }, plain).value as string),
        ) as [number, number];
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});

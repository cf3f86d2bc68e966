import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GradeField } from '../../../src/model/policy.js';
import {
  againstEdge,
  gradeInputs,
  hundredthsOf,
  type InputProblem,
  scoreText,
  scoring,
} from '../../../src/rules/classify/score.js';
import type { ExampleRecord } from '../../../src/rules/rule.js';
import { withGrading } from '../../support/grading.js';
import { given, record } from '../../support/records.js';

const under = given('2026-06-30');
const score = (fields: ExampleRecord, at = under) => scoring(at)(record(fields));
const input = (field: GradeField, raw: string, at = under) => {
  const found = score({ [field]: raw }, at).inputs.find((one) => one.field === field);
  return [found?.points ?? null, found?.problem ?? null] as const;
};

describe('points by the scales of the policy', () => {
  it.each([
    ['0', 0],
    ['49999.99', 0],
    ['50000', 20],
    ['50000.01', 20],
    ['99999.99', 20],
    ['10万', 40],
    ['299999.99', 40],
    ['30万元', 60],
    ['499,999.99', 60],
    ['500,000', 80],
    ['999999.99', 80],
    ['100万', 100],
    ['1.2亿', 100],
    ['约80万', 80],
    ['10-30万', 40],
  ])('annual purchase %s: %d [S3-15]', (raw, points) => expect(input('annual_purchase', raw)).toEqual([points, null]));

  it.each([
    ['-100', 0],
    ['4.99%', 0],
    ['5%', 25],
    ['5.01%', 25],
    ['9.99', 25],
    ['10', 50],
    ['20%', 75],
    ['29.99%', 75],
    ['30%', 100],
    ['100%', 100],
  ])('margin %s: %d [S3-15]', (raw, points) => expect(input('margin', raw)).toEqual([points, null]));

  it.each(['growth_potential', 'industry_influence', 'loyalty'] as const)('%s 1–5 [S3-16, S3-17]', (field) => {
    expect(['1', '2', '3', '4', '5分'].map((raw) => input(field, raw)[0])).toEqual([0, 25, 50, 75, 100]);
  });

  it.each([
    ['2026-06-30', 20],
    ['2025-07-01', 20],
    ['2025-06-30', 50],
    ['2023-07-01', 50],
    ['2023-06-30', 75],
    ['2021-07-01', 75],
    ['2021年6月30日', 100],
    ['1998-01-01', 100],
  ])('customer since %s: %d [S3-17]', (raw, points) => expect(input('cooperation_since', raw)).toEqual([points, null]));

  it('counts a year from 29 February as full on 28 February where there is no other [C16]', () => {
    const on = (asOf: string) => input('cooperation_since', '2024-02-29', given(asOf))[0];
    expect([on('2025-02-27'), on('2025-02-28'), on('2027-02-27'), on('2027-02-28')]).toEqual([20, 50, 50, 75]);
    expect([on('2028-02-28'), on('2028-02-29')]).toEqual([75, 75]);
  });

  it.each([
    ['AAA', 100],
    ['aa', 90],
    ['Ａ级', 80],
    ['优秀', 100],
    ['良好', 75],
    ['失信', 0],
  ])('credit %s: %d [S3-17]', (raw, points) => expect(input('credit_grade', raw)).toEqual([points, null]));
});

describe('what has no points is named, not taken for zero [C21]', () => {
  it.each<[GradeField, string, InputProblem]>([
    ['annual_purchase', '面议', 'blank'],
    ['annual_purchase', '客户未提供', 'blank'],
    ['annual_purchase', '很多', 'unreadable'],
    ['annual_purchase', '-5万', 'unreadable'],
    ['annual_purchase', 'USD 100000', 'currency'],
    ['annual_purchase', '10-50万', 'straddles'],
    ['margin', '高', 'unreadable'],
    ['margin', '100.01%', 'outside'],
    ['margin', '-101', 'outside'],
    ['growth_potential', '0', 'outside'],
    ['growth_potential', '6', 'outside'],
    ['loyalty', '3.5', 'outside'],
    ['loyalty', '待定', 'blank'],
    ['cooperation_since', '2026-07-01', 'future'],
    ['cooperation_since', '去年', 'unreadable'],
    ['credit_grade', '还行', 'unreadable'],
    ['credit_grade', '无', 'blank'],
  ])('%s %s: %s', (field, raw, problem) => expect(input(field, raw)).toEqual([null, problem]));

  it('an amount below or above every step lies outside', () => {
    const { inputs } = under.policy.grading;
    const scale = [{ from: '100', below: '200', points: 10 }];
    const at = withGrading({ inputs: { ...inputs, annual_purchase: { ...inputs.annual_purchase, scale } } });
    expect(['99.99', '100', '199.99', '200'].map((raw) => input('annual_purchase', raw, at)[1])).toEqual([
      'outside',
      null,
      null,
      'outside',
    ]);
  });

  it('its weight is left out, or counts as zero, as the policy says', () => {
    const fields = { annual_purchase: '50万', margin: '很高', loyalty: '5' };
    expect(score(fields).total).toEqual({ earned: 80 * 30 + 100 * 10, known: 40 });
    const { inputs } = under.policy.grading;
    const zero = withGrading({ inputs: { ...inputs, margin: { ...inputs.margin, unknown: 'zero' } } });
    expect(score(fields, zero).total).toEqual({ earned: 80 * 30 + 100 * 10, known: 50 });
    expect(score(fields, zero).inputs[1]).toMatchObject({ points: 0, contribution: 0, problem: 'unreadable' });
  });

  it('a record without a word is blank', () => {
    expect(score({})).toMatchObject({ blank: true, whole: 100, total: { earned: 0, known: 0 } });
    expect(score({ loyalty: '待定' }).blank).toBe(true);
    expect(score({ loyalty: '很高' }).blank).toBe(false);
  });
});

describe('the score is worked out again by hand [S3-15]', () => {
  const any = fc.record({
    annual_purchase: fc.constantFrom('0', '8万', '30万', '80万', '200万', '面议', null),
    margin: fc.constantFrom('-5%', '8%', '15', '25%', '40%', '高', null),
    growth_potential: fc.constantFrom('1', '3', '5', '9', null),
    industry_influence: fc.constantFrom('2', '4', null),
    cooperation_since: fc.constantFrom('2026-01-01', '2024-01-01', '2019-01-01', '2030-01-01', null),
    loyalty: fc.constantFrom('1', '4', '5', null),
    credit_grade: fc.constantFrom('AAA', 'B', '优', '?', null),
  });

  it('as the sum of points by weight over the sum of known weights, of the whole and of each side', () => {
    fc.assert(
      fc.property(any, (fields) => {
        const { inputs, total, current, potential, whole } = score(fields);
        expect(inputs.map(({ field }) => field)).toEqual(gradeInputs.map(([field]) => field));
        const counted = inputs.filter(({ points }) => points !== null);
        const sum = (of: typeof counted) => ({
          earned: of.reduce((n, { points, weight }) => n + (points as number) * weight, 0),
          known: of.reduce((n, { weight }) => n + weight, 0),
        });
        expect(total).toEqual(sum(counted));
        expect(current).toEqual(sum(counted.filter(({ group }) => group === 'current')));
        expect(potential).toEqual(sum(counted.filter(({ group }) => group === 'potential')));
        expect(whole).toBe(100);
        for (const { points, weight, contribution, problem } of inputs) {
          expect(contribution).toBe(points === null ? null : points * weight);
          expect(points === null).toBe(problem !== null);
        }
        const text = scoreText(total);
        if (total.known === 0) expect(text).toBeNull();
        else {
          expect(Math.abs(Number(text) - total.earned / total.known)).toBeLessThan(0.01);
          expect(Number(text)).toBeLessThanOrEqual(total.earned / total.known);
        }
      }),
    );
  });

  it('reads the same, however many values it has seen', () => {
    const running = scoring(under);
    for (let i = 0; i < 5000; i++) running(record({ annual_purchase: String(i) }));
    expect(running(record({ annual_purchase: '50万' }))).toEqual(score({ annual_purchase: '50万' }));
  });
});

it('compares a score with an edge exactly, and shows it rounded down', () => {
  const sum = (earned: number, known: number) => ({ earned, known });
  expect([againstEdge(sum(239999, 3000), 8000), againstEdge(sum(240000, 3000), 8000)].map(Math.sign)).toEqual([-1, 0]);
  expect(againstEdge(sum(240001, 3000), 8000)).toBeGreaterThan(0);
  expect([
    scoreText(sum(239999, 3000)),
    scoreText(sum(240000, 3000)),
    scoreText(sum(5, 1)),
    scoreText(sum(0, 0)),
  ]).toEqual(['79.99', '80.00', '5.00', null]);
  expect(['60', '0.29', '79.5'].map(hundredthsOf)).toEqual([6000, 29, 7950]);
});

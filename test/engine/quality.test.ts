import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentOf } from '../../src/engine/counts.js';
import { evaluation } from '../../src/engine/evaluate.js';
import { dimensions, quality } from '../../src/engine/quality.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { Finding } from '../../src/model/finding.js';
import classify from '../../src/rules/classify/value.js';
import format from '../../src/rules/number/format.js';
import industry from '../../src/rules/number/industry.js';
import letters from '../../src/rules/number/letter-two-industries.js';
import missing from '../../src/rules/number/missing.js';
import { given, record } from '../support/records.js';
import { shuffled } from '../support/sample-records.js';

const rules = [format, industry, letters, missing, classify];
const under = given('2024-12-31');

function measure(records: readonly CustomerRecord[]) {
  const measured = quality(rules);
  const found: Finding[] = [];
  const running = evaluation(rules, under, (finding) => {
    found.push(finding);
    measured.add(finding);
  });
  for (const one of records) {
    measured.see(one);
    running.see(one);
  }
  running.end();
  return { result: measured.end(), found };
}

describe('quality [S0-01, S2-42, S3-07]', () => {
  it('counts by dimension, rule, field and owner', () => {
    const { result } = measure([
      record({ customer_no: 'M-H-2024-001', industry: 'IT服务业', owner: '王敏' }, 1),
      record({ customer_no: 'M-L-2024-002', industry: '零售业', owner: '王敏' }, 2),
      record({ customer_no: 'SH2025001', owner: '李强' }, 3),
      record({ customer_no: 'SH2024001', owner: '李强' }, 4),
      record({ owner: null }, 5),
      record({ customer_no: 'C-M-2023-005', owner: '李强' }, 6),
    ]);
    expect(result).toEqual({
      records: 6,
      sound: 2,
      percent: 33.33,
      dimensions: [
        { dimension: 'authenticity', records: 6, sound: 6, percent: 100 },
        { dimension: 'accuracy', records: 6, sound: 3, percent: 50 },
        { dimension: 'completeness', records: 6, sound: 5, percent: 83.33 },
        { dimension: 'timeliness', records: 6, sound: 6, percent: 100 },
      ],
      findings: { error: 1, warning: 4, info: 3 },
      rules: [
        { rule: 'number/format', dimension: 'accuracy', error: 1, warning: 0, info: 3, customers: 4 },
        { rule: 'number/industry', dimension: 'accuracy', error: 0, warning: 2, info: 0, customers: 2 },
        { rule: 'number/letter-two-industries', dimension: 'accuracy', error: 0, warning: 1, info: 0, customers: 2 },
        { rule: 'number/missing', dimension: 'completeness', error: 0, warning: 1, info: 0, customers: 1 },
      ],
      fields: [{ field: 'customer_no', error: 1, warning: 4, info: 3, customers: 5 }],
      owners: [
        { owner: '王敏', records: 2, flagged: 2, error: 0, warning: 4, info: 2 },
        { owner: '李强', records: 3, flagged: 1, error: 1, warning: 0, info: 1 },
        { owner: null, records: 1, flagged: 1, error: 0, warning: 1, info: 0 },
      ],
      otherOwners: { owners: 0, records: 0, flagged: 0, error: 0, warning: 0, info: 0 },
    });
  });

  it('names twenty owners and adds up the rest', () => {
    const { result } = measure(
      Array.from({ length: 30 }, (_, i) => record({ owner: `员工${String(i).padStart(2, '0')}` }, i + 1)),
    );
    expect(result.owners.map(({ owner }) => owner)).toEqual(
      Array.from({ length: 20 }, (_, i) => `员工${String(i).padStart(2, '0')}`),
    );
    expect(result.otherOwners).toEqual({ owners: 10, records: 10, flagged: 10, error: 0, warning: 10, info: 0 });
  });

  it('has no share of nothing', () => {
    const { result } = measure([]);
    expect([result.percent, result.dimensions.map(({ percent }) => percent)]).toEqual([null, [null, null, null, null]]);
  });

  it('takes ids far apart', () => {
    const { result } = measure([record({}, 3), record({}, 100_000), record({ customer_no: 'SH2024001' }, 5_000_000)]);
    expect(result).toMatchObject({ records: 3, sound: 1, rules: [{ rule: 'number/missing', customers: 2 }] });
  });

  it('refuses a finding of a rule that it was not given', () => {
    const finding: Finding = { rule: 'other/rule', messageId: 'x', severity: 'error', subjects: [1], data: {} };
    expect(() => quality(rules).add(finding)).toThrow(RangeError);
  });

  it('equals counting by hand, in any order of records', () => {
    fc.assert(
      fc.property(shuffled, ([records, other]) => {
        const { result, found } = measure(records);
        expect(JSON.stringify(measure(other).result)).toBe(JSON.stringify(result));
        const dimensionOf = new Map(
          rules.flatMap((rule) => (rule.kind === 'label' ? [] : [[rule.id, rule.dimension]])),
        );
        const named = (keep: (finding: Finding) => boolean) =>
          new Set(found.filter(keep).flatMap(({ subjects }) => subjects)).size;
        const heavy = ({ severity }: Finding) => severity !== 'info';
        expect(result.records - result.sound).toBe(named(heavy));
        expect(result.dimensions.map(({ records: all, sound }) => all - sound)).toEqual(
          dimensions.map((dimension) => named((f) => heavy(f) && dimensionOf.get(f.rule) === dimension)),
        );
        for (const { rule, customers, error, warning, info } of result.rules) {
          expect(customers).toBe(named((f) => f.rule === rule));
          expect(error + warning + info).toBe(found.filter((f) => f.rule === rule).length);
        }
        expect(result.owners.reduce((n, { records: own }) => n + own, 0)).toBe(records.length);
        expect(result.owners.reduce((n, { flagged }) => n + flagged, 0)).toBe(named(heavy));
      }),
      { numRuns: 60 },
    );
  });
});

it('percentOf rounds down, so that 100 means all', () => {
  expect([
    percentOf(0, 3),
    percentOf(1, 3),
    percentOf(2, 3),
    percentOf(999_999, 1_000_000),
    percentOf(3, 3),
    percentOf(0, 0),
  ]).toEqual([0, 33.33, 66.66, 99.99, 100, null]);
});

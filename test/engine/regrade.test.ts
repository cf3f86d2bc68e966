import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directions, type Move, type Regraded, regrading } from '../../src/engine/regrade.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { Given } from '../../src/model/given.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import { pointPolicy, scoring, withGrading } from '../support/grading.js';
import { given, record } from '../support/records.js';

const under = given('2026-06-30');
const points = pointPolicy();
const checked = { prechecked_at: '2026-06-01' };

const verdict = (fields: ExampleRecord, at: Given = under, only?: readonly Regraded[]) =>
  regrading(at, only).see(record({ ...checked, ...fields }));
const moves = (fields: ExampleRecord, at: Given = under): readonly Move[] => {
  const found = verdict(fields, at);
  return found.verdict === 'changed' ? found.moves : [];
};
const moved = (fields: ExampleRecord, at: Given = under) =>
  moves(fields, at).map(({ labels, from, to, direction }) => [labels, from, to, direction]);

describe('what changes [S3-20]', () => {
  it.each<[ExampleRecord, unknown[][]]>([
    [scoring(90, { grade: '一般客户' }), [['grade', 'general', 'core', 'up']]],
    [scoring(70, { grade: '核心客户' }), [['grade', 'core', 'important', 'down']]],
    [scoring(10, { grade: '核心' }), [['grade', 'core', 'general', 'down']]],
    [scoring(90, { grade: 'A级' }), []],
    [scoring(78, { grade: '核心客户' }), []],
    [scoring(10), [['grade', null, 'general', 'first']]],
    [scoring(10, { grade: '待定' }), [['grade', null, 'general', 'first']]],
    [{ grade: '核心客户' }, []],
    [{ expected_amount: '50万', value_class: '中价值' }, [['value', 'M', 'H', 'up']]],
    [{ expected_amount: '499999.99', value_class: '高' }, [['value', 'H', 'M', 'down']]],
    [{ expected_amount: '500000', value_class: '高' }, []],
    [{ expected_amount: '1万' }, [['value', null, 'L', 'first']]],
    [{ expected_amount: '1万', value_class: '未定' }, [['value', null, 'L', 'first']]],
    [{ expected_amount: '面议', value_class: '高价值' }, []],
    [{ expected_amount: '30-80万', value_class: '高价值' }, []],
    [{}, []],
  ])('%j', (fields, expected) => expect(moved(fields, points)).toEqual(expected));

  it('a promising customer stands between general and important', () => {
    const sides = pointPolicy(true);
    const side = (rating: string, current: number, grade: string) =>
      moved({ ...scoring(current), growth_potential: rating, grade }, sides)[0]?.[3];
    expect([
      side('5', 10, '一般客户'),
      side('1', 10, '潜力客户'),
      side('5', 80, '潜力客户'),
      side('5', 10, '重要客户'),
    ]).toEqual(['up', 'down', 'up', 'down']);
  });

  it('new high-value customers are risers, by every word that 001 has for them [S3-27, C05]', () => {
    expect(moved(scoring(90), points)).toEqual([['grade', null, 'core', 'up']]);
    expect(moved(scoring(70), points)).toEqual([['grade', null, 'important', 'up']]);
    expect(moved({ expected_amount: '60万' })).toEqual([['value', null, 'H', 'up']]);
    expect(moved({ expected_amount: '20万' })).toEqual([['value', null, 'M', 'first']]);
  });

  it('both decisions in one update, in the words of the handbooks, each with rule and clause', () => {
    const found = verdict(scoring(90, { grade: '一般', value_class: '低', expected_amount: '80万' }), points);
    expect(found).toMatchObject({
      verdict: 'changed',
      change: {
        kind: 'update',
        id: 1,
        expect: 1,
        set: { grade: '核心客户', value_class: '高价值' },
        reasons: [
          { rule: 'classify/grade', clause: 'S3-20', note: 'grade: general → core; 90.00 = 9000÷100' },
          { rule: 'classify/value', clause: 'S4-10', note: 'value: L → H; 800000.00' },
        ],
      },
    });
  });

  it('only one of them when asked', () => {
    const fields = scoring(90, { expected_amount: '80万', grade: '战略客户' });
    expect(verdict(fields, points, ['value'])).toMatchObject({ change: { set: { value_class: '高价值' } } });
    expect(verdict(fields, points, ['grade'])).toEqual({ verdict: 'blocked', why: 'unknown-word' });
  });

  it('never renumbers: the number is not among what is set [C01]', () => {
    const found = verdict({ customer_no: 'M-L-2024-002', value_class: '低价值', expected_amount: '80万' });
    expect(found).toMatchObject({ change: { set: { value_class: '高价值' } } });
    expect(found.verdict === 'changed' && Object.keys(found.change.set)).toEqual(['value_class']);
  });
});

describe('who is not regraded', () => {
  const at = (fields: ExampleRecord, policy = under) => {
    const found = regrading(policy).see(record({ expected_amount: '80万', ...fields }));
    return found.verdict === 'blocked' ? found.why : found.verdict;
  };

  it.each<[ExampleRecord, string]>([
    [{}, 'unchecked'],
    [{ prechecked_at: '2026-06-30' }, 'changed'],
    [{ prechecked_at: '2026-07-01' }, 'unchecked'],
    [{ prechecked_at: '待补充' }, 'unchecked'],
    [{ review_state: '已提交' }, 'unchecked'],
    [{ review_state: '退回' }, 'unchecked'],
    [{ review_state: '复核通过' }, 'changed'],
    [{ review_state: '已复核' }, 'changed'],
    [{ review_state: '已提交', prechecked_at: '2026-06-01' }, 'changed'],
    [{ ...checked, lifecycle: '正常' }, 'changed'],
    [{ ...checked, lifecycle: '休眠' }, 'inactive'],
    [{ ...checked, lifecycle: '历史客户' }, 'inactive'],
    [{ ...checked, lifecycle: '隔离' }, 'inactive'],
    [{ ...checked, value_class: '特级' }, 'unknown-word'],
    [{ ...checked, value_class: '客户未提供' }, 'changed'],
  ])('%j: %s [S4-14]', (fields, expected) => expect(at(fields)).toBe(expected));

  it('the policy may do without the precheck', () => {
    const policy = { ...under.policy, classification: { requirePrecheck: false, source: ['S4-14'] } };
    expect(at({}, { ...under, policy })).toBe('changed');
  });
});

describe('causes: the inputs that carried the score over the threshold', () => {
  const causes = (fields: ExampleRecord, at = under) => {
    const one = record({ ...checked, ...fields });
    const running = regrading(at);
    const found = running.see(one);
    const move = found.verdict === 'changed' ? found.moves.find(({ labels }) => labels === 'grade') : undefined;
    return move ? running.causes(one, move).map(({ input, effect }) => [input, effect]) : null;
  };
  const rest = { loyalty: '4', credit_grade: 'A' };

  it('upwards, what lies above it, the strongest first', () => {
    expect(causes({ ...rest, annual_purchase: '120万', margin: '8%', grade: '一般客户' })).toEqual([
      ['annual_purchase', 9.23],
    ]);
    expect(causes({ ...rest, annual_purchase: '120万', margin: '40%', grade: '一般客户' })).toEqual([
      ['annual_purchase', 9.23],
      ['margin', 3.07],
    ]);
  });

  it('downwards, what lies below it', () => {
    expect(causes({ ...rest, annual_purchase: '3万', margin: '12%', grade: '核心客户' })).toEqual([
      ['annual_purchase', -27.69],
      ['margin', -1.53],
    ]);
  });

  it('of a promising customer, potential and current value each against its own edge', () => {
    const fields = { annual_purchase: '3万', margin: '8%', growth_potential: '5', industry_influence: '4' };
    expect(causes({ ...fields, grade: '一般客户' })).toEqual([
      ['annual_purchase', -37.5],
      ['growth_potential', 18],
      ['margin', -6.25],
      ['industry_influence', 2],
    ]);
    expect(causes({ ...fields, growth_potential: '1', grade: '潜力客户' })).toEqual([['growth_potential', -42]]);
  });

  it('with the threshold they add up to the score', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.constantFrom('1', '2', '3', '4', '5'), (score, loyalty) => {
        const { inputs } = points.policy.grading;
        const at = withGrading({ inputs: { ...inputs, loyalty: { ...inputs.loyalty, weight: 50 } } }, points);
        const one = record({ ...checked, ...scoring(score), loyalty });
        const running = regrading(at);
        const found = running.see(one);
        const move = found.verdict === 'changed' ? found.moves[0] : undefined;
        if (!move) throw new Error('a first grade is a change');
        const edge = { core: 80, important: 60, general: 0 }[move.to] as number;
        const total = (score * 100 + (Number(loyalty) - 1) * 25 * 50) / 150;
        const above = running.causes(one, move).reduce((sum, { effect }) => sum + effect, 0);
        expect(above).toBeGreaterThan(total - edge - 0.021);
      }),
    );
  });

  it('none for a value class, which has one input', () => {
    const one = record({ ...checked, expected_amount: '80万' });
    const running = regrading(under);
    const found = running.see(one);
    expect(found.verdict === 'changed' && running.causes(one, found.moves[0] as Move)).toEqual([]);
  });
});

describe('the account', () => {
  const anyone: fc.Arbitrary<ExampleRecord> = fc.record({
    grade: fc.constantFrom('核心客户', '重要', '潜力客户', '一般客户', '战略客户', null, null),
    value_class: fc.constantFrom('高价值', '中', '低价值', '未定', '特级', null),
    expected_amount: fc.constantFrom('80万', '20万', '1万', '30-80万', '面议', null),
    annual_purchase: fc.constantFrom('120万', '50万', '8万', '1万', '面议', null),
    margin: fc.constantFrom('40%', '12%', '-3%', null),
    growth_potential: fc.constantFrom('1', '3', '5', null),
    loyalty: fc.constantFrom('2', '5', null),
    credit_grade: fc.constantFrom('AAA', 'B', null),
    prechecked_at: fc.constantFrom('2026-06-01', '2026-06-30', '2026-07-02', null),
    review_state: fc.constantFrom('复核通过', '已提交', null),
    lifecycle: fc.constantFrom('正常', '休眠', null, null),
  });
  const ledger = fc
    .array(anyone, { maxLength: 40 })
    .map((many) => many.map((fields, i): CustomerRecord => record(fields, i + 1)));
  const run = (records: readonly CustomerRecord[], at: Given = under) => {
    const work = regrading(at);
    const verdicts = records.map((one) => work.see(one));
    return { work, verdicts };
  };

  it('read = changed + unchanged + blocked, and each dimension accounts for all who are not blocked [law 3]', () => {
    fc.assert(
      fc.property(ledger, (records) => {
        const { work, verdicts } = run(records);
        const { read, changed, unchanged, blocked } = work.counts();
        expect([read, changed + unchanged + blocked]).toEqual([records.length, records.length]);
        expect(Object.values(work.blockedBy()).reduce((a, b) => a + b, 0)).toBe(blocked);
        for (const verdict of ['changed', 'unchanged', 'blocked'] as const)
          expect(work.counts()[verdict]).toBe(verdicts.filter((one) => one.verdict === verdict).length);
        for (const one of work.tally()) {
          expect(one.up + one.first + one.down + one.kept + one.undetermined).toBe(read - blocked);
          const cells = one.matrix.reduce((sum, { count }) => sum + count, 0);
          expect(cells).toBe(read - blocked - one.undetermined);
          const all = verdicts.flatMap((found) => (found.verdict === 'changed' ? found.moves : []));
          for (const direction of directions)
            expect(one[direction]).toBe(
              all.filter((move) => move.labels === one.labels && move.direction === direction).length,
            );
        }
      }),
    );
  });

  it('applied once, a second time nothing changes', () => {
    fc.assert(
      fc.property(ledger, (records) => {
        const { verdicts } = run(records);
        const after = records.map((one, i) => {
          const found = verdicts[i];
          return found?.verdict === 'changed' ? record({ ...one, ...found.change.set }, one.id) : one;
        });
        const second = run(after);
        expect(second.work.counts().changed).toBe(0);
        expect(second.work.counts().blocked).toBe(run(records).work.counts().blocked);
      }),
      { numRuns: 300 },
    );
  });

  it('the same in any order, byte for byte [law 1]', () => {
    fc.assert(
      fc.property(ledger, (records) => {
        const [a, b] = [run(records), run([...records].reverse())];
        expect(JSON.stringify([b.work.counts(), b.work.blockedBy(), b.work.tally()])).toBe(
          JSON.stringify([a.work.counts(), a.work.blockedBy(), a.work.tally()]),
        );
      }),
    );
  });

  it('judging again says the same and counts nothing', () => {
    fc.assert(
      fc.property(ledger, (records) => {
        const { work, verdicts } = run(records);
        const before = JSON.stringify([work.counts(), work.tally()]);
        expect(records.map((one) => work.judge(one))).toEqual(verdicts);
        expect(JSON.stringify([work.counts(), work.tally()])).toBe(before);
      }),
      { numRuns: 50 },
    );
  });
});

/** Drawing a sample: shares of strata, the same sample from the same ledger, and what a checked one says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../../src/engine/audit/allocate.js';
import { Drawing } from '../../../src/engine/audit/draw.js';
import { quantiles, stratified, wilson } from '../../../src/engine/audit/interval.js';
import { type CheckedRow, score } from '../../../src/engine/audit/score.js';
import type { FieldKey } from '../../../src/model/fields.js';

const z95 = quantiles['95'];
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const populations = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 });

describe('allocate', () => {
  it.each([
    ['in proportion', [500, 300, 200], 10, [5, 3, 2]],
    ['by largest remainders', [460, 330, 210], 10, [5, 3, 2]],
    ['equal remainders go to the larger, then to the first', [150, 150, 100], 4, [2, 1, 1]],
    ['one of each where less would come to it', [9990, 5, 5], 10, [8, 1, 1]],
    ['as many as there are strata: one of each', [900, 90, 10], 3, [1, 1, 1]],
    ['fewer than strata: the largest', [900, 90, 10], 2, [2, 0, 0]],
    ['more than there are: everybody', [3, 2, 1], 100, [3, 2, 1]],
    ['nobody at all', [], 5, []],
  ] as const)('[S2-41] %s', (_, of, size, expected) => {
    expect(allocate(of, size)).toEqual(expected);
  });

  it('[S2-41] gives exactly as many as asked, at least one of each where it can, within one of proportion for what is larger', () => {
    fc.assert(
      fc.property(populations, fc.integer({ min: 1, max: 3000 }), (of, size) => {
        const shares = allocate(of, size);
        const all = sum(of);
        expect(sum(shares)).toBe(Math.min(size, all));
        for (const [i, share] of shares.entries()) {
          expect(share).toBeLessThanOrEqual(of[i] as number);
          if (size >= of.length) expect(share).toBeGreaterThanOrEqual(1);
          // Proportion is only ever lost to strata that would have come to less than one.
          expect(share).toBeLessThanOrEqual(Math.max(1, Math.ceil(((of[i] as number) * Math.min(size, all)) / all)));
        }
      }),
    );
  });

  it('a larger stratum never gets less', () => {
    fc.assert(
      fc.property(populations, fc.integer({ min: 1, max: 3000 }), (of, size) => {
        const shares = allocate(of, size);
        for (const [i, a] of of.entries())
          for (const [j, b] of of.entries()) if (a > b) expect(shares[i]).toBeGreaterThanOrEqual(shares[j] as number);
      }),
    );
  });
});

describe('Drawing', () => {
  const customers = Array.from({ length: 400 }, (_, i) => ({
    id: i + 1,
    customer_no: i % 10 === 0 ? null : `SH2024${String(i).padStart(3, '0')}`,
    label: `${'甲乙丙'[i % 3]} / ${'AB'[i % 2]}`,
  }));
  const drawn = (list: readonly (typeof customers)[number][], seed: number, size: number) => {
    const drawing = new Drawing(seed, size);
    for (const customer of list) drawing.see(customer, customer.label);
    return drawing.end();
  };

  it('[S2-41] the same customers and seed give the same sample in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(customers, { minLength: 400, maxLength: 400 }),
        fc.nat(),
        fc.integer({ min: 1, max: 120 }),
        (shuffled, seed, size) => {
          expect(drawn(shuffled, seed, size)).toEqual(drawn(customers, seed, size));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('[S2-41] this sample, on any machine', () => {
    expect(drawn(customers, 2026, 7)).toMatchInlineSnapshot(`
      {
        "drawn": [
          {
            "call": "SH2024206",
            "id": 207,
            "stratum": 0,
          },
          {
            "call": "SH2024086",
            "id": 87,
            "stratum": 0,
          },
          {
            "call": "SH2024059",
            "id": 60,
            "stratum": 1,
          },
          {
            "call": "#101",
            "id": 101,
            "stratum": 2,
          },
          {
            "call": "SH2024361",
            "id": 362,
            "stratum": 3,
          },
          {
            "call": "SH2024144",
            "id": 145,
            "stratum": 4,
          },
          {
            "call": "SH2024327",
            "id": 328,
            "stratum": 5,
          },
        ],
        "strata": [
          {
            "label": "丙 / A",
            "population": 67,
            "sample": 2,
          },
          {
            "label": "丙 / B",
            "population": 66,
            "sample": 1,
          },
          {
            "label": "乙 / A",
            "population": 66,
            "sample": 1,
          },
          {
            "label": "乙 / B",
            "population": 67,
            "sample": 1,
          },
          {
            "label": "甲 / A",
            "population": 67,
            "sample": 1,
          },
          {
            "label": "甲 / B",
            "population": 67,
            "sample": 1,
          },
        ],
      }
    `);
  });

  it('draws each customer once, from its stratum, and everybody when the sample is large enough', () => {
    const { strata, drawn: list } = drawn(customers, 1, 60);
    expect(new Set(list.map(({ id }) => id)).size).toBe(60);
    for (const { id, stratum } of list) expect(customers[id - 1]?.label).toBe(strata[stratum]?.label);
    expect(strata.map(({ sample }) => sample)).toEqual(
      strata.map((_, i) => list.filter(({ stratum }) => stratum === i).length),
    );
    expect(drawn(customers, 1, 1000).drawn).toHaveLength(400);
  });

  it('another seed draws others, and every customer about as often as every other', () => {
    const times = new Map<number, number>();
    for (let seed = 0; seed < 400; seed += 1)
      for (const { id } of drawn(customers, seed, 40).drawn) times.set(id, (times.get(id) ?? 0) + 1);
    // 40 expected each; five standard deviations are 30.
    expect(times.size).toBe(400);
    for (const n of times.values()) expect(Math.abs(n - 40)).toBeLessThan(30);
  });
});

describe('intervals', () => {
  it.each([
    // Newcombe 1998, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [45, 50, 0.7864, 0.9565],
    [20, 20, 0.8389, 1],
  ])('[S2-43] a known sample gives a known interval: %i of %i', (right, n, low, high) => {
    const found = wilson(right, n, z95);
    expect(found?.share).toBeCloseTo(right / n, 12);
    expect(found?.low).toBeCloseTo(low, 4);
    expect(found?.high).toBeCloseTo(high, 4);
  });

  it('of nothing there is none', () => {
    expect(wilson(0, 0, z95)).toBeNull();
    expect(stratified([{ population: 10, right: 0, n: 0 }], z95)).toBeNull();
    expect(stratified([], z95)).toBeNull();
  });

  it('[S2-43] of one stratum the stratified interval is Wilson’s own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), fc.integer({ min: 1, max: 9999 }), (n, x, population) => {
        const right = x % (n + 1);
        const one = wilson(right, n, z95);
        const other = stratified([{ population, right, n }], z95);
        for (const key of ['share', 'low', 'high'] as const) expect(other?.[key]).toBeCloseTo(one?.[key] as number, 10);
      }),
    );
  });

  it('[S2-43] 0 ≤ low ≤ share ≤ high ≤ 1, of one stratum and of many; all right is 1, none is 0', () => {
    const within = (found: ReturnType<typeof wilson>, right: number, n: number) => {
      const { low, share, high } = found ?? { low: 0, share: 0, high: 0 };
      expect(0 <= low && low <= share && share <= high && high <= 1, `${low} ${share} ${high}`).toBe(true);
      if (right === n) expect([share, high]).toEqual([1, 1]);
      if (right === 0) expect([low, share]).toEqual([0, 0]);
    };
    const result = fc
      .tuple(
        fc.integer({ min: 1, max: 99_999 }),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(),
        fc.constantFrom('all', 'none', 'some'),
      )
      .map(([population, n, x, how]) => ({
        population,
        n,
        right: how === 'all' ? n : how === 'none' ? 0 : x % (n + 1),
      }));
    const levels = fc.constantFrom(...Object.values(quantiles));
    fc.assert(
      fc.property(result, levels, ({ right, n }, z) => within(wilson(right, n, z), right, n)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.array(result, { minLength: 1, maxLength: 12 }),
        levels,
        fc.constantFrom('all', 'none', 'as they are'),
        (given, z, how) => {
          const strata = given.map((one) =>
            how === 'as they are' ? one : { ...one, right: how === 'all' ? one.n : 0 },
          );
          within(stratified(strata, z), sum(strata.map(({ right }) => right)), sum(strata.map(({ n }) => n)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('[S2-43] the stratified share is each stratum’s by its population, inside its interval; strata without a result are left out', () => {
    const found = stratified(
      [
        { population: 900, right: 45, n: 50 },
        { population: 100, right: 10, n: 20 },
        { population: 500, right: 0, n: 0 },
      ],
      z95,
    );
    expect(found?.share).toBeCloseTo(0.9 * 0.9 + 0.1 * 0.5, 12);
    expect(found?.low).toBeLessThan(found?.share ?? 0);
    expect(found?.high).toBeGreaterThan(found?.share ?? 1);
  });

  it('[S2-43] the stratified interval holds the truth about as often as it says', () => {
    const strata = [
      { population: 600, p: 0.95, n: 60 },
      { population: 300, p: 0.8, n: 30 },
      { population: 100, p: 0.5, n: 10 },
    ];
    const truth = sum(strata.map(({ population, p }) => (population * p) / 1000));
    let seed = 7;
    const random = () => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return seed / 0x7fffffff;
    };
    let held = 0;
    for (let trial = 0; trial < 2000; trial += 1) {
      const results = strata.map(({ population, p, n }) => ({
        population,
        n,
        right: Array.from({ length: n }, random).filter((x) => x < p).length,
      }));
      const found = stratified(results, z95);
      if (found !== null && found.low <= truth && truth <= found.high) held += 1;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.985);
  });
});

describe('score', () => {
  const row = (stratum: number, name: string | null, phone: string | null): CheckedRow => ({
    stratum,
    verdicts: new Map([
      ['name', name],
      ['phone', phone],
    ] as [FieldKey, never][]),
  });
  const strata = [
    { label: '王强', population: 90 },
    { label: '李娜', population: 10 },
  ];

  it('[S2-43] a customer of whom some values could not be told, or were not looked at, and none is wrong is not right in everything', () => {
    const fields: readonly FieldKey[] = ['name', 'phone'];
    const told = score([row(0, 'right', 'right'), row(0, 'right', 'unknown')], strata, fields, 100, z95);
    expect(told.customers).toMatchObject({ right: 1, wrong: 0, unknown: 1, open: 0 });
    expect(told.values).toMatchObject({ right: 3, unknown: 1 });
    const all = Array.from({ length: 5 }, () => row(0, 'right', 'unknown'));
    const found = score(all, strata, fields, 100, z95);
    expect(found).toMatchObject({ customers: { right: 0, unknown: 5, accuracy: null }, estimate: null, covered: 0 });
    expect(score([row(0, 'right', null)], strata, fields, 100, z95).customers).toMatchObject({ right: 0, open: 1 });
    // What has no value, and nothing filled in beside it, asked for nothing.
    const blank: CheckedRow = { stratum: 0, verdicts: new Map([['name', 'right']]) };
    expect(score([blank], strata, fields, 100, z95)).toMatchObject({ customers: { right: 1 }, values: { open: 1 } });
  });

  it('[S2-43] one wrong value makes a customer wrong; what is unknown or blank counts for neither', () => {
    const rows = [
      row(0, 'right', 'right'),
      row(0, 'right', null),
      row(0, 'right', 'wrong'),
      row(0, 'unknown', 'right'),
      row(0, 'right', 'right'),
      row(0, 'right', 'right'),
      row(1, 'unknown', 'unknown'),
      row(1, null, null),
      row(1, 'wrong', 'unknown'),
    ];
    const found = score(rows, strata, ['name', 'phone'], 120, z95);
    expect(found.customers).toMatchObject({ right: 3, wrong: 2, unknown: 2, open: 2 });
    expect(found.values).toMatchObject({ right: 9, wrong: 2, unknown: 4, open: 3 });
    expect(found.strata).toMatchObject([
      { label: '王强', population: 90, right: 3, wrong: 1 },
      { label: '李娜', population: 10, right: 0, wrong: 1, unknown: 1, open: 1 },
    ]);
    expect(found.fields).toMatchObject([
      { field: 'name', right: 5, wrong: 1, unknown: 2, open: 1 },
      { field: 'phone', right: 4, wrong: 1, unknown: 2, open: 2 },
    ]);
    expect(found.estimate?.share).toBeCloseTo(0.9 * 0.75, 12);
    expect(found).toMatchObject({ covered: 100, population: 120 });
    expect(found.customers.accuracy).toEqual(wilson(3, 5, z95));
  });

  it('of an empty sheet nothing is said', () => {
    expect(score([], [], ['name'], 5, z95)).toMatchObject({
      estimate: null,
      covered: 0,
      customers: { right: 0, accuracy: null },
      fields: [{ field: 'name', accuracy: null }],
    });
  });
});

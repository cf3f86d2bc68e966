import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberGaps } from '../../src/engine/number-check.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { parseNumber } from '../../src/rules/number/schemes.js';

const numbers = (...raw: string[]) => raw.flatMap((one) => parseNumber(one, defaultPolicy) ?? []);

describe('numberGaps [S0-16]', () => {
  it('finds gaps and reuse in each counter', () => {
    const found = numberGaps(
      numbers(
        'SH2024001',
        'BJ2024002',
        'SH2024002',
        'GD2024007',
        'SH2024007',
        'SH2024007',
        'SH2023003',
        'M-H-2024-001',
      ),
    );
    expect(found).toEqual([
      {
        ...{
          scheme: 'industry-value-year-serial',
          counter: '2024',
          first: 1,
          last: 1,
          count: 1,
          distinct: 1,
          missing: 0,
        },
        ...{ gaps: [], gapCount: 0, reused: [], reusedCount: 0 },
      },
      {
        ...{ scheme: 'region-year-serial', counter: '2023', first: 3, last: 3, count: 1, distinct: 1, missing: 2 },
        ...{ gaps: [{ from: 1, to: 2 }], gapCount: 1, reused: [], reusedCount: 0 },
      },
      {
        ...{ scheme: 'region-year-serial', counter: '2024', first: 1, last: 7, count: 6, distinct: 3, missing: 4 },
        ...{ gaps: [{ from: 3, to: 6 }], gapCount: 1, reused: [2, 7], reusedCount: 2 },
      },
    ]);
    expect(numberGaps([])).toEqual([]);
  });

  it('names no more than the cap, and counts all', () => {
    const every = Array.from({ length: 100 }, (_, i) => ({ scheme: 's', counter: 'c', serial: 2 * i + 2 }));
    const [counter] = numberGaps([...every, ...every], 3);
    expect(counter).toMatchObject({ gapCount: 100, reusedCount: 100, reused: [2, 4, 6], count: 200, distinct: 100 });
    expect(counter?.gaps).toEqual([
      { from: 1, to: 1 },
      { from: 3, to: 3 },
      { from: 5, to: 5 },
    ]);
  });

  it('agrees with counting by hand, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 120 }), (serials) => {
        const [found] = numberGaps(
          serials.map((serial) => ({ scheme: 's', counter: 'c', serial })),
          1000,
        );
        const there = new Set(serials);
        const last = Math.max(...serials);
        const missing = Array.from({ length: last }, (_, i) => i + 1).filter((n) => !there.has(n));
        expect(
          found?.gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
        ).toEqual(missing);
        const twice = [...there].filter((n) => serials.indexOf(n) !== serials.lastIndexOf(n)).sort((a, b) => a - b);
        expect(found).toMatchObject({
          missing: missing.length,
          reused: twice,
          distinct: there.size,
          count: serials.length,
          last,
        });
      }),
    );
  });
});

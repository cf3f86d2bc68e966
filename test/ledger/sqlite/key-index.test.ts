import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyIndex } from '../../../src/ledger/sqlite/key-index.js';

it('gives every row that was added under a key, in order, and few others', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.integer({ min: -9999, max: 9999 })), { maxLength: 3000 }),
      (pairs) => {
        const index = new KeyIndex();
        const model = new Map<string, number[]>();
        for (const [key, row] of pairs) {
          index.add(key, row);
          model.set(key, [...(model.get(key) ?? []), row]);
        }
        for (const [key, rows] of model)
          expect([...index.candidates(key)].filter((r) => rows.includes(r))).toEqual(rows);
      },
    ),
    { numRuns: 50 },
  );
});

it('keeps fifty thousand keys apart', () => {
  const index = new KeyIndex();
  for (let i = 0; i < 50_000; i += 1) index.add(`1380000${i}`, i);
  let candidates = 0;
  for (let i = 0; i < 50_000; i += 1) {
    const found = [...index.candidates(`1380000${i}`)];
    expect(found).toContain(i);
    candidates += found.length;
  }
  expect(candidates).toBeLessThan(50_010);
  expect([...index.candidates('139')]).toEqual([]);
});

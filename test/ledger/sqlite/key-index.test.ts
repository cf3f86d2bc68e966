import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyIndex } from '../../../src/ledger/sqlite/key-index.js';

it('gives every row that was added under a key, in order, and few others', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          // Some keys have hundreds of rows.
          fc.oneof(fc.string({ maxLength: 3 }), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 })),
          fc.integer({ min: -9999, max: 9999 }).filter((row) => row !== 0),
        ),
        { maxLength: 3000 },
      ),
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
  for (let i = 1; i <= 50_000; i += 1) index.add(`1380000${i}`, i);
  let candidates = 0;
  for (let i = 1; i <= 50_000; i += 1) {
    const found = [...index.candidates(`1380000${i}`)];
    expect(found).toContain(i);
    candidates += found.length;
  }
  expect(candidates).toBeLessThan(50_010);
  expect([...index.candidates('139')]).toEqual([]);
});

it('takes a hundred thousand rows of one key, among others', () => {
  const index = new KeyIndex();
  for (let row = 1; row <= 200_000; row += 1) index.add(row % 2 === 0 ? '1' : `${row}`, row);
  expect(index.candidates('1').length).toBe(100_001);
  expect(index.candidates('1').slice(0, 4)).toEqual([1, 2, 4, 6]);
});

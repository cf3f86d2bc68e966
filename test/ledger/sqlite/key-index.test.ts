import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyIndex } from '../../../src/ledger/sqlite/key-index.js';

it('gives every row that was added under a key, in order, and few others', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          // Some keys have hundreds of rows, which run over the end of the table.
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

it('keeps the order of rows that ran over the end of the table when it grew', () => {
  // A first table has 1,024 slots: of so many keys some have theirs at the end of it.
  for (let key = 0; key < 3000; key += 1) {
    const index = new KeyIndex();
    for (let row = 1; row <= 520; row += 1) index.add(row <= 4 ? `k${key}` : `${row}`, row);
    expect(index.candidates(`k${key}`).filter((row) => row <= 4)).toEqual([1, 2, 3, 4]);
  }
});

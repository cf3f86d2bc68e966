import { expect, it } from 'vitest';
import { type Aftermath, killImports } from '../support/kill-import.js';

it('an import killed at any moment leaves all of the file in the ledger or nothing of it, and a chain that holds', async () => {
  const seen: Aftermath[] = [];
  const { before, rows } = await killImports(10, 10, 7, (aftermath) => seen.push(aftermath));
  for (const { customers, runs, faults, repeated } of seen) {
    expect([before, before + rows]).toContain(customers);
    expect(runs).toBe(customers === before ? 1 : 2);
    expect(faults).toBe(0);
    if (repeated !== null) expect(repeated).toBe(before + rows);
  }
}, 300_000);

import { describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import { clusterOf, pairwise, scanRows } from '../support/linkage.js';

const columns = { name: 'party', creditCode: 'identity', phone: 'phone', email: 'email', address: 'address' } as const;

describe('a Chinese ledger with branches, namesakes, families, switchboards and brands one character apart', () => {
  it('[S1-11] is put together without one forbidden merge', { timeout: 300_000 }, () => {
    const rows = [...new Linkage(20_261).rows(20_000)];
    const found = clusterOf(
      scanRows(
        rows.map(({ entity, ...row }) => row),
        columns,
        'id',
      ),
    );
    const truth = rows.map(({ entity }) => entity);
    const { f1, precision } = pairwise(truth, found);
    expect(precision).toBe(1);
    expect(f1).toBeGreaterThanOrEqual(0.95);
  });
});

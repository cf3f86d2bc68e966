import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberPlan } from '../../src/engine/numbering.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import { given, record } from '../support/records.js';
import { ledgers } from '../support/sample-records.js';

const under = given('2026-06-30');

describe('numberPlan [S0-16, S2-18]', () => {
  const rows = [
    record({ customer_no: 'SH2024001', province: '上海' }, 1),
    record({ province: '上海' }, 2),
    record({ customer_no: '待定', province: '江苏' }, 3),
    record({ customer_no: 'KH-1', province: '上海' }, 4),
    record({ address: '朝阳区' }, 5),
    record({ province: '浙江', registered_at: '2025-05-05' }, 6),
  ];

  it('gives a number to each who has none, as a change on the version read', () => {
    const lacking: [number, string][] = [];
    const plan = numberPlan(
      rows,
      under,
      (_, counter) => (counter === '2026' ? 7 : 0),
      (one, lacks) => lacking.push([one.id, lacks]),
    );
    const issued = [...plan.issued];
    expect(
      issued.map(({ change, number }) => [change.kind === 'update' && change.id, number.no, number.serial]),
    ).toEqual([
      [2, 'SH2026008', 8],
      [3, 'JS2026009', 9],
      [6, 'ZJ2025001', 1],
    ]);
    expect(issued[0]?.change).toEqual({
      kind: 'update',
      id: 2,
      expect: 1,
      set: { customer_no: 'SH2026008' },
      reasons: [{ rule: 'number/missing', clause: 'S2-18', data: { scheme: 'region-year-serial', counter: '2026' } }],
    });
    expect(lacking).toEqual([[5, 'region']]);
    expect(plan.counts()).toEqual({
      read: 6,
      issued: 3,
      notDue: 2,
      blocked: 1,
      lacking: { industry: 0, region: 1, value: 0 },
    });
  });

  it('counts as far as it was read', () => {
    const plan = numberPlan(rows, under, () => 0);
    expect(plan.counts().read).toBe(0);
    plan.issued.next();
    expect(plan.counts()).toMatchObject({ read: 2, issued: 1, notDue: 1 });
  });

  it('accounts for all, and finds nothing to do once applied [law 3]', () => {
    fc.assert(
      fc.property(ledgers, (records) => {
        const plan = numberPlan(records, under, () => 0);
        const numbers = new Map<number, string>();
        for (const { change, number } of plan.issued) if (change.kind === 'update') numbers.set(change.id, number.no);
        const { read, issued, notDue, blocked, lacking } = plan.counts();
        expect(issued + notDue + blocked).toBe(read);
        expect([read, issued]).toEqual([records.length, numbers.size]);
        expect(lacking.industry + lacking.region + lacking.value).toBe(blocked);
        const after: CustomerRecord[] = records.map((one) => ({
          ...one,
          customer_no: numbers.get(one.id) ?? one.customer_no,
        }));
        const again = numberPlan(after, under, () => 0);
        expect([...again.issued]).toEqual([]);
        expect(again.counts().blocked).toBe(blocked);
      }),
    );
  });
});

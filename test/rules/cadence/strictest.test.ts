import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/policy/default.js';
import { strictestCadence } from '../../../src/rules/cadence/strictest.js';
import { addPeriod } from '../../../src/rules/calendar/period.js';
import { record } from '../../support/records.js';

const contact = strictestCadence(defaultPolicy, 'contact');
const verify = strictestCadence(defaultPolicy, 'verify');

describe('the strictest cadence', () => {
  it.each([
    ['2026-01-15', '2026-02-15'],
    ['2026-01-31', '2026-02-28'],
    ['2024-01-31', '2024-02-29'],
    ['2026-02-28', '2026-03-28'],
  ])('a month after %s is %s, the last day that still keeps it [S1-21, S2-10]', (last, due) => {
    expect(contact(record({ customer_type: '高价值客户' }), last)).toEqual({
      cadence: '001-high',
      every: 'P1M',
      due,
      clauses: ['S1-21'],
    });
  });

  it('reads the grade in whichever system the customer has one [C05, S3-19]', () => {
    const key = [{ grade: '核心客户' }, { grade: 'B' }, { value_class: 'H' }, { customer_type: '老客户、高价值客户' }];
    for (const fields of key) expect(verify(record(fields), '2026-01-01')?.due).toBe('2026-04-01');
    const ordinary = [
      {},
      { grade: '一般客户' },
      { value_class: '未定' },
      { customer_type: '新客户' },
      { grade: '子丑' },
    ];
    for (const fields of ordinary) expect(verify(record(fields), '2026-01-01')?.due).toBe('2026-07-01');
  });

  it('asks nothing of those who are dormant, archived or set aside', () => {
    for (const lifecycle of ['休眠状态', '历史客户', '剔除'])
      expect(contact(record({ lifecycle }), '2026-01-01')).toBeNull();
    expect(contact(record({ lifecycle: '正常' }), '2026-01-01')).not.toBeNull();
  });

  it('is due no later than any cadence that applies to everybody, whatever the record says', () => {
    const word = fc.oneof(
      fc.constantFrom('核心客户', '一般客户', '高价值', '合作中客户', '沉默客户', '老客户'),
      fc.string(),
    );
    const day = fc.constantFrom('2024-02-29', '2025-08-31', '2026-01-31', '2026-06-15');
    fc.assert(
      fc.property(word, word, word, word, day, (grade, value_class, stage, customer_type, last) => {
        const due = contact(record({ grade, value_class, stage, customer_type }), last)?.due;
        expect(due !== undefined && due > last && due <= addPeriod(last, 'P3M')).toBe(true);
      }),
    );
  });
});

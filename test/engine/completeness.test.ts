import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeness } from '../../src/engine/completeness.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import required from '../../src/rules/validate/required.js';
import { findings, given, record } from '../support/records.js';
import { ledgers } from '../support/sample-records.js';

const measure = (records: readonly CustomerRecord[], profiles: readonly string[]) => {
  const running = completeness(given('2026-06-30', profiles));
  for (const one of records) running.see(one);
  return running.end();
};

const whole: ExampleRecord = {
  name: '深圳市云帆科技有限公司',
  phone: '13800138001',
  address: '广东省深圳市南山区科苑路8号',
  need: '采购设备',
  first_contact_at: '2026-03-02',
  owner: '王敏',
};

describe('completeness [S0-07, S0-08, S2-42, C06]', () => {
  it.each(['name', 'phone', 'address', 'need', 'first_contact_at', 'owner'] as const)('P-000 misses %s', (field) => {
    const { profiles } = measure([record(whole, 1), record({ ...whole, [field]: null }, 2)], ['P-000']);
    const [profile] = profiles;
    expect(profile).toMatchObject({ profile: 'P-000', records: 2, complete: 1, percent: 50 });
    const lacking = profile?.required.filter(({ missing }) => missing > 0);
    expect(lacking).toMatchObject([{ asked: 2, filled: 1, withheld: 0, missing: 1, percent: 50 }]);
    expect(lacking?.[0]?.fields).toContain(field);
  });

  it('is satisfied by a phone or an e-mail, not by a masked one [S4-32]', () => {
    const channel = (fields: ExampleRecord) => {
      const [profile] = measure([record({ ...whole, phone: null, ...fields })], ['P-000']).profiles;
      const slot = profile?.required.find(({ fields: keys }) => keys.includes('phone'));
      return [slot?.filled, slot?.withheld, slot?.missing];
    };
    expect(channel({ email: 'wang@example.com' })).toEqual([1, 0, 0]);
    expect(channel({ phone: '138****8001' })).toEqual([0, 0, 1]);
    expect(channel({ phone: '138****8001', email: 'wang@example.com' })).toEqual([1, 0, 0]);
    expect(channel({ phone: '暂无', email: '客户未提供' })).toEqual([0, 1, 0]);
    expect(channel({})).toEqual([0, 0, 1]);
  });

  it('counts what was withheld apart, as complete [S4-34, C20]', () => {
    const { profiles } = measure([record({ ...whole, need: '客户未提供' })], ['P-000']);
    expect(profiles[0]).toMatchObject({ complete: 1, percent: 100 });
    expect(profiles[0]?.required.find(({ fields }) => fields[0] === 'need')).toMatchObject({
      filled: 0,
      withheld: 1,
      percent: 0,
    });
  });

  it('does not let optional fields gate [S0-08]', () => {
    const { profiles } = measure([record(whole)], ['P-000']);
    expect(profiles[0]?.complete).toBe(1);
    expect(profiles[0]?.optional.map(({ fields, missing }) => [fields[0], missing])).toContainEqual(['industry', 1]);
  });

  it('does not ask a person for what only companies have [S3-01]', () => {
    const { profiles } = measure([record({ party_kind: '个人客户', name: '张三' })], ['P-002']);
    expect(profiles[0]?.required.find(({ fields }) => fields[0] === 'legal_rep')).toEqual({
      fields: ['legal_rep'],
      asked: 0,
      filled: 0,
      withheld: 0,
      missing: 0,
      percent: null,
    });
  });

  it('names each active profile, and passes over one that the policy does not have', () => {
    const all = measure([record(whole)], ['P-000', 'P-004', 'P-999', 'P-000']);
    expect(all.profiles.map(({ profile, complete }) => [profile, complete])).toEqual([
      ['P-000', 1],
      ['P-004', 0],
    ]);
    expect(all).toMatchObject({ records: 1, complete: 0, percent: 0 });
    expect(measure([], ['P-000'])).toMatchObject({ records: 0, percent: null });
  });

  it('misses exactly what validate/required finds', () => {
    fc.assert(
      fc.property(ledgers, (records) => {
        for (const profile of ['P-000', 'P-001', 'P-002', 'P-003', 'P-004']) {
          const under = given('2026-06-30', [profile]);
          const found = findings([required], records, under).filter(({ messageId }) => messageId !== 'withheld');
          const [result] = measure(records, [profile]).profiles;
          expect(result?.required.reduce((n, { missing }) => n + missing, 0)).toBe(found.length);
          expect(result?.complete).toBe(records.length - new Set(found.map(({ subjects }) => subjects[0])).size);
          for (const { asked, filled, withheld, missing } of [...(result?.required ?? []), ...(result?.optional ?? [])])
            expect(filled + withheld + missing).toBe(asked);
        }
      }),
      { numRuns: 60 },
    );
  });
});

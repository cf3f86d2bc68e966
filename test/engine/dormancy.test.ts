import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageBuckets, dormancy, standings } from '../../src/engine/dormancy.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import { given, record } from '../support/records.js';
import { shuffled } from '../support/sample-records.js';

const under = given('2026-07-01');
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
const see = (fields: ExampleRecord) => dormancy(under).see(record({ entered_on: '2026-06-01', ...fields }));

describe('dormancy: the ladder of C02', () => {
  it.each<[ExampleRecord, string, string | null, number | null, string]>([
    [{ last_contact_at: '2026-04-02' }, 'recent', '2026-04-02', 90, 'recent'],
    [{ last_contact_at: '2026-04-01' }, 'silent', '2026-04-01', 91, 'silent'],
    [{ last_contact_at: '2026-01-01' }, 'silent', '2026-01-01', 181, 'silent'],
    [{ last_contact_at: '2025-12-31' }, 'candidate', '2025-12-31', 182, 'exceeded'],
    [{ last_contact_at: '2025-12-31', last_interaction_at: '2026-06-30' }, 'candidate', '2025-12-31', 182, 'exceeded'],
    [{ last_contact_at: '2026-02-01', last_interaction_at: '2026-06-30' }, 'recent', '2026-02-01', 150, 'recent'],
    [{ registered_at: '2025-12-31' }, 'candidate', '2025-12-31', 182, 'exceeded-from-filing'],
    [{}, 'recent', '2026-06-01', 30, 'recent-from-filing'],
    [{ last_contact_at: '2020-01-01', lifecycle: '休眠' }, 'dormant', null, null, 'dormant'],
    [{ last_contact_at: '2020-01-01', lifecycle: '归档' }, 'archived', null, null, 'archived'],
    [{ last_contact_at: '2020-01-01', lifecycle: '剔除' }, 'quarantined', null, null, 'quarantined'],
    [{ last_contact_at: '2020-01-01', hold: '是' }, 'on-hold', null, null, 'on-hold'],
    [{ last_contact_at: '去年' }, 'blocked', null, null, 'unreadable'],
    [{ last_contact_at: '2026-07-02' }, 'blocked', null, null, 'future'],
    [{ last_contact_at: '2026-06-01', last_interaction_at: '上周' }, 'recent', '2026-06-01', 30, 'recent'],
  ])('%j is %s', (fields, standing, since, days, messageId) => {
    expect(see(fields)).toMatchObject({ standing, since, days, messageId });
  });

  it('counts ages of the last contact by whole months', () => {
    const running = dormancy(under);
    const contacts = ['2026-07-01', '2026-06-02', '2026-06-01', '2026-04-02', '2026-04-01', '2026-01-02', '2026-01-01'];
    const older = ['2025-07-02', '2025-07-01', '2024-07-02', '2024-07-01', '1999-01-01', '2026-07-02', '?', null];
    for (const last_contact_at of [...contacts, ...older]) running.see(record({ last_contact_at }));
    expect(running.tally().ages).toEqual({ '0-1': 2, '1-3': 2, '3-6': 2, '6-12': 2, '12-24': 2, '24+': 2, unknown: 3 });
  });

  it('counts a failed record as an error', () => {
    const running = dormancy(under);
    running.fail();
    running.see(record({ last_contact_at: '2020-01-01' }));
    expect(running.tally().accounts).toEqual({ read: 2, acted: 1, notDue: 0, blocked: 0, error: 1 });
    expect(running.tally().ages.unknown).toBe(1);
  });
});

it('accounts for all of the ledger, in any order [law 3]', () => {
  fc.assert(
    fc.property(shuffled, ([records, other]) => {
      const [a, b] = [dormancy(under), dormancy(under)];
      const seen = records.map((one) => a.see(one).standing);
      for (const one of other) b.see(one);
      const { accounts, standings: counts, ages } = a.tally();
      expect(b.tally()).toEqual(a.tally());
      expect(accounts.acted + accounts.notDue + accounts.blocked + accounts.error).toBe(accounts.read);
      expect(accounts.read).toBe(records.length);
      expect(accounts.acted).toBe(seen.filter((standing) => standing === 'candidate').length);
      expect([sum(counts), sum(ages)]).toEqual([records.length, records.length]);
      expect(Object.keys(counts)).toEqual([...standings]);
      expect(Object.keys(ages)).toEqual([...ageBuckets]);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthlySweep } from '../../src/engine/monthly.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { Finding } from '../../src/model/finding.js';
import format from '../../src/rules/number/format.js';
import letters from '../../src/rules/number/letter-two-industries.js';
import missing from '../../src/rules/number/missing.js';
import { type Rule, recordRule } from '../../src/rules/rule.js';
import { findings, given, record } from '../support/records.js';
import { ledgers, shuffled } from '../support/sample-records.js';

const rules: readonly Rule[] = [format, missing, letters];
const under = given('2026-07-01');
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
const text = { zh: '会失败', en: 'fails' };

/** A rule that says of each record that it is there, and fails on one of them. */
const failing = recordRule({
  id: 'test/failing',
  severity: 'warning',
  family: 'accuracy',
  dimension: 'accuracy',
  clauses: ['S0-28'],
  title: text,
  why: text,
  mend: text,
  messages: { there: text },
  judge: () => (one, report) => {
    report('there', 'name');
    if (one.id === 2) throw new TypeError('a rule with a mistake in it');
  },
  examples: [
    { record: {}, expect: ['there'] },
    { record: {}, expect: ['there'] },
  ],
});

describe('monthlySweep [S0-28]', () => {
  const rows = [
    record({ customer_no: 'SH2024001', last_contact_at: '2025-12-31', stage: '合作中', industry: '制造业' }, 1),
    record({ last_contact_at: '2026-06-30', stage: '意向客户', industry: 'IT服务业' }, 2),
    record({ customer_no: 'KH1', last_contact_at: '?', stage: '潜在', industry_code: 'C36' }, 3),
    record({ customer_no: 'SH2024002', lifecycle: '休眠', stage: '流失', industry: '机械设备' }, 4),
  ];

  it('does it all in one pass, and says what it found', () => {
    const found: Finding[] = [];
    const candidates: unknown[] = [];
    let passes = 0;
    const once: Iterable<CustomerRecord> = {
      [Symbol.iterator]() {
        passes++;
        return rows[Symbol.iterator]();
      },
    };
    const result = monthlySweep(once, rules, under, {
      onFinding: (finding) => found.push(finding),
      onCandidate: (one, standing) => candidates.push([one.id, standing.messageId, standing.days]),
    });
    expect(passes).toBe(1);
    expect(result).toMatchObject({
      asOf: '2026-07-01',
      period: '2026-07',
      policy: 'handbooks',
      accounts: { read: 4, acted: 1, notDue: 2, blocked: 1, error: 0 },
      standings: {
        recent: 1,
        silent: 0,
        candidate: 1,
        dormant: 1,
        archived: 0,
        quarantined: 0,
        'on-hold': 0,
        blocked: 1,
      },
      sections: { C: 2, I: 1 },
      stages: { active: 1, intent: 1, potential: 1 },
      ages: { '0-1': 1, '6-12': 1, unknown: 2 },
      calendar: { year: 2026, covered: true },
      failed: [],
    });
    expect(result.quality).toMatchObject({ records: 4, findings: { error: 1, warning: 1, info: 0 } });
    expect(result.completeness.profiles.map(({ profile, records }) => [profile, records])).toEqual(
      ['P-000', 'P-001', 'P-002', 'P-003', 'P-004'].map((profile) => [profile, 4]),
    );
    expect(found).toEqual(findings(rules, rows, under));
    expect(candidates).toEqual([[1, 'exceeded', 182]]);
  });

  it('says when the year lies outside the working-day tables', () => {
    const { calendar } = monthlySweep([], rules, given('1999-12-31'));
    expect(calendar).toMatchObject({ year: 1999, covered: false });
    expect(calendar.first).toBeGreaterThan(1999);
  });

  it('goes on after a rule failed on a record, and counts it as an error [law 3]', () => {
    const found: Finding[] = [];
    const result = monthlySweep(rows, [failing], under, { onFinding: (finding) => found.push(finding) });
    expect(result.accounts).toEqual({ read: 4, acted: 1, notDue: 1, blocked: 1, error: 1 });
    expect(result.failed).toEqual([2]);
    expect(found.map(({ subjects }) => subjects[0])).toEqual([1, 2, 3, 4]);
  });

  it('lets through what a callback throws', () => {
    const full = () => {
      throw new Error('disk full');
    };
    expect(() => monthlySweep(rows, rules, under, { onFinding: full })).toThrow('disk full');
    expect(() => monthlySweep(rows, rules, under, { onCandidate: full })).toThrow('disk full');
    expect(() => monthlySweep(rows, rules, under, { onRecord: full })).toThrow('disk full');
  });

  it('is plain JSON, and the same bytes for the same ledger in any order [law 1]', () => {
    fc.assert(
      fc.property(shuffled, ([records, other]) => {
        const result = monthlySweep(records, rules, under);
        const bytes = JSON.stringify(result);
        expect(JSON.parse(bytes)).toEqual(result);
        expect(JSON.stringify(monthlySweep(other, rules, under))).toBe(bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('adds up [law 3]', () => {
    fc.assert(
      fc.property(ledgers, (records) => {
        let candidates = 0;
        const { accounts, standings, ages, quality, completeness } = monthlySweep(records, rules, under, {
          onCandidate: () => {
            candidates++;
          },
        });
        expect(accounts.acted + accounts.notDue + accounts.blocked + accounts.error).toBe(records.length);
        expect([accounts.read, quality.records, completeness.records]).toEqual(Array(3).fill(records.length));
        expect([sum(standings), sum(ages), candidates]).toEqual([records.length, records.length, accounts.acted]);
      }),
      { numRuns: 60 },
    );
  });
});

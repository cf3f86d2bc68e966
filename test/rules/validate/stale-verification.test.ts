import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quality } from '../../../src/engine/quality.js';
import { addDays } from '../../../src/rules/calendar/day.js';
import rule from '../../../src/rules/validate/stale-verification.js';
import { findings, given, record } from '../../support/records.js';

const under = given('2026-06-30');
const found = (fields: Parameters<typeof record>[0], asOf?: string) =>
  findings([rule], [record(fields)], asOf ? given(asOf) : under);

describe('validate/stale-verification', () => {
  it.each([
    ['2026-01-01', {}, '2026-07-01'],
    ['2025-08-31', {}, '2026-02-28'],
    ['2026-01-01', { grade: '重要客户' }, '2026-04-01'],
    ['2026-01-31', { value_class: '高价值' }, '2026-04-30'],
  ])('verified %s, %o: sound up to %s and stale the day after [S0-24, C11]', (day, fields, last) => {
    for (const field of ['verified_at', 'phone_verified_at', 'email_verified_at'] as const) {
      expect(found({ ...fields, [field]: day }, addDays(last, -1))).toEqual([]);
      expect(found({ ...fields, [field]: day }, last)).toEqual([]);
      const [finding] = found({ ...fields, [field]: day }, addDays(last, 1));
      expect(finding).toMatchObject({ messageId: 'stale', field, severity: 'warning', data: { due: last } });
      expect(finding?.data.clauses).toContain('S0-24');
    }
  });

  it('tells for each field how many are stale, as a count by hand does [S2-02]', () => {
    const days = ['2025-01-01', '2025-12-29', '2025-12-30', '2026-06-30', null, '去年'];
    const records = days.flatMap((verified_at, i) =>
      days.map((phone_verified_at, j) => record({ verified_at, phone_verified_at }, i * days.length + j + 1)),
    );
    const measured = quality([rule]);
    for (const one of records) measured.see(one);
    for (const finding of findings([rule], records, under)) measured.add(finding);
    const { fields, dimensions, sound } = measured.end();
    // Of the six days two are over: 2025-01-01 and 2025-12-29, for 2025-12-30 is due on the as-of day itself.
    expect(fields.map(({ field, warning }) => [field, warning])).toEqual([
      ['phone_verified_at', 12],
      ['verified_at', 12],
    ]);
    expect(sound).toBe(16);
    expect(dimensions.find(({ dimension }) => dimension === 'timeliness')?.sound).toBe(16);
  });

  it('never throws, whatever stands in the dates and the grades', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (verified_at, grade, lifecycle) => {
        expect(() => found({ verified_at, grade, lifecycle })).not.toThrow();
      }),
    );
  });
});

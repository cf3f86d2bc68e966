import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/model/policy.js';
import { addDays, fromDayNumber, toDayNumber } from '../../../src/rules/calendar/day.js';
import { endReached } from '../../../src/rules/calendar/period.js';
import { runningClock } from '../../../src/rules/dormant/silence.js';
import type { ExampleRecord } from '../../../src/rules/rule.js';
import { given, record } from '../../support/records.js';

const clock = (after: string, edge: Clock['edge'] = 'reached', on: Clock['on'] = 'interaction'): Clock => ({
  after,
  edge,
  on,
  source: [],
});

const day = fc.integer({ min: toDayNumber('1900-01-01'), max: toDayNumber('2100-12-31') }).map((n) => fromDayNumber(n));

describe('a running clock [C16]', () => {
  it('is over exactly where the period is, for every day, period and edge', () => {
    fc.assert(
      fc.property(
        day,
        day,
        fc.constantFrom('P1M', 'P3M', 'P6M', 'P1Y', 'P13M', 'P14D', 'P1D', 'P1Y1M3W', 'P40Y'),
        fc.constantFrom('reached' as const, 'exceeded' as const),
        (since, asOf, after, edge) => {
          expect(runningClock(clock(after, edge), given(asOf)).over(since)).toBe(endReached(since, after, asOf, edge));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is over exactly where the period is, on the days around its end', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('P1M', 'P3M', 'P6M'), fc.integer({ min: -3, max: 3 }), (asOf, after, off) => {
        const running = runningClock(clock(after, 'exceeded'), given(asOf));
        const months = Number(after.slice(1, -1));
        const near = addDays(asOf, -Math.round(months * 30.44) + off);
        fc.pre(near >= '1900');
        expect(running.over(near)).toBe(endReached(near, after, asOf, 'exceeded'));
      }),
      { numRuns: 3000 },
    );
  });

  it('knows no silence before 1900, nor one longer than the calendar', () => {
    expect(runningClock(clock('P3M'), given('1850-01-01')).over('1849-01-01')).toBe(false);
    expect(runningClock(clock('P9999Y'), given()).over('1900-01-01')).toBe(false);
    expect(runningClock(clock('P3M'), given('9999-12-31')).over('2100-12-31')).toBe(true);
  });
});

describe('measure', () => {
  const measure = (fields: ExampleRecord, on: Clock['on'] = 'interaction') =>
    runningClock(clock('P3M', 'reached', on), given('2024-06-15')).measure(
      record({ entered_on: '2024-06-01', ...fields }),
    );
  const since = (day: string, from: 'contact' | 'filing', over: boolean) => ({ known: true, since: day, from, over });

  it('takes the later of interaction and contact, or the contact alone [C03]', () => {
    const both = { last_interaction_at: '2024-06-10', last_contact_at: '2024-01-02' };
    expect(measure(both)).toEqual(since('2024-06-10', 'contact', false));
    expect(measure(both, 'contact')).toEqual(since('2024-01-02', 'contact', true));
    const turned = { last_interaction_at: '2024-01-02', last_contact_at: '2024-06-10' };
    expect(measure(turned)).toEqual(since('2024-06-10', 'contact', false));
    expect(measure({ last_interaction_at: '2024-06-10' }, 'contact')).toEqual(since('2024-06-01', 'filing', false));
  });

  it.each([
    ['2024/3/15', '2024-03-15'],
    ['2024.3.15', '2024-03-15'],
    ['20240315', '2024-03-15'],
    ['2024年3月15日', '2024-03-15'],
    ['2024-03-15 09:30:00', '2024-03-15'],
    ['２０２４－０３－１５', '2024-03-15'],
  ])('reads %s', (raw, day) => {
    expect(measure({ last_contact_at: raw })).toEqual(since(day, 'contact', true));
  });

  it('falls back to the day of filing, then of entry', () => {
    expect(measure({ registered_at: '2024-03-15' })).toEqual(since('2024-03-15', 'filing', true));
    expect(measure({})).toEqual(since('2024-06-01', 'filing', false));
    expect(measure({ registered_at: '去年' })).toEqual(since('2024-06-01', 'filing', false));
    expect(measure({ registered_at: '2025-01-01' })).toEqual(since('2024-06-01', 'filing', false));
    expect(measure({ last_contact_at: '' })).toEqual(since('2024-06-01', 'filing', false));
  });

  it('says nothing where a date might change the answer', () => {
    const unknown = (problem: string, field: string, value: string) => ({ known: false, problem, field, value });
    expect(measure({ last_contact_at: '上周' })).toEqual(unknown('unreadable', 'last_contact_at', '上周'));
    expect(measure({ last_contact_at: '2024-06-16' })).toEqual(unknown('future', 'last_contact_at', '2024-06-16'));
    expect(measure({ last_contact_at: '2024-01-01', last_interaction_at: '45366' })).toEqual(
      unknown('unreadable', 'last_interaction_at', '45366'),
    );
    expect(measure({ last_contact_at: '45366', last_interaction_at: '2024-01-01' })).toEqual(
      unknown('unreadable', 'last_contact_at', '45366'),
    );
    expect(measure({ last_contact_at: '2024-06-01', last_interaction_at: '上周' })).toEqual(
      since('2024-06-01', 'contact', false),
    );
  });

  it('never throws', () => {
    const text = fc.option(fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, text, text, (last_contact_at, last_interaction_at, registered_at) => {
        measure({ last_contact_at, last_interaction_at, registered_at });
      }),
    );
  });
});

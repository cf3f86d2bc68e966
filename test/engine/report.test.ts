/** What the reports of figures are made of: quarters, rows, values before and after, scheduled runs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../src/engine/report/coverage.js';
import { Moves } from '../../src/engine/report/moves.js';
import { monthsUpTo, quarterOf } from '../../src/engine/report/quarter.js';
import { Roll } from '../../src/engine/report/roll.js';
import { RowSet } from '../../src/engine/report/rows.js';
import { RunBook } from '../../src/engine/report/run-book.js';
import { runsBefore } from '../../src/engine/report/runs-before.js';
import { coverageSection, trendSection } from '../../src/engine/report/sections/oversight.js';
import { CustomerTrail, eventsOf, ValueTrail } from '../../src/engine/report/value-trail.js';
import type { KeptBefore, RunRecord } from '../../src/model/ledger.js';
import { given } from '../support/records.js';

describe('quarters', () => {
  it('are those of the calendar, whole', () => {
    expect(quarterOf('2026-06-30')).toEqual({ id: '2026-Q2', first: '2026-04-01', last: '2026-06-30' });
    expect(quarterOf('2026-01-01')).toEqual({ id: '2026-Q1', first: '2026-01-01', last: '2026-03-31' });
    expect(quarterOf('2024-12-31')).toEqual({ id: '2024-Q4', first: '2024-10-01', last: '2024-12-31' });
    for (let month = 1; month <= 12; month++) {
      const day = `2026-${String(month).padStart(2, '0')}-15`;
      const { first, last } = quarterOf(day);
      expect(first <= day && day <= last).toBe(true);
    }
    expect(monthsUpTo('2026-02-15', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  });
});

describe('rows behind figures', () => {
  const words = fc.constantFrom('a', 'b', 'c');
  const rowArb = fc.record({
    id: fc.integer({ min: 1, max: 20 }),
    cells: fc.tuple(words, words, fc.nat(9).map(String)),
  });

  it('their numbers, sums and groups are those of the rows that are written', () => {
    fc.assert(
      fc.property(fc.array(rowArb), words, (rows, word) => {
        const set = new RowSet('some', ['one', 'two', 'n'], 'customer', true);
        const light = new RowSet('some', ['one', 'two', 'n'], 'customer', false);
        const roll = new Roll(true, (id) => `S${id}`);
        roll.see({ id: 3, customer_no: 'SH2026003', owner: '王强' });
        roll.see({ id: 2000, customer_no: null, owner: null });
        for (const { id, cells } of rows) for (const one of [set, light]) one.add(cells, id);
        const written = [...set.rows(roll)];
        expect(written).toEqual(
          rows.map(({ id, cells }) => [id === 3 ? 'SH2026003' : `S${id}`, id === 3 ? '王强' : '', ...cells]),
        );
        expect(set.header).toHaveLength(5);
        const under = written.filter((row) => row[2] === word);
        for (const one of [set, light]) {
          expect(one.count({ one: word })).toBe(under.length);
          expect(one.sum('n', { one: [word] })).toBe(under.reduce((sum, row) => sum + Number(row[4]), 0));
          expect(one.groups(['one']).reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
        }
      }),
    );
  });

  it('a column that there is not is an error, never a zero', () => {
    expect(() => new RowSet('some', ['one'], 'nobody', false).count({ two: 'x' })).toThrow(RangeError);
  });

  it('more rows than one piece holds come back in order', () => {
    const set = new RowSet('many', ['n'], 'customer', true);
    for (let i = 0; i < 70_000; i++) set.add([String(i % 3)], i + 1);
    const roll = new Roll(true, () => null);
    const back = [...set.rows(roll)];
    expect(back).toHaveLength(70_000);
    expect(back[69_999]).toEqual(['#70000', '', String(69_999 % 3)]);
  });
});

describe('values before and after', () => {
  const fields = ['stage', 'grade', 'lifecycle'] as const;
  const value = fc.constantFrom('x', 'y', null);
  const change = fc.record({ field: fc.constantFrom(...fields), to: value, gap: fc.integer({ min: 0, max: 2 }) });

  it('what changes led to is told from what stood there before', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (steps) => {
        const now: Record<string, string | null> = { stage: null, grade: null, lifecycle: null };
        const kept: KeptBefore[] = [];
        const truth: [number, string, string | null, string | null][] = [];
        let seq = 1;
        for (const { field, to, gap } of steps) {
          // One event changes a field once.
          if (gap > 0 || kept.some((one) => one.seq === seq && one.field === field)) seq += Math.max(gap, 1);
          kept.push({ customer: 7, seq, field, before: now[field] ?? null, known: true });
          truth.push([seq, field, now[field] ?? null, to]);
          now[field] = to;
        }
        const events = eventsOf(kept, (field) => now[field]);
        expect(events.flatMap(({ seq: at, changes }) => changes.map((c) => [at, c.field, c.before, c.after]))).toEqual(
          truth,
        );
        for (const { seq: at, left } of events)
          for (const field of fields) {
            const last = truth.filter(([of, name]) => name === field && of <= at).at(-1);
            expect(left(field)).toBe(last === undefined ? null : last[3]);
          }
      }),
    );
  });

  it('a value that was destroyed is not known, on either side', () => {
    const kept: KeptBefore[] = [
      { customer: 1, seq: 1, field: 'stage', before: 'x', known: true },
      { customer: 1, seq: 2, field: 'stage', before: null, known: false },
    ];
    const [first, second] = eventsOf(kept, () => 'z');
    expect(first?.changes).toEqual([{ field: 'stage', before: 'x', after: null, known: false }]);
    expect(second?.changes).toEqual([{ field: 'stage', before: null, after: 'z', known: false }]);
    expect(eventsOf(kept.slice(0, 1), () => undefined)[0]?.changes[0]).toMatchObject({ after: null, known: false });
  });

  it('the stream is taken customer by customer; those nobody asks for are handed out apart', () => {
    const kept = [[1], [2, 2], [4], [5, 5]].map((ids) =>
      ids.map((customer, seq): KeptBefore => ({ customer, seq, field: 'stage', before: null, known: true })),
    );
    const others: [number, number][] = [];
    const trail = new ValueTrail(kept, (id, changes) => others.push([id, changes.length]));
    expect([2, 3].map((id) => trail.of(id).length)).toEqual([2, 0]);
    trail.end();
    expect(others).toEqual([
      [1, 1],
      [4, 1],
      [5, 2],
    ]);
  });
});

describe('moves of one who was destroyed since', () => {
  const runs = new RunBook();
  const commands = ['update', 'dormant flag', 'archive', 'verify import', 'classify apply', 'review approve'];
  commands.forEach((command, i) => {
    const seq = 10 * (i + 1);
    const of = { actor: 'li.na', role: '', ts: `2026-05-0${i + 1}T02:00:00.000Z`, asOf: `2026-05-0${i + 1}` };
    const rest = { customers: 1, undoneBy: null, policyHash: '', reason: null, input: null, period: null, counts: {} };
    runs.add({ run: i + 1, seq, command, ...of, ...rest }, of.asOf);
  });
  const change = (seq: number, field: string, before: string | null, known: boolean): KeptBefore => ({
    ...{ customer: 7, seq, field, before, known },
  });
  const told = (known: boolean) => {
    const moves = new Moves(given('2026-06-30'), runs, { from: 1, before: 100 }, true);
    const kept = [
      change(9, 'stage', known ? '潜在客户' : null, known),
      change(19, 'lifecycle', null, known),
      change(29, 'lifecycle', known ? '休眠' : null, known),
      change(39, 'verify_result', null, known),
      change(49, 'grade', null, known),
      change(59, 'review_state', null, known),
    ];
    const now: Record<string, string> = {
      stage: '意向客户',
      lifecycle: '归档',
      verify_result: '失联',
      grade: '重要客户',
    };
    moves.see(7, new CustomerTrail(kept, (field) => (known ? (now[field] ?? null) : undefined)).events);
    return moves;
  };

  it('[S3-20, S4-24] count as they did before, without the values', () => {
    const [before, after] = [told(true), told(false)];
    for (const set of ['stages', 'regrades', 'dormancy', 'timeliness'] as const)
      expect([set, after[set].count()]).toEqual([set, before[set].count()]);
    expect([before.stages.count(), before.regrades.count(), before.dormancy.count()]).toEqual([1, 1, 3]);
    expect(after.dormancy.count({ what: 'archived' })).toBe(1);
    expect(after.dormancy.count({ what: 'result', result: 'destroyed' })).toBe(1);
    expect(after.stages.count({ from: 'destroyed', to: 'destroyed', forward: 'unknown' })).toBe(1);
    expect(after.regrades.count({ dimension: 'grade', direction: 'destroyed' })).toBe(1);
  });
});

describe('scheduled runs', () => {
  const run = (more: Partial<RunRecord>): RunRecord => ({
    ...{ run: 1, seq: 1, ts: '2026-01-01T00:00:00.000Z', actor: 'cron', role: 'cron', customers: 10, undoneBy: null },
    ...{
      command: 'sweep monthly',
      asOf: '2026-01-31',
      policyHash: '',
      reason: null,
      input: null,
      period: null,
      counts: {},
    },
    ...more,
  });
  const accounts = { read: 10, acted: 1, notDue: 8, blocked: 1, error: 0 };

  it('[S0-28, C17] made, undone and missed; how much of the ledger each accounted for', () => {
    const made = coverage(
      given('2026-04-30'),
      [
        run({ run: 1, command: 'import', asOf: '2026-01-05', counts: { read: 10 } }),
        run({ run: 2, asOf: '2026-01-31', period: '2026-01', counts: accounts }),
        run({ run: 3, asOf: '2026-02-28', period: '2026-02', counts: accounts, undoneBy: 4 }),
        run({ run: 5, asOf: '2026-04-30', period: '2026-04', customers: 20, counts: accounts }),
        run({ run: 6, asOf: '2026-05-31', period: '2026-05', counts: accounts }),
      ],
      true,
    );
    const figures = new Map(coverageSection(made, given('2026-04-30')).figures.map(({ id, value }) => [id, value]));
    expect(figures.get('coverage.monthly.made')).toBe(2);
    expect(figures.get('coverage.monthly.undone')).toBe(1);
    expect(figures.get('coverage.monthly.missed')).toBe(2);
    expect([...figures.keys()].filter((id) => id.startsWith('coverage.monthly.missed.'))).toEqual([
      'coverage.monthly.missed.2026-02',
      'coverage.monthly.missed.2026-03',
    ]);
    expect(figures.get('coverage.monthly.run.2.share')).toBe(100);
    expect(figures.get('coverage.monthly.run.5.share')).toBe(50);
    expect(figures.has('coverage.monthly.run.6.share')).toBe(false);
  });

  it('[S0-28] runs stand by period, and those of one period by their numbers', () => {
    const sweeps = [
      run({ run: 3, asOf: '2026-01-31', period: '2026-01', counts: accounts }),
      run({ run: 10, asOf: '2026-04-30', period: '2026-04', counts: accounts, undoneBy: 11 }),
      run({ run: 9, asOf: '2026-04-30', period: '2026-04', counts: accounts, undoneBy: 10 }),
      run({ run: 21, asOf: '2026-05-31', period: '2026-05', counts: accounts }),
      run({ run: 100, asOf: '2026-05-31', period: '2026-02', counts: accounts }),
    ];
    const { figures } = coverageSection(coverage(given('2026-05-31'), sweeps, false), given('2026-05-31'));
    expect(figures.filter(({ unit }) => unit === '%').map(({ id }) => id.split('.')[3])).toEqual([
      ...['3', '100', '9', '10', '21'],
    ]);
  });

  it('[S0-28, C17] before an event there is no later run, and what was undone or brought back later was not', () => {
    const runs = [
      run({ run: 1, seq: 10, undoneBy: 4 }),
      run({ run: 2, seq: 20, undoneBy: null }),
      run({ run: 3, seq: 30, command: 'undo', undoes: 2, undoneBy: 5 }),
      run({ run: 4, seq: 40, command: 'undo', undoes: 1 }),
      run({ run: 5, seq: 50, command: 'undo', undoes: 3 }),
    ];
    const at = (before: number) => [...runsBefore(() => runs, before)].map((one) => [one.run, one.undoneBy]);
    expect(at(51)).toEqual(runs.map((one) => [one.run, one.undoneBy]));
    expect(at(41)).toEqual([
      [1, 4],
      [2, 3],
      [3, null],
      [4, null],
    ]);
    expect(at(30)).toEqual([
      [1, null],
      [2, null],
    ]);
  });

  it('[S0-28] the trend is what the sweeps recorded, with the months that they caught up, and says where nothing was', () => {
    const headline = { ...accounts, formal: 9, sound: 5, complete: 7, silent: 2 };
    const caught = Object.fromEntries(
      Object.entries({ ...headline, sound: 6 }).map(([key, n]) => [`2026-02 ${key}`, n]),
    );
    const made = coverage(
      given('2026-03-31'),
      [
        run({ run: 1, asOf: '2026-01-31', period: '2026-01', counts: accounts }),
        run({ run: 2, asOf: '2026-03-31', period: '2026-02,2026-03', counts: { ...headline, ...caught } }),
      ],
      false,
    );
    const { figures } = trendSection(made);
    const values = figures.filter(({ id }) => /sound|read/.test(id)).map(({ id, value }) => [id, value]);
    expect(values).toEqual([
      ['trend.2026-01.read', 10],
      ['trend.2026-02.read', 10],
      ['trend.2026-03.read', 10],
      ['trend.2026-01.sound', null],
      ['trend.2026-02.sound', 60],
      ['trend.2026-03.sound', 50],
    ]);
  });
});

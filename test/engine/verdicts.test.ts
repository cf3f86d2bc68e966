import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluation, verdictBook } from '../../src/engine/evaluate.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import { fieldKeys, fieldOf } from '../../src/model/fields.js';
import type { Finding } from '../../src/model/finding.js';
import type { Given } from '../../src/model/given.js';
import type { Verdicts } from '../../src/model/verdicts.js';
import { rules } from '../../src/rules/registry.gen.js';
import { datedRule, type RecordRule, type Rule, recordRule } from '../../src/rules/rule.js';
import { findings, given, record } from '../support/records.js';
import { ledgers } from '../support/sample-records.js';

/** A pass over all records, and what it leaves to be remembered. */
function pass(
  chosen: readonly Rule[],
  records: readonly CustomerRecord[],
  under: Given,
  remembered: Verdicts | null,
): { readonly found: Finding[]; readonly verdicts: Verdicts | null } {
  const found: Finding[] = [];
  const book = verdictBook(chosen, under, remembered);
  const work = evaluation(chosen, under, (finding) => found.push(finding), book);
  work.seeAll(records, (_, failure) => {
    if (failure !== undefined) throw failure;
  });
  work.end();
  return { found, verdicts: book.verdicts() };
}

const plain = (records: readonly CustomerRecord[], under: Given, chosen: readonly Rule[] = rules): Finding[] => {
  const found: Finding[] = [];
  const work = evaluation(chosen, under, (finding) => found.push(finding));
  for (const one of records) work.see(one);
  work.end();
  return found;
};

const days = fc.constantFrom('2020-01-01', '2026-03-31', '2026-06-30', '2026-07-01', '2026-07-02', '2032-01-01');
const texts = {
  title: { zh: '试', en: 'try' },
  why: { zh: '试', en: 'try' },
  mend: { zh: '试', en: 'try' },
  messages: { bad: { zh: '坏', en: 'bad' } },
  clauses: ['S0-12'],
  severity: 'error',
  family: 'accuracy',
  dimension: 'accuracy',
  examples: [
    { record: {}, expect: [] },
    { record: { name: '坏' }, expect: ['bad'] },
  ],
} as const;

/** A rule of each kind that finds those called 坏, and says whom it looked at. */
function watched(seen: string[]): readonly RecordRule[] {
  const judge =
    (id: string) =>
    () =>
    (one: CustomerRecord, report: (messageId: 'bad', field: 'name') => void): void => {
      seen.push(`${id} ${one.id}`);
      if (one.name === '坏') report('bad', 'name');
    };
  return [
    recordRule({ ...texts, id: 'test/always', judge: judge('always') }),
    datedRule({ ...texts, id: 'test/onwards', clean: 'onwards', judge: judge('onwards') }),
    datedRule({ ...texts, id: 'test/never', clean: 'never', judge: judge('never') }),
  ];
}

describe('remembered verdicts', () => {
  it('change no finding, whatever is remembered, on whichever day, whoever changed since [law 1]', () => {
    fc.assert(
      fc.property(
        ledgers,
        ledgers,
        fc.array(fc.tuple(days, fc.boolean()), { minLength: 2, maxLength: 4 }),
        (first, others, steps) => {
          let records: readonly CustomerRecord[] = first;
          let remembered: Verdicts | null = null;
          for (const [asOf, changes] of steps) {
            if (changes)
              records = records.map((one, i) => {
                const other = others[i];
                return other === undefined || i % 2 === 0 ? one : { ...other, id: one.id, version: one.version + 1 };
              });
            const { found, verdicts } = pass(rules, records, given(asOf), remembered);
            expect(found).toEqual(plain(records, given(asOf)));
            // A rule chosen by itself makes use of what is remembered of all.
            const some = rules.filter((rule) => rule.id.startsWith('number/'));
            expect(pass(some, records, given(asOf), verdicts ?? remembered).found).toEqual(
              plain(records, given(asOf), some),
            );
            remembered = verdicts ?? remembered;
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keep a rule from looking again where it found nothing, as long as that must hold', () => {
    const seen: string[] = [];
    const own = watched(seen);
    const records = [record({ name: '好' }, 1), record({ name: '坏' }, 2), record({ name: '新' }, 3)];
    const looked = (list: readonly CustomerRecord[], asOf: string, remembered: Verdicts | null) => {
      seen.length = 0;
      const { verdicts } = pass(own, list, given(asOf), remembered);
      return { seen: [...seen], verdicts };
    };
    const first = looked(records, '2026-06-30', null);
    expect(first.seen).toHaveLength(9);
    expect(first.verdicts).toMatchObject({
      asOf: '2026-06-30',
      sets: [[], ['test/always'], ['test/always', 'test/onwards']],
    });

    const later = looked(records, '2026-07-01', first.verdicts);
    expect(later.seen).toEqual(['always 2', 'onwards 2', 'never 1', 'never 2', 'never 3']);
    expect(later.verdicts).toBeNull();

    const earlier = looked(records, '2026-06-29', first.verdicts);
    expect(earlier.seen).toEqual(['always 2', 'onwards 1', 'onwards 2', 'onwards 3', 'never 1', 'never 2', 'never 3']);
    expect(earlier.verdicts?.asOf).toBe('2026-06-29');

    const changed = [records[0], { ...records[1], version: 2, name: '好' }, records[2]] as CustomerRecord[];
    const mended = looked(changed, '2026-07-01', first.verdicts);
    expect(mended.seen).toEqual(['always 2', 'onwards 2', 'never 1', 'never 2', 'never 3']);
    expect(looked(changed, '2026-07-01', mended.verdicts).seen).toEqual(['never 1', 'never 2', 'never 3']);
  });

  it('say nothing of whom a rule failed on, nor of a version that is too high', () => {
    const failing = recordRule({
      ...texts,
      id: 'test/failing',
      judge: () => (one) => {
        if (one.name === '坏') throw new Error('failed');
      },
    });
    const book = verdictBook([failing], given(), null);
    const failures: unknown[] = [];
    evaluation([failing], given(), () => undefined, book).seeAll(
      [record({ name: '好' }, 1), record({ name: '坏' }, 2), { ...record({ name: '好' }, 3), version: 256 }],
      (_, failure) => failures.push(failure),
    );
    expect(failures.map((failure) => failure !== undefined)).toEqual([false, true, false]);
    expect([...(book.verdicts()?.found ?? [])]).toEqual([0, 1]);
  });

  it('a rule that says so finds nothing later where it found nothing before', () => {
    const lasting = rules.filter((rule) => rule.kind === 'record' && rule.clean === 'onwards') as RecordRule[];
    expect(lasting.map(({ id }) => id)).toEqual(['number/format', 'validate/date']);
    const day = fc.option(fc.constantFrom('2026-03-31', '2026/7/1', '2026-07-02', '7/1/2026', '2031年1月1日', '?'), {
      nil: null,
    });
    const dated = fieldKeys.filter((key) => fieldOf(key).kind === 'date');
    const anyone = fc.record({
      ...Object.fromEntries(dated.map((key) => [key, day])),
      customer_no: fc.constantFrom('SH2026001', 'SH2027001', 'C-M-2032-005', null),
      stage: fc.constantFrom('合作中', '潜在客户', null),
      growth_potential: fc.constantFrom('4', null),
    });
    fc.assert(
      fc.property(anyone, days, days, (fields, one, other) => {
        const [before, after] = one < other ? [one, other] : [other, one];
        for (const rule of lasting)
          if (findings([rule], [record(fields)], given(before)).length === 0)
            expect(findings([rule], [record(fields)], given(after))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a timeless rule is given no day', () => {
    const given_: Given = {
      ...given(),
      get asOf(): string {
        throw new Error('a timeless rule asked for the day');
      },
    };
    const timeless = rules.filter((rule) => rule.kind === 'record' && rule.clean === 'always') as RecordRule[];
    expect(timeless.length).toBeGreaterThan(20);
    for (const rule of timeless)
      for (const example of rule.examples) rule.judge(given_)(record(example.record), () => undefined);
  });
});

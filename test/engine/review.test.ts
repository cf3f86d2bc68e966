import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enteredIn, entryReader } from '../../src/engine/entries.js';
import { approval, prechecking, quarantining, type Reviewed, releasing, returning } from '../../src/engine/review.js';
import { type ReviewFacts, reviewFacts } from '../../src/engine/review-facts.js';
import { queueReads, reviewQueue } from '../../src/engine/review-queue.js';
import type { HistoryEntry } from '../../src/model/audit.js';
import type { Entry, RunRecord } from '../../src/model/ledger.js';
import { defaultPolicy } from '../../src/policy/default.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import phone from '../../src/rules/validate/phone.js';
import { given, record } from '../support/records.js';

const under = given('2026-11-30');
const zhang = { actor: '张主管', role: 'supervisor' };
const entry: Entry = { actor: '李娜', role: 'data_maintenance', run: 2, ts: '2026-11-27T08:00:00.000Z' };
const none: ReviewFacts = { returned: null, resubmitted: null, approved: null, quarantined: null };
const step = { by: '张主管', run: 3, day: '2026-11-28', reason: '缺地址' };
const of = (fields: ExampleRecord, facts: ReviewFacts | null = null): Reviewed => ({
  record: record({ review_state: '已提交', ...fields }),
  entry,
  facts,
});
const options = { note: undefined, acceptFindings: false };
const approve = (reviewed: Reviewed, more: object = {}, by = zhang, at = under) => {
  const verdict = approval(at, by, [phone], { ...options, ...more })(reviewed);
  return verdict.verdict === 'blocked' ? verdict.why : verdict.verdict;
};

describe('approval', () => {
  it('makes a submitted customer formal [S2-17]', () => {
    expect(approval(under, zhang, [phone], options)(of({}))).toEqual({
      verdict: 'changed',
      change: {
        kind: 'update',
        id: 1,
        expect: 1,
        set: { review_state: '复核通过' },
        reasons: [{ rule: 'review/approve', clause: 'S0-18', data: {}, note: undefined }],
      },
      accepted: [],
      prechecked: false,
    });
  });

  it.each<[string, Reviewed, string]>([
    ['the entrant by the trail', { ...of({}), entry: { ...entry, actor: '张主管' } }, 'own-entry'],
    ['the entrant by the record', of({ entered_by: '张 主管' }), 'own-entry'],
    ['who submitted it again', of({}, { ...none, resubmitted: step }), 'own-entry'],
    ['the owner', of({ owner: '张主管' }), 'own-customer'],
  ])('not by %s [S1-02, C12]', (_, reviewed, why) => expect(approve(reviewed)).toBe(why));

  it.each<[string, Reviewed, object, string]>([
    ['approved before', of({ review_state: '复核通过' }), {}, 'unchanged'],
    ['a draft', of({ review_state: '草稿' }), {}, 'draft'],
    ['quarantined', of({ lifecycle: '隔离' }), {}, 'quarantined'],
    [
      'returned and not changed since',
      of({ review_state: '退回' }, { ...none, returned: { ...step, changedSince: false } }),
      {},
      'unchanged',
    ],
    [
      'returned, with a note',
      of({ review_state: '退回' }, { ...none, returned: { ...step, changedSince: false } }),
      { note: '电话确认无误' },
      'changed',
    ],
    [
      'returned and changed since',
      of({ review_state: '退回' }, { ...none, returned: { ...step, changedSince: true } }),
      {},
      'changed',
    ],
    ['with an error of a record rule', of({ phone: '123' }), {}, 'findings'],
    ['with an accepted error', of({ phone: '123' }), { acceptFindings: true }, 'changed'],
  ])('%s [S0-19, S0-20]', (_, reviewed, more, expected) => expect(approve(reviewed, more)).toBe(expected));

  it('an accepted finding is named in the reasons, by rule [S0-19]', () => {
    const verdict = approval(under, zhang, [phone], { ...options, acceptFindings: true })(of({ phone: '123' }));
    expect(verdict).toMatchObject({
      change: { reasons: [{ rule: 'review/approve' }, { rule: 'validate/phone', clause: 'S0-19' }] },
    });
  });

  it('the policy decides whether a record without first check is approved [S4-06, C12]', () => {
    const policy = { ...defaultPolicy, review: { ...defaultPolicy.review, requirePrecheck: true } };
    const strict = { ...under, policy };
    expect(approve(of({}), {}, zhang, strict)).toBe('unchecked');
    expect(approve(of({ prechecked_at: '2026-11-30' }), {}, zhang, strict)).toBe('changed');
    expect(approve(of({ prechecked_at: '2026-12-01' }), {}, zhang, strict)).toBe('unchecked');
  });
});

describe('the other steps', () => {
  const why = (verdict: ReturnType<ReturnType<typeof returning>>) =>
    verdict.verdict === 'blocked' ? verdict.why : verdict.verdict === 'changed' ? verdict.change.set : 'unchanged';

  it('only what was submitted is returned [S0-20]', () => {
    const work = returning(under);
    expect(['已提交', '退回', '复核通过', '草稿'].map((review_state) => why(work(of({ review_state }))))).toEqual([
      { review_state: '退回' },
      'unchanged',
      'reviewed',
      'draft',
    ]);
  });

  it('the owner makes the first check, and nobody else [S4-06, C12]', () => {
    const work = prechecking(under, { actor: '王强', role: 'sales' });
    expect(why(work(of({ owner: '王强' })))).toEqual({ prechecked_at: '2026-11-30' });
    expect(why(work(of({ owner: '赵敏' })))).toBe('not-owner');
    expect(why(work(of({})))).toBe('not-owner');
    expect(why(work(of({ owner: '王强', prechecked_at: '2026-11-28' })))).toBe('unchanged');
  });

  it('quarantine and release are each other’s inverse [C08]', () => {
    const into = quarantining(under, '空号');
    expect(why(into(of({ lifecycle: '休眠' })))).toEqual({ lifecycle: '隔离', invalid_reason: '空号' });
    expect(why(into(of({ lifecycle: '隔离' })))).toBe('unchanged');
    const out = releasing(under);
    const facts = { ...none, quarantined: { ...step, before: '休眠' } };
    expect(why(out(of({ lifecycle: '隔离', invalid_reason: '空号' }, facts)))).toEqual({
      lifecycle: '休眠',
      invalid_reason: null,
    });
    expect(why(out(of({ lifecycle: '隔离' })))).toEqual({ lifecycle: '正常', invalid_reason: null });
    expect(why(out(of({})))).toBe('unchanged');
  });
});

describe('reviewFacts', () => {
  const event = (run: number, ...changes: [string, string | null, string | null][]): HistoryEntry => ({
    seq: run,
    ts: '',
    actor: `p${run}`,
    role: 'r',
    op: 'update',
    run,
    rule: null,
    clauses: [],
    note: null,
    changes: changes.map(([field, before, after]) => ({ field, before, after, erased: false })),
  });
  const runOf = (run: number) => ({ asOf: `2026-11-0${run}`, reason: `why ${run}` }) as RunRecord;
  const facts = (...events: HistoryEntry[]) => reviewFacts(defaultPolicy, events, runOf);

  it('tells the return, its reason, and whether anything was changed since [S0-20]', () => {
    const returned = event(2, ['review_state', '已提交', '退回']);
    expect(facts(returned).returned).toEqual({
      by: 'p2',
      run: 2,
      day: '2026-11-02',
      reason: 'why 2',
      changedSince: false,
    });
    expect(facts(returned, event(3, ['prechecked_at', null, '2026-11-03'])).returned?.changedSince).toBe(false);
    const mended = facts(returned, event(4, ['phone', '1', '2'], ['review_state', '退回', '已提交']));
    expect([mended.returned?.changedSince, mended.resubmitted?.by]).toEqual([true, 'p4']);
    const again = facts(
      returned,
      event(4, ['phone', '1', '2'], ['review_state', '退回', '已提交']),
      event(5, ['review_state', '已提交', '退回']),
    );
    expect([again.returned?.run, again.returned?.changedSince, again.resubmitted]).toEqual([5, false, null]);
  });

  it('tells the approval, and what was before a quarantine that is in force [C08]', () => {
    const into = event(2, ['lifecycle', '休眠', '隔离']);
    expect(facts(event(1, ['review_state', '已提交', '复核通过'])).approved?.run).toBe(1);
    expect(facts(into).quarantined?.before).toBe('休眠');
    expect(facts(into, event(3, ['lifecycle', '隔离', '休眠'])).quarantined).toBeNull();
  });
});

describe('reviewQueue', () => {
  const queue = reviewQueue(under, { entry: () => entry, facts: () => null });
  it.each([
    ['已提交', null, 'submitted'],
    [null, null, 'submitted'],
    ['退回', null, 'returned'],
    ['复核通过', null, undefined],
    ['草稿', null, undefined],
    ['复核通过', '隔离', 'quarantine'],
  ])('%s, %s waits as %s', (review_state, lifecycle, what) => {
    expect(queue(record({ review_state, lifecycle }))?.what).toBe(what);
  });

  it('reads no more than it says', () => {
    const reads = queueReads(under);
    fc.assert(
      fc.property(
        fc.constantFrom('已提交', '退回', '复核通过'),
        fc.constantFrom(null, '隔离'),
        (review_state, lifecycle) => {
          const whole = record({
            review_state,
            lifecycle,
            collected_at: '2026-11-20',
            registered_at: '2026-11-21',
            name: '甲',
          });
          const partly = record(Object.fromEntries(reads.map((key) => [key, whole[key]])));
          expect(queue(partly)).toEqual(queue(whole));
        },
      ),
    );
  });
});

describe('entries', () => {
  /** Runs entered so many customers each; some none. */
  const ledgerOf = (sizes: readonly number[]) => {
    const owner = sizes.flatMap((size, run) => new Array<number>(size).fill(run + 1));
    return (id: number): Entry | null =>
      id >= 1 && id <= owner.length ? { ...entry, run: owner[id - 1] as number } : null;
  };
  const sizes = fc.array(fc.nat(40), { maxLength: 8 });

  it('finds the customers of every run', () => {
    fc.assert(
      fc.property(sizes, (all) => {
        const entryOf = ledgerOf(all);
        let first = 1;
        for (const [i, size] of all.entries()) {
          expect(enteredIn(entryOf, i + 1)).toEqual({ first, end: first + size });
          first += size;
        }
      }),
    );
  });

  it('asks the ledger once a run, nearly, and answers as it does', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.integer({ min: 1, max: 400 })), (all, ids) => {
        const entryOf = ledgerOf(all);
        const read = entryReader(entryOf);
        for (const id of ids) expect(read(id)).toEqual(entryOf(id));
      }),
    );
    let asked = 0;
    const read = entryReader((id) => {
      asked++;
      return ledgerOf([10_000])(id);
    });
    for (let id = 1; id <= 10_000; id++) read(id);
    expect(asked).toBeLessThan(60);
  });
});

/** What every kind of ledger must do, in one suite (law 7). */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerRecord } from '../../src/model/customer.js';
import { fieldKeys } from '../../src/model/fields.js';
import type { IdentityKey, Ledger } from '../../src/model/ledger.js';
import type { Change, ChildRow, FieldValues, HeldRow } from '../../src/model/plan.js';
import { applyAll, by, codeOf, ended, info, insertOf, now, startChild, updateOf } from './helpers.js';

/** One new, empty ledger for one test. */
export interface LedgerFixture {
  readonly path: string;
  readonly ledger: Ledger;
  /** Opens the same ledger once more, beside those that are open. */
  open(options: { readonly write: boolean; readonly wait?: number }): Ledger;
  dispose(): void;
}

const held = (record: number, against: number | null = null): HeldRow => ({
  record,
  line: record + 1,
  why: 'duplicate',
  rule: 'dedupe/exact',
  against,
  row: JSON.stringify({ 客户名称: '上海云帆信息科技有限公司', 电话: '021-5080 1234' }),
});

const call = (customer: number, at: string): ChildRow => ({
  table: 'interactions',
  customer,
  at,
  kind: '电话',
  actor: 'li.na',
  summary: '确认交货日期',
  result: null,
});

const only = (values: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null)) as FieldValues;

const fieldsOf = (record: CustomerRecord | null): FieldValues => {
  if (record === null) throw new Error('no such customer');
  return only(Object.fromEntries(fieldKeys.map((key) => [key, record[key]])) as FieldValues);
};

export function conformance(name: string, make: () => Promise<LedgerFixture>): void {
  describe(`${name} as a ledger`, () => {
    let fixture: LedgerFixture;
    let ledger: Ledger;
    beforeEach(async () => {
      fixture = await make();
      ledger = fixture.ledger;
    });
    afterEach(() => fixture.dispose());

    const faults = () => ledger.verify().faults;

    describe('new', () => {
      it('is empty, and its chain begins with its creation', () => {
        expect(ledger.count()).toBe(0);
        expect([...ledger.read()]).toEqual([]);
        expect([...ledger.audit()].map((e) => [e.seq, e.op, e.actor])).toEqual([[1, 'create', by.actor]]);
        expect(ledger.head().size).toBe(1);
        expect(ledger.get(1)).toBeNull();
        expect(ledger.run(1)).toBeNull();
        expect([...ledger.history(1)]).toEqual([]);
        expect(ledger.lastSerial('region-year-serial', 'SH2026')).toBe(0);
        expect(faults()).toEqual([]);
      });

      it('has an identity of its own', async () => {
        const other = await make();
        expect(other.ledger.info.uuid).not.toBe(ledger.info.uuid);
        other.dispose();
      });
    });

    describe('inserts', () => {
      it('keeps every declared field, undeclared columns, and nothing else [S2-01]', () => {
        const set = Object.fromEntries(fieldKeys.map((key) => [key, `${key} 值`])) as FieldValues;
        const extra = JSON.stringify({ 车牌: '沪A·12345' });
        const applied = applyAll(ledger, [insertOf(set, extra)]);
        expect(applied).toEqual({ run: 1, inserted: 1, updated: 0, aside: 0, back: 0, stale: [] });
        expect(ledger.get(1)).toEqual({ id: 1, entered_on: '2026-11-21', version: 1, extra, ...set });
        expect([...ledger.read()]).toEqual([ledger.get(1)]);
        expect(faults()).toEqual([]);
      });

      it('keeps values exactly: spaces, control characters, emoji, quotes, long text; blank is null (law 8)', () => {
        const values = [
          '  王 伟 ',
          'a\u0000b',
          '👩‍👩‍👧',
          `O'Brien "x" \\ \n\t`,
          '长'.repeat(100_000),
          'ﬁ\u202e',
          '0755123',
          '𠮷野家',
        ];
        applyAll(ledger, [...values.map((name) => insertOf({ name })), insertOf({ name: '', phone: null })]);
        expect([...ledger.read()].map((c) => c.name)).toEqual([...values, null]);
        expect(faults()).toEqual([]);
      });

      it('tells what values were before, whatever they were; notes are no values', () => {
        const values = ['2:洽谈', '𠮷', 'a\u0000b', null, '5:stage', '+7:-', '长'.repeat(3000), '\ufffd', '12'];
        applyAll(ledger, [insertOf({ name: '甲', stage: values[0] ?? null }), insertOf({ name: '乙', phone: '138' })]);
        values.slice(1).forEach((stage, i) => {
          applyAll(ledger, [updateOf(1, i + 1, { stage, remark: `𠮷${i}` }, `第${i}次`)]);
        });
        applyAll(ledger, [updateOf(2, 1, { phone: null })]);
        const told = [...ledger.valueTrail(['stage'])].map((kept) =>
          kept.map(({ customer, field, before, known }) => [customer, field, before, known]),
        );
        const stages = values.slice(0, -1).map((before) => [1, 'stage', before, true]);
        expect(told[0]?.filter(([, field]) => field === 'stage')).toEqual(stages);
        // What was not asked for is only said to have changed.
        expect(told[0]?.filter(([, field]) => field === 'remark')).toEqual(stages.map(() => [1, 'remark', null, true]));
        expect(told.slice(1)).toEqual([[[2, 'phone', null, true]]]);
        expect(faults()).toEqual([]);
      });

      it('keeps half a surrogate pair as U+FFFD, and finds it by either', () => {
        applyAll(ledger, [insertOf({ phone: '\ud800138' }), insertOf({ phone: '138\udc00' })]);
        expect(ledger.get(1)?.phone).toBe('\ufffd138');
        expect(ledger.find('phone', '\ud800138')).toEqual([1]);
        expect(ledger.find('phone', '138\ufffd')).toEqual([2]);
        expect(faults()).toEqual([]);
      });

      it('gives ids in order, over many runs and more than one event of digests', () => {
        const rows = (from: number, n: number) =>
          Array.from({ length: n }, (_, i) => insertOf({ name: `第${from + i}号商行` }));
        applyAll(ledger, rows(1, 2500));
        applyAll(ledger, rows(2501, 1));
        applyAll(ledger, rows(2502, 1000));
        let id = 0;
        for (const customer of ledger.read()) {
          id += 1;
          expect(customer.id).toBe(id);
          expect(customer.name).toBe(`第${id}号商行`);
        }
        expect(id).toBe(3501);
        expect([...ledger.audit()].filter((e) => e.op === 'insert').map((e) => e.subject)).toEqual([
          null,
          null,
          null,
          2501,
          null,
        ]);
        for (const at of [1, 1000, 1001, 2500, 2501, 2502, 3501]) {
          expect([...ledger.history(at)].map((e) => e.changes)).toEqual([
            [{ field: 'name', before: null, after: `第${at}号商行`, erased: false }],
          ]);
        }
        expect(faults()).toEqual([]);
      });

      it('can be staged while customers are being read', () => {
        applyAll(
          ledger,
          Array.from({ length: 600 }, (_, i) => insertOf({ name: `客户${i}` })),
        );
        const draft = ledger.draft();
        for (const c of ledger.read()) draft.add(updateOf(c.id, c.version, { grade: 'A' }));
        expect(ledger.apply(draft, info({ command: 'classify' }), by, now).updated).toBe(600);
        expect([...ledger.read()].every((c) => c.grade === 'A')).toBe(true);
      });
    });

    describe('updates', () => {
      beforeEach(() => {
        applyAll(ledger, [
          insertOf({ name: '苏州启明电子有限公司', phone: '0512-6288 0101', stage: '意向' }),
          insertOf({ name: '宁波海天贸易有限公司', phone: '0574-8765 4321' }),
        ]);
      });

      it('change what they name, raise the version, and leave before and after in the trail [S0-25] [S0-27]', () => {
        const applied = applyAll(ledger, [updateOf(1, 1, { phone: '0512-6288 0102', stage: null }, '客户来电')], {
          command: 'update',
        });
        expect(applied).toEqual({ run: 2, inserted: 0, updated: 1, aside: 0, back: 0, stale: [] });
        expect(ledger.get(1)).toMatchObject({ version: 2, phone: '0512-6288 0102', stage: null });
        const [entered, changed] = [...ledger.history(1)];
        expect(entered).toMatchObject({ op: 'insert', run: 1, rule: 'intake/new', clauses: ['S1-13'], note: null });
        expect(entered?.changes.find((c) => c.field === 'stage')?.after).toBe('意向');
        expect(changed).toMatchObject({
          op: 'update',
          run: 2,
          actor: by.actor,
          role: by.role,
          rule: 'update/by-hand',
          clauses: ['S0-25'],
          note: '客户来电',
          changes: [
            { field: 'phone', before: '0512-6288 0101', after: '0512-6288 0102', erased: false },
            { field: 'stage', before: '意向', after: null, erased: false },
          ],
        });
        expect(faults()).toEqual([]);
      });

      it('that change nothing leave no event', () => {
        const applied = applyAll(ledger, [updateOf(1, 1, { stage: '意向' })]);
        expect(applied.updated).toBe(0);
        expect(ledger.get(1)?.version).toBe(1);
        expect([...ledger.audit()].some((e) => e.op === 'update')).toBe(false);
      });

      it('of a customer that moved on, or is not there, are skipped and named; the rest goes on', () => {
        applyAll(ledger, [updateOf(1, 1, { grade: 'A' })]);
        const applied = applyAll(ledger, [
          updateOf(1, 1, { grade: 'B' }),
          updateOf(2, 1, { grade: 'B' }),
          updateOf(77, 1, { grade: 'B' }),
        ]);
        expect(applied).toMatchObject({ updated: 1, stale: [1, 77] });
        expect(ledger.get(1)?.grade).toBe('A');
        expect(ledger.get(2)?.grade).toBe('B');
        expect(faults()).toEqual([]);
      });

      it('of one customer twice in a draft become one; on different versions, both are stale', () => {
        const draft = ledger.draft();
        expect(draft.add(updateOf(1, 1, { grade: 'A', phone: '1' }, '甲'))).toBe(1);
        draft.add(updateOf(1, 1, { phone: '2', email: 'x@example.com' }, '乙'));
        draft.add(updateOf(2, 1, { grade: 'A' }));
        draft.add(updateOf(2, 2, { grade: 'B' }));
        expect(draft.size.updates).toBe(2);
        expect(draft.find('phone', '2')).toEqual([1]);
        expect(draft.find('phone', '1')).toEqual([]);
        expect(ledger.apply(draft, info(), by, now)).toMatchObject({ updated: 1, stale: [2] });
        expect(ledger.get(1)).toMatchObject({ version: 2, grade: 'A', phone: '2', email: 'x@example.com' });
        expect([...ledger.history(1)].at(-1)?.note).toBe('甲\n乙');
        expect(faults()).toEqual([]);
      });

      it('of a staged insert go into it', () => {
        const draft = ledger.draft();
        expect(draft.add(insertOf({ name: '杭州联创软件有限公司', phone: '1' }), { identity: '杭州联创' })).toBe(-1);
        expect(
          draft.add(
            {
              ...updateOf(-1, 0, { phone: '2', email: 'a@example.com', name: null }, '同一文件第 9 行'),
              extra: '{"备":"x"}',
            } as Change,
            { identity: '联创' },
          ),
        ).toBe(-1);
        expect(draft.size).toMatchObject({
          inserts: 1,
          updates: 0,
          held: 0,
          children: 0,
          moves: 0,
          settled: 0,
          pairs: 0,
        });
        expect(draft.find('phone', '1')).toEqual([]);
        expect(draft.find('phone', '2')).toEqual([-1]);
        expect(draft.find('identity', '联创')).toEqual([-1]);
        expect(draft.find('identity', '杭州联创')).toEqual([]);
        ledger.apply(draft, info(), by, now);
        expect(ledger.get(3)).toMatchObject({
          version: 1,
          name: null,
          phone: '2',
          email: 'a@example.com',
          extra: '{"备":"x"}',
        });
        expect([...ledger.history(3)].map((e) => e.note)).toEqual(['同一文件第 9 行']);
        expect(ledger.find('identity', '联创')).toEqual([3]);
        expect(faults()).toEqual([]);
      });

      it('of undeclared columns are in the trail, too', () => {
        const first = { ...updateOf(1, 1, {}), extra: '{"车牌":"苏E·1"}' } as Change;
        applyAll(ledger, [first]);
        applyAll(ledger, [{ ...updateOf(1, 2, {}), extra: null } as Change]);
        expect([...ledger.history(1)].slice(1).flatMap((e) => e.changes)).toEqual([
          { field: 'extra', before: null, after: '{"车牌":"苏E·1"}', erased: false },
          { field: 'extra', before: '{"车牌":"苏E·1"}', after: null, erased: false },
        ]);
        expect(faults()).toEqual([]);
      });
    });

    describe('find', () => {
      const keys: readonly IdentityKey[] = ['customer_no', 'credit_code', 'phone', 'email', 'identity'];

      it.each(keys)('by %s, staged and applied', (key) => {
        const draft = ledger.draft();
        const row = (value: string) =>
          draft.add(
            insertOf(key === 'identity' ? { name: value } : { [key]: value }),
            key === 'identity' ? { identity: value } : {},
          );
        row('甲-1');
        row('乙-2');
        if (key !== 'customer_no') row('甲-1');
        const twice = key !== 'customer_no';
        expect(draft.find(key, '甲-1')).toEqual(twice ? [-1, -3] : [-1]);
        expect(draft.find(key, '乙-2')).toEqual([-2]);
        expect(draft.find(key, '丙')).toEqual([]);
        expect(draft.find(key, '')).toEqual([]);
        expect(ledger.find(key, '甲-1')).toEqual([]);
        ledger.apply(draft, info(), by, now);
        expect(ledger.find(key, '甲-1')).toEqual(twice ? [1, 3] : [1]);
        expect(ledger.find(key, '乙-2')).toEqual([2]);
        expect(ledger.find(key, '丙')).toEqual([]);
        expect(ledger.find(key, '')).toEqual([]);
      });

      it('gives the first hundred of a number that everybody wrote', () => {
        const draft = ledger.draft();
        for (let i = 0; i < 3000; i += 1) draft.add(insertOf({ phone: '400-800-8888', email: `u${i}@example.com` }));
        expect(draft.find('phone', '400-800-8888')).toEqual(Array.from({ length: 100 }, (_, i) => -i - 1));
        expect(draft.find('email', 'u2999@example.com')).toEqual([-3000]);
        ledger.apply(draft, info(), by, now);
        expect(ledger.find('phone', '400-800-8888')).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      });

      it('knows the identity key that a credit code says, of what is staged and of what is on file', () => {
        const code = '91310115MA1H7XK23X';
        const draft = ledger.draft();
        draft.add(insertOf({ name: '甲', credit_code: code }), { identity: `c:${code}` });
        draft.add(insertOf({ name: '乙', credit_code: code.toLowerCase() }), { identity: `c:${code}` });
        draft.add(insertOf({ name: '丙' }), { identity: 'p:丙|1' });
        expect(draft.find('identity', `c:${code}`)).toEqual([-1, -2]);
        draft.add(updateOf(-3, 1, { credit_code: 'X' }), { identity: 'c:X' });
        expect(draft.find('identity', 'c:X')).toEqual([-3]);
        expect(draft.find('identity', 'p:丙|1')).toEqual([]);
        ledger.apply(draft, info(), by, now);
        expect(ledger.find('identity', `c:${code}`)).toEqual([1, 2]);
        expect(ledger.find('identity', 'c:X')).toEqual([3]);
        const second = ledger.draft();
        second.add(updateOf(1, 1, { credit_code: 'Y' }), { identity: 'c:Y' });
        second.add(updateOf(3, 1, { credit_code: null }), { identity: 'p:丙|1' });
        expect(second.find('identity', 'c:Y')).toEqual([1]);
        ledger.apply(second, info(), by, now);
        const find = (key: string) => ledger.find('identity', key);
        expect([`c:${code}`, 'c:X', 'c:Y', 'p:丙|1', code, 'Y'].map(find)).toEqual([[2], [], [1], [3], [], []]);
        expect(ledger.verify().faults).toEqual([]);
      });

      it('follows an identity key that changes without any value changing', () => {
        const draft = ledger.draft();
        draft.add(insertOf({ name: '甲' }), { identity: 'old' });
        ledger.apply(draft, info(), by, now);
        const second = ledger.draft();
        second.add(updateOf(1, 1, { name: '甲' }), { identity: 'new' });
        expect(second.find('identity', 'new')).toEqual([1]);
        expect(ledger.apply(second, info(), by, now).updated).toBe(0);
        expect(ledger.find('identity', 'new')).toEqual([1]);
        expect(ledger.find('identity', 'old')).toEqual([]);
        expect(faults()).toEqual([]);
      });
    });

    describe('numbers', () => {
      const scheme = 'region-year-serial';
      const number = (serial: number, counter = 'SH2026') => ({
        no: `${counter}${String(serial).padStart(3, '0')}`,
        scheme,
        counter,
        serial,
      });
      const issue = (serial: number, counter?: string) => {
        const draft = ledger.draft();
        const parts = number(serial, counter);
        draft.add(insertOf({ customer_no: parts.no }), { number: parts });
        ledger.apply(draft, info(), by, now);
      };

      it('count up under each scheme and counter, and are found [S0-16]', () => {
        issue(7);
        issue(3);
        issue(12, 'BJ2026');
        expect(ledger.lastSerial(scheme, 'SH2026')).toBe(7);
        expect(ledger.lastSerial(scheme, 'BJ2026')).toBe(12);
        expect(ledger.lastSerial(scheme, 'SH2025')).toBe(0);
        expect(ledger.lastSerial('industry-value-year-serial', 'SH2026')).toBe(0);
        expect(ledger.find('customer_no', 'BJ2026012')).toEqual([3]);
        expect(faults()).toEqual([]);
      });

      it('stay findable when another takes their place [S3-03]', () => {
        issue(1);
        const draft = ledger.draft();
        draft.add(updateOf(1, 1, { customer_no: 'M-H-2026-001' }), {
          number: { no: 'M-H-2026-001', scheme: 'industry-value-year-serial', counter: '2026', serial: 1 },
        });
        ledger.apply(draft, info(), by, now);
        expect(ledger.find('customer_no', 'SH2026001')).toEqual([1]);
        expect(ledger.find('customer_no', 'M-H-2026-001')).toEqual([1]);
        expect(ledger.lastSerial(scheme, 'SH2026')).toBe(1);
        expect(ledger.lastSerial('industry-value-year-serial', '2026')).toBe(1);
        expect(faults()).toEqual([]);
        applyAll(ledger, [updateOf(1, 2, { customer_no: 'SH2026001' })]);
        expect(ledger.find('customer_no', 'M-H-2026-001')).toEqual([1]);
        expect(faults()).toEqual([]);
      });

      it('of old files are kept beside the new one [S3-03]', () => {
        const draft = ledger.draft();
        draft.add(insertOf({ customer_no: 'SH2026001' }), { number: { ...number(88), no: 'OLD-88' } });
        draft.add(insertOf({ name: '无号' }), { number: { ...number(89), no: 'OLD-89' } });
        draft.add(insertOf({ customer_no: '手写-3' }));
        ledger.apply(draft, info(), by, now);
        expect(ledger.find('customer_no', 'OLD-88')).toEqual([1]);
        expect(ledger.find('customer_no', 'SH2026001')).toEqual([1]);
        expect(ledger.find('customer_no', 'OLD-89')).toEqual([2]);
        expect(ledger.find('customer_no', '手写-3')).toEqual([3]);
        expect(ledger.lastSerial(scheme, 'SH2026')).toBe(89);
        expect(faults()).toEqual([]);
      });

      it('cannot be given twice: in a draft, against the ledger, or after their bearer let go of them [S2-18]', () => {
        const before = () => [ledger.count(), ledger.head()];
        const state = before();
        expect(codeOf(() => applyAll(ledger, [insertOf({ customer_no: 'X1' }), insertOf({ customer_no: 'X1' })]))).toBe(
          'internal',
        );
        expect(before()).toEqual(state);
        applyAll(ledger, [insertOf({ customer_no: 'X1' }), insertOf({ name: '乙' })]);
        const later = before();
        expect(codeOf(() => applyAll(ledger, [insertOf({ customer_no: 'X1' })]))).toBe('internal');
        expect(codeOf(() => applyAll(ledger, [updateOf(2, 1, { customer_no: 'X1' })]))).toBe('internal');
        expect(before()).toEqual(later);
        applyAll(ledger, [updateOf(1, 1, { customer_no: 'X2' })]);
        expect(codeOf(() => applyAll(ledger, [insertOf({ customer_no: 'X1' })]))).toBe('internal');
        expect(codeOf(() => applyAll(ledger, [updateOf(2, 1, { customer_no: 'X1' })]))).toBe('internal');
        expect(faults()).toEqual([]);
      });
    });

    describe('rows held and children', () => {
      it('hold no halves of surrogate pairs, and are sealed as they stand', () => {
        const draft = ledger.draft();
        draft.add(insertOf({ name: '甲' }));
        draft.hold({ ...held(4), rule: 'dedupe/\ud83d' });
        const words = { actor: null, summary: '坏\ud83d', result: '\ude00字' };
        draft.child({ table: 'interactions', customer: -1, at: '2026-11-02', kind: '电话', ...words });
        ledger.apply(draft, info(), by, now);
        expect([...ledger.held()]).toMatchObject([{ rule: 'dedupe/\ufffd' }]);
        expect(ledger.children('interactions', 1)).toMatchObject([{ summary: '坏\ufffd', result: '\ufffd字' }]);
        expect(faults()).toEqual([]);
      });

      it('are kept with the run that brought them, and sealed', () => {
        const draft = ledger.draft();
        draft.add(insertOf({ name: '甲' }));
        draft.hold(held(4));
        draft.hold(held(9, -1));
        draft.child(call(-1, '2026-11-02'));
        draft.child(call(-1, '2026-11-01'));
        draft.child({
          table: 'transactions',
          customer: -1,
          at: '2026-10-01',
          kind: '订单',
          amount: '1200.50',
          detail: null,
          status: '已付',
        });
        expect(draft.size).toMatchObject({
          inserts: 1,
          updates: 0,
          held: 2,
          children: 3,
          moves: 0,
          settled: 0,
          pairs: 0,
        });
        ledger.apply(draft, info(), by, now);
        expect([...ledger.held()]).toEqual([
          { id: 1, run: 1, ...held(4), settled: null },
          { id: 2, run: 1, ...held(9, 1), settled: null },
        ]);
        expect(ledger.children('interactions', 1)).toEqual([call(1, '2026-11-01'), call(1, '2026-11-02')]);
        expect(ledger.children('transactions', 1)).toMatchObject([{ amount: '1200.50', customer: 1 }]);
        expect(ledger.children('interactions', 2)).toEqual([]);
        expect([...ledger.audit()].map((e) => e.op)).toEqual(['create', 'insert', 'hold-row', 'child', 'child', 'run']);
        expect(faults()).toEqual([]);
      });

      it('go into events of a thousand', () => {
        const draft = ledger.draft();
        draft.add(insertOf({ name: '甲' }));
        for (let i = 0; i < 2001; i += 1) {
          draft.hold(held(i));
          draft.child(call(-1, `2026-01-01T${i}`));
        }
        ledger.apply(draft, info(), by, now);
        expect([...ledger.audit()].filter((e) => e.op === 'hold-row')).toHaveLength(3);
        expect([...ledger.audit()].filter((e) => e.op === 'child')).toHaveLength(3);
        expect([...ledger.held()].map((h) => h.record)).toEqual(Array.from({ length: 2001 }, (_, i) => i));
        expect(faults()).toEqual([]);
      });

      it('of nobody are refused', () => {
        const draft = ledger.draft();
        expect(codeOf(() => draft.child(call(-1, '2026-11-01')))).toBe('internal');
        draft.child(call(5, '2026-11-01'));
        expect(codeOf(() => ledger.apply(draft, info(), by, now))).toBe('internal');
        expect(ledger.head().size).toBe(1);
      });
    });

    describe('runs', () => {
      it('are known by number, by input and in order; the same input is recognised', () => {
        const input = { sha256: 'a'.repeat(64), mapping: 'b'.repeat(64), name: '客户 2026-11.xlsx' };
        applyAll(ledger, [insertOf({ name: '甲' })], { input, counts: { read: 1, created: 1 } });
        ledger.apply(null, info({ command: 'sweep monthly', period: '2026-10', reason: null }), by, now);
        expect(ledger.run(1)).toEqual({
          ...info({ input, counts: { read: 1, created: 1 } }),
          ...by,
          run: 1,
          ts: '2026-11-21T08:00:00.001Z',
          seq: 3,
          customers: 1,
          undoneBy: null,
        });
        expect(ledger.inputRun(input.sha256, input.mapping)?.run).toBe(1);
        expect(ledger.inputRun(input.sha256, 'other')).toBeNull();
        expect(ledger.inputRun(null, input.mapping)?.run).toBe(1);
        expect(ledger.inputRun(null, 'other')).toBeNull();
        expect([...ledger.runs()].map((r) => [r.run, r.command, r.period, r.reason])).toEqual([
          [1, 'import', null, '季度补录'],
          [2, 'sweep monthly', '2026-10', null],
        ]);
        expect(faults()).toEqual([]);
      });

      it('are in the trail with no words and no values (law 4)', () => {
        const draft = ledger.draft();
        draft.add(
          {
            kind: 'insert',
            set: { name: '郑州恒达', phone: '13900000001' },
            extra: '{"k":"秘密"}',
            reasons: [{ rule: 'r/a', data: { v: '数据' }, note: '备忘' }],
          },
          { identity: '恒达' },
        );
        draft.hold(held(1));
        ledger.apply(draft, info({ input: { sha256: 'a', mapping: 'b', name: '张三的客户.csv' } }), by, now);
        applyAll(ledger, [updateOf(1, 1, { phone: '13900000002' }, '来电更正')]);
        const trail = JSON.stringify([...ledger.audit()]);
        for (const word of ['恒达', '1390000000', '秘密', '备忘', '张三', '来电', '季度补录', '云帆', '数据'])
          expect(trail).not.toContain(word);
        expect([...ledger.history(1)].map((e) => e.note)).toEqual(['备忘', '来电更正']);
        expect(faults()).toEqual([]);
      });

      it('never go back in time: a clock that does is noted, and time goes on', () => {
        const early = new Date('2020-01-01T00:00:00.000Z');
        ledger.apply(null, info(), by, early);
        ledger.apply(null, info(), by, early);
        ledger.apply(null, info(), by, new Date('2027-01-01T00:00:00.000Z'));
        const events = [...ledger.audit()];
        expect(events.map((e) => e.ts)).toEqual([
          '2026-11-21T08:00:00.000Z',
          '2026-11-21T08:00:00.001Z',
          '2026-11-21T08:00:00.002Z',
          '2027-01-01T00:00:00.000Z',
        ]);
        expect(events.map((e) => JSON.parse(e.body).clockBehind > 0)).toEqual([false, true, true, false]);
        expect(faults()).toEqual([]);
      });

      it('keep different reasons of different rows apart', () => {
        const draft = ledger.draft();
        for (let i = 0; i < 30; i += 1) {
          draft.add({
            kind: 'insert',
            set: { name: `客户${i}` },
            extra: null,
            reasons: [{ rule: `intake/kind-${i % 3}`, data: {} }],
          });
        }
        expect([...draft.changes()].map((c) => c.reasons[0]?.rule)).toEqual(
          Array.from({ length: 30 }, (_, i) => `intake/kind-${i % 3}`),
        );
        ledger.apply(draft, info(), by, now);
        for (const id of [1, 2, 3, 30]) expect([...ledger.history(id)][0]?.rule).toBe(`intake/kind-${(id - 1) % 3}`);
      });
    });

    describe('drafts', () => {
      it('show what is staged, in order', () => {
        applyAll(ledger, [insertOf({ name: '甲' }), insertOf({ name: '乙' })]);
        const changes: Change[] = [];
        const draft = ledger.draft();
        for (let i = 0; i < 700; i += 1) {
          changes.push(
            i === 300
              ? { ...updateOf(1, 1, { phone: null, grade: 'A' }, '附注'), extra: null }
              : i === 301
                ? updateOf(2, 1, { grade: 'B' })
                : {
                    ...insertOf(
                      { name: `客户${i}`, ...(i % 2 ? { phone: String(i) } : {}) },
                      i % 5 ? null : '{"a":"b"}',
                    ),
                    reasons: [{ rule: 'r', data: { n: i } }],
                  },
          );
        }
        for (const change of changes) draft.add(change);
        const plain = (list: Iterable<Change>) => JSON.parse(JSON.stringify([...list])) as unknown;
        expect(plain(draft.changes())).toEqual(plain(changes));
        expect(plain(draft.changes(302))).toEqual(plain(changes.slice(0, 302)));
        draft.discard();
        expect(codeOf(() => draft.add(insertOf({ name: '丙' })))).toBe('internal');
        expect(codeOf(() => ledger.apply(draft, info(), by, now))).toBe('internal');
        expect(ledger.count()).toBe(2);
      });

      it('leave nothing behind when they are not applied', () => {
        const head = ledger.head();
        ledger.draft().add(insertOf({ name: '甲' }));
        ledger.lock();
        ledger.draft().add(insertOf({ name: '甲' }));
        ledger.unlock();
        ledger.unlock();
        const draft = ledger.draft();
        draft.add(insertOf({ name: '乙' }));
        expect(ledger.apply(draft, info(), by, now).inserted).toBe(1);
        expect(codeOf(() => ledger.apply(draft, info(), by, now))).toBe('internal');
        expect(ledger.head().size).toBe(head.size + 2);
        expect([...ledger.read()].map((c) => c.name)).toEqual(['乙']);
        expect(faults()).toEqual([]);
      });

      it('refuse a field that is not declared', () => {
        const wrong = { name: '甲', '"; DROP TABLE customers; --': 'x' } as FieldValues;
        expect(codeOf(() => ledger.draft().add(insertOf(wrong)))).toBe('internal');
        expect(codeOf(() => ledger.draft().add(updateOf(1, 1, wrong)))).toBe('internal');
      });

      it.each(['locked', 'free'] as const)('are all or nothing when the last step fails (%s)', (mode) => {
        applyAll(ledger, [insertOf({ name: '甲', phone: '1' })]);
        const state = () => [ledger.head(), [...ledger.read()], [...ledger.held()], [...ledger.runs()]];
        const before = state();
        if (mode === 'locked') ledger.lock();
        const draft = ledger.draft();
        draft.add(insertOf({ name: '乙', customer_no: 'X1' }), {
          number: { no: 'X1', scheme: 's', counter: 'c', serial: 5 },
        });
        draft.add(updateOf(1, 1, { phone: '2' }));
        draft.hold(held(1));
        expect(() =>
          ledger.apply(draft, info(), by, now, () => {
            throw new Error('the rejects file cannot be written');
          }),
        ).toThrow('the rejects file cannot be written');
        expect(state()).toEqual(before);
        expect(ledger.lastSerial('s', 'c')).toBe(0);
        expect(ledger.find('customer_no', 'X1')).toEqual([]);
        applyAll(ledger, [insertOf({ name: '丙', customer_no: 'X1' })]);
        expect(ledger.get(2)?.name).toBe('丙');
        expect(faults()).toEqual([]);
      });
    });

    describe('reading is recorded', () => {
      it('with how many, not who [S2-26]', () => {
        applyAll(ledger, [insertOf({ name: '甲' }), insertOf({ name: '乙' })]);
        ledger.recordAccess('search', [2, 1], by, now);
        ledger.recordAccess('show', [1], by, now);
        const [many, one] = [...ledger.audit(4)];
        expect(many).toMatchObject({ op: 'access', subject: null });
        expect(JSON.parse(many?.body ?? '')).toMatchObject({ command: 'search', subjects: 2 });
        expect(one).toMatchObject({ op: 'access', subject: 1 });
        expect(ledger.count()).toBe(2);
        expect(faults()).toEqual([]);
      });
    });

    describe('several at once', () => {
      it('a reader sees one state from beginning to end', () => {
        applyAll(ledger, [insertOf({ name: '甲' })]);
        const reader = fixture.open({ write: false });
        expect(reader.count()).toBe(1);
        applyAll(ledger, [insertOf({ name: '乙' })]);
        expect(reader.count()).toBe(1);
        expect(reader.head().size).toBe(3);
        reader.close();
        const later = fixture.open({ write: false });
        expect(later.count()).toBe(2);
        later.close();
      });

      it('a reader cannot write', () => {
        const reader = fixture.open({ write: false });
        expect(codeOf(() => reader.draft())).toBe('ledger-readonly');
        expect(codeOf(() => reader.lock())).toBe('ledger-readonly');
        expect(codeOf(() => reader.apply(null, info(), by, now))).toBe('ledger-readonly');
        expect(codeOf(() => reader.recordAccess('show', [1], by, now))).toBe('ledger-readonly');
        reader.close();
      });

      it('a second writer waits, then gives up; after unlock it goes on', () => {
        const other = fixture.open({ write: true, wait: 50 });
        ledger.lock();
        ledger.lock();
        expect(codeOf(() => other.lock())).toBe('ledger-locked');
        expect(codeOf(() => other.apply(null, info(), by, now))).toBe('ledger-locked');
        expect(codeOf(() => other.recordAccess('show', [1], by, now))).toBe('ledger-locked');
        ledger.unlock();
        expect(applyAll(other, [insertOf({ name: '甲' })]).run).toBe(1);
        other.close();
        expect(faults()).toEqual([]);
      });

      it('a plan made without the lock is refused once another run came between', () => {
        const other = fixture.open({ write: true });
        const draft = ledger.draft();
        draft.add(insertOf({ name: '甲' }));
        applyAll(other, [insertOf({ name: '乙' })]);
        expect(codeOf(() => ledger.apply(draft, info(), by, now))).toBe('ledger-changed');
        expect([...ledger.read()].map((c) => c.name)).toEqual(['乙']);
        applyAll(ledger, [insertOf({ name: '甲' })]);
        other.close();
        expect(faults()).toEqual([]);
      });

      it('two processes that read and write lose nothing', async () => {
        applyAll(ledger, [insertOf({ name: '计数', remark: '0' })]);
        const children = await Promise.all([1, 2].map(() => ended(startChild('count.mjs', [fixture.path, '40']))));
        expect(children.map((c) => c.code)).toEqual([0, 0]);
        expect(ledger.get(1)).toMatchObject({ remark: '80', version: 81 });
        expect(faults()).toEqual([]);
      });

      it('a lock dies with the process that held it', async () => {
        for (let i = 0; i < 5; i += 1) {
          const child = startChild('hold.mjs', [fixture.path]);
          await new Promise((resolve) => child.stdout?.once('data', resolve));
          const other = fixture.open({ write: true, wait: 20 });
          expect(codeOf(() => other.lock())).toBe('ledger-locked');
          child.kill('SIGKILL');
          await ended(child);
          other.lock();
          other.close();
        }
      });
    });

    describe('laws', () => {
      const keys = ['name', 'phone', 'email', 'stage', 'remark'] as const;
      const value = fc.option(
        fc.oneof(fc.constantFrom('甲', '乙', '13800000001', 'a@example.com', '👩‍👧'), fc.string({ unit: 'grapheme' })),
        { nil: null },
      );
      const set = fc.dictionary(fc.constantFrom(...keys), value) as fc.Arbitrary<FieldValues>;
      const step = fc.oneof(
        fc.record({ kind: fc.constant('insert' as const), set }),
        fc.record({ kind: fc.constant('update' as const), pick: fc.nat(), set, stale: fc.boolean() }),
      );

      it('any runs of inserts and updates leave what a model in memory has; the trail holds and rebuilds every state', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.array(step, { maxLength: 12 }), { maxLength: 6 }), async (runs) => {
            const own = await make();
            try {
              const model: { values: Record<string, string>; version: number; states: Record<string, string>[] }[] = [];
              const put = (into: Record<string, string>, from: FieldValues) => {
                const next = { ...into };
                for (const [key, v] of Object.entries(from)) {
                  if (v === null || v === '' || v === undefined) delete next[key];
                  else next[key] = v;
                }
                return next;
              };
              for (const steps of runs) {
                const draft = own.ledger.draft();
                const there = model.length;
                const pending = new Map<number, { values: Record<string, string>; stale: boolean }>();
                const entered: Record<string, string>[] = [];
                for (const s of steps) {
                  if (s.kind === 'insert') {
                    draft.add(insertOf(s.set));
                    entered.push(put({}, s.set));
                  } else if (there + entered.length > 0) {
                    const at = s.pick % (there + entered.length);
                    const known = model[at];
                    if (known === undefined) {
                      draft.add(updateOf(there - at - 1, 0, s.set));
                      entered[at - there] = put(entered[at - there] as Record<string, string>, s.set);
                    } else {
                      draft.add(updateOf(at + 1, known.version + (s.stale ? 1 : 0), s.set));
                      const before = pending.get(at);
                      pending.set(at, {
                        values: put(before?.values ?? known.values, s.set),
                        stale: s.stale || (before?.stale ?? false),
                      });
                    }
                  }
                }
                const applied = own.ledger.apply(draft, info(), by, now);
                const stale: number[] = [];
                for (const [at, { values, stale: isStale }] of pending) {
                  const known = model[at] as (typeof model)[number];
                  if (isStale) stale.push(at + 1);
                  else if (
                    JSON.stringify(Object.entries(values).sort()) !==
                    JSON.stringify(Object.entries(known.values).sort())
                  ) {
                    known.values = values;
                    known.version += 1;
                    known.states.push(values);
                  }
                }
                for (const values of entered) model.push({ values, version: 1, states: [values] });
                expect(applied.stale).toEqual(stale);
                expect(applied.inserted).toBe(entered.length);
              }
              expect([...own.ledger.read()].map(fieldsOf)).toEqual(model.map((m) => m.values));
              expect([...own.ledger.read()].map((c) => c.version)).toEqual(model.map((m) => m.version));
              for (const [at, { states, values }] of model.entries()) {
                let state: Record<string, string> = {};
                const rebuilt = [...own.ledger.history(at + 1)].map((entry) => {
                  for (const { field, before, after } of entry.changes) {
                    expect(state[field] ?? null).toBe(before);
                    state = put(state, { [field]: after } as FieldValues);
                  }
                  return state;
                });
                expect(rebuilt).toEqual(states);
                for (const key of ['phone', 'email'] as const) {
                  const wanted = values[key];
                  if (wanted === undefined) continue;
                  expect(own.ledger.find(key, wanted)).toEqual(
                    model.flatMap((m, i) => (m.values[key] === wanted ? [i + 1] : [])),
                  );
                }
              }
              const report = own.ledger.verify();
              expect(report.faults).toEqual([]);
              expect(report.rows).toBe(model.length);
              expect(report.head).toEqual(own.ledger.head());
            } finally {
              own.dispose();
            }
          }),
          { numRuns: 40 },
        );
      }, 120_000);
    });
  });
}

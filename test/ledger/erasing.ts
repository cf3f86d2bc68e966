/** Destruction, of every kind of ledger (law 7): whole files, fields, and what is left to say so. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IntegrityFault } from '../../src/model/audit.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Change, EraseChange, HeldRow } from '../../src/model/plan.js';
import { rawDatabase } from '../support/raw-database.js';
import type { LedgerFixture } from './conformance.js';
import { applyAll, by, codeOf, info, insertOf, now, updateOf } from './helpers.js';

export const eraseOf = (id: number, expect_ = 1, more: Partial<EraseChange> = {}): EraseChange => ({
  kind: 'erase',
  id,
  expect: expect_,
  fields: null,
  code: 'dead-number',
  until: null,
  reasons: [{ rule: 'purge/apply', clause: 'S0-35', data: {}, note: '空号,已核实' }],
  ...more,
});

const heldRow = (record: number, against: number | null, cell: string): HeldRow => ({
  record,
  line: record + 1,
  why: 'duplicate',
  rule: 'import/customer-twice',
  against,
  row: JSON.stringify({ 客户名称: cell }),
});

export function erasing(name: string, make: () => Promise<LedgerFixture>): void {
  describe(`${name} destroys`, () => {
    let fixture: LedgerFixture;
    let ledger: Ledger;
    beforeEach(async () => {
      fixture = await make();
      ledger = fixture.ledger;
      const draft = ledger.draft();
      const people = [
        ['王小明', 'SH2024001', '13812345671', 'wang@example.com'],
        ['李小红', 'SH2024002', '13812345672', 'li@example.com'],
        ['赵大同', 'SH2024003', '13812345673', 'zhao@example.com'],
      ] as const;
      for (const [i, [who, no, phone, email]] of people.entries()) {
        draft.add(insertOf({ name: who, customer_no: no, phone, email, remark: `${who}的备注` }), {
          number: { no, scheme: 'region-year-serial', counter: 'SH2024', serial: i + 1 },
          identity: `p:${who}|${phone}`,
        });
        draft.child({
          table: 'interactions',
          customer: -(i + 1),
          at: '2026-01-02',
          kind: '电话',
          actor: null,
          summary: `${who}来电`,
          result: null,
        });
        draft.child({
          table: 'transactions',
          customer: -(i + 1),
          at: '2026-01-03',
          kind: '订单',
          amount: '12',
          detail: `${who}的订单`,
          status: null,
        });
      }
      draft.hold(heldRow(9, -2, '李小红(另一行)'));
      draft.hold(heldRow(10, null, '王小明(另一行)'));
      ledger.apply(draft, info({ input: { sha256: 'd'.repeat(64), mapping: 'm', name: '名单.csv' } }), by, now);
      applyAll(ledger, [updateOf(2, 1, { phone: '13999999992', name: '李晓红' }, '李小红改了名')], {
        command: 'update',
        reason: '李小红来电更正',
      });
    });
    afterEach(() => fixture.dispose());

    const faults = (): readonly IntegrityFault[] => ledger.verify().faults;
    const names = () => [...ledger.read()].map((c) => c.name);
    const texts = () => [...ledger.texts()].map(({ value }) => value).join('\n');
    const erase = (...changes: readonly Change[]) =>
      applyAll(ledger, changes, { command: 'purge apply', reason: '按计划销毁' });

    it('a customer’s whole file: row, children, held rows, before-images, notes; the chain holds [S2-32, L01]', () => {
      expect(texts()).toContain('李小红');
      const applied = erase(eraseOf(2, 2));
      expect(applied).toMatchObject({ erased: { customers: 1, fields: 0 }, stale: [], destruction: 'done' });
      expect([names(), ledger.count(), ledger.get(2), ledger.aside(2)]).toEqual([['王小明', '赵大同'], 2, null, null]);
      expect(texts()).not.toMatch(/李[小晓]红|1381234567[2]|13999999992|li@example/);
      expect([ledger.children('interactions', 2), ledger.children('transactions', 2)]).toEqual([[], []]);
      expect([...ledger.held()].map(({ record }) => record)).toEqual([10]);
      expect(faults()).toEqual([]);
      expect(ledger.verify().destroying).toBeUndefined();
    });

    it('words of a run that was about nobody else go, and those of others stay [C15]', () => {
      erase(eraseOf(2, 2));
      expect(ledger.run(2)).toMatchObject({ command: 'update', reason: null });
      expect(ledger.run(1)).toMatchObject({ reason: '季度补录', input: { name: '名单.csv' } });
      expect(ledger.run(3)).toMatchObject({ reason: '按计划销毁' });
      erase(eraseOf(1), eraseOf(3));
      expect(ledger.run(1)).toMatchObject({ reason: '季度补录' });
      const db = rawDatabase(ledger.info.database);
      // The held row that nobody was found for is still there.
      expect(db.prepare('SELECT count(*) FROM held').pluck().get()).toBe(1);
      db.close();
      expect(faults()).toEqual([]);
    });

    it('its number stays taken and finds nobody; why, when and by whom is told [S0-36, S2-33]', () => {
      erase(eraseOf(2, 2, { until: '2029-11-21' }));
      expect(ledger.find('customer_no', 'SH2024002')).toEqual([]);
      expect(ledger.registered('SH2024002')).toEqual({ customer: 2, free: false });
      expect(ledger.erasure(2)).toMatchObject({ ...by, run: 3, code: 'dead-number', until: '2029-11-21' });
      expect(ledger.erasure(1)).toBeNull();
      const history = [...ledger.history(2)];
      expect(history.map(({ op, actor }) => [op, actor])).toEqual([
        ['insert', by.actor],
        ['update', by.actor],
        ['erase', by.actor],
      ]);
      for (const { changes } of history)
        for (const change of changes) expect(change).toMatchObject({ before: null, after: null, erased: true });
      expect(history.at(-1)?.note).toBe('空号,已核实');
    });

    it('those merged into it with it; one merged goes with the one that it is now alone', () => {
      const into: Change = { kind: 'set-aside', id: 3, expect: 1, why: 'merged', into: 1, reasons: [] };
      applyAll(ledger, [into]);
      expect(erase(eraseOf(3)).stale).toEqual([3]);
      expect(erase(eraseOf(1))).toMatchObject({ erased: { customers: 2, fields: 0 } });
      expect([names(), ledger.aside(3), ledger.registered('SH2024003')]).toEqual([
        ['李晓红'],
        null,
        { customer: 3, free: false },
      ]);
      expect(texts()).not.toMatch(/赵大同|王小明的/);
      expect(faults()).toEqual([]);
    });

    it('nothing of one that changed since, is not there, or is destroyed already: skipped and named', () => {
      expect(erase(eraseOf(2, 1), eraseOf(9), eraseOf(1)).stale).toEqual([2, 9]);
      expect(erase(eraseOf(1))).toMatchObject({ stale: [1] });
      expect(names()).toEqual(['李晓红', '赵大同']);
      expect(faults()).toEqual([]);
    });

    it('decisions on pairs and what scans learned', () => {
      const draft = ledger.draft();
      draft.pair({ a: 1, b: 2, what: 'keep-apart' });
      draft.pair({ a: 1, b: 3, what: 'keep-apart' });
      ledger.apply(draft, info({ command: 'dedupe keep-apart' }), by, now);
      ledger.remember(
        { size: 1, upTo: 3, learned: '{"李小红":1}', postings: [], pairs: [], entities: [[2, 1]] },
        'replace',
      );
      erase(eraseOf(2, 2));
      expect([...ledger.pairs()]).toEqual([{ a: 1, b: 3, what: 'keep-apart' }]);
      expect(ledger.memory()).toBeNull();
      expect(faults()).toEqual([]);
    });

    it('fields of one that stays: value, before-images and the words that hold them, and the rest is committed to anew [S0-34, C08]', () => {
      applyAll(ledger, [updateOf(2, 2, { email: 'new@example.com' }, '换了邮箱')]);
      const applied = erase(eraseOf(2, 3, { fields: ['phone', 'name'] }));
      expect(applied).toMatchObject({ erased: { customers: 0, fields: 1 }, destruction: 'done', stale: [] });
      expect(ledger.get(2)).toMatchObject({
        version: 4,
        phone: null,
        name: null,
        email: 'new@example.com',
        remark: '李小红的备注',
      });
      expect(ledger.find('identity', 'p:李小红|13812345672')).toEqual([]);
      expect(texts()).not.toMatch(/13812345672|13999999992|李晓红|改了名/);
      expect(faults()).toEqual([]);
      expect(
        [...ledger.history(2)].map(({ op, changes }) => [
          op,
          changes
            .filter(({ erased }) => erased)
            .map(({ field }) => field)
            .sort(),
        ]),
      ).toEqual([
        ['insert', ['name', 'phone']],
        ['update', ['name', 'phone']],
        ['update', []],
        ['erase', ['name', 'phone']],
      ]);
      applyAll(ledger, [updateOf(2, 4, { phone: '13700000000', remark: null })]);
      erase(eraseOf(2, 5, { fields: ['email'] }));
      expect(faults()).toEqual([]);
      expect(ledger.get(2)).toMatchObject({ phone: '13700000000', email: null });
      erase(eraseOf(2, 6));
      expect(faults()).toEqual([]);
    });

    it('no number as a field, and not no fields', () => {
      const draft = ledger.draft();
      expect(codeOf(() => draft.add(eraseOf(1, 1, { fields: ['customer_no'] })))).toBe('internal');
      expect(codeOf(() => draft.add(eraseOf(1, 1, { fields: [] })))).toBe('internal');
    });

    it('verify names what came back, what went without a word, and what was kept', () => {
      erase(eraseOf(2, 2), eraseOf(3, 1, { fields: ['email'] }));
      const behind = (sql: string) => {
        const db = rawDatabase(ledger.info.database);
        db.pragma('foreign_keys = OFF');
        db.exec(`SAVEPOINT t; ${sql}; RELEASE t`);
        const found = faults().map(({ code, subject }) => `${code} ${subject}`);
        db.close();
        return [...new Set(found)];
      };
      expect(
        behind("INSERT INTO customers(id, entered_on, version, salt, name) VALUES(2, '2026-11-21', 1, 'x', '李小红')"),
      ).toContain('row-unknown 2');
      expect(behind('DELETE FROM customers WHERE id = 2')).toEqual([]);
      expect(behind("UPDATE customers SET email = 'zhao@example.com' WHERE id = 3")).toEqual(['row-altered 3']);
      expect(behind('UPDATE customers SET email = NULL WHERE id = 3')).toEqual([]);
      expect(behind("UPDATE audit_value SET before = '李小红' WHERE customer_id = 2 AND field = 'name'")).toEqual([
        'commitment-mismatch 2',
      ]);
      expect(behind("UPDATE audit_value SET before = NULL WHERE customer_id = 2 AND field = 'name'")).toEqual([]);
      expect(behind("UPDATE numbers SET state = 'legacy' WHERE no = 'SH2024002'")).toEqual(['number-mismatch 2']);
      expect(behind("UPDATE numbers SET state = 'purged' WHERE no = 'SH2024002'")).toEqual([]);
      expect(behind("DELETE FROM tombstone WHERE kind = 'phone'")).toEqual(['state-mismatch null']);
      expect(behind('DELETE FROM interactions WHERE customer = 1')).toContain('row-missing null');
    });

    it('tombstones know a destroyed customer by number, phone, e-mail and credit code, for as long as they count [L01]', () => {
      expect(ledger.tombstones({ phone: '13812345671' }, '2026-11-22')).toEqual([]);
      erase(eraseOf(1, 1, { until: '2027-01-31' }));
      const said = (set: object, day: string | null = '2026-11-22') =>
        ledger.tombstones(set, day).map((t) => [t.customer, t.number, t.by, t.code]);
      const known = (how: string) => [[1, 'SH2024001', how, 'dead-number']];
      expect(said({ phone: '+86 138-1234-5671' })).toEqual(known('phone'));
      expect(said({ phone_other: '021-55556666/13812345671' })).toEqual(known('phone'));
      expect(said({ email: 'WANG@Example.com' })).toEqual(known('email'));
      expect(said({ customer_no: 'SH2024001', phone: '13812345671' })).toEqual(known('customer_no'));
      expect([said({ phone: '13812345672' }), said({ name: '王小明' })]).toEqual([[], []]);
      expect([said({ phone: '13812345671' }, '2027-01-31'), said({ phone: '13812345671' }, '2027-02-01')]).toEqual([
        known('phone'),
        [],
      ]);
      expect(said({ phone: '13812345671' }, null)).toEqual(known('phone'));
      expect(said({ customer_no: 'SH2024001' }, '2040-01-01')).toEqual(known('customer_no'));
    });

    it('tombstones whose last day is over go with the next destruction, and the chain says so [L02]', () => {
      erase(eraseOf(1, 1, { until: '2026-12-31' }));
      const count = () => {
        const db = rawDatabase(ledger.info.database);
        const found = db.prepare('SELECT count(DISTINCT customer) FROM tombstone').pluck().get();
        db.close();
        return found;
      };
      applyAll(ledger, [eraseOf(3, 1, { until: '2028-01-01' })], { asOf: '2026-12-31' });
      expect(count()).toBe(2);
      applyAll(ledger, [eraseOf(2, 2)], { asOf: '2027-01-01' });
      expect([count(), ledger.tombstones({ phone: '13812345671' }, null)]).toEqual([2, []]);
      expect(ledger.registered('SH2024001')).toEqual({ customer: 1, free: false });
      expect(faults()).toEqual([]);
    });

    it('an erase event that is forged breaks the chain', () => {
      const db = rawDatabase(ledger.info.database);
      db.pragma('foreign_keys = OFF');
      const last = db.prepare('SELECT * FROM audit ORDER BY seq DESC LIMIT 1').get() as { seq: number; ts: string };
      const body = JSON.stringify({
        run: 2,
        code: 'x',
        until: null,
        fields: null,
        rows: [[2, 2]],
        gone: {},
        tombstones: null,
      });
      db.prepare('INSERT INTO audit SELECT ?, ts, actor, role, ?, NULL, ?, hash FROM audit WHERE seq = ?').run(
        last.seq + 1,
        'erase',
        body,
        last.seq,
      );
      db.exec('DELETE FROM customers WHERE id = 2');
      expect(faults().map(({ code }) => code)).toContain('chain-broken');
      db.close();
    });

    it('whatever was done before and after, in whatever order: the trail holds, and nothing of the gone is kept [S2-32]', () => {
      const customer = fc.nat({ max: 7 });
      const op = fc.oneof(
        { weight: 2, arbitrary: fc.record({ op: fc.constant('insert' as const) }) },
        {
          weight: 4,
          arbitrary: fc.record({
            op: fc.constant('update' as const),
            customer,
            field: fc.constantFrom('phone', 'remark', 'extra'),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            op: fc.constant('fields' as const),
            customer,
            fields: fc.subarray(['phone', 'remark', 'extra'] as const, { minLength: 1 }),
          }),
        },
        { weight: 2, arbitrary: fc.record({ op: fc.constant('whole' as const), customer }) },
        { weight: 1, arbitrary: fc.record({ op: fc.constant('merge' as const), customer, other: customer }) },
        { weight: 1, arbitrary: fc.record({ op: fc.constant('back' as const), customer }) },
        { weight: 1, arbitrary: fc.record({ op: fc.constant('held' as const), customer }) },
        { weight: 1, arbitrary: fc.record({ op: fc.constant('settle' as const), customer }) },
        { weight: 1, arbitrary: fc.record({ op: fc.constant('pair' as const), customer, other: customer }) },
      );
      let serial = 0;
      /** A text that stands nowhere else, with whose it is. */
      const of = (id: number) => `〔${id}〕第${++serial}句`;
      fc.assert(
        fc.property(fc.array(op, { minLength: 1, maxLength: 14 }), (ops) => {
          for (const step of ops) {
            const ids = [...ledger.read()].map(({ id }) => id);
            const next = [...ledger.audit()].reduce(
              (last, { op: what, body }) =>
                what === 'insert'
                  ? Math.max(
                      last,
                      (JSON.parse(body) as { first: number; n: number }).first + (JSON.parse(body) as { n: number }).n,
                    )
                  : last,
              1,
            );
            const pick = (n: number) => ids[n % Math.max(1, ids.length)] as number;
            const draft = ledger.draft();
            const add = (id: number, change: (version: number) => Change) =>
              draft.add(change(ledger.get(id)?.version as number));
            if (step.op === 'insert') draft.add(insertOf({ name: of(next), phone: of(next), remark: of(next) }));
            else if (ids.length === 0) continue;
            else if (step.op === 'update')
              add(pick(step.customer), (version) => {
                const id = pick(step.customer);
                const { set, ...rest } = updateOf(id, version, {}, of(id));
                return step.field === 'extra'
                  ? { ...rest, set, extra: JSON.stringify({ 列: of(id) }) }
                  : { ...rest, set: { [step.field]: of(id) } };
              });
            else if (step.op === 'fields')
              add(pick(step.customer), (version) => eraseOf(pick(step.customer), version, { fields: step.fields }));
            else if (step.op === 'whole') add(pick(step.customer), (version) => eraseOf(pick(step.customer), version));
            else if (step.op === 'merge' && pick(step.customer) !== pick(step.other))
              add(pick(step.customer), (version) => ({
                kind: 'set-aside',
                id: pick(step.customer),
                expect: version,
                why: 'merged',
                into: pick(step.other),
                reasons: [],
              }));
            else if (step.op === 'back')
              for (let id = 1; id < next; id++)
                if (ledger.aside(id) !== null) {
                  draft.add({ kind: 'bring-back', id, reasons: [] });
                  break;
                }
            if (step.op === 'held') draft.hold(heldRow(serial, pick(step.customer), of(pick(step.customer))));
            if (step.op === 'settle')
              for (const { id, against } of ledger.held())
                if (against !== null) {
                  draft.settle({ table: 'held', id, how: 'updated', customer: against });
                  break;
                }
            const [a, b] = [pick(0), pick(('other' in step ? step.other : 0) + 1)].sort((x, y) => x - y) as [
              number,
              number,
            ];
            if (step.op === 'pair' && a < b) draft.pair({ a, b, what: 'keep-apart' });
            ledger.apply(draft, info({ command: step.op, reason: null }), by, now);
            expect(faults()).toEqual([]);
            const said = texts();
            for (let id = 1; id < next; id++) {
              if (ledger.erasure(id) !== null) expect(said).not.toContain(`〔${id}〕`);
              expect([...ledger.history(id)].length).toBeGreaterThan(0);
            }
            for (const { run } of ledger.runs()) expect([...ledger.effects(run)]).toBeDefined();
          }
        }),
        { numRuns: 4 },
      );
    }, 120_000);

    it('what runs did to the destroyed is told as destroyed, by the run that did', () => {
      erase(eraseOf(2, 2), eraseOf(3, 1, { fields: ['email'] }));
      const effects = (run: number) => [...ledger.effects(run)];
      expect(effects(2)).toEqual([{ kind: 'destroyed', id: 2, row: null, by: [3] }]);
      expect(effects(1)).toMatchObject([
        { kind: 'insert', id: 1, since: null },
        { kind: 'destroyed', id: 2, by: [3] },
        { kind: 'insert', id: 3, since: 'changed', by: [3] },
        { kind: 'destroyed', row: { table: 'held', id: 1 }, by: [3] },
        { kind: 'row', table: 'held', id: 2 },
        { kind: 'row', table: 'interactions', id: 1 },
        { kind: 'destroyed', row: { table: 'interactions', id: 2 } },
        { kind: 'row', table: 'interactions', id: 3 },
        { kind: 'row', table: 'transactions', id: 1 },
        { kind: 'destroyed', row: { table: 'transactions', id: 2 } },
        { kind: 'row', table: 'transactions', id: 3 },
      ]);
    });
  });
}

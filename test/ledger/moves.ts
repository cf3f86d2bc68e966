/** Customers set aside and brought back, rows settled, and what a run did: of every kind of ledger (law 7). */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IntegrityFault } from '../../src/model/audit.js';
import type { Ledger, RunEffect } from '../../src/model/ledger.js';
import type { AppliedRun, Change, HeldRow, PairDecision, Settlement } from '../../src/model/plan.js';
import type { LedgerFixture } from './conformance.js';
import { applyAll, by, info, insertOf, now, updateOf } from './helpers.js';

const reasons = [{ rule: 'test/move', clause: 'S1-11' as const, data: {} }];
const setAside = (id: number, expect_: number, into: number | null = null): Change => ({
  kind: 'set-aside',
  id,
  expect: expect_,
  why: into === null ? 'undone' : 'merged',
  into,
  reasons,
});
const bringBack = (id: number): Change => ({ kind: 'bring-back', id, reasons });
const heldRow = (record: number): HeldRow => ({
  record,
  line: record + 1,
  why: 'duplicate',
  rule: 'import/customer-twice',
  against: 1,
  row: JSON.stringify({ 客户名称: `第${record}行` }),
});

export function moves(name: string, make: () => Promise<LedgerFixture>): void {
  describe(`${name} moves`, () => {
    let fixture: LedgerFixture;
    let ledger: Ledger;
    beforeEach(async () => {
      fixture = await make();
      ledger = fixture.ledger;
      applyAll(ledger, [
        insertOf({ name: '甲', customer_no: 'SH2024001', phone: '021-50801234' }),
        insertOf({ name: '乙', customer_no: 'SH2024002', phone: '021-50801234' }),
        insertOf({ name: '丙', phone: '13800138000' }),
      ]);
    });
    afterEach(() => fixture.dispose());

    const faults = (): readonly IntegrityFault[] => ledger.verify().faults;
    const names = () => [...ledger.read()].map((c) => c.name);
    const settle = (...settlements: readonly Settlement[]): AppliedRun => {
      const draft = ledger.draft();
      for (const settlement of settlements) draft.settle(settlement);
      return ledger.apply(draft, info({ command: 'review' }), by, now);
    };

    it('a customer set aside is no customer, and nothing of it is lost', () => {
      expect(applyAll(ledger, [setAside(2, 1)])).toMatchObject({ aside: 1, back: 0, stale: [] });
      expect([names(), ledger.count(), ledger.get(2)]).toEqual([['甲', '丙'], 2, null]);
      expect([ledger.find('phone', '021-50801234'), ledger.find('customer_no', 'SH2024002')]).toEqual([[1], []]);
      expect(ledger.aside(2)).toMatchObject({ record: { name: '乙', version: 1 }, why: 'undone', into: null });
      expect(ledger.aside(1)).toBeNull();
      expect([...ledger.history(2)].map((h) => h.op)).toEqual(['insert', 'set-aside']);
      expect(faults()).toEqual([]);
    });

    it('comes back as it was, with its number', () => {
      applyAll(ledger, [setAside(2, 1)]);
      expect(applyAll(ledger, [bringBack(2)])).toMatchObject({ aside: 0, back: 1 });
      expect([names(), ledger.count(), ledger.find('customer_no', 'SH2024002')]).toEqual([['甲', '乙', '丙'], 3, [2]]);
      expect([...ledger.history(2)].map((h) => h.op)).toEqual(['insert', 'set-aside', 'bring-back']);
      expect(faults()).toEqual([]);
    });

    it('one that changed since, that is aside already, or that never was, is skipped and named', () => {
      applyAll(ledger, [updateOf(1, 1, { phone: '021-50801235' })]);
      applyAll(ledger, [setAside(2, 1)]);
      expect(applyAll(ledger, [setAside(1, 1), setAside(2, 1), setAside(9, 1), bringBack(3)])).toMatchObject({
        aside: 0,
        back: 0,
        stale: [3, 1, 2, 9],
      });
      expect(faults()).toEqual([]);
    });

    it('the number of an undone customer may be borne by who really bears it; then the undone one stays aside (C01)', () => {
      applyAll(ledger, [setAside(2, 1)]);
      applyAll(ledger, [insertOf({ name: '丁', customer_no: 'SH2024002' })]);
      expect(ledger.find('customer_no', 'SH2024002')).toEqual([4]);
      expect(applyAll(ledger, [bringBack(2)])).toMatchObject({ back: 0, stale: [2] });
      expect(faults()).toEqual([]);
    });

    it('a merged customer is found by its number as the one that it is now, over several merges [S3-03]', () => {
      applyAll(ledger, [setAside(2, 1, 1)]);
      expect([ledger.find('customer_no', 'SH2024002'), ledger.members(1)]).toEqual([[1], [2]]);
      applyAll(ledger, [setAside(1, 1, 3)]);
      expect([ledger.find('customer_no', 'SH2024002'), ledger.find('customer_no', 'SH2024001')]).toEqual([[3], [3]]);
      expect([...ledger.history(3)].map((h) => h.op)).toEqual(['insert', 'set-aside']);
      applyAll(ledger, [bringBack(1)]);
      expect([ledger.find('customer_no', 'SH2024002'), ledger.members(3)]).toEqual([[1], []]);
      expect(faults()).toEqual([]);
    });

    it('rows that hang on merged customers are read with the one that they are now', () => {
      const draft = ledger.draft();
      for (const customer of [1, 2])
        draft.child({
          table: 'interactions',
          customer,
          at: `2026-11-0${customer}`,
          kind: '电话',
          actor: null,
          summary: null,
          result: null,
        });
      ledger.apply(draft, info(), by, now);
      applyAll(ledger, [setAside(2, 1, 1)]);
      expect(ledger.children('interactions', 1).map((row) => row.at)).toEqual(['2026-11-01', '2026-11-02']);
      settle({ table: 'interactions', id: 1, how: 'undone', customer: null });
      expect(ledger.children('interactions', 1).map((row) => row.at)).toEqual(['2026-11-02']);
      expect(faults()).toEqual([]);
    });

    it('a held row is settled once, and opened again', () => {
      const draft = ledger.draft();
      draft.hold(heldRow(1));
      draft.hold(heldRow(2));
      ledger.apply(draft, info(), by, now);
      settle({ table: 'held', id: 1, how: 'dropped', customer: null });
      expect([...ledger.held()].map((row) => row.id)).toEqual([2]);
      expect(ledger.heldRow(1)).toMatchObject({ settled: 'dropped', record: 1 });
      expect(ledger.heldRow(9)).toBeNull();
      settle({ table: 'held', id: 1, how: 'open', customer: null });
      expect([...ledger.held()].map((row) => row.id)).toEqual([1, 2]);
      expect(faults()).toEqual([]);
    });

    it('a held row that becomes a customer names it', () => {
      const first = ledger.draft();
      first.hold(heldRow(1));
      ledger.apply(first, info(), by, now);
      const draft = ledger.draft();
      const staged = draft.add(insertOf({ name: '丁' }));
      draft.settle({ table: 'held', id: 1, how: 'created', customer: staged });
      expect(ledger.apply(draft, info(), by, now)).toMatchObject({ inserted: 1 });
      const body = JSON.parse([...ledger.audit()].find((e) => e.op === 'settle')?.body ?? '') as {
        customers: number[];
      };
      expect(body.customers).toEqual([4]);
      expect(faults()).toEqual([]);
    });

    it('tells who entered a customer', () => {
      expect(ledger.entry(2)).toMatchObject({ run: 1, actor: by.actor, role: by.role });
      expect(ledger.entry(9)).toBeNull();
    });

    it('tells what a run did, and what stands in the way of undoing it', () => {
      const draft = ledger.draft();
      draft.add(insertOf({ name: '丁' }));
      draft.add(insertOf({ name: '戊' }));
      draft.add(updateOf(1, 1, { phone: '021-1', grade: 'A' }));
      draft.add(setAside(2, 1));
      draft.hold(heldRow(1));
      const { run } = ledger.apply(draft, info(), by, now);
      applyAll(ledger, [updateOf(1, 2, { grade: 'B' }), updateOf(5, 1, { name: '己' })]);
      const effects = [...ledger.effects(run)];
      expect(effects).toEqual<RunEffect[]>([
        { kind: 'insert', id: 4, version: 1, since: null, by: [] },
        { kind: 'insert', id: 5, version: 2, since: 'changed', by: [run + 1] },
        {
          kind: 'update',
          id: 1,
          version: 3,
          asideBy: null,
          changes: [
            { field: 'grade', before: null, now: 'changed', by: [run + 1] },
            { field: 'phone', before: '021-50801234', now: 'kept', by: [] },
          ],
        },
        { kind: 'set-aside', id: 2, now: 'kept', by: [] },
        { kind: 'row', table: 'held', id: 1, settled: null, by: [] },
      ]);
      applyAll(ledger, [updateOf(5, 2, { name: '戊' }), updateOf(1, 3, { grade: null })]);
      expect([...ledger.effects(run)].slice(1, 3)).toMatchObject([
        { id: 5, since: null },
        { id: 1, changes: [{ now: 'back' }, { now: 'kept' }] },
      ]);
      expect([...ledger.effects(99)]).toEqual([]);
    });

    it('decisions on inserts of the same draft are of the customers that they become', () => {
      const before = Math.max(...[...ledger.read()].map(({ id }) => id));
      const draft = ledger.draft();
      draft.add(insertOf({ name: '子' }));
      draft.add(insertOf({ name: '丑' }));
      expect(() => draft.pair({ a: -3, b: 1, what: 'keep-apart' })).toThrow('not staged');
      draft.pair({ a: -2, b: -1, what: 'must-link' });
      draft.pair({ a: -2, b: 1, what: 'keep-apart' });
      draft.pair({ a: -1, b: 1, what: 'keep-apart' });
      ledger.apply(draft, info(), by, now);
      expect([...ledger.pairs()]).toEqual([
        { a: 1, b: before + 1, what: 'keep-apart' },
        { a: 1, b: before + 2, what: 'keep-apart' },
        { a: before + 1, b: before + 2, what: 'must-link' },
      ]);
      expect(faults()).toEqual([]);
    });

    it('decisions on pairs stand in the trail, are changed, taken back, and told as what a run did', () => {
      const decide = (...decisions: readonly PairDecision[]): AppliedRun => {
        const draft = ledger.draft();
        for (const decision of decisions) draft.pair(decision);
        return ledger.apply(draft, info({ command: 'dedupe keep-apart' }), by, now);
      };
      decide({ a: 1, b: 2, what: 'keep-apart' }, { a: 1, b: 3, what: 'must-link' });
      const { run } = decide({ a: 1, b: 2, what: 'must-link' }, { a: 1, b: 3, what: null });
      expect([...ledger.pairs()]).toEqual([{ a: 1, b: 2, what: 'must-link' }]);
      expect([ledger.pair(2, 1), ledger.pair(1, 3), ledger.pair(2, 3)]).toEqual(['must-link', null, null]);
      expect([...ledger.effects(run)]).toEqual([
        { kind: 'pair', a: 1, b: 2, before: 'keep-apart', now: 'kept', by: [] },
        { kind: 'pair', a: 1, b: 3, before: 'must-link', now: 'kept', by: [] },
      ]);
      const later = decide({ a: 1, b: 3, what: 'keep-apart' });
      expect([...ledger.effects(run)]).toMatchObject([{ now: 'kept' }, { now: 'changed', by: [later.run] }]);
      expect(faults()).toEqual([]);
    });

    it('what a scan left is kept, replaced and added to, outside the trail', () => {
      expect(ledger.memory()).toBeNull();
      const { size } = ledger.head();
      const memory = { size, upTo: 3, learned: '{"model":1}' };
      const bytes = Uint8Array.of(1, 2, 3);
      const pair = { a: 1, b: 2, bits: 7.5, decision: 'review' as const };
      ledger.remember({ ...memory, postings: [{ key: 0, bytes }], pairs: [pair], entities: [[2, 1]] }, 'replace');
      ledger.remember({ ...memory, upTo: 4, postings: [{ key: 0, bytes }], pairs: [], entities: [[4, 1]] }, 'add');
      const kept = ledger.memory();
      expect(kept).toMatchObject({ ...memory, upTo: 4 });
      expect([...(kept?.postings ?? [])].map((p) => [p.key, [...p.bytes]])).toEqual([
        [0, [1, 2, 3]],
        [0, [1, 2, 3]],
      ]);
      expect([[...(kept?.pairs ?? [])], [...(kept?.entities ?? [])]]).toEqual([
        [pair],
        [
          [2, 1],
          [4, 1],
        ],
      ]);
      ledger.remember({ ...memory, postings: [], pairs: [], entities: [] }, 'replace');
      expect([...(ledger.memory()?.pairs ?? [])]).toEqual([]);
      expect([ledger.head().size, faults()]).toEqual([size, []]);
    });

    it('a run that was undone is not one that took a file in', () => {
      const input = { sha256: 'f'.repeat(64), mapping: 'm', name: 'a.csv' };
      const { run } = applyAll(ledger, [insertOf({ name: '丁' })], { input });
      expect(ledger.inputRun(input.sha256, 'm')).toMatchObject({ run, undoneBy: null });
      const undo = applyAll(ledger, [setAside(4, 1)], { command: 'undo', undoes: run });
      expect(ledger.inputRun(input.sha256, 'm')).toBeNull();
      expect(ledger.run(run)).toMatchObject({ undoneBy: undo.run });
      expect(ledger.run(undo.run)).toMatchObject({ undoes: run, undoneBy: null });
      expect(faults()).toEqual([]);
    });

    it('is what a model says, whatever is done in whatever order', async () => {
      const step = fc.record({
        kind: fc.constantFrom('insert', 'update', 'aside', 'merge', 'back'),
        pick: fc.nat(20),
        other: fc.nat(20),
        value: fc.string({ minLength: 1, maxLength: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
          const fresh = await make();
          try {
            const l = fresh.ledger;
            const model: { name: string; version: number; aside: boolean }[] = [];
            for (const { kind, pick, other, value } of steps) {
              const id = model.length === 0 ? 0 : (pick % model.length) + 1;
              const it = model[id - 1];
              if (kind === 'insert' || it === undefined) {
                applyAll(l, [insertOf({ name: value })]);
                model.push({ name: value, version: 1, aside: false });
              } else if (kind === 'update') {
                const applied = applyAll(l, [updateOf(id, it.version, { name: value })]);
                if (!it.aside && value !== it.name) {
                  expect(applied.updated).toBe(1);
                  Object.assign(it, { name: value, version: it.version + 1 });
                }
              } else if (kind === 'back') {
                expect(applyAll(l, [bringBack(id)]).back).toBe(it.aside ? 1 : 0);
                it.aside = false;
              } else {
                const into = kind === 'merge' ? (other % model.length) + 1 : null;
                if (into === id || (into !== null && model[into - 1]?.aside)) continue;
                expect(applyAll(l, [setAside(id, it.version, into)]).aside).toBe(it.aside ? 0 : 1);
                it.aside = true;
              }
            }
            expect([...l.read()].map((c) => [c.id, c.name])).toEqual(
              model.flatMap((m, i) => (m.aside ? [] : [[i + 1, m.name]])),
            );
            expect(l.count()).toBe(model.filter((m) => !m.aside).length);
            expect(l.verify().faults).toEqual([]);
          } finally {
            fresh.dispose();
          }
        }),
        { numRuns: 25 },
      );
    });
  });
}

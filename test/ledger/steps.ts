/** Steps of saved plans, and refusals, in the trail of every kind of ledger (law 7). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/model/ledger.js';
import type { PlanStep } from '../../src/model/plan.js';
import { rawDatabase } from '../support/raw-database.js';
import type { LedgerFixture } from './conformance.js';
import { applyAll, by, codeOf, info, insertOf, now } from './helpers.js';

const plan = 'a'.repeat(64);
const other = 'b'.repeat(64);
const propose: PlanStep = { op: 'propose', plan, body: { count: 2, reason: 'invalid-phone' } };
const approve: PlanStep = { op: 'approve', plan, body: { key: 'SHA256:abc', signature: 'c2ln' } };

export function steps(name: string, make: () => Promise<LedgerFixture>): void {
  describe(`${name} steps`, () => {
    let fixture: LedgerFixture;
    let ledger: Ledger;
    beforeEach(async () => {
      fixture = await make();
      ledger = fixture.ledger;
    });
    afterEach(() => fixture.dispose());

    const step = (...taken: readonly PlanStep[]) => {
      const draft = ledger.draft();
      for (const one of taken) draft.step(one);
      expect(draft.size.steps).toBe(taken.length);
      return ledger.apply(draft, info({ command: 'purge propose' }), by, now);
    };

    it('keeps what was proposed, approved and rejected, in order, by plan [S0-35]', () => {
      step(propose);
      step({ ...propose, plan: other }, approve);
      step({ op: 'reject', plan: other, body: { why: 'hold' } });
      expect([...ledger.steps(plan)]).toEqual([
        { seq: 2, ts: expect.any(String), ...by, ...propose },
        { seq: 5, ts: expect.any(String), ...by, ...approve },
      ]);
      expect([...ledger.steps(other)].map(({ op }) => op)).toEqual(['propose', 'reject']);
      expect([...ledger.steps()].map(({ op, plan: of }) => [op, of[0]])).toEqual([
        ['propose', 'a'],
        ['propose', 'b'],
        ['approve', 'a'],
        ['reject', 'b'],
      ]);
      expect(ledger.verify().faults).toEqual([]);
    });

    it('keeps that people were signed and a key revoked, and nothing of a draft that is discarded', () => {
      step({ op: 'policy', plan: other, body: { people: 3 } }, { op: 'key', plan: 'SHA256:abc', body: {} });
      const draft = ledger.draft();
      draft.step(propose);
      draft.discard();
      expect([...ledger.steps()].map(({ op }) => op)).toEqual(['policy', 'key']);
      expect([...ledger.steps('SHA256:abc')]).toHaveLength(1);
    });

    it('a step whose body has no canonical form is refused when it is staged', () => {
      const draft = ledger.draft();
      expect(() => draft.step({ ...propose, body: { at: now } })).toThrow(TypeError);
    });

    it('a run names the plan that it applied, and no plan is applied twice [S0-35]', () => {
      expect(ledger.appliedPlan(plan)).toBeNull();
      applyAll(ledger, [insertOf({ name: '甲' })]);
      const applied = applyAll(ledger, [insertOf({ name: '乙' })], { command: 'purge apply', plan });
      expect([ledger.appliedPlan(plan), ledger.appliedPlan(other)]).toEqual([applied.run, null]);
      expect(ledger.run(applied.run)).toMatchObject({ plan });
      expect(codeOf(() => applyAll(ledger, [insertOf({ name: '丙' })], { plan }))).toBe('internal');
      expect([...ledger.read()].map((c) => c.name)).toEqual(['甲', '乙']);
      expect(ledger.verify().faults).toEqual([]);
    });

    it('verify names a plan whose use was rubbed out', () => {
      const { run } = applyAll(ledger, [], { plan });
      const db = rawDatabase(ledger.info.database);
      db.exec('UPDATE runs SET plan = NULL');
      db.close();
      expect(ledger.verify().faults).toMatchObject([{ code: 'state-mismatch', detail: `plan of run ${run}` }]);
    });

    it('a refusal stands in the trail: who, which command, why, of which plan; beside no draft [S0-40]', () => {
      ledger.recordRefusal('purge apply', 'role-refused', { plan }, by, now);
      expect([...ledger.audit(2)]).toMatchObject([
        { op: 'refused', ...by, subject: null, body: expect.stringContaining('"code":"role-refused"') },
      ]);
      ledger.draft();
      expect(codeOf(() => ledger.recordRefusal('purge apply', 'role-refused', {}, by, now))).toBe('internal');
      expect(ledger.verify().faults).toEqual([]);
    });
  });
}

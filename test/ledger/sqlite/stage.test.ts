import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger } from '../../../src/ledger/open.js';
import { applyAll, by, info, insertOf, now, temporaryFolder } from '../helpers.js';

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());
const newLedger = () => createLedger(join(home.folder, 'ledger.db'), { by, now });

describe('many inserts', () => {
  const rows = 7400;
  const name = (i: number) => `第${i}商行`;

  it('are found, changed, shown and applied on both sides of the thread’s beginning', () => {
    const ledger = newLedger();
    const draft = ledger.draft('2026-11-21');
    expect(draft.find('phone', '0')).toEqual([]);
    for (let i = 1; i <= rows; i += 1) {
      draft.add(insertOf({ name: name(i), phone: `p${i}` }), { identity: `k${i}` });
      // Just added, on its way to the thread, and long there.
      for (const back of [0, 1, 999, 4000])
        if (i % 997 === 0 && i > back) {
          expect(draft.find('phone', `p${i - back}`)).toEqual([back - i]);
          expect(draft.find('identity', `k${i - back}`)).toEqual([back - i]);
        }
    }
    for (const i of [1, 5000, 5001, rows])
      draft.add({ kind: 'update', id: -i, expect: 1, set: { email: `e${i}`, phone: null }, reasons: [] });
    draft.add(insertOf({ name: `\ud800半个`, remark: 'x' }), { identity: '\udc00' });
    const changes = [...draft.changes()];
    expect(changes).toHaveLength(rows + 1);
    expect(changes[4999]).toMatchObject({ set: { name: name(5000), email: 'e5000' } });
    expect(draft.find('phone', 'p5001')).toEqual([]);
    const applied = ledger.apply(draft, { ...info(), asOf: '2026-11-22' }, by, now);
    expect(applied.inserted).toBe(rows + 1);
    expect(ledger.verify().faults).toEqual([]);
    expect(ledger.find('email', 'e5001')).toEqual([5001]);
    expect(ledger.get(rows + 1)).toMatchObject({ name: '\ufffd半个', entered_on: '2026-11-22' });
    ledger.close();
  });

  it('that are given up leave nothing; the next ones go on from the same id', () => {
    const ledger = newLedger();
    for (const lock of [false, true]) {
      if (lock) ledger.lock();
      const draft = ledger.draft();
      for (let i = 1; i <= rows; i += 1) draft.add(insertOf({ name: name(i) }));
      draft.discard();
    }
    ledger.unlock();
    expect(applyAll(ledger, [insertOf({ name: '甲' })]).inserted).toBe(1);
    expect([...ledger.read()].map(({ id, name: said }) => [id, said])).toEqual([[1, '甲']]);
    ledger.close();
    expect(readdirSync(home.folder)).toEqual(['ledger.db']);
  });
});

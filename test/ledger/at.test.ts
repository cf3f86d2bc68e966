/** The customers as a run left them, whatever came later; what was destroyed since is counted. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Change } from '../../src/model/plan.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from './helpers.js';
import { newSheetLedger } from './sheets.js';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const reasons = [{ rule: 'test/move', data: {} }];
const plain = (records: Iterable<CustomerRecord>) => [...records].map((record) => ({ ...record }));

const opened = (file: string): Ledger => {
  const path = join(folder, file);
  if (file.endsWith('.csv')) newSheetLedger(path);
  else createLedger(path, { by, now }).close();
  return openLedger(path, { write: true });
};

/** A change of a kind to the customers as they stand; none where it cannot be. */
function changeOf(ledger: Ledger, kind: number, pick: number, asides: Set<number>): readonly Change[] {
  const all = [...ledger.read()];
  const one = all[pick % Math.max(1, all.length)];
  if (kind === 0 || one === undefined)
    return [insertOf({ name: `新户${pick}`, phone: `1380000${1000 + (pick % 1000)}` })];
  if (kind === 1) return [updateOf(one.id, one.version, { stage: `第${pick}步`, phone: null })];
  if (kind === 2)
    return [{ ...updateOf(one.id, one.version, { name: `改名${pick}` }, '来电'), extra: `{"列":"${pick}"}` }];
  if (kind === 3 && all.length > 2) {
    asides.add(one.id);
    return [{ kind: 'set-aside', id: one.id, expect: one.version, why: 'undone', into: null, reasons }];
  }
  const back = [...asides].find((id) => ledger.aside(id) !== null);
  if (kind === 4 && back !== undefined) return [{ kind: 'bring-back', id: back, reasons }];
  return [insertOf({ name: `又一户${pick}` }), insertOf({ name: `再一户${pick}`, tags: '老客' })];
}

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  it('is what was read then, after any later changes', () => {
    let made = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(9999)), { minLength: 2, maxLength: 14 }), (steps) => {
        const ledger = opened(`${++made}-${file}`);
        try {
          const asides = new Set<number>();
          const then: { run: number; records: unknown[] }[] = [];
          for (const [kind, pick] of steps) {
            const { run } = applyAll(ledger, changeOf(ledger, kind, pick, asides));
            then.push({ run, records: plain(ledger.read()) });
          }
          for (const { run, records } of then) {
            const past = ledger.atRun(run);
            expect(plain(past.records())).toEqual(records);
            expect(past.lost).toEqual({ files: 0, fields: 0 });
          }
        } finally {
          ledger.close();
        }
      }),
      { numRuns: file.endsWith('.csv') ? 8 : 30 },
    );
  });

  it('counts whom nobody can tell any more: files and fields that were destroyed since', () => {
    const ledger = opened(file);
    const names = ['甲', '乙', '丙', '丁', '戊'];
    const { run } = applyAll(
      ledger,
      names.map((name) => insertOf({ name, phone: `1380000000${names.indexOf(name)}`, stage: '意向' })),
    );
    applyAll(ledger, [updateOf(1, 1, { stage: '洽谈' }), updateOf(2, 1, { phone: '13900000000' })]);
    applyAll(ledger, [insertOf({ name: '后来的' })]);
    const erase = (id: number, expectVersion: number, fields: readonly ['phone'] | null): Change => ({
      kind: 'erase',
      id,
      expect: expectVersion,
      fields,
      code: 'expired',
      until: null,
      reasons,
    });
    applyAll(ledger, [erase(2, 2, ['phone']), erase(3, 1, null), erase(6, 1, null)]);
    const past = ledger.atRun(run);
    expect(
      plain(past.records()).map(({ id, name, stage, phone, version }) => [id, name, stage, phone, version]),
    ).toEqual([
      [1, '甲', '意向', '13800000000', 1],
      [2, '乙', '意向', null, 1],
      [4, '丁', '意向', '13800000003', 1],
      [5, '戊', '意向', '13800000004', 1],
    ]);
    // The one who came later was not there to be lost.
    expect(past.lost).toEqual({ files: 1, fields: 1 });
    ledger.close();
  });

  it('of a run that is not there, nobody; left early, it lets go of the ledger', () => {
    const ledger = opened(file);
    const { run } = applyAll(ledger, [insertOf({ name: '甲' }), insertOf({ name: '乙' })]);
    applyAll(ledger, [updateOf(1, 1, { stage: '洽谈' }), updateOf(2, 1, { stage: '洽谈' })]);
    expect([...ledger.atRun(99).records()]).toEqual([]);
    for (const record of ledger.atRun(run).records()) {
      expect(record.id).toBe(1);
      break;
    }
    applyAll(ledger, [updateOf(1, 2, { stage: '成交' })]);
    ledger.close();
  });
});

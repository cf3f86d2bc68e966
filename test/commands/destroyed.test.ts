/** What commands say of customers who were destroyed, and of a destruction that is not finished. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import verify from '../../src/commands/audit/verify.js';
import doctor from '../../src/commands/doctor.js';
import history from '../../src/commands/history.js';
import undo from '../../src/commands/undo.js';
import { createLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import { eraseOf } from '../ledger/erasing.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { perform } from '../support/perform.js';
import { rawDatabase } from '../support/raw-database.js';

let remove: () => void;
let ledger: Ledger;
beforeEach(() => {
  const made = temporaryFolder();
  remove = made.remove;
  ledger = createLedger(join(made.folder, 'ledger.db'), { by, now });
  applyAll(ledger, [
    insertOf({ name: '王小明', customer_no: 'SH2024001', phone: '13812345671' }),
    insertOf({ name: '李小红' }),
  ]);
  applyAll(ledger, [updateOf(1, 1, { phone: '13812345672' }), updateOf(2, 1, { phone: '13812345673' })], {
    command: 'update',
  });
  applyAll(ledger, [eraseOf(1, 2)], { command: 'purge fields', reason: '按计划销毁' });
});
afterEach(() => {
  ledger.close();
  remove();
});

it('history of a destroyed customer: who, when and what was done, and nothing of what it was [S2-33, S2-29]', async () => {
  for (const word of ['SH2024001', '#1']) {
    const { data, items } = await perform(ledger, history, {}, [word], { reveal: true });
    expect(data).toMatchObject({ customer: word, id: 1, entries: 3, destroyed: true });
    expect(items.map(({ op, erased, before, after, actor }) => [op, erased, before, after, actor])).toEqual(
      ['insert', 'update', 'erase'].map((op) => [op, true, null, null, by.actor]),
    );
    expect(items.at(-1).note).toBe('空号,已核实');
  }
  const { data } = await perform(ledger, history, {}, ['#2']);
  expect(data.destroyed).toBeUndefined();
});

it('an undo names the destroyed customer as one that cannot be brought back, and does the rest', async () => {
  const { data, items, exit } = await perform(ledger, undo, {}, ['2']);
  expect([exit, data.counts]).toMatchObject([1, { read: 2, restored: 1, blocked: 1 }]);
  expect(items.find(({ what }) => what === 'blocked')).toMatchObject({ customer: '#1', why: 'destroyed', by: [3] });
  expect(ledger.get(2)?.phone).toBeNull();
});

it('a run that destroyed is final', async () => {
  await expect(perform(ledger, undo, {}, ['3'])).rejects.toMatchObject({ code: 'run-final' });
});

it('audit verify and doctor say that a destruction is unfinished [S2-32]', async () => {
  const db = rawDatabase(ledger.info.database);
  db.exec("INSERT INTO meta VALUES('destroying', '3')");
  db.close();
  const verified = await perform(ledger, verify);
  expect([verified.exit, verified.data]).toMatchObject([0, { sound: true, destroying: 3 }]);
  const checked = await perform(ledger, doctor);
  expect(checked.data.checks).toContainEqual(expect.objectContaining({ item: 'destruction', state: 'warn' }));
});

/** A small ledger with an event of every kind that runs leave. */
import { copyLedger, createLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { ChildRow, HeldRow } from '../../src/model/plan.js';
import { eraseOf } from '../ledger/erasing.js';
import { applyAll, by, info, insertOf, now, updateOf } from '../ledger/helpers.js';

const heldRow = (record: number, against: number | null): HeldRow => ({
  record,
  line: record + 1,
  why: 'duplicate',
  rule: 'import/customer-twice',
  against,
  row: JSON.stringify({ 客户名称: `第${record}行` }),
});

const interaction = (customer: number): ChildRow => ({
  table: 'interactions',
  customer,
  at: '2026-01-02',
  kind: '电话',
  actor: null,
  summary: '来电',
  result: null,
});

const transaction = (customer: number): ChildRow => ({
  table: 'transactions',
  customer,
  at: '2026-01-03',
  kind: '订单',
  amount: '12',
  detail: '订单',
  status: null,
});

const reasons = [{ rule: 'test/move', data: {} }] as const;

/** Makes it at a path; `from` is another one that is made beside, and moved. */
export function makeRichLedger(from: string, path: string): void {
  const ledger = createLedger(from, { by, now });
  fill(ledger);
  ledger.close();
  const moved = copyLedger(from, path, { by, now });
  applyAll(moved, [insertOf({ name: '后来的' })]);
  moved.close();
}

function fill(ledger: Ledger): void {
  const input = { sha256: 'd'.repeat(64), mapping: 'e'.repeat(64), name: '名单.csv' };
  const draft = ledger.draft();
  for (let i = 1; i <= 9; i += 1) {
    const no = `SH202600${i}`;
    const insert = insertOf({ customer_no: no, name: `闵行第${i}商行`, phone: `1380000100${i}` });
    const noted = { ...insert, reasons: insert.reasons.map((reason) => ({ ...reason, note: `第${i}位` })) };
    draft.add(i % 2 ? insert : noted, { number: { no, scheme: 'region-year-serial', counter: 'SH2026', serial: i } });
    draft.hold(heldRow(i, i === 4 ? -4 : null));
    draft.child(interaction(-i));
    draft.child(transaction(-i));
  }
  ledger.apply(draft, info({ input }), by, now);
  applyAll(ledger, [updateOf(1, 1, { phone: '13900001001' }, '来电'), updateOf(2, 1, { name: '闵行二号' })], {
    command: 'update',
  });
  // Whose only customer is destroyed below: its words go with it.
  applyAll(ledger, [updateOf(4, 1, { phone: '13900001004' })], { command: 'update', reason: '第四位来电' });
  const aside = ledger.draft();
  aside.add({ kind: 'set-aside', id: 7, expect: 1, why: 'merged', into: 8, reasons });
  aside.add({ kind: 'set-aside', id: 9, expect: 1, why: 'undone', into: null, reasons });
  aside.settle({ table: 'held', id: 1, how: 'created', customer: 1 });
  aside.settle({ table: 'interactions', id: 9, how: 'undone', customer: null });
  aside.pair({ a: 1, b: 2, what: 'keep-apart' });
  const { run } = ledger.apply(aside, info({ command: 'review' }), by, now);
  const back = ledger.draft();
  back.add({ kind: 'bring-back', id: 9, reasons });
  ledger.apply(back, info({ command: 'undo', undoes: run }), by, now);
  const steps = ledger.draft();
  const plan = 'a'.repeat(64);
  steps.step({ op: 'policy', plan: 'b'.repeat(64), body: { people: 3 } });
  steps.step({ op: 'propose', plan, body: { count: 2 } });
  steps.step({ op: 'approve', plan, body: { key: 'SHA256:abc' } });
  steps.step({ op: 'reject', plan: 'c'.repeat(64), body: { why: 'hold' } });
  steps.step({ op: 'key', plan: 'SHA256:abc', body: {} });
  ledger.apply(steps, info({ command: 'purge propose' }), by, now);
  ledger.recordAccess('show', [1, 2], by, now);
  ledger.recordRefusal('purge apply', 'approval-missing', { plan }, by, now);
  applyAll(ledger, [eraseOf(4, 2), eraseOf(5, 1, { fields: ['phone'] })], { command: 'purge apply', plan });
  applyAll(ledger, [updateOf(5, 2, { phone: '13900001005' })], { command: 'update' });
}

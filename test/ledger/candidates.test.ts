/** What only the destroyed had: asked of their rows alone, and told from what others have by where it stands. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { candidatesOf, leftOf } from '../../src/ledger/candidates.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { KeptText, Ledger } from '../../src/model/ledger.js';
import { rawDatabase } from '../support/raw-database.js';
import { residueIn } from '../support/residue.js';
import { eraseOf } from './erasing.js';
import { applyAll, by, info, insertOf, now, temporaryFolder, updateOf } from './helpers.js';

let folder: string;
let remove: () => void;
let ledger: Ledger;
const path = () => join(folder, 'ledger.db');
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  createLedger(path(), { by, now }).close();
  ledger = openLedger(path(), { write: true });
});
afterEach(() => {
  ledger.close();
  remove();
});

/** Customers with all that can be theirs; every third changed, every fourth merged into the next. */
function fill(count: number): void {
  const draft = ledger.draft();
  for (let i = 1; i <= count; i++) {
    const extra = JSON.stringify({ 车牌: `沪A·${i}号` });
    draft.add(insertOf({ name: `客户之${i}号`, phone: `1380000${1000 + i}`, remark: `备注之${i}号` }, extra), {
      identity: `p:客户之${i}号`,
    });
    const row = { customer: -i, at: '2026-01-02', kind: '电话', actor: null };
    draft.child({ ...row, table: 'interactions', summary: `来电之${i}号`, result: `结果之${i}号` });
    draft.child({ ...row, table: 'transactions', amount: '1', detail: `订单之${i}号`, status: null });
    const cells = JSON.stringify({ 名称: `重复之${i}号` });
    draft.hold({ record: i, line: i, why: 'duplicate', rule: 'import/duplicate', against: -i, row: cells });
  }
  ledger.apply(draft, info(), by, now);
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  applyAll(
    ledger,
    ids.filter((i) => i % 3 === 0).map((i) => updateOf(i, 1, { phone: `1390000${1000 + i}` }, `说明之${i}号`)),
  );
  applyAll(
    ledger,
    ids
      .filter((i) => i % 4 === 0 && i < count)
      .map((i) => ({
        kind: 'set-aside',
        id: i,
        expect: i % 3 === 0 ? 2 : 1,
        why: 'merged',
        into: i + 1,
        reasons: [],
      })),
  );
  const settling = ledger.draft();
  // A row that was held against one may have become another.
  for (const { id, against } of ledger.held())
    if (id % 5 === 0)
      settling.settle({ table: 'held', id, how: 'created', customer: ((against as number) % count) + 1 });
  ledger.apply(settling, info(), by, now);
}

const key = ({ customer, field, value, seq }: KeptText): string =>
  JSON.stringify([customer, field, value, seq ?? null]);

describe('texts of some customers', () => {
  it('are those that all texts have of them, and besides only what is held against them', () => {
    fill(600);
    const all = [...ledger.texts()];
    expect(new Set(all.map(({ field }) => field))).toEqual(
      new Set([
        ...['name', 'phone', 'remark', 'extra', ':note', 'held', ':reason'],
        ...['interactions.summary', 'interactions.result', 'transactions.detail'],
      ]),
    );
    const some = (count: number, step: number) => new Set(Array.from({ length: count }, (_, i) => 1 + i * step));
    for (const ids of [new Set([7]), some(60, 9), some(600, 1)]) {
      const theirs = new Set([...ledger.texts(ids)].map(key));
      const expected = all.filter(({ customer }) => customer !== null && ids.has(customer)).map(key);
      expect(expected.filter((one) => !theirs.has(one))).toEqual([]);
      for (const one of [...ledger.texts(ids)].filter(({ customer }) => !ids.has(customer as number)))
        expect(one.field).toBe('held');
    }
    expect([...ledger.texts(new Set())]).toEqual([]);
    // Row 10 was held against customer 10 and became customer 11.
    expect([...ledger.texts(new Set([10]))]).toContainEqual({ customer: 11, field: 'held', value: '重复之10号' });
  });
});

describe('the row at a place', () => {
  it('of a file is that of the text that stands there, in tables and in indexes', async () => {
    fill(3000);
    const values = [17, 300, 999, 2400].flatMap((i) =>
      ['客户', '备注', '来电', '结果', '订单', '重复', '说明'].map((what) => `${what}之${i}号`),
    );
    values.push('13800001300', '13900001300', '13900001999');
    ledger.close();
    const db = rawDatabase(path());
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    ledger = openLedger(path(), { write: true });
    const hits = await residueIn([path()], values);
    const found = new Set<number>();
    for (const { offset, needle } of hits) {
      const texts = [...ledger.textsAt(offset)];
      if (texts.some(({ value }) => value.includes(values[needle] as string))) found.add(needle);
    }
    const living = [...ledger.texts()].map(({ value }) => value);
    expect(values.filter((_, i) => found.has(i))).toEqual(values.filter((value) => living.includes(value)));
    expect(found.size).toBeGreaterThan(25);
  });

  it('that no page tells of is none', () => {
    fill(10);
    expect([...ledger.textsAt(0)]).toEqual([]);
    expect([...ledger.textsAt(1 << 30)]).toEqual([]);
  });
});

describe('what is left', () => {
  const destroy = (id: number, reason: string | null = null) =>
    applyAll(ledger, [eraseOf(id, ledger.get(id)?.version, { reasons: [] })], { command: 'purge apply', reason });

  it('is nothing that others have, too, or as part of a longer text, wherever: that is counted, by field', async () => {
    const draft = ledger.draft();
    draft.add(
      insertOf(
        { name: '王小明', phone: '13812345678', email: 'wang@example.com', address: '共用地址一号', remark: '老王' },
        JSON.stringify({ 车牌: '沪A·12345' }),
      ),
    );
    draft.add(insertOf({ name: '王小明明', remark: '见共用地址一号' }, JSON.stringify({ 旧车: '沪A·12345' })));
    draft.child({
      ...{ table: 'interactions', customer: -2, at: '2026-01-02', kind: '电话', actor: null, result: null },
      summary: '改打13812345678',
    });
    ledger.apply(draft, info(), by, now);
    applyAll(ledger, [updateOf(2, 1, { owner: '乙' }, '抄送 wang@example.com')]);
    applyAll(ledger, [updateOf(1, 1, { remark: '客户甲乙' })]);
    const candidates = candidatesOf(ledger, new Set([1]));
    destroy(1);
    expect(await leftOf(ledger, candidates)).toEqual({
      files: [],
      shared: { name: 1, phone: 1, email: 1, address: 1, extra: 1 },
      short: 0,
    });
  });

  it('counts what is too short to be looked for, and leaves alone what is also a code or a day of theirs', async () => {
    applyAll(ledger, [insertOf({ name: '甲', remark: '2020-01-01', ended_at: '2020-01-01', phone: '13812345678' })]);
    const candidates = candidatesOf(ledger, new Set([1]));
    expect([...candidates.fields.keys()].sort()).toEqual(['13812345678', '甲']);
    destroy(1);
    writeFileSync(join(folder, 'ledger.db.old'), '甲 2020-01-01');
    expect(await leftOf(ledger, candidates)).toEqual({ files: [], shared: {}, short: 1 });
  });

  it('is what stands beside the ledger, but for what others have in another form: of them every text is read', async () => {
    const quoted = '提供"三包"承诺书';
    applyAll(ledger, [insertOf({ name: '王小明', remark: quoted }), insertOf({ name: '李小红' })]);
    const draft = ledger.draft();
    const row = JSON.stringify({ 备注: `要${quoted}` });
    draft.hold({ record: 1, line: 2, why: 'duplicate', rule: 'import/duplicate', against: 2, row });
    ledger.apply(draft, info(), by, now);
    const candidates = candidatesOf(ledger, new Set([1]));
    destroy(1);
    writeFileSync(join(folder, 'ledger.db-copy.csv'), `王小明,${quoted}\n王小明\n`);
    expect(await leftOf(ledger, candidates)).toEqual({
      files: [{ file: join(folder, 'ledger.db-copy.csv'), count: 2 }],
      shared: { remark: 1 },
      short: 0,
    });
  });

  it('is what the words of the very run that destroyed it say again', async () => {
    applyAll(ledger, [insertOf({ name: '王小明' })], { reason: '新客户李小红' });
    const candidates = candidatesOf(ledger, new Set([1]));
    destroy(1, '王小明来电要求');
    expect((await leftOf(ledger, candidates)).files).toEqual([{ file: path(), count: 1 }]);
    expect([...ledger.texts()].map(({ value }) => value)).toEqual(['王小明来电要求']);
  });
});

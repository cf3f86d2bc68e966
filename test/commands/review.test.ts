/** The commands of the review over a real ledger, in this process. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asker, Command } from '../../src/commands/command.js';
import importFile from '../../src/commands/import.js';
import monthly from '../../src/commands/report/monthly.js';
import register from '../../src/commands/report/register.js';
import approve from '../../src/commands/review/approve.js';
import decide from '../../src/commands/review/decide.js';
import list from '../../src/commands/review/list.js';
import notices from '../../src/commands/review/notices.js';
import precheck from '../../src/commands/review/precheck.js';
import quarantine from '../../src/commands/review/quarantine.js';
import release from '../../src/commands/review/release.js';
import returns from '../../src/commands/review/return.js';
import sheet from '../../src/commands/review/sheet.js';
import { createLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import { by, now, temporaryFolder } from '../ledger/helpers.js';
import { type Performance, perform } from '../support/perform.js';

const NEW = `客户名称,电话,省份,地址,需求,首次接触时间,负责人,复核状态
上海云帆科技有限公司,021-50801234,上海市,上海市浦东新区张江路88号,设备采购,2026-11-26,王强,复核通过
上海远山贸易有限公司,021-50801235,上海市,上海市浦东新区张江路89号,设备采购,2026-11-26,王强,
上海晨曦制造有限公司,021-5080,上海市,上海市浦东新区张江路90号,设备采购,2026-11-26,张主管,
`;
const AGAIN = `客户编号,客户名称,电话,省份,备注
SH2026001,北京大海有限公司,010-62801234,北京市,新客户
SH2026002,北京小河有限公司,010-62801235,北京市,
SH2026002,北京大河有限公司,010-62801236,北京市,
`;
const li = { by: { actor: '李娜', role: 'data_maintenance' } };
const zhang: Performance = { by: { actor: '张主管', role: 'supervisor' }, reason: '核对过' };
const profile = ['P-000'];

let folder: string;
let ledger: Ledger;
let remove: () => void;
beforeEach(async () => {
  ({ folder, remove } = temporaryFolder());
  ledger = createLedger(join(folder, 'ledger.db'), { by, now });
  expect(await take('new.csv', NEW)).toMatchObject({ created: 3 });
});
afterEach(() => {
  ledger.close();
  remove();
});

const take = async (name: string, text: string, how: Performance = li) => {
  writeFileSync(join(folder, name), text);
  return (await perform(ledger, importFile, { source: '展会现场' }, [join(folder, name)], how)).data.counts;
};
const states = () => [...ledger.read()].map(({ review_state }) => review_state);
const refusal = async (work: Promise<unknown>): Promise<[string, number]> => {
  const error = await work.catch((cause: unknown) => cause);
  if (!(error instanceof StewardError)) throw new Error('nothing was refused');
  return [error.code, error.exit];
};
const items = async (command: Command, own: object = {}, args: string[] = [], how: Performance = {}) =>
  (await perform(ledger, command, own as Record<string, unknown>, args, how)).items;

describe('review approve', () => {
  it('imported rows wait, whatever their file says; an approval makes them formal, and only then do they count [S0-17, S2-17]', async () => {
    expect(states()).toEqual(['已提交', '已提交', '已提交']);
    expect((await perform(ledger, register)).data.counts).toEqual({ read: 3, formal: 0 });
    const done = await perform(ledger, approve, { run: 1, profile }, [], zhang);
    expect(done).toMatchObject({ exit: 1, data: { counts: { read: 3, changed: 2, unchanged: 0, blocked: 1 } } });
    expect(done.items[2]).toMatchObject({ what: 'blocked', customer: 'SH2026003', why: 'own-customer' });
    expect(done.data.unchecked).toBe(2);
    expect(states()).toEqual(['复核通过', '复核通过', '已提交']);
    expect((await perform(ledger, register, { folder: join(folder, '登记表') })).items).toHaveLength(2);
    const rows = parse(readFileSync(join(folder, '登记表/rows/register.csv')), {
      bom: true,
      columns: true,
    }) as unknown[];
    expect(rows).toEqual(
      [1, 2, 3].map((n) => ({
        customer: `SH202600${n}`,
        formal: n < 3 ? 'yes' : 'no',
        archived: 'no',
        sealed: 'no',
        listed: n < 3 ? 'yes' : 'no',
      })),
    );
    expect(readFileSync(join(folder, '登记表/report.md'), 'utf8')).toContain('1 customers are not reviewed');
    expect((await perform(ledger, monthly)).data.files).toEqual({ formal: 2, unreviewed: 1, quarantined: 0 });
    expect(ledger.verify().faults).toEqual([]);
  });

  it('is refused for one’s own entries, all or in part [S1-02, C12]', async () => {
    const self: Performance = { by: { actor: '李娜', role: 'supervisor' } };
    expect(await refusal(perform(ledger, approve, { all: true }, [], self))).toEqual(['review-own', 4]);
    expect(states()).toEqual(['已提交', '已提交', '已提交']);
  });

  it('is refused for errors of the record rules, which can be accepted with a reason [S0-19]', async () => {
    const wang: Performance = { by: { actor: '赵总', role: 'dept_head' } };
    const [blocked] = await items(approve, { profile }, ['SH2026003'], wang);
    expect(blocked).toMatchObject({ what: 'blocked', why: 'findings', findings: ['validate/phone'] });
    expect(blocked.message).not.toContain('5080');
    const accepting = perform(ledger, approve, { profile, acceptFindings: true }, ['SH2026003'], wang);
    expect(await refusal(accepting)).toEqual(['reason-required', 2]);
    const how = { ...wang, reason: '客户只留了总机' };
    const done = await perform(ledger, approve, { profile, acceptFindings: true }, ['SH2026003'], how);
    expect(done).toMatchObject({ exit: 0, items: [{ what: 'changed', findings: ['validate/phone'] }] });
    expect([...ledger.history(3)].at(-1)?.clauses).toEqual(['S0-18', 'S0-19']);
  });

  it('must be told whom, in one way', async () => {
    for (const [own, args] of [
      [{}, []],
      [{ all: true, run: 1 }, []],
      [{ all: true }, ['SH2026001']],
    ] as const)
      expect(await refusal(perform(ledger, approve, own, args, zhang))).toEqual(['review-whom', 2]);
    expect(await refusal(perform(ledger, approve, { run: 9 }, [], zhang))).toEqual(['run-unknown', 3]);
  });

  it('the first check is the owner’s; in bulk, of those that are one’s own [S4-06, S4-14, C12]', async () => {
    const owner: Performance = { by: { actor: '王强', role: 'sales' } };
    const done = await perform(ledger, precheck, { all: true }, [], owner);
    expect(done.items.map(({ what, customer }) => [what, customer])).toEqual([
      ['changed', 'SH2026001'],
      ['changed', 'SH2026002'],
    ]);
    expect(ledger.get(1)?.prechecked_at).toBe('2026-11-27');
    expect((await items(precheck, {}, ['SH2026003'], owner))[0]).toMatchObject({ what: 'blocked', why: 'not-owner' });
    expect((await perform(ledger, approve, { run: 1, profile }, [], zhang)).data.unchecked).toBe(0);
  });
});

describe('review return', () => {
  it('goes to the entrant as a list; what comes back is submitted again, under a new clock [S0-20, S4-07]', async () => {
    const lists = join(folder, 'lists');
    const returned = await perform(ledger, returns, { worklists: lists }, ['SH2026001'], {
      ...zhang,
      reason: '门牌号不对',
    });
    expect(returned.data).toMatchObject({ counts: { changed: 1 }, worklists: { files: 1, customers: 1 } });
    expect(states()[0]).toBe('退回');
    const [waiting] = await items(list, { what: ['returned'] });
    expect(waiting).toMatchObject({
      customer: 'SH2026001',
      reason: '门牌号不对',
      since: '2026-11-27',
      entrant: '李娜',
    });
    const [unchanged] = await items(approve, { profile }, ['SH2026001'], zhang);
    expect(unchanged).toMatchObject({ what: 'blocked', why: 'unchanged' });

    const path = join(lists, '李娜.csv');
    const rows: Record<string, string>[] = parse(readFileSync(path), { bom: true, columns: true });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.steward_findings).toMatch(/^门牌号不对; /);
    const mended = rows.map((row) => ({ ...row, Address: '上海市浦东新区张江路188号' }));
    const counts = await take('mended.csv', stringify(mended, { header: true }), { ...li, asOf: '2026-12-01' });
    expect(counts).toMatchObject({ updated: 1, unchanged: 0 });
    expect(ledger.get(1)).toMatchObject({ review_state: '已提交', address: '上海市浦东新区张江路188号' });
    const [again] = await items(list, { what: ['submitted'] }, [], { asOf: '2026-12-02' });
    expect(again).toMatchObject({ customer: 'SH2026001', entered: '2026-12-01', due: '2026-12-02', overdue: false });
    expect((await perform(ledger, approve, { profile }, ['SH2026001'], zhang)).exit).toBe(0);
  });

  it('with a note, an unchanged one passes; the note is in the trail [S0-20]', async () => {
    await perform(ledger, returns, {}, ['SH2026001'], { ...zhang, reason: '待核' });
    const done = await perform(ledger, approve, { profile, note: '电话确认无误' }, ['SH2026001'], zhang);
    expect(done.exit).toBe(0);
    expect([...ledger.history(1)].at(-1)?.note).toBe('电话确认无误');
  });

  it('who mended it does not approve it [S1-02]', async () => {
    await perform(ledger, returns, {}, ['SH2026001'], { ...zhang, reason: '待核' });
    await take('own.csv', '客户编号,客户名称,备注\nSH2026001,上海云帆科技有限公司,改过\n', zhang);
    expect(await refusal(perform(ledger, approve, {}, ['SH2026001'], zhang))).toEqual(['review-own', 4]);
  });

  it('an import that says nothing new submits nothing', async () => {
    await perform(ledger, returns, {}, ['SH2026001'], { ...zhang, reason: '待核' });
    const same = await take('same.csv', '客户编号,客户名称,复核状态\nSH2026001,上海云帆科技有限公司,复核通过\n');
    expect([same, states()[0]]).toEqual([{ ...same, unchanged: 1, updated: 0 }, '退回']);
  });
});

describe('review list', () => {
  it('tells entrant, due day and what each family of rules found; Friday’s entries are overdue after Monday [S0-18, S0-19]', async () => {
    const at = (asOf: string) => perform(ledger, list, {}, [], { asOf });
    expect((await at('2026-11-29')).data.counts).toMatchObject({ submitted: 3, overdue: 0 });
    const done = await at('2026-12-01');
    expect(done.data.counts).toMatchObject({ submitted: 3, overdue: 3, precheckOverdue: 3, held: 0 });
    expect(done.items[2]).toMatchObject({
      what: 'submitted',
      entrant: '李娜',
      owner: '张主管',
      entered: '2026-11-27',
      due: '2026-11-30',
      overdue: true,
      accuracy: expect.arrayContaining(['validate/phone']),
    });
    expect(await items(list, { what: ['overdue'] }, [], { asOf: '2026-11-30' })).toEqual([]);
    expect(await items(list, { owner: '张主管' })).toHaveLength(1);
    expect(await items(list, { entrant: '张主管' })).toEqual([]);
    expect(await items(list, { entrant: '李娜', run: 1 })).toHaveLength(3);
  });

  it('shows both sides of a held row, personal values masked unless asked for [law 11]', async () => {
    expect(await take('again.csv', AGAIN)).toMatchObject({ held: 3 });
    const [held] = await items(list, { what: ['held'] });
    expect(held).toMatchObject({ what: 'held', held: 1, customer: 'SH2026001', rule: 'import/number-of-another' });
    const phone = (item: { differences: { field: string; row: string; record: string }[] }) =>
      item.differences.find(({ field }) => field === 'phone');
    expect(phone(held)).toEqual({ field: 'phone', row: '010-******34', record: '021-******34' });
    const [open] = await items(list, { what: ['held'] }, [], { reveal: true });
    expect(phone(open)?.row).toBe('010-62801234');
  });
});

describe('review decide', () => {
  beforeEach(async () => {
    expect(await take('again.csv', AGAIN)).toMatchObject({ held: 3 });
  });

  it('a new customer gets a number of its own where the row’s is another’s, and waits for review [S2-18, S0-17]', async () => {
    const done = await perform(ledger, decide, { how: 'create' }, ['1'], li);
    expect(done).toMatchObject({ exit: 0, data: { counts: { read: 1, created: 1 }, waiting: 2 } });
    expect(done.items[0]).toMatchObject({ what: 'created', number: 'BJ2026004', otherNumber: 'SH2026001' });
    expect(ledger.get(4)).toMatchObject({ name: '北京大海有限公司', remark: '新客户', review_state: '已提交' });
    expect(ledger.heldRow(1)?.settled).toBe('created');
    expect(ledger.verify().faults).toEqual([]);
  });

  it('an update fills the customer on file, who keeps the number; a row that is let go changes nothing [C01]', async () => {
    const done = await perform(ledger, decide, { how: 'update' }, ['1'], li);
    expect(done.items[0]).toMatchObject({ what: 'updated', customer: 'SH2026001' });
    expect(ledger.get(1)).toMatchObject({ customer_no: 'SH2026001', name: '北京大海有限公司', phone: '010-62801234' });
    await perform(ledger, decide, { how: 'drop' }, ['2'], li);
    expect(ledger.get(2)).toMatchObject({ name: '上海远山贸易有限公司', version: 1 });
    expect([...ledger.held()].map(({ id }) => id)).toEqual([3]);
    expect(await refusal(perform(ledger, decide, { how: 'drop' }, ['2'], li))).toEqual(['held-unknown', 2]);
  });

  it('two rows do not overwrite one customer in one run unseen', async () => {
    const done = await perform(ledger, decide, { how: 'update', run: 2 }, [], li);
    expect(done).toMatchObject({ exit: 1, data: { counts: { updated: 2, blocked: 1 }, waiting: 1 } });
    expect(done.items.find(({ what }) => what === 'blocked')).toMatchObject({ held: 3, why: 'touched' });
  });

  it('by a sheet; what was settled or changed meanwhile is stale, the rest goes on [law 2]', async () => {
    const path = join(folder, 'held.csv');
    expect((await perform(ledger, sheet, {}, [path])).data).toEqual({ file: path, rows: 3 });
    const rows: Record<string, string>[] = parse(readFileSync(path), { bom: true, columns: true });
    expect(rows[0]).toMatchObject({
      steward_customer: 'SH2026001',
      'Customer name': '北京大海有限公司',
      'Customer name (on file)': '上海云帆科技有限公司',
    });
    const write = (words: readonly string[]) =>
      writeFileSync(
        path,
        stringify(
          rows.map((row, i) => ({ ...row, decision: words[i] ?? '' })),
          { header: true },
        ),
      );
    await perform(ledger, decide, { how: 'drop' }, ['2'], li);
    await take('edit.csv', '客户编号,客户名称,备注\nSH2026001,上海云帆科技有限公司,改过\n');
    write(['create', 'create', 'Drop']);
    const done = await perform(ledger, decide, { sheet: path }, [], li);
    expect(done).toMatchObject({ exit: 5, data: { counts: { read: 3, stale: 2, dropped: 1 }, waiting: 1 } });
    write(['maybe']);
    expect(await refusal(perform(ledger, decide, { sheet: path }, [], li))).toEqual(['decision-unreadable', 2]);
  });

  it('on a terminal row by row: skipped ones stay, a quit ends it, and it is taken up again', async () => {
    const answers = (...words: string[]): Asker & { readonly asked: string[][] } => {
      const asked: string[][] = [];
      return {
        asked,
        press: () => Promise.reject(new Error('no keys here')),
        secret: () => Promise.reject(new Error('no secrets here')),
        agree: async () => true,
        choose: async (_, choices) => {
          asked.push(choices.map(({ value }) => value));
          return words.shift() as string;
        },
      };
    };
    const first = answers('skip', 'drop', 'quit');
    const done = await perform(ledger, decide, {}, [], { ...li, ask: first });
    expect(done.data).toMatchObject({ counts: { read: 1, dropped: 1 }, waiting: 2 });
    expect(first.asked[0]).toEqual(['create', 'update', 'drop', 'skip', 'quit']);
    expect(done.notes[0]).toContain('Held row 1 (1 of 3)');
    expect(done.notes[0]).not.toContain('62801234');
    const second = await perform(ledger, decide, {}, [], { ...li, ask: answers('create', 'update') });
    expect(second.data).toMatchObject({ counts: { read: 2, created: 1, updated: 1 }, waiting: 0 });
    expect(await refusal(perform(ledger, decide, {}, [], li))).toEqual(['decide-what', 2]);
  });
});

describe('quarantine', () => {
  it('leaves the active set and the official count, stays in the ledger, and comes back as it was [S4-08, C08]', async () => {
    await perform(ledger, approve, { run: 1, profile }, [], zhang);
    const done = await perform(ledger, quarantine, { invalid: 'dead-number' }, ['SH2026001'], {
      ...li,
      reason: '空号',
    });
    expect(done.exit).toBe(0);
    expect(ledger.get(1)).toMatchObject({ lifecycle: '隔离', invalid_reason: '空号' });
    expect((await perform(ledger, monthly)).data).toMatchObject({
      accounts: { read: 3 },
      files: { formal: 1, unreviewed: 1, quarantined: 1 },
      standings: { quarantined: 1 },
    });
    expect((await perform(ledger, register)).data.counts).toEqual({ read: 3, formal: 1 });
    expect((await items(list, { what: ['quarantine'] }))[0]).toMatchObject({ customer: 'SH2026001', reason: '空号' });
    await perform(ledger, release, {}, ['SH2026001'], { ...li, reason: '换号了' });
    expect(ledger.get(1)).toMatchObject({ lifecycle: null, invalid_reason: null, review_state: '复核通过' });
    expect((await perform(ledger, register)).data.counts).toEqual({ read: 3, formal: 2 });
  });
});

describe('review notices', () => {
  it('lists the approved whom no reply came from, until it is imported [S0-21]', async () => {
    await perform(ledger, approve, { run: 1, profile }, [], zhang);
    expect((await perform(ledger, notices, {}, [], { asOf: '2026-12-04' })).data.counts).toEqual({
      waiting: 2,
      overdue: 0,
    });
    const late = await perform(ledger, notices, {}, [], { asOf: '2026-12-07' });
    expect(late.items.map((item) => [item.customer_no, item.approved, item.due])).toEqual([
      ['SH2026001', '2026-11-27', '2026-12-04'],
      ['SH2026002', '2026-11-27', '2026-12-04'],
    ]);
    await take('reply.csv', '客户编号,客户名称,客户确认日期\nSH2026001,上海云帆科技有限公司,2026-12-05\n');
    expect(await items(notices, {}, [], { asOf: '2026-12-07' })).toHaveLength(1);
  });
});

/** Interactions and transactions: whose a row is, what it must say, and how its customer moves on (S4-37, S2-07, S4-38, C03). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCsv } from '../../src/files/read-csv.js';
import { childHeaderScore, mapChildHeader } from '../../src/intake/child-headers.js';
import { type ChildNote, planChildren } from '../../src/intake/children.js';
import { createLedger } from '../../src/ledger/open.js';
import type { ChildTable } from '../../src/model/child-fields.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { FieldValues } from '../../src/model/plan.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { applyAll, by, info, insertOf, now } from '../ledger/helpers.js';

const given = { policy: defaultPolicy, asOf: '2026-06-30' as never };
let folder: string;
let ledger: Ledger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-children-'));
  ledger = createLedger(join(folder, 'ledger.db'), { by, now });
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const customers = (...list: readonly FieldValues[]) =>
  applyAll(
    ledger,
    list.map((set) => insertOf(set)),
  );

/** Takes rows in as the command does; what was said, and the counts. */
async function take(table: ChildTable, ...lines: readonly string[]) {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  const source = await openCsv(path, { headerScore: childHeaderScore(table) });
  const mapping = mapChildHeader(source.header, table, given.policy);
  const draft = ledger.draft();
  const notes: ChildNote[] = [];
  const rejected: number[] = [];
  const result = await planChildren(source, mapping, table, { reader: ledger, draft }, given, {
    note: (note) => notes.push(note),
    reject: (line) => rejected.push(line),
    progress: () => undefined,
  });
  source.close();
  ledger.apply(draft, info(), by, now);
  expect(ledger.verify().faults).toEqual([]);
  return {
    ...result,
    notes: notes.map(({ code, line, data }) => [line, code, data]),
    codes: notes.map((n) => n.code),
    rejected,
  };
}

describe('whose a row is', () => {
  beforeEach(() =>
    customers(
      {
        name: '上海云帆信息科技有限公司',
        customer_no: 'SH2024001',
        phone: '021-50801234',
        credit_code: '914403001922038216',
      },
      { name: '王伟', phone: '13800138000', email: 'wang@example.com' },
      { name: '王芳', phone: '13800138000' },
      { name: '李娜', phone: '13900139000' },
    ),
  );

  it.each([
    ['SH2024001,,,,', 1],
    [',914403001922038216,,,', 1],
    [',,13900139000,,', 4],
    [',,139 0013 9000,,', 4],
    [',,+86 13900139000,,', 4],
    [',,,wang@example.com,', 2],
    [',,13800138000,,王芳', 3],
    ['SH2024001,,,,上海云帆信息科技有限责任公司', 1],
  ])('%s is customer %i [S4-37]', async (reference, id) => {
    const { counts } = await take(
      'interactions',
      '客户编号,信用代码,电话,邮箱,客户名称,日期,方式',
      `${reference},2026-03-01,电话`,
    );
    expect(counts).toMatchObject({ read: 1, created: 1, rejected: 0 });
    expect(ledger.children('interactions', id)).toHaveLength(1);
  });

  it.each([
    ['SH2024009,,13900139000,,', 'child/no-customer'],
    [',,13800138000,,', 'child/several-customers'],
    [',,13800138000,,王五', 'child/other-name'],
    ['SH2024001,,,,北京远望贸易有限公司', 'child/other-name'],
    [',,,,李娜', 'child/no-reference'],
  ])('%s is nobody’s: %s', async (reference, code) => {
    const { counts, codes, rejected } = await take(
      'interactions',
      '客户编号,信用代码,电话,邮箱,客户名称,日期,方式',
      `${reference},2026-03-01,电话`,
    );
    expect([counts.rejected, codes, rejected]).toEqual([1, [code], [2]]);
  });

  it('a legacy number finds its customer [S3-03]', async () => {
    applyAll(ledger, [
      {
        kind: 'update',
        id: 1,
        expect: 1,
        set: { customer_no: 'I-H-2024-001' },
        reasons: [{ rule: 'number/issue', data: {} }],
      },
    ]);
    const { counts } = await take('interactions', '客户编号,日期,方式', 'SH2024001,2026-03-01,电话');
    expect(counts.created).toBe(1);
  });
});

describe('what a row must say', () => {
  beforeEach(() => customers({ name: '甲公司', customer_no: 'SH2024001' }));

  it('names everything that is wrong with it at once', async () => {
    const { notes, rejected } = await take(
      'interactions',
      '客户编号,日期,方式',
      'SH2024001,2026-02-30,电报',
      'SH2024001,2026-07-01,',
      ',明天,电话',
    );
    expect(notes).toMatchObject([
      [2, 'child/date', { value: '2026-02-30' }],
      [2, 'child/unknown-kind', { value: '电报' }],
      [3, 'child/future', { value: '2026-07-01' }],
      [3, 'child/missing', { field: '跟进方式' }],
      [4, 'child/date', { value: '明天' }],
      [4, 'child/no-reference', {}],
    ]);
    expect(rejected).toEqual([2, 3, 4]);
  });

  it('a row of another width costs itself alone', async () => {
    const { counts, codes } = await take(
      'transactions',
      '客户编号,日期,金额',
      'SH2024001,2026-03-01,1,2',
      'SH2024001,2026-03-01',
      'SH2024001,2026-03-01,88',
    );
    expect([counts.created, counts.rejected, codes]).toEqual([1, 2, ['row/ragged', 'row/ragged']]);
  });

  it('keeps undeclared columns with the row (law 8), and refuses nothing that it can read', async () => {
    await take(
      'interactions',
      '客户编号,时间,沟通方式,跟进人,内容,结果,满意否',
      'SH2024001,2026年3月5日 10:00,來電,李娜,问价,待复,是',
    );
    expect(ledger.children('interactions', 1)).toEqual([]);
    await take(
      'interactions',
      '客户编号,时间,沟通方式,跟进人,内容,结果,满意否',
      'SH2024001,2026年3月5日 10:00,来电,李娜,问价,待复,是',
    );
    expect(ledger.children('interactions', 1)).toEqual([
      {
        table: 'interactions',
        customer: 1,
        at: '2026-03-05 10:00',
        kind: '来电',
        actor: '李娜',
        summary: '问价',
        result: '待复',
        extra: '{"满意否":"是"}',
      },
    ]);
  });

  it('the same row again is there already, in the file and on file', async () => {
    const lines = [
      '客户编号,日期,方式',
      'SH2024001,2026-03-01,电话',
      'SH2024001,2026-03-01,电话',
      'SH2024001,2026-03-01,邮件',
    ];
    expect((await take('interactions', ...lines)).counts).toMatchObject({ created: 2, unchanged: 1 });
    expect((await take('interactions', ...lines)).counts).toMatchObject({ created: 0, unchanged: 3 });
  });
});

describe('how the customer moves on', () => {
  it('contacts move both clocks, interactions one, mass mail none (C03) [S4-38] [S1-23]', async () => {
    customers(
      { name: '甲', customer_no: 'SH2024001', last_contact_at: '2026年1月5日' },
      { name: '乙', customer_no: 'SH2024002' },
      { name: '丙', customer_no: 'SH2024003' },
      { name: '丁', customer_no: 'SH2024004', last_contact_at: '2026-05-01', last_interaction_at: '2026-05-01' },
    );
    const { customers: moved } = await take(
      'interactions',
      '客户编号,日期,方式',
      'SH2024001,2026-03-01,电话',
      'SH2024001,2026-04-02,未接通',
      'SH2024002,2026-03-09,群发资料',
      'SH2024003,2026-03-09,官网访问',
      'SH2024004,2026-04-01,拜访',
    );
    expect(moved).toBe(2);
    expect([...ledger.read()].map((c) => [c.last_contact_at, c.last_interaction_at])).toEqual([
      ['2026-03-01', '2026-04-02'],
      [null, null],
      [null, '2026-03-09'],
      ['2026-05-01', '2026-05-01'],
    ]);
  });

  it('a last contact on file that no record bears out is said [S4-38]', async () => {
    customers({ name: '甲', customer_no: 'SH2024001', last_contact_at: '2026-05-01' });
    const first = await take('interactions', '客户编号,日期,方式', 'SH2024001,2026-03-01,电话');
    expect(first.notes).toEqual([
      [null, 'child/stored-later', { stored: '2026-05-01', newest: '2026-03-01', customer: 'SH2024001' }],
    ]);
    await take('interactions', '客户编号,日期,方式', 'SH2024001,2026-05-01,电话');
    expect((await take('interactions', '客户编号,日期,方式', 'SH2024001,2026-02-01,电话')).notes).toEqual([]);
  });

  it.each([
    [['2026-06-30,100万,'], '1000000'],
    [['2026-06-30,1200.50,', '2026-01-01,-200.25,'], '1000.25'],
    [['2025-07-01,5,'], '5'],
    [['2025-06-30,5,'], null],
    [['2026-03-01,5,已取消', '2026-03-02,7,已付'], '7'],
    [['2026-03-01,约5万,', '2026-03-01,USD 300,'], null],
  ])('%j make an annual purchase of %s [S3-15] [S2-07]', async (rows, sum) => {
    customers({ name: '甲', customer_no: 'SH2024001' });
    await take('transactions', '客户编号,交易日期,金额,状态', ...rows.map((row) => `SH2024001,${row}`));
    expect(ledger.get(1)?.annual_purchase).toBe(sum);
  });

  it('adds to what is on file, and leaves a higher figure alone', async () => {
    customers(
      { name: '甲', customer_no: 'SH2024001' },
      { name: '乙', customer_no: 'SH2024002', annual_purchase: '80万' },
    );
    const header = '客户编号,交易日期,金额';
    await take('transactions', header, 'SH2024001,2026-03-01,100', 'SH2024002,2026-03-01,100');
    await take('transactions', header, 'SH2024001,2026-04-01,50', 'SH2024002,2026-04-01,900000');
    expect([...ledger.read()].map((c) => c.annual_purchase)).toEqual(['150', '900100']);
  });
});

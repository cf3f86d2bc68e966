import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtures, json, newLedger, type Ran, steward } from '../support/cli.js';

/** The 13 headings of 004:84, in order. */
const HEADINGS =
  '客户编号,客户名称,所属行业,企业规模,关键联系人,职位,联系方式(电话/邮箱),需求类型,合作阶段,价值等级,负责人,最后跟进时间,备注';

const numbers = ['M-H-2024-001', 'M-L-2024-002', 'C-M-2023-005'];

/** Every finding under P-004, as `customers rule/messageId severity field`: none may be missing, none may be extra. */
const FINDINGS = [
  ...numbers.flatMap((no) => [
    `${no} number/format legacy info customer_no`,
    `${no} validate/masked masked warning phone`,
    `${no} validate/required missing error contact_name`,
    `${no} validate/required missing error need`,
    `${no} validate/required missing error collected_at`,
    `${no} validate/required missing error source`,
  ]),
  'M-H-2024-001 number/industry mismatch warning customer_no',
  'M-L-2024-002 number/industry mismatch warning customer_no',
  'M-H-2024-001 M-L-2024-002 number/letter-two-industries several warning customer_no',
  'C-M-2023-005 number/value mismatch warning customer_no',
  'C-M-2023-005 validate/code alias warning stage',
  'C-M-2023-005 validate/remark rate info remark',
].sort();

interface Item {
  readonly rule: string;
  readonly messageId: string;
  readonly severity: string;
  readonly field: string | null;
  readonly customer: string;
}

const line = ({ customer, rule, messageId, severity, field }: Item) =>
  `${customer} ${rule} ${messageId} ${severity} ${field}`;

/** A new ledger that took the table in, and what that run said. The table has no column for the source (S4-33), and its policy asks for none. */
async function taken(file: string): Promise<{ readonly cwd: string; readonly imported: Ran }> {
  const cwd = await newLedger();
  cpSync(join(fixtures, 'handbook-004', file), join(cwd, file));
  appendFileSync(join(cwd, 'policy.yaml'), 'intake: { requireSource: false }\n');
  return { cwd, imported: await steward(['import', file, '--yes', '--json'], { cwd }) };
}

describe('the record table of handbook 004 [S4-26..S4-33]', () => {
  const file = 'table.csv';
  let cwd: string;
  let imported: Ran;
  beforeAll(async () => {
    ({ cwd, imported } = await taken(file));
  });

  it('3 rows become 3 customers without any flag but --yes; the encoding is said (issue 2, done when 3)', () => {
    const { counts, read, rejects } = json(imported);
    expect(imported.code).toBe(0);
    expect(counts).toEqual({ read: 3, created: 3, updated: 0, unchanged: 0, held: 0, rejected: 0 });
    expect(rejects).toBeNull();
    expect(read).toMatchObject({
      encoding: 'utf-8',
      how: 'strict',
      delimiter: ',',
      headerLine: 1,
    });
  });

  it('[S4-31] each row says that 关键联系人 is the missing one, and no cell is shifted', async () => {
    const short = json(imported).items.filter(({ code }: { code: string }) => code === 'row/short');
    expect(
      short.map(({ line, record, column, header, data }: Record<string, unknown>) => ({
        line,
        record,
        column,
        header,
        data,
      })),
    ).toEqual(
      [2, 3, 4].map((at) => ({
        line: at,
        record: at - 1,
        column: 5,
        header: '关键联系人',
        data: { cells: 12, columns: 13, missing: ['关键联系人'] },
      })),
    );
    const { fields } = json(await steward(['show', 'M-L-2024-002', '--reveal', '--json'], { cwd }));
    expect(fields).toEqual({
      customer_no: 'M-L-2024-002',
      name: 'B贸易公司',
      industry: '零售业',
      size: '50人以下',
      contact_title: '采购经理',
      phone: '010-X/xxx',
      need_type: '产品采购型',
      stage: '潜在客户',
      value_class: '低价值',
      owner: '销售某',
      last_contact_at: '2024-03-10',
      remark: '对价格敏感',
      review_state: '已提交',
    });
  });

  it('[S4-33] the template has no column for three fields that P-004 requires', async () => {
    const dry = await steward(['validate', file, '--profile', 'P-004', '--json'], { cwd });
    const unfilled = json(dry).items.filter(({ rule }: Item) => rule === 'column/unfilled');
    expect(unfilled.map(({ field }: Item) => field).sort()).toEqual(['collected_at', 'need', 'source']);
  });

  it('[C04] validate --profile P-004 gives exactly the findings of the list', async () => {
    const ran = await steward(['validate', '--profile', 'P-004', '--json'], { cwd });
    const document = json(ran);
    expect(document.items.map(line).sort()).toEqual(FINDINGS);
    expect(document.counts).toEqual({ read: 3, findings: 24, error: 12, warning: 8, info: 4, rejected: 0 });
    expect(document.itemsTotal).toBe(24);
    expect(ran.code).toBe(1);
  });

  it('the file itself gives the same findings, each with line and column, and the short rows besides', async () => {
    const ran = await steward(['validate', file, '--profile', 'P-004', '--json'], { cwd });
    const items: (Item & { line: number | null; column?: number; header?: string })[] = json(ran).items;
    expect(
      items
        .filter(({ rule }) => !/^(row|column)\//.test(rule))
        .map(line)
        .sort(),
    ).toEqual(FINDINGS);
    expect(items.filter(({ rule }) => rule === 'row/short').map((item) => item.line)).toEqual([2, 3, 4]);
    expect(items.find(({ rule, line }) => rule === 'validate/code' && line === 4)).toMatchObject({
      column: 9,
      header: '合作阶段',
    });
  });

  it('[S4-26] report register --format csv has the 13 headings in order', async () => {
    const ran = await steward(['report', 'register', '--all', '--format', 'csv', '--reveal'], { cwd });
    const lines = ran.stdout.split('\r\n');
    expect(lines[0]).toBe(HEADINGS);
    expect(lines[3]).toBe(
      'C-M-2023-005,C制造集团,制造业,200人以上,,运营总监,021-X/xxx,技术支持型,合作中客户,高价值,客服某,2024-03-12,满意度95%',
    );
    expect(lines).toHaveLength(5);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  it('[S3-03] a customer is found by its legacy number', async () => {
    const ran = await steward(['history', 'M-H-2024-001', '--json'], { cwd });
    expect(json(ran)).toMatchObject({ customer: 'M-H-2024-001', id: 1, entries: 1 });
  });
});

it('the same table in GB18030 gives the same, without any flag but --yes (issue 2, done when 3)', async () => {
  const { cwd, imported } = await taken('table-gb18030.csv');
  expect(imported.code).toBe(0);
  expect(json(imported)).toMatchObject({
    counts: { read: 3, created: 3, updated: 0, unchanged: 0, held: 0, rejected: 0 },
    read: { encoding: 'gb18030', how: 'strict' },
  });
  const { items } = json(await steward(['validate', '--profile', 'P-004', '--json'], { cwd }));
  expect(items.map(line).sort()).toEqual(FINDINGS);
});

it('the kept table has the headings of the handbook', () => {
  expect(readFileSync(join(fixtures, 'handbook-004/table.csv'), 'utf8').split('\n')[0]).toBe(HEADINGS);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, FROM, json, newLedger, steward } from '../support/cli.js';

const FILE = `客户编号,客户名称,所属行业,企业规模,联系电话,预估年合作金额,合作阶段,最后跟进时间,负责人,价值等级
M-H-2024-001,深圳市云帆科技有限公司,IT服务业,180人,13826541937,48万,意向客户,2026-03-15,王敏,中价值
M-L-2024-002,北京远山贸易有限公司,零售业,12,010-28780808,,潜在客户,2026-06-01,王敏,
SH2026003,深圳云帆科技有限责任公司,IT服务业,180人,1382654,50万,合作中客户,2025-12-31,,高价值
`;

interface Explained {
  rule: string;
  messageId: string;
  because: string;
  inputs: { field: string; name: string; value: string | null }[];
  knobs: { path: string; source: string[] }[];
  change: string[];
  clauses: { id: string; at: string; quote: string }[];
}

let cwd: string;
beforeAll(async () => {
  cwd = await newLedger();
  writeFileSync(join(cwd, 'a.csv'), FILE);
  const ran = await steward(['import', 'a.csv', ...FROM, '--yes', '--unnumbered', '--json'], { cwd });
  expect(json(ran).counts).toMatchObject({ read: 3, created: 3 });
});

const explain = (customer: string, ...more: string[]) =>
  steward(['explain', customer, '--as-of', '2026-06-30', '--profile', 'P-004', ...more], { cwd });

describe('explain', () => {
  it('[S3-04] every label has its rule, clause, inputs, threshold and what would change it', async () => {
    const ran = await explain('M-H-2024-001', '--json');
    expect(ran.code).toBe(0);
    const document = json(ran);
    expect(document).toMatchObject({ customer: 'M-H-2024-001', id: 1, asOf: '2026-06-30', profiles: ['P-004'] });
    expect(document.policy).toMatchObject({ name: 'handbooks', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const by = new Map<string, Explained & { value: string; decided: string; name: string }>(
      document.labels.map((one: Explained) => [one.rule, one]),
    );
    expect(by.get('classify/value')).toMatchObject({
      value: 'M',
      name: 'Middle',
      decided: '中价值',
      inputs: [{ field: 'expected_amount', name: 'Expected annual amount', value: '48万' }],
      change: [
        '500000.00 yuan or more makes it H; 20000.00 short',
        'below 100000.00 yuan it is L; 380000.00 above that now',
      ],
    });
    expect(by.get('classify/size')?.change[0]).toBe('200 employees or more make it "200人以上"; 20 short');
    expect(by.get('dormant/silent')).toMatchObject({
      value: 'silent',
      because: 'last interaction 2026-03-15, 107 days ago; silent from 2026-06-15',
      change: ['an interaction or contact on or after 2026-04-01 would end it'],
    });
    expect(by.get('dormant/silent')?.knobs).toEqual([
      {
        path: 'dormancy.silent',
        value: { after: 'P3M', edge: 'reached', on: 'interaction' },
        source: ['S4-11', 'C03'],
      },
    ]);
    expect(by.get('dormant/silent')?.clauses[0]).toMatchObject({
      id: 'S4-11',
      at: '004:52',
      quote: '沉默客户:3个月无交互记录',
    });
  });

  it('record, group and summary findings are all there, and validate finds no others', async () => {
    for (const customer of ['M-H-2024-001', 'M-L-2024-002', 'SH2026003']) {
      const document = json(await explain(customer, '--json'));
      const listed = json(
        await steward(['validate', '--as-of', '2026-06-30', '--profile', 'P-004', '--json'], { cwd }),
      ).items.filter(({ customers }: { customers: string[] }) => customers.includes(customer));
      const line = ({ rule, messageId, field }: { rule: string; messageId: string; field: string | null }) =>
        `${rule} ${messageId} ${field}`;
      expect(document.findings.map(line).sort()).toEqual(listed.map(line).sort());
      for (const one of document.findings as Explained[]) expect(one.change.length, one.rule).toBeGreaterThan(0);
    }
    const { findings } = json(await explain('M-H-2024-001', '--json'));
    const found = new Map(findings.map((one: Explained) => [one.rule, one]));
    expect(found.get('validate/same-name')).toMatchObject({ customers: ['M-H-2024-001', 'SH2026003'] });
    expect(found.get('number/letter-two-industries')).toMatchObject({ customersTotal: 2 });
  });

  it('[S4-07] a missing field is to be filled, in both languages', async () => {
    const english = await explain('SH2026003');
    expect(english.stdout).toMatch(/what would change it {2}fill "Need", or write 客户未提供/);
    expect(english.stdout).toContain('S4-03 (004:36) “必填信息项');
    const chinese = await explain('SH2026003', '--lang', 'zh-CN');
    expect(chinese.stdout).toContain('客户 SH2026003:为什么是这样');
    expect(chinese.stdout).toMatch(/怎样会变 {2}填写“需求描述”/);
    expect(chinese.stdout.replace(/\n +/g, '')).toContain('登记 2026-04-01 或之后的一次交互或联系,即不再沉默');
    expect(chinese.stdout).not.toMatch(/\{\w+\}|undefined|null/);
  });

  it('personal values are masked unless they are asked for, in data and sentences, too', async () => {
    const masked = await explain('SH2026003', '--json');
    expect(masked.stdout).not.toMatch(/1382654/);
    const open = await explain('SH2026003', '--json', '--reveal');
    expect(open.stdout).toContain('the phone number \\"1382654\\" has too few digits');
  });

  it('--as-of moves the judgement; the trail notes that the customer was looked at', async () => {
    const copy = copyOf(cwd);
    const early = json(await steward(['explain', 'M-H-2024-001', '--as-of', '2026-06-14', '--json'], { cwd: copy }));
    const silent = early.labels.find(({ rule }: Explained) => rule === 'dormant/silent');
    expect(silent).toMatchObject({
      value: 'recent',
      change: ['without another interaction it turns silent on 2026-06-15'],
    });
    const head = json(await steward(['audit', 'verify', '--json'], { cwd: copy }));
    const before = json(await steward(['audit', 'verify', '--json'], { cwd }));
    expect(head.ledger.head.size).toBeGreaterThan(0);
    expect(before.ledger.head.size).not.toBe(head.ledger.head.size);
  });

  it('a customer that is not there: 2', async () => {
    const ran = await explain('SH1999001');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('SH1999001');
  });
});

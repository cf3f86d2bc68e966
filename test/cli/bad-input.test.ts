/** Every kind of bad input has its own code, its position and a next step; nothing is lost. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, databaseFile, FROM, fixtures, json, ledgerFile, newLedger, steward } from '../support/cli.js';

let empty: string;
beforeAll(async () => {
  empty = await newLedger();
});

/** A copy of the empty ledger with one file of fixtures/messy, or with given text, in it. */
function holding(name: string, text?: string): string {
  const cwd = copyOf(empty);
  writeFileSync(join(cwd, name), text ?? readFileSync(join(fixtures, 'messy', name)));
  return cwd;
}

const dryRun = async (name: string) =>
  json(await steward(['import', name, ...FROM, '--dry-run', '--json'], { cwd: holding(name) }));

interface Item {
  readonly code?: string;
  readonly rule?: string;
  readonly line: number | null;
  readonly hint?: string;
  readonly mend?: string;
}
const ofCode = (items: readonly Item[], code: string) => items.filter((item) => item.code === code);

describe('bad input: a file to import', () => {
  it('unknown headers are kept and named, with the flag that would map them', async () => {
    const { items, mapping, counts } = await dryRun('unknown-headers.csv');
    expect(ofCode(items, 'column/unmapped')).toEqual([
      expect.objectContaining({ column: 9, header: '客户星座' }),
      expect.objectContaining({ column: 10, header: '会员积分', hint: expect.stringContaining('--map "会员积分=') }),
      expect.objectContaining({ column: 11, header: '' }),
    ]);
    expect(ofCode(items, 'column/near')).toEqual([
      expect.objectContaining({ column: 8, header: '负责', message: expect.stringContaining('--map "负责=owner"') }),
    ]);
    expect(mapping.columns.slice(7).map(({ to }: { to: string }) => to)).toEqual(['extra', 'extra', 'extra', 'extra']);
    expect(counts).toMatchObject({ read: 2, created: 2 });
  });

  it('repeated headers: the first is used, the others are kept beside it and shown', async () => {
    const cwd = holding('duplicate-headers.csv');
    const { items } = json(await steward(['import', 'duplicate-headers.csv', ...FROM, '--yes', '--json'], { cwd }));
    expect(ofCode(items, 'column/repeated')).toEqual([
      expect.objectContaining({ column: 9, header: '联系电话' }),
      expect.objectContaining({ column: 10, header: '手机' }),
    ]);
    const { fields, extra } = json(await steward(['show', 'SH2025001', '--reveal', '--json'], { cwd }));
    expect(fields.phone).toBe('021-65432107');
    expect(Object.values(extra)).toEqual(['021-65432108', '13918472650']);
  });

  it('ragged rows: one fits in one place alone and is read so, the others are rejected; blank tails do no harm', async () => {
    const { items, counts } = await dryRun('ragged.csv');
    expect(counts).toEqual({ read: 5, created: 3, updated: 0, unchanged: 0, held: 0, rejected: 2 });
    expect(ofCode(items, 'row/short')).toEqual([expect.objectContaining({ line: 3, header: '关键联系人' })]);
    expect(ofCode(items, 'row/ragged')).toEqual([
      expect.objectContaining({ line: 4, record: 3, data: { cells: 5, columns: 13 } }),
      expect.objectContaining({
        line: 5,
        record: 4,
        data: { cells: 14, columns: 13 },
        hint: expect.stringMatching(/\S/),
      }),
    ]);
  });

  it('title rows above the header are passed over, a total row is no customer', async () => {
    const { items, counts, read } = await dryRun('gbk-exhibition.csv');
    expect(read).toMatchObject({ encoding: 'gb18030', headerLine: 3 });
    expect(counts).toMatchObject({ read: 5, created: 4, rejected: 1 });
    expect(ofCode(items, 'row/total')).toEqual([expect.objectContaining({ line: 8 })]);
  });

  it('a number twice: the same row once more is no news, another customer under it is held', async () => {
    const { items, counts } = await dryRun('duplicate-numbers.csv');
    expect(counts).toEqual({ read: 4, created: 2, updated: 0, unchanged: 1, held: 1, rejected: 0 });
    expect(ofCode(items, 'import/number-twice')).toEqual([
      expect.objectContaining({
        what: 'held',
        line: 4,
        data: expect.objectContaining({ number: 'SH2025001' }),
        hint: expect.stringMatching(/\S/),
      }),
    ]);
  });

  it('a quote that never closes costs its own row only', async () => {
    const { items, counts } = await dryRun('unclosed-quote.csv');
    expect(counts).toMatchObject({ read: 3, created: 2, rejected: 1 });
    expect(ofCode(items, 'row/unclosed-quote')).toEqual([expect.objectContaining({ line: 3, record: 2 })]);
  });

  it.each([
    ['no-name-column.csv', 'header-missing'],
    ['id-card-column.csv', 'personal-column'],
    ['undecodable.csv', 'undecodable'],
    ['empty.csv', 'empty-file'],
  ])('%s is refused as %s, with a next step, and the ledger is as it was', async (name, code) => {
    const cwd = holding(name);
    const before = readFileSync(join(cwd, databaseFile));
    const ran = await steward(['import', name, ...FROM, '--yes', '--json'], { cwd });
    const { error } = json(ran);
    expect([ran.code, error.code]).toEqual([2, code]);
    expect(error.message).toContain(name);
    expect(error.hint).toMatch(/\S/);
    expect(error.hint).not.toMatch(/[{}]/);
    expect(readFileSync(join(cwd, databaseFile)).equals(before)).toBe(true);
  });

  it('[S0-09] a personal column is refused until the policy declares what it is for', async () => {
    const cwd = holding('id-card-column.csv');
    writeFileSync(
      join(cwd, 'policy.yaml'),
      'extends: handbooks\ncolumns:\n  - { header: 身份证号, kind: id, purpose: 合同签署 }\n',
    );
    const ran = await steward(['import', 'id-card-column.csv', ...FROM, '--yes', '--json'], { cwd });
    expect(json(ran).counts).toMatchObject({ read: 3, created: 3 });
  });

  it.each([
    ['header-only.csv', { read: 0, created: 0 }],
    ['semicolon.csv', { read: 2, created: 2 }],
    ['tab.tsv', { read: 3, created: 3 }],
    ['utf16le.csv', { read: 3, created: 3 }],
  ])('%s is read as it is', async (name, counts) => {
    expect((await dryRun(name)).counts).toMatchObject({ ...counts, held: 0, rejected: 0 });
  });

  it('--map never lets one of two columns overwrite the other', async () => {
    const cwd = holding('x.csv', '客户名称,座机,座机\n上海恒越电子有限公司,021-65432107,021-65432108\n');
    const ran = await steward(['import', 'x.csv', ...FROM, '--yes', '--unnumbered', '--map', '座机=phone', '--json'], {
      cwd,
    });
    expect(json(ran).mapping.columns.map(({ to }: { to: string }) => to)).toEqual(['name', 'phone', 'extra']);
    const { fields, extra } = json(await steward(['show', '#1', '--reveal', '--json'], { cwd }));
    expect([fields.phone, Object.values(extra)]).toEqual(['021-65432107', ['021-65432108']]);
  });

  it('--map says once what a heading is', async () => {
    const cwd = holding('x.csv', '单位,负责人\n上海恒越电子有限公司,王敏\n');
    const maps = ['--map', '单位=name', '--map', '单位=owner'];
    for (const words of [
      ['import', 'x.csv', ...FROM, '--dry-run'],
      ['import', 'inspect', 'x.csv'],
    ]) {
      const ran = await steward([...words, ...maps, '--json'], { cwd });
      expect([ran.code, json(ran).error]).toMatchObject([
        2,
        { code: 'heading-mapped-twice', data: { header: '单位', fields: ['name', 'owner'] } },
      ]);
    }
    const children = ['import', 'x.csv', '--kind', 'interactions', '--dry-run', ...maps, '--json'];
    expect(json(await steward(children, { cwd })).error.code).toBe('heading-mapped-twice');
  });

  it('rejects never land on the input or on the ledger', async () => {
    const cwd = holding('ragged.csv');
    for (const path of ['ragged.csv', ledgerFile, `./${databaseFile}`]) {
      const ran = await steward(['import', 'ragged.csv', ...FROM, '--yes', '--json', '--rejects', path], { cwd });
      expect([ran.code, json(ran).error.code]).toEqual([2, 'file-kept']);
    }
    const out = (lang: string) =>
      steward(['import', 'ragged.csv', ...FROM, '--yes', '--out', './ragged.csv', '--lang', lang], { cwd });
    const [zh, en] = [await out('zh-CN'), await out('en')];
    expect(zh.stderr).toContain('--out 指定的 ./ragged.csv 正是本次要读取或保存的文件 ragged.csv');
    expect(en.stderr).toContain('--out ./ragged.csv is the very file that this command reads or keeps, ragged.csv');
    for (const { code, stderr } of [zh, en]) expect([code, /--help/.test(stderr)]).toEqual([2, false]);
    expect(readFileSync(join(cwd, 'ragged.csv')).equals(readFileSync(join(fixtures, 'messy/ragged.csv')))).toBe(true);
  });
});

describe('bad input: values', () => {
  const header = '客户编号,客户名称,联系电话,邮箱,合作阶段,统一社会信用代码,所属行业,首次接触时间';
  const rows = [
    ['SH2025001,上海恒越电子有限公司,139****2650,,潜在客户,,C,2025-03-12', 'validate/masked', '联系电话'],
    ['SH2025002,上海涵远机械有限公司,11111111111,,潜在客户,,C,2025-03-12', 'validate/fabricated', '联系电话'],
    ['SH2025003,上海屹川物流有限公司,1352847193,,潜在客户,,G,2025-03-12', 'validate/phone', '联系电话'],
    ['SH2025004,上海岑光食品有限公司,13564728190,zhou@@x,潜在客户,,C,2025-03-12', 'validate/email', '邮箱'],
    ['SH2025005,上海朗维建材有限公司,13564728191,,谈着呢,,C,2025-03-12', 'validate/code', '合作阶段'],
    [
      'SH2025006,上海珩禾贸易有限公司,13564728192,,潜在客户,91310000000000000X,F,2025-03-12',
      'validate/credit-code',
      '统一社会信用代码',
    ],
    ['SH2025007,ä¸Šæµ·æ¢é˜³ç§‘æŠ€æœ‰é™å…¬å¸,13564728193,,潜在客户,,I,2025-03-12', 'validate/mojibake', '客户名称'],
    ['SH2025008,上海沐言软件有限公司,13564728194,,潜在客户,,I,2025-13-45', 'validate/date', '首次接触时间'],
    ['sh-25/9,上海启衡咨询有限公司,13564728195,,潜在客户,,L,2025-03-12', 'number/format', '客户编号'],
  ] as const;
  let items: readonly (Item & { header?: string; column?: number; rule: string; message: string })[];
  beforeAll(async () => {
    const cwd = holding('values.csv', `${[header, ...rows.map(([row]) => row)].join('\n')}\n`);
    const ran = await steward(['validate', 'values.csv', '--profile', 'P-000', '--json'], { cwd });
    items = json(ran).items;
  });

  it.each(rows.map(([, rule, at], i) => [rule, i + 2, at] as const))('%s on line %i, column %s', (rule, line, at) => {
    const found = items.filter((item) => item.rule === rule && item.line === line);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ header: at, column: header.split(',').indexOf(at) + 1 });
    expect(found[0]?.message).toMatch(/\S/);
    expect(found[0]?.mend).toMatch(/\S/);
  });

  it('every bad value still comes in: quality is judged by rules, not at the door', async () => {
    const cwd = holding('values.csv', `${[header, ...rows.map(([row]) => row)].join('\n')}\n`);
    const ran = await steward(['import', 'values.csv', ...FROM, '--yes', '--json'], { cwd });
    expect(json(ran).counts).toMatchObject({ read: rows.length, created: rows.length, rejected: 0 });
    const { items: again } = json(await steward(['validate', '--profile', 'P-000', '--json'], { cwd }));
    const rulesOf = (all: typeof items) =>
      all
        .map(({ rule }) => rule)
        .filter((rule) => !rule.startsWith('column/'))
        .sort();
    expect(rulesOf(again)).toEqual(rulesOf(items));
  });
});

describe('bad input: the policy', () => {
  it.each([
    ['a: 1\nb: [1,\nc: }\n', 'policy-syntax', { line: 3 }],
    ['extends: handbooks\nfailOn: fatal\n', 'policy-invalid', { where: 'failOn' }],
    [
      'extends: handbooks\ndormancy:\n  silent: { after: 3 months }\n',
      'policy-invalid',
      { where: 'dormancy.silent.after' },
    ],
    ['extends: handbooks\nfailon: error\n', 'policy-invalid', { detail: expect.stringContaining('failon') }],
    ['- a list\n', 'policy-invalid', { where: '(root)' }],
  ])('%j is %s', async (text, code, data) => {
    const cwd = copyOf(empty);
    writeFileSync(join(cwd, 'policy.yaml'), text);
    const ran = await steward(['validate', '--json'], { cwd });
    expect([ran.code, json(ran).error.code]).toEqual([3, code]);
    expect(json(ran).error.data).toMatchObject({ path: join(cwd, 'policy.yaml'), ...data });
    expect(json(ran).error.hint).toMatch(/\S/);
  });

  it('an unknown key of steward.yaml is an error', async () => {
    const cwd = copyOf(empty);
    writeFileSync(join(cwd, 'steward.yaml'), 'ledgr: x.db\n');
    const ran = await steward(['validate', '--json'], { cwd });
    expect([ran.code, json(ran).error.code]).toEqual([3, 'config-invalid']);
    expect(ran.stderr).toContain('ledgr');
  });
});

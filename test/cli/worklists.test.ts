import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { fields } from '../../src/model/fields.js';
import { rules } from '../../src/rules/registry.gen.js';
import { copyOf, FROM, json, newLedger, sampleLedger, steward } from '../support/cli.js';

interface Item {
  readonly rule: string;
  readonly messageId: string;
  readonly severity: string;
  readonly customer: string;
  readonly field: string | null;
}

const UNDER = ['--as-of', '2026-06-30', '--profile', 'P-000', '--profile', 'P-004'];
const line = ({ customer, rule, messageId, field }: Item) => `${customer} ${rule} ${messageId} ${field}`;

/** What a worklist asks for: what is missing or withheld, and errors; not the number, which steward issues. */
const asked = ({ rule, severity, field }: Item): boolean => {
  const of = rules.find(({ id }) => id === rule);
  const missing = of !== undefined && of.kind !== 'label' && of.dimension === 'completeness';
  return field !== 'customer_no' && (severity === 'error' || missing);
};

async function findings(cwd: string): Promise<Item[]> {
  const ran = await steward(['validate', ...UNDER, '--format', 'ndjson'], { cwd });
  return ran.stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
}

const lists = (cwd: string, folder = 'lists', ...more: string[]) =>
  steward(['validate', ...UNDER, '--worklists', folder, '--json', ...more], { cwd });

type Row = Record<string, string>;
const readList = (path: string): Row[] => parse(readFileSync(path), { bom: true, columns: true });
const writeList = (path: string, rows: readonly Row[]) =>
  writeFileSync(path, `\ufeff${stringify(rows as Row[], { header: true, record_delimiter: '\r\n' })}`);
const listsIn = (folder: string) => readdirSync(folder).filter((name) => name !== '_index.csv');

let sample: string;
beforeAll(async () => {
  sample = await sampleLedger();
});

/** What an owner who knows the customer writes into a cell, by its heading; unique where the rules compare customers. */
function filled(heading: string, value: string, n: number, told: string): string {
  const ways: Record<string, () => string> = {
    'Customer name': () => `苏州市恒越${'东南西北中'[n % 5]}电子有限公司`,
    'Unified social credit code': () => '客户未提供',
    Industry: () => '批发业',
    Size: () => '180人',
    Address: () =>
      value === ''
        ? '江西省南昌市红谷滩区丰和中大道88号'
        : `${value}${told.includes('lacks its street') ? '人民路' : ''}88号`,
    'Key contact': () => '周立群',
    Title: () => '采购经理',
    Phone: () => `139${String(24806371 + n * 7919).slice(0, 8)}`,
    'E-mail': () => `zhou.liqun${n}@hengyue-dz.com`,
    Need: () => '采购包装材料',
    'Need type': () => '产品采购型',
    'Expected annual amount': () => '20万',
    Stage: () => '意向客户',
    'Value class': () => '中价值',
    Source: () => '官网注册',
    Owner: () => '王新刚',
    'Consent on': () => '2026-06-20',
    'Collected on': () => '2026-06-20',
    'First contact': () => '2015-01-05',
    'Last contact': () => '2026-06-20',
    Remark: () => '已核对',
  };
  const way = ways[heading];
  if (way === undefined) throw new Error(`nobody knows what to write under ${heading}: ${told}`);
  return way();
}

describe('worklists over the sample ledger', () => {
  it('[S4-07] filling half of the rows clears exactly their findings, and nothing else changes', async () => {
    const cwd = copyOf(sample);
    const before = await findings(cwd);
    const made = json(await lists(cwd));
    const folder = join(cwd, 'lists');
    expect(made.worklists).toEqual({
      folder: 'lists',
      files: listsIn(folder).length,
      customers: new Set(before.filter(asked).map(({ customer }) => customer)).size,
      findings: before.filter(asked).length,
    });

    const done = new Set<string>();
    const cells = new Set<string>();
    const counts = { read: 0, created: 0, updated: 0, unchanged: 0, held: 0, rejected: 0 };
    let n = 0;
    let rows = 0;
    // Every second owner, for time's sake, and those whom nobody owns.
    for (const name of listsIn(folder).filter((one, i) => i % 2 === 0 || one === '无负责人.csv')) {
      const path = join(folder, name);
      const list = readList(path);
      rows += list.length;
      writeList(
        path,
        list.map((row) => {
          n++;
          const told = row.steward_findings as string;
          if (n % 2 === 0 || told.includes('lacks its district')) return row;
          const customer = (row['Customer number'] || row.steward_id) as string;
          done.add(customer);
          return Object.fromEntries(
            Object.entries(row).map(([heading, value]) => {
              if (heading.startsWith('steward_') || !told.split('; ').some((one) => one.startsWith(`${heading}: `)))
                return [heading, value];
              cells.add(`${customer} ${fields.find(({ name }) => name.en === heading)?.key}`);
              return [heading, filled(heading, value, n, told)];
            }),
          );
        }),
      );
      const ran = await steward(['import', path, '--yes', '--json', '--as-of', '2026-06-30'], { cwd });
      expect(ran.code, ran.stdout).toBe(0);
      const came = json(ran).counts;
      expect(came.created + came.updated + came.unchanged + came.held + came.rejected).toBe(came.read);
      for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += came[key];
    }
    expect(done.size).toBeGreaterThan(120);
    expect([...done].some((customer) => customer.startsWith('#'))).toBe(true);
    expect(counts).toEqual({
      read: rows,
      created: 0,
      updated: done.size,
      unchanged: rows - done.size,
      held: 0,
      rejected: 0,
    });

    // Of a cell that was filled nothing is said any more, and of every other cell what was said before.
    const listed = before.filter((item) => asked(item) && done.has(item.customer));
    expect(listed.filter(({ customer, field }) => !cells.has(`${customer} ${field}`))).toEqual([]);
    expect(listed.length).toBeGreaterThan(150);
    const stays = before.filter(({ customer, field }) => !cells.has(`${customer} ${field}`)).map(line);
    const after = (await findings(cwd)).map(line);
    expect(after.sort()).toEqual(stays.sort());
  }, 180_000);

  it('[S3-09] one list an owner, orphans in their own, and an index that adds up', async () => {
    const cwd = copyOf(sample);
    const { worklists } = json(await lists(cwd, 'lists', '--lang', 'zh-CN'));
    const folder = join(cwd, 'lists');
    const index = readList(join(folder, '_index.csv'));
    expect(index.map((row) => row.文件).sort()).toEqual(listsIn(folder).sort());
    const sum = (key: string) => index.reduce((all, row) => all + Number(row[key]), 0);
    expect([index.length, sum('客户数'), sum('问题数')]).toEqual([
      worklists.files,
      worklists.customers,
      worklists.findings,
    ]);
    const orphans = readList(join(folder, '无负责人.csv'));
    expect(orphans.every((row) => row.负责人 === '')).toBe(true);
    expect(orphans.length).toBe(Number(index.find((row) => row.文件 === '无负责人.csv')?.客户数));
    const [owned] = readList(join(folder, `${index[0]?.负责人}.csv`));
    expect(Object.keys(owned as Row).slice(-1)).toEqual(['steward_findings']);
  });

  it('are for this user alone; a list as it was written changes nothing when it comes back', async () => {
    const cwd = copyOf(sample);
    await lists(cwd);
    const folder = join(cwd, 'lists');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    for (const name of listsIn(folder).slice(0, 4)) {
      const { counts, items = [] } = json(await steward(['import', join(folder, name), '--yes', '--json'], { cwd }));
      expect(counts).toEqual({ ...counts, created: 0, updated: 0, held: 0, rejected: 0, unchanged: counts.read });
      expect(items).toEqual([]);
    }
  });

  it('what was filled in is never overwritten: a folder with files is refused', async () => {
    const cwd = copyOf(sample);
    expect((await lists(cwd)).code).toBe(1);
    const again = await lists(cwd);
    expect(again).toMatchObject({ code: 2 });
    expect(json({ ...again }).error.code).toBe('folder-not-empty');
    mkdirSync(join(cwd, 'empty'), { mode: 0o755 });
    expect((await lists(cwd, 'empty')).code).toBe(1);
    expect(statSync(join(cwd, 'empty')).mode & 0o777).toBe(0o700);
  });

  it('[S2-26] the trail notes whose values were written out', async () => {
    const cwd = copyOf(sample);
    const size = async () => json(await steward(['audit', 'verify', '--json'], { cwd })).ledger.head.size;
    const before = await size();
    await findings(cwd);
    expect(await size()).toBe(before);
    await lists(cwd);
    expect(await size()).toBe(before + 1);
  });
});

const HEADER = '客户名称,电话,负责人,客户性质,备注\n';

async function small(rows: string): Promise<string> {
  const cwd = await newLedger();
  writeFileSync(join(cwd, 'a.csv'), HEADER + rows);
  await steward(['import', 'a.csv', ...FROM, '--yes', '--unnumbered', '--quiet'], { cwd });
  return cwd;
}

describe('a worklist of customers without numbers', () => {
  const ROWS = '上海恒越电子有限公司,138,王敏,企业客户,\n三哥,13826541937,王敏,个人客户,=1+1\n';
  const take = async (cwd: string, rows: readonly Row[]) => {
    writeList(join(cwd, 'back.csv'), rows);
    return json(await steward(['import', 'back.csv', '--yes', '--json'], { cwd }));
  };
  const show = async (cwd: string, id: string) =>
    json(await steward(['show', id, '--reveal', '--json'], { cwd })).fields;

  it('names them by their id, and by the name on file where the name is to be corrected', async () => {
    const cwd = await small(ROWS);
    await lists(cwd, 'lists', '--lang', 'zh-CN');
    const path = join(cwd, 'lists/王敏.csv');
    const list = readList(path);
    expect(list.map((row) => [row.steward_id, row.steward_name, row.客户编号, row.客户名称])).toEqual([
      ['#1', '上海恒越电子有限公司', '', '上海恒越电子有限公司'],
      ['#2', '三哥', '', '三哥'],
    ]);
    expect(list[1]?.steward_findings).toContain('客户名称: “三哥”是昵称,应填真实姓名');
    const came = await take(cwd, [
      { ...(list[1] as Row), 客户名称: '张三' },
      { ...(list[0] as Row), 电话: '13564728190' },
    ]);
    expect(came.counts).toMatchObject({ read: 2, updated: 2 });
    expect(await show(cwd, '#1')).toMatchObject({ name: '上海恒越电子有限公司', phone: '13564728190' });
    expect(await show(cwd, '#2')).toMatchObject({ name: '张三', phone: '13826541937', remark: '=1+1' });
  });

  it('a row gone astray is held: an unknown id, another name, a number of another, the same customer twice', async () => {
    const cwd = await small(ROWS);
    const held = async (rows: readonly Row[]) => {
      const { counts, items } = await take(cwd, rows);
      expect(counts).toMatchObject({ read: rows.length, created: 0, rejected: 0 });
      const codes: string[] = items.map(({ code }: { code: string }) => code);
      return [counts.held, ...codes.filter((code) => code.startsWith('import/'))];
    };
    const first = { steward_id: '#1', 客户名称: '上海恒越电子有限公司' };
    expect(await held([{ ...first, steward_id: '#99' }])).toEqual([1, 'import/id-unknown']);
    expect(await held([{ ...first, steward_id: 'x1' }])).toEqual([1, 'import/id-unknown']);
    expect(await held([{ ...first, 客户名称: '三哥' }])).toEqual([1, 'import/id-of-another']);
    expect(await held([{ ...first, 客户名称: '' }])).toEqual([1, 'import/id-of-another']);
    expect(await held([{ ...first, steward_name: '三哥' } as Row])).toEqual([1, 'import/id-of-another']);
    expect(
      await held([
        { ...first, 电话: '13564728190' },
        { ...first, 电话: '13564728191' },
      ]),
    ).toEqual([1, 'import/customer-twice']);
    expect((await take(cwd, [{ ...first, 客户编号: 'SH2026001' }])).counts).toMatchObject({ updated: 1 });
    const second = { steward_id: '#2', 客户名称: '三哥', 客户编号: 'SH2026001' };
    expect(await held([second])).toEqual([1, 'import/number-of-another']);
    expect(await held([{ ...first, 客户编号: 'SH2026002' }])).toEqual([1, 'import/other-number']);
    expect(await show(cwd, '#1')).toMatchObject({ phone: '13564728190', customer_no: 'SH2026001' });
  });

  it('blank cells take nothing away', async () => {
    const cwd = await small(ROWS);
    const { counts } = await take(cwd, [{ steward_id: '#1', 客户名称: '上海恒越电子有限公司', 电话: '', 负责人: ' ' }]);
    expect(counts).toMatchObject({ read: 1, unchanged: 1 });
    expect(await show(cwd, '#1')).toMatchObject({ phone: '138', owner: '王敏' });
  });
});

describe('names of the lists', () => {
  it('[S3-09] are safe and differ, whatever the owners are called', async () => {
    const cwd = await small(
      ['王敏/李强', '王敏?李强', '../外', '_index', '无负责人', '待定', '', 'Wang', 'WANG']
        .map((owner, i) => `第${'一二三四五六七八九'[i]}商贸有限公司,138,${owner},企业客户,\n`)
        .join(''),
    );
    await lists(cwd);
    expect(readdirSync(join(cwd, 'lists')).sort()).toEqual(
      [
        '_index.csv',
        'index.csv',
        '外.csv',
        '无负责人-2.csv',
        '无负责人.csv',
        '王敏_李强-2.csv',
        '王敏_李强.csv',
        'WANG.csv',
        'Wang-2.csv',
      ].sort(),
    );
    expect(readList(join(cwd, 'lists/无负责人.csv'))).toHaveLength(2);
    expect(existsSync(join(cwd, '外.csv'))).toBe(false);
  });

  it('[S1-11] findings over several customers stand in the lists of each', async () => {
    const cwd = await newLedger();
    const code = '9144030071526726XG';
    const spaced = '9144-0300-7152-6726-XG';
    const take = async (rows: string) => {
      writeFileSync(join(cwd, 'a.csv'), rows);
      expect((await steward(['import', 'a.csv', ...FROM, '--yes', '--quiet'], { cwd })).code).toBe(0);
    };
    await take(
      `客户编号,客户名称,统一社会信用代码,负责人\nSH2026001,甲商贸有限公司,${code},王敏\nSH2026002,乙商贸有限公司,,李强\n`,
    );
    await take(`客户编号,客户名称,统一社会信用代码\nSH2026002,乙商贸有限公司,${spaced}\n`);
    const ran = await lists(cwd, 'lists', '--rule', 'validate/same-credit-code');
    expect(json(ran).worklists).toMatchObject({ files: 2, customers: 2, findings: 2 });
    for (const [owner, value] of [
      ['王敏', code],
      ['李强', spaced],
    ] as const)
      expect(readList(join(cwd, `lists/${owner}.csv`))).toMatchObject([{ 'Unified social credit code': value }]);
  });

  it('a file has no worklists: its rows are nobody’s yet', async () => {
    const cwd = await small('上海恒越电子有限公司,138,王敏,企业客户,\n');
    const ran = await steward(['validate', 'a.csv', '--worklists', 'lists'], { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(join(cwd, 'lists'))).toBe(false);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, FROM, folder, json, newLedger, type Ran, steward } from '../support/cli.js';

/** Six customers: one rises, one falls, one is new, one is held, one bears a word of its own, one sleeps. */
const CUSTOMERS = `客户编号,客户名称,客户等级,价值等级,预估年合作金额,年采购额,利润率,增长潜力,行业影响力,潜力评估日期,忠诚度,合作起始日期,信用等级,档案状态
M-L-2024-001,上海云帆科技有限公司,一般客户,低价值,80万,120万,25%,4,4,2026-05-01,5,2020-03-01,AAA,
SH2024002,上海远山贸易有限公司,核心客户,高价值,5万,8万,8%,2,2,2025-01-01,3,2024-03-01,BB,
SH2024003,上海晨曦制造有限公司,,,60万,3万,8%,5,4,2026-05-01,,2026-01-05,,
SH2024004,上海启明食品有限公司,重要客户,中价值,20万,30万,12%,3,3,2026-05-01,4,2022-01-01,BBB,
SH2024005,上海华腾机械有限公司,战略客户,高价值,90万,120万,25%,4,4,2026-05-01,5,2020-03-01,AAA,
SH2024006,上海宏远物流有限公司,重要客户,高价值,90万,1万,2%,1,1,2026-05-01,1,2020-03-01,D,休眠
`;
const AS_OF = ['--as-of', '2026-06-30'];
const APPLY = ['--yes', '--reason', '2026年第二季度评级'];

let adopted: string;
beforeAll(async () => {
  adopted = folder();
  writeFileSync(join(adopted, 'customers.csv'), CUSTOMERS);
  const ran = await steward(['init', '--quiet', '--adopt', 'customers.csv'], { cwd: adopted });
  if (ran.code !== 0 && ran.code !== 1) throw new Error(`${ran.code} ${ran.stderr}`);
});

const regrade = (cwd: string, ...words: string[]): Promise<Ran> =>
  steward(['classify', 'regrade', ...AS_OF, ...words], { cwd });
const lines = (ran: Ran) =>
  ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const fieldsOf = async (cwd: string, customer: string) =>
  json(await steward(['show', customer, '--reveal', '--json'], { cwd })).fields;

describe('classify regrade', () => {
  it('lists the changes, risers first, and writes nothing in a dry run [S3-20, S3-27]', async () => {
    const cwd = copyOf(adopted);
    const ran = await regrade(cwd, '--dry-run', '--format', 'ndjson');
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(
      lines(ran).map(({ what, customer, dimension, from, to, why }) => [what, customer, dimension, from, to, why]),
    ).toEqual([
      ['up', 'M-L-2024-001', 'grade', 'general', 'core', null],
      ['up', 'M-L-2024-001', 'value', 'L', 'H', null],
      ['up', 'SH2024003', 'value', null, 'H', null],
      ['first', 'SH2024003', 'grade', null, 'promising', null],
      ['down', 'SH2024002', 'grade', 'core', 'general', null],
      ['down', 'SH2024002', 'value', 'H', 'L', null],
      ['blocked', 'SH2024005', undefined, undefined, undefined, 'unknown-word'],
      ['blocked', 'SH2024006', undefined, undefined, undefined, 'inactive'],
    ]);
    expect((await fieldsOf(cwd, 'SH2024002')).grade).toBe('核心客户');
  });

  it('says why: the inputs, the score, the threshold, the hysteresis [S3-15]', async () => {
    const [first] = lines(await regrade(adopted, '--dry-run', '--format', 'ndjson'));
    expect(first).toMatchObject({
      rule: 'classify/grade',
      clause: 'S3-20',
      causes: [
        { input: 'annual_purchase', points: 100, weight: 30, effect: 6 },
        { input: 'credit_grade', points: 100, weight: 15, effect: 3 },
        { input: 'cooperation_since', points: 100, weight: 10, effect: 2 },
        { input: 'loyalty', points: 100, weight: 10, effect: 2 },
      ],
      data: { score: '91.25', earned: 9125, known: 100, range: '[80, ∞)', hysteresis: '3', present: 'general' },
      because: 'the score 91.25 (9125÷100) lies in [80, ∞): core; 100% of the weight is known',
    });
  });

  it('counts every customer once, and tells from which class to which [law 3, S4-24]', async () => {
    const document = json(await regrade(adopted, '--dry-run', '--json'));
    expect(document.counts).toEqual({ read: 6, changed: 3, unchanged: 1, blocked: 2 });
    expect(document.blockedBy).toEqual({ unchecked: 0, inactive: 1, 'unknown-word': 1 });
    expect(document.dimensions).toEqual([
      {
        labels: 'grade',
        field: 'grade',
        up: 1,
        first: 1,
        down: 1,
        kept: 1,
        undetermined: 0,
        matrix: [
          { from: 'core', to: 'general', count: 1 },
          { from: 'important', to: 'important', count: 1 },
          { from: 'general', to: 'core', count: 1 },
          { from: null, to: 'promising', count: 1 },
        ],
      },
      {
        labels: 'value',
        field: 'value_class',
        up: 2,
        first: 0,
        down: 1,
        kept: 1,
        undetermined: 0,
        matrix: [
          { from: 'H', to: 'L', count: 1 },
          { from: 'M', to: 'M', count: 1 },
          { from: 'L', to: 'H', count: 1 },
          { from: null, to: 'H', count: 1 },
        ],
      },
    ]);
  });

  it('decides with --yes, with rule and clause in the history, and renumbers nobody [C01, S0-27]', async () => {
    const cwd = copyOf(adopted);
    const ran = await regrade(cwd, ...APPLY, '--json');
    expect([ran.code, json(ran).run]).toMatchObject([1, { updated: 3, stale: [] }]);
    expect(await fieldsOf(cwd, '#1')).toMatchObject({
      customer_no: 'M-L-2024-001',
      grade: '核心客户',
      value_class: '高价值',
    });
    expect(await fieldsOf(cwd, '#3')).toMatchObject({
      customer_no: 'SH2024003',
      grade: '潜力客户',
      value_class: '高价值',
    });
    expect(await fieldsOf(cwd, '#5')).toMatchObject({ grade: '战略客户', value_class: '高价值' });
    const history = json(await steward(['history', 'M-L-2024-001', '--json'], { cwd }));
    const updates = history.items.filter(({ op }: { op: string }) => op === 'update');
    expect(updates).toMatchObject([
      { field: 'grade', before: '一般客户', after: '核心客户', rule: 'classify/grade', clauses: ['S3-20', 'S4-10'] },
      { field: 'value_class', before: '低价值', after: '高价值' },
    ]);
    expect(updates[0].note).toBe('grade: general → core; 91.25 = 9125÷100\nvalue: L → H; 800000.00');
    expect((await steward(['audit', 'verify'], { cwd })).code).toBe(0);
  });

  it('changes nothing the second time, and leaves no run behind', async () => {
    const cwd = copyOf(adopted);
    await regrade(cwd, ...APPLY, '--quiet');
    const second = json(await regrade(cwd, ...APPLY, '--json'));
    expect(second.counts).toEqual({ read: 6, changed: 0, unchanged: 4, blocked: 2 });
    expect(second.run).toBeNull();
  });

  it('--only takes one of the two', async () => {
    const cwd = copyOf(adopted);
    const ran = json(await regrade(cwd, '--only', 'value', ...APPLY, '--json'));
    expect(ran.counts).toEqual({ read: 6, changed: 3, unchanged: 2, blocked: 1 });
    expect(await fieldsOf(cwd, '#1')).toMatchObject({ grade: '一般客户', value_class: '高价值' });
  });

  it('gives the list as CSV with one row an item', async () => {
    const { stdout } = await regrade(adopted, '--dry-run', '--format', 'csv');
    const rows = stdout.trim().split('\r\n');
    expect(rows[0]).toBe('what,customer,dimension,field,from,to,fromName,toName,rule,clause,causes,because,why');
    expect(rows).toHaveLength(9);
    expect(rows[8]).toBe('blocked,SH2024006,,,,,,,,,,,inactive');
  });

  it('shows risers, fallers and both tables to a reader, in either language', async () => {
    const english = (await regrade(adopted, '--dry-run')).stdout;
    for (const part of [
      'Risers',
      'First time',
      'Fallers',
      'Grade: decided (rows) to suggested (columns)',
      'M-L-2024-001',
    ])
      expect(english).toContain(part);
    const chinese = (await regrade(adopted, '--dry-run', '--lang', 'zh-CN')).stdout;
    for (const part of ['上升', '首次评定', '下降', '等级:现有(行)到建议(列)', '1 个客户的现有等级不是代码表里的词'])
      expect(chinese).toContain(part);
  });

  it('needs a reason to decide [S0-25]', async () => {
    expect((await regrade(adopted, '--yes')).code).toBe(2);
  });

  it('a role that may not write is refused', async () => {
    expect((await regrade(adopted, ...APPLY, '--role', 'service')).code).toBe(4);
  });
});

describe('customers who are not prechecked [S4-14]', () => {
  const NEW = `客户编号,客户名称,预估年合作金额,初核日期
SH2026001,上海青禾农业有限公司,80万,
SH2026002,上海白鹭纺织有限公司,80万,2026-06-30
SH2026003,上海松涛木业有限公司,80万,2026-07-01
`;
  let cwd: string;
  beforeAll(async () => {
    cwd = await newLedger();
    writeFileSync(join(cwd, 'new.csv'), NEW);
    await steward(['import', 'new.csv', ...FROM, '--yes', '--quiet'], { cwd });
  });

  it('are blocked, and said to be', async () => {
    const ran = await regrade(cwd, '--dry-run', '--json');
    expect(ran.code).toBe(1);
    expect(json(ran)).toMatchObject({
      counts: { read: 3, changed: 1, unchanged: 0, blocked: 2 },
      blockedBy: { unchecked: 2 },
      items: [
        { what: 'up', customer: 'SH2026002' },
        { what: 'blocked', customer: 'SH2026001', why: 'unchecked' },
        { what: 'blocked', customer: 'SH2026003', why: 'unchecked' },
      ],
    });
  });

  it('unless the policy does without', async () => {
    writeFileSync(join(cwd, 'loose.yaml'), 'extends: handbooks\nclassification: { requirePrecheck: false }\n');
    const ran = await regrade(cwd, '--dry-run', '--json', '--policy', 'loose.yaml');
    expect([ran.code, json(ran).counts]).toEqual([0, { read: 3, changed: 3, unchanged: 0, blocked: 0 }]);
  });

  it('are suggested for all the same: a suggestion decides nothing', async () => {
    const ran = json(await steward(['classify', ...AS_OF, '--only', 'value', '--json'], { cwd }));
    expect(ran.dimensions[0].suggested).toEqual({ H: 3 });
  });
});

it('classify, report monthly and sweep monthly show all dimensions [S4-24]', async () => {
  const dimensions = [
    'industry',
    'industry_sub',
    'value',
    'grade',
    'customer_type',
    'size',
    'stage',
    'need_type',
    'need_urgency',
  ];
  const labels = (ran: Ran, key: string) => json(ran)[key].map((one: { labels: string }) => one.labels);
  const cwd = copyOf(adopted);
  expect(labels(await steward(['classify', ...AS_OF, '--json'], { cwd }), 'dimensions')).toEqual(dimensions);
  expect(labels(await steward(['report', 'monthly', ...AS_OF, '--json'], { cwd }), 'classes')).toEqual(dimensions);
  expect(labels(await steward(['sweep', 'monthly', ...AS_OF, '--dry-run', '--json'], { cwd }), 'classes')).toEqual(
    dimensions,
  );
  const page = (await steward(['report', 'monthly', ...AS_OF, '--format', 'md'], { cwd })).stdout;
  for (const name of ['Grades', 'Customer type', 'Urgency of need', 'Second-level industry'])
    expect(page).toContain(name);
});

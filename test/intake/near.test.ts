/** New rows that are most likely somebody known: which are held, against whom, and why (S1-11). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { PairData } from '../../src/commands/dedupe/pair-words.js';
import scan from '../../src/commands/dedupe/scan.js';
import importCommand from '../../src/commands/import.js';
import decide from '../../src/commands/review/decide.js';
import reviewList from '../../src/commands/review/list.js';
import undo from '../../src/commands/undo.js';
import { identityKey } from '../../src/intake/identity.js';
import { mostUnscanned } from '../../src/intake/near.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { FieldValues } from '../../src/model/plan.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { lintPolicy } from '../../src/policy/lint.js';
import { applyAll, by, info, insertOf, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { type ImportOptions, importInto, planOf } from '../support/intake.js';
import { perform } from '../support/perform.js';

const open: { ledger: Ledger; remove: () => void }[] = [];
afterEach(() => {
  for (const { ledger, remove } of open.splice(0)) {
    ledger.close();
    remove();
  }
});

/** Customers who are nobody's doubles: enough of them for chance to be told from likeness. */
const others: readonly FieldValues[] = ['李', '赵', '周', '吴', '郑', '冯', '陈', '褚'].flatMap((surname, i) => [
  { name: `${surname}文${'博雅欣怡泽睿晨宇'[i]}`, phone: `1390000${1000 + i * 137}`, province: '四川省' },
  {
    name: `成都${'蓝海星辰远山金泰'[i]}${'澜原川岳木石林河'[i]}贸易有限公司`,
    phone: `028-8${6000000 + i * 73_133}`,
    address: `四川省成都市武侯区人民南路${11 + i * 7}号`,
    province: '四川省',
  },
]);

const known: readonly FieldValues[] = [
  {
    customer_no: 'SH2024001',
    name: '上海云帆信息科技有限公司',
    phone: '021-60001234',
    address: '上海市浦东新区张江路88号',
    province: '上海市',
  },
  { customer_no: 'BJ2024002', name: '王建军', phone: '13800138011', province: '北京市' },
  { customer_no: 'BJ2024003', name: '张三', phone: '010-88886666', address: '北京市西城区金融街1号' },
];

async function ledgerOf(scanned: boolean, kind: 'CSV' | 'SQLite' = 'SQLite'): Promise<Ledger & { folder: string }> {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, kind === 'CSV' ? 'c.csv' : 'c.db');
  if (kind === 'CSV') newSheetLedger(path);
  const ledger = kind === 'CSV' ? openLedger(path, { write: true }) : createLedger(path, { by, now });
  open.push({ ledger, remove });
  const draft = ledger.draft();
  for (const set of [...known, ...others])
    draft.add({ kind: 'insert', set, extra: null, reasons: [] }, { identity: identityKey(set) });
  ledger.apply(draft, info(), by, now);
  if (scanned) await perform(ledger, scan);
  return Object.assign(ledger, { folder });
}

let files = 0;
function fileOf(ledger: { folder: string }, rows: readonly string[], header = '客户名称,联系电话,地址,省份') {
  const file = join(ledger.folder, `in${++files}.csv`);
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  return { file, rejects: `${file}.rejects.csv` };
}
const take = (ledger: Ledger & { folder: string }, rows: readonly string[], options: ImportOptions = {}) =>
  importInto(ledger, fileOf(ledger, rows), { source: '展会现场', consentAt: '2026-01-01', ...options });

describe.each([
  ['never scanned', false],
  ['scanned', true],
] as const)('a ledger that was %s', (_, scanned) => {
  it.each([
    ['另一写法', '上海云帆信息科技有限责任公司,021-60001234,上海浦东张江路88号,', 'SH2024001'],
    ['one character off, the phone the same', '上海云凡信息科技有限公司,021-60001234,,上海市', 'SH2024001'],
    ['繁体', '上海雲帆信息科技,02160001234,,', 'SH2024001'],
    ['a person with a digit wrong', '王建军,13800138017,,北京市', 'BJ2024002'],
    ['pinyin', 'Wang Jianjun,13800138011,,', 'BJ2024002'],
    ['another extension', '张三,010-88886666-801,,', 'BJ2024003'],
  ])('[S1-11] holds %s, and says why', async (_, cells, customer) => {
    const ledger = await ledgerOf(scanned);
    const { counts, items } = await take(ledger, [cells]);
    expect(counts).toMatchObject({ read: 1, created: 0, held: 1 });
    const held = items.find(({ what }) => what === 'held');
    expect(held).toMatchObject({ code: 'import/near-duplicate', severity: 'error', against: customer });
    const pair = held?.pair as PairData;
    expect(pair).toMatchObject({ a: 'line 2', b: customer, decision: 'review' });
    const sum = pair.columns.reduce((all, { bits, frequency }) => all + bits + frequency, pair.prior);
    expect(sum).toBeCloseTo(pair.total, 9);
    expect(held?.message).toBe(
      `is most likely a customer who is known already (001:60): ${customer}. ${pair.sentence.en}`,
    );
    const [row] = ledger.held();
    expect(row).toMatchObject({ why: 'duplicate', rule: 'import/near-duplicate', line: 2 });
    expect(ledger.get(row?.against as number)?.customer_no).toBe(customer);
    expect(ledger.verify().faults).toEqual([]);
  });

  it.each([
    ['a branch', '上海云帆信息科技有限公司北京分公司,010-80001234,北京市朝阳区建国路1号,北京市'],
    ['a branch with the phone of its head office', '上海云帆信息科技有限公司北京分公司,021-60001234,,北京市'],
    ['another region', '北京云帆信息科技有限公司,010-60007777,,北京市'],
    ['a namesake', '王建军,13666660000,,四川省'],
    ['somebody else on a switchboard', '李四,010-88886666,北京市西城区金融街1号,'],
    ['somebody else of the family', '王小明,13800138011,,北京市'],
    ['another brand', '上海远洲信息科技有限公司,021-77778888,,上海市'],
  ])('[S1-11] lets %s in', async (_, row) => {
    const ledger = await ledgerOf(scanned);
    const { counts, items } = await take(ledger, [row]);
    expect(items.filter(({ what }) => what === 'held')).toEqual([]);
    expect(counts).toMatchObject({ read: 1, created: 1, held: 0 });
  });

  it('[S1-11] holds the later of two rows of a file against the customer that the earlier one becomes', async () => {
    const ledger = await ledgerOf(scanned);
    const { counts, items } = await take(ledger, [
      '重庆渝峰机械制造有限公司,023-68881234,重庆市九龙坡区科园一路6号,重庆市',
      '昆明滇云食品有限公司,0871-65551234,,云南省',
      '重庆渝峰机械制造,02368881234,重庆九龙坡科园一路6号,',
    ]);
    expect(counts).toMatchObject({ read: 3, created: 2, held: 1 });
    const held = items.find(({ what }) => what === 'held');
    expect(held).toMatchObject({ line: 4, against: 'line 2', pair: { a: 'line 4', b: 'line 2' } });
    const [row] = ledger.held();
    expect(ledger.get(row?.against as number)?.name).toBe('重庆渝峰机械制造有限公司');
  });
});

const double = '上海云凡信息科技有限公司,021-60001234,,上海市';

describe('what becomes of a near duplicate', () => {
  it.each(['update', 'review', 'skip'] as const)(
    '[S1-11] --on-duplicate %s: it is held, and nobody is changed',
    async (onDuplicate) => {
      const ledger = await ledgerOf(false);
      const { counts, result } = await take(ledger, [double], { onDuplicate });
      expect(counts).toMatchObject({ created: 0, updated: 0, held: 1 });
      expect(result.data).toMatchObject({ near: 'hold' });
      expect(result.exit).toBe(1);
      expect(ledger.get(1)).toMatchObject({ name: known[0]?.name, version: 1 });
    },
  );

  it('[S1-11] --on-duplicate create: it comes in, and that is said', async () => {
    const ledger = await ledgerOf(false);
    const { counts, items, result } = await take(ledger, [double], { onDuplicate: 'create' });
    expect(counts).toMatchObject({ created: 1, held: 0 });
    expect(result.data).toMatchObject({ near: 'create' });
    const policy = { ...defaultPolicy, intake: { ...defaultPolicy.intake, onDuplicate: 'create' as const } };
    expect(lintPolicy(policy)).toContainEqual(
      expect.objectContaining({ messageId: 'near-unheld', where: 'intake.onDuplicate' }),
    );
    expect(items.find(({ code }) => code === 'import/created-near')).toMatchObject({
      severity: 'warning',
      data: { against: 1 },
    });
  });

  it('[S1-11] intake.nearDuplicates off: it comes in', async () => {
    const ledger = await ledgerOf(false);
    const policy = { ...defaultPolicy, intake: { ...defaultPolicy.intake, nearDuplicates: 'off' as const } };
    const { counts, result } = await take(ledger, [double], { policy });
    expect(counts).toMatchObject({ created: 1, held: 0 });
    expect(result.data).toMatchObject({ near: 'off' });
    expect(lintPolicy(policy)).toContainEqual(
      expect.objectContaining({ messageId: 'near-unheld', where: 'intake.nearDuplicates' }),
    );
  });

  it('[S3-04] a held row spends no number', async () => {
    const ledger = await ledgerOf(false);
    await take(ledger, [
      '上海远洲物流有限公司,021-51110001,,上海市',
      double,
      '上海北固食品有限公司,021-52220002,,上海市',
    ]);
    const numbers = [...ledger.read()].slice(-2).map(({ customer_no }) => customer_no);
    expect(numbers).toEqual(['SH2026001', 'SH2026002']);
  });

  it('rows with numbers of their own are told apart in a file by these, and held against the ledger all the same', async () => {
    const ledger = await ledgerOf(false);
    const rows = ['CQ2024001,重庆渝峰机械制造有限公司,023-68881234', 'CQ2024002,重庆渝峰机械制造,02368881234'];
    const again = ['SH2024009,上海云凡信息科技有限公司,021-60001234'];
    const header = '客户编号,客户名称,联系电话';
    const options = { source: '展会现场', consentAt: '2026-01-01' };
    expect((await importInto(ledger, fileOf(ledger, rows, header), options)).counts).toMatchObject({ created: 2 });
    expect((await importInto(ledger, fileOf(ledger, again, header), options)).counts).toMatchObject({ held: 1 });
  });

  it('rows of known customers are no near duplicates of themselves', async () => {
    const ledger = await ledgerOf(false);
    const rows = known.map((set) => `${set.name},${set.phone},${set.address ?? ''},${set.province ?? ''}`);
    expect((await take(ledger, rows)).counts).toMatchObject({ read: 3, created: 0, held: 0 });
  });

  it('what changed since the scan is compared as it is now, and who was merged away is nobody', async () => {
    const ledger = await ledgerOf(true);
    applyAll(ledger, [
      insertOf({ name: '南京钟鼎仪器有限公司', phone: '025-84441234', province: '江苏省' }),
      updateOf(2, 1, { phone: '13555557777' }),
      { kind: 'set-aside', id: 3, expect: 1, why: 'merged', into: 2, reasons: [] },
    ]);
    const { items } = await take(ledger, [
      '南京钟鼎仪器,02584441234,,',
      '王健军,13800138011,,',
      '王健军,13555557777,,',
      '张叁,010-88886666,北京市西城区金融街1号,',
    ]);
    expect(items.flatMap(({ what, line, against }) => (what === 'held' ? [[line, against]] : []))).toEqual([
      [2, `#${known.length + others.length + 1}`],
      [4, 'BJ2024002'],
    ]);
  });

  it('a file of more than 10,000 rows is not looked at, and it is said how they are found', async () => {
    const ledger = await ledgerOf(true);
    const rows = Array.from({ length: 10_000 }, (_, i) => `客户${i}号,1${3_000_000_000 + i},,`);
    const draft = ledger.draft();
    const file = fileOf(ledger, [double, ...rows]);
    const { planned } = await planOf(ledger, draft, file, { source: '展会现场', consentAt: '2026-01-01' }, false);
    expect(planned.info.counts).toMatchObject({ read: 10_001, held: 0 });
    const applied = ledger.apply(draft, info({ ...planned.info }), by, now, planned.beforeCommit);
    const result = await planned.result(applied);
    expect(result.data).toMatchObject({ near: 'too-many-rows' });
    expect(JSON.stringify(result.doc())).toContain(`steward dedupe scan --since ${applied.run - 1}`);
  }, 120_000);

  it('a ledger that was never scanned and is too large to be: rows are compared with each other, and the page says so', async () => {
    const ledger = await ledgerOf(false);
    const draft = ledger.draft();
    for (let i = 0; i < mostUnscanned; i++)
      draft.add({ kind: 'insert', set: { name: `客户${i}` }, extra: null, reasons: [] });
    ledger.apply(draft, info(), by, now);
    const { items, result } = await take(ledger, [
      double,
      '重庆渝峰机械制造有限公司,023-68881234,重庆市九龙坡区科园一路6号,重庆市',
      '重庆渝峰机械制造,02368881234,重庆九龙坡科园一路6号,',
    ]);
    expect(items.flatMap(({ against, what }) => (what === 'held' ? [against] : []))).toEqual(['line 3']);
    expect(result.data).toMatchObject({ near: 'rows-only' });
    expect(JSON.stringify(result.doc())).toContain('run steward dedupe scan once before importing');
  }, 120_000);

  it('[S0-09] nothing personal is shown unless it is asked for, and nothing of it is in the trail', async () => {
    const ledger = await ledgerOf(false);
    const { file } = fileOf(ledger, ['王健军,13800138011,,']);
    const { items } = await perform(ledger, importCommand, { source: '展会现场', consentAt: '2026-01-01' }, [file]);
    const held = items.find(({ what }) => what === 'held');
    expect(held.code).toBe('import/near-duplicate');
    expect(JSON.stringify(held)).not.toMatch(/13800138011|王健军|王建军/);
    expect([...ledger.audit()].map(({ body }) => body).join('')).not.toMatch(/13800138011|王健军/);
  });
});

describe.each(['SQLite', 'CSV'] as const)('a %s ledger', (kind) => {
  const options = { source: '展会现场', consentAt: '2026-01-01' };
  const held = async () => {
    const ledger = await ledgerOf(false, kind);
    const { file } = fileOf(ledger, [double]);
    await perform(ledger, importCommand, options, [file]);
    return ledger;
  };

  it('[S1-11] review list shows both sides, and what each field weighs', async () => {
    const { items } = await perform(await held(), reviewList, { what: ['held'] });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ held: 1, customer: 'SH2024001', pair: { a: 'held row 1', b: 'SH2024001' } });
    expect(items[0].differences).toContainEqual({
      field: 'name',
      row: '上海云凡信息科技有限公司',
      record: '上海云帆信息科技有限公司',
    });
    expect(items[0].pair.columns.map(({ column }: { column: string }) => column)).toContain('phone');
  });

  it('[S1-11] created, it is kept apart from whom it was taken for, and undo forgets that', async () => {
    const ledger = await held();
    const decided = await perform(ledger, decide, { how: 'create' }, ['1']);
    expect(decided.data.counts).toMatchObject({ created: 1 });
    expect(decided.items[0]).toMatchObject({ what: 'created', apart: 'SH2024001' });
    const id = known.length + others.length + 1;
    expect(ledger.pair(1, id)).toBe('keep-apart');
    const scanned = await perform(ledger, scan);
    expect(scanned.items.filter(({ id_a, id_b }) => [id_a, id_b].includes('SH2024001'))).toEqual([]);
    expect(ledger.verify().faults).toEqual([]);
    const { run } = [...ledger.runs()].at(-1) as { run: number };
    await perform(ledger, undo, {}, [String(run)], { reason: '误判' });
    expect(ledger.pair(1, id)).toBeNull();
    expect(ledger.get(id)).toBeNull();
    expect([...ledger.held()].map(({ id: row }) => row)).toEqual([1]);
    expect(ledger.verify().faults).toEqual([]);
  });

  it('[S1-11] updated, it goes into the customer; dropped, it goes', async () => {
    const ledger = await held();
    await perform(ledger, decide, { how: 'update' }, ['1']);
    expect(ledger.get(1)).toMatchObject({ customer_no: 'SH2024001', name: '上海云凡信息科技有限公司' });
    expect([...ledger.held()]).toEqual([]);
    const other = await held();
    await perform(other, decide, { how: 'drop' }, ['1']);
    expect([...other.held()]).toEqual([]);
    expect(other.count()).toBe(known.length + others.length);
  });
});

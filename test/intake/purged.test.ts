/** Whoever was destroyed does not come back unseen: rows of files, edits of a CSV ledger, interactions (S0-34, L01). */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeIn } from '../../src/cli/take-in.js';
import importFile from '../../src/commands/import.js';
import decide from '../../src/commands/review/decide.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { eraseOf } from '../ledger/erasing.js';
import { applyAll, by, insertOf, now, temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { perform } from '../support/perform.js';

let folder: string;
let remove: () => void;
let ledger: Ledger;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  ledger = createLedger(join(folder, 'ledger.db'), { by, now });
});
afterEach(() => {
  ledger.close();
  remove();
});

const destroyed = () => {
  applyAll(ledger, [
    insertOf({
      customer_no: 'SH2024001',
      name: '王小明',
      phone: '13812345671',
      email: 'wang@example.com',
      province: '上海',
    }),
    insertOf({ customer_no: 'SH2024002', name: '李小红', phone: '13812345672', province: '上海' }),
  ]);
  applyAll(ledger, [eraseOf(1, 1, { until: '2027-06-30' })]);
};

const header = '客户编号,客户名称,电话,邮箱,省份\n';
const rows = [
  ',王小明,138 1234 5671,,上海',
  ',上海甲字号贸易有限公司,,WANG@example.com,上海',
  'SH2024001,赵大同,13900000001,,上海',
  ',钱新来,13900000002,,上海',
];
const take = (lines: readonly string[], asOf = '2026-11-27', kind = 'customers') => {
  const file = join(folder, 'rows.csv');
  writeFileSync(file, `${kind === 'customers' ? header : '客户编号,电话,时间,方式,内容\n'}${lines.join('\n')}\n`);
  return perform(ledger, importFile, { source: '官网注册', consentAt: '2020-01-01', kind }, [file], { asOf });
};

it('a row that speaks of one who was destroyed is held, by number, phone or e-mail; others come in [S0-34, L01]', async () => {
  destroyed();
  const { data, items } = await take(rows);
  expect(data.counts).toMatchObject({ read: 4, created: 1, held: 3, rejected: 0 });
  expect(items.filter(({ code }) => code === 'import/purged').map(({ line, message }) => [line, message])).toEqual([
    [2, expect.stringContaining('SH2024001')],
    [3, expect.stringContaining('SH2024001')],
    [4, expect.stringContaining('SH2024001')],
  ]);
  expect([...ledger.held()].map(({ why, rule, against }) => [why, rule, against])).toEqual(
    [1, 2, 3].map(() => ['quarantine', 'import/purged', null]),
  );
  expect(ledger.verify().faults).toEqual([]);
});

it('after its last day a tombstone holds nobody, but the number stays taken', async () => {
  destroyed();
  const { data } = await take(rows, '2027-07-01');
  expect(data.counts).toMatchObject({ created: 3, held: 1 });
  expect([...ledger.held()].map(({ record }) => record)).toEqual([3]);
});

it('a person decides: a new customer under a new number, or nobody', async () => {
  destroyed();
  await take(rows);
  const how = { by: { actor: 'zhao.min', role: 'data_maintenance' } };
  const first = await perform(ledger, decide, { how: 'create' }, ['1'], how);
  expect(first.data.counts).toMatchObject({ created: 1 });
  const third = await perform(ledger, decide, { how: 'create' }, ['3'], how);
  expect(third.data.counts).toMatchObject({ created: 1 });
  const last = [...ledger.read()].at(-1);
  expect(last).toMatchObject({ name: '赵大同' });
  expect(last?.customer_no).not.toBe('SH2024001');
  expect((await perform(ledger, decide, { how: 'drop' }, ['2'], how)).data.counts).toMatchObject({ dropped: 1 });
  expect([...ledger.held()]).toEqual([]);
  expect(ledger.verify().faults).toEqual([]);
});

it('a customer without a number does not take on that of one who was destroyed', async () => {
  destroyed();
  applyAll(ledger, [insertOf({ name: '上海甲字号贸易有限公司', province: '上海' })]);
  await take([',上海甲字号贸易有限公司,13911112222,,上海']);
  const { data } = await take(['SH2024001,上海甲字号贸易有限公司,13911112223,,上海']);
  expect(data.counts).toMatchObject({ updated: 0, created: 0, held: 1 });
});

it('interactions with one who was destroyed are rejected, naming its number [L01]', async () => {
  destroyed();
  const { data, items } = await take(
    [
      'SH2024001,,2026-11-01,电话,来电',
      ',13812345671,2026-11-02,电话,来电',
      ',13999999999,2026-11-02,电话,来电',
      'SH2024002,,2026-11-03,电话,来电',
    ],
    '2026-11-27',
    'interactions',
  );
  expect(data.counts).toMatchObject({ read: 4, created: 1, rejected: 3 });
  expect(
    items.filter(({ what }) => what === 'rejected').map(({ code, message }) => [code, /SH2024001/.test(message)]),
  ).toEqual([
    ['child/purged', true],
    ['child/purged', true],
    ['child/no-customer', false],
  ]);
});

it('costs nothing while nobody was destroyed: the row comes in', async () => {
  const { data } = await take(rows);
  expect(data.counts).toMatchObject({ created: 4, held: 0 });
});

it('a row that somebody puts back into a CSV ledger’s file is held, too [L01]', async () => {
  ledger.close();
  const path = join(folder, '客户.csv');
  newSheetLedger(path);
  ledger = openLedger(path, { write: true });
  destroyed();
  ledger.close();
  const headings = readFileSync(path, 'utf8').split(/\r?\n/, 1)[0]?.replace('\ufeff', '').split(',') as string[];
  const said: Record<string, string> = { 客户名称: '王小明', 电话: '13812345671' };
  appendFileSync(path, `${headings.map((heading) => said[heading] ?? '').join(',')}\r\n`);
  const reopened = openLedger(path, { write: true });
  ledger = reopened;
  const { checkout } = ledger;
  expect(checkout?.edited).toBe(true);
  await takeIn(ledger, checkout as NonNullable<typeof checkout>, {
    given: { policy: defaultPolicy, asOf: '2026-11-27' },
    policyHash: 'c'.repeat(64),
    lang: 'en',
    operator: by,
    now,
    note: () => undefined,
    ask: null,
  });
  expect([...ledger.read()].map(({ name }) => name)).toEqual(['李小红']);
  expect([...ledger.held()].map(({ rule }) => rule)).toEqual(['import/purged']);
  expect(ledger.verify().faults).toEqual([]);
});

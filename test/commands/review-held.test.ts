/** A held row keeps what its import knew: decided later, it is the customer that the import would have made. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import importFile from '../../src/commands/import.js';
import decide from '../../src/commands/review/decide.js';
import list from '../../src/commands/review/list.js';
import sheet from '../../src/commands/review/sheet.js';
import { createLedger } from '../../src/ledger/open.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import { applyAll, by, info, now, temporaryFolder } from '../ledger/helpers.js';
import { perform } from '../support/perform.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A new ledger, and a way to run its commands in a folder of its own. */
function workplace() {
  const { folder, remove } = temporaryFolder();
  const ledger = createLedger(join(folder, 'ledger.db'), { by, now });
  open.push(() => {
    ledger.close();
    remove();
  });
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const take = async (text: string, options: object = {}) =>
    (await perform(ledger, importFile, { ...options }, [write('rows.csv', text)])).data.counts;
  const settle = (options: object, ...held: string[]) => perform(ledger, decide, { ...options }, held);
  return { folder, ledger, write, take, settle };
}

const valuesOf = ({ id: _, version: __, customer_no: ___, ...values }: CustomerRecord) => values;
const lastOf = (ledger: Ledger) => valuesOf([...ledger.read()].at(-1) as CustomerRecord);
const rowOf = (ledger: Ledger, id: number) => JSON.parse(ledger.heldRow(id)?.row as string);

const PEOPLE = `客户名称,客户性质,关键联系人,联系电话,地址,备注
李建国,个人客户,李建国,13983416275,重庆市渝北区龙溪街道1号,甲
李建国,个人客户,李建国,13983416275,重庆市渝北区龙溪街道1号,乙
`;
const told = {
  source: '展会现场',
  consentAt: '2026-05-01',
  consentPurpose: '售后',
  consentEvidence: '登记表"1"',
};
const FIRMS = `单位,接待,电话,手机,首次接触,客户来源,性别,备注栏
重庆甲钢铁有限公司,许敏,13983416275,13800138000,03/04/2026,,男,甲
重庆甲钢铁有限公司,许敏,13983416276,13800138001,05/04/2026,,女,乙
`;
const MAPPING = `version: 1
source: 展会现场
columns:
  单位: name
  接待: owner
  电话: phone_other
  手机: phone
  首次接触: first_contact_at
  性别: ignore
  备注栏: remark
constants:
  channel: 展会登记
  province: 重庆市
dateOrder: dmy
`;

describe('review decide --how create', () => {
  /** What a second row becomes: held and then created, or created at once. */
  async function both(text: string, options: object, write: readonly [string, string] | null = null) {
    const [later, atOnce] = [workplace(), workplace()];
    const optionsIn = ({ write: put }: ReturnType<typeof workplace>) =>
      write === null ? options : { ...options, map: [put(...write)] };
    expect(await later.take(text, optionsIn(later))).toMatchObject({ created: 1, held: 1 });
    expect(await atOnce.take(text, { ...optionsIn(atOnce), onDuplicate: 'create' })).toMatchObject({ created: 2 });
    return { later, expected: lastOf(atOnce.ledger) };
  }

  it('gives source and consent that the import was told [S0-05, S0-06]', async () => {
    const { later, expected } = await both(PEOPLE, told);
    expect(expected).toMatchObject({ source: '展会现场', consent_at: '2026-05-01', consent_evidence: '登记表"1"' });
    expect((await later.settle({ how: 'create' }, '1')).data).toMatchObject({ counts: { created: 1 } });
    expect(lastOf(later.ledger)).toEqual(expected);
    expect(later.ledger.verify().faults).toEqual([]);
  });

  it('reads the columns as the import did, by flags or by a mapping file with constants and days [S0-12]', async () => {
    const { later, expected } = await both(FIRMS, {}, ['m.yaml', MAPPING]);
    expect(expected).toMatchObject({
      owner: '许敏',
      phone_other: '13983416276',
      phone: '13800138001',
      first_contact_at: '2026-04-05',
      channel: '展会登记',
      extra: null,
    });
    await later.settle({ how: 'create' }, '1');
    expect(lastOf(later.ledger)).toEqual(expected);
    const flagged = await both(FIRMS, { source: '展会现场', map: ['单位=name', '接待=owner', '备注栏=extra'] });
    expect(flagged.expected).toMatchObject({ owner: '许敏', extra: expect.stringContaining('乙') });
    await flagged.later.settle({ how: 'create' }, '1');
    expect(lastOf(flagged.later.ledger)).toEqual(flagged.expected);
  });

  it('puts a short row in place as the import did; a column left out is not kept with it [S4-31, S0-09]', async () => {
    const header = '客户名称,客户性质,联系电话,邮箱,身份证号,地址,备注\n';
    const row = (note: string) =>
      `重庆甲钢铁有限公司,企业客户,13983416275,11010519491231002X,重庆市渝北区龙溪街道1号,${note}\n`;
    const { later, expected } = await both(header + row('甲') + row('乙'), {
      source: '展会现场',
      map: ['身份证号=ignore'],
    });
    expect(expected).toMatchObject({ address: '重庆市渝北区龙溪街道1号', remark: '乙', email: null });
    expect(later.ledger.heldRow(1)?.row).not.toContain('1949');
    await later.settle({ how: 'create' }, '1');
    expect(lastOf(later.ledger)).toEqual(expected);
  });

  it('keeps columns without a heading, or with the heading of another, under the names that the import gives them', async () => {
    const row = (note: string) => `不导入,重庆甲钢铁有限公司,甲1,13983416275,13983416279,${note},2026\n`;
    const text = `身份证号,客户名称,,联系电话,联系电话,备注,备注\n${row('甲')}${row('乙')}`;
    const { later, expected } = await both(text, { source: '展会现场', map: ['身份证号=ignore'] });
    expect(JSON.parse(expected.extra as string)).toEqual({ '#3': '甲1', 联系电话: '13983416279', 备注: '2026' });
    await later.settle({ how: 'create' }, '1');
    expect(lastOf(later.ledger)).toEqual(expected);
  });

  it('by a sheet, too; rows of a file of rejects are told what they bear', async () => {
    const { folder, ledger, write, take, settle } = workplace();
    const rows = PEOPLE.trim().split('\n');
    const told_ = '"{""source"":""线上推广"",""consent_at"":""2026-04-01""}"';
    const bearing = [`${rows[0]},steward_told`, `${rows[1]},${told_}`, `${rows[2]},${told_}`].join('\n');
    expect(await take(bearing, told)).toMatchObject({ created: 1, held: 1 });
    await perform(ledger, sheet, {}, [join(folder, 'held.csv')]);
    const [head, row] = (await import('node:fs')).readFileSync(join(folder, 'held.csv'), 'utf8').trim().split('\r\n');
    const filled = write('filled.csv', `${head}\r\n${(row as string).replace(/^([^,]+,[^,]+),/, '$1,create')}\r\n`);
    expect((await settle({ sheet: filled })).data).toMatchObject({ counts: { created: 1 } });
    expect(lastOf(ledger)).toMatchObject({
      source: '线上推广',
      consent_at: '2026-04-01',
      consent_purpose: '售后',
      extra: null,
    });
  });

  it('options of its own go first: source, columns and mapping file', async () => {
    const { ledger, write, take, settle } = workplace();
    expect(await take(FIRMS, { source: '展会现场', map: ['单位=name', '接待=owner', '备注栏=extra'] })).toMatchObject({
      held: 1,
    });
    const map = write(
      'later.yaml',
      'version: 1\nsource: 线上推广\ncolumns: { 手机: phone, 首次接触: first_contact_at }\nconstants: { channel: 官网 }\ndateOrder: dmy\n',
    );
    await settle({ how: 'create', map: [map, '备注栏=remark'] }, '1');
    expect(lastOf(ledger)).toMatchObject({
      name: '重庆甲钢铁有限公司',
      source: '线上推广',
      channel: '官网',
      owner: '许敏',
      phone: '13800138001',
      first_contact_at: '2026-04-05',
      remark: '乙',
    });
  });

  it('makes no customer without a source where the policy asks for one, and says what to add [S0-05]', async () => {
    const { ledger, take, settle } = workplace();
    await take('客户名称,联系电话\n重庆甲钢铁有限公司,13983416275\n', { source: '展会现场' });
    // As builds before this one kept it: the cells alone.
    const draft = ledger.draft();
    const row = JSON.stringify({ 客户名称: '重庆甲钢铁有限公司', 联系电话: '13983416276' });
    draft.hold({ record: 1, line: 2, why: 'duplicate', rule: 'import/customer-twice', against: 1, row });
    ledger.apply(draft, info(), by, now);
    const refused = await settle({ how: 'create' }, '1');
    expect(refused).toMatchObject({ exit: 1, data: { counts: { created: 0, blocked: 1 }, waiting: 1 } });
    expect(refused.items).toMatchObject([
      { what: 'blocked', why: 'no-source', message: expect.stringContaining('--source') },
    ]);
    expect((await settle({ how: 'create', source: '线上推广' }, '1')).data).toMatchObject({ counts: { created: 1 } });
    expect(lastOf(ledger)).toMatchObject({ source: '线上推广', phone: '13983416276' });
  });
});

describe('a held row', () => {
  it('updates by the columns that the import read; what new customers were told is not told to one on file', async () => {
    const { ledger, take, settle } = workplace();
    const head = '客户编号,客户名称,联系电话,接待\n';
    await take(`${head}SH2026001,上海云帆科技有限公司,021-50801234,王强\n`, {
      source: '线上推广',
      map: ['接待=owner'],
    });
    const again = { ...told, map: ['接待=owner'], onDuplicate: 'review' };
    expect(await take(`${head}SH2026001,上海云帆科技有限公司,021-50801234,许敏\n`, again)).toMatchObject({ held: 1 });
    const { items } = await perform(ledger, list, { what: ['held'] });
    expect(items).toMatchObject([{ differences: [{ field: 'owner' }] }]);
    await settle({ how: 'update' }, '1');
    expect(ledger.get(1)).toMatchObject({ owner: '许敏', source: '线上推广', consent_at: null, extra: null });
  });

  it('goes with a value that it was told when that is destroyed, however it is written [law 5]', async () => {
    const { ledger, take, settle } = workplace();
    await take(PEOPLE, told);
    await settle({ how: 'create' }, '1');
    expect(ledger.heldRow(1)?.row).toContain('登记表');
    const erasure = { kind: 'erase', fields: ['consent_evidence'], code: 'invalid', until: null, reasons: [] } as const;
    applyAll(ledger, [{ ...erasure, id: 2, expect: 1 }]);
    expect(ledger.heldRow(1)).toBeNull();
    expect(ledger.verify().faults).toEqual([]);
  });

  it('has but one cell beside its own where its headings say what its columns are, and shows none of it', async () => {
    const { ledger, take } = workplace();
    await take(PEOPLE, told);
    expect(Object.keys(rowOf(ledger, 1))).toEqual([
      '客户名称',
      '客户性质',
      '关键联系人',
      '联系电话',
      '地址',
      '备注',
      'steward_told',
    ]);
    const { items } = await perform(ledger, list, { what: ['held'] }, [], { reveal: true });
    expect(JSON.stringify(items)).not.toContain('steward_');
  });
});

it('a mapping file that is not there, a second one, and a column that is no field are refused as by import', async () => {
  const { take, settle, write } = workplace();
  await take(PEOPLE, told);
  const refusal = async (...map: string[]) => {
    const error = await settle({ how: 'create', map }, '1').catch((cause: unknown) => cause);
    return error instanceof StewardError ? [error.code, error.exit] : error;
  };
  expect(await refusal('nowhere.yaml')).toEqual(['file-not-found', 2]);
  const map = write('m.yaml', MAPPING);
  expect(await refusal(map, map)).toEqual(['bad-option', 2]);
  expect(await refusal('备注=remrak')).toEqual(['bad-option', 2]);
});

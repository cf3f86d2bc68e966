/** What rows are asked at the door, whom they are taken for, and which value then stands. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowJudge } from '../../src/commands/import/judge.js';
import { told } from '../../src/commands/import/options.js';
import { identityKey } from '../../src/intake/identity.js';
import { createLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { FieldValues } from '../../src/model/plan.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { lintPolicy } from '../../src/policy/lint.js';
import { by, info, now, temporaryFolder } from '../ledger/helpers.js';
import { type ImportOptions, importInto } from '../support/intake.js';
import { given } from '../support/records.js';

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

/** Puts customers on file as they are. */
function onFile(...customers: readonly FieldValues[]): void {
  const draft = ledger.draft();
  for (const set of customers)
    draft.add({ kind: 'insert', set, extra: null, reasons: [] }, { identity: identityKey(set) });
  ledger.apply(draft, info(), by, now);
}

const path = (name: string) => join(folder, name);
let files = 0;
const take = (rows: readonly string[], options: ImportOptions = { source: '展会现场' }) => {
  files += 1;
  const file = path(`${files}.csv`);
  writeFileSync(file, `${rows.join('\n')}\n`);
  return importInto(ledger, { file, rejects: `${file}.rejects.csv`, held: `${file}.held.csv` }, options);
};
const rowsOf = (file: string): Record<string, string>[] =>
  parse(readFileSync(file), { bom: true, columns: true, relax_column_count: true });
const codes = (items: readonly { readonly code?: unknown }[]) => items.map(({ code }) => code);
const company = { name: '上海恒越电子有限公司', province: '上海市', phone: '13812345678' };

describe('the source', () => {
  it('[S0-05] a row without one is rejected with its line and what to do; the others come in', async () => {
    const { counts, items } = await take(
      [
        '客户名称,联系电话,来源渠道',
        '常州朗维科技有限公司,13911112222,展会现场',
        '苏州岑衡物流有限公司,13700000001,',
        '无锡珩言物流有限公司,13700000002,无',
      ],
      {},
    );
    expect(counts).toMatchObject({ read: 3, created: 1, rejected: 2 });
    const refused = items.filter(({ code }) => code === 'import/no-source');
    expect(refused.map(({ line, header, hint }) => [line, header, String(hint).includes('--source')])).toEqual([
      [3, '来源渠道', true],
      [4, '来源渠道', true],
    ]);
  });

  it('[S0-05] a file that cannot name any is refused whole, with the flag; nothing is written', async () => {
    const head = ledger.head();
    await expect(take(['客户名称,联系电话', '常州朗维科技有限公司,13911112222'], {})).rejects.toMatchObject({
      code: 'source-missing',
      exit: 2,
    });
    expect(ledger.head()).toEqual(head);
    const policy = { ...defaultPolicy, intake: { ...defaultPolicy.intake, requireSource: false } };
    expect((await take(['客户名称,联系电话', '常州朗维科技有限公司,13911112222'], { policy })).counts).toMatchObject({
      created: 1,
    });
  });

  it('a known customer need not say again where it came from', async () => {
    onFile({ ...company, customer_no: 'SH2025001' });
    const { counts } = await take(['客户编号,客户名称,负责人,来源渠道', `SH2025001,${company.name},唐雨涵,`], {});
    expect(counts).toMatchObject({ updated: 1, rejected: 0 });
  });
});

describe('consent', () => {
  it('[S0-06, S2-08] a person without it is held as quarantine; told for the whole file, it lets the person in', async () => {
    const rows = [
      '客户名称,联系电话,同意日期',
      '王思远,13911112222,',
      '赵敏,13911113333,2026-03-01',
      '常州朗维科技有限公司,13700000001,',
    ];
    const first = await take(rows);
    expect(first.counts).toMatchObject({ created: 2, held: 1 });
    expect([...ledger.held()].map(({ line, rule, why }) => [line, rule, why])).toEqual([
      [2, 'validate/consent', 'quarantine'],
    ]);
    const held = rowsOf(path(`${files}.csv.held.csv`));
    expect(held).toEqual([expect.objectContaining({ steward_line: '2', 客户名称: '王思远' })]);
    const second = await take(rows, { source: '展会现场', consentAt: '2026-02-01' });
    expect(second.counts).toMatchObject({ created: 1, unchanged: 2, held: 0 });
    expect(ledger.get(3)).toMatchObject({ name: '王思远', consent_at: '2026-02-01' });
  });

  it('evidence without its day is refused', () => {
    const own = {
      key: undefined,
      onDuplicate: undefined,
      consentAt: undefined,
      consentPurpose: undefined,
      held: undefined,
    };
    expect(() => told({ ...own, consentEvidence: '展位登记表' })).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });

  it('a misspelt rule at the door is found by policy lint', () => {
    const intake = { ...defaultPolicy.intake, reject: ['validate/phne', 'validate/phone:nonsense', 'validate/phone'] };
    expect(
      lintPolicy({ ...defaultPolicy, intake })
        .filter(({ messageId }) => messageId === 'unknown-rule')
        .map(({ data }) => data.value),
    ).toEqual(['validate/phne', 'validate/phone:nonsense']);
  });
});

describe('a customer who stands in a file twice', () => {
  const head = '客户名称,所在省份,联系电话,负责人,来源渠道,审核状态,备注二';
  const first = '上海恒越电子有限公司,上海市,13812345678,唐雨涵,,,甲';
  const twice = async (second: string, options: ImportOptions = {}) => {
    const { counts, items } = await take([head, first, second], { source: '展会现场', ...options });
    return [counts.created, counts.unchanged, ...codes(items).filter((code) => /twice|not-taken/.test(String(code)))];
  };

  it.each([
    ['the same values, however they are padded', '上海恒越电子有限公司, 上海市 ,13812345678,唐雨涵,,,甲 '],
    ['what options said of the first', '上海恒越电子有限公司,上海市,13812345678,唐雨涵,展会现场,,甲'],
    ['fewer values: what is blank takes nothing away', '上海恒越电子有限公司,上海市,13812345678,,,,'],
  ])('[S1-11] says nothing new with %s', async (_, second) => {
    expect(await twice(second)).toEqual([1, 1]);
    expect(ledger.get(1)).toMatchObject({ source: '展会现场', owner: '唐雨涵' });
  });

  it.each([
    ['another value', '上海恒越电子有限公司,上海市,13812345678,王敏,,,甲'],
    ['one more', '上海恒越电子有限公司,上海市,13812345678,唐雨涵,转介绍,,甲'],
    ['another in a column of its own', '上海恒越电子有限公司,上海市,13812345678,唐雨涵,,,乙'],
  ])('[S1-11] is held with %s', async (_, second) => {
    expect(await twice(second)).toEqual([1, 0, 'import/customer-twice']);
  });

  it('[S1-11] where duplicates are to be created, one that says less is another', async () => {
    const onDuplicate = 'create';
    expect(await twice(first, { onDuplicate })).toEqual([1, 1]);
    expect(await twice('上海恒越电子有限公司,上海市,13812345678,,,,', { onDuplicate })).toEqual([2, 0]);
  });

  it('[S0-17] what is not for a file to say is told of the second row, too', async () => {
    expect(await twice('上海恒越电子有限公司,上海市,13812345678,唐雨涵,,已通过,甲')).toEqual([
      1,
      1,
      'import/not-taken',
    ]);
  });

  it('[S1-11] so it is of one who is on file', async () => {
    onFile(company);
    expect(await twice('上海恒越电子有限公司, 上海市 ,13812345678,唐雨涵,,,甲 ')).toEqual([0, 1]);
    expect(await twice('上海恒越电子有限公司,上海市,13812345678,王敏,,,甲')).toEqual([0, 1, 'import/customer-twice']);
  });

  it('the number that the first was given is no difference; one that it had is none for a row without', async () => {
    const rows = [1, 2].map(() => '常州朗维科技有限公司,江苏省,13911112222');
    for (const onDuplicate of ['review', 'create'] as const) {
      const { counts } = await take(['客户名称,所在省份,联系电话', ...rows], { source: '展会现场', onDuplicate });
      expect(counts).toMatchObject({ created: 1, unchanged: 1 });
    }
    expect(ledger.get(1)?.customer_no).toMatch(/^JS\d{7}$/);
    const numbered = [
      '客户编号,客户名称,所在省份',
      'SH2025077,上海恒越电子有限公司,上海市',
      ',上海恒越电子有限公司,上海市',
    ];
    expect((await take(numbered)).counts).toMatchObject({ created: 1, unchanged: 1 });
  });

  it('a second phone is told where it has no place, and makes another row', async () => {
    const rows = ['客户名称,联系方式,联系电话', '常州朗维科技有限公司,13911112222 / a@b.cn,13911112222'];
    const { counts, items } = await take([...rows, '常州朗维科技有限公司,13700000000,13911112222']);
    expect(counts).toMatchObject({ created: 1, held: 1 });
    expect(ledger.get(1)).toMatchObject({ phone: '13911112222', email: 'a@b.cn' });
    expect(items.filter(({ code }) => code === 'row/contact-over').map(({ line, header }) => [line, header])).toEqual([
      [3, '联系方式'],
    ]);
  });

  it('a list that knows it under another name is not passed over as a repetition', async () => {
    onFile({ ...company, customer_no: 'SH2025001' });
    const { counts, items } = await take([
      '客户编号,客户名称,联系电话,steward_name',
      `SH2025001,${company.name},13812345678,${company.name}`,
      `SH2025001,${company.name},13812345678,三哥`,
    ]);
    expect(counts).toMatchObject({ unchanged: 1, held: 1 });
    expect(codes(items)).toContain('import/customer-twice');
  });
});

describe('findings', () => {
  it('come with file, line, record, column, header and value, and turn nobody away unless the policy names the rule', async () => {
    const rows = ['客户名称,联系电话,需求类型', '常州朗维科技有限公司,1234,战略型'];
    const { counts, items } = await take(rows);
    expect(counts).toMatchObject({ created: 1 });
    expect(items.filter(({ what, code }) => what === 'finding' && code !== 'number/missing')).toEqual([
      expect.objectContaining({
        code: 'validate/code',
        line: 2,
        record: 1,
        column: 3,
        header: '需求类型',
        value: '战略型',
        message: expect.stringContaining('战略合作型'),
      }),
      expect.objectContaining({
        code: 'validate/phone',
        line: 2,
        record: 1,
        column: 2,
        header: '联系电话',
        value: '1234',
        hint: expect.stringMatching(/\S/),
      }),
    ]);
    const policy = { ...defaultPolicy, intake: { ...defaultPolicy.intake, reject: ['validate/phone'] } };
    const strict = await take(['客户名称,联系电话,需求类型', '苏州岑衡物流有限公司,1234,战略型'], {
      source: '展会现场',
      policy,
    });
    expect(strict.counts).toMatchObject({ rejected: 1 });
    const [row] = rowsOf(path(`${files}.csv.rejects.csv`));
    expect(row).toMatchObject({ 联系电话: '1234', 需求类型: '战略型' });
    expect(row?.steward_error).toMatch(/validate\/phone.*"联系电话".*too few digits.*/);
    expect(row?.steward_error).toMatch(/"需求类型".*战略合作型/);
  });

  it('are the same from the rules’ own thread', async () => {
    const rows = ['张三', '常州朗维科技有限公司', '测试', '\u202e客户'].map((name, i) => ({
      values: {
        name,
        phone: ['1234', '13812345678', '', null][i] ?? null,
        source: '展会',
        ...(i === 1 && { entered_on: '2026-01-05' }),
      },
      extra: null,
    }));
    const here = rowJudge(given(), 0);
    const there = rowJudge(given(), 1 << 30);
    try {
      expect(await there.judge(rows)).toEqual(JSON.parse(JSON.stringify(await here.judge(rows))));
    } finally {
      await there.close();
    }
  });

  it('[S0-17] a file does not approve its own rows', async () => {
    const { items } = await take(['客户名称,联系电话,复核状态', '常州朗维科技有限公司,13911112222,复核通过']);
    expect(codes(items)).toContain('import/not-taken');
    expect(ledger.get(1)).toMatchObject({ review_state: '已提交' });
    await take(['客户名称,联系电话,复核状态', '常州朗维科技有限公司,13911112222,复核通过']);
    expect(ledger.get(1)).toMatchObject({ review_state: '已提交', version: 1 });
  });
});

describe('a row of a known customer', () => {
  const row = ['客户名称,联系电话,负责人', '恒越电子,138-1234-5678,唐雨涵'];

  it('is found by a phone that is written otherwise, once that is a key', async () => {
    onFile({ ...company, owner: '许志远' });
    expect((await take(row)).counts).toMatchObject({ created: 1 });
    const { counts, items } = await take(['客户名称,联系电话,负责人', '恒越,+86 138 1234 5678,唐雨涵'], {
      source: '展会现场',
      keys: ['phone'],
      onDuplicate: 'review',
    });
    expect(counts).toMatchObject({ held: 1 });
    expect(items.find(({ what }) => what === 'held')).toMatchObject({ code: 'import/several-match' });
  });

  it.each([
    ['update', { updated: 1 }, undefined],
    ['review', { held: 1 }, 'import/duplicate'],
    ['skip', { unchanged: 1 }, 'import/skipped'],
    ['create', { created: 1 }, 'import/created-beside'],
  ] as const)('--on-duplicate %s', async (onDuplicate, counts, code) => {
    onFile({ ...company, owner: '许志远' });
    const again = await take(row, { source: '展会现场', keys: ['phone'], onDuplicate });
    expect(again.counts).toMatchObject({ read: 1, ...counts });
    if (code) expect(codes(again.items)).toContain(code);
    expect(ledger.count()).toBe(onDuplicate === 'create' ? 2 : 1);
    expect(ledger.get(1)?.owner).toBe(onDuplicate === 'update' ? '唐雨涵' : '许志远');
  });

  it('[S1-11] is never created beside one with the same credit code', async () => {
    onFile({ ...company, credit_code: '91371312MAH98NYY7C' });
    const rows = ['客户名称,统一社会信用代码', '恒越电子科技有限公司,91371312mah98nyy7c'];
    const { counts } = await take(rows, { source: '展会现场', keys: ['credit_code'], onDuplicate: 'create' });
    expect(counts).toMatchObject({ held: 1, created: 0 });
  });

  it('[S4-08, C08] is held where that customer is quarantined', async () => {
    onFile({ ...company, customer_no: 'SH2025001', lifecycle: '隔离' });
    const { counts, items } = await take(['客户编号,客户名称,负责人', `SH2025001,${company.name},唐雨涵`]);
    expect(counts).toMatchObject({ held: 1 });
    expect(items.find(({ what }) => what === 'held')).toMatchObject({
      code: 'import/quarantined',
      against: 'SH2025001',
    });
    expect([...ledger.held()]).toEqual([expect.objectContaining({ why: 'quarantine', against: 1 })]);
  });

  it('[S0-10] does not overwrite a verified phone, unless it was verified later itself', async () => {
    onFile({ ...company, customer_no: 'SH2025001', phone_verified_at: '2026-05-01' });
    const header = '客户编号,客户名称,联系电话,电话核实日期';
    const unverified = await take([header, `SH2025001,${company.name},13900000000,`]);
    expect(unverified.counts).toMatchObject({ held: 1 });
    expect(unverified.items.find(({ what }) => what === 'held')).toMatchObject({
      code: 'import/verified-kept',
      field: 'phone',
      header: '联系电话',
    });
    expect((await take([header, `SH2025001,${company.name},13900000000,2026-04-01`])).counts).toMatchObject({
      held: 1,
    });
    expect((await take([header, `SH2025001,${company.name},13900000000,2026-06-01`])).counts).toMatchObject({
      updated: 1,
    });
    expect(ledger.get(1)).toMatchObject({ phone: '13900000000', phone_verified_at: '2026-06-01' });
  });

  it('changes values as the policy has it: blanks take nothing away, a refusal stands, what is kept is said', async () => {
    onFile({
      ...company,
      customer_no: 'SH2025001',
      marketing: '否',
      consent_at: '2026-03-01',
      consent_purpose: '报价',
      remark: '旧',
      owner: '许志远',
    });
    const intake = {
      ...defaultPolicy.intake,
      update: {
        default: 'overwrite',
        fields: { ...defaultPolicy.intake.update.fields, remark: 'keep', department: 'fill' },
      },
    } as const;
    const { counts, items } = await take(
      [
        '客户编号,客户名称,允许营销,同意日期,收集目的,备注,负责人,部门',
        `SH2025001,${company.name},是,2026-01-01,别的,新,,华东`,
      ],
      { source: '展会现场', policy: { ...defaultPolicy, intake } },
    );
    expect(counts).toMatchObject({ updated: 1 });
    expect(items.filter(({ code }) => code === 'import/kept').map(({ field }) => field)).toEqual([
      'marketing',
      'consent_at',
      'consent_purpose',
      'remark',
    ]);
    expect(ledger.get(1)).toMatchObject({
      marketing: '否',
      consent_at: '2026-03-01',
      consent_purpose: '报价',
      remark: '旧',
      owner: '许志远',
      department: '华东',
    });
    expect((await take(['客户编号,客户名称,允许营销', `SH2025001,${company.name},否`])).counts).toMatchObject({
      unchanged: 1,
    });
  });

  it('whose new number another row took on meanwhile is held, and the file goes on', async () => {
    onFile(company);
    const { counts } = await take([
      '客户编号,客户名称,省份,负责人',
      `SH2025009,${company.name},上海市,唐雨涵`,
      'SH2025009,常州朗维科技有限公司,江苏省,唐雨涵',
    ]);
    expect(counts).toMatchObject({ updated: 1, held: 1 });
  });
});

describe('a rejects file', () => {
  it('picks up where it left: what is mended comes in under what the first import was told, what is not is rejected again', async () => {
    const rows = [
      '客户名称,联系电话',
      '常州朗维科技有限公司,13911112222',
      '苏州岑衡物流有限公司,1,2,3',
      ',',
      '无锡珩言物流有限公司,1,2,3',
    ];
    const first = await take(rows, { source: '老客户推荐' });
    expect(first.counts).toMatchObject({ created: 1, rejected: 2 });
    const rejects = path(`${files}.csv.rejects.csv`);
    const text = readFileSync(rejects, 'utf8').replace(
      '苏州岑衡物流有限公司,1,2,3',
      '苏州岑衡物流有限公司,13700000001',
    );
    const second = await take([text.trimEnd()], {});
    expect(second.counts).toMatchObject({ read: 2, created: 1, rejected: 1 });
    expect(ledger.get(2)).toMatchObject({ name: '苏州岑衡物流有限公司', source: '老客户推荐' });
    const left = readFileSync(path(`${files}.csv.rejects.csv`), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(left).toHaveLength(2);
    expect(left[1]).toMatch(/^5,.*"\{""source"":""老客户推荐""\}",无锡珩言物流有限公司,1,2,3$/);
  });

  it('the same file again creates nothing, says so, and leaves no rejects file', async () => {
    const file = path('same.csv');
    writeFileSync(file, '客户名称,联系电话\n常州朗维科技有限公司,13911112222\n');
    const at = { file, rejects: path('same.rejects.csv') };
    await importInto(ledger, at, { source: '展会现场' });
    const again = await importInto(ledger, at, { source: '展会现场' });
    expect(again.counts).toMatchObject({ read: 1, created: 0, unchanged: 1 });
    expect(again.result.data).toMatchObject({ again: 1 });
    expect(existsSync(at.rejects)).toBe(false);
  });
});

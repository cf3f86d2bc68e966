/** The life of a file over real ledgers of both kinds, in this process: verified, dormant, awake, archived, held. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import archive from '../../src/commands/archive.js';
import type { Command } from '../../src/commands/command.js';
import activate from '../../src/commands/dormant/activate.js';
import flag from '../../src/commands/dormant/flag.js';
import lapse from '../../src/commands/dormant/lapse.js';
import dormantList from '../../src/commands/dormant/list.js';
import wake from '../../src/commands/dormant/wake.js';
import history from '../../src/commands/history.js';
import holdList from '../../src/commands/hold/list.js';
import holdRelease from '../../src/commands/hold/release.js';
import holdSet from '../../src/commands/hold/set.js';
import importFile from '../../src/commands/import.js';
import register from '../../src/commands/report/register.js';
import quarantine from '../../src/commands/review/quarantine.js';
import release from '../../src/commands/review/release.js';
import show from '../../src/commands/show.js';
import undo from '../../src/commands/undo.js';
import update from '../../src/commands/update.js';
import verifyExport from '../../src/commands/verify/export.js';
import verifyImport from '../../src/commands/verify/import.js';
import { dormancy } from '../../src/engine/dormancy.js';
import { createLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { FieldValues } from '../../src/model/plan.js';
import type { Policy } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { mayMarket } from '../../src/rules/dormant/sealed.js';
import { lifecycleEdges, lifecycleOf, lifecycleStates } from '../../src/rules/lifecycle.js';
import { applyAll, by, insertOf, now, temporaryFolder } from '../ledger/helpers.js';
import { type Performance, perform } from '../support/perform.js';

const asOf = '2026-11-30';
const why: Performance = { reason: '月度核实', asOf };
const quiet: FieldValues = {
  customer_no: 'SH2024001',
  name: '上海云帆科技有限公司',
  contact_name: '张三',
  phone: '021-50801234',
  email: 'zhang@example.com',
  address: '上海市浦东新区张江路88号',
  need: '设备采购',
  owner: '王强',
  last_contact_at: '2026-03-01',
  marketing: '是',
  review_state: '复核通过',
};
const LOST = { 核实结果: '失联', 核实依据: '三次拨打无人接听', 核实日期: '2026-11-20', 核实人: '王强' };

let folder: string;
let ledger: Ledger;
let remove: () => void;
const begin = (name: string) => {
  ({ folder, remove } = temporaryFolder());
  ledger = createLedger(join(folder, name), { by, now });
};
const end = () => {
  ledger.close();
  remove();
};

const insert = (...sets: FieldValues[]) =>
  applyAll(
    ledger,
    sets.map((set) => insertOf(set)),
  );
const run = async (command: Command, args: string[], own: object = {}, how: Performance = why) =>
  perform(ledger, command, own as Record<string, unknown>, args, how);
const of = (id = 1) => ledger.get(id) as NonNullable<ReturnType<Ledger['get']>>;
const refusal = async (work: Promise<unknown>): Promise<[string, number]> => {
  const error = await work.catch((cause: unknown) => cause);
  if (!(error instanceof StewardError)) throw new Error('nothing was refused');
  return [error.code, error.exit];
};
type Cells = Record<string, string>;
const rowsIn = (path: string): Cells[] =>
  parse(readFileSync(path, 'utf8'), { bom: true, columns: true, trim: true, relax_column_count: true });
/** Fills a list in as a person does, and writes it as a spreadsheet would. */
const fill = (path: string, cells: (row: Cells) => Cells, encoding = 'utf8') => {
  const rows = rowsIn(path).map((row) => ({ ...row, ...cells(row) }));
  writeFileSync(path, iconv.encode(stringify(rows, { header: true, record_delimiter: '\r\n' }), encoding));
};
/** The whole way to a result: list, fill in, read back. */
const verified = async (cells: Cells = LOST, args = ['核实.csv']) => {
  const path = join(folder, args[0] as string);
  const zh = await run(verifyExport, [path]);
  expect(zh.exit).toBe(0);
  writeFileSync(
    path,
    stringify(
      rowsIn(path).map((row) => ({ 客户编号: row['Customer number'], ...cells })),
      { header: true },
    ),
  );
  return run(verifyImport, [path]);
};

describe.each(['ledger.db', '台账.csv'])('over %s', (name) => {
  beforeEach(() => begin(name));
  afterEach(end);

  it('verify export writes a list an owner and changes nothing; its round trip changes verification fields alone [S0-10, S0-11, S0-24, S0-30]', async () => {
    const recent = { last_contact_at: '2026-11-01', registered_at: '2026-11-01', name: '北京远山有限公司' };
    insert(
      quiet,
      { ...quiet, ...recent, customer_no: 'BJ2026001', verified_at: '2026-05-30', owner: '李娜' },
      { ...quiet, ...recent, customer_no: 'BJ2026002', verified_at: '2026-05-31', owner: '李娜' },
      { ...quiet, ...recent, customer_no: 'BJ2026003', phone_verified_at: '2026-01-05', owner: null },
    );
    const before = [...ledger.read()];
    const done = await run(verifyExport, [join(folder, 'lists')]);
    expect(done.data.counts).toEqual({ customers: 4, files: 3, candidate: 1, due: 2, phone: 1, email: 0 });
    expect([...ledger.read()]).toEqual(before);
    expect(readdirSync(join(folder, 'lists')).sort()).toEqual(['无负责人.csv', '李娜.csv', '王强.csv'].sort());
    const path = join(folder, 'lists', '王强.csv');
    expect(readFileSync(path).subarray(0, 3)).toEqual(Buffer.of(0xef, 0xbb, 0xbf));
    // Ten working days after 2026-11-30.
    expect(rowsIn(path)[0]).toMatchObject({
      'Customer number': 'SH2024001',
      'Key contact': '张三',
      'verify by': '2026-12-14',
    });
    fill(path, () => ({
      'Result of verification': '有效',
      evidence: '电话核实',
      'Verified on': '2026/11/28',
      verifier: '王强',
      'phone verified': '是',
      'e-mail verified': '是',
    }));
    expect(await run(verifyImport, [path])).toMatchObject({
      exit: 0,
      data: { counts: { read: 1, updated: 1, unchanged: 0, blank: 0, rejected: 0, edited: 0 }, results: { 有效: 1 } },
    });
    const { version: _, ...rest } = before[0] as (typeof before)[0];
    expect(of()).toMatchObject({
      ...rest,
      verify_result: '有效',
      verified_at: '2026-11-28',
      phone_verified_at: '2026-11-28',
      phone_verified_by: '王强',
      email_verified_at: '2026-11-28',
    });
    expect([...ledger.history(1)].at(-1)).toMatchObject({ rule: 'verify/import', note: '电话核实 / 王强' });
    const again = await run(verifyImport, [path]);
    expect(again.data.counts).toMatchObject({ updated: 0, unchanged: 1 });
    expect(of().version).toBe(2);
    await run(undo, ['2']);
    expect(of()).toMatchObject({ ...rest, verify_result: null });
    expect(ledger.verify().faults).toEqual([]);
  });

  it('dormant is flagged only after a verification, stops marketing, seals all but name and contact, and can be taken back [S0-31, S0-32, S0-33, C09]', async () => {
    insert(quiet);
    expect((await run(flag, ['SH2024001'])).items[0]).toMatchObject({ what: 'blocked', why: 'not-lost' });
    expect((await verified()).data.counts).toMatchObject({ updated: 1 });
    expect(await run(flag, [], { all: true })).toMatchObject({ exit: 0, data: { counts: { read: 1, changed: 1 } } });
    expect(of()).toMatchObject({ lifecycle: '休眠状态', marketing: '否', address: quiet.address });
    const shown = (await run(show, ['SH2024001'], {}, { ...why, reveal: true })).data;
    expect(Object.keys(shown.fields).sort()).toEqual(
      ['contact_name', 'customer_no', 'email', 'lifecycle', 'name', 'owner', 'phone'].sort(),
    );
    expect(shown.sealed).toEqual({ why: 'dormant', values: 7 });
    const [row] = (await run(register, [], {}, { ...why, reveal: true })).items;
    expect(Object.values(row as object)).toContain('(封存)');
    expect(JSON.stringify((await run(history, ['SH2024001'], {}, { ...why, reveal: true })).items)).not.toContain(
      '三次拨打无人接听2',
    );
    expect((await run(dormantList, [])).items).toEqual([]);
    // A later day wakes nobody.
    expect(dormancy({ policy: defaultPolicy, asOf: '2099-01-01' }).see(of()).standing).toBe('dormant');
    expect((await run(wake, ['SH2024001'])).data.counts).toMatchObject({ changed: 1 });
    expect(of()).toMatchObject({ lifecycle: null, marketing: '是' });
    expect(ledger.verify().faults).toEqual([]);
  });

  it('a marketing consent that was changed since stays when a customer wakes [S0-31]', async () => {
    insert(quiet);
    await verified();
    await run(flag, ['SH2024001']);
    await run(update, ['SH2024001', 'marketing=']);
    await run(wake, ['SH2024001']);
    expect(of()).toMatchObject({ lifecycle: null, marketing: null });
  });

  it('archive moves to the history library, where debt may go and a live contract may not; undo takes it back [S4-21, S3-02]', async () => {
    insert(
      { ...quiet, receivable: '100' },
      { ...quiet, customer_no: 'SH2024002', contract_until: '2026-12-31' },
      { ...quiet, customer_no: 'SH2024003', contract_until: '2026-10-31' },
    );
    const all = ['SH2024001', 'SH2024002', 'SH2024003'];
    const own = { ended: '2026-10-31', endReason: 'contract-ended' };
    const done = await run(archive, all, own);
    expect(done.items.map(({ what, why, openDebt }) => [what, why, openDebt])).toEqual([
      ['changed', undefined, true],
      ['blocked', 'contract-live', undefined],
      ['changed', undefined, false],
    ]);
    expect(of()).toMatchObject({ lifecycle: '历史客户', ended_at: '2026-10-31', end_reason: '合同终止' });
    const listed = async (own: object) => (await run(register, [], own)).items.map((one) => Object.values(one)[0]);
    expect(await listed({})).toHaveLength(1);
    expect(await listed({ history: true })).toHaveLength(2);
    expect((await run(register, [])).data).toMatchObject({ counts: { read: 3, formal: 3 }, history: 2 });
    await run(undo, ['2']);
    expect(of()).toMatchObject({ lifecycle: null, ended_at: null, end_reason: null });
    expect(await refusal(run(archive, ['SH2024001'], { ...own, ended: '2026-12-01' }))).toEqual(['bad-option', 2]);
    expect(await refusal(run(archive, ['SH2024001'], { ...own, endReason: '不想说' }))).toEqual(['bad-option', 2]);
  });

  it('archive reads a list, with day and reason where they differ [S4-21]', async () => {
    insert(quiet, { ...quiet, customer_no: 'SH2024002' });
    const path = join(folder, '结束.csv');
    writeFileSync(path, '客户编号,合作结束日期,结束原因\nSH2024001,2026/9/30,撤回同意\nSH2024002,,\n');
    await run(archive, [], { file: path, ended: '2026-10-31', endReason: '长期无合作' });
    expect([of(1), of(2)].map(({ ended_at, end_reason }) => [ended_at, end_reason])).toEqual([
      ['2026-09-30', '撤回同意'],
      ['2026-10-31', '长期无合作'],
    ]);
  });

  it('archive takes day and reason from the file of a customer where they stand there [S4-21]', async () => {
    insert({ ...quiet, ended_at: '2023年6月30日', end_reason: '合同终止' }, { ...quiet, customer_no: 'SH2024002' });
    await run(archive, ['SH2024001']);
    expect(of()).toMatchObject({ lifecycle: '历史客户', end_reason: '合同终止' });
    expect(await refusal(run(archive, ['SH2024002']))).toEqual(['bad-option', 2]);
  });

  it('a hold comes before dormant, says who and why, and only another person releases it [L09]', async () => {
    insert(quiet);
    await verified();
    const policy: Policy = {
      ...defaultPolicy,
      people: ['wang', 'zhang'].map((id) => ({
        id,
        name: id,
        roles: ['data_maintenance'],
        osUser: null,
        keys: [],
        leaves: null,
      })),
    };
    const as = (actor: string): Performance => ({ ...why, policy, by: { actor, role: 'data_maintenance' } });
    await run(holdSet, ['SH2024001'], {}, { ...as('wang'), reason: '诉讼保全', name: 'hold set' });
    expect(of()).toMatchObject({ hold: '是', hold_reason: '诉讼保全' });
    expect((await run(flag, ['SH2024001'])).items[0]).toMatchObject({ why: 'on-hold' });
    expect((await run(holdList, [])).items).toMatchObject([
      { customer: 'SH2024001', since: asOf, by: 'wang', reason: '诉讼保全' },
    ]);
    const csv = join(folder, '新.csv');
    writeFileSync(csv, '客户编号,客户名称,保全,档案状态\nSH2024001,上海云帆科技有限公司,否,休眠状态\n');
    await run(importFile, [csv], { source: '展会现场' });
    expect(of()).toMatchObject({ hold: '是', lifecycle: null });
    expect(await refusal(run(holdRelease, ['SH2024001'], {}, as('wang')))).toEqual(['hold-own', 4]);
    expect(await refusal(run(undo, ['3'], {}, as('wang')))).toEqual(['hold-own', 4]);
    expect((await run(holdRelease, ['SH2024001'], {}, as('zhang'))).data.counts).toMatchObject({ changed: 1 });
    expect(of()).toMatchObject({ hold: null, hold_reason: null });
    expect((await run(flag, ['SH2024001'])).data.counts).toMatchObject({ changed: 1 });
  });

  it.each([
    ['lifecycle=休眠状态', 'field-reserved'],
    ['verify_result=失联', 'field-reserved'],
    ['hold=否', 'field-reserved'],
  ])('update %s is refused and names the command for it [S0-03]', async (value, code) => {
    insert(quiet);
    expect(await refusal(run(update, ['SH2024001', value]))).toEqual([code, 4]);
  });

  it('no sequence of commands reaches a state or takes a step that is not declared [S0-03]', {
    timeout: 60_000,
  }, async () => {
    insert(quiet);
    await verified();
    const steps = {
      flag: () => run(flag, ['SH2024001']),
      wake: () => run(wake, ['SH2024001']),
      archive: () => run(archive, ['SH2024001'], { ended: '2026-10-31', endReason: '合同终止' }),
      quarantine: () => run(quarantine, ['SH2024001'], { invalid: '空号' }),
      release: () => run(release, ['SH2024001']),
      hold: () => run(holdSet, ['SH2024001']),
      free: () => run(holdRelease, ['SH2024001']),
      undo: () => run(undo, [String([...ledger.runs()].at(-1)?.run)]).catch(() => null),
    };
    const stateOf = lifecycleOf(defaultPolicy);
    const declared = Object.entries(lifecycleEdges).flatMap(([step, { from, to }]) =>
      from.flatMap((one) => (to === 'back' ? lifecycleStates : [to]).map((other) => `${step} ${one} ${other}`)),
    );
    const markets = mayMarket(defaultPolicy);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])), { minLength: 1, maxLength: 12 }),
        async (sequence) => {
          for (const step of sequence) {
            const from = stateOf(of());
            await steps[step]();
            const record = of();
            const to = stateOf(record);
            expect(
              record.lifecycle === null ||
                defaultPolicy.codes.lifecycle?.values.some(({ value }) => value === record.lifecycle),
            ).toBe(true);
            if (from !== to && step !== 'undo') expect(declared).toContain(`${step} ${from} ${to}`);
            // Nobody dormant, archived, set aside or held is ever on a list of marketing (S0-33).
            if (to !== 'active' || record.hold !== null) expect(markets(record)).toBe(false);
            expect(dormancy({ policy: defaultPolicy, asOf: '2099-01-01' }).see(record).standing === 'dormant').toBe(
              to === 'dormant',
            );
          }
        },
      ),
      { numRuns: 12 },
    );
    expect(ledger.verify().faults).toEqual([]);
  });
});

describe('what keeps a customer from being flagged [S0-31]', () => {
  beforeEach(() => begin('ledger.db'));
  afterEach(end);

  it.each([
    ['a result that an import brought', { verify_result: '失联', verified_at: '2026-11-20' }, null, 'no-evidence'],
    ['another result', {}, { ...LOST, 核实结果: '有效' }, 'not-lost'],
    ['a contact on the day of the verification', {}, { ...LOST, 核实日期: '2026-03-01' }, 'evidence-old'],
    ['the history library', { lifecycle: '历史客户' }, null, 'lifecycle'],
  ] as [string, FieldValues, Cells | null, string][])('%s', async (_, set, cells, expected) => {
    insert({ ...quiet, ...set });
    if (cells !== null) await verified(cells);
    expect((await run(flag, ['SH2024001'])).items).toMatchObject([{ what: 'blocked', why: expected }]);
    expect(of().lifecycle).toBe(set.lifecycle ?? null);
  });

  it('a contact since that is too fresh: the day of the end of six months is still too fresh [S0-29]', async () => {
    insert({ ...quiet, last_contact_at: '2026-05-30' });
    const path = join(folder, '核实.csv');
    writeFileSync(path, '客户编号,核实结果,核实依据,核实日期\nSH2024001,失联,三次无人接听,2026-11-20\n');
    await run(verifyImport, [path]);
    const at = async (day: string) =>
      (await run(flag, ['SH2024001'], {}, { ...why, asOf: day, dryRun: true })).items[0];
    expect(await at('2026-11-30')).toMatchObject({ why: 'recent' });
    expect(await at('2026-12-01')).toMatchObject({ what: 'changed' });
  });
});

describe('verify import', () => {
  beforeEach(() => begin('ledger.db'));
  afterEach(end);
  const list = (text: string, encoding = 'utf8') => {
    const path = join(folder, '核实.csv');
    writeFileSync(path, iconv.encode(text, encoding));
    return path;
  };
  const HEAD = '客户编号,核实结果,核实依据,核实日期,电话已核实\n';

  it.each([
    ['an unknown result', '好像还行,问过,2026-11-20,', '核实结果', 'unknown-result'],
    ['no day', '有效,问过,,', '核实日期', 'no-day'],
    ['a day that is none', '有效,问过,昨天,', '核实日期', 'bad-day'],
    ['a day to come', '有效,问过,2026-12-01,', '核实日期', 'future'],
    ['a loss without evidence', '失联,,2026-11-20,', '核实依据', 'no-evidence'],
    ['a dead number that was verified', '空号,拨打三次,2026-11-20,是', '电话已核实', 'contradicts'],
    ['neither yes nor no', '有效,问过,2026-11-20,也许', '电话已核实', 'bad-flag'],
    ['evidence without a result', ',问过,2026-11-20,', '核实结果', 'no-result'],
  ])('%s is named with its line and column, and nothing is changed', async (_, cells, column, expected) => {
    insert(quiet);
    const path = list(`${HEAD}SH2024001,${cells}\n`);
    const done = await perform(ledger, verifyImport, {}, [path], why);
    expect(done).toMatchObject({ exit: 1, items: [{ what: 'rejected', line: 2, why: expected }] });
    expect(
      {
        核实结果: 'Result of verification',
        核实日期: 'Verified on',
        核实依据: 'evidence',
        电话已核实: 'phone verified',
      }[column],
    ).toBe(done.items[0].column);
    expect(of().version).toBe(1);
  });

  it('a dead number takes back that the phone was verified, and no more than that [S0-34]', async () => {
    insert({ ...quiet, phone_verified_at: '2026-01-05', phone_verified_by: '王强' });
    await run(verifyImport, [list(`${HEAD}SH2024001,空号,拨打三次,2026-11-20,\n`)]);
    expect(of()).toMatchObject({
      verify_result: '空号',
      phone: quiet.phone,
      phone_verified_at: null,
      phone_verified_by: null,
      lifecycle: null,
    });
  });

  it.each(['utf8', 'gb18030', 'utf16le'])(
    'reads what a spreadsheet writes in %s, and names changes of other columns without applying them',
    async (encoding) => {
      insert(quiet, { ...quiet, customer_no: 'SH2024002' });
      const bom = encoding === 'utf16le' ? '\ufeff' : '';
      const text = `${bom}客户编号\t客户名称\t电话\t最后跟进时间\t核实结果\t核实依据\t核实日期\t电话已核实
SH2024001\t上海云帆科技有限公司\t021-50809999\t2026/3/1\t失联\t三次无人接听\t2026/11/20\t
SH2024002\t上海云帆科技有限公司\t021-50801234\t2026/3/1\t\t\t\t
SH2024009\t某公司\t\t\t有效\t问过\t2026/11/20\t
SH2024001\t上海云帆科技有限公司\t\t\t有效\t问过\t2026/11/20\t
`;
      const done = await run(verifyImport, [list(text, encoding)]);
      expect(done.data.counts).toEqual({ read: 4, updated: 1, unchanged: 0, blank: 1, rejected: 2, edited: 1 });
      expect(done.items.map(({ what, line, why }) => [what, line, why])).toEqual([
        ['edited', 2, 'other'],
        ['updated', 2, null],
        ['rejected', 4, 'unknown'],
        ['rejected', 5, 'twice'],
      ]);
      expect(of()).toMatchObject({ phone: quiet.phone, verify_result: '失联', verified_at: '2026-11-20' });
    },
  );

  it('does not verify a phone that is another than the one on file', async () => {
    insert(quiet);
    const path = list('客户编号,电话,核实日期,电话已核实\nSH2024001,021-50809999,2026-11-20,是\n');
    expect((await run(verifyImport, [path])).items.map(({ why }) => why)).toEqual(['other', 'changed-since']);
  });
});

describe('the activation of silent customers [S4-19, S4-20]', () => {
  beforeEach(() => begin('ledger.db'));
  afterEach(end);

  it('needs a cause, and leaves out whom nobody may market to [S0-33]', async () => {
    insert(
      { ...quiet, last_contact_at: '2026-08-01' },
      { ...quiet, customer_no: 'SH2024002', last_contact_at: '2026-08-01', silent_cause: '竞品流失' },
      { ...quiet, customer_no: 'SH2024003', last_contact_at: '2026-08-01', silent_cause: '竞品流失', marketing: '否' },
      { ...quiet, customer_no: 'SH2024004', last_contact_at: '2026-11-01' },
    );
    const all = ['SH2024001', 'SH2024002', 'SH2024003', 'SH2024004'];
    expect((await run(activate, all)).items.map(({ what, why }) => why ?? what)).toEqual([
      'no-cause',
      'changed',
      'no-marketing',
      'not-silent',
    ]);
    expect(of(2)).toMatchObject({ activation_at: asOf });
    await run(activate, ['SH2024001'], { cause: 'no-need' });
    expect(of(1)).toMatchObject({ activation_at: asOf, silent_cause: '需求消失' });
    expect((await run(activate, [], { all: true })).data.counts).toMatchObject({ changed: 0, unchanged: 2 });
  });

  it('day 14 still waits, day 15 is low priority; an answer in between ends it', async () => {
    const begun = { ...quiet, last_contact_at: '2026-08-01', activation_at: '2026-11-01' };
    insert(begun, { ...begun, customer_no: 'SH2024002', last_interaction_at: '2026-11-10' });
    const on = async (day: string) =>
      (await run(lapse, ['SH2024001', 'SH2024002'], {}, { ...why, asOf: day, dryRun: true })).items.map(
        ({ what, why }) => why ?? what,
      );
    expect(await on('2026-11-15')).toEqual(['waiting', 'answered']);
    expect(await on('2026-11-16')).toEqual(['changed', 'answered']);
    expect((await run(lapse, [], { all: true })).data.counts).toMatchObject({ read: 1, changed: 1 });
    expect(of().follow_priority).toBe('低优先级跟进');
  });
});

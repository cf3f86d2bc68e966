/** From an import to official customers, as people at two keyboards do it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FROM, folder, json, newLedger, steward } from '../support/cli.js';

const NEW = `客户名称,电话,省份,地址,需求,首次接触时间,负责人
上海云帆科技有限公司,021-50801234,上海市,上海市浦东新区张江路88号,设备采购,2026-11-26,王强
上海远山贸易有限公司,021-50801235,上海市,上海市浦东新区张江路89号,设备采购,2026-11-26,王强
`;
const AS_OF = ['--as-of', '2026-11-30'];
const LI = ['--as', '李娜', '--yes', ...AS_OF];
const ZHANG = ['--as', '张主管', '--role', 'supervisor', '--yes', ...AS_OF];

/** A dozen processes, on a machine that may be busy. */
const LONG = 120_000;

describe('the review', () => {
  it(
    'takes a second person with the role for it, and makes the customers official [S0-18, S1-02, S2-17]',
    async () => {
      const cwd = await newLedger();
      writeFileSync(join(cwd, 'new.csv'), NEW);
      expect((await steward(['import', 'new.csv', ...FROM, ...LI], { cwd })).code).toBe(0);
      const run = ['--run', '2', '--profile', 'P-000'];
      const refused = await steward(['review', 'approve', ...run, ...LI], { cwd });
      expect(refused).toMatchObject({ code: 4, stdout: '' });
      expect(refused.stderr).toContain('role-refused');
      const own = await steward(['review', 'approve', ...run, ...LI, '--role', 'supervisor'], { cwd });
      expect(own.code).toBe(4);
      expect(own.stderr).toContain('review-own');
      const done = await steward(['review', 'approve', ...run, ...ZHANG, '--json'], { cwd });
      expect(done.code).toBe(0);
      expect(json(done).counts).toEqual({ read: 2, changed: 2, unchanged: 0, blocked: 0 });
      expect(json(await steward(['report', 'register', '--json'], { cwd })).counts).toEqual({ read: 2, formal: 2 });
      const gone = ['review', 'quarantine', 'SH2026001', '--invalid', '空号', '--reason', '三次空号', ...LI];
      expect((await steward(gone, { cwd })).code).toBe(0);
      const dormant = ['dormant', 'list', '--as-of', '2027-11-30', '--json'];
      expect(json(await steward(dormant, { cwd })).items.map((item: { customer: string }) => item.customer)).toEqual([
        'SH2026002',
      ]);
      const seen = await steward(['review', 'list', ...AS_OF], { cwd });
      expect(seen.stdout).toContain('三次空号');
      expect((await steward(['audit', 'verify'], { cwd })).code).toBe(0);
    },
    LONG,
  );
});

describe('a CSV ledger’s file and the review state', () => {
  const table = (cwd: string) =>
    readFileSync(join(cwd, '台账.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
  const edit = (cwd: string, from: string, to: string) => {
    const path = join(cwd, '台账.csv');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };
  const states = (cwd: string) => {
    const [header, ...rows] = table(cwd);
    const at = (header as string[]).indexOf('复核状态');
    return rows.map((row) => row[at]);
  };

  it(
    'nobody approves by writing into the cell; an edit of a returned customer submits it again [S0-17, S0-20]',
    async () => {
      const cwd = folder();
      const on = (...words: string[]) =>
        steward([...words, '--ledger', '台账.csv'], { cwd, env: { STEWARD_LEDGER: undefined } });
      writeFileSync(
        join(cwd, '台账.csv'),
        '客户名称,电话,省份,客户编号\n上海晨曦制造有限公司,021-50801236,上海市,SH2024001\n',
      );
      expect((await on('init', '--quiet')).code).toBe(0);
      writeFileSync(join(cwd, 'new.csv'), NEW);
      expect((await on('import', 'new.csv', ...FROM, ...LI)).code).toBe(0);
      // The column is new in the file: it is filled for those, too, who were there before it.
      expect(states(cwd)).toEqual(['复核通过', '已提交', '已提交']);

      edit(cwd, '已提交', '复核通过');
      edit(cwd, '021-50801236', '021-50801299');
      const listed = json(await on('review', 'list', '--json', ...AS_OF));
      expect(listed.counts).toMatchObject({ submitted: 2, held: 1 });
      expect(listed.items.at(-1)).toMatchObject({ rule: 'outside/review-state', customer: 'SH2026001' });
      const back = ['review', 'return', 'SH2026001', '--reason', '缺联系人', ...ZHANG];
      expect((await on(...back)).code).toBe(0);
      expect(states(cwd)).toEqual(['复核通过', '退回', '已提交']);

      edit(cwd, '张江路88号', '张江路188号');
      expect(json(await on('review', 'list', '--json', '--what', 'submitted', ...AS_OF)).counts).toMatchObject({
        submitted: 2,
        returned: 0,
        held: 1,
      });
      expect((await on('review', 'decide', '1', '--how', 'drop', ...LI)).code).toBe(0);
      expect(states(cwd)).toEqual(['复核通过', '已提交', '已提交']);
      // And another edit finds nothing left over.
      edit(cwd, '张江路89号', '张江路189号');
      const held = json(await on('review', 'list', '--json', ...AS_OF));
      expect(held.counts).toMatchObject({ submitted: 2, held: 0 });
      expect((await on('audit', 'verify')).code).toBe(0);
    },
    LONG,
  );

  it(
    'says in words why a row is held, by whatever rule, and what an undo takes back',
    async () => {
      const cwd = await newLedger();
      writeFileSync(join(cwd, 'a.csv'), '客户名称,联系电话\n王思远,13861820447\n');
      const on = (lang: string, ...args: string[]) => steward([...args, '--lang', lang, ...AS_OF], { cwd });
      expect((await on('en', 'import', 'a.csv', '--source', '展会现场', '--yes', '--quiet')).code).toBe(1);
      for (const [lang, why, row] of [
        ['zh-CN', '按策略 intake.quarantine,有 validate/consent 所述问题的行先隔离,由人决定', '挂起行 1'],
        ['en', 'is held for what validate/consent found, until a person has decided', 'held row 1'],
      ] as const) {
        const { items } = json(await on(lang, 'review', 'list', '--what', 'held', '--json'));
        expect(items).toMatchObject([{ rule: 'validate/consent', message: expect.stringContaining(why) }]);
        const undo = ['import', 'undo', '2', '--dry-run'];
        expect((await on(lang, ...undo)).stdout.split('\n')).toContain(row);
        expect(json(await on(lang, ...undo, '--json')).items).toMatchObject([{ row: 'held 1' }]);
      }
      writeFileSync(join(cwd, 'b.csv'), '客户名称,联系电话\n王思远,138****0447\n');
      const inspected = await on('en', 'import', 'inspect', 'b.csv');
      expect(inspected.stdout).toContain('rows: 1 · columns: 2 · errors: 0 · warnings: 1');
    },
    LONG,
  );
});

describe('a held row that is decided', () => {
  const shown = async (cwd: string, customer: string) =>
    json(await steward(['show', customer, '--json', '--reveal'], { cwd })).fields;

  it(
    'is created with what its import was told [S0-05, S0-06]',
    async () => {
      const cwd = await newLedger();
      const row = '李建国,个人客户,李建国,13983416275,重庆市渝北区龙溪街道1号,许敏';
      writeFileSync(join(cwd, 'a.csv'), `客户名称,客户性质,关键联系人,联系电话,地址,接待,备注\n${row},甲\n${row},乙\n`);
      const consent = ['--consent-at', '2026-05-01', '--consent-purpose', '售后', '--consent-evidence', '表1'];
      const told = ['--source', '展会现场', ...consent, '--map', '接待=owner'];
      expect(json(await steward(['import', 'a.csv', ...told, '--json', ...LI], { cwd })).counts).toMatchObject({
        held: 1,
      });
      const waiting = await steward(['review', 'list', '--what', 'held'], { cwd });
      expect(waiting.stdout).not.toContain('steward_');
      const done = await steward(['review', 'decide', '1', '--how', 'create', '--reason', '两个人', ...LI], { cwd });
      expect(done.code).toBe(0);
      const [first, second] = [await shown(cwd, '#1'), await shown(cwd, '#2')];
      for (const field of ['source', 'consent_at', 'consent_purpose', 'consent_evidence', 'owner'])
        expect(second[field], field).toEqual(first[field]);
      expect(second).toMatchObject({ source: '展会现场', owner: '许敏', remark: '乙' });
      expect((await steward(['audit', 'verify'], { cwd })).code).toBe(0);
    },
    LONG,
  );

  it(
    'is read by a mapping file, which must be there [S0-12]',
    async () => {
      const cwd = await newLedger();
      writeFileSync(join(cwd, 'm.csv'), 'Firma,Ruf\n甲钢铁有限公司,13983416275\n甲钢铁有限公司,13983416276\n');
      const mapping = 'version: 1\nsource: 展会现场\ncolumns:\n  Firma: name\n  Ruf: phone\n';
      writeFileSync(join(cwd, 'm.yaml'), mapping);
      writeFileSync(
        join(cwd, 'other.yaml'),
        mapping.replace('展会现场', '线上推广').replace('Ruf: phone', 'Ruf: phone_other'),
      );
      expect((await steward(['import', 'm.csv', '--map', 'm.yaml', ...LI], { cwd })).code).toBe(1);
      const decide = ['review', 'decide', '1', '--how', 'create', '--reason', '两家', ...LI];
      const missing = [
        await steward([...decide, '--map', 'nowhere.yaml'], { cwd }),
        await steward(['import', 'm.csv', '--map', 'nowhere.yaml', ...LI], { cwd }),
      ];
      expect(missing[0]).toEqual(missing[1]);
      expect(missing[0]).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere.yaml') });
      expect((await steward([...decide, '--map', 'other.yaml'], { cwd })).code).toBe(0);
      expect(await shown(cwd, '#2')).toMatchObject({
        name: '甲钢铁有限公司',
        source: '线上推广',
        phone_other: '13983416276',
      });
    },
    LONG,
  );
});

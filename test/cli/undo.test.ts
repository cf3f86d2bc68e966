/** `undo` and `import undo` as a person uses them; what they do to a ledger in any order is held by test/engine/undo.test.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FROM, json, newLedger, onCsv, type Ran, steward } from '../support/cli.js';

const told = (ran: Ran) => /^error \[([a-z-]+)\]/.exec(ran.stderr)?.[1];

it('an import is undone but for what later runs did, named; the undo is undone; the file can come again [S0-27]', async () => {
  const cwd = await newLedger();
  const run = (...args: string[]) => steward(args, { cwd });
  const done = ['--yes', '--reason', '导错了文件'];
  writeFileSync(
    join(cwd, 'a.csv'),
    '客户编号,客户名称,电话\nSH2024001,上海甲字号贸易有限公司,021-50801234\nSH2024002,上海乙字号贸易有限公司,021-50801235\nSH2024002,上海丙字号贸易有限公司,021-50801236\n',
  );
  writeFileSync(join(cwd, 'b.csv'), '客户编号,客户名称,备注\nSH2024001,上海甲字号贸易有限公司,老客户\n');
  await run('import', 'a.csv', ...FROM, '--yes', '--quiet');
  await run('import', 'b.csv', ...FROM, '--yes', '--quiet');

  const dry = await run('import', 'undo', '2', '--dry-run', '--format', 'ndjson');
  expect(dry.code).toBe(1);
  expect(
    dry.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { what: 'blocked', customer: 'SH2024001', why: 'changed', by: [3] },
    { what: 'set-aside', customer: 'SH2024002' },
    { what: 'settled', row: 'held 1' },
  ]);

  const part = await run('import', 'undo', '2', ...done, '--json');
  expect(part.code).toBe(1);
  expect(json(part)).toMatchObject({
    undoes: 2,
    of: 'import',
    counts: { read: 3, 'set-aside': 1, settled: 1, blocked: 1, restored: 0 },
    run: { run: 4, aside: 1 },
  });
  if (onCsv) expect(readFileSync(join(cwd, 'ledger.csv'), 'utf8')).not.toContain('SH2024002');
  expect((await run('show', 'SH2024002')).code).toBe(2);

  const twice = await run('undo', '2', ...done);
  expect([twice.code, told(twice)]).toEqual([3, 'run-undone']);
  expect(twice.stderr).toContain('steward undo 4');

  const redo = await run('undo', '4', ...done, '--json');
  expect([redo.code, json(redo).counts]).toMatchObject([0, { 'brought-back': 1, opened: 1, blocked: 0 }]);
  if (onCsv) expect(readFileSync(join(cwd, 'ledger.csv'), 'utf8')).toContain('SH2024002');
  expect((await run('import', 'a.csv', ...FROM, '--yes')).stdout).toContain('run 2');

  const later = await run('undo', '3', ...done);
  expect(later.code).toBe(0);
  expect(later.stdout).toContain('Remark');
  const whole = await run('undo', '2', ...done, '--json');
  expect([whole.code, json(whole).counts]).toMatchObject([0, { 'set-aside': 2, settled: 1, blocked: 0 }]);
  expect(json(await run('import', 'a.csv', ...FROM, '--yes', '--json')).counts).toMatchObject({ created: 2, held: 1 });
  expect(json(await run('audit', 'verify', '--json'))).toMatchObject({ faults: 0 });
}, 120_000);

it('a run that is not there, is final, is no import, or did nothing', async () => {
  const cwd = await newLedger();
  const run = (...args: string[]) => steward(args, { cwd });
  writeFileSync(join(cwd, 'a.csv'), '客户名称,省份\n上海甲字号贸易有限公司,上海\n');
  await run('import', 'a.csv', ...FROM, '--unnumbered', '--yes', '--quiet');
  await run('number', 'issue', '--yes', '--reason', '补号');
  const [unknown, final, init, other, numbers] = await Promise.all([
    run('undo', '99', '--dry-run'),
    run('undo', '1', '--dry-run'),
    run('import', 'undo', '1', '--dry-run'),
    run('import', 'undo', '3', '--dry-run'),
    run('undo', '3', '--dry-run', '--json', '--reveal'),
  ]);
  expect([unknown.code, told(unknown)]).toEqual([3, 'run-unknown']);
  expect([final.code, told(final)]).toEqual([4, 'run-final']);
  // steward undo would refuse it as well, so nobody is sent there.
  expect([init.code, told(init)]).toEqual([4, 'run-final']);
  expect([other.code, told(other)]).toEqual([2, 'run-no-import']);
  expect(json(numbers).items).toMatchObject([{ what: 'restored', field: 'customer_no', to: null }]);
  const sweep = await run('sweep', 'monthly', '--as-of', '2026-06-30', '--yes', '--json');
  const empty = await run('undo', String(json(sweep).run.run), '--yes', '--reason', '试', '--json');
  expect([empty.code, json(empty).run, json(empty).counts.read]).toEqual([0, null, 0]);
}, 120_000);

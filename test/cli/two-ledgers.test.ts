/** One meaning, two ledgers (law 7): a CSV and a SQLite ledger of the same file say the same, and one becomes the other with its trail. */
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixtures, folder, json, steward } from '../support/cli.js';

const sample = join(fixtures, 'sample/customers.csv');
const asOf = ['--as-of', '2026-06-30'];
const own = { STEWARD_LEDGER: undefined };

async function both(): Promise<{ readonly db: string; readonly csv: string }> {
  const db = folder();
  const csv = folder();
  copyFileSync(sample, join(csv, 'customers.csv'));
  copyFileSync(sample, join(db, 'customers.csv'));
  await steward(['init', '--adopt', 'customers.csv', ...asOf], { cwd: db, env: own });
  await steward(['init', '--ledger', 'customers.csv', ...asOf], { cwd: csv, env: own });
  return { db, csv };
}

const rest = (document: Record<string, unknown>): string => {
  const { ledger: _, run: __, ...same } = document;
  return JSON.stringify(same);
};

it('the same commands give the same bytes on both, all but `ledger` and `run`', async () => {
  const { db, csv } = await both();
  for (const words of [
    ['sweep', 'monthly', '--yes', '--profile', 'P-000'],
    ['validate'],
    ['classify'],
    ['classify', 'regrade', '--yes', '--reason', '月度调整'],
    ['number', 'issue', '--yes', '--reason', '补号'],
    ['dormant', 'list'],
    ['report', 'monthly'],
    ['report', 'register'],
    ['number', 'check'],
    ['history', 'AH2025001', '--reveal'],
    ['validate'],
  ]) {
    const [one, other] = await Promise.all(
      [db, csv].map((cwd) => steward([...words, ...asOf, '--json'], { cwd, env: own })),
    );
    expect(other?.code, words.join(' ')).toBe(one?.code);
    const [a, b] = [one, other].map((ran) => rest(json(ran as never)).replaceAll(/"(?:head|uuid|ts)":"[^"]*"/g, '""'));
    expect(b, words.join(' ')).toBe(a);
  }
}, 120_000);

it('a CSV ledger becomes a SQLite ledger and back, trail and all', async () => {
  const { csv } = await both();
  const there = await steward(['init', '--ledger', 'ledger.db', '--from', 'customers.csv', '--json'], {
    cwd: csv,
    env: own,
  });
  expect(there).toMatchObject({ code: 0, stderr: '' });
  const back = await steward(['init', '--ledger', 'again.csv', '--from', 'ledger.db', '--json'], {
    cwd: csv,
    env: own,
  });
  expect(back).toMatchObject({ code: 0, stderr: '' });
  const env = { STEWARD_LEDGER: undefined };
  const pinned = readFileSync(join(csv, 'steward.yaml'), 'utf8');
  writeFileSync(join(csv, 'steward.yaml'), '');
  const seen = await Promise.all(
    ['customers.csv', 'ledger.db', 'again.csv'].map(async (ledger) => {
      const verify = json(await steward(['audit', 'verify', '--ledger', ledger, '--json'], { cwd: csv, env }));
      expect(verify.faults).toBe(0);
      const history = json(
        await steward(['history', 'AH2025001', '--reveal', '--ledger', ledger, '--json'], { cwd: csv, env }),
      );
      return JSON.stringify(history.entries ?? history.items).replaceAll(/"ts":"[^"]*"/g, '');
    }),
  );
  expect(seen[1]).toBe(seen[0]);
  expect(seen[2]).toBe(seen[0]);
  expect(pinned).toContain('customers.csv');
  const [header, first] = readFileSync(join(csv, 'again.csv'), 'utf8').split('\r\n') as [string, string];
  expect(header).toContain('Customer number,Customer name');
  expect(first).toContain('AH2025001');
}, 120_000);

it('a file whose rows all have a number keeps every byte when it is taken over', async () => {
  const cwd = folder();
  const bytes = '\ufeff客户编号;客户名称;备注\r\n"SH2024001";"甲公司";""\r\nSH2024002;乙公司;\r\n';
  writeFileSync(join(cwd, '台账.csv'), bytes);
  const ran = await steward(['init', '--ledger', '台账.csv'], { cwd, env: own });
  expect(ran.code).toBe(0);
  expect(readFileSync(join(cwd, '台账.csv'), 'utf8')).toBe(bytes);
  const wrong = await steward(['validate', '--ledger', '台账.csv.steward.db'], { cwd, env: own });
  expect(wrong.code).toBe(3);
  expect(wrong.stderr).toContain('sheet-companion');
});

it('without its companion a CSV file is no ledger, and without its file the companion says where to turn', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, '台账.csv'), '客户编号,客户名称\nSH2024001,甲公司\n');
  expect((await steward(['validate', '--ledger', '台账.csv'], { cwd, env: own })).stderr).toContain('ledger-missing');
  await steward(['init', '--ledger', '台账.csv'], { cwd, env: own });
  renameSync(join(cwd, '台账.csv'), join(cwd, '别处.csv'));
  const gone = await steward(['validate'], { cwd, env: own });
  expect(gone.code).toBe(3);
  expect(gone.stderr).toContain('sheet-missing');
  const made = await steward(['init', '--ledger', '新.csv', '--from', '台账.csv'], { cwd, env: own });
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(cwd, '新.csv'), 'utf8')).toContain('SH2024001');
  expect(existsSync(join(cwd, '台账.csv'))).toBe(false);
});

it.each(['refuse', 'ask'])('outsideEdits: %s refuses edits where nobody can be asked', async (policy) => {
  const cwd = folder();
  writeFileSync(join(cwd, '台账.csv'), '客户编号,客户名称\nSH2024001,甲公司\n');
  await steward(['init', '--ledger', '台账.csv'], { cwd, env: own });
  writeFileSync(join(cwd, 'policy.yaml'), `extends: handbooks\noutsideEdits: ${policy}\n`);
  writeFileSync(join(cwd, '台账.csv'), '客户编号,客户名称\nSH2024001,乙公司\n');
  const ran = await steward(['validate'], { cwd, env: own });
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain('sheet-edits-refused');
});

it('another file in the place of the ledger’s is refused whole', async () => {
  const cwd = folder();
  const rows = (from: number) =>
    Array.from({ length: 30 }, (_, i) => `SH2024${from + i},第${from + i}号商行\n`).join('');
  writeFileSync(join(cwd, '台账.csv'), `客户编号,客户名称\n${rows(100)}`);
  await steward(['init', '--ledger', '台账.csv'], { cwd, env: own });
  writeFileSync(join(cwd, '台账.csv'), `客户编号,客户名称\n${rows(500)}`);
  const ran = await steward(['validate'], { cwd, env: own });
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain('sheet-other');
  const doctor = json(await steward(['doctor', '--json'], { cwd, env: own }));
  expect(doctor.checks).toContainEqual(expect.objectContaining({ item: 'sheet', state: 'warn' }));
  expect(doctor.checks).toContainEqual(expect.objectContaining({ item: 'file', detail: '30 rows' }));
});

it('a file without any row left is refused, however small the ledger', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, '台账.csv'), '客户编号,客户名称\nSH2024001,甲公司\n');
  await steward(['init', '--ledger', '台账.csv'], { cwd, env: own });
  writeFileSync(join(cwd, '台账.csv'), '客户编号,客户名称\n');
  expect((await steward(['validate'], { cwd, env: own })).stderr).toContain('sheet-other');
  writeFileSync(join(cwd, '台账.csv'), '');
  expect((await steward(['validate'], { cwd, env: own })).stderr).toContain('empty-file');
});

it('a removed row is a finding, never a deletion', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, '台账.csv'), '客户编号,客户名称\nSH2024001,甲公司\nSH2024002,乙公司\n');
  await steward(['init', '--ledger', '台账.csv'], { cwd, env: own });
  writeFileSync(join(cwd, '台账.csv'), '客户编号,客户名称\nSH2024001,甲公司\n');
  const found = json(await steward(['validate', '--json'], { cwd, env: own }));
  expect(found.counts.read).toBe(2);
  expect(found.items).toContainEqual(
    expect.objectContaining({ rule: 'outside/row-missing', severity: 'warning', customers: ['SH2024002'] }),
  );
  const doctor = json(await steward(['doctor', '--json'], { cwd, env: own }));
  expect(doctor.checks).toContainEqual(
    expect.objectContaining({ item: 'sheet', detail: expect.stringContaining('#2') }),
  );
});

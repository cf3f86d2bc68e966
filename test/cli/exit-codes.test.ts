/** One test for each exit code; 70 and 130 stand with the checks 23 and 28, a lock held elsewhere (3) with check 38. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, databaseFile, FROM, json, ledgerFile, sampleLedger, shell, steward } from '../support/cli.js';
import { rawDatabase } from '../support/raw-database.js';

let sample: string;
beforeAll(async () => {
  sample = await sampleLedger();
});

/** The code of the error, as on the first line of stderr. */
const told = (stderr: string) => /^error \[([a-z-]+)\]/.exec(stderr)?.[1];

describe('exit codes', () => {
  it('0: a sound ledger', async () => {
    expect(await steward(['doctor'], { cwd: sample })).toMatchObject({ code: 0, stderr: '' });
  });

  it('1: findings of the weight that the policy fails on', async () => {
    const ran = await steward(['validate', '--json'], { cwd: sample });
    expect(json(ran).counts.error).toBeGreaterThan(0);
    expect(ran.code).toBe(1);
  });

  it.each([
    [['import'], 'missing-argument'],
    [['validate', 'a.csv', 'b.csv'], 'excess-argument'],
    [['frobnicate'], 'unknown-command'],
    [['report', 'weekly'], 'unknown-command'],
    [['validate', '--fail-on', 'fatal'], 'bad-option'],
    [['validate', '--rule', 'phone'], 'bad-option'],
    [['validate', '--profile', 'P-009'], 'bad-option'],
    [['validate', '--as-of', '2026-02-30'], 'bad-date'],
    [['validate', '--out', ledgerFile, '--format', 'csv'], 'file-kept'],
    [['number', 'issue', '--yes'], 'reason-required'],
    [['show', 'XX0000000'], 'customer-unknown'],
  ] as const)('2: %j', async (args, code) => {
    const ran = await steward(args, { cwd: sample });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(told(ran.stderr)).toBe(code);
    expect(ran.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
  });

  it.each([
    ['a ledger that is not there', ['--ledger', 'none.db'], {}, 'ledger-missing'],
    ['a file that is no ledger', ['--ledger', 'notes.db'], {}, 'ledger-foreign'],
    ['another program’s database', ['--ledger', 'other.db'], {}, 'ledger-foreign'],
    ['another ledger than steward.yaml pins [S3-08]', ['--ledger', 'second.db'], {}, 'ledger-other'],
    ['a policy that is not there', [], { STEWARD_POLICY: 'none.yaml' }, 'policy-missing'],
    ['a role that nobody has', ['--role', 'boss'], {}, 'unknown-role'],
  ] as const)('3: %s', async (_, args, env, code) => {
    const cwd = copyOf(sample);
    writeFileSync(join(cwd, 'notes.db'), '这不是台账\n');
    const other = rawDatabase(join(cwd, 'other.db'));
    other.exec('CREATE TABLE t(a)');
    other.close();
    if (code === 'ledger-other') {
      const elsewhere = join(cwd, 'elsewhere');
      mkdirSync(elsewhere);
      await steward(['init', '--quiet'], { cwd: elsewhere });
      writeFileSync(join(cwd, 'second.db'), readFileSync(join(elsewhere, databaseFile)));
    }
    const ran = await steward(['validate', ...args], { cwd, env });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(told(ran.stderr)).toBe(code);
  });

  it('3: init where a ledger stands already', async () => {
    const ran = await steward(['init'], { cwd: sample });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(told(ran.stderr)).toBe('ledger-exists');
  });

  it('4: a change without a terminal and without --yes, and by a role that may not write; nothing is changed', async () => {
    const before = readFileSync(join(sample, databaseFile));
    const [unasked, auditor] = await Promise.all([
      steward(['sweep', 'monthly'], { cwd: sample }),
      steward(['sweep', 'monthly', '--dry-run', '--role', 'auditor'], { cwd: sample }),
    ]);
    expect([unasked.code, told(unasked.stderr)]).toEqual([4, 'needs-confirmation']);
    expect(unasked.stderr).toContain('--dry-run');
    expect([auditor.code, told(auditor.stderr)]).toEqual([4, 'role-refused']);
    expect(readFileSync(join(sample, databaseFile)).equals(before)).toBe(true);
  });

  it('6: a row that was edited behind the trail', async () => {
    const cwd = copyOf(sample);
    const db = rawDatabase(join(cwd, databaseFile));
    db.prepare("UPDATE customers SET owner = '别人' WHERE id = 7").run();
    db.close();
    const [verify, shown, doctor] = await Promise.all([
      steward(['audit', 'verify', '--json'], { cwd }),
      steward(['audit', 'verify'], { cwd }),
      steward(['doctor'], { cwd }),
    ]);
    expect(verify.code).toBe(6);
    expect(json(verify)).toMatchObject({ sound: false, items: expect.any(Array) });
    expect(shown.stdout).toContain('It does not hold; faults: 1');
    expect(doctor.code).toBe(6);
  });

  it('7: rejects that cannot be kept stop the import; the ledger is as it was', async () => {
    const cwd = copyOf(sample);
    writeFileSync(
      join(cwd, 'x.csv'),
      '客户编号,客户名称,联系电话\nSH2029001,上海恒越电子有限公司,13564728190\n,,\nSH2029002\n',
    );
    mkdirSync(join(cwd, 'x.csv.rejects.csv'));
    const before = readFileSync(join(cwd, databaseFile));
    const ran = await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd });
    expect(ran).toMatchObject({ code: 7, stdout: '' });
    expect(told(ran.stderr)).toBe('file-not-writable');
    expect(readFileSync(join(cwd, databaseFile)).equals(before)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('7: a full disk behind stdout, and behind --out', async () => {
    const [stdout, out] = await Promise.all([
      shell('steward validate --json >/dev/full', { cwd: sample }),
      steward(['validate', '--format', 'csv', '--out', '/dev/full'], { cwd: sample }),
    ]);
    expect([stdout.code, told(stdout.stderr)]).toEqual([7, 'io-failed']);
    expect([out.code, told(out.stderr)]).toEqual([7, 'io-failed']);
  });
});

/** `backup` and `restore` as they are started: what they need, whom they refuse, and the witness. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { json, ledgerFile, sampleLedger, steward } from '../support/cli.js';

it('[S2-38, S0-40] a restore needs a reason, a yes and a role; it goes behind the witness in the open, and the next command works', async () => {
  const cwd = await sampleLedger();
  writeFileSync(join(cwd, 'policy.yaml'), `extends: handbooks\nwitness: ${join(cwd, 'heads.txt')}\n`);
  const run = (...args: string[]) => steward(args, { cwd });
  const made = json(await run('backup', 'create', '--yes', '--json'));
  expect(made.folder).toMatch(new RegExp(`backups/${ledgerFile}-\\d{8}T\\d{6}Z$`));
  expect((await run('hold', 'set', '#1', '--reason', '诉讼', '--yes')).code).toBe(0);
  const again = await run('backup', 'create', made.folder, '--yes');
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('[folder]')]);
  expect((await run('restore', made.folder, '--yes')).code).toBe(2);
  expect((await run('restore', made.folder, '--reason', '误操作')).code).toBe(4);
  const cron = await run('restore', made.folder, '--reason', '误操作', '--yes', '--role', 'cron');
  expect([cron.code, cron.stderr]).toEqual([4, expect.stringContaining('cron')]);
  const plan = json(await run('restore', made.folder, '--dry-run', '--json'));
  expect(plan).toMatchObject({ run: null, recorded: true, standing: 'continues', counts: { lost: 2, destroyed: 0 } });
  expect(plan.items.map(({ command }: { command: string }) => command)).toEqual(['backup create', 'hold set']);
  const done = json(await run('restore', made.folder, '--reason', '误操作', '--yes', '--json'));
  expect(done.ledger).toMatchObject({ path: join(cwd, ledgerFile), head: { size: made.head.size + 1 } });
  const sizes = readFileSync(join(cwd, 'heads.txt'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Number(line.split(' ')[1]));
  expect(sizes).toEqual([made.head.size + 1, expect.any(Number), made.head.size + 1]);
  expect(sizes[1]).toBeGreaterThan(sizes[2] as number);
  const verified = await run('audit', 'verify');
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining(`${made.head.size + 1} `)]);
  expect((await run('show', '#1')).code).toBe(0);
});

/** The program keeps what the rules found, and never fails because it cannot. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseFile, folder, json, steward } from '../support/cli.js';
import { rawDatabase } from '../support/raw-database.js';

it('validate says the same while another process writes, when it may keep what was found, and with what it kept [law 1]', async () => {
  const cwd = folder();
  const rows = Array.from({ length: 1100 }, (_, i) => `上海第${i}号贸易有限公司,${i % 7 === 0 ? '138****8001' : ''}`);
  writeFileSync(join(cwd, '客户.csv'), `客户名称,联系电话\n${rows.join('\n')}\n`);
  expect((await steward(['init', '--quiet', '--adopt', '客户.csv'], { cwd })).code).toBe(0);
  const db = rawDatabase(join(cwd, databaseFile));
  const kept = () => db.prepare('SELECT as_of FROM verdict_memory').pluck().all();
  const validate = () => steward(['validate', '--json', '--as-of', '2026-06-30'], { cwd });

  db.exec('BEGIN IMMEDIATE');
  const locked = await validate();
  db.exec('ROLLBACK');
  expect(json(locked).counts).toMatchObject({ read: 1100 });
  expect(locked).toMatchObject({ code: 1, stderr: '' });
  expect(kept()).toEqual([]);

  expect(await validate()).toEqual(locked);
  expect(kept()).toEqual(['2026-06-30']);
  expect(await validate()).toEqual(locked);
  db.close();
});

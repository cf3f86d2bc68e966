/** A CSV ledger’s file does not set a lifecycle, nor end a hold: those cells go back to what the ledger says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, json, steward } from '../support/cli.js';

it('[S0-03, S0-31, L09] a cell written by hand is held, restored, and everything else of its row is taken', {
  timeout: 120_000,
}, async () => {
  const cwd = folder();
  const path = join(cwd, '台账.csv');
  const on = (...words: string[]) =>
    steward([...words, '--ledger', '台账.csv'], { cwd, env: { STEWARD_LEDGER: undefined } });
  const row = (phone: string, lifecycle: string, hold: string) =>
    `客户编号,客户名称,电话,档案状态,保全\nSH2024001,上海晨曦制造有限公司,${phone},${lifecycle},${hold}\n`;
  writeFileSync(path, row('021-50801236', '正常', '是'));
  expect((await on('init', '--quiet')).code).toBe(0);

  writeFileSync(path, row('021-50801299', '休眠状态', '否'));
  const listed = json(await on('review', 'list', '--json', '--what', 'held'));
  expect(listed.items.map(({ rule, customer }: { rule: string; customer: string }) => [rule, customer])).toEqual([
    ['outside/reserved', 'SH2024001'],
  ]);
  const { fields } = json(await on('show', 'SH2024001', '--json', '--reveal'));
  expect(fields).toMatchObject({ phone: '021-50801299', lifecycle: '正常', hold: '是' });
  // The next save brings the cells back.
  expect((await on('update', 'SH2024001', 'tags=重点', '--reason', '标注', '--yes')).code).toBe(0);
  expect(readFileSync(path, 'utf8')).toContain('021-50801299,正常,是');
  const refused = await on('update', 'SH2024001', '档案状态=休眠状态', '--reason', '失联', '--yes');
  expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('dormant flag')]);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import { folder, json, steward } from '../support/cli.js';

const rows = [...new Linkage(29).rows(400)];
const file = [
  '客户编号,客户名称,统一社会信用代码,联系电话,邮箱,地址',
  ...rows.map(({ address, creditCode, email, id, name, phone }) =>
    [id, name, creditCode, phone, email, address].join(','),
  ),
].join('\n');

describe('dedupe over a ledger, as people run it [S1-11]', () => {
  it('scan, explain, review by a sheet, merge, and taken back', { timeout: 120_000 }, async () => {
    const cwd = folder();
    const run = (...args: string[]) => steward(args, { cwd });
    writeFileSync(join(cwd, 'a.csv'), file);
    await run('init', '--quiet', '--adopt', 'a.csv');
    const refused = await run('dedupe', 'model');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('steward dedupe scan')]);

    const scanned = await run('dedupe', 'scan', '--format', 'ndjson');
    expect(scanned.code).toBe(0);
    const pairs = scanned.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ decision }) => decision === 'automatic');
    const { id_a, id_b } = pairs[0];
    const zh = await steward(['dedupe', 'explain', id_a, id_b], { cwd, lang: 'zh_CN.UTF-8' });
    expect(zh.stdout).toContain('支持同一客户');
    expect(zh.stdout).toMatch(/合计.*概率 \d+\.\d\d %.*\+\d+\.\d\d/);
    const en = await run('dedupe', 'explain', id_a, id_b);
    expect(en.stdout.replace(/\s+/g, ' ')).toContain('put together automatically');
    // Personal values are masked, and who was looked at stands in the trail.
    const { name } = rows.find(({ id }) => id === id_a)!;
    if (name.length < 4) expect(en.stdout).not.toContain(name);

    const sheet = await run('dedupe', 'review', '--sheet', 'pairs.csv', '--json');
    expect(sheet.code).toBe(0);
    expect(json(sheet).waiting).toBeGreaterThan(0);
    const [head, first, ...rest] = readFileSync(join(cwd, 'pairs.csv'), 'utf8').split('\r\n') as [string, string];
    writeFileSync(join(cwd, 'pairs.csv'), [head, first.replace(/^([^,]*),/, '$1,不同客户'), ...rest].join('\r\n'));
    const decided = await run('dedupe', 'review', '--from', 'pairs.csv', '--yes', '--json');
    expect(json(decided).counts).toEqual({ read: 1, merged: 0, apart: 1, stale: 0, blocked: 0 });
    const asked = await run('dedupe', 'review', '--yes');
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('--sheet')]);

    const dry = await run('dedupe', 'merge', '--automatic', '--dry-run');
    expect(dry.stdout).toContain('merged into it');
    expect((await run('dedupe', 'merge', '--automatic', '--yes')).code).toBe(2);
    const merged = await run('dedupe', 'merge', '--automatic', '--yes', '--reason', '查重', '--json');
    expect(merged.code).toBe(0);
    const { customer, members } = json(merged).items[0];
    expect(json(await run('show', members[0], '--json')).customer).toBe(customer);
    const back = await run('dedupe', 'unmerge', members[0], '--yes', '--reason', '两家', '--json');
    expect(json(back).counts).toMatchObject({ back: members.length, ambiguous: 0 });
    expect(json(await run('show', members[0], '--json')).customer).toBe(members[0]);
    const again = await run('dedupe', 'merge', customer, members[0], '--yes', '--reason', '查重', '--json');
    expect([again.code, json(again).error.code]).toEqual([4, 'kept-apart']);
    expect(json(again).error.hint).toContain('--forget');
    expect((await run('audit', 'verify')).code).toBe(0);
  });
});

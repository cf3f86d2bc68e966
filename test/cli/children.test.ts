/** `import --kind interactions|transactions`, as a user runs it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import { json, newLedger, steward } from '../support/cli.js';

it('a follow-up log from Excel moves its customers; what is rejected comes back mended [S4-37] [S1-23]', async () => {
  const cwd = await newLedger();
  writeFileSync(
    join(cwd, 'c.csv'),
    '客户编号,客户名称,电话,来源\nSH2024001,上海云帆信息科技有限公司,021-50801234,展会\nSH2024002,宁波海天贸易有限公司,0574-87654321,展会\n',
  );
  await steward(['import', 'c.csv', '--yes', '--quiet'], { cwd });
  writeFileSync(
    join(cwd, '跟进日志.csv'),
    iconv.encode(
      '客户编号,跟进日期,沟通方式,跟进人,内容\r\nSH2024001,2026/3/5,拜访,李娜,问价\r\nSH2024002,2026/3/6,电报,王强,\r\n',
      'gb18030',
    ),
  );
  const args = ['import', '跟进日志.csv', '--kind', 'interactions', '--as-of', '2026-06-30', '--json'];
  const dry = await steward([...args, '--dry-run'], { cwd });
  const ran = await steward([...args, '--yes'], { cwd });
  expect([dry.code, ran.code, ran.stderr]).toEqual([1, 1, '']);
  expect(json(dry).counts).toEqual(json(ran).counts);
  expect(json(ran)).toMatchObject({
    kind: 'interactions',
    counts: { read: 2, created: 1, updated: 0, unchanged: 0, held: 0, rejected: 1 },
    customers: 1,
    rejects: '跟进日志.csv.rejects.csv',
    items: [{ what: 'rejected', code: 'child/unknown-kind', line: 3, column: 3, header: '沟通方式' }],
  });
  const again = await steward([...args, '--yes'], { cwd });
  expect(json(again)).toMatchObject({ again: 3, counts: { created: 0, unchanged: 1, rejected: 1 } });
  const rejects = join(cwd, '跟进日志.csv.rejects.csv');
  writeFileSync(rejects, readFileSync(rejects, 'utf8').replaceAll('电报', '电话'));
  const mended = await steward(['import', '跟进日志.csv.rejects.csv', '--kind', 'interactions', '--yes', '--json'], {
    cwd,
  });
  expect([mended.code, json(mended).counts.created]).toEqual([0, 1]);
  const shown = json(await steward(['show', 'SH2024001', '--json'], { cwd }));
  expect([shown.fields.last_contact_at, shown.interactions]).toMatchObject([
    '2026-03-05',
    [{ kind: '拜访', actor: '李娜' }],
  ]);
  const lost = await steward(['import', 'c.csv', '--kind', 'transactions', '--yes'], { cwd });
  expect([lost.code, lost.stderr]).toMatchObject([2, expect.stringContaining('header-missing')]);
});

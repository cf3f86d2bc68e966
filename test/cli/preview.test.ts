/** Preview equals commit, as a user sees it: three messy files, each rehearsed and then imported by the program itself. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FROM, fixtures, folder, json, steward } from '../support/cli.js';

it('what --dry-run says of a row is what the ledger then holds; masked unless it is asked for', async () => {
  const cwd = folder();
  await steward(['init', '--quiet'], { cwd });
  for (const name of ['ragged.csv', 'duplicate-numbers.csv', 'formula.csv']) {
    writeFileSync(join(cwd, name), readFileSync(join(fixtures, 'messy', name)));
    const words = ['import', name, ...FROM];
    const dry = json(await steward([...words, '--dry-run', '--reveal', '--json'], { cwd }));
    const real = json(await steward([...words, '--yes', '--json'], { cwd }));
    expect(real.counts, name).toEqual(dry.counts);
    const said = dry.items.find(({ changes }: { changes?: unknown[] }) => changes !== undefined && changes.length > 0);
    expect(['created', 'updated'], name).toContain(said.what);
    const { fields, extra } = json(await steward(['show', said.customer, '--reveal', '--json'], { cwd }));
    expect({ ...fields, ...extra }).toMatchObject(
      Object.fromEntries(said.changes.map(({ field, after }: Record<string, string>) => [field, after])),
    );
  }
  const rows = '客户编号,客户名称,负责人\nSH2025001,上海恒沐电子有限公司,赵敏\n';
  writeFileSync(join(cwd, 'x.csv'), rows);
  const plan = (await steward(['import', 'x.csv', ...FROM, '--dry-run'], { cwd })).stdout.replace(/\s+/g, ' ');
  expect(plan).toMatch(/hold|update/);
  expect(plan).toContain('--format csv --out plan.csv');
});

it('of a row that is left out nobody says that it agrees with the ledger', async () => {
  const cwd = folder();
  await steward(['init', '--quiet'], { cwd });
  const file = (owner: string) => `客户编号,客户名称,负责人\nSH2025001,上海恒沐电子有限公司,${owner}\n`;
  writeFileSync(join(cwd, 'a.csv'), file('赵敏'));
  writeFileSync(join(cwd, 'b.csv'), file('唐雨涵'));
  await steward(['import', 'a.csv', ...FROM, '--yes', '--quiet'], { cwd });
  const skipped = async (lang: string) => {
    const words = ['import', 'b.csv', ...FROM, '--on-duplicate', 'skip', '--dry-run', '--lang', lang, '--json'];
    const { items } = json(await steward(words, { cwd })) as { items: Record<'what' | 'code' | 'message', string>[] };
    return items
      .filter(({ what, code }) => what === 'unchanged' || code === 'import/skipped')
      .map(({ message }) => message);
  };
  expect(await skipped('zh-CN')).toEqual(['没有新内容', '是已有客户,值有不同,按 --on-duplicate skip 未导入']);
  expect(await skipped('en')).toEqual([
    'nothing new',
    'is a known customer with other values, and was left out (--on-duplicate skip)',
  ]);
});

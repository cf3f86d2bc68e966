import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

function run(words: readonly string[], cwd: string): { code: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/steward.js'), ...words], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

it('the README shows what the demo really prints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-readme-'));
  try {
    run(['init', '--adopt', join(root, 'fixtures/sample/customers.csv')], folder);
    const words = ['sweep', 'monthly', '--as-of', '2026-06-30', '--profile', 'P-000', '--yes'];
    const { stdout } = run([...words, '--lang', 'zh-CN'], folder);
    const shown = /<!-- demo:.*?```\n(.*?)```\n/s.exec(readme)?.[1] ?? '';
    expect(shown).toBe(`$ steward ${words.join(' ')}\n\n${stdout.slice(0, stdout.indexOf('文件\n────')).trimEnd()}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("the README's own commands run on the sample", () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-readme-'));
  try {
    // A log for the command that takes one in, of a customer of the sample.
    writeFileSync(join(folder, '跟进日志.csv'), '客户编号,跟进时间,跟进方式\nAH2025001,2026-06-03,电话\n');
    const block = /## Your own file\n\n```sh\n(.*?)```/s.exec(readme)?.[1] ?? '';
    const lines = block.split('\n').filter((line) => line.startsWith('node bin/steward.js'));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const words = line
        .replace(/\s+#.*$/, '')
        .split(/\s+/)
        .slice(2)
        .map((word) => (/^(?:客户台账|展会)\.csv$/.test(word) ? join(root, 'fixtures/sample/customers.csv') : word));
      const { code, stderr } = run(words, folder);
      expect([0, 1], `${line}\n${stderr}`).toContain(code);
    }
    expect(existsSync(join(folder, 'findings.csv'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

it('every page that the README names stands', () => {
  for (const [, path] of readme.matchAll(/\]\(((?:docs|fixtures)\/[^)]+|[A-Z]+\.md)\)/g))
    expect(existsSync(join(root, path as string)), path).toBe(true);
});

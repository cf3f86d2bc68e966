/** docs/import.md shows what the program really prints. `STEWARD_UPDATE_DOCS=1` writes blocks without `…` anew. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixtures, folder, onCsv, steward } from '../support/cli.js';

const path = join(fixtures, '../docs/import.md');
const page = readFileSync(path, 'utf8');
const update = process.env.STEWARD_UPDATE_DOCS === '1';

/** Whether the lines stand in the output in this order, where `…` stands for any. */
function shows(output: string, lines: readonly string[]): string | null {
  let at = 0;
  for (const part of lines.join('\n').split(/^…$/m)) {
    const text = part.replace(/^\n|\n$/g, '');
    const found = output.indexOf(text, at);
    if (found < 0 || (at === 0 && found !== 0 && !lines[0]?.startsWith('…'))) return text;
    at = found + text.length;
  }
  return null;
}

it.skipIf(onCsv)('[S0-09, S0-12] the page on importing, command by command', { timeout: 120_000 }, async () => {
  const cwd = folder();
  cpSync(join(fixtures, 'import'), cwd, { recursive: true });
  expect((await steward(['init'], { cwd })).code).toBe(0);
  let made = page;
  const blocks = [...page.matchAll(/```console\n\$ (.*)\n([\s\S]*?)```/g)];
  expect(blocks.length).toBeGreaterThan(7);
  for (const [whole, line, shown] of blocks as unknown as [string, string, string][]) {
    const ran = await steward(line.split(' ').slice(1), { cwd, lang: 'zh_CN.UTF-8' });
    expect([0, 1], `${line}\n${ran.stderr}`).toContain(ran.code);
    const output = ran.stdout.trimEnd();
    if (/^…$/m.test(shown)) expect(shows(output, shown.trimEnd().split('\n')), line).toBe(null);
    else if (update)
      made = made.replace(whole, () => `\`\`\`console\n$ ${line}\n${output === '' ? '' : `${output}\n`}\`\`\``);
    else expect(shown.trimEnd(), line).toBe(output);
  }
  if (update) writeFileSync(path, made);
  const kept = readFileSync(join(cwd, 'mappings/exhibition.yaml'), 'utf8');
  expect(/```yaml\n#.*\n([\s\S]*?)```/.exec(page)?.[1]).toBe(kept.slice(kept.indexOf('\n') + 1));
});

it('every key of a mapping is explained', () => {
  for (const key of ['version', 'source', 'columns', 'constants', 'encoding', 'delimiter', 'dateOrder', 'note'])
    expect(page).toContain(`\`${key}\``);
});

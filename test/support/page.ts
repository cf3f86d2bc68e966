/** A page of docs whose blocks show what the program really prints. `STEWARD_UPDATE_DOCS=1` writes blocks without `…` anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { fixtures, steward } from './cli.js';

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

/** The text of a page in docs. */
export const pageOf = (name: string): string => readFileSync(join(fixtures, '../docs', name), 'utf8');

/** Runs every block of a page in a folder, in order, and compares; at least so many blocks there must be. */
export async function runPage(name: string, cwd: string, least: number): Promise<void> {
  const page = pageOf(name);
  let made = page;
  const blocks = [...page.matchAll(/```console\n\$ (.*)\n([\s\S]*?)```/g)];
  expect(blocks.length).toBeGreaterThanOrEqual(least);
  for (const [whole, line, shown] of blocks as unknown as [string, string, string][]) {
    const ran = await steward(line.split(' ').slice(1), { cwd, lang: 'zh_CN.UTF-8' });
    expect([0, 1], `${line}\n${ran.stderr}`).toContain(ran.code);
    // CSV ends its lines as spreadsheets do; a page ends them as pages do.
    const output = ran.stdout.trimEnd().replaceAll('\r\n', '\n');
    if (/^…$/m.test(shown)) expect(shows(output, shown.trimEnd().split('\n')), line).toBe(null);
    else if (update)
      made = made.replace(whole, () => `\`\`\`console\n$ ${line}\n${output === '' ? '' : `${output}\n`}\`\`\``);
    else expect(shown.trimEnd(), line).toBe(output);
  }
  if (update) writeFileSync(join(fixtures, '../docs', name), made);
}

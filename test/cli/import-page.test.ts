/** docs/import.md shows what the program really prints. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixtures, folder, onCsv, steward } from '../support/cli.js';
import { pageOf, runPage } from '../support/page.js';

it.skipIf(onCsv)('[S0-09, S0-12] the page on importing, command by command', { timeout: 300_000 }, async () => {
  const cwd = folder();
  cpSync(join(fixtures, 'import'), cwd, { recursive: true });
  expect((await steward(['init'], { cwd })).code).toBe(0);
  await runPage('import.md', cwd, 8);
  // The held row that became a customer at the end was told, once, by the import.
  const { fields } = JSON.parse((await steward(['show', '#16', '--json', '--reveal'], { cwd })).stdout);
  expect(fields).toMatchObject({ source: '上门拜访', owner: expect.any(String) });
  const kept = readFileSync(join(cwd, 'mappings/exhibition.yaml'), 'utf8');
  expect(/```yaml\n#.*\n([\s\S]*?)```/.exec(pageOf('import.md'))?.[1]).toBe(kept.slice(kept.indexOf('\n') + 1));
});

it('every key of a mapping is explained', () => {
  for (const key of ['version', 'source', 'columns', 'constants', 'encoding', 'delimiter', 'dateOrder', 'note'])
    expect(pageOf('import.md')).toContain(`\`${key}\``);
});

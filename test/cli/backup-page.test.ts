/** docs/backup.md shows what the program really prints. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixtures, folder, onCsv, steward } from '../support/cli.js';
import { runPage } from '../support/page.js';

it.skipIf(onCsv)(
  '[S2-21, S2-37, S2-38] a backup is made, checked, tried and put back, command by command',
  async () => {
    const cwd = folder();
    cpSync(join(fixtures, 'lifecycle'), cwd, { recursive: true });
    const made = await steward(['init', '--adopt', '客户.csv', '--as-of', '2026-11-01'], { cwd });
    expect([made.code, made.stderr]).toEqual([0, '']);
    await runPage('backup.md', cwd, 7);
    expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).toEqual([]);
  },
  120_000,
);

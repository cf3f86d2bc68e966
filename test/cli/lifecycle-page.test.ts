/** docs/lifecycle.md shows what the program really prints. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixtures, folder, onCsv, steward } from '../support/cli.js';
import { runPage } from '../support/page.js';

it.skipIf(onCsv)(
  '[S0-30, S0-31, S4-19, S4-20, S4-21] a month in the life of a ledger, command by command',
  { timeout: 120_000 },
  async () => {
    const cwd = folder();
    cpSync(join(fixtures, 'lifecycle'), cwd, { recursive: true });
    const made = await steward(['init', '--adopt', '客户.csv', '--as-of', '2026-11-01'], { cwd });
    expect([made.code, made.stderr]).toEqual([0, '']);
    await runPage('lifecycle.md', cwd, 12);
  },
);

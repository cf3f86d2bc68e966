/** Bulk commands stream: a heap that could not hold the ledger as objects is enough for each of them (law 10). */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../ledger/helpers.js';

const rows = Number(process.env.STEWARD_ROWS ?? 200_000);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { folder, remove } = temporaryFolder();
afterAll(remove);

/** Megabytes of old space; 200,000 records of 20 values take some 400. */
const heap = 150;

const node = (...words: readonly string[]) =>
  spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });

it(`works through ${rows} customers in ${heap} MB of heap`, () => {
  const made = node(
    '--import',
    `${root}node_modules/tsx/dist/esm/index.mjs`,
    `${root}scripts/fixture.ts`,
    '--rows',
    String(rows),
    '--out',
    'c.csv',
  );
  expect([made.status, made.stderr]).toEqual([0, '']);
  const asOf = ['--as-of', '2026-06-30'];
  for (const words of [
    ['init'],
    ['import', 'c.csv', '--consent-at', '2020-01-01', '--yes', '--quiet'],
    ['validate', ...asOf],
    ['classify', ...asOf],
    ['dormant', 'list', ...asOf],
    ['sweep', 'monthly', '--yes', ...asOf],
    ['audit', 'verify'],
    ['init', '--ledger', 'copy.csv', '--from', 'ledger.db'],
  ]) {
    const ran = node(`--max-old-space-size=${heap}`, `${root}bin/steward.js`, ...words);
    expect([words.join(' '), (ran.status ?? 99) <= 1, ran.stderr]).toEqual([words.join(' '), true, '']);
  }
});

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bin, type Figures, node, print } from './measure.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/esm/index.mjs')).href;
const script = (path: string, ...words: readonly string[]): readonly string[] => [
  '--import',
  tsx,
  join(root, path),
  ...words,
];

/**
 * A full scan of generated customers with known duplicates, at a tenth of the rows first: how it grows. Then 1,000 new records against all others, by
 * the model and the postings of an earlier scan; reading the ledger is not counted.
 */
export function dedupe(folder: string, rows: number): void {
  const generated = (count: number): string => {
    const file = join(folder, `${count}.csv`);
    node(folder, script('scripts/linkage.ts', '--rows', String(count), '--out', file));
    return file;
  };
  const scan = (file: string): Figures =>
    node(folder, [bin, 'dedupe', 'scan', '--input', file, '--clusters', `${file}.clusters`, '--json']);
  const tenth = Math.round(rows / 10);
  const small = scan(generated(tenth));
  const file = generated(rows);
  const large = scan(file);
  const kept = join(folder, 'kept');
  mkdirSync(kept);
  node(folder, script('bench/increment.ts', 'learn', file, kept));
  const some = execFileSync(process.execPath, script('bench/increment.ts', 'scan', file, kept), { encoding: 'utf8' });
  const { cpu, wall } = JSON.parse(some) as { wall: number; cpu: number };
  print([
    [`dedupe scan, ${tenth} rows`, small],
    [`dedupe scan, ${rows} rows`, large],
    ['1000 new records against all others', { wall, cpu, peak: null }],
  ]);
  console.log(`\ngrowth by CPU: ${(large.cpu / small.cpu).toFixed(1)} × for ten times the rows`);
}

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bin, type Figures, node, print } from './measure.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A full scan of generated customers with known duplicates, at a tenth of the rows first: how it grows. */
export function dedupe(folder: string, rows: number): void {
  const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/esm/index.mjs')).href;
  const scan = (count: number): Figures => {
    const file = join(folder, `${count}.csv`);
    node(folder, ['--import', tsx, join(root, 'scripts/linkage.ts'), '--rows', String(count), '--out', file]);
    const clusters = join(folder, `${count}.clusters.csv`);
    return node(folder, [bin, 'dedupe', 'scan', '--input', file, '--clusters', clusters, '--json']);
  };
  const tenth = Math.round(rows / 10);
  print([
    [`dedupe scan, ${tenth} rows`, scan(tenth)],
    [`dedupe scan, ${rows} rows`, scan(rows)],
  ]);
}

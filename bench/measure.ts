import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program's entry. */
export const bin = join(root, 'bin/steward.js');

/** What one process cost. */
export interface Figures {
  readonly wall: number;
  readonly cpu: number;
  /** Peak memory in MB; null where it is not known. */
  readonly peak: number | null;
}

/** Runs node with these words; CPU and peak memory are the process's own account at its end, worker threads in it. */
export function node(folder: string, words: readonly string[]): Figures {
  const account = join(folder, 'account.json');
  const hook = `import { writeFileSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads'; if (isMainThread) process.on('exit', () => writeFileSync(${JSON.stringify(account)}, JSON.stringify(process.resourceUsage())));`;
  const begun = process.hrtime.bigint();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, ...words],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const wall = Number(process.hrtime.bigint() - begun) / 1e9;
  if (status !== 0 && status !== 1) throw new Error(`${words.join(' ')}: exit ${status}\n${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(account, 'utf8')) as NodeJS.ResourceUsage;
  return { wall, cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024 };
}

/** The sqlite3 program's import of the same file; null where it is not installed. */
export function sqlite(folder: string, file: string): Figures | null {
  if (spawnSync('sqlite3', ['--version']).status !== 0) return null;
  const script = `TIMEFORMAT='%R %U %S'; time sqlite3 plain.db '.import --csv ${file} customers'`;
  const { stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  const [wall = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, peak: null };
}

/** Writes generated customers into a folder; the file's path. */
export function customers(folder: string, rows: number, ...more: readonly string[]): string {
  const file = join(folder, `customers-${rows}.csv`);
  const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/esm/index.mjs')).href;
  node(folder, ['--import', tsx, join(root, 'scripts/fixture.ts'), '--rows', String(rows), '--out', file, ...more]);
  console.log(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB, node ${process.version}\n`);
  return file;
}

/** Prints figures as a table, each beside the first by wall time. */
export function print(measured: readonly (readonly [name: string, figures: Figures])[]): void {
  const [first] = measured;
  console.log(`| work | wall s | CPU s | peak MB | wall / ${first?.[0]} |\n|---|---|---|---|---|`);
  for (const [name, { wall, cpu, peak }] of measured) {
    const ratio = (wall / (first?.[1].wall ?? wall)).toFixed(2);
    console.log(
      `| ${name} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} | ${peak === null ? '' : peak.toFixed(0)} | ${ratio} |`,
    );
  }
}

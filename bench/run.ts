/**
 * What the budgets of the design ask for, measured on this machine: `npm run bench [-- ROWS]`. Generated rows go through import, validate,
 * classify and dormant list, each a process of its own; the sqlite3 program's `.import` of the same file stands beside them where it is
 * installed. Figures are for comparing within one run; nothing here passes or fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin/steward.js');
const rows = Number(process.argv[2] ?? 1_000_000);

interface Figures {
  readonly wall: number;
  readonly cpu: number;
  /** Peak memory in MB; null where it is not known. */
  readonly peak: number | null;
}

/** Runs node with these words; CPU and peak memory are the process's own account at its end, worker threads in it. */
function node(folder: string, words: readonly string[]): Figures {
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
function sqlite(folder: string, file: string): Figures | null {
  if (spawnSync('sqlite3', ['--version']).status !== 0) return null;
  const script = `TIMEFORMAT='%R %U %S'; time sqlite3 plain.db '.import --csv ${file} customers'`;
  const { stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  const [wall = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, peak: null };
}

const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'));
try {
  const file = join(folder, 'customers.csv');
  node(folder, [
    '--import',
    pathToFileURL(join(root, 'node_modules/tsx/dist/esm/index.mjs')).href,
    join(root, 'scripts/fixture.ts'),
    '--rows',
    String(rows),
    '--out',
    file,
  ]);
  console.log(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB, node ${process.version}\n`);
  const plain = sqlite(folder, file);
  node(folder, [bin, 'init']);
  const measured: [string, Figures][] = [
    ['import', node(folder, [bin, 'import', file, '--yes', '--quiet'])],
    ['import, the same file again', node(folder, [bin, 'import', file, '--yes', '--quiet'])],
    ['validate', node(folder, [bin, 'validate', '--as-of', '2026-06-30'])],
    ['classify', node(folder, [bin, 'classify', '--as-of', '2026-06-30'])],
    ['dormant list', node(folder, [bin, 'dormant', 'list', '--as-of', '2026-06-30'])],
    ['sweep monthly', node(folder, [bin, 'sweep', 'monthly', '--as-of', '2026-06-30', '--yes'])],
    ['audit verify', node(folder, [bin, 'audit', 'verify'])],
  ];
  if (plain) measured.unshift(['sqlite3 .import', plain]);
  console.log('| work | wall s | CPU s | peak MB | wall / sqlite3 .import |\n|---|---|---|---|---|');
  for (const [name, { wall, cpu, peak }] of measured) {
    console.log(
      `| ${name} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} | ${peak === null ? '' : peak.toFixed(0)} | ${plain ? (wall / plain.wall).toFixed(2) : ''} |`,
    );
  }
  if (existsSync(join(folder, 'ledger.db')))
    console.log(`\nledger: ${(statSync(join(folder, 'ledger.db')).size / 1e6).toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

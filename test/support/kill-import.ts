import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLedger } from '../../src/ledger/open.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin/steward.js');
const sample = join(root, 'fixtures/sample/customers.csv');

/** What a killed import left behind. */
export interface Aftermath {
  readonly killed: boolean;
  readonly customers: number;
  readonly runs: number;
  readonly faults: number;
  /** Whether the same import works afterwards. */
  readonly repeated: number | null;
}

/** The customers of the sample under other numbers and names, `times` over. */
function incoming(times: number): string {
  const [header, ...lines] = readFileSync(sample, 'utf8')
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(/\r?\n/);
  const columns = (header as string).split(',');
  const rows = Array.from({ length: times }, (_, n) =>
    lines.map((_line, i) =>
      columns
        .map((column) =>
          column === '客户编号'
            ? `SH2099${String(n * lines.length + i + 1).padStart(6, '0')}`
            : column === '客户名称'
              ? `上海第${n}批${i}号科技有限公司`
              : '',
        )
        .join(','),
    ),
  );
  return [header, ...rows.flat()].join('\n');
}

const done = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));

/**
 * Imports a file of `times` × 600 rows into a small ledger again and again and kills it after a random while, spread over the time that a whole
 * import takes; hands over what each kill left.
 */
export async function killImports(
  kills: number,
  times: number,
  seed: number,
  see: (aftermath: Aftermath, n: number) => void,
): Promise<{ readonly before: number; readonly rows: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-kill-'));
  try {
    const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' };
    const steward = (...words: string[]) =>
      spawnSync(process.execPath, [bin, ...words], { cwd: folder, env, encoding: 'utf8' });
    steward('init', '--adopt', sample);
    const pristine = join(folder, 'pristine.db');
    const ledger = join(folder, 'ledger.db');
    copyFileSync(ledger, pristine);
    const before = look(ledger).customers;
    const file = join(folder, 'incoming.csv');
    writeFileSync(file, incoming(times));
    const words = [bin, 'import', file, '--source', '官网注册', '--consent-at', '2020-01-01', '--yes', '--quiet'];
    const begun = process.hrtime.bigint();
    await done(spawn(process.execPath, words, { cwd: folder, env, stdio: 'ignore' }));
    const whole = Number(process.hrtime.bigint() - begun) / 1e6;
    let state = seed;
    for (let n = 0; n < kills; n++) {
      for (const end of ['', '-wal', '-shm']) rmSync(`${ledger}${end}`, { force: true });
      copyFileSync(pristine, ledger);
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const child = spawn(process.execPath, words, { cwd: folder, env, stdio: 'ignore' });
      // Most of the time goes by before anything is written: half of the kills aim at the last third.
      const part = state / 2 ** 32;
      const timer = setTimeout(() => child.kill('SIGKILL'), whole * (n % 2 === 0 ? part : 0.66 + 0.4 * part));
      const killed = (await done(child)) === 'SIGKILL';
      clearTimeout(timer);
      const left = look(ledger);
      const again =
        n % 10 === 0
          ? steward('import', file, '--source', '官网注册', '--consent-at', '2020-01-01', '--yes', '--json')
          : null;
      see({ killed, ...left, repeated: again === null ? null : look(ledger).customers }, n);
    }
    return { before, rows: times * 600 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function look(path: string): { customers: number; runs: number; faults: number } {
  const ledger = openLedger(path, { write: false });
  try {
    return { customers: ledger.count(), runs: [...ledger.runs()].length, faults: ledger.verify().faults.length };
  } finally {
    ledger.close();
  }
}

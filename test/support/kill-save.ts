import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { takeIn } from '../../src/cli/take-in.js';
import { openLedger } from '../../src/ledger/open.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { by, now } from '../ledger/helpers.js';

const child = fileURLToPath(new URL('../ledger/child/save.mjs', import.meta.url));

/** The system calls by which a save changes anything; reading ones leave no state between two of these. */
export const changing = ['pwrite64', 'write', 'fsync', 'fdatasync', 'rename', 'fchmod', 'ftruncate', 'unlink'] as const;

/** Whether a process can be killed at a system call here. */
export const canTrace = spawnSync('strace', ['-V']).status === 0;

/** Runs one save and kills it at the n-th call of this kind; whether it came to that. */
export function killedAt(path: string, call: string, n: number): boolean {
  const trace = [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:signal=SIGKILL:when=${n}`,
  ];
  const { status, signal, stdout, stderr } = spawnSync('strace', [...trace, process.execPath, child, path], {
    encoding: 'utf8',
  });
  if (status === 0 && stdout.endsWith('\n')) return false;
  if (signal !== 'SIGKILL' && status !== 137) throw new Error(`${call} ${n}: ${status} ${signal} ${stderr}`);
  return true;
}

/** What stands in the file by customer number, and in the ledger; opening is what mends. */
export function bothOf(path: string): {
  readonly file: unknown;
  readonly ledger: unknown;
  readonly edited: boolean;
  readonly faults: number;
  readonly contact: string | null;
} {
  const ledger = openLedger(path, { write: true });
  const values = [...ledger.read()].map(({ customer_no, name, remark }) => [customer_no, name, remark]);
  const edited = ledger.checkout?.edited === true;
  const faults = ledger.verify().faults.length;
  const contact = ledger.get(1)?.contact_name ?? null;
  ledger.close();
  const [head, ...rows] = parse(readFileSync(path), { bom: true }) as [string[], ...string[][]];
  const columns = ['客户编号', '客户名称', '备注'].map((heading) => head.indexOf(heading));
  return { file: rows.map((row) => columns.map((at) => row[at] || null)), ledger: values, edited, faults, contact };
}

/** Takes in what was edited, as every command does first. */
export async function takeEditsIn(path: string): Promise<void> {
  const ledger = openLedger(path, { write: true });
  if (ledger.checkout?.edited) {
    await takeIn(ledger, ledger.checkout, {
      given: { policy: defaultPolicy, asOf: '2026-11-21' as never },
      policyHash: '',
      lang: 'en',
      operator: by,
      now,
      note: () => undefined,
      ask: null,
    });
  }
  ledger.close();
}

/** A person changes the contact of the first row. */
export function editOutside(path: string, word: string): void {
  const rows = parse(readFileSync(path), { bom: true }) as string[][];
  const at = (rows[0] as string[]).indexOf('关键联系人');
  if (rows[1] !== undefined) rows[1][at] = word;
  writeFileSync(path, stringify(rows));
}

/** The program as a user starts it: a process of its own, with an environment that holds next to nothing. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** The program's entry. */
export const bin = fileURLToPath(new URL('../../bin/steward.js', import.meta.url));

/** The folder of kept files. */
export const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** What came of one run. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run is started. Output is English unless `lang` says otherwise; `env` is laid over the little there is. */
export interface How {
  readonly cwd: string;
  readonly lang?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Bytes on stdin; without them stdin is /dev/null. */
  readonly input?: string | Uint8Array;
}

/** Where the new customers of a file come from and that they agreed, for files that do not say so themselves (S0-05, S0-06). */
export const FROM = ['--source', '官网注册', '--consent-at', '2020-01-01'] as const;

/** The suite can be run on the other kind of ledger (law 7): `STEWARD_TEST_LEDGER=csv`. */
export const onCsv = process.env.STEWARD_TEST_LEDGER === 'csv';

/** The ledger of a folder, and the database in which it is kept. */
export const ledgerFile = onCsv ? 'ledger.csv' : 'ledger.db';
export const databaseFile = onCsv ? 'ledger.csv.steward.db' : 'ledger.db';

/** PATH, HOME, NO_COLOR and LANG, and nothing else; for a CSV ledger its path. */
export function environment({ cwd, lang = 'en_US.UTF-8', env = {} }: How): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  const ledger = onCsv ? { STEWARD_LEDGER: 'ledger.csv' } : {};
  const all = { PATH, HOME: cwd, NO_COLOR: '1', LANG: lang, ...ledger, ...env };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Starts the program and leaves it running. */
export function start(args: readonly string[], how: How): ReturnType<typeof spawn> {
  return spawn(process.execPath, [bin, ...args], {
    cwd: how.cwd,
    env: environment(how),
    stdio: [how.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
}

/** Waits for the end of a process and collects what it said. */
export function ended(child: ReturnType<typeof spawn>): Promise<Ran> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

/** Runs the program to its end. */
export function steward(args: readonly string[], how: How): Promise<Ran> {
  const child = start(args, how);
  if (how.input !== undefined) {
    // A program that refuses its input before reading it closes the pipe.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(how.input);
  }
  return ended(child);
}

/** Runs a line of bash with `steward` as a command in it. */
export function shell(line: string, how: How): Promise<Ran> {
  const script = `steward() { "${process.execPath}" "${bin}" "$@"; }\n${line}`;
  return ended(
    spawn('bash', ['-c', script], { cwd: how.cwd, env: environment(how), stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

const made: string[] = [];
afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A folder of its own, taken away when the tests of the file are done. */
export function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'steward-cli-')));
  made.push(path);
  return path;
}

/** A copy of a folder that holds a ledger. */
export function copyOf(path: string): string {
  const copy = folder();
  cpSync(path, copy, { recursive: true });
  return copy;
}

/** The JSON document of a run. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into documents of every shape
export const json = (ran: Ran): any => JSON.parse(ran.stdout);

/** A folder with a new ledger in it. */
export async function newLedger(): Promise<string> {
  const cwd = folder();
  const ran = await steward(['init', '--quiet'], { cwd });
  if (ran.code !== 0) throw new Error(`init: ${ran.code} ${ran.stderr}`);
  return cwd;
}

/** A folder with a ledger that took the sample customers over. */
export async function sampleLedger(): Promise<string> {
  const cwd = folder();
  const ran = await steward(['init', '--quiet', '--adopt', join(fixtures, 'sample/customers.csv')], { cwd });
  if (ran.code !== 0 && ran.code !== 1) throw new Error(`init --adopt: ${ran.code} ${ran.stderr}`);
  return cwd;
}

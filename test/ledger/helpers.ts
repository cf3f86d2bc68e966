import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Operator } from '../../src/model/audit.js';
import type { ErrorCode } from '../../src/model/errors.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { AppliedRun, Change, FieldValues, InsertChange, RunInfo, UpdateChange } from '../../src/model/plan.js';

export const by: Operator = { actor: 'chen.wei', role: 'data-maintenance' };
export const now = new Date('2026-11-21T08:00:00.000Z');

export const info = (more: Partial<RunInfo> = {}): RunInfo => ({
  command: 'import',
  asOf: '2026-11-21',
  policyHash: 'c'.repeat(64),
  reason: '季度补录',
  input: null,
  period: null,
  counts: { read: 1 },
  ...more,
});

export const insertOf = (set: FieldValues, extra: string | null = null): InsertChange => ({
  kind: 'insert',
  set,
  extra,
  reasons: [{ rule: 'intake/new', clause: 'S1-13', data: {} }],
});

export const updateOf = (id: number, expect: number, set: FieldValues, note?: string): UpdateChange => ({
  kind: 'update',
  id,
  expect,
  set,
  reasons: [{ rule: 'update/by-hand', clause: 'S0-25', data: {}, note }],
});

/** Applies changes as one run. */
export function applyAll(ledger: Ledger, changes: readonly Change[], more: Partial<RunInfo> = {}): AppliedRun {
  const draft = ledger.draft();
  for (const change of changes) draft.add(change);
  return ledger.apply(draft, info(more), by, now);
}

/** The code of the StewardError that work throws; fails when it throws none. */
export function codeOf(work: () => unknown): ErrorCode {
  try {
    work();
  } catch (error) {
    if (error instanceof StewardError) return error.code;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A folder of its own, and how to take it away. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'steward-ledger-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a script of test/ledger/child; it works with the built program. */
export function startChild(script: string, args: readonly string[], uid?: number): ChildProcess {
  const path = fileURLToPath(new URL(`child/${script}`, import.meta.url));
  return spawn(process.execPath, [path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid }),
  });
}

/** Its exit code and everything that it printed. */
export async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly out: string }> {
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out };
}

/** A small generator of numbers (mulberry32), so that random trials can be repeated from their seed. */
export function seeded(seed: number): (below: number) => number {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

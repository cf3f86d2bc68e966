/** Runs that nobody watches: silence on success, a heartbeat that only a good end writes, workbooks as bytes. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, json, ledgerFile, sampleLedger, steward } from '../support/cli.js';
import { atTerminal, hasPty } from '../support/pty.js';

let sample: string;
beforeAll(async () => {
  sample = await sampleLedger();
});

const SWEEP = ['sweep', 'monthly', '--as-of', '2026-06-30', '--yes'] as const;
const beatOf = (cwd: string) => JSON.parse(readFileSync(join(cwd, 'beat.json'), 'utf8'));

describe('--quiet', () => {
  it('prints nothing on success; findings, files and what a program asked for are written all the same', async () => {
    const cwd = copyOf(sample);
    expect(await steward([...SWEEP, '--quiet'], { cwd })).toMatchObject({ code: 0, stdout: '', stderr: '' });
    // The figure of the candidates leads to their list.
    expect(readFileSync(join(cwd, 'reports/2026-06/report.html'), 'utf8')).toContain('href="verification.csv"');
    const found = await steward(['validate', '--quiet'], { cwd });
    expect([found.code, found.stderr]).toEqual([1, '']);
    expect(found.stdout).not.toBe('');
    expect(json(await steward(['report', 'import', '--quiet', '--json'], { cwd })).counts.imports).toBe(1);
    await steward(['report', 'import', '--quiet', '--out', 'r.txt'], { cwd });
    expect(readFileSync(join(cwd, 'r.txt'), 'utf8')).toContain('Report on imports');
  });
});

describe('--heartbeat', () => {
  it('[S0-28] a run that ended well leaves time, command, exit code and head; nothing else', async () => {
    const cwd = copyOf(sample);
    const before = Date.now();
    const ran = await steward([...SWEEP, '--json', '--heartbeat', 'beat.json'], { cwd });
    const beat = beatOf(cwd);
    expect(Object.keys(beat)).toEqual(['time', 'command', 'exit', 'asOf', 'ledger', 'head', 'version']);
    expect(beat).toMatchObject({ command: 'sweep monthly', exit: 0, asOf: '2026-06-30' });
    expect(beat.head).toEqual(json(ran).ledger.head);
    expect(beat.ledger).toBe(json(ran).ledger.uuid);
    expect(Math.abs(Date.parse(beat.time) - before)).toBeLessThan(60_000);
    expect(beat.head.size).toBeGreaterThan(1);
  });

  it('findings are a good end; an error, a refusal or a dry run leaves the old one', async () => {
    const cwd = copyOf(sample);
    const on = (...words: string[]) => steward([...words, '--heartbeat', 'beat.json'], { cwd });
    expect((await on('validate')).code).toBe(1);
    expect(beatOf(cwd)).toMatchObject({ command: 'validate', exit: 1 });
    const kept = readFileSync(join(cwd, 'beat.json'), 'utf8');
    expect((await on(...SWEEP, '--dry-run')).code).toBe(0);
    expect((await on('show', 'nobody')).code).toBe(2);
    expect((await on('sweep', 'monthly')).code).toBe(4);
    expect(readFileSync(join(cwd, 'beat.json'), 'utf8')).toBe(kept);
    expect(readdirSync(cwd).filter((name) => name.includes('beat'))).toEqual(['beat.json']);
  });

  it('one that cannot be written is said before the work; the ledger is never taken for one', async () => {
    const cwd = copyOf(sample);
    const lost = await steward([...SWEEP, '--heartbeat', 'no/such/beat.json'], { cwd });
    expect([lost.code, existsSync(join(cwd, 'reports'))]).toEqual([2, false]);
    const own = await steward([...SWEEP, '--heartbeat', ledgerFile], { cwd });
    expect([own.code, own.stderr.split(' ')[1]]).toEqual([2, '[file-kept]']);
    mkdirSync(join(cwd, 'beat.json'));
    expect((await steward([...SWEEP, '--heartbeat', 'beat.json'], { cwd })).code).toBe(2);
  });
});

describe('--format xlsx', () => {
  it.skipIf(!hasPty)('is not shown on a terminal: it asks for a file', async () => {
    const { screen, code } = await atTerminal(['report', 'register', '--format', 'xlsx'], [], { cwd: sample });
    expect([code, screen]).toEqual([2, expect.stringContaining('error [out-needed] A workbook cannot be shown')]);
  });

  it('is the same bytes again, to a pipe or into a file, and opens', async () => {
    const cwd = copyOf(sample);
    const words = ['report', 'register', '--format', 'xlsx', '--as-of', '2026-06-30'];
    expect((await steward([...words, '--out', 'a.xlsx'], { cwd })).code).toBe(0);
    expect((await steward([...words, '--out', 'b.xlsx'], { cwd })).code).toBe(0);
    const bytes = readFileSync(join(cwd, 'a.xlsx'));
    expect(readFileSync(join(cwd, 'b.xlsx')).equals(bytes)).toBe(true);
    const { sheets } = await readXlsx(bytes);
    expect(sheets[1]?.rows[0]?.[0]).toBe('客户编号');
    expect(sheets[1]?.rows.length).toBeGreaterThan(500);
    const swept = await steward([...SWEEP, '--lang', 'en'], { cwd });
    expect(swept.stdout).toContain('report.xlsx\n');
  });
});

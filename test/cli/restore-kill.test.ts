/** A backup or a restore that is killed anywhere: the backup is whole or not there, the ledger is the old one or the restored one (S2-21, S2-38). */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkBackup } from '../../src/ledger/backup/check.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { eraseOf } from '../ledger/erasing.js';
import { applyAll, by, insertOf, now, seeded } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { bin, copyOf, ended, environment, folder, start } from '../support/cli.js';
import { canTrace } from '../support/kill-save.js';
import { backUp } from '../support/restore.js';

const kills = Number(process.env.STEWARD_KILLS ?? 6);
/** Calls that change which bytes and files there are; all of them where more kills are asked for. */
const callsOf = (file: string): readonly string[] => {
  if (process.env.STEWARD_KILLS !== undefined) return ['rename', 'ftruncate', 'unlink', 'pwrite64'];
  return file.endsWith('.csv') ? ['rename'] : ['ftruncate'];
};
const many = 3000;

describe.each(['ledger.db', '客户.csv'])('%s', (file) => {
  let home: string;
  beforeAll(() => {
    home = folder();
    const path = join(home, file);
    if (file.endsWith('.csv')) newSheetLedger(path);
    else createLedger(path, { by, now }).close();
    const ledger = openLedger(path, { write: true });
    const draft = ledger.draft();
    for (let i = 1; i <= many; i += 1)
      draft.add(insertOf({ customer_no: `SH2024${i}`, name: `松江第${i}商行`, address: `${i}号`.repeat(30) }));
    ledger.apply(
      draft,
      { command: 'import', asOf: '2026-11-21', policyHash: '', reason: null, input: null, period: null, counts: {} },
      by,
      now,
    );
    backUp(ledger.info, join(home, 'backup'));
    applyAll(ledger, [eraseOf(2), insertOf({ name: '之后来的', customer_no: 'SH2025001' })]);
    ledger.close();
  });

  /** What the ledger is: the old one, or the restored one; sound in either case, its file and no stray file with it. */
  const stateOf = (cwd: string): 'new' | 'old' => {
    const ledger = openLedger(join(cwd, file), { write: true });
    try {
      expect(ledger.verify().faults).toEqual([]);
      expect(ledger.get(2)).toBeNull();
      const last = [...ledger.runs()].at(-1)?.command;
      expect(ledger.count()).toBe(last === 'restore' ? many - 1 : many);
      if (file.endsWith('.csv')) {
        expect(ledger.checkout?.edited).toBe(false);
        const [head, ...rows] = parse(readFileSync(join(cwd, file)), { bom: true }) as [string[], ...string[][]];
        const at = head.indexOf('客户名称');
        expect(rows.map((row) => row[at])).toEqual([...ledger.read()].map(({ name }) => name));
      }
      return last === 'restore' ? 'new' : 'old';
    } finally {
      ledger.close();
    }
  };
  const args = ['restore', 'backup', '--ledger', file, '--yes', '--reason', '演练', '--quiet'];
  const afterwards = async (cwd: string): Promise<void> => {
    expect((await ended(start(args, { cwd }))).code).toBe(0);
    expect(stateOf(cwd)).toBe('new');
    expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).toEqual([]);
  };

  it(
    `[S2-38] a restore killed ${kills} times at random leaves the old ledger or the restored one, and the next one works`,
    async () => {
      const below = seeded(Number(process.env.STEWARD_SEED ?? 3));
      const found = { old: 0, new: 0 };
      for (let i = 0; i < kills; i += 1) {
        const cwd = copyOf(home);
        const child = start(args, { cwd });
        const done = ended(child);
        await new Promise((resolve) => setTimeout(resolve, 300 + below(1200)));
        child.kill('SIGKILL');
        await done;
        found[stateOf(cwd)] += 1;
        if (i % 4 === 0) await afterwards(cwd);
      }
      expect(found.old + found.new).toBe(kills);
    },
    60_000 + kills * 10_000,
  );

  it.runIf(canTrace)(
    '[S2-38] killed at each renaming or cutting of a file: the same',
    async () => {
      const found = new Set<string>();
      for (const call of callsOf(file)) {
        for (let n = 1; ; n += 1) {
          const cwd = copyOf(home);
          const traced = [
            '-f',
            '-qq',
            '-o',
            '/dev/null',
            '-e',
            `trace=${call}`,
            '-e',
            `inject=${call}:signal=SIGKILL:when=${n}`,
          ];
          const { status } = spawnSync('strace', [...traced, process.execPath, bin, ...args], {
            cwd,
            env: environment({ cwd }),
          });
          if (status === 0) break;
          found.add(stateOf(cwd));
          if (n === 1) await afterwards(cwd);
        }
      }
      expect(found).toContain('old');
    },
    3_600_000,
  );

  it(
    '[S2-21] a backup that is killed is whole or not there',
    async () => {
      const below = seeded(Number(process.env.STEWARD_SEED ?? 5));
      const cwd = copyOf(home);
      let whole = 0;
      for (let i = 0; i < kills; i += 1) {
        const child = start(['backup', 'create', `b${i}`, '--ledger', file, '--yes', '--quiet'], { cwd });
        const done = ended(child);
        await new Promise((resolve) => setTimeout(resolve, 200 + below(500)));
        child.kill('SIGKILL');
        await done;
        if (!existsSync(join(cwd, `b${i}`))) continue;
        whole += 1;
        expect(checkBackup(join(cwd, `b${i}`)).faults).toEqual([]);
      }
      const ran = await ended(start(['backup', 'create', 'last', '--ledger', file, '--yes'], { cwd }));
      expect(ran.code).toBe(0);
      expect(whole).toBeLessThanOrEqual(kills);
      expect(stateOf(cwd)).toBe('old');
    },
    60_000 + kills * 5000,
  );
});

/** What a command was refused stands in the trail, on both kinds of ledger; nothing else changes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseOf } from '../../src/ledger/csv/paths.js';
import { openLedger } from '../../src/ledger/open.js';
import { FROM, folder, steward } from '../support/cli.js';
import { rawDatabase } from '../support/raw-database.js';

it.each([['ledger.db'], ['客户.csv']])(
  'a refusal is told and recorded: %s [S0-40]',
  async (name) => {
    const cwd = folder();
    const run = (...args: string[]) => steward(args, { cwd, env: { STEWARD_LEDGER: name } });
    await run('init', '--quiet');
    writeFileSync(join(cwd, 'a.csv'), '客户名称,省份\n上海甲字号贸易有限公司,上海\n');
    await run('import', 'a.csv', ...FROM, '--yes', '--quiet');
    const path = join(cwd, name);
    const events = () => {
      const ledger = openLedger(path, { write: false });
      try {
        expect(ledger.verify().faults).toEqual([]);
        return [...ledger.audit()];
      } finally {
        ledger.close();
      }
    };
    const before = events().length;
    const refused = await run('sweep', 'monthly', '--yes', '--role', 'auditor');
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringMatching(/^error \[role-refused\]/)]);
    const [tried, unanswered] = await Promise.all([
      run('sweep', 'monthly', '--dry-run', '--role', 'auditor'),
      run('sweep', 'monthly'),
    ]);
    expect([tried.code, unanswered.code]).toEqual([4, 4]);
    const after = events();
    expect(after.slice(before)).toMatchObject([
      { op: 'refused', role: 'auditor', subject: null, body: expect.stringContaining('"command":"sweep monthly"') },
    ]);

    const db = rawDatabase(databaseOf(path));
    db.exec('BEGIN IMMEDIATE');
    const locked = await run('sweep', 'monthly', '--yes', '--role', 'auditor');
    db.exec('ROLLBACK');
    db.close();
    expect([locked.code, locked.stderr]).toEqual([4, expect.stringContaining('error [role-refused]')]);
    expect(locked.stderr).toContain('could not be recorded in the trail (ledger-locked)');
    expect(events()).toHaveLength(after.length);
  },
  60_000,
);

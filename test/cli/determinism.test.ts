import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, fixtures, folder, json, type Ran, sampleLedger, steward } from '../support/cli.js';

/** The document without the two members that may differ between ledgers of equal content. */
const judged = (ran: Ran) => {
  const { ledger, run, ...rest } = json(ran);
  expect(ledger.uuid).toMatch(/^[0-9a-f-]{36}$/);
  expect(run === null || run.run > 0).toBe(true);
  return JSON.stringify(rest, null, 2);
};

let sample: string;
beforeAll(async () => {
  sample = await sampleLedger();
});

const sweep = ['sweep', 'monthly', '--as-of', '2026-06-30', '--yes', '--json'];

describe('the same state, policy and as-of give the same bytes (issue 2, done when 2)', () => {
  it('a sweep twice, and on another ledger under another time zone', async () => {
    const cwd = copyOf(sample);
    const elsewhere = folder();
    const far = { cwd: elsewhere, env: { TZ: 'America/New_York' }, lang: 'C' };
    await steward(['init', '--quiet', '--adopt', join(fixtures, 'sample/customers.csv')], far);
    const first = await steward(sweep, { cwd, env: { TZ: 'Asia/Shanghai' }, lang: 'C' });
    const report = readFileSync(join(cwd, 'reports/2026-06/report.json'), 'utf8');
    const [second, other] = await Promise.all([steward(sweep, { cwd, lang: 'C' }), steward(sweep, far)]);
    expect([first.code, second.code, other.code]).toEqual([0, 0, 0]);
    expect(json(first).accounts).toMatchObject({ error: 0 });
    expect(judged(second)).toBe(judged(first));
    expect(judged(other)).toBe(judged(first));
    expect(readFileSync(join(elsewhere, 'reports/2026-06/report.json'), 'utf8')).toBe(report);
    expect(readFileSync(join(elsewhere, 'reports/2026-06/verification.csv'))).toEqual(
      readFileSync(join(cwd, 'reports/2026-06/verification.csv')),
    );
    expect(json(first).run.run).toBeGreaterThan(0);
    expect(json(second).run).toBeNull();
  });

  it('the sweep accounts for every customer, and the ledger holds after it', async () => {
    const cwd = copyOf(sample);
    const { accounts } = json(await steward(sweep, { cwd }));
    const { acted, notDue, blocked, error, read } = accounts;
    expect(acted + notDue + blocked + error).toBe(read);
    const listed = json(await steward(['dormant', 'list', '--as-of', '2026-06-30', '--json'], { cwd }));
    expect(listed.counts).toEqual(accounts);
    expect(json(await steward(['audit', 'verify', '--json'], { cwd }))).toMatchObject({ sound: true, faults: 0 });
  });

  it.each([
    ['validate', '--as-of', '2026-06-30', '--json'],
    ['classify', '--as-of', '2026-06-30', '--format', 'ndjson'],
    ['dormant', 'list', '--as-of', '2026-06-30', '--format', 'csv'],
  ])('%s under two time zones', async (...args) => {
    const [east, west] = await Promise.all(
      ['Asia/Shanghai', 'America/New_York'].map((TZ) => steward(args, { cwd: sample, env: { TZ } })),
    );
    expect(east?.stdout.length).toBeGreaterThan(1000);
    expect(west?.stdout).toBe(east?.stdout);
  });
});

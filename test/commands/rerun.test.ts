/** A past sweep run again over the ledger as it stood then (S0-28). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import rerun from '../../src/commands/rerun.js';
import sweep from '../../src/commands/sweep/monthly.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { perform } from '../support/perform.js';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const months = ['01', '03', '05', '07', '09', '11'];
const customers = Array.from({ length: 24 }, (_, i) => ({
  customer_no: `SH2026${String(i + 1).padStart(3, '0')}`,
  name: `上海第${i + 1}商贸有限公司`,
  phone: i % 5 ? `1356472${1000 + i}` : null,
  stage: ['潜在客户', '意向客户', '合作客户'][i % 3] as string,
  owner: i % 2 ? '王强' : '李娜',
  review_state: '复核通过',
  last_contact_at: `2026-${months[i % 6]}-15`,
}));

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.catch((cause: unknown) => cause);
  if (!(error instanceof StewardError)) throw new Error('nothing was refused');
  return error.code;
};

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  let ledger: Ledger;
  let report: string;
  let run: number;

  /** A ledger that was swept, and to which much happened since. */
  beforeEach(async () => {
    const path = join(folder, file);
    if (file.endsWith('.csv')) newSheetLedger(path);
    else createLedger(path, { by, now }).close();
    ledger = openLedger(path, { write: true });
    applyAll(
      ledger,
      customers.map((fields) => insertOf(fields)),
    );
    await perform(ledger, sweep, {}, [], {
      name: 'sweep monthly',
      asOf: '2026-11-27',
      by: { actor: 'li.na', role: 'data_maintenance' },
    });
    run = [...ledger.runs()].at(-1)?.run ?? 0;
    report = join(folder, 'reports/2026-11/report.json');
    const reasons = [{ rule: 'test/move', data: {} }];
    applyAll(ledger, [
      updateOf(1, 1, { last_contact_at: '2026-11-26', stage: '合作客户' }),
      updateOf(2, 1, { phone: '13564729999', owner: '赵六' }),
      insertOf({ name: '后来的公司', last_contact_at: '2025-01-01' }),
    ]);
    applyAll(ledger, [{ kind: 'set-aside', id: 3, expect: 1, why: 'merged', into: 4, reasons }]);
  });
  afterEach(() => ledger.close());

  const again = (own = {}, args: readonly string[] = [], how = {}) => perform(ledger, rerun, own, args, how);

  it('[S0-28] gives the same figures and the same bytes, whatever changed since', async () => {
    const { exit, data, items } = await again({ report });
    expect(items).toEqual([]);
    expect([exit, data.rerun, data.same, data.sameBytes]).toEqual([0, run, true, true]);
    expect(data.counts).toEqual(ledger.run(run)?.counts);
    expect(data.counts.read).toBe(24);
    expect(data.lost).toEqual({ files: 0, fields: 0 });
    expect((await again({}, [String(run)])).data).toMatchObject({ same: true, sameBytes: null });
  });

  it('[S0-28] months that were caught up are run again, too', async () => {
    applyAll(ledger, [updateOf(5, 1, { last_contact_at: '2026-12-01' })]);
    // Without --as-of, January catches December up.
    const context = { asOf: '2027-01-20', name: 'sweep monthly' };
    await perform(ledger, sweep, {}, [], { ...context, asOfGiven: false });
    const last = [...ledger.runs()].at(-1);
    expect(last?.period).toBe('2026-12,2027-01');
    applyAll(ledger, [updateOf(6, 1, { last_contact_at: '2027-01-19' })]);
    const { data, items } = await again({ report: join(folder, 'reports/2027-01/report.json') });
    expect(items).toEqual([]);
    expect(data).toMatchObject({ rerun: last?.run, same: true, sameBytes: true });
    expect(data.counts['2026-12 read']).toBe(24);
  });

  it('[S0-28] a report that was altered is told, figure by figure', async () => {
    const text = readFileSync(report, 'utf8');
    writeFileSync(report, text.replace('"read": 24', '"read": 25'));
    const { exit, data, items } = await again({ report });
    expect([exit, data.sameBytes]).toEqual([1, false]);
    expect(items).toEqual([{ where: 'report', figure: 'accounts.read', recorded: 25, again: 24 }]);
    writeFileSync(report, `${text}\n`);
    expect((await again({ report })).items).toMatchObject([{ figure: '(bytes)' }]);
    writeFileSync(report, 'nonsense');
    expect((await again({ report })).items).toMatchObject([{ figure: '(JSON)' }]);
  });

  it('[S0-28] what was destroyed since is missing, and named', async () => {
    const reasons = [{ rule: 'test/erase', data: {} }];
    applyAll(ledger, [
      { kind: 'erase', id: 7, expect: 1, fields: null, code: 'expired', until: null, reasons },
      { kind: 'erase', id: 8, expect: 1, fields: ['phone'], code: 'invalid', until: null, reasons },
    ]);
    const { exit, data, items } = await again();
    expect([exit, data.same, data.lost]).toEqual([1, false, { files: 1, fields: 1 }]);
    expect(items).toContainEqual({ where: 'counts', figure: 'read', recorded: 24, again: 23 });
  });

  it('other runs, other policies and runs that are not there are refused', async () => {
    expect(await refusal(again({}, ['1']))).toBe('rerun-other');
    expect(await refusal(again({}, ['99']))).toBe('run-unknown');
    expect(await refusal(again({}, ['x']))).toBe('run-unknown');
    expect(await refusal(again({}, [], { policyHash: 'd'.repeat(64) }))).toBe('rerun-policy');
    expect(await refusal(again({ report: join(folder, 'none.json') }))).toBe('file-not-found');
  });
});

it('a ledger that was never swept has nothing to run again', async () => {
  const ledger = createLedger(join(folder, 'ledger.db'), { by, now });
  expect(await refusal(perform(ledger, rerun))).toBe('rerun-nothing');
  ledger.close();
});

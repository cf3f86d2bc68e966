/** The register of access over a real ledger. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';
import report from '../../src/commands/report/access.js';
import { createLedger } from '../../src/ledger/open.js';
import type { Operator } from '../../src/model/audit.js';
import type { Ledger } from '../../src/model/ledger.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { applyAll, by, insertOf, now, temporaryFolder } from '../ledger/helpers.js';
import { type Performance, perform } from '../support/perform.js';

const wang: Operator = { actor: 'wang', role: 'sales' };
const sun: Operator = { actor: 'sun', role: 'auditor' };
const plan = 'a'.repeat(64);

let folder: string;
let ledger: Ledger;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  ledger = createLedger(join(folder, 'ledger.db'), { by, now });
  applyAll(ledger, [
    insertOf({ name: '上海云帆科技有限公司', customer_no: 'SH2026001', phone: '021-50801234' }),
    insertOf({ name: '上海远山贸易有限公司', phone: '021-50801235' }),
    insertOf({ name: '上海晨曦制造有限公司', customer_no: 'SH2026003' }),
  ]);
  ledger.recordAccess('show', [1], wang, new Date('2026-11-25T02:00:00Z'));
  ledger.recordAccess('show', [2], wang, new Date('2026-11-26T02:00:00Z'));
  ledger.recordAccess('verify export', [1, 2, 3], sun, new Date('2026-11-26T03:00:00Z'));
  ledger.recordRefusal('purge apply', 'plan-unapproved', { plan }, wang, new Date('2026-11-26T04:00:00Z'));
  // 17:00 UTC is the next day in Shanghai.
  ledger.recordAccess('show', [1], sun, new Date('2026-11-26T17:00:00Z'));
});
afterEach(() => {
  ledger.close();
  remove();
});

const reported = (options: Record<string, unknown> = {}, how: Performance = {}) =>
  perform(ledger, report, options, [], how);

it('[S2-26] who read whose personal fields, when, by which command', async () => {
  const { data, items } = await reported();
  expect(data.counts).toEqual({ reads: 4, subjects: 6, refused: 1, people: 2 });
  expect(
    items.map(({ actor, command, customer, subjects, what }) => [actor, command, customer, subjects, what]),
  ).toEqual([
    ['wang', 'show', 'SH2026001', 1, 'read'],
    ['wang', 'show', '#2', 1, 'read'],
    ['sun', 'verify export', null, 3, 'read'],
    ['wang', 'purge apply', null, 0, 'refused'],
    ['sun', 'show', 'SH2026001', 1, 'read'],
  ]);
  expect(data.byActor).toEqual([
    { actor: 'wang', reads: 2, subjects: 2, refused: 1 },
    { actor: 'sun', reads: 2, subjects: 4, refused: 0 },
  ]);
  expect(data.byCommand).toEqual([
    { command: 'show', reads: 3, subjects: 3, refused: 0 },
    { command: 'verify export', reads: 1, subjects: 3, refused: 0 },
    { command: 'purge apply', reads: 0, subjects: 0, refused: 1 },
  ]);
});

it('[S0-40] a refusal stands with its code and the plan that it was about', async () => {
  const { items } = await reported();
  expect(items.filter(({ what }) => what === 'refused')).toEqual([
    expect.objectContaining({ code: 'plan-unapproved', plan, role: 'sales', listed: null }),
  ]);
});

it('days are those of the policy’s country; a person or a customer alone', async () => {
  const reads = async (options: Record<string, unknown>, how: Performance = {}) =>
    (await reported(options, how)).data.counts.reads;
  expect(await reads({ since: '2026-11-26', until: '2026-11-26' })).toBe(2);
  expect(await reads({ since: '2026-11-27' })).toBe(1);
  expect(await reads({}, { asOf: '2026-11-25' })).toBe(1);
  expect(await reads({ by: 'sun' })).toBe(2);
  expect(await reads({ customer: 'SH2026001' })).toBe(2);
  await expect(reported({ customer: 'SH2099001' })).rejects.toMatchObject({ code: 'customer-unknown' });
});

it('names who read and is unknown to a policy that names people', async () => {
  const people = [{ id: 'sun', name: '孙', roles: ['auditor'], osUser: null, keys: [], leaves: null }];
  const { items } = await reported({}, { policy: { ...defaultPolicy, people } });
  expect(items.map(({ actor, listed }) => [actor, listed])).toContainEqual(['wang', false]);
  expect(items.map(({ actor, listed }) => [actor, listed])).toContainEqual(['sun', true]);
});

it('[S0-01] the figures are the count of their rows beside them, and no file names anybody', async () => {
  const target = join(folder, '登记');
  const { data } = await reported({ folder: target });
  const rows: Record<string, string>[] = parse(readFileSync(join(target, 'rows/access.csv'), 'utf8'), {
    bom: true,
    columns: true,
  });
  const reads = rows.filter(({ what }) => what === 'read');
  expect(reads).toHaveLength(data.counts.reads);
  expect(reads.reduce((sum, { subjects }) => sum + Number(subjects), 0)).toBe(data.counts.subjects);
  expect(rows).toHaveLength(data.counts.reads + data.counts.refused);
  expect(new Set(rows.map(({ actor }) => actor)).size).toBe(data.counts.people);
  for (const name of ['report.html', 'report.md', 'report.json', 'rows/access.csv'])
    expect(readFileSync(join(target, name), 'utf8')).not.toMatch(/云帆|远山|5080/);
  const page = readFileSync(join(target, 'report.html'), 'utf8');
  // Exceptions come first.
  expect(page.indexOf('plan-unapproved')).toBeLessThan(page.indexOf('verify export'));
});

it('a ledger in which nothing was read says so', async () => {
  const other = createLedger(join(folder, 'other.db'), { by, now });
  try {
    const { data, items } = await perform(other, report);
    expect(data.counts).toEqual({ reads: 0, subjects: 0, refused: 0, people: 0 });
    expect(items).toEqual([]);
  } finally {
    other.close();
  }
});

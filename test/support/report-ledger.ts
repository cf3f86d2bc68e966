/**
 * One quarter of a small ledger, by the commands themselves, each on its day: fixtures/report/expected.csv counts by hand what the reports must say of it.
 * The places are those of scripts/fixture/report.ts.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import archive from '../../src/commands/archive.js';
import type { Command } from '../../src/commands/command.js';
import keepApart from '../../src/commands/dedupe/keep-apart.js';
import merge from '../../src/commands/dedupe/merge.js';
import mustLink from '../../src/commands/dedupe/must-link.js';
import scan from '../../src/commands/dedupe/scan.js';
import unmerge from '../../src/commands/dedupe/unmerge.js';
import flag from '../../src/commands/dormant/flag.js';
import wake from '../../src/commands/dormant/wake.js';
import holdSet from '../../src/commands/hold/set.js';
import importFile from '../../src/commands/import.js';
import sign from '../../src/commands/policy/sign.js';
import purgeApply from '../../src/commands/purge/apply.js';
import purgeApprove from '../../src/commands/purge/approve.js';
import propose from '../../src/commands/purge/propose.js';
import approve from '../../src/commands/review/approve.js';
import quarantine from '../../src/commands/review/quarantine.js';
import returns from '../../src/commands/review/return.js';
import show from '../../src/commands/show.js';
import sweep from '../../src/commands/sweep/monthly.js';
import update from '../../src/commands/update.js';
import verifyExport from '../../src/commands/verify/export.js';
import verifyImport from '../../src/commands/verify/import.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { Operator } from '../../src/model/audit.js';
import type { CustomerId } from '../../src/model/customer.js';
import type { Ledger } from '../../src/model/ledger.js';
import { as, type People } from './people.js';
import { type Performance, type Performed, perform } from './perform.js';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'report');
const wang: Operator = { actor: 'wang.qiang', role: 'sales' };
const cron: Operator = { actor: 'cron', role: 'cron' };

/** The last day of the quarter, which the reports are as of. */
export const asOf = '2026-06-30';

/** Makes the ledger in a folder, a CSV one where its sheet is there already, and lets the quarter pass. */
export async function reportLedger(folder: string, file: string, people: People): Promise<Ledger> {
  const zhang = as('zhang');
  const path = join(folder, file);
  const ledger = existsSync(path)
    ? openLedger(path, { write: true })
    : createLedger(path, { by: zhang, now: new Date('2026-04-01T01:00:00Z') });
  const on = (day: string, clock = '10:00', more: Performance = {}): Performance => ({
    by: zhang,
    policy: people.policy,
    asOf: day,
    now: new Date(`${day}T${clock}:00+08:00`),
    reason: '季度核对',
    ...more,
  });
  const run = async (
    name: string,
    command: Command,
    args: readonly string[],
    own: object,
    how: Performance,
  ): Promise<Performed> => perform(ledger, command, own as Record<string, unknown>, args, { name, ...how });
  const at = (place: CustomerId): string => `#${place}`;
  const take = (day: string, path: string, own: object = {}) =>
    run(
      'import',
      importFile,
      [join(fixtures, path)],
      { rejects: join(folder, `${path}.rejects.csv`), ...own },
      on(day),
    );
  const changes = (place: CustomerId, values: string[], day: string, clock: string, happened?: string) =>
    run('update', update, [at(place), ...values], { ...(happened && { happened }) }, on(day, clock, { by: as('li') }));

  await take('2026-04-01', 'opening.csv');
  await run('review approve', approve, [], { all: true }, on('2026-04-02', '10:00', { by: as('zhao') }));
  await run('review return', returns, [at(5), at(10)], {}, on('2026-04-03', '10:00', { by: as('zhao') }));

  // Two files whose term is over, destroyed by two people.
  const plan = join(folder, '清理计划.json');
  const signed = (who: 'zhang' | 'zhao') => ({ by: as(who), signing: people.signing(who) });
  await run('policy sign', sign, [], {}, on('2026-04-10', '10:00', signed('zhao')));
  const whom = { customer: [at(61), at(62)], code: 'expired', worth: 'none' };
  await run('purge propose', propose, [], { plan, ...whom }, on('2026-04-13', '10:00', signed('zhang')));
  await run('purge approve', purgeApprove, [plan], {}, on('2026-04-14', '10:00', signed('zhao')));
  const register = join(folder, '清册.csv');
  await run('purge apply', purgeApply, [plan], { register }, on('2026-04-15', '10:00', signed('zhang')));

  await run('sweep monthly', sweep, [], { folder: join(folder, '2026-04') }, on('2026-04-30', '20:00', { by: cron }));

  // From silence to dormancy, and back.
  const list = join(folder, '核实.csv');
  await run('verify export', verifyExport, [list], { what: ['candidate'] }, on('2026-05-06'));
  fill(list, ledger);
  await run('verify import', verifyImport, [list], {}, on('2026-05-08'));
  await run('dormant flag', flag, [], { all: true }, on('2026-05-11'));
  await run('dormant wake', wake, [at(53)], {}, on('2026-05-12'));
  // Recorded on the day itself: in time by both clocks.
  await changes(1, ['stage=意向客户'], '2026-05-12', '17:00', '2026-05-12 09:00');
  await run('hold set', holdSet, [at(58)], {}, on('2026-05-13'));
  const ending = { ended: '2026-05-01', endReason: '合同终止' };
  await run('archive', archive, [at(59)], ending, on('2026-05-13', '11:00'));
  await run('review quarantine', quarantine, [at(60)], { invalid: '空号' }, on('2026-05-13', '12:00'));

  // Stages and classes, with both clocks: 2026-05-15 is a Friday.
  await changes(13, ['stage=意向客户'], '2026-05-18', '15:00', '2026-05-15 09:00');
  await changes(9, ['stage=合作中客户'], '2026-05-18', '16:00', '2026-05-12 09:00');
  await changes(2, ['stage=合作中客户'], '2026-05-19', '09:00');
  await changes(3, ['stage=意向客户'], '2026-05-19', '09:30');
  await changes(7, ['grade=重要客户'], '2026-05-19', '10:00');
  await changes(8, ['grade=核心客户'], '2026-05-19', '10:30');
  await changes(1, ['grade=一般客户'], '2026-05-19', '11:00');
  await changes(9, ['value_class=高价值'], '2026-05-19', '11:30');

  await take('2026-05-20', 'partner-gb18030.csv');

  // One pair merged; another merged and taken back; one kept apart, one surely the same.
  await run('dedupe merge', merge, [at(63), at(64)], {}, on('2026-05-25'));
  await run('dedupe merge', merge, [at(63), at(65)], {}, on('2026-05-26'));
  await run('dedupe unmerge', unmerge, [at(63)], { member: [at(65)] }, on('2026-05-27'));
  await run('dedupe keep-apart', keepApart, [at(2), at(3)], {}, on('2026-05-28'));
  await run('dedupe must-link', mustLink, [at(4), at(6)], {}, on('2026-05-28', '11:00'));

  await take('2026-06-22', 'visits.csv', { kind: 'interactions' });
  await run('dedupe scan', scan, [], {}, on('2026-06-23'));

  // Who looked, and who was refused.
  await run('show', show, [at(2)], {}, on('2026-06-24', '09:00', { by: wang, reveal: true }));
  await run('show', show, [at(3)], {}, on('2026-06-24', '09:10', { by: wang, reveal: true }));
  await run('show', show, [at(3)], {}, on('2026-06-24', '09:20', { by: as('zhao'), reveal: true }));
  for (const clock of ['09:30', '09:40'])
    ledger.recordRefusal('purge apply', 'not-allowed', {}, wang, new Date(`2026-06-25T${clock}:00+08:00`));

  await run('sweep monthly', sweep, [], { folder: join(folder, '2026-06') }, on(asOf, '20:00', { by: cron }));
  // After the quarter: no figure of it.
  await changes(20, ['remark=下季度'], '2026-07-02', '09:00');
  return ledger;
}

/** Fills the verification list in for places 51 to 55, as a person does. */
function fill(path: string, ledger: Ledger): void {
  const results = new Map([
    [51, '失联'],
    [52, '失联'],
    [53, '失联'],
    [54, '有效'],
    [55, '空号'],
  ]);
  const byNumber = new Map([...results].map(([id, result]) => [ledger.get(id)?.customer_no, result]));
  const listed = parse(readFileSync(path, 'utf8'), { bom: true, columns: true }) as Record<string, string>[];
  const filled = listed.flatMap((row) => {
    const result = byNumber.get(row['Customer number'] ?? null);
    if (result === undefined) return [];
    return [
      {
        客户编号: row['Customer number'],
        核实结果: result,
        核实依据: '三次拨打',
        核实日期: '2026-05-07',
        核实人: '王强',
      },
    ];
  });
  writeFileSync(path, stringify(filled, { header: true }));
}

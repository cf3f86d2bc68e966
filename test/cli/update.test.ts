/** `update`, the second person behind key fields, and the feed of changes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FROM, json, newLedger, type Ran, steward } from '../support/cli.js';

const told = (ran: Ran) => /^error \[([a-z-]+)\]/.exec(ran.stderr)?.[1];

async function oneCustomer() {
  const cwd = await newLedger();
  writeFileSync(
    join(cwd, 'a.csv'),
    '客户编号,客户名称,电话,负责人\nSH2024001,上海甲字号贸易有限公司,021-50801234,王强\nSH2024002,上海乙字号贸易有限公司,021-50801235,王强\n',
  );
  await steward(['import', 'a.csv', ...FROM, '--yes', '--quiet'], { cwd });
  return (...args: string[]) => steward([...args, '--reveal'], { cwd });
}
const because = ['--reason', '客户来电', '--yes'];

it('every update has a reason and a trigger; key fields wait for another person and are seen when confirmed [S0-22] [S0-25] [S0-26] [S2-28] [S2-29]', async () => {
  const run = await oneCustomer();
  const bare = await run('update', 'SH2024001', '地址=上海市徐汇区漕溪路1号', '--yes');
  expect([bare.code, told(bare)]).toEqual([2, 'reason-required']);

  const made = await run(
    'update',
    'SH2024001',
    '地址=上海市徐汇区漕溪路1号',
    'phone=021-50807777',
    '--trigger',
    'customer',
    '--happened',
    '2026-01-05',
    ...because,
    '--as',
    'li.na',
    '--json',
  );
  expect([made.code, json(made).counts]).toMatchObject([0, { updated: 2, pending: 1 }]);
  expect(json(made).late).toEqual(['001', '004']);
  expect(json(await run('show', 'SH2024001', '--json')).fields).toMatchObject({
    address: '上海市徐汇区漕溪路1号',
    phone: '021-50801234',
    changed_at: '2026-01-05',
  });
  expect(json(await run('update', 'pending', '--json'))).toMatchObject({
    pending: 1,
    items: [
      {
        pending: 'P1',
        customer: 'SH2024001',
        field: 'phone',
        from: '021-50801234',
        to: '021-50807777',
        trigger: 'customer',
        by: 'li.na',
        reason: '客户来电',
      },
    ],
  });
  const own = await run('update', 'confirm', 'P1', ...because, '--as', 'li.na');
  expect([own.code, told(own)]).toEqual([4, 'confirm-own']);
  expect(await run('update', 'confirm', 'SH2024001', ...because, '--as', 'zhao.min')).toMatchObject({ code: 0 });
  expect(json(await run('show', 'SH2024001', '--json')).fields.phone).toBe('021-50807777');

  const feed = json(await run('report', 'changes', '--key', '--since', '2', '--json'));
  expect(feed).toMatchObject({
    changes: 1,
    lastRun: 4,
    items: [
      {
        run: 4,
        customer: 'SH2024001',
        field: 'phone',
        before: '021-50801234',
        after: '021-50807777',
        actor: 'zhao.min',
        trigger: 'update/customer',
      },
    ],
  });
  expect(json(await run('report', 'changes', '--json')).items).toMatchObject([
    { field: 'address', happened: '2026-01-05', late: ['001', '004'] },
    { field: 'changed_at' },
    { field: 'phone' },
  ]);
  expect(json(await run('report', 'changes', '--since', '4', '--json')).changes).toBe(0);
  const history = json(await run('history', 'SH2024001', '--json'));
  expect(history.items.at(-1)).toMatchObject({
    field: 'phone',
    actor: 'zhao.min',
    rule: 'update/customer',
    note: '客户来电',
  });

  // Undone, the confirmation waits again; rejected, it is gone.
  expect((await run('undo', '4', ...because)).code).toBe(0);
  expect(json(await run('show', 'SH2024001', '--json')).fields.phone).toBe('021-50801234');
  expect((await run('update', 'reject', 'P1', ...because)).code).toBe(0);
  expect(json(await run('update', 'pending', '--json')).pending).toBe(0);
  expect(json(await run('audit', 'verify', '--json'))).toMatchObject({ faults: 0 });
}, 120_000);

it('what makes a record worse is refused and named, unless it is meant; several customers at once', async () => {
  const run = await oneCustomer();
  const worse = await run('update', 'SH2024001', 'phone=12', ...because, '--json');
  expect([worse.code, json(worse).refused, json(worse).run]).toEqual([1, true, null]);
  expect(json(worse).items.some((item: { rule: string }) => item.rule === 'validate/phone')).toBe(true);
  const twin = await run('update', 'SH2024001', '名称=上海乙字号贸易有限公司', ...because, '--json');
  expect([twin.code, json(twin).items.at(-1).rule]).toEqual([1, 'update/same-customer']);
  const meant = await run('update', 'SH2024001', 'phone=12', '--accept-findings', ...because, '--json');
  expect([meant.code, json(meant).counts.pending]).toEqual([1, 1]);
  const both = await run('update', 'SH2024001', 'SH2024002', '负责人=李娜', '备注=', ...because, '--json');
  expect([both.code, json(both).counts]).toMatchObject([0, { read: 2, updated: 2, unchanged: 2 }]);

  const [unknown, number, state, trigger, none] = await Promise.all([
    run('update', 'SH2024001', '负责任=李娜', ...because),
    run('update', 'SH2024001', '客户编号=SH2024009', ...because),
    run('update', 'SH2024001', '复核状态=复核通过', ...because),
    run('update', 'SH2024001', '备注=x', '--trigger', 'rumour', ...because),
    run('update', 'confirm', 'P9', ...because),
  ]);
  expect([told(unknown), unknown.stderr.includes('负责人')]).toEqual(['field-unknown', true]);
  expect([number.code, told(number)]).toEqual([4, 'field-reserved']);
  expect([state.code, told(state)]).toEqual([4, 'field-reserved']);
  expect(told(trigger)).toBe('bad-option');
  expect(told(none)).toBe('pending-unknown');
}, 120_000);

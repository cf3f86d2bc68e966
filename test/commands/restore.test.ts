/** Going back to a backup: nobody who was destroyed comes back, nothing that was given is given again, and what is lost is said. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import importFile from '../../src/commands/import.js';
import register from '../../src/commands/purge/register.js';
import drill from '../../src/commands/restore/drill.js';
import { copyLedger, createLedger, openLedger } from '../../src/ledger/open.js';
import { ledgerFiles } from '../../src/ledger/residue.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Change } from '../../src/model/plan.js';
import { eraseOf } from '../ledger/erasing.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { perform } from '../support/perform.js';
import { rawDatabase } from '../support/raw-database.js';
import { residueIn } from '../support/residue.js';
import { backUp, restored, restoreTo, textsOf } from '../support/restore.js';

const reasons = [{ rule: 'test/move', clause: 'S1-11' as const, data: {} }];
const merge = (id: number, into: number, expect_ = 1): Change => ({
  kind: 'set-aside',
  id,
  expect: expect_,
  why: 'merged',
  into,
  reasons,
});
const bringBack = (id: number): Change => ({ kind: 'bring-back', id, reasons });
const names = ['王小明', '李晓红', '赵大同', '钱新来', '孙立业'] as const;
const phoneOf = (i: number) => `1381234567${i}`;
const person = (i: number) =>
  insertOf({
    customer_no: `SH202400${i}`,
    name: names[i - 1] as string,
    phone: phoneOf(i),
    email: `kehu${i}@example.com`,
    address: `上海市闵行区莘庄镇第${i}弄${i * 7}号`,
  });
const refusal = async (work: Promise<unknown>): Promise<[string, number]> => {
  const error = await work.catch((cause: unknown) => cause);
  if (!(error instanceof StewardError)) throw new Error(`nothing was refused: ${String(error)}`);
  return [error.code, error.exit];
};

let folder: string;
let remove: () => void;
beforeEach(() => ({ folder, remove } = temporaryFolder()));
afterEach(() => remove());

describe.each(['ledger.db', '客户.csv'])('%s', (file) => {
  let path: string;
  let ledger: Ledger;
  let backup: string;
  beforeEach(() => {
    path = join(folder, file);
    backup = join(folder, 'backup');
    if (file.endsWith('.csv')) newSheetLedger(path);
    else createLedger(path, { by, now }).close();
    ledger = openLedger(path, { write: true });
    applyAll(
      ledger,
      names.map((_, i) => person(i + 1)),
    );
  });
  afterEach(() => ledger.close());

  const back = async (own: Readonly<Record<string, unknown>> = {}) => {
    ledger.close();
    const { said, ledger: now_ } = await restored(path, backup, own);
    ledger = now_;
    return said;
  };
  const sheet = () => (file.endsWith('.csv') ? readFileSync(path, 'utf8') : '');
  const left = () => readdirSync(folder).filter((name) => name.startsWith('.'));

  it('[S2-38, S2-32, S3-12] who was destroyed after the backup is destroyed in it again, to the last byte, and stays out', async () => {
    applyAll(ledger, [updateOf(2, 1, { phone: '13999999992' }, '李晓红换了号码')]);
    backUp(ledger.info, backup);
    const needles = textsOf(ledger, new Set([2, 4]));
    expect(await residueIn([join(backup, file.endsWith('.csv') ? 'ledger.csv' : 'ledger.db')], needles)).not.toEqual(
      [],
    );
    applyAll(ledger, [eraseOf(2, 2, { until: '2029-01-01' }), eraseOf(4)], { command: 'purge apply', reason: null });
    applyAll(ledger, [updateOf(1, 1, { remark: '备份之后的修改' })]);

    const { data, items, exit } = await back();

    expect([exit, data.standing, data.counts]).toEqual([
      0,
      'continues',
      { destroyed: 2, fields: 0, keptOut: 0, back: 0, lost: 2, lostEvents: 5 },
    ]);
    expect(items.filter(({ what }) => what === 'destroyed').map(({ customer }) => customer)).toEqual([
      'SH2024002',
      'SH2024004',
    ]);
    expect(items.filter(({ what }) => what === 'lost').map(({ command }) => command)).toEqual([
      'purge apply',
      'import',
    ]);
    expect([...ledger.read()].map(({ name, remark }) => [name, remark])).toEqual(
      ['王小明', '赵大同', '孙立业'].map((name) => [name, null]),
    );
    expect(await residueIn(ledgerFiles(ledger.info), needles)).toEqual([]);
    expect(ledger.erasure(2)).toMatchObject({ code: 'dead-number', until: '2029-01-01' });
    for (const phone of ['13999999992', phoneOf(4)])
      expect(ledger.tombstones({ phone }, '2028-01-01')).toMatchObject([{ by: 'phone' }]);
    expect(ledger.verify()).toMatchObject({ faults: [] });
    expect(ledger.verify().destroying).toBeUndefined();
    expect(sheet()).not.toContain('李晓红');
    expect(left()).toEqual([]);
    // Nobody comes in again unseen, by number, phone or e-mail.
    const rows = join(folder, '名单.csv');
    writeFileSync(
      rows,
      '客户编号,客户名称,电话,邮箱,省份\n,李晓红,13999999992,,上海\n,甲,,kehu4@example.com,上海\nSH2024002,乙,,,上海\n',
    );
    const taken = await perform(ledger, importFile, { source: '官网注册', consentAt: '2020-01-01' }, [rows]);
    expect(taken.data.counts).toMatchObject({ read: 3, created: 0, held: 3 });
    // The register of destruction has them still.
    const listed = await perform(ledger, register, {}, []);
    expect(listed.data.counts).toEqual({ runs: 1, files: 2, fields: 0 });
    expect(listed.items.map(({ customer, code, proposer, operator }) => [customer, code, proposer, operator])).toEqual(
      ['#2', '#4'].map((id) => [id, 'dead-number', '', 'li.na']),
    );
    // The trail says what was restored, by whom.
    expect([...ledger.runs()].find(({ command }) => command === 'restore')).toMatchObject({
      input: { mapping: 'restore', name: 'backup' },
      erased: { customers: 2, fields: 0 },
    });
  });

  it('[S2-38] who came and was destroyed after the backup is kept out, too; ids, serials and numbers are not given again', async () => {
    backUp(ledger.info, backup);
    const draft = ledger.draft();
    const number = { no: 'SH2026000007', scheme: 'region-year-serial', counter: 'SH2026', serial: 7 };
    draft.add(insertOf({ customer_no: number.no, name: '周来去', phone: '13700000006' }), { number });
    ledger.apply(
      draft,
      { command: 'import', asOf: '2026-11-21', policyHash: '', reason: null, input: null, period: null, counts: {} },
      by,
      now,
    );
    applyAll(ledger, [updateOf(3, 1, { phone: '13700000003' })]);
    applyAll(ledger, [eraseOf(6, 1, { until: '2029-01-01' }), eraseOf(3, 2, { until: '2029-01-01' })]);

    const { data } = await back();

    expect(data.counts).toMatchObject({ destroyed: 1, keptOut: 1, lost: 3 });
    expect(ledger.tombstones({ phone: '13700000006' }, '2028-01-01')).toMatchObject([
      { customer: 6, number: number.no },
    ]);
    // The old number of phone, which the backup knew, and the new one, which it did not.
    for (const phone of [phoneOf(3), '13700000003'])
      expect(ledger.tombstones({ phone }, '2028-01-01')).toMatchObject([{ customer: 3 }]);
    expect(ledger.registered(number.no)).toEqual({ customer: 6, free: false });
    expect(ledger.lastSerial('region-year-serial', 'SH2026')).toBe(7);
    applyAll(ledger, [insertOf({ name: '吴后来' })]);
    expect([...ledger.read()].map(({ id, name }) => [id, name]).at(-1)).toEqual([7, '吴后来']);
    expect(ledger.verify().faults).toEqual([]);
  });

  it('[S2-38] fields that were destroyed are destroyed again, and the rest of the customer stays', async () => {
    backUp(ledger.info, backup);
    const gone = [phoneOf(2), 'kehu2@example.com'];
    applyAll(ledger, [eraseOf(2, 1, { fields: ['phone'] })]);
    applyAll(ledger, [eraseOf(2, 2, { fields: ['email'] })]);
    const { data } = await back();
    expect(data.counts).toMatchObject({ destroyed: 0, fields: 1 });
    expect(ledger.get(2)).toMatchObject({ name: '李晓红', phone: null, email: null, customer_no: 'SH2024002' });
    expect(await residueIn(ledgerFiles(ledger.info), gone)).toEqual([]);
    expect(ledger.verify().faults).toEqual([]);
  });

  it('[S2-38, S1-11] of those merged when the backup was made, only who was destroyed goes; who was merged and destroyed later goes, too', async () => {
    applyAll(ledger, [merge(2, 1), merge(4, 3)]);
    backUp(ledger.info, backup);
    applyAll(ledger, [bringBack(2), bringBack(4)]);
    applyAll(ledger, [merge(5, 3)]);
    // 2 goes and 1 stays; 3 goes with 5, and 4 stays.
    applyAll(ledger, [eraseOf(2), eraseOf(3)]);
    const { data } = await back();
    expect(data.counts).toMatchObject({ destroyed: 3, back: 2 });
    expect([...ledger.read()].map(({ id }) => id)).toEqual([1, 4]);
    expect([2, 3, 5].map((id) => ledger.erasure(id)?.code)).toEqual(['dead-number', 'dead-number', 'dead-number']);
    expect(ledger.verify().faults).toEqual([]);
  });

  it('[S2-38] a second restore brings nobody back, either; the backup may be older than what an earlier restore destroyed', async () => {
    backUp(ledger.info, backup);
    applyAll(ledger, [eraseOf(2)]);
    await back();
    const again = await back();
    expect(again.data.counts).toMatchObject({ destroyed: 1, lost: 1 });
    expect([...ledger.read()].map(({ id }) => id)).toEqual([1, 3, 4, 5]);
    expect(ledger.verify().faults).toEqual([]);
  });

  it('a dry run says the same and changes nothing', async () => {
    backUp(ledger.info, backup);
    applyAll(ledger, [eraseOf(2)]);
    const head = ledger.head();
    ledger.close();
    const { data } = await restoreTo(path, backup, {}, { dryRun: true });
    expect(data.counts).toMatchObject({ destroyed: 1, lost: 1 });
    ledger = openLedger(path, { write: true });
    expect([ledger.head(), left()]).toEqual([head, []]);
  });

  it('[S2-38] a ledger of another history is not replaced unless that is asked for, which the trail records; another ledger never', async () => {
    backUp(ledger.info, backup);
    applyAll(ledger, [updateOf(1, 1, { remark: '分支' })]);
    const later = backUp(ledger.info, join(folder, 'later'));
    await back();
    applyAll(ledger, [updateOf(2, 1, { remark: '另一分支' })]);
    // Destroyed on this branch alone: one whom both knew, and one who came here.
    applyAll(ledger, [insertOf({ name: '只在这里', phone: '13700000008' })]);
    applyAll(ledger, [eraseOf(3), eraseOf([...ledger.read()].at(-1)?.id as number)]);
    backup = later;
    expect(await refusal(back())).toEqual(['restore-unlinked', 4]);
    const { data } = await back({ otherHistory: true });
    expect(data).toMatchObject({ standing: 'other', counts: { otherHistory: 1, destroyed: 1, keptOut: 0, lost: 4 } });
    expect([ledger.get(3), ledger.erasure(3)?.code, ledger.verify().faults]).toEqual([null, 'dead-number', []]);
    expect(ledger.tombstones({ phone: phoneOf(3) }, '2026-12-01')).toMatchObject([{ customer: 3 }]);
    expect(ledger.get(1)?.remark).toBe('分支');
    expect([...ledger.runs()].at(-1)?.counts).toMatchObject({ otherHistory: 1 });
    const other = join(folder, `other-${file}`);
    copyLedger(path, other, { by, now }).close();
    expect(await refusal(restoreTo(other, later, { otherHistory: true }))).toEqual(['restore-other-ledger', 3]);
  });

  it('[S2-38] a drill says who would be destroyed again, is recorded, and leaves nothing behind', async () => {
    backUp(ledger.info, backup);
    applyAll(ledger, [eraseOf(2), eraseOf(3, 1, { fields: ['phone'] })]);
    const before = readdirSync(folder).sort();
    const head = ledger.head();
    const { exit, data } = await perform(ledger, drill, {}, [backup], { name: 'restore drill' });
    expect(exit).toBe(0);
    expect(data).toMatchObject({ sound: true, standing: 'continues', counts: { destroyed: 1, fields: 1, faults: 0 } });
    expect(readdirSync(folder).sort()).toEqual(before);
    expect([...ledger.runs()].at(-1)).toMatchObject({ command: 'restore drill', input: { mapping: 'restore drill' } });
    expect(ledger.head().size).toBe(head.size + 1);
    expect([...ledger.read()].map(({ id }) => id)).toEqual([1, 3, 4, 5]);
    expect(ledger.verify().faults).toEqual([]);
  });

  it('handles that are open meanwhile stay sound: a reader keeps what it saw, and who planned on the old state starts again', async () => {
    backUp(ledger.info, backup);
    applyAll(ledger, [insertOf({ name: '新来的' })]);
    const reader = openLedger(path, { write: false });
    expect(reader.count()).toBe(6);
    const planner = openLedger(path, { write: true });
    const draft = planner.draft();
    draft.add(updateOf(1, 1, { remark: '旧计划' }));
    await back();
    expect([reader.count(), [...reader.read()].length, reader.verify().faults]).toEqual([6, 6, []]);
    expect(() =>
      planner.apply(
        draft,
        { command: 'update', asOf: '2026-11-21', policyHash: '', reason: null, input: null, period: null, counts: {} },
        by,
        now,
      ),
    ).toThrow(expect.objectContaining({ code: 'ledger-changed' }));
    applyAll(planner, [updateOf(1, 1, { remark: '新计划' })]);
    reader.close();
    planner.close();
    expect([...ledger.read()].map(({ name, remark }) => [name, remark]).slice(0, 1)).toEqual([['王小明', '新计划']]);
    const raw = rawDatabase(ledger.info.database);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    raw.close();
    expect([ledger.count(), ledger.verify().faults]).toEqual([5, []]);
  });

  it('a run that comes while the restore waits for the lock is not lost unsaid: the restore starts again', async () => {
    backUp(ledger.info, backup);
    ledger.lock();
    const draft = ledger.draft();
    draft.add(insertOf({ name: '刚刚来的' }));
    setTimeout(
      () =>
        void ledger.apply(
          draft,
          {
            command: 'import',
            asOf: '2026-11-21',
            policyHash: '',
            reason: null,
            input: null,
            period: null,
            counts: {},
          },
          by,
          now,
        ),
      700,
    );
    expect(await refusal(restoreTo(path, backup))).toEqual(['ledger-changed', 5]);
    expect([[...ledger.read()].map(({ name }) => name).at(-1), left()]).toEqual(['刚刚来的', []]);
  });

  it('where no ledger can say whom the backup has to lose, it is not restored without a word', async () => {
    backUp(ledger.info, backup);
    applyAll(ledger, [eraseOf(2)]);
    const to = join(folder, `新${file}`);
    // The ledger in use is asked where none stands at the path.
    const { data } = await restoreTo(to, backup, { to }, { inUse: path });
    expect(data).toMatchObject({ standing: 'continues', counts: { destroyed: 1, lost: 0 } });
    const copy = openLedger(to, { write: false });
    expect([copy.get(2), copy.verify().faults]).toEqual([null, []]);
    copy.close();
    const alone = join(folder, `独${file}`);
    expect(await refusal(restoreTo(alone, backup, { to: alone }))).toEqual(['restore-unlinked', 4]);
    expect(existsSync(alone)).toBe(false);
    const { data: told } = await restoreTo(alone, backup, { to: alone, otherHistory: true });
    expect(told).toMatchObject({ standing: 'none', counts: { destroyed: 0, otherHistory: 1 } });
  });
});

/** What may happen to one of five customers. */
const step = fc.record({
  what: fc.constantFrom('update', 'merge', 'back', 'erase', 'field', 'insert'),
  id: fc.integer({ min: 1, max: 7 }),
  other: fc.integer({ min: 1, max: 7 }),
});

/** Does a step where it can be done; whom it destroyed wholly, and of whom it destroyed the phone. */
function does(ledger: Ledger, { what, id, other }: { what: string; id: number; other: number }, no: number) {
  const record = ledger.get(id);
  const whole: number[] = [];
  const field: number[] = [];
  if (what === 'insert' && no < 3) applyAll(ledger, [insertOf({ name: `后来${no}`, phone: `1370000000${no}` })]);
  else if (what === 'back' && ledger.aside(id)) applyAll(ledger, [bringBack(id)]);
  else if (record === null) return { whole, field };
  else if (what === 'update')
    applyAll(ledger, [
      updateOf(id, record.version, { phone: `1390000${String(no).padStart(2, '0')}${String(id).padStart(2, '0')}` }),
    ]);
  else if (what === 'merge' && id !== other && ledger.get(other)) applyAll(ledger, [merge(id, other, record.version)]);
  else if (what === 'field') {
    applyAll(ledger, [eraseOf(id, record.version, { fields: ['phone'] })]);
    field.push(id);
  } else if (what === 'erase') {
    const family = (one: number): number[] => [one, ...ledger.members(one).flatMap(family)];
    whole.push(...family(id));
    applyAll(ledger, [eraseOf(id, record.version)]);
  }
  return { whole, field };
}

it('[S2-38] whatever happened before and after the backup: who was destroyed is not there, everybody else is, as the backup had them, and all of it holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), fc.array(step, { maxLength: 8 }), async (first, second) => {
      const place = temporaryFolder();
      const path = join(place.folder, 'ledger.db');
      const ledger = createLedger(path, { by, now });
      try {
        applyAll(
          ledger,
          names.map((_, i) => person(i + 1)),
        );
        for (const [no, one] of first.entries()) does(ledger, one, no);
        const backup = backUp(ledger.info, join(place.folder, 'backup'));
        const ids = [1, 2, 3, 4, 5, 6, 7];
        const stored = (from: Ledger, id: number) => from.get(id) ?? from.aside(id)?.record ?? null;
        const had = new Map(ids.map((id) => [id, stored(ledger, id)]));
        const whole = new Set<number>();
        const field = new Set<number>();
        const keys: { id: number; phone: string }[] = [];
        for (const [no, one] of second.entries()) {
          const before = new Map(ids.map((id) => [id, stored(ledger, id)?.phone]));
          const went = does(ledger, one, 50 + no);
          for (const id of went.whole) {
            whole.add(id);
            const phone = before.get(id);
            if (phone) keys.push({ id, phone });
          }
          for (const id of went.field) field.add(id);
        }
        ledger.close();
        const { ledger: now_ } = await restored(path, backup);
        try {
          for (const id of ids) {
            const old = had.get(id);
            const found = stored(now_, id);
            if (old == null || whole.has(id)) expect([id, found]).toEqual([id, null]);
            else if (field.has(id)) expect(found).toMatchObject({ name: old.name, phone: null });
            else expect({ ...found, version: 0 }).toEqual({ ...old, version: 0 });
          }
          for (const { id, phone } of keys)
            expect(now_.tombstones({ phone }, null).some(({ customer }) => customer === id)).toBe(true);
          expect(now_.verify().faults).toEqual([]);
        } finally {
          now_.close();
        }
      } finally {
        ledger.close();
        place.remove();
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);

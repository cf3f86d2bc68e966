/** The report on imports over a real ledger: every row of every file is accounted for. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import undoImport from '../../src/commands/import/undo.js';
import importFile from '../../src/commands/import.js';
import report from '../../src/commands/report/import.js';
import decide from '../../src/commands/review/decide.js';
import undoRun from '../../src/commands/undo.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import { by, now, temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { perform } from '../support/perform.js';

const FIRST = `客户编号,客户名称,电话,省份,备注
SH2026001,上海云帆科技有限公司,021-50801234,上海市,
SH2026002,上海远山贸易有限公司,021-50801235,上海市,
SH2026003,上海晨曦制造有限公司,021-50801236,上海市,
,,,,没有客户的一行
`;
/** One unchanged, one updated, one that claims a number of somebody else, one new. */
const SECOND = `客户编号,客户名称,电话,省份,备注
SH2026001,上海云帆科技有限公司,021-50801234,上海市,
SH2026002,上海远山贸易有限公司,021-50801235,上海市,老客户
SH2026003,北京大海有限公司,010-62801234,北京市,
SH2026004,上海小桥餐饮有限公司,021-50801238,上海市,
`;

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  let folder: string;
  let ledger: Ledger;
  let remove: () => void;
  const take = async (name: string, text: string, source: string) => {
    writeFileSync(join(folder, name), text);
    const options = { source, consentAt: '2026-01-01' };
    return (await perform(ledger, importFile, options, [join(folder, name)], { name: 'import' })).data.counts;
  };
  const reported = (options: Record<string, unknown> = {}, asOf = '2026-11-27') =>
    perform(ledger, report, options, [], { asOf });

  beforeEach(async () => {
    ({ folder, remove } = temporaryFolder());
    const path = join(folder, file);
    if (file.endsWith('.csv')) newSheetLedger(path);
    else createLedger(path, { by, now }).close();
    ledger = openLedger(path, { write: true });
    expect(await take('一.csv', FIRST, '展会现场')).toMatchObject({ read: 4, created: 3, rejected: 1 });
    expect(await take('二.csv', SECOND, '官网注册')).toMatchObject({
      read: 4,
      created: 1,
      updated: 1,
      unchanged: 1,
      held: 1,
    });
  });
  afterEach(() => {
    ledger.close();
    remove();
  });

  it('[S0-05, S1-09] each file with what became of its rows, held rows by rule, customers by source', async () => {
    const { data, items } = await reported();
    expect(data.counts).toEqual({
      imports: 2,
      read: 8,
      created: 4,
      updated: 1,
      unchanged: 1,
      held: 1,
      rejected: 1,
      waiting: 1,
      undone: 0,
    });
    expect(items.map(({ run, file, read, waiting, adds }) => [run, file, read, waiting, adds])).toEqual([
      [1, '一.csv', 4, 0, true],
      [2, '二.csv', 4, 1, true],
    ]);
    expect(data.sources.map(({ source, entered, aside }: Record<string, unknown>) => [source, entered, aside])).toEqual(
      [
        ['展会现场', 3, 0],
        ['官网注册', 1, 0],
      ],
    );
    expect(data.held).toHaveLength(1);
    expect(data.held[0]).toMatchObject({ why: 'conflict', states: { waiting: 1, dropped: 0 } });
    expect(data.destroyed).toBe(0);
  });

  it('[S0-27] says how a held row was settled, and which import was undone', async () => {
    const [held] = [...ledger.held()];
    await perform(ledger, decide, { how: 'drop' }, [String(held?.id)], { reason: '录错了' });
    await perform(ledger, undoImport, {}, ['1'], { reason: '导错了文件' });
    const { data, items } = await reported();
    expect(data.counts).toMatchObject({ waiting: 0, undone: 1 });
    expect(data.held[0].states).toMatchObject({ waiting: 0, dropped: 1 });
    expect(items.map(({ run, undoneBy }) => [run, undoneBy !== null])).toEqual([
      [1, true],
      [2, false],
    ]);
    const exhibition = data.sources.find(({ source }: { source: string }) => source === '展会现场');
    expect(exhibition.aside).toBeGreaterThan(0);
  });

  it('[S0-27] as at a day before, what was decided, undone and brought back later had not happened', async () => {
    const later = (day: string) => ({ now: new Date(`${day}T10:00:00+08:00`), asOf: day, reason: '录错了' });
    const before = await reported();
    expect(before.data.later).toBe(0);
    expect(before.doc?.blocks[0]).toMatchObject({ kind: 'kpis' });
    const [held] = [...ledger.held()];
    await perform(ledger, decide, { how: 'drop' }, [String(held?.id)], later('2026-11-28'));
    await perform(ledger, undoImport, {}, ['1'], later('2026-11-29'));
    const then = await reported({ folder: join(folder, '从前') });
    expect(then.data).toMatchObject({
      counts: before.data.counts,
      held: before.data.held,
      sources: before.data.sources,
    });
    expect(then.data.later).toBeGreaterThan(0);
    expect(then.items).toEqual(before.items);
    expect(then.doc?.blocks[0]).toMatchObject({ kind: 'note', level: 'warn' });
    expect(then.notes).toHaveLength(1);
    const rows = (name: string) => readFileSync(join(folder, `从前/rows/${name}.csv`), 'utf8');
    expect(rows('held')).toContain('waiting');
    expect(rows('sources')).not.toContain('undone');

    const decided = await reported({}, '2026-11-28');
    expect(decided.data).toMatchObject({ counts: { waiting: 0, undone: 0 }, sources: before.data.sources });
    const undone = await reported({}, '2026-11-29');
    expect(undone.data).toMatchObject({ later: 0, counts: { undone: 1 } });
    expect(undone.data.sources).not.toEqual(before.data.sources);
    // The undo is undone, and the row waits again: on the day before that, both still stood.
    const runs = [...ledger.runs()];
    for (const run of [runs.at(-1)?.run, runs.at(-2)?.run])
      await perform(ledger, undoRun, {}, [String(run)], { name: 'undo', ...later('2026-12-01') });
    expect((await reported({}, '2026-12-01')).data).toMatchObject({
      counts: { waiting: 1, undone: 0 },
      sources: before.data.sources,
    });
    const earlier = await reported({}, '2026-11-30');
    expect(earlier.data).toEqual({ ...undone.data, later: earlier.data.later });
    expect(earlier.data.later).toBeGreaterThan(0);
    expect((await reported({ run: 1 }, '2026-11-26')).data.counts).toMatchObject({ imports: 0 });
  });

  it('narrows to a run or to days, nothing after the as-of day, and refuses what is no import', async () => {
    expect((await reported({ run: 2 })).data.counts).toMatchObject({ imports: 1, read: 4, held: 1 });
    expect((await reported({ since: '2026-11-28' })).data.counts).toMatchObject({ imports: 0, read: 0 });
    expect((await reported({ until: '2026-11-26' })).data.counts).toMatchObject({ imports: 0 });
    expect((await reported({}, '2026-11-26')).data.counts).toMatchObject({ imports: 0 });
    expect((await reported({ since: '2026-11-27', until: '2026-11-27' })).data.counts).toMatchObject({ imports: 2 });
    await expect(reported({ run: 9 })).rejects.toMatchObject({ code: 'run-unknown' });
    await expect(reported({ since: '27.11.2026' })).rejects.toBeInstanceOf(StewardError);
  });

  it('[S0-01] every figure is the count of its rows beside it, which name nobody', async () => {
    const target = join(folder, '报告');
    const { data } = await reported({ folder: target });
    const rows = (name: string): Record<string, string>[] =>
      parse(readFileSync(join(target, `rows/${name}.csv`), 'utf8'), { bom: true, columns: true });
    const sum = (name: string, column: string) => rows(name).reduce((all, row) => all + Number(row[column]), 0);
    for (const key of ['read', 'created', 'updated', 'unchanged', 'held', 'rejected'])
      expect([key, sum('imports', key)]).toEqual([key, data.counts[key]]);
    expect(sum('imports', 'heldWaiting')).toBe(data.counts.waiting);
    expect(rows('imports')).toHaveLength(data.counts.imports);
    expect(rows('held').filter(({ state }) => state === 'waiting')).toHaveLength(data.counts.waiting);
    expect(rows('held')).toHaveLength(data.counts.held);
    expect(sum('sources', 'customers')).toBe(4);
    for (const name of ['imports', 'held', 'sources'])
      expect(readFileSync(join(target, `rows/${name}.csv`), 'utf8')).not.toMatch(/云帆|远山|大海|5080|6280/);
    for (const name of ['report.html', 'report.md', 'report.json'])
      expect(readFileSync(join(target, name), 'utf8')).not.toMatch(/云帆|远山|大海|5080|6280/);
  });
});

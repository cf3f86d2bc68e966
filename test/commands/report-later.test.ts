/** Reports as at a day in the past: what was recorded after it is not counted, or the report says that it shows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.js';
import importFile from '../../src/commands/import.js';
import coverage from '../../src/commands/report/coverage.js';
import monthly from '../../src/commands/report/monthly.js';
import quality from '../../src/commands/report/quality.js';
import quarterly from '../../src/commands/report/quarterly.js';
import register from '../../src/commands/report/register.js';
import sweep from '../../src/commands/sweep/monthly.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Doc } from '../../src/output/document.js';
import { renderCsv } from '../../src/output/render-csv.js';
import { renderHtml } from '../../src/output/render-html.js';
import { renderMarkdown } from '../../src/output/render-markdown.js';
import { renderTerminal } from '../../src/output/render-terminal.js';
import { renderXlsx } from '../../src/output/render-xlsx.js';
import { makeStyle } from '../../src/output/style.js';
import { readTable } from '../files/helpers.js';
import { by, temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { type Performance, perform } from '../support/perform.js';

const at = (day: string, clock = '10:00'): Performance => ({
  asOf: day,
  now: new Date(`${day}T${clock}:00+08:00`),
  reason: '补做',
});

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  let folder: string;
  let ledger: Ledger;
  let remove: () => void;
  const swept = (asOf: string, on: Performance) =>
    perform(ledger, sweep, { folder: join(folder, `${asOf}-${on.asOf}`) }, [], { name: 'sweep monthly', ...on, asOf });
  const figures = async (command: typeof coverage | typeof quarterly, asOf: string) => {
    const { data, doc } = await perform(ledger, command, {}, [], { asOf });
    const parts = data.parts as { figures: { id: string; value: number | null }[] }[];
    return {
      later: data.later as number,
      first: doc?.blocks[0],
      of: new Map(parts.flatMap((part) => part.figures).map(({ id, value }) => [id, value])),
    };
  };

  beforeAll(async () => {
    ({ folder, remove } = temporaryFolder());
    const path = join(folder, file);
    const made = new Date('2026-01-05T01:00:00Z');
    if (file.endsWith('.csv')) newSheetLedger(path, made);
    else createLedger(path, { by, now: made }).close();
    ledger = openLedger(path, { write: true });
    writeFileSync(join(folder, '一.csv'), '客户编号,客户名称,电话\nSH2026001,上海云帆科技有限公司,021-50801234\n');
    await perform(ledger, importFile, { source: '展会', consentAt: '2026-01-01' }, [join(folder, '一.csv')], {
      name: 'import',
      ...at('2026-01-05', '11:00'),
    });
    await swept('2026-01-31', at('2026-01-31', '20:00'));
    await swept('2026-04-30', at('2026-04-30', '20:00'));
  });
  afterAll(() => {
    ledger.close();
    remove();
  });

  it('[S0-28, C17] a sweep made after the as-of day does not count, and the closed quarter stays as it was', async () => {
    const before = await figures(quarterly, '2026-06-30');
    expect(before.of.get('coverage.monthly.made')).toBe(2);
    const missed = before.of.get('coverage.monthly.missed');
    // In July by the clock of China, in June by UTC's.
    await swept('2026-05-31', { ...at('2026-07-01'), now: new Date('2026-06-30T16:30:00Z') });
    for (const command of [coverage, quarterly]) {
      const { later, first, of } = await figures(command, '2026-06-30');
      expect(later).toBeGreaterThan(0);
      expect(first).toMatchObject({ kind: 'note', level: 'warn' });
      expect(of.get('coverage.monthly.made')).toBe(2);
      expect(of.get('coverage.monthly.undone')).toBe(0);
      expect(of.get('coverage.monthly.missed')).toBe(missed);
    }
    expect((await figures(quarterly, '2026-06-30')).of).toEqual(before.of);
    const next = await figures(coverage, '2026-12-31');
    expect(next).toMatchObject({ later: 0 });
    expect(next.first).not.toMatchObject({ kind: 'note' });
    expect(next.of.get('coverage.monthly.made')).toBe(3);
  });
  it('[S0-01, S4-26] the monthly report, the quality report and the register say in every format that the ledger has gone on', async () => {
    for (const [command, folded] of [
      [monthly, true],
      [quality, true],
      [register, false],
    ] as const)
      for (const lang of ['zh-CN', 'en'] as const) {
        const line = { 'zh-CN': '截止日之后台账又记了', en: 'were recorded after the as-of day' }[lang];
        const how = { asOf: '2026-01-31', lang };
        const { data, doc, notes } = await perform(ledger, command as Command, {}, [], how);
        expect(data.later).toBeGreaterThan(0);
        const made = doc as Doc;
        const wide = { width: 400, style: makeStyle({ level: 0, unicode: true }) };
        for (const text of [renderTerminal(made, wide), renderMarkdown(made), renderHtml(made), renderCsv(made)])
          expect(text).toContain(line);
        writeFileSync(join(folder, 'report.xlsx'), renderXlsx(made));
        expect(JSON.stringify(await readTable(join(folder, 'report.xlsx')))).toContain(line);
        // Items alone have no place for a line: it is said beside them.
        expect(notes.filter((note) => note.includes(line))).toHaveLength(folded ? 0 : 1);
        const now = await perform(ledger, command as Command, {}, [], { ...how, asOf: '2026-12-31' });
        expect(now).toMatchObject({ data: { later: 0 }, notes: [] });
        expect(renderCsv(now.doc as Doc)).not.toContain(line);
      }
  });
});

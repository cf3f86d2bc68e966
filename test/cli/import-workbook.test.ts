/** Workbooks at the door: what is read is said, what cannot be is refused with the way out. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bookParts, rowsXml, zipOf } from '../../scripts/fixture/workbook.js';
import { FROM, fixtures, folder, json, newLedger, steward } from '../support/cli.js';

const put = (cwd: string, name: string): void => cpSync(join(fixtures, 'messy', name), join(cwd, name));

interface Item {
  readonly code: string;
  readonly what: string;
  readonly line?: number | null;
  readonly header?: string | null;
}

describe('import of a workbook', () => {
  it('says sheet, header row and all that its cells do not show; the counts add up; the same file again is known', async () => {
    const cwd = await newLedger();
    put(cwd, 'exhibition.xlsx');
    const first = json(await steward(['import', 'exhibition.xlsx', '--yes', '--json'], { cwd }));
    expect(first.read).toMatchObject({
      sheet: '展会客户',
      sheets: ['填写说明', '展会客户', '名单'],
      headerLine: 2,
      preamble: ['2026年春季机械展客户登记表'],
      blankRows: 1,
    });
    expect(first.counts).toMatchObject({ read: 4, created: 3, rejected: 1 });
    const items = (first.items as Item[]).filter(({ code, what }) => what !== 'finding' && !code.startsWith('column/'));
    expect(items.map(({ what, code, line, header }) => [what, code, line ?? null, header ?? null])).toEqual([
      ['note', 'cell/long-number', 4, '统一社会信用代码'],
      ['note', 'cell/error-value', 6, ''],
      ['rejected', 'row/total', 7, null],
      ['note', 'table/other-sheets', null, null],
      ['note', 'table/hidden-rows', null, null],
      ['note', 'table/merged-cells', null, null],
    ]);
    const shown = json(await steward(['show', '#2', '--reveal', '--json'], { cwd }));
    expect(shown.fields).toMatchObject({ phone: '13861820447', first_contact_at: '2026-04-16 10:30' });
    expect(readFileSync(join(cwd, 'exhibition.xlsx.rejects.csv'), 'utf8')).toMatch(/\r\n7,[^\n]*合计,3家/);
    const again = await steward(['import', 'exhibition.xlsx', '--yes'], { cwd });
    expect(again.stdout).toContain('This file was imported before');
    const text = await steward(['import', 'exhibition.xlsx', '--unnumbered', '--dry-run'], { cwd });
    expect(text.stdout).toContain('xlsx · sheet "展会客户" · header on row 2');
    expect(text.stdout).toMatch(/table\/other/);
  });

  it('another sheet of the same file is another table', async () => {
    const cwd = await newLedger();
    const xml = (name: string) =>
      rowsXml([
        ['客户名称', '电话'],
        [name, '13706584127'],
      ]);
    const sheets = [
      { name: '华东', xml: xml('宁波众岳精密机械有限公司') },
      { name: '华南', xml: xml('佛山市凯弘陶瓷有限公司') },
    ];
    writeFileSync(join(cwd, 'regions.xlsx'), zipOf(bookParts(sheets), true));
    for (const sheet of ['华东', '华南']) {
      const { counts } = json(
        await steward(['import', 'regions.xlsx', '--sheet', sheet, ...FROM, '--yes', '--json'], { cwd }),
      );
      expect([sheet, counts.created]).toEqual([sheet, 1]);
    }
  });

  it('what cannot be read is refused in one line with the way out', async () => {
    const cwd = await newLedger();
    for (const name of ['exhibition.xlsx', 'old-excel.xls', 'web-page.xls']) put(cwd, name);
    const cases: [string[], string, string][] = [
      [['old-excel.xls'], 'file-is-xls', '.xlsx'],
      [['web-page.xls'], 'file-is-markup', '.xlsx'],
      [['exhibition.xlsx', '--sheet', '客户'], 'sheet-unknown', '展会客户'],
      [['exhibition.xlsx', '--encoding', 'gb18030'], 'option-not-for-file', '--encoding'],
    ];
    for (const [words, code, hint] of cases) {
      const ran = await steward(['import', ...words, '--dry-run', '--json'], { cwd });
      expect([ran.code, json(ran).error.code]).toEqual([2, code]);
      expect(`${json(ran).error.message} ${json(ran).error.hint}`).toContain(hint);
    }
  });

  it('init --adopt takes a workbook over into SQLite; a CSV ledger cannot be one', async () => {
    const cwd = folder();
    put(cwd, 'exhibition.xlsx');
    const csv = await steward(['init', '--ledger', '台账.csv', '--adopt', 'exhibition.xlsx', '--json'], { cwd });
    expect([csv.code, json(csv).error.code]).toEqual([2, 'file-is-workbook']);
    expect(existsSync(join(cwd, '台账.csv'))).toBe(false);
    const made = await steward(['init', '--adopt', 'exhibition.xlsx', '--sheet', '展会客户', '--json'], { cwd });
    expect(json(made).counts).toMatchObject({ read: 4, created: 3, rejected: 1 });
    const checked = json(await steward(['validate', 'exhibition.xlsx', '--json', '--exit-zero'], { cwd }));
    expect(checked.counts).toMatchObject({ read: 4, rejected: 1 });
  });
});

/** A report as a folder: what is written, in which order it takes its names, and what happens when it cannot. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBlocks, type RowFile, rowsPath, writeFolder } from '../../src/commands/report/write-folder.js';
import { StewardError } from '../../src/model/errors.js';
import type { Doc } from '../../src/output/document.js';
import { temporaryFolder } from '../ledger/helpers.js';
import { zhDoc } from '../output/samples.js';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const doc: Doc = {
  ...zhDoc,
  blocks: [{ kind: 'kpis', items: [{ label: '逾期', value: 2, rowsFile: rowsPath('overdue') }] }],
};
const rows = (): RowFile[] => [
  {
    name: 'overdue',
    header: ['customer', 'due', 'days'],
    rows: [
      ['SH2024001', '2026-06-01', 29],
      ['=cmd', null, -3],
    ],
  },
  { name: 'none', header: ['customer'], rows: [] },
];

describe('writeFolder', () => {
  it('writes the report four times, its rows as Excel reads them, and says in JSON what belongs to it', () => {
    const target = join(folder, 'a/报告');
    const files = writeFolder(target, { doc, json: { asOf: '2026-06-30' }, rows: rows() });
    expect(readdirSync(target).sort()).toEqual(['report.html', 'report.json', 'report.md', 'report.xlsx', 'rows']);
    expect(readFileSync(join(target, 'rows/overdue.csv'), 'utf8')).toBe(
      "\ufeffcustomer,due,days\r\nSH2024001,2026-06-01\t,29\r\n'=cmd,,-3\r\n",
    );
    expect(JSON.parse(readFileSync(files.json, 'utf8'))).toEqual({
      asOf: '2026-06-30',
      rows: [
        { file: 'rows/overdue.csv', rows: 2 },
        { file: 'rows/none.csv', rows: 0 },
      ],
    });
    expect(readFileSync(files.html, 'utf8')).toContain('href="rows/overdue.csv"');
    expect(readFileSync(files.markdown, 'utf8')).toContain('(rows/overdue.csv)');
    expect(files.rows).toEqual([
      { file: join(target, 'rows/overdue.csv'), rows: 2 },
      { file: join(target, 'rows/none.csv'), rows: 0 },
    ]);
    expect(statSync(target).mode & 0o777).toBe(0o700);
    expect(statSync(files.xlsx).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(filesBlocks(files, 'en', [['x.csv', 'more']]))).toContain('rows: 2');
  });

  it('the same again gives the same bytes, in place of the old ones', () => {
    const files = writeFolder(folder, { doc, json: {}, rows: rows() });
    const first = [files.html, files.markdown, files.xlsx, files.json].map((path) => readFileSync(path));
    writeFolder(folder, { doc, json: {}, rows: rows() });
    expect([files.html, files.markdown, files.xlsx, files.json].map((path) => readFileSync(path))).toEqual(first);
    expect(readdirSync(folder).sort()).toEqual(['report.html', 'report.json', 'report.md', 'report.xlsx', 'rows']);
  });

  it('what cannot be finished leaves what was there, and no half of the new', () => {
    writeFolder(folder, { doc, json: { n: 1 }, rows: rows() });
    const broken: RowFile = {
      name: 'overdue',
      header: ['customer'],
      rows: (function* () {
        yield ['SH2024009'];
        throw new StewardError('ledger-damaged', { path: 'x', detail: '' });
      })(),
    };
    expect(() => writeFolder(folder, { doc, json: { n: 2 }, rows: [broken] })).toThrow(StewardError);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toContain('"n": 1');
    expect(readFileSync(join(folder, 'rows/overdue.csv'), 'utf8')).toContain('SH2024001');
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(readdirSync(join(folder, 'rows')).sort()).toEqual(['none.csv', 'overdue.csv']);
  });

  it('a folder in which nothing can be written is said, by its name', () => {
    mkdirSync(join(folder, 'report.html'));
    expect(() => writeFolder(folder, { doc, json: {} })).toThrow(
      expect.objectContaining({ code: 'file-is-directory' }),
    );
    expect(existsSync(join(folder, 'report.json'))).toBe(false);
    if (process.getuid?.() === 0) return;
    chmodSync(folder, 0o500);
    expect(() => writeFolder(join(folder, 'b'), { doc, json: {} })).toThrow(
      expect.objectContaining({ code: 'file-not-writable' }),
    );
  });
});

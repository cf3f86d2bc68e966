import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/output/document.js';
import { makeStyle } from '../../src/output/style.js';
import { terminalTable } from '../../src/output/table.js';
import { displayWidth } from '../../src/output/width.js';

const plain = makeStyle({ level: 0, unicode: true });
const ascii = makeStyle({ level: 0, unicode: false });
const columns: Column[] = [
  { key: 'id', label: '客户编号', align: 'left' },
  { key: 'name', label: '客户名称', align: 'left' },
  { key: 'value', label: '成交额', align: 'right', decimals: 1 },
];
const rows = [
  ['KH00001', '苏州鸿远精密机械有限公司', 1234.5],
  ['KH2', 'Anna Müller 😀', -3],
  ['', '上海睿捷', { text: 0, tone: 'bad' as const }],
];

describe('terminalTable', () => {
  it('aligns Chinese, Latin and emoji, numbers to the right, with light rules', () => {
    expect(
      terminalTable(
        { columns, rows, total: ['合计', '', 1231.5], more: 12345 },
        { width: 80, style: plain, lang: 'zh-CN' },
      ),
    ).toBe(
      `客户编号  客户名称                   成交额
────────  ────────────────────────  ───────
KH00001   苏州鸿远精密机械有限公司  1,234.5
KH2       Anna Müller 😀               -3.0
          上海睿捷                    ✗ 0.0
────────  ────────────────────────  ───────
合计                                1,231.5
另有 12,345 行未列出
`,
    );
  });

  it('cuts the widest text column to the width of the terminal, never a number', () => {
    expect(terminalTable({ columns, rows }, { width: 30, style: ascii, lang: 'en' })).toBe(
      `客户编号  客户名称      成交额
--------  -----------  -------
KH00001   苏州鸿远精~  1,234.5
KH2       Anna Mülle~     -3.0
          上海睿捷       x 0.0
`,
    );
  });

  it('becomes one block a row where the columns cannot stand side by side', () => {
    expect(
      terminalTable(
        { columns, rows: rows.slice(0, 2), total: ['合计', '', 1] },
        { width: 20, style: plain, lang: 'en' },
      ),
    ).toBe(
      `客户编号  KH00001
客户名称  苏州鸿远…
成交额    1,234.5
──────────
客户编号  KH2
客户名称  Anna Müll…
成交额    -3.0
──────────
客户编号  合计
客户名称
成交额    1.0
`,
    );
  });

  it('says when there is nothing, in both languages', () => {
    const head = '客户编号  客户名称  成交额\n────────  ────────  ──────\n';
    expect(terminalTable({ columns, rows: [] }, { width: 80, style: plain, lang: 'zh-CN' })).toBe(
      `${head}（无数据）\n`,
    );
    expect(terminalTable({ columns, rows: [] }, { width: 80, style: plain, lang: 'en' })).toBe(`${head}(no data)\n`);
  });

  it('obeys the greatest width of a column', () => {
    const narrow: Column[] = [{ key: 'a', label: 'a', align: 'left', width: 4 }];
    expect(terminalTable({ columns: narrow, rows: [['abcdefgh']] }, { width: 80, style: plain, lang: 'en' })).toBe(
      'a\n────\nabc…\n',
    );
  });

  it('shows a megabyte in a cell as a short safe text', () => {
    const text = terminalTable(
      { columns, rows: [['x', '\u001b[2J'.repeat(250_000), 1]] },
      { width: 60, style: plain, lang: 'en' },
    );
    expect(text).not.toContain('\u001b');
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  });

  it('is coloured only when the style says so, and is the same text without the colours', () => {
    const frame = { width: 80, lang: 'zh-CN' as const };
    const coloured = terminalTable({ columns, rows }, { ...frame, style: makeStyle({ level: 1, unicode: true }) });
    expect(coloured).toContain('\u001b[31m✗ 0.0\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
    expect(coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')).toBe(
      terminalTable({ columns, rows }, { ...frame, style: plain }),
    );
  });
});

import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import type { Doc } from '../../src/output/document.js';
import { renderXlsx } from '../../src/output/render-xlsx.js';
import { docOf, enDoc, hostileText, UNSAFE, zhDoc } from './samples.js';

const read = async (doc: Doc) => {
  const { sheets } = await readXlsx(renderXlsx(doc), { readStyles: true });
  return sheets;
};

describe('a report as a workbook', () => {
  it('a Chinese report: summary first, then a sheet a table', async () => {
    const sheets = await read(zhDoc);
    expect(sheets.map(({ name }) => name)).toEqual(['概要', '各维度质量', '字段完整率']);
    const [summary, bars, table] = sheets;
    expect(summary?.rows.map((row) => row.filter((cell) => cell !== null))).toEqual([
      ['客户资料月报'],
      ['2026 年 6 月'],
      [],
      ['统计截止', '2026-06-30'],
      ['政策', 'default@3'],
      [],
      ['总体'],
      [],
      ['指标', '数值', '单位', '说明', '明细'],
      ['在册客户', 128437, '户', '较上月 +1,204'],
      ['准确率', '93.1', '%'],
      ['注意', '有 37 条信用代码不符。'],
      [],
      ['资料质量'],
      ['各维度质量'],
      ['字段完整率'],
      ['完整率为必填字段已填的比例。'],
      ['steward audit verify'],
      ['沉默客户', '超过 3 个月没有联系。'],
    ]);
    expect(bars?.rows).toEqual([
      ['维度', '得分'],
      ['完整性', 0.964],
      ['准确性', 0.5],
    ]);
    expect(table?.rows.map((row) => row.filter((cell) => cell !== null))).toEqual([
      ['字段', '缺失', '完整率'],
      ['客户名称', 0, 1],
      ['联系电话', 12841, 0.791],
      ['合计', 12841, 0.8955],
      ['另有 1,204 行未列出'],
    ]);
    expect(table).toMatchObject({ freezePane: { rows: 1 } });
    const formatOf = (at: string) => table?.cells?.get(at)?.style?.numFmt;
    expect([formatOf('1,1'), formatOf('1,2'), formatOf('2,2')]).toEqual(['#,##0', '#,##0.0%', '"✗ "#,##0.0%']);
  });

  it('units, decimals and what is not known; nothing to show says so', async () => {
    const sheets = await read(enDoc);
    expect(sheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Stages by grade (customers)',
      'Completeness',
      'Rejected',
    ]);
    expect(sheets[1]?.rows).toEqual([
      ['Stage', 'A', 'B', 'Total'],
      ['lead', 10, 30, 40],
      ['customer', 1000, 'unknown', 1000],
    ]);
    expect(sheets[3]?.rows[1]?.[0]).toBe('(no data)');
  });

  it('figures lead to their rows', async () => {
    const doc: Doc = {
      ...enDoc,
      blocks: [
        { kind: 'kpis', items: [{ label: 'late', value: 2, rowsFile: 'rows/逾期 1.csv' }] },
        {
          kind: 'table',
          caption: 'T',
          columns: [{ key: 'a', label: 'A', align: 'left' }],
          rows: [['x']],
          rowsFile: 'rows/t.csv',
        },
      ],
    };
    const [summary] = await read(doc);
    const targets = [...(summary?.cells?.values() ?? [])].flatMap(
      ({ hyperlink }) => hyperlink?.target || hyperlink?.location || [],
    );
    expect(targets).toEqual(['rows/%E9%80%BE%E6%9C%9F%201.csv', "'T'!A1", 'rows/t.csv']);
  });

  it('whatever texts it carries, it can be read, has no formula, and shows nothing unsafe (law 11)', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, fc.constantFrom('en' as const, 'zh-CN' as const), async (text, lang) => {
        const bytes = renderXlsx(docOf(text, lang));
        expect(renderXlsx(docOf(text, lang)).equals(bytes)).toBe(true);
        expect(bytes.includes('<f>')).toBe(false);
        const { sheets } = await readXlsx(bytes);
        expect(sheets).toHaveLength(7);
        for (const { rows } of sheets)
          for (const cell of rows.flat()) if (typeof cell === 'string') expect(cell).not.toMatch(UNSAFE);
      }),
      { numRuns: 60 },
    );
  });
});

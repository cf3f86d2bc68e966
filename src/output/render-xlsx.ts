import { type SheetCell, type SheetContent, writeXlsx } from '../files/xlsx/write-xlsx.js';
import { type Lang, say } from '../model/text.js';
import { cellTone, cellValue } from './cell.js';
import { chartTable, chartTitle } from './chart-table.js';
import type { Block, Doc, Kpi, RowsPath, Table } from './document.js';
import { relativeHref, terminalSafe } from './escape.js';
import {
  columnWidths,
  HEADING,
  HEADS,
  LINK,
  NOTE,
  numberCell,
  QUIET,
  TITLE,
  TOTAL,
  toneLook,
  WRAPPED,
} from './sheet-look.js';
import { moreRows } from './table.js';
import { WORDS } from './words.js';

type Line = readonly (SheetCell | null)[];

/** Columns of the first sheet: what, value, unit, note, rows. */
const SUMMARY_WIDTHS = [34, 30, 8, 60, 24];

/**
 * A report as a workbook: a first sheet with title, provenance, key figures, notes and the list of the others, then one sheet a table or chart, its
 * head in the first row, frozen. Numbers are numbers, per cent included; texts stay texts, whatever they begin with (law 11); the same document
 * gives the same bytes.
 */
export function renderXlsx(doc: Doc): Buffer {
  const tables = doc.blocks.flatMap((block) => tableOf(block, doc.lang) ?? []);
  const sheets = tables.map((table) => tableSheet(table, doc.lang));
  const summary: SheetContent = {
    title: say(WORDS.summary, doc.lang),
    widths: SUMMARY_WIDTHS,
    rows: summaryLines(doc, tables),
  };
  return writeXlsx([summary, ...sheets]);
}

function tableOf(block: Block, lang: Lang): Table | null {
  if (block.kind === 'table') return block;
  if (block.kind !== 'chart') return null;
  const { chart } = block;
  const table = chartTable(chart, lang);
  return {
    ...table,
    caption: chartTitle(chart, lang),
    ...(chart.rowsFile !== undefined && { rowsFile: chart.rowsFile }),
  };
}

const text = (words: string, look?: SheetCell['look']): SheetCell => ({
  value: terminalSafe(words),
  ...(look !== undefined && { look }),
});

/** The way to the rows behind a figure. */
const rowsCell = (path: RowsPath | undefined): SheetCell | null =>
  path === undefined ? null : { ...text(path, LINK), link: relativeHref(path) };

function summaryLines(doc: Doc, tables: readonly Table[]): Line[] {
  const { lang } = doc;
  const lines: Line[] = [[text(doc.title, TITLE)]];
  if (doc.subtitle !== '') lines.push([text(doc.subtitle, QUIET)]);
  lines.push([], ...doc.meta.map(([term, value]) => [text(term, QUIET), text(value)]));
  let sheet = 0;
  for (const block of doc.blocks) {
    switch (block.kind) {
      case 'heading':
        lines.push([], [text(block.text, HEADING)]);
        break;
      case 'paragraph':
        lines.push([text(block.text)]);
        break;
      case 'note': {
        const tone = block.level === 'info' ? undefined : block.level;
        lines.push([text(say(WORDS[block.level], lang), toneLook(tone, NOTE)), text(block.text)]);
        break;
      }
      case 'kpis':
        lines.push([], ...kpiLines(block.items, lang));
        break;
      case 'definitions':
        lines.push(...block.items.map(([term, about]) => [text(term, WRAPPED), text(about)]));
        break;
      case 'code':
        lines.push(...block.text.split('\n').map((line) => [text(line)]));
        break;
      case 'table':
      case 'chart': {
        // Where the table stood in the report, the way to its sheet.
        sheet += 1;
        const table = tables[sheet - 1];
        const caption: SheetCell = { ...text(table?.caption ?? '', LINK), link: { sheet } };
        lines.push([caption, description(block), null, null, rowsCell(table?.rowsFile)]);
        break;
      }
    }
  }
  return lines;
}

function description(block: Block): SheetCell | null {
  return block.kind === 'chart' && block.chart.description !== undefined ? text(block.chart.description, QUIET) : null;
}

function kpiLines(items: readonly Kpi[], lang: Lang): Line[] {
  const heads = [WORDS.indicator, WORDS.value, WORDS.unit, WORDS.remark, WORDS.rowsFile];
  return [
    heads.map((word, column) => text(say(word, lang), { ...HEADS, ...(column === 1 && { align: 'right' as const }) })),
    ...items.map((item): Line => {
      const unit = typeof item.value === 'number' && item.unit === '%' ? undefined : item.unit;
      return [
        text(item.label, WRAPPED),
        typeof item.value === 'number'
          ? numberCell(item.value, item.unit === '%' ? { unit: '%' } : {}, item.tone)
          : text(item.value, toneLook(item.tone, { align: 'right' })),
        unit === undefined ? null : text(unit),
        item.note === undefined ? null : text(item.note, WRAPPED),
        rowsCell(item.rowsFile),
      ];
    }),
  ];
}

function tableSheet(table: Table, lang: Lang): SheetContent {
  const { columns } = table;
  const heads = columns.map(({ label, align }) => text(label, { ...HEADS, align }));
  const line = (cells: Table['rows'][number], total: boolean): Line =>
    columns.map((column, index) => {
      const value = cellValue(cells[index]);
      const tone = cellTone(cells[index]);
      const base = total ? TOTAL : {};
      if (typeof value === 'number') return numberCell(value, column, tone, base);
      if (value === '') return total ? text('', TOTAL) : null;
      const look = {
        ...base,
        ...(column.align === 'right' && { align: 'right' as const }),
        ...(column.wrap && { wrap: true }),
      };
      return text(value, toneLook(tone, look));
    });
  const rows: Line[] = [heads, ...table.rows.map((cells) => line(cells, false))];
  if (table.total) rows.push(line(table.total, true));
  if (table.more) rows.push([text(moreRows(table.more, lang), QUIET)]);
  else if (table.rows.length === 0) rows.push([text(say(WORDS.noData, lang), QUIET)]);
  return {
    title: table.caption,
    widths: columnWidths(columns, table.total ? [...table.rows, table.total] : table.rows),
    frozen: 1,
    filtered: table.rows.length,
    rows,
  };
}

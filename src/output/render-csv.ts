import { type Lang, say } from '../model/text.js';
import { cellValue } from './cell.js';
import { chartTable, chartTitle } from './chart-table.js';
import type { Column, Doc, Kpi, RowsPath, Table } from './document.js';
import { csvText } from './escape.js';
import { moreRows } from './table.js';
import { WORDS } from './words.js';

/**
 * A report as one long CSV (RFC 4180 quoting, LF, header line): section, row label, column, value. Numbers are bare (`1234.5`, no separators;
 * units stand in the column name), texts are neutralised against formulas. A table with one column is numbered from 1.
 * No byte-order mark: whoever writes the file decides the encoding.
 */
export function renderCsv(doc: Doc): string {
  const { lang } = doc;
  let out = '';
  let heading = doc.title;
  const put = (section: string, row: string | number, column: string, value: string | number): void => {
    out += `${csvText(section)},${field(row)},${csvText(column)},${field(value)}\n`;
  };
  const within = (name: string): string => (name === '' || name === heading ? heading : `${heading} / ${name}`);

  put(say(WORDS.section, lang), say(WORDS.row, lang), say(WORDS.column, lang), say(WORDS.csvValue, lang));
  for (const [label, value] of doc.meta) put(heading, label, say(WORDS.value, lang), value);
  for (const block of doc.blocks) {
    switch (block.kind) {
      case 'heading':
        heading = block.text;
        break;
      case 'paragraph':
        put(heading, '', say(WORDS.remark, lang), block.text);
        break;
      case 'note':
        put(heading, '', say(WORDS[block.level], lang), block.text);
        break;
      case 'code':
        block.text.split('\n').forEach((text, line) => {
          put(heading, line + 1, say(WORDS.value, lang), text);
        });
        break;
      case 'kpis':
        for (const item of block.items) putKpi(heading, item, lang, put);
        break;
      case 'definitions':
        for (const [term, text] of block.items) put(heading, term, say(WORDS.remark, lang), text);
        break;
      case 'table':
        putTable(within(block.caption), block, lang, put);
        putRows(within(block.caption), '', block.rowsFile, lang, put);
        break;
      case 'chart': {
        const section = within(chartTitle(block.chart, lang));
        putTable(section, chartTable(block.chart, lang), lang, put);
        putRows(section, '', block.chart.rowsFile, lang, put);
        break;
      }
    }
  }
  return out;
}

type Put = (section: string, row: string | number, column: string, value: string | number) => void;

function field(value: string | number): string {
  return typeof value === 'number' ? String(value) : csvText(value);
}

const named = (label: string, unit: string | undefined): string => (unit ? `${label} (${unit})` : label);

function putKpi(section: string, item: Kpi, lang: Lang, put: Put): void {
  put(section, item.label, named(say(WORDS.value, lang), item.unit), item.value);
  if (item.note !== undefined) put(section, item.label, say(WORDS.remark, lang), item.note);
  putRows(section, item.label, item.rowsFile, lang, put);
}

function putRows(section: string, row: string, path: RowsPath | undefined, lang: Lang, put: Put): void {
  if (path !== undefined) put(section, row, say(WORDS.rowsFile, lang), path);
}

function putTable(section: string, table: Table, lang: Lang, put: Put): void {
  const columnName = (column: Column): string => named(column.label, column.unit);
  const [first, ...others] = table.columns;
  if (first === undefined) return;
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  rows.forEach((row, number) => {
    if (others.length === 0) put(section, number + 1, columnName(first), cellValue(row[0]));
    others.forEach((column, index) => {
      put(section, cellValue(row[0]), columnName(column), cellValue(row[index + 1]));
    });
  });
  if (table.more) put(section, '', say(WORDS.remark, lang), moreRows(table.more, lang));
}

/** The figures of a report as each format shows them: what stands beside an id. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Doc } from '../../src/output/document.js';
import { renderCsv } from '../../src/output/render-csv.js';
import { renderHtml } from '../../src/output/render-html.js';
import { renderMarkdown } from '../../src/output/render-markdown.js';
import { renderTerminal } from '../../src/output/render-terminal.js';
import { renderXlsx } from '../../src/output/render-xlsx.js';
import { makeStyle } from '../../src/output/style.js';
import { readTable } from '../files/helpers.js';
import { parseMarkup } from '../output/markup.js';

/** The value of each id that stands in a table of four columns or more: label, value, unit, id. */
type Values = ReadonlyMap<string, string>;

const valuesOf = (rows: Iterable<readonly string[]>): Values => {
  const values = new Map<string, string>();
  for (const [, value, , id] of rows) if (id !== undefined && value !== undefined) values.set(id.trim(), value.trim());
  return values;
};

const wide = { width: 400, style: makeStyle({ level: 0, unicode: true }) };

/** Every format but JSON, which has its figures by id. */
export const formats: Readonly<Record<string, (doc: Doc, folder: string) => Promise<Values> | Values>> = {
  text: (doc) => {
    const values = new Map<string, string>();
    // An empty unit leaves only gaps: the id stands last, the value before it.
    for (const line of renderTerminal(doc, wide).split('\n')) {
      const cells = line.trim().split(/\s{2,}/);
      const id = cells.at(-1) as string;
      const value = cells.slice(1).find((cell) => /^(?:\S+ )?[\d,.]+$/.test(cell)) ?? cells[1];
      if (cells.length > 2 && value !== undefined) values.set(id, value);
    }
    return values;
  },
  md: (doc) =>
    valuesOf(
      renderMarkdown(doc)
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.replaceAll('\\', '').split('|').slice(1)),
    ),
  html: (doc) => {
    const rows: string[][] = [[]];
    for (const { name, text } of parseMarkup(renderHtml(doc))) {
      if (name === 'td' || name === 'th') (rows.at(-1) as string[]).push(text);
      if (name === 'tr') rows.push([]);
    }
    return valuesOf(rows);
  },
  csv: (doc) => {
    const id = doc.lang === 'en' ? 'id' : '代号';
    const value = doc.lang === 'en' ? 'value' : '数值';
    const lines = parse(renderCsv(doc), { relax_column_count: true }) as string[][];
    const known = new Map<string, string>();
    const values = new Map<string, string>();
    for (const [section = '', row = '', column, cell = ''] of lines) {
      if (column === value) known.set(`${section}\n${row}`, cell);
      if (column === id) values.set(cell, known.get(`${section}\n${row}`) ?? '');
    }
    return values;
  },
  xlsx: async (doc, folder) => {
    const path = join(folder, 'report.xlsx');
    writeFileSync(path, renderXlsx(doc));
    const first = await readTable(path);
    const sheets = first.source.kind === 'xlsx' ? first.source.sheets : [];
    const rows: (readonly string[])[] = [];
    for (const sheet of sheets) rows.push(...(await readTable(path, { sheet })).rows);
    return valuesOf(rows);
  },
};

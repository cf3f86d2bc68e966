import { type Lang, say } from '../model/text.js';
import { cellTone, cellValue, toneMark } from './cell.js';
import { chartTable, chartTitle } from './chart-table.js';
import type { Block, Cell, Column, Doc, Kpi, RowsPath, Table } from './document.js';
import { markdown, relativeHref, terminalSafe } from './escape.js';
import { formatNumber, withUnit } from './number.js';
import { moreRows } from './table.js';
import { WORDS } from './words.js';

/** A report as GitHub-flavoured Markdown: charts are their data tables. Ends with a newline. */
export function renderMarkdown(doc: Doc): string {
  const parts = [`# ${markdown(doc.title)}`];
  if (doc.subtitle !== '') parts.push(markdown(doc.subtitle));
  if (doc.meta.length > 0) parts.push(pairs(doc.meta, doc.lang));
  for (const block of doc.blocks) parts.push(renderBlock(block, doc.lang));
  return `${parts.join('\n\n')}\n`;
}

function renderBlock(block: Block, lang: Lang): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${markdown(block.text)}`;
    case 'paragraph':
      return markdown(block.text);
    case 'note':
      return `> **${say(WORDS[block.level], lang)}** ${markdown(block.text)}`;
    case 'kpis':
      return renderTable(kpiTable(block.items, lang), lang) + kpiRows(block.items, lang);
    case 'table':
      return `**${markdown(block.caption)}**${rowsLink(block.rowsFile, lang)}\n\n${renderTable(block, lang)}`;
    case 'chart': {
      const text = block.chart.description === undefined ? '' : `\n\n${markdown(block.chart.description)}`;
      return `**${markdown(chartTitle(block.chart, lang))}**${rowsLink(block.chart.rowsFile, lang)}${text}\n\n${renderTable(chartTable(block.chart, lang), lang)}`;
    }
    case 'code':
      return fenced(block.text);
    case 'definitions':
      return pairs(block.items, lang);
  }
}

function pairs(items: readonly (readonly [string, string])[], lang: Lang): string {
  const colon = lang === 'zh-CN' ? '：' : ': ';
  return items.map(([term, text]) => `- **${markdown(term)}**${colon}${markdown(text)}`).join('\n');
}

/** The way to the rows behind a table or chart, behind its title. */
function rowsLink(path: RowsPath | undefined, lang: Lang): string {
  return path === undefined ? '' : ` ([${say(WORDS.rowsFile, lang)}](${relativeHref(path)}))`;
}

/** The ways to the rows behind key figures, in one line under them. */
function kpiRows(items: readonly Kpi[], lang: Lang): string {
  const links = items.flatMap(({ label, rowsFile }) =>
    rowsFile === undefined ? [] : [`[${markdown(label)}](${relativeHref(rowsFile)})`],
  );
  if (links.length === 0) return '';
  const [colon, comma] = lang === 'zh-CN' ? ['：', '，'] : [': ', ', '];
  return `\n\n${say(WORDS.rowsFile, lang)}${colon}${links.join(comma)}`;
}

function kpiTable(items: readonly Kpi[], lang: Lang): Table {
  return {
    kind: 'table',
    caption: '',
    columns: [
      { key: 'indicator', label: say(WORDS.indicator, lang), align: 'left' },
      { key: 'value', label: say(WORDS.value, lang), align: 'right' },
      { key: 'note', label: say(WORDS.remark, lang), align: 'left' },
    ],
    rows: items.map((item) => {
      const number = typeof item.value === 'number' ? formatNumber(item.value) : item.value;
      const text = item.unit === undefined ? number : `${number}${item.unit === '%' ? '' : ' '}${item.unit}`;
      return [item.label, item.tone === undefined ? text : { text, tone: item.tone }, item.note ?? ''];
    }),
  };
}

function renderTable(table: Table, lang: Lang): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = [
    line(table.columns.map((column) => markdown(column.label))),
    line(table.columns.map((column) => (column.align === 'right' ? '--:' : ':--'))),
    ...table.rows.map((row) => line(table.columns.map((column, index) => cell(row[index], column)))),
  ];
  if (table.total) {
    rows.push(
      line(
        table.columns.map((column, index) => {
          const text = cell(table.total?.[index], column);
          return text === '' ? '' : `**${text}**`;
        }),
      ),
    );
  }
  if (table.more) rows.push('', `*${moreRows(table.more, lang)}*`);
  else if (table.rows.length === 0) rows.push('', `*${say(WORDS.noData, lang)}*`);
  return rows.join('\n');
}

function cell(value: Cell | undefined, column: Column): string {
  const mark = toneMark(cellTone(value));
  const bare = cellValue(value);
  const unit = column.unit === undefined ? undefined : markdown(column.unit);
  const text = typeof bare === 'number' ? withUnit(formatNumber(bare, column.decimals), unit) : markdown(bare);
  return mark === '' ? text : `${mark} ${text}`;
}

/** A fence longer than any run of backticks inside; nothing within it is markup. */
function fenced(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.split('\n').map(terminalSafe).join('\n')}\n${fence}`;
}

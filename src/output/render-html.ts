import { type Lang, say } from '../model/text.js';
import { cellText, cellTone, toneMark } from './cell.js';
import { chartTable, chartTitle } from './chart-table.js';
import type { Block, Cell, Chart, Column, Doc, Kpi, RowsPath, Table, Tone } from './document.js';
import { cssText, html, relativeHref, terminalSafe } from './escape.js';
import { REPORT_CSS } from './html-style.js';
import { formatNumber } from './number.js';
import { chartSvg } from './svg.js';
import { moreRows } from './table.js';
import { displayWidth } from './width.js';
import { WORDS } from './words.js';

/** Natural widths of the charts: alone on a line, two on a line, on a telephone. */
const WIDTHS = { alone: 720, paired: 440, phone: 350 };
/** Tables up to this many rows are kept on one printed page; longer ones break between rows and repeat their heading. */
const UNBROKEN = 12;
const MANY_COLUMNS = 8;
const FEW_COLUMNS = 3;
/** Terminal cells of a text beside the title beyond which it takes the room of two. */
const META = 40;
/** Terminal cells of a text that is kept on one line. */
const SHORT = 16;
/** Ems of table text across an A4 page on its side. */
const LANDSCAPE_EM = 94;

/**
 * A report as one self-contained HTML file: nothing is fetched, and its content security policy forbids everything but its own style.
 * The same document gives the same bytes.
 */
export function renderHtml(doc: Doc): string {
  const { lang } = doc;
  const sections = doc.blocks.filter((block) => block.kind === 'heading' && block.level === 2).length;
  const withContents = sections > 1;
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${html(doc.title)}</title>
<style>${REPORT_CSS}${pageStyle(doc)}</style>
</head>
<body>
<a class="skip" href="#report">${html(say(WORDS.skip, lang))}</a>
<div class="sheet">
<header>
<h1>${html(doc.title)}</h1>
${doc.subtitle === '' ? '' : `<p class="sub">${html(doc.subtitle)}</p>\n`}${terms('meta', doc.meta)}</header>
<div class="frame${withContents ? ' toc' : ''}">
${withContents ? contents(doc) : ''}<main id="report" tabindex="-1">
${body(doc)}</main>
</div>
</div>
</body>
</html>
`;
}

/** What stands on every printed page: below, where the report comes from, beside the page's number; above, from the second page on, what it is. */
function pageStyle({ title, subtitle, meta }: Doc): string {
  const above = [title, subtitle].filter((text) => text !== '').join(' · ');
  const below = meta.map(([label, value]) => `${label} ${value}`).join(' · ');
  return `@page{@top-left{content:${cssText(above)}}@bottom-left{content:${cssText(below)}}}@page:first{@top-left{content:none}}\n`;
}

function contents(doc: Doc): string {
  const items = headings(doc).map(([id, text]) => `<li><a href="#${id}">${html(text)}</a></li>`);
  const name = html(say(WORDS.contents, doc.lang));
  return `<nav aria-label="${name}"><h2>${name}</h2><ol>\n${items.join('\n')}\n</ol></nav>\n`;
}

function headings(doc: Doc): [id: string, text: string][] {
  const found: [string, string][] = [];
  doc.blocks.forEach((block, index) => {
    if (block.kind === 'heading' && block.level === 2) found.push([`b${index}`, block.text]);
  });
  return found;
}

/**
 * The blocks in order. Charts that follow each other stand two on a line; a wide table is printed on pages that lie on their side,
 * together with the heading and the words right before it.
 */
function body(doc: Doc): string {
  const { blocks, lang } = doc;
  const isChart = (index: number): boolean => blocks[index]?.kind === 'chart';
  const opens = new Set<number>();
  blocks.forEach((block, index) => {
    if (isWide(block)) opens.add(landscapeFrom(blocks, index));
  });
  return blocks
    .map((block, index) => {
      if (block.kind !== 'chart') {
        const open = opens.has(index) ? '<div class="landscape">\n' : '';
        return `${open}${renderBlock(block, index, lang)}${isWide(block) ? '</div>\n' : ''}`;
      }
      const first = !isChart(index - 1);
      const last = !isChart(index + 1);
      const paired = !(first && last);
      const drawn = figure(block.chart, index, lang, paired ? WIDTHS.paired : WIDTHS.alone);
      return `${paired && first ? '<div class="pair">\n' : ''}${drawn}${paired && last ? '</div>\n' : ''}`;
    })
    .join('');
}

/** Where the landscape pages of the wide table at `index` begin: at the nearest heading, if only words lie between. */
function landscapeFrom(blocks: readonly Block[], index: number): number {
  for (let start = index - 1; start >= 0; start -= 1) {
    const kind = blocks[start]?.kind;
    if (kind === 'heading') return blocks[start - 1]?.kind === 'heading' ? start - 1 : start;
    if (kind !== 'paragraph' && kind !== 'note') break;
  }
  return index;
}

function renderBlock(block: Exclude<Block, { kind: 'chart' }>, index: number, lang: Lang): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level} id="b${index}">${html(block.text)}</h${block.level}>\n`;
    case 'paragraph':
      return `<p>${html(block.text)}</p>\n`;
    case 'note':
      return `<div class="note ${block.level}" role="note"><b>${html(say(WORDS[block.level], lang))}</b>${html(block.text)}</div>\n`;
    case 'kpis':
      return `<dl class="kpis k${kpiColumns(block.items.length)}">\n${block.items.map((item) => kpi(item, lang)).join('')}</dl>\n`;
    case 'table':
      return table(block, lang);
    case 'code':
      return `<pre tabindex="0"><code>${block.text
        .split('\n')
        .map((line) => html(line))
        .join('\n')}</code></pre>\n`;
    case 'definitions':
      return terms('terms', block.items);
  }
}

function terms(name: 'meta' | 'terms', items: readonly (readonly [string, string])[]): string {
  if (items.length === 0) return '';
  const pair = ([term, text]: readonly [string, string]): string => `<dt>${html(term)}</dt><dd>${html(text)}</dd>`;
  const wide = ([, text]: readonly [string, string]): string =>
    displayWidth(terminalSafe(text)) > META ? ' class="long"' : '';
  const rows = items.map((item) => (name === 'meta' ? `<div${wide(item)}>${pair(item)}</div>` : pair(item)));
  return `<dl class="${name}">\n${rows.join('\n')}\n</dl>\n`;
}

function mark(tone: Tone | undefined, lang: Lang): string {
  if (tone !== 'warn' && tone !== 'bad') return '';
  return `<span class="mk" role="img" aria-label="${html(say(WORDS[tone], lang))}">${toneMark(tone)}</span>`;
}

/** Columns of a row of key figures on a wide screen: the number that leaves the fewest gaps. */
function kpiColumns(count: number): number {
  if (count <= 6) return Math.max(count, 4);
  return [6, 5, 4].reduce((best, columns) => (gaps(count, columns) < gaps(count, best) ? columns : best));
}

const gaps = (count: number, columns: number): number => (columns - (count % columns)) % columns;

/** The way to the rows behind a figure; read aloud, it says which figure's. */
function rowsLink(path: RowsPath | undefined, name: string, lang: Lang): string {
  if (path === undefined) return '';
  const word = say(WORDS.rowsFile, lang);
  const spoken = `${word}${lang === 'zh-CN' ? '：' : ': '}${name}`;
  return `<a class="rows" href="${html(relativeHref(path))}" aria-label="${html(spoken)}">${html(word)}</a>`;
}

function kpi(item: Kpi, lang: Lang): string {
  const value = html(typeof item.value === 'number' ? formatNumber(item.value) : item.value);
  const unit = item.unit === undefined ? '' : `<span class="u">${html(item.unit)}</span>`;
  const note = item.note === undefined ? '' : `<dd class="k">${html(item.note)}</dd>`;
  const rows = item.rowsFile === undefined ? '' : `<dd class="k">${rowsLink(item.rowsFile, item.label, lang)}</dd>`;
  const tone = item.tone === undefined ? '' : ` ${item.tone}`;
  return `<div class="kpi${tone}"><dt>${html(item.label)}</dt><dd class="v">${mark(item.tone, lang)}${value}${unit}</dd>${note}${rows}</div>\n`;
}

function figure(chart: Chart, index: number, lang: Lang, width: number): string {
  const text = chart.description === undefined ? '' : `<span>${html(chart.description)}</span>`;
  const data = `<details><summary>${html(say(WORDS.chartData, lang))}</summary>\n${table(chartTable(chart, lang), lang)}</details>\n`;
  return `<figure>
<figcaption><b>${html(chartTitle(chart, lang))}${rowsLink(chart.rowsFile, chart.title, lang)}</b>${text}</figcaption>
<div class="wide">${chartSvg(chart, { width, lang, id: `b${index}w` })}</div>
<div class="phone">${chartSvg(chart, { width: WIDTHS.phone, lang, id: `b${index}p` })}</div>
${data}</figure>
`;
}

function table(block: Table, lang: Lang): string {
  const { columns, rows } = block;
  const names: string[] = [];
  if (columns.length <= FEW_COLUMNS) names.push('narrow');
  if (rows.length <= UNBROKEN) names.push('keep');
  const open = names.length === 0 ? '<table>' : `<table class="${names.join(' ')}">`;
  const looks = columns.map((column, index) => columnClass(column, index, rows));
  const head = columns
    .map((column, index) => `<th scope="col" class="${looks[index]}">${html(column.label)}</th>`)
    .join('');
  const row = (cells: readonly Cell[]): string =>
    `<tr>${columns.map((_, index) => tableCell(cells[index], index)).join('')}</tr>\n`;
  const tableCell = (cell: Cell | undefined, index: number): string => {
    const tone = cellTone(cell);
    const names = `class="${looks[index]}${tone === undefined ? '' : ` ${tone}`}"`;
    const content = mark(tone, lang) + html(cellText(cell, columns[index] ?? {}));
    return index === 0 ? `<th scope="row" ${names}>${content}</th>` : `<td ${names}>${content}</td>`;
  };
  const foot = block.total ? `<tfoot>\n${row(block.total)}</tfoot>\n` : '';
  const none = rows.length === 0 && !block.more ? `<p class="none">${html(say(WORDS.noData, lang))}</p>` : '';
  const more = block.more ? `<p class="more">${html(moreRows(block.more, lang))}</p>` : '';
  const fits = columns.reduce((sum, column, index) => sum + columnEm(column, index, rows), 0) <= LANDSCAPE_EM;
  const wide = isWide(block) ? (fits ? ' many' : ' many tight') : '';
  return `<div class="scroll${wide}" role="region" tabindex="0" aria-label="${html(block.caption)}">${open}
<caption>${html(block.caption)}${rowsLink(block.rowsFile, block.caption, lang)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map(row).join('')}</tbody>
${foot}</table>${none}${more}</div>
`;
}

/** Numbers stand right; short texts are never broken (a browser would break Chinese after every character), long ones get some room. */
function columnClass(column: Column, index: number, rows: readonly (readonly Cell[])[]): 'r' | 'n' | 't' {
  if (column.align === 'right') return 'r';
  return columnCells(column, index, rows) <= SHORT ? 'n' : 't';
}

/** The widest text of a column, heading included, in terminal cells (half an em each). */
function columnCells(column: Column, index: number, rows: readonly (readonly Cell[])[]): number {
  return rows.reduce(
    (most, cells) => Math.max(most, displayWidth(terminalSafe(cellText(cells[index], column)))),
    displayWidth(terminalSafe(column.label)),
  );
}

/** The least width of a printed column in em, with its padding. */
function columnEm(column: Column, index: number, rows: readonly (readonly Cell[])[]): number {
  const cells = columnCells(column, index, rows);
  return 1 + (column.align === 'left' && cells > SHORT ? 9 : cells * 0.55);
}

const isWide = (block: Block | undefined): boolean => block?.kind === 'table' && block.columns.length >= MANY_COLUMNS;

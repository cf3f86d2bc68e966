import { type Lang, say } from '../model/text.js';
import { toneMark } from './cell.js';
import { chartTable, chartTitle } from './chart-table.js';
import type { Block, Chart, Doc, Kpi, RowsPath, StackedBarChart } from './document.js';
import { terminalSafe } from './escape.js';
import { formatNumber, withUnit } from './number.js';
import type { Style } from './style.js';
import { type TableFrame, terminalTable } from './table.js';
import { displayWidth, fill, truncate } from './width.js';
import { WORDS } from './words.js';
import { wrap } from './wrap.js';

/** A report as text for a terminal of `width` cells (at least 40 are assumed). Ends with a newline; blocks are parted by empty lines. */
export function renderTerminal(doc: Doc, options: { readonly width: number; readonly style: Style }): string {
  const frame: TableFrame = { width: Math.max(options.width, 40), style: options.style, lang: doc.lang };
  const { style } = frame;
  let head = lines(doc.title, frame).map(style.strong).join('\n');
  if (doc.subtitle !== '') head += `\n${lines(doc.subtitle, frame).map(style.muted).join('\n')}`;
  const parts = [`${head}\n${style.muted(style.rule.repeat(Math.min(frame.width, 72)))}\n`];
  if (doc.meta.length > 0) parts.push(pairs(doc.meta, frame));
  for (const block of doc.blocks) parts.push(renderBlock(block, frame));
  return parts.join('\n');
}

function renderBlock(block: Block, frame: TableFrame): string {
  const { style, lang } = frame;
  switch (block.kind) {
    case 'heading': {
      const text = lines(block.text, frame).map((line) => style.strong(line));
      const under = style.muted(style.rule.repeat(Math.min(displayWidth(terminalSafe(block.text)), frame.width)));
      return block.level === 2 ? `${text.join('\n')}\n${under}\n` : `${text.join('\n')}\n`;
    }
    case 'paragraph':
      return `${lines(block.text, frame).join('\n')}\n`;
    case 'note': {
      const tone = block.level === 'info' ? 'muted' : block.level;
      const mark = toneMark(tone, style.unicode);
      const word = `${mark === '' ? '' : `${mark} `}${say(WORDS[block.level], lang)}${lang === 'zh-CN' ? '：' : ': '}`;
      const [first = '', ...rest] = lines(word + block.text, frame);
      return [style.tone(tone, first.slice(0, word.length)) + first.slice(word.length), ...rest, ''].join('\n');
    }
    case 'kpis':
      return (
        kpiLines(block.items, frame) + block.items.map((item) => rowsLine(item.rowsFile, frame, item.label)).join('')
      );
    case 'table':
      return `${style.strong(cut(block.caption, frame))}\n${terminalTable(block, frame)}${rowsLine(block.rowsFile, frame)}`;
    case 'chart':
      return renderChart(block.chart, frame) + rowsLine(block.chart.rowsFile, frame);
    case 'code':
      return `${block.text
        .split('\n')
        .map((line) => `    ${terminalSafe(line)}`)
        .join('\n')}\n`;
    case 'definitions':
      return pairs(block.items, frame);
  }
}

/** Where the rows behind a figure are, under it. */
function rowsLine(path: RowsPath | undefined, frame: TableFrame, name?: string): string {
  if (path === undefined) return '';
  const colon = frame.lang === 'zh-CN' ? '：' : ': ';
  const text = `${say(WORDS.rowsFile, frame.lang)} ${name === undefined ? '' : `${name}${colon}`}${path}`;
  return `${lines(text, frame, 2)
    .map((line) => `  ${frame.style.muted(line)}`)
    .join('\n')}\n`;
}

function lines(text: string, frame: TableFrame, narrower = 0): string[] {
  return wrap(terminalSafe(text), frame.width - narrower, displayWidth);
}

function cut(text: string, frame: TableFrame): string {
  return truncate(terminalSafe(text), frame.width, frame.style.ellipsis);
}

/** Terms in one column, what they mean in the next, wrapped under itself; a long term, such as a path, stands alone, over several lines if it must. */
function pairs(items: readonly (readonly [string, string])[], frame: TableFrame): string {
  const { style } = frame;
  const terms = items.map(([term]) => terminalSafe(term));
  const most = Math.floor(frame.width / 3);
  const gutter = Math.max(0, ...terms.map(displayWidth).filter((width) => width <= most)) + 2;
  return items
    .map(([, text], index) => {
      const term = terms[index] ?? '';
      const alone = displayWidth(term) > most;
      const body = lines(text, frame, gutter).join(`\n${' '.repeat(gutter)}`);
      const lead = alone
        ? `${lines(items[index]?.[0] ?? '', frame)
            .map(style.muted)
            .join('\n')}\n${' '.repeat(gutter)}`
        : `${style.muted(term)}${fill(displayWidth(term), gutter)}`;
      return `${lead}${body}`.trimEnd().concat('\n');
    })
    .join('');
}

/** Key figures as aligned lines: label, number to the right, unit, note. */
function kpiLines(items: readonly Kpi[], frame: TableFrame): string {
  const { style } = frame;
  const rows = items.map((item) => ({
    label: truncate(terminalSafe(item.label), Math.floor(frame.width / 2), style.ellipsis),
    value: terminalSafe(typeof item.value === 'number' ? formatNumber(item.value) : item.value),
    unit: terminalSafe(item.unit ?? ''),
    mark: toneMark(item.tone, style.unicode),
    item,
  }));
  const [label, value, unit] = [
    Math.max(0, ...rows.map((row) => displayWidth(row.label))),
    Math.max(0, ...rows.map((row) => displayWidth(row.value))),
    Math.max(0, ...rows.map((row) => displayWidth(row.unit))),
  ];
  return rows
    .map(({ item, ...row }) => {
      const number = fill(displayWidth(row.value), value) + style.tone(item.tone, style.strong(row.value));
      const start = `${row.mark === '' ? ' ' : style.tone(item.tone, row.mark)} ${row.label}${fill(displayWidth(row.label), label)}  ${number}`;
      const room = frame.width - label - value - unit - 8;
      const note = room >= 8 ? truncate(terminalSafe(item.note ?? ''), room, style.ellipsis) : '';
      return `${`${start} ${row.unit}${fill(displayWidth(row.unit), unit)}  ${style.muted(note)}`.trimEnd()}\n`;
    })
    .join('');
}

function renderChart(chart: Chart, frame: TableFrame): string {
  const { style, lang } = frame;
  const head = `${style.strong(cut(chartTitle(chart, lang), frame))}\n`;
  const description = chart.description ? `${lines(chart.description, frame).map(style.muted).join('\n')}\n` : '';
  if (chart.labels.length === 0) return `${head}${description}${style.muted(say(WORDS.noData, lang))}\n`;
  if (chart.type === 'line')
    return head + description + sparklines(chart, frame) + terminalTable(chartTable(chart, lang), frame);
  if (chart.type === 'stackedBar') return head + description + stackedBars(chart, frame);
  if (chart.type === 'heat') return head + description + terminalTable(chartTable(chart, lang), frame);
  return head + description + bars(chart, frame);
}

/** One value of a chart in a bar line; the unit stands in the title, per cent with the number. */
const bare = (chart: Chart, value: number | null | undefined, lang: Lang): string =>
  value == null
    ? say(WORDS.unknown, lang)
    : withUnit(formatNumber(value, chart.decimals), chart.unit === '%' ? '%' : undefined);

interface BarLine {
  readonly label: string;
  readonly value: string;
  /** The bar itself, dressed, for so many cells of room. */
  readonly bar: (room: number) => string;
}

/** Label, value to the right, bar: three columns, the bar takes what is left of at most 72 cells. */
function barLines(items: readonly BarLine[], frame: TableFrame): string {
  const total = Math.min(frame.width, 80);
  const labels = items.map((item) =>
    truncate(terminalSafe(item.label), Math.floor(total * 0.45), frame.style.ellipsis),
  );
  const label = Math.max(...labels.map(displayWidth));
  const value = Math.max(...items.map((item) => displayWidth(item.value)));
  const room = Math.max(total - label - value - 6, 4);
  return items
    .map((item, index) => {
      const name = labels[index] ?? '';
      const number = fill(displayWidth(item.value), value) + item.value;
      return `${`  ${name}${fill(displayWidth(name), label)}  ${number}  ${item.bar(room)}`.trimEnd()}\n`;
    })
    .join('');
}

function bars(chart: Chart, frame: TableFrame): string {
  const { style, lang } = frame;
  const values = chart.labels.map((_, row) => chart.series[0]?.values[row] ?? null);
  const fixed = chart.type === 'bar' ? (chart.max ?? 0) : 0;
  const high = Math.max(fixed, ...values.map((value) => Math.abs(value ?? 0)));
  const cells = (value: number | null, room: number): number =>
    value === null || value <= 0 || high === 0 ? 0 : Math.max(1, Math.round((value / high) * room));
  const drawn = barLines(
    chart.labels.map((label, row) => ({
      label,
      value: bare(chart, values[row], lang),
      bar: (room) => style.accent(style.bar.repeat(cells(values[row] ?? null, room))),
    })),
    frame,
  );
  if (chart.type !== 'bar' || chart.target === undefined) return drawn;
  const target = lines(chart.target.label, frame, 2).map((line) => `  ${style.muted(line)}\n`);
  return drawn + target.join('');
}

/** One glyph a series, so that the parts differ without colour. */
const GLYPHS = { unicode: ['█', '▓', '▒', '░', '▚', '▤'], ascii: ['#', '=', '-', '.', '+', 'o'] };

function stackedBars(chart: StackedBarChart, frame: TableFrame): string {
  const { style, lang } = frame;
  const glyphs = style.unicode ? GLYPHS.unicode : GLYPHS.ascii;
  const glyph = (series: number): string => glyphs[series % glyphs.length] ?? '#';
  const parts = chart.labels.map((_, row) => chart.series.map((series) => Math.max(series.values[row] ?? 0, 0)));
  const sums = parts.map((values) => values.reduce((sum, value) => sum + value, 0));
  const high = Math.max(...sums) || 1;
  const bar = (row: number, room: number): string => {
    let sum = 0;
    let used = 0;
    return (parts[row] ?? [])
      .map((value, series) => {
        sum += value;
        const end = Math.round((sum / high) * room);
        const size = value > 0 ? Math.max(end - used, used < room ? 1 : 0) : 0;
        used += size;
        return glyph(series).repeat(size);
      })
      .join('');
  };
  const keys = chart.series.map((series, index) => `${glyph(index)} ${series.name}`).join('   ');
  const legend = lines(keys, frame, 2).map((line) => `  ${line}\n`);
  const items = chart.labels.map((label, row) => ({
    label,
    value: bare(chart, sums[row], lang),
    bar: (room: number) => style.accent(bar(row, room)),
  }));
  return legend.join('') + barLines(items, frame) + terminalTable(chartTable(chart, lang), frame);
}

const SPARKS = '▁▂▃▄▅▆▇█';

/** One line of sparks a series, on one scale; without Unicode the table alone speaks. */
function sparklines(chart: Chart, frame: TableFrame): string {
  const known = chart.series.flatMap((series) => series.values).filter((value) => value !== null);
  if (!frame.style.unicode || known.length === 0 || chart.labels.length < 2) return '';
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const items = chart.series.map((series) => {
    const last = series.values.findLast((value) => value !== null);
    const sparks = chart.labels.map((_, index) => {
      const value = series.values[index];
      return value == null ? ' ' : SPARKS[Math.min(7, Math.floor(((value - low) / span) * 8))];
    });
    return {
      label: series.name,
      value: bare(chart, last, frame.lang),
      bar: (room: number) => frame.style.accent(sparks.slice(-room).join('')),
    };
  });
  return barLines(items, frame);
}

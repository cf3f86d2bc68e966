import { type Lang, say } from '../model/text.js';
import { cellText, cellTone, toneMark } from './cell.js';
import type { Cell, Column, Table } from './document.js';
import { terminalSafe } from './escape.js';
import { formatNumber } from './number.js';
import type { Style } from './style.js';
import { displayWidth, fill, truncate } from './width.js';
import { WORDS } from './words.js';
import { wrap } from './wrap.js';

/** Where a table is shown: cells of the terminal across, and how it is dressed. */
export interface TableFrame {
  readonly width: number;
  readonly style: Style;
  readonly lang: Lang;
}

const GAP = 2;
/** No column asks for more than this, and a text column is never squeezed under `LEAST`. */
const MOST = 120;
const LEAST = 6;
/** Longer texts are cut before they are measured: a cell may hold megabytes. */
const MEASURED = 1_000;

type TableBody = Pick<Table, 'columns' | 'rows' | 'total' | 'more'>;

/**
 * A table for the terminal, without a caption: light rules, columns aligned for Chinese and emoji, numbers to the right and never cut,
 * long texts cut with an ellipsis so that no line is longer than the terminal. Where not even that helps, every row becomes a block of
 * `label  value` lines. Customer text is made safe. Ends with a newline.
 */
export function terminalTable(table: TableBody, frame: TableFrame): string {
  const { columns } = table;
  const rows = table.rows.map((row) => columns.map((column, index) => cellWords(row[index], column, frame.style)));
  const total = table.total && columns.map((column, index) => cellWords(table.total?.[index], column, frame.style));
  const heads = columns.map((column) => words(column.label));
  const widths = fitWidths(columns, heads, total ? [...rows, total] : rows, frame.width);
  if (widths === null) return stackedRows(table, heads, rows, total, frame) + tail(table, frame);

  const { style } = frame;
  const line = (cells: readonly string[], dress: (text: string, index: number) => string): string => {
    const wrapped = cells.map((cell, index) => {
      const width = widths[index] ?? 0;
      return columns[index]?.wrap === true && displayWidth(cell) > width ? wrap(cell, width, displayWidth) : [cell];
    });
    let out = '';
    for (let row = 0; row < Math.max(...wrapped.map((texts) => texts.length)); row += 1) {
      out += single(
        wrapped.map((texts) => texts[row] ?? ''),
        dress,
      );
    }
    return out;
  };
  const single = (cells: readonly string[], dress: (text: string, index: number) => string): string => {
    const parts = cells.map((cell, index) => {
      const width = widths[index] ?? 0;
      const cut = truncate(cell, width, style.ellipsis);
      const pad = fill(displayWidth(cut), width);
      const dressed = dress(cut, index);
      if (columns[index]?.align === 'right') return pad + dressed;
      return index === cells.length - 1 ? dressed : dressed + pad;
    });
    return `${parts.join(' '.repeat(GAP)).trimEnd()}\n`;
  };
  const rule = `${style.muted(widths.map((width) => style.rule.repeat(width)).join(' '.repeat(GAP)))}\n`;
  let out = line(heads, (text) => style.strong(text)) + rule;
  rows.forEach((cells, row) => {
    out += line(cells, (text, index) => style.tone(cellTone(table.rows[row]?.[index]), text));
  });
  if (total) out += rule + line(total, (text) => style.strong(text));
  return out + tail(table, frame);
}

function words(text: string): string {
  return terminalSafe(text.length > MEASURED ? `${text.slice(0, MEASURED)}…` : text);
}

function cellWords(cell: Cell | undefined, column: Column, style: Style): string {
  const mark = toneMark(cellTone(cell), style.unicode);
  const text = words(cellText(cell, column));
  return mark === '' ? text : `${mark} ${text}`;
}

/** Widths that fit in `room`, taken from the widest text columns first; `null` if the numbers and the least widths do not fit. */
function fitWidths(
  columns: readonly Column[],
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  room: number,
): number[] | null {
  const widths = columns.map((column, index) => {
    let most = displayWidth(heads[index] ?? '');
    for (const row of rows) most = Math.max(most, displayWidth(row[index] ?? ''));
    return Math.min(most, column.align === 'left' ? (column.width ?? MOST) : most);
  });
  let over = widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1)) - room;
  while (over > 0) {
    let widest = -1;
    columns.forEach((column, index) => {
      const width = widths[index] ?? 0;
      if (column.align === 'left' && width > LEAST && (widest < 0 || width > (widths[widest] ?? 0))) widest = index;
    });
    if (widest < 0) return null;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  return widths;
}

function stackedRows(
  table: TableBody,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  total: readonly string[] | undefined,
  frame: TableFrame,
): string {
  const { style, width } = frame;
  const gutter = Math.min(Math.max(...heads.map(displayWidth)), Math.max(Math.floor(width / 2) - GAP, 1));
  const block = (cells: readonly string[], source: readonly Cell[] | undefined): string =>
    cells
      .map((cell, index) => {
        const head = truncate(heads[index] ?? '', gutter, style.ellipsis);
        const text = truncate(cell, Math.max(width - gutter - GAP, 1), style.ellipsis);
        const line = `${style.muted(head)}${fill(displayWidth(head), gutter + GAP)}${style.tone(cellTone(source?.[index]), text)}`;
        return `${line.trimEnd()}\n`;
      })
      .join('');
  const rule = `${style.muted(style.rule.repeat(Math.min(width, gutter + GAP)))}\n`;
  const blocks = rows.map((cells, row) => block(cells, table.rows[row]));
  if (total) blocks.push(block(total, table.total));
  return blocks.join(rule);
}

function tail(table: TableBody, frame: TableFrame): string {
  const { style, lang } = frame;
  const none = table.rows.length === 0 && !table.more ? `${style.muted(say(WORDS.noData, lang))}\n` : '';
  return none + (table.more ? `${style.muted(moreRows(table.more, lang))}\n` : '');
}

/** "12 more rows not listed", in the format's plain words. */
export function moreRows(more: number, lang: Lang): string {
  return say(WORDS.more, lang, { n: formatNumber(more) });
}

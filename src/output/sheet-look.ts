/** How the cells of a workbook look: the tones and the numbers of a report in the terms of a spreadsheet. */
import type { CellLook } from '../files/xlsx/cell-styles.js';
import type { SheetCell } from '../files/xlsx/write-xlsx.js';
import { cellText, toneMark } from './cell.js';
import type { Cell, Column, Tone } from './document.js';
import { terminalSafe } from './escape.js';
import { displayWidth } from './width.js';

export const TITLE: CellLook = { bold: true, size: 16 };
export const HEADING: CellLook = { bold: true, size: 13, rule: 'below' };
export const HEADS: CellLook = { bold: true, rule: 'below', fill: 'F3F5F8', wrap: true };
export const TOTAL: CellLook = { bold: true, rule: 'above' };
export const QUIET: CellLook = { color: '566170' };
export const NOTE: CellLook = { bold: true };
export const LINK: CellLook = { color: '1F5180', underline: true };
export const WRAPPED: CellLook = { wrap: true };

/** Bounds of a column in characters, and how much of a long text is measured. */
const [NARROWEST, WIDEST, MOST_WIDE] = [8, 60, 100];

/** The colours of the tones on white, as in the HTML report. */
const COLORS: Readonly<Record<Tone, string>> = { good: '1C6B3C', warn: '855200', bad: 'A3262B', muted: '566170' };

/** The mark of a tone before a number or a text, as part of its format: the value itself stays bare. */
const markFormat = (tone: Tone | undefined): string => {
  const mark = toneMark(tone);
  return mark === '' ? '' : `"${mark} "`;
};

/** The look of a text with a tone; what needs attention has its mark before it, never colour alone. */
export function toneLook(tone: Tone | undefined, base: CellLook = {}): CellLook {
  if (tone === undefined) return base;
  const mark = markFormat(tone);
  return { ...base, color: COLORS[tone], ...(mark !== '' && { bold: true, format: `${mark}@` }) };
}

/**
 * A number with thousands, decimals and unit by its format, so that it can be reckoned with: 96.4 with the unit `%` is 0.964 shown as 96.4%. Without
 * decimals of its column it shows up to two, as everywhere. What is not finite is an en dash.
 */
export function numberCell(
  value: number,
  { decimals, unit }: Pick<Column, 'decimals' | 'unit'>,
  tone?: Tone,
  base: CellLook = {},
): SheetCell {
  if (!Number.isFinite(value)) return { value: '–', look: { ...toneLook(tone, base), align: 'right' } };
  const places = decimals ?? Math.min(2, decimalsOf(value));
  const digits = `#,##0${places > 0 ? `.${'0'.repeat(places)}` : ''}`;
  const behind =
    unit === undefined || unit === ''
      ? ''
      : unit === '%'
        ? '%'
        : `"${unit === '‰' ? '' : ' '}${terminalSafe(unit).replaceAll('"', '')}"`;
  return {
    value: unit === '%' ? Number((value / 100).toPrecision(15)) : value,
    look: { ...toneLook(tone, base), align: 'right', format: `${markFormat(tone)}${digits}${behind}` },
  };
}

/** Decimals of a number rounded to two, trailing zeros dropped. */
function decimalsOf(value: number): number {
  const fraction = value.toFixed(2).split('.')[1] ?? '';
  return fraction.replace(/0+$/, '').length;
}

/** The widest text of each column, within bounds; long texts are cut where they are measured. */
export function columnWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map((column, index) => {
    const widest = rows.reduce(
      (most, cells) => Math.max(most, displayWidth(terminalSafe(cellText(cells[index], column).slice(0, MOST_WIDE)))),
      displayWidth(terminalSafe(column.label)),
    );
    return Math.min(Math.max(widest + 3, NARROWEST), WIDEST);
  });
}

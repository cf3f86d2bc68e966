import type { Cell, Column, Tone } from './document.js';
import { formatNumber, withUnit } from './number.js';

/** The bare value of a cell. */
export function cellValue(cell: Cell | undefined): string | number {
  if (cell === undefined) return '';
  return typeof cell === 'object' ? cell.text : cell;
}

/** The tone of a cell, if it has one. */
export function cellTone(cell: Cell | undefined): Tone | undefined {
  return typeof cell === 'object' ? cell.tone : undefined;
}

/** The words of a cell under its column, unescaped: numbers grouped, with the decimals and the unit of the column. */
export function cellText(cell: Cell | undefined, column: Pick<Column, 'decimals' | 'unit'>): string {
  const value = cellValue(cell);
  return typeof value === 'number' ? withUnit(formatNumber(value, column.decimals), column.unit) : value;
}

/** The mark that says without colour what needs attention; good and muted have none. */
export function toneMark(tone: Tone | undefined, unicode = true): string {
  if (tone === 'warn') return '!';
  if (tone === 'bad') return unicode ? '✗' : 'x';
  return '';
}

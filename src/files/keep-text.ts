/** Begins with a digit and holds nothing but what numbers, days and times are written with. */
const FIGURE = /^[+-]?[\d０-９][\d０-９.,:：/+\-年月日时分秒%eE ]*$/;
/** A number that a spreadsheet shows and saves as it stands. */
const PLAIN = /^-?(?:0|[1-9]\d{0,10})(?:\.\d{0,3}[1-9])?$/;

/**
 * A cell that a spreadsheet does not rewrite when it opens and saves the file: one that it would take for a number, a day or a time and
 * write its own way (2024-03-15 → 2024/3/15, 0755… without its zero, 18 digits as 9.14E+17) gets a tab behind it, which makes
 * it text. Reading trims the tab off.
 */
export const keepText = (cell: string): string => (FIGURE.test(cell) && !PLAIN.test(cell) ? `${cell}\t` : cell);

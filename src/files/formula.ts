/** What a spreadsheet takes for the start of a formula, half or full width; the apostrophes are those of earlier neutralising. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const NEUTRALISED = /^'+[=+\-@\t\r＝＋－＠]/;

/** A negative number that a spreadsheet shows as it is: at most 15 digits, no leading zeros. */
const NEGATIVE = /^-(?=[\d.]{1,16}$)(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * A cell that a spreadsheet will not evaluate: one starting with = + - @ TAB CR (or ＝ ＋ － ＠) gets an apostrophe in
 * front. A plain negative number stays. A leading `+` does not, `+8613812345678` least of all: spreadsheets drop the plus
 * sign. `unneutralise` gives back exactly the original of every cell, also of one that began with an apostrophe.
 */
export function neutralise(cell: string): string {
  if (cell === '' || !mayStartFormula(cell.charCodeAt(0))) return cell;
  return FORMULA.test(cell) && !NEGATIVE.test(cell) ? `'${cell}` : cell;
}

/** The original of a neutralised cell: one leading apostrophe is taken off when a formula character follows the apostrophes. */
export function unneutralise(cell: string): string {
  return cell.charCodeAt(0) === 0x27 && NEUTRALISED.test(cell) ? cell.slice(1) : cell;
}

/** Cheap first look: most cells begin with a letter, a digit or a Chinese character. */
function mayStartFormula(unit: number): boolean {
  return unit <= 0x40 ? unit < 0x30 || unit >= 0x3d : unit >= 0xff0b;
}

/** What a cell says: without outer white space and the apostrophe of neutralising; null when it is blank (law 8). */
export function cellValue(cell: string): string | null {
  const trimmed = cell.trim();
  return trimmed === '' ? null : unneutralise(trimmed);
}

/**
 * The neutral report model: one definition of a report gives every format (DESIGN part 4, `report`).
 * All texts here are final words in the language of the document, still unescaped: each renderer escapes for its own format.
 */
import type { Lang } from '../model/text.js';

/** How a value is to be felt. What needs attention (`warn`, `bad`) is marked by a sign too, never by colour alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'muted';

/** One table cell: words, a plain number (formatted by the renderer), or either with a tone. */
export type Cell = string | number | { readonly text: string | number; readonly tone: Tone };

/** One column: numbers are right aligned by convention; `width` is the most terminal cells that it may take. */
export interface Column {
  readonly key: string;
  readonly label: string;
  readonly align: 'left' | 'right';
  readonly width?: number;
  /** Long texts go over several terminal lines instead of being cut. */
  readonly wrap?: boolean;
  /** Decimals of the numbers of this column; without it up to two, trailing zeros dropped. */
  readonly decimals?: number;
  /** Unit of the numbers of this column (`%`, `户`). */
  readonly unit?: string;
}

/**
 * The rows behind a figure: the path of a CSV relative to the report, with forward slashes (`rows/overdue.csv`). Set only where that file is written beside
 * the report; renderers show it as a link, or name it where nothing can be linked.
 */
export type RowsPath = string;

/** One key figure. */
export interface Kpi {
  readonly label: string;
  readonly value: string | number;
  readonly unit?: string;
  readonly note?: string;
  readonly tone?: Tone;
  readonly rowsFile?: RowsPath;
}

/** Rows under columns; the first column names the row. */
export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly total?: readonly Cell[];
  /** How many rows were left out. */
  readonly more?: number;
  readonly rowsFile?: RowsPath;
}

/** One row of values of a chart, one value for each label; `null` is "not known", which is not zero. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface ChartBase {
  readonly title: string;
  /** What the chart shows, in one sentence, for everybody. */
  readonly description?: string;
  /** What the labels are: heading of the first column of the data table. */
  readonly labelHeading: string;
  readonly labels: readonly string[];
  readonly unit?: string;
  readonly decimals?: number;
  readonly rowsFile?: RowsPath;
}

/** Horizontal bars of one series. `max` fixes the scale (100 for percentages), `target` draws a line to reach. */
export interface BarChart extends ChartBase {
  readonly type: 'bar';
  readonly series: readonly [Series];
  readonly max?: number;
  readonly target?: { readonly value: number; readonly label: string };
}

/** Horizontal bars, each cut into the series; values below zero are drawn as nothing (the data table shows them). */
export interface StackedBarChart extends ChartBase {
  readonly type: 'stackedBar';
  readonly series: readonly Series[];
}

/** Lines over an ordered axis (periods); `min` and `max` fix the scale, which otherwise starts at zero. */
export interface LineChart extends ChartBase {
  readonly type: 'line';
  readonly series: readonly Series[];
  readonly min?: number;
  readonly max?: number;
}

/** Vertical columns over ordered classes: a histogram, for example the ages of the last contact. */
export interface ColumnChart extends ChartBase {
  readonly type: 'column';
  readonly series: readonly [Series];
}

/** A heat map: the labels are its rows, each series a column; the number stands in every cell, and the shade only repeats it. */
export interface HeatMap extends ChartBase {
  readonly type: 'heat';
  readonly series: readonly Series[];
}

/** A chart; its numbers are always available as a table, too. */
export type Chart = BarChart | StackedBarChart | LineChart | ColumnChart | HeatMap;

/** One part of a report, in reading order. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'note'; readonly level: 'info' | 'warn' | 'bad'; readonly text: string }
  | { readonly kind: 'kpis'; readonly items: readonly Kpi[] }
  | Table
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'definitions'; readonly items: readonly (readonly [term: string, description: string])[] };

/** A whole report. `meta` are label and value pairs: as-of day, policy, ledger, size and head of the trail. */
export interface Doc {
  readonly lang: Lang;
  readonly title: string;
  readonly subtitle: string;
  readonly meta: readonly (readonly [label: string, value: string])[];
  readonly blocks: readonly Block[];
}

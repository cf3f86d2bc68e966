import { type Lang, say } from '../../model/text.js';
import type { Chart } from '../document.js';
import { formatNumber, withUnit } from '../number.js';
import { WORDS } from '../words.js';
import { label } from './element.js';

/** What a chart is drawn into: the width in pixels at which its text is 12 px, the language, and the prefix of its ids. */
export interface Frame {
  readonly width: number;
  readonly lang: Lang;
  readonly prefix: string;
}

/** A drawn chart: markup inside the `svg` element, and the height that it takes. */
export interface Drawing {
  readonly height: number;
  readonly body: string;
}

/** One value of a chart with its unit, for tooltips, unescaped; a value that is not known is an en dash. */
export function valueText(chart: Chart, value: number | null | undefined): string {
  return value == null ? '–' : withUnit(formatNumber(value, chart.decimals), chart.unit);
}

/** The number as it stands in the picture: the unit is in the title of the chart; per cent stays, it is short. */
export function bareValue(chart: Chart, value: number | null | undefined): string {
  return value == null ? '–' : withUnit(formatNumber(value, chart.decimals), chart.unit === '%' ? '%' : undefined);
}

/** What is drawn when there is nothing to draw. */
export function emptyDrawing(frame: Frame): Drawing {
  return {
    height: 40,
    body: label(say(WORDS.noData, frame.lang), frame.width / 2, 25, { anchor: 'middle', role: 'quiet' }),
  };
}

/** Value `i` of a series, where what is missing or not finite is `null`. */
export function at(values: readonly (number | null)[], index: number): number | null {
  const value = values[index];
  return value == null || !Number.isFinite(value) ? null : value;
}

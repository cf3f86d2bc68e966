import type { HeatMap } from '../document.js';
import { html } from '../escape.js';
import { at, bareValue, type Drawing, emptyDrawing, type Frame, valueText } from './drawing.js';
import { el, label, title } from './element.js';
import { HEAT } from './palette.js';
import { layRows } from './rows.js';
import { fitLines, textWidth } from './text-fit.js';

const SIZE = 11;
/** Cells are no narrower than a short heading needs, and no wider than looks well. */
const NARROWEST = 34;
const WIDEST = 96;
const LOWEST = 22;

/**
 * A grid of numbers, each upon a shade of its share of the largest: darker is more (on dark paper, lighter). Where the columns do not
 * fit side by side, they stand in bands one below the other, each with all row labels; no number is ever shortened.
 */
export function drawHeat(chart: HeatMap, frame: Frame): Drawing {
  const { labels, series } = chart;
  if (labels.length === 0 || series.length === 0) return emptyDrawing(frame);
  const rows = layRows(labels, frame.width);
  const values = series.map((one) => labels.map((_, row) => at(one.values, row)));
  const high = values.flat().reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const left = rows.gutter + 10;
  const widest = values
    .flat()
    .reduce<number>((most, value) => Math.max(most, textWidth(bareValue(chart, value), SIZE)), 0);
  const least = Math.max(NARROWEST, widest + 8);
  const room = frame.width - left;
  const across = Math.max(1, Math.min(series.length, Math.floor(room / least)));
  const bands = Math.ceil(series.length / across);
  const perBand = Math.ceil(series.length / bands);
  const width = Math.min(room / perBand, Math.max(WIDEST, least));
  const pitch = Math.max(rows.pitch, LOWEST);

  let top = 0;
  let body = '';
  for (let first = 0; first < series.length; first += perBand) {
    const band = series.slice(first, first + perBand);
    const heads = band.map(({ name }) => fitLines(name, width - 6, SIZE, 3));
    const lines = heads.reduce((most, parts) => Math.max(most, parts.length), 1);
    const base = top + lines * (SIZE + 2) + 6;
    heads.forEach((parts, column) => {
      const centre = left + width * (column + 0.5);
      const name = band[column]?.name ?? '';
      const words = parts.map((line, at) =>
        label(line, centre, base - 6 - (parts.length - 1 - at) * (SIZE + 2), {
          size: SIZE,
          anchor: 'middle',
          role: 'quiet',
        }),
      );
      body += el('g', {}, parts.join('') === name ? '' : title(name), ...words);
    });
    labels.forEach((name, row) => {
      const y = base + pitch * row;
      body += rows.label(row, y + pitch / 2);
      band.forEach((one, column) => {
        const value = values[first + column]?.[row] ?? null;
        const shade = shadeOf(value, high);
        body += el(
          'g',
          {},
          title(`${name} · ${one.name} ${valueText(chart, value)}`),
          el('rect', {
            x: left + width * column,
            y,
            width: width - 1.5,
            height: pitch - 1.5,
            class: `h${shade}`,
            fill: HEAT[shade]?.light,
          }),
          number(bareValue(chart, value), left + width * (column + 0.5) - 0.75, y + pitch / 2 + SIZE * 0.36, shade),
        );
      });
    });
    top = base + pitch * labels.length + 12;
  }
  return { height: top - 8, body };
}

/** Shade 0 is nothing, or not known; the others are quarters of the largest value. */
function shadeOf(value: number | null, high: number): number {
  if (value === null || value <= 0 || high === 0) return 0;
  return Math.min(HEAT.length - 1, Math.ceil((value / high) * (HEAT.length - 1)));
}

/** The number upon its shade: dark ink on the light ones, paper on the deep ones. */
function number(text: string, x: number, y: number, shade: number): string {
  if (HEAT[shade]?.deep !== true) return label(text, x, y, { size: SIZE, anchor: 'middle' });
  return el('text', { x, y, 'font-size': SIZE, class: 'on', fill: '#fff', 'text-anchor': 'middle' }, html(text));
}

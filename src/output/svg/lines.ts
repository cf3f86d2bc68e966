import type { LineChart } from '../document.js';
import { at, bareValue, type Drawing, emptyDrawing, type Frame, valueText } from './drawing.js';
import { el, label, title } from './element.js';
import { legend } from './legend.js';
import { SERIES, seriesIndex } from './palette.js';
import { niceAxis } from './scale.js';
import { fitLines, textWidth } from './text-fit.js';

const PLOT = 170;
const DASHES: readonly (string | undefined)[] = [undefined, '6 3', '2 2', '8 3 2 3', '4 2', '1 3'];

interface Point {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly index: number;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Lines with a marker shape and a dash pattern of their own; a value that is not known breaks the line. */
export function drawLines(chart: LineChart, frame: Frame): Drawing {
  const values = chart.series.map((series) => chart.labels.map((_, index) => at(series.values, index)));
  const known = values.flat().filter((value) => value !== null);
  if (known.length === 0) return emptyDrawing(frame);
  const low = Math.min(chart.min ?? 0, ...known);
  const high = Math.max(chart.max ?? Number.NEGATIVE_INFINITY, ...known);
  const axis = niceAxis(low, high, known.every(Number.isInteger));
  const ticks = axis.ticks.map((tick) => bareValue(chart, tick));
  const left = Math.max(...ticks.map((text) => textWidth(text, 11))) + 8;
  const ends = values.map((items) => items.reduce<number | null>((last, value) => value ?? last, null));
  const right = Math.max(...ends.map((value) => textWidth(bareValue(chart, value), 12))) + 10;
  const keys =
    chart.series.length > 1
      ? legend(
          chart.series,
          frame.width,
          (index, x, y) => stroke(`M${round(x)} ${y + 5}H${round(x + 14)}`, index) + marker(index, x + 7, y + 5),
        )
      : { height: 12, body: '' };
  const top = keys.height;
  const base = top + PLOT;
  const last = chart.labels.length - 1;
  const room = frame.width - left - right - 8;
  const place = (value: number, index: number): Point => ({
    x: left + 4 + (last === 0 ? room / 2 : (room * index) / last),
    y: base - ((value - axis.low) / (axis.high - axis.low)) * PLOT,
    value,
    index,
  });

  const grid = axis.ticks.map((tick, index) => {
    const { y } = place(tick, 0);
    const line = { d: `M${round(left)} ${round(y)}H${round(frame.width - right)}`, fill: 'none' };
    return (
      el(
        'path',
        index === 0 ? { ...line, class: 'axis', stroke: '#8a94a1' } : { ...line, class: 'grid', stroke: '#e1e6ec' },
      ) + label(ticks[index] ?? '', left - 6, y + 4, { size: 11, anchor: 'end', role: 'quiet' })
    );
  });
  const points = values.map((items) => items.map((value, index) => (value === null ? null : place(value, index))));
  const lines = points.map((series, index) => drawSeries(chart, series, index));
  return {
    height: base + 24,
    body:
      keys.body +
      grid.join('') +
      periodLabels(chart.labels, (index) => place(axis.low, index).x, base, frame.width) +
      lines.join('') +
      endLabels(chart, points),
  };
}

function drawSeries(chart: LineChart, points: readonly (Point | null)[], index: number): string {
  let path = '';
  let broken = true;
  for (const point of points) {
    if (point !== null) path += `${broken ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`;
    broken = point === null;
  }
  const crowded = points.length > 40;
  const dots = points.map((point) => {
    if (point === null || crowded) return '';
    const tip = title(
      `${chart.labels[point.index] ?? ''} · ${chart.series[index]?.name ?? ''} ${valueText(chart, point.value)}`,
    );
    return el('g', {}, tip, marker(index, point.x, point.y));
  });
  return stroke(path, index) + dots.join('');
}

function stroke(d: string, series: number): string {
  const index = seriesIndex(series);
  const colour = { class: `l${index}`, stroke: SERIES[index]?.light, 'stroke-dasharray': DASHES[index] };
  return el('path', { d, ...colour, 'stroke-width': 2, 'stroke-linejoin': 'round', fill: 'none' });
}

/** Circle, square, triangle, diamond, then the same again in outline order: the shape says the series without its colour. */
function marker(series: number, x: number, y: number): string {
  const index = seriesIndex(series);
  const look = { class: `c${index}`, fill: SERIES[index]?.light };
  const shape = index % 4;
  if (shape === 0) return el('circle', { cx: x, cy: y, r: 3.2, ...look });
  if (shape === 1) return el('rect', { x: x - 3, y: y - 3, width: 6, height: 6, ...look });
  const d =
    shape === 2
      ? `M${round(x)} ${round(y - 4)}L${round(x + 4)} ${round(y + 3)}H${round(x - 4)}Z`
      : `M${round(x)} ${round(y - 4.4)}L${round(x + 4.4)} ${round(y)}L${round(x)} ${round(y + 4.4)}L${round(x - 4.4)} ${round(y)}Z`;
  return el('path', { d, ...look });
}

/** As many period names as have room, always the last one: the newest period is what the reader came for. */
function periodLabels(labels: readonly string[], x: (index: number) => number, base: number, width: number): string {
  const widest = labels.reduce((most, text) => Math.max(most, textWidth(text, 11)), 0) + 8;
  const size = Math.min(widest, width / 3);
  const step = labels.length > 1 ? Math.max(1, Math.ceil(size / Math.max(x(1) - x(0), 0.01))) : 1;
  const drawn: string[] = [];
  for (let index = labels.length - 1; index >= 0; index -= step) {
    const text = fitLines(labels[index] ?? '', size, 11, 1)[0] ?? '';
    const half = textWidth(text, 11) / 2;
    const centre = Math.min(Math.max(x(index), half), width - half);
    drawn.unshift(label(text, centre, base + 17, { size: 11, anchor: 'middle', role: 'quiet' }));
  }
  return drawn.join('');
}

/** The last value of every series at its end, moved apart where they would lie upon each other. */
function endLabels(chart: LineChart, points: readonly (readonly (Point | null)[])[]): string {
  const ends = points.map((series) => series.findLast((point) => point !== null)).filter((point) => point != null);
  ends.sort((a, b) => a.y - b.y);
  let free = Number.NEGATIVE_INFINITY;
  return ends
    .map((point) => {
      const y = Math.max(point.y + 4, free);
      free = y + 13;
      return label(bareValue(chart, point.value), point.x + 8, y);
    })
    .join('');
}

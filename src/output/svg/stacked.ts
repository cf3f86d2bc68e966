import type { StackedBarChart } from '../document.js';
import { html } from '../escape.js';
import { at, bareValue, type Drawing, emptyDrawing, type Frame, valueText } from './drawing.js';
import { el, label, title } from './element.js';
import { legend } from './legend.js';
import { areaFill, SERIES, seriesIndex } from './palette.js';
import { layRows } from './rows.js';
import { textWidth } from './text-fit.js';

/** Horizontal bars cut into the series, a value in every part that has room for it, the sum at the end, the legend above. */
export function drawStacked(chart: StackedBarChart, frame: Frame): Drawing {
  if (chart.labels.length === 0 || chart.series.length === 0) return emptyDrawing(frame);
  const parts = chart.labels.map((_, row) => chart.series.map((series) => Math.max(at(series.values, row) ?? 0, 0)));
  const sums = parts.map((values) => values.reduce((sum, value) => sum + value, 0));
  const rows = layRows(chart.labels, frame.width);
  const texts = sums.map((sum) => bareValue(chart, sum));
  const after = texts.reduce((most, text) => Math.max(most, textWidth(text, rows.size)), 0) + 8;
  const left = rows.gutter + 10;
  const scale = Math.max(frame.width - left - after, 20) / (Math.max(...sums) || 1);
  const keys = legend(chart.series, frame.width, (index, x, y) =>
    el('rect', { x, y, width: 14, height: 10, ...areaFill(frame.prefix, index) }),
  );
  const top = keys.height + 2;
  const height = top + rows.pitch * parts.length + 2;

  const body = parts.map((values, row) => {
    const middle = top + rows.pitch * (row + 0.5);
    let x = left;
    const drawn = values.map((value, index) => {
      const width = value * scale;
      const text = bareValue(chart, value);
      const from = x;
      x += width;
      if (value === 0) return '';
      const gap = width > 3 ? 1 : 0;
      const name = `${chart.labels[row] ?? ''} · ${chart.series[index]?.name ?? ''} ${valueText(chart, value)}`;
      const area = el('rect', {
        x: from,
        y: middle - rows.bar / 2,
        width: Math.max(width - gap, 0.5),
        height: rows.bar,
        ...areaFill(frame.prefix, index),
      });
      const fits = textWidth(text, 11) + 6 <= width;
      return el('g', {}, title(name), area, fits ? onArea(text, from + (width - gap) / 2, middle, index) : '');
    });
    return (
      rows.label(row, middle) +
      drawn.join('') +
      label(texts[row] ?? '', x + 6, middle + rows.size * 0.36, { size: rows.size })
    );
  });
  const axis = el('path', {
    d: `M${Math.round(left * 100) / 100} ${top}V${height - 2}`,
    class: 'axis',
    stroke: '#8a94a1',
    fill: 'none',
  });
  return { height, body: keys.body + body.join('') + axis };
}

/** Text upon a hatched area, with a rim of the area's colour so that the hatching does not run through it. */
function onArea(text: string, x: number, middle: number, series: number): string {
  const index = seriesIndex(series);
  return el(
    'text',
    {
      x,
      y: middle + 4,
      'font-size': 11,
      'text-anchor': 'middle',
      class: `on s${index}`,
      fill: '#fff',
      stroke: SERIES[index]?.light,
      'stroke-width': 3,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
    },
    html(text),
  );
}

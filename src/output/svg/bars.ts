import type { BarChart, ColumnChart } from '../document.js';
import { at, bareValue, type Drawing, emptyDrawing, type Frame, valueText } from './drawing.js';
import { el, label, title } from './element.js';
import { areaFill } from './palette.js';
import { layRows } from './rows.js';
import { textWidth } from './text-fit.js';

/** Horizontal bars, each with its value at its end. Bars below zero go to the left of the zero line, their value stays on the right. */
export function drawBars(chart: BarChart | ColumnChart, frame: Frame): Drawing {
  const values = chart.labels.map((_, row) => at(chart.series[0].values, row));
  if (values.length === 0) return emptyDrawing(frame);
  const rows = layRows(chart.labels, frame.width);
  const texts = values.map((value) => bareValue(chart, value));
  const after = texts.reduce((most, text) => Math.max(most, textWidth(text, rows.size)), 0) + 8;
  const left = rows.gutter + 10;
  const room = Math.max(frame.width - left - after, 20);
  const target = chart.type === 'bar' ? chart.target : undefined;
  const fixed = chart.type === 'bar' ? (chart.max ?? 0) : 0;
  const low = values.reduce<number>((least, value) => Math.min(least, value ?? 0), 0);
  const high = values.reduce<number>((most, value) => Math.max(most, value ?? 0), Math.max(fixed, target?.value ?? 0));
  const scale = room / (high - low || 1);
  const zero = left - low * scale;
  const top = target === undefined ? 2 : 20;
  const height = top + rows.pitch * values.length + 2;

  const body = values.map((value, row) => {
    const middle = top + rows.pitch * (row + 0.5);
    const length = Math.abs(value ?? 0) * scale;
    const start = (value ?? 0) < 0 ? zero - length : zero;
    const drawn = value ? Math.max(length, 1) : 0;
    return el(
      'g',
      {},
      title(`${chart.labels[row] ?? ''} ${valueText(chart, value)}`),
      rows.label(row, middle),
      fixed > 0
        ? el('rect', {
            x: zero,
            y: middle - rows.bar / 2,
            width: room,
            height: rows.bar,
            class: 'track',
            fill: '#eef1f4',
          })
        : '',
      el('rect', { x: start, y: middle - rows.bar / 2, width: drawn, height: rows.bar, ...areaFill(frame.prefix, 0) }),
      label(
        texts[row] ?? '',
        (fixed > 0 ? left + room : zero + ((value ?? 0) > 0 ? drawn : 0)) + 6,
        middle + rows.size * 0.36,
        { size: rows.size },
      ),
    );
  });
  body.push(el('path', { d: `M${round(zero)} ${top}V${height - 2}`, class: 'axis', stroke: '#8a94a1', fill: 'none' }));
  if (target !== undefined) body.push(drawTarget(target, zero + target.value * scale, height, frame.width));
  return { height, body: body.join('') };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function drawTarget(target: { readonly label: string }, x: number, height: number, width: number): string {
  const half = textWidth(target.label, 11) / 2;
  const centre = Math.min(Math.max(x, half), Math.max(width - half, half));
  return (
    el('path', {
      d: `M${round(x)} 16V${height - 2}`,
      class: 'target',
      stroke: '#1b2430',
      'stroke-dasharray': '3 2',
      fill: 'none',
    }) + label(target.label, centre, 11, { size: 11, anchor: 'middle', role: 'quiet' })
  );
}

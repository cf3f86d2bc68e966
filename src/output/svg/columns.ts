import type { ColumnChart } from '../document.js';
import { compactNumber } from '../number.js';
import { drawBars } from './bars.js';
import { at, bareValue, type Drawing, emptyDrawing, type Frame, valueText } from './drawing.js';
import { el, label, title } from './element.js';
import { areaFill } from './palette.js';
import { fitLines, textWidth } from './text-fit.js';

const PLOT = 150;
const SIZE = 11;
/** Below this width a column has no room for its label, and the chart lies down: horizontal bars say the same. */
const NARROWEST = 36;

/** Vertical columns with the value above and the class beneath, in up to three lines. */
export function drawColumns(chart: ColumnChart, frame: Frame): Drawing {
  const values = chart.labels.map((_, index) => at(chart.series[0].values, index));
  if (values.length === 0) return emptyDrawing(frame);
  const pitch = Math.min(frame.width / values.length, 96);
  if (pitch < NARROWEST || values.some((value) => (value ?? 0) < 0)) return drawBars(chart, frame);
  const high = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0) || 1;
  const room = pitch - 6;
  const whole = values.map((value) => bareValue(chart, value));
  const texts = whole.every((text) => textWidth(text, SIZE) <= pitch)
    ? whole
    : values.map((value) => (value === null ? '–' : compactNumber(value, frame.lang)));
  const names = chart.labels.map((text) => fitLines(text, room, SIZE, 3));
  const lines = names.reduce((most, parts) => Math.max(most, parts.length), 1);
  const base = 18 + PLOT;
  const body = values.map((value, index) => {
    const centre = pitch * (index + 0.5);
    const height = value ? Math.max((value / high) * PLOT, 1) : 0;
    const width = Math.min(pitch * 0.64, 46);
    return el(
      'g',
      {},
      title(`${chart.labels[index] ?? ''} ${valueText(chart, value)}`),
      el('rect', { x: centre - width / 2, y: base - height, width, height, ...areaFill(frame.prefix, 0) }),
      label(texts[index] ?? '', centre, base - height - 5, { size: SIZE, anchor: 'middle' }),
      ...(names[index] ?? []).map((line, row) =>
        label(line, centre, base + 15 + row * (SIZE + 2), { size: SIZE, anchor: 'middle', role: 'quiet' }),
      ),
    );
  });
  body.push(
    el('path', {
      d: `M0 ${base}H${Math.round(pitch * values.length * 100) / 100}`,
      class: 'axis',
      stroke: '#8a94a1',
      fill: 'none',
    }),
  );
  return { height: base + 8 + lines * (SIZE + 2), body: body.join('') };
}

import type { Lang } from '../model/text.js';
import { describeChart } from './chart-table.js';
import type { Chart } from './document.js';
import { html, terminalSafe } from './escape.js';
import { drawBars } from './svg/bars.js';
import { drawColumns } from './svg/columns.js';
import type { Drawing, Frame } from './svg/drawing.js';
import { el } from './svg/element.js';
import { drawHeat } from './svg/heat.js';
import { drawLines } from './svg/lines.js';
import { hatchings } from './svg/palette.js';
import { drawStacked } from './svg/stacked.js';

/** Latin first, then the Chinese sans of each system: Apple, Windows, Linux. */
export const FONT_STACK =
  "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif";

/**
 * A chart as one `svg` element that scales to its container. `width` is the width at which the text has its natural size, so that one
 * chart can be laid out for a page and again for a telephone; `id` must be unique in the page. The same chart gives the same bytes.
 * Colours are attributes, which a style sheet may replace by class (dark mode). All text is escaped.
 */
export function chartSvg(
  raw: Chart,
  options: { readonly width: number; readonly lang: Lang; readonly id: string },
): string {
  const chart = visibleWords(raw);
  const frame: Frame = { width: options.width, lang: options.lang, prefix: options.id };
  const { height, body } = draw(chart, frame);
  const description = describeChart(chart, options.lang);
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${options.width} ${Math.ceil(height)}`,
      role: 'img',
      'aria-label': `${chart.title}${options.lang === 'zh-CN' ? '。' : '. '}${description}`,
      'font-family': FONT_STACK,
    },
    el('title', {}, html(chart.title)),
    el('desc', {}, html(description)),
    hatchings(options.id, chart.type === 'stackedBar' ? chart.series.length : 0),
    body,
  );
}

/** Unsafe characters are made visible before the layout, because what is visible takes room. */
function visibleWords(chart: Chart): Chart {
  const series = chart.series.map((item) => ({ ...item, name: terminalSafe(item.name) }));
  const target =
    chart.type === 'bar' && chart.target
      ? { target: { ...chart.target, label: terminalSafe(chart.target.label) } }
      : {};
  return {
    ...chart,
    ...target,
    series,
    labels: chart.labels.map(terminalSafe),
    ...(chart.unit ? { unit: terminalSafe(chart.unit) } : {}),
  } as Chart;
}

function draw(chart: Chart, frame: Frame): Drawing {
  switch (chart.type) {
    case 'bar':
      return drawBars(chart, frame);
    case 'stackedBar':
      return drawStacked(chart, frame);
    case 'line':
      return drawLines(chart, frame);
    case 'column':
      return drawColumns(chart, frame);
    case 'heat':
      return drawHeat(chart, frame);
  }
}

import { type Lang, say } from '../model/text.js';
import type { Cell, Chart, Column, Table } from './document.js';
import { formatNumber, withUnit } from './number.js';
import { WORDS } from './words.js';

/** The title of a chart with its unit, so that its numbers stand bare; per cent stays with the numbers. */
export function chartTitle(chart: Chart, lang: Lang): string {
  if (chart.unit === undefined || chart.unit === '%') return chart.title;
  return lang === 'zh-CN' ? `${chart.title}（${chart.unit}）` : `${chart.title} (${chart.unit})`;
}

/** The numbers of a chart as a table: one row a label, one column a series, and the sum of each row where the bars are stacked. */
export function chartTable(chart: Chart, lang: Lang): Table {
  const number = (key: string, label: string): Column => ({
    key,
    label,
    align: 'right',
    ...(chart.unit === '%' ? { unit: '%' } : {}),
    ...(chart.decimals === undefined ? {} : { decimals: chart.decimals }),
  });
  const stacked = chart.type === 'stackedBar';
  const columns: Column[] = [
    { key: 'label', label: chart.labelHeading, align: 'left' },
    ...chart.series.map((series, index) => number(`s${index + 1}`, series.name)),
  ];
  if (stacked) columns.push(number('total', say(WORDS.total, lang)));
  const rows = chart.labels.map((label, row) => {
    const values = chart.series.map((series) => series.values[row] ?? null);
    const cells: Cell[] = [label, ...values.map((value) => value ?? say(WORDS.unknown, lang))];
    if (stacked) cells.push(values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
    return cells;
  });
  return { kind: 'table', caption: chartTitle(chart, lang), columns, rows };
}

const DESCRIBED = 12;

/** What a chart shows, in words, for those who do not see it: its kind, its sentence, and its first dozen values. */
export function describeChart(chart: Chart, lang: Lang): string {
  const kind = say(chart.type === 'column' ? WORDS.columnChart : WORDS[chart.type], lang);
  const [comma, stop, colon] = lang === 'zh-CN' ? ['，', '。', '：'] : [', ', '. ', ': '];
  const show = (value: number | null | undefined): string =>
    value == null ? say(WORDS.unknown, lang) : withUnit(formatNumber(value, chart.decimals), chart.unit);
  const items = chart.labels.slice(0, DESCRIBED).map((label, row) => {
    const values = chart.series.map((series) =>
      chart.series.length === 1 ? show(series.values[row]) : `${series.name} ${show(series.values[row])}`,
    );
    return `${label} ${values.join(' / ')}`;
  });
  if (items.length === 0) items.push(say(WORDS.noData, lang));
  const left = chart.labels.length - DESCRIBED;
  if (left > 0) items.push(say(WORDS.andMore, lang, { n: left }));
  const sentence = chart.description === undefined ? '' : `${chart.description.replace(/[。.]\s*$/, '')}${stop}`;
  return `${sentence}${kind}${colon}${items.join(comma)}`;
}

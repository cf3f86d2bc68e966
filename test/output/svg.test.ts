import { describe, expect, it } from 'vitest';
import type { BarChart, Chart, HeatMap } from '../../src/output/document.js';
import { REPORT_CSS } from '../../src/output/html-style.js';
import { formatNumber } from '../../src/output/number.js';
import { HEAT, SERIES } from '../../src/output/svg/palette.js';
import { niceAxis } from '../../src/output/svg/scale.js';
import { fitLines, textWidth } from '../../src/output/svg/text-fit.js';
import { chartSvg } from '../../src/output/svg.js';
import { type Element, parseMarkup } from './markup.js';

const bar = (labels: string[], values: (number | null)[], more: Partial<BarChart> = {}): BarChart => ({
  type: 'bar',
  title: '各规则发现的问题',
  labelHeading: '规则',
  labels,
  series: [{ name: '发现', values }],
  ...more,
});
const stages = ['潜在客户', '意向客户', '成交客户'];
const long = '内蒙古自治区呼和浩特市草原乳业集团股份有限公司第二分公司联系电话缺失或格式不符';
const charts: [name: string, chart: Chart][] = [
  ['bars', bar(stages, [2841, 37, 0], { unit: '条' })],
  [
    'bars with a target',
    bar(['完整性', '准确性'], [96.4, 93.1], {
      unit: '%',
      decimals: 1,
      max: 100,
      target: { value: 95, label: '目标 95%' },
    }),
  ],
  [
    '60 bars with long labels',
    bar(
      Array.from({ length: 60 }, (_, i) => `${i} ${long}`),
      Array.from({ length: 60 }, (_, i) => i ** 4),
    ),
  ],
  ['bars below zero and unknown', bar(['up', 'down', 'unknown', 'nan'], [120, -44, null, Number.NaN])],
  ['one bar of nothing', bar(['x'], [0])],
  [
    'stacked bars',
    {
      type: 'stackedBar',
      title: '阶段',
      labelHeading: '阶段',
      labels: stages,
      unit: '户',
      series: Array.from({ length: 7 }, (_, s) => ({ name: `第${s}组的一个很长的名称`, values: [s * 1000, 10, null] })),
    },
  ],
  [
    'columns',
    {
      type: 'column',
      title: '最后联系距今',
      labelHeading: '时长',
      labels: ['≤ 7 天', '8–30 天', '181–365 天', '从未联系'],
      series: [{ name: '客户数', values: [18230, 42110, 0, null] }],
    },
  ],
  [
    'columns of millions',
    {
      type: 'column',
      title: 'Ages',
      labelHeading: 'Age',
      labels: Array.from({ length: 9 }, (_, i) => `${i} months`),
      series: [{ name: 'n', values: Array.from({ length: 9 }, (_, i) => i * 1_234_567) }],
    },
  ],
  [
    '24 columns, which lie down',
    {
      type: 'column',
      title: 'Ages',
      labelHeading: 'Age',
      labels: Array.from({ length: 24 }, (_, i) => `${i} months`),
      series: [{ name: 'n', values: Array.from({ length: 24 }, (_, i) => i) }],
    },
  ],
  [
    'lines',
    {
      type: 'line',
      title: '完整率',
      labelHeading: '月份',
      labels: Array.from({ length: 12 }, (_, i) => `2026-${i + 1}`),
      unit: '%',
      min: 85,
      max: 100,
      series: [
        { name: '完整率', values: [91, 92, null, 94, 95, 96, 96, 97, 97, 98, 98, 98] },
        { name: '准确率', values: [90, 90, 90, 91, 91, 92, 93, 93, 93, 93, 93, 98] },
      ],
    },
  ],
  [
    'one point',
    {
      type: 'line',
      title: '完整率',
      labelHeading: '月份',
      labels: ['2026-06'],
      series: [{ name: '完整率', values: [91.234] }],
    },
  ],
  [
    'a heat map',
    {
      type: 'heat',
      title: '按字段和负责人',
      labelHeading: '负责人',
      labels: ['王强', '李娜', '(无负责人)'],
      unit: '%',
      series: [
        { name: '客户名称', values: [100, 50, 0] },
        { name: '联系电话', values: [25, null, 75.5] },
      ],
    },
  ],
  [
    'a heat map of many columns, which stands in bands',
    {
      type: 'heat',
      title: '命令',
      labelHeading: '操作人',
      labels: Array.from({ length: 40 }, (_, i) => `${i} ${long}`),
      series: Array.from({ length: 17 }, (_, s) => ({
        name: `第 ${s} 个很长的名称 with a word`,
        values: Array.from({ length: 40 }, (_, i) => (i === s ? Number.NaN : i * s * 12_345)),
      })),
    },
  ],
];
const empty: Chart[] = [
  bar([], []),
  { type: 'stackedBar', title: 't', labelHeading: 'l', labels: [], series: [] },
  { type: 'column', title: 't', labelHeading: 'l', labels: [], series: [{ name: 'n', values: [] }] },
  { type: 'line', title: 't', labelHeading: 'l', labels: ['a'], series: [{ name: 'n', values: [null] }] },
  { type: 'heat', title: 't', labelHeading: 'l', labels: ['a'], series: [] },
];
const widths = [350, 440, 720];

const number = (element: Element, name: string): number => Number(element.attributes.get(name));
function box(svg: string): { elements: Element[]; width: number; height: number } {
  const elements = parseMarkup(svg);
  const [, , width = 0, height = 0] = (elements.at(-1)?.attributes.get('viewBox') ?? '').split(' ').map(Number);
  return { elements, width, height };
}

describe.each(charts)('%s', (_, chart) => {
  it.each(widths)('is well-formed at %i px, has a name and a description, and nothing lies outside', (width) => {
    const svg = chartSvg(chart, { width, lang: 'zh-CN', id: 'x' });
    const { elements, height } = box(svg);
    const root = elements.at(-1);
    expect(root?.attributes.get('role')).toBe('img');
    expect(root?.attributes.get('aria-label')).toContain(chart.title);
    expect(elements.filter((item) => item.name === 'desc')).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    for (const text of elements.filter((item) => item.name === 'text')) {
      const size = textWidth(text.text, number(text, 'font-size'));
      const anchor = text.attributes.get('text-anchor') ?? 'start';
      const from = number(text, 'x') - (anchor === 'end' ? size : anchor === 'middle' ? size / 2 : 0);
      expect(from, text.text).toBeGreaterThanOrEqual(-0.5);
      expect(from + size, text.text).toBeLessThanOrEqual(width + 0.5);
      expect(number(text, 'y')).toBeLessThanOrEqual(height);
    }
    for (const rect of elements.filter((item) => item.name === 'rect')) {
      expect(number(rect, 'width')).toBeGreaterThanOrEqual(0);
      if (rect.attributes.has('x')) expect(number(rect, 'x') + number(rect, 'width')).toBeLessThanOrEqual(width + 0.5);
    }
  });

  it('gives the same bytes again, in a page as unique ids', () => {
    const draw = (id: string) => chartSvg(chart, { width: 440, lang: 'en', id });
    expect(draw('a')).toBe(draw('a'));
    const ids = [...draw('a').matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id.startsWith('a')).toBe(true);
    for (const [, use] of draw('a').matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(use);
  });
});

describe('what a chart shows', () => {
  it('a bar chart of two bars, byte by byte', () => {
    const chart = bar(['甲', '乙'], [10, 5], { title: 'T' });
    expect(chartSvg(chart, { width: 100, lang: 'en', id: 'x' }).replace(/ font-family="[^"]*"/, '')).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 58" role="img" aria-label="T. Bar chart: 甲 10, 乙 5">' +
        '<title>T</title><desc>Bar chart: 甲 10, 乙 5</desc>' +
        '<g><title>甲 10</title>' +
        '<text x="14" y="19.82" font-size="12" text-anchor="end" class="ink" fill="#1b2430">甲</text>' +
        '<rect x="24" y="6.5" width="54.08" height="18" class="c0" fill="#1f5180"/>' +
        '<text x="84.08" y="19.82" font-size="12" class="ink" fill="#1b2430">10</text></g>' +
        '<g><title>乙 5</title>' +
        '<text x="14" y="46.82" font-size="12" text-anchor="end" class="ink" fill="#1b2430">乙</text>' +
        '<rect x="24" y="33.5" width="27.04" height="18" class="c0" fill="#1f5180"/>' +
        '<text x="57.04" y="46.82" font-size="12" class="ink" fill="#1b2430">5</text></g>' +
        '<path d="M24 2V56" class="axis" stroke="#8a94a1" fill="none"/></svg>',
    );
  });

  it.each(empty)('an empty %j says so', (chart) => {
    for (const lang of ['zh-CN', 'en'] as const) {
      const { elements } = box(chartSvg(chart, { width: 440, lang, id: 'x' }));
      expect(elements.filter((item) => item.name === 'text').map((item) => item.text)).toEqual([
        lang === 'en' ? '(no data)' : '（无数据）',
      ]);
    }
  });

  it('every bar of 60 has its value and its whole label in a tooltip', () => {
    const chart = charts[2]?.[1] as BarChart;
    const titles = box(chartSvg(chart, { width: 350, lang: 'en', id: 'x' })).elements.filter(
      (item) => item.name === 'title',
    );
    expect(titles).toHaveLength(61);
    expect(titles[60]?.text).toBe(`59 ${long} 12,117,361`);
  });

  it('each series has its own fill or hatching and its own name in the legend', () => {
    const svg = chartSvg(charts[5]?.[1] as Chart, { width: 720, lang: 'zh-CN', id: 'x' });
    const { elements } = box(svg);
    expect(elements.filter((item) => item.name === 'pattern')).toHaveLength(SERIES.length - 1);
    const texts = elements.filter((item) => item.name === 'text').map((item) => item.text);
    for (let index = 0; index < 7; index += 1) expect(texts).toContain(`第${index}组的一个很长的名称`);
  });

  it.each([11, 12])('a heat map (chart %i) has every number in its cell, whole, at every width', (index) => {
    const chart = charts[index]?.[1] as HeatMap;
    for (const width of widths) {
      const texts = box(chartSvg(chart, { width, lang: 'zh-CN', id: 'x' })).elements.flatMap((item) =>
        item.name === 'text' &&
        item.attributes.get('text-anchor') === 'middle' &&
        item.attributes.get('class') !== 'quiet'
          ? [item.text]
          : [],
      );
      const expected = chart.labels.flatMap((_, row) =>
        chart.series.map(({ values }) => {
          const value = values[row] ?? null;
          return value === null || Number.isNaN(value) ? '–' : formatNumber(value) + (chart.unit ?? '');
        }),
      );
      expect([...texts].sort()).toEqual([...expected].sort());
    }
  });

  it('the shades of a heat map follow the numbers: none, then quarters of the largest', () => {
    const svg = chartSvg(charts[11]?.[1] as Chart, { width: 720, lang: 'zh-CN', id: 'x' });
    const shades = box(svg).elements.flatMap((item) => (item.name === 'rect' ? [item.attributes.get('class')] : []));
    expect(shades).toEqual(['h4', 'h1', 'h2', 'h0', 'h0', 'h4']);
    expect(svg).toContain('热力图：王强 客户名称 100% / 联系电话 25%');
  });

  it('a value that is not known breaks the line and is not drawn as zero', () => {
    const svg = chartSvg(charts[9]?.[1] as Chart, { width: 440, lang: 'en', id: 'x' });
    const [first] = [...svg.matchAll(/<path d="([^"]+)" class="l0"[^>]*stroke-width="2"/g)].slice(1);
    expect(first?.[1]?.match(/M/g)).toHaveLength(2);
    expect(svg).toContain('unknown');
  });
});

describe('parts', () => {
  it.each([
    [0, 10, true, [0, 2, 4, 6, 8, 10]],
    [85, 100, false, [85, 90, 95, 100]],
    [0, 1, true, [0, 1]],
    [0, 0, true, [0, 1]],
    [0, 0.3, false, [0, 0.1, 0.2, 0.3]],
    [-44, 120, true, [-50, 0, 50, 100, 150]],
    [0, 128437, true, [0, 50000, 100000, 150000]],
    [93, 93, false, [93, 113]],
  ])('niceAxis(%d, %d, %s) is %j', (low, high, whole, ticks) => {
    const axis = niceAxis(low, high, whole);
    expect(axis.low).toBeLessThanOrEqual(low);
    expect(axis.high).toBeGreaterThanOrEqual(high);
    if (low !== high || low === 0) expect(axis.ticks).toEqual(ticks);
  });

  it('a label that does not fit ends in an ellipsis within its width', () => {
    const lines = fitLines(long, 100, 12, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]?.endsWith('…')).toBe(true);
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(100);
    expect(fitLines('短', 100, 12, 2)).toEqual(['短']);
  });
});

describe('contrast (WCAG 2.2, 1.4.3 and 1.4.11)', () => {
  const luminance = (colour: string): number => {
    const full = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(full.slice(at, at + 2), 16) / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const modes = [...REPORT_CSS.matchAll(/:root\{([^}]*--paper[^}]*)\}/g)].map(
    (match) => new Map([...(match[1] ?? '').matchAll(/(--\w+):(#\w+)/g)].map((pair) => [pair[1] ?? '', pair[2] ?? ''])),
  );

  it('text, tones and series colours stand out at 4.5 from the paper, light and dark, and text upon the series from them', () => {
    expect(modes.length).toBeGreaterThanOrEqual(2);
    for (const mode of modes) {
      const paper = mode.get('--paper') ?? '';
      for (const name of [
        '--ink',
        '--quiet',
        '--accent',
        '--good',
        '--warn',
        '--bad',
        ...SERIES.map((_, i) => `--c${i}`),
      ]) {
        expect(contrast(mode.get(name) ?? '', paper), `${name} on ${paper}`).toBeGreaterThanOrEqual(4.5);
      }
      for (const name of ['--quiet', '--warn', '--bad']) {
        expect(contrast(mode.get(name) ?? '', mode.get('--raised') ?? ''), `${name} on notes`).toBeGreaterThanOrEqual(
          4.5,
        );
      }
      for (const [index] of SERIES.entries()) {
        expect(contrast(mode.get(`--c${index}`) ?? '', mode.get('--on') ?? '')).toBeGreaterThanOrEqual(4.5);
      }
      for (const [index, { deep }] of HEAT.entries()) {
        const text = mode.get(deep ? '--on' : '--ink') ?? '';
        expect(contrast(mode.get(`--h${index}`) ?? '', text), `heat ${index}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(mode.get('--strong') ?? '', paper), 'axis').toBeGreaterThanOrEqual(3);
    }
  });
});

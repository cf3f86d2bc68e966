import { el } from './element.js';

/**
 * Series colours on light and on dark paper. Each has a contrast of at least 4.5 to its paper and to the text upon it (a test
 * computes it, WCAG 2.2 1.4.3), and each but the first has a hatching of its own, so that grey print and colour blindness lose nothing.
 */
export const SERIES: readonly { readonly light: string; readonly dark: string }[] = [
  { light: '#1f5180', dark: '#7fb0df' },
  { light: '#a8570f', dark: '#e6a562' },
  { light: '#2b756d', dark: '#6fc3b7' },
  { light: '#7c3f78', dark: '#cf9bca' },
  { light: '#5f6875', dark: '#aab3c0' },
  { light: '#80650a', dark: '#d8bd5c' },
];

/**
 * Shades of a heat map from nothing to the most, one hue, so that grey print keeps their order. Text upon a deep one is paper, upon the
 * others ink: at least 4.5 to 1 in both modes (a test computes it).
 */
export const HEAT: readonly { readonly light: string; readonly dark: string; readonly deep: boolean }[] = [
  { light: '#f3f5f8', dark: '#1b2027', deep: false },
  { light: '#dbe7f2', dark: '#1f3247', deep: false },
  { light: '#aac8e2', dark: '#2a517a', deep: false },
  { light: '#3a70a3', dark: '#6fa6d8', deep: true },
  { light: '#1f4a75', dark: '#a9cdf0', deep: true },
];

/** Which colour a series has: they come round again after the last. */
export const seriesIndex = (series: number): number => series % SERIES.length;

const HATCHES: readonly string[] = [
  '',
  'M-1 1 1 -1M0 6 6 0M5 7 7 5',
  'M0 3H6',
  'M-1 5 1 7M0 0 6 6M5 -1 7 1',
  'M3 0V6',
  'M0 3H6M3 0V6',
];

/** The `defs` with the fills of so many series; the ids begin with `prefix`, because all charts of a page share one space of ids. */
export function hatchings(prefix: string, series: number): string {
  const patterns: string[] = [];
  for (let index = 1; index < Math.min(series, SERIES.length); index += 1) {
    patterns.push(
      el(
        'pattern',
        { id: `${prefix}h${index}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
        el('rect', { width: 6, height: 6, class: `c${index}`, fill: SERIES[index]?.light }),
        el('path', { d: HATCHES[index], class: 'hatch', stroke: '#fff', 'stroke-opacity': 0.3, fill: 'none' }),
      ),
    );
  }
  return patterns.length === 0 ? '' : el('defs', {}, ...patterns);
}

/** The attributes that fill an area in the colour and hatching of a series. */
export function areaFill(prefix: string, series: number): { readonly class?: string; readonly fill: string } {
  const index = seriesIndex(series);
  return index === 0 ? { class: 'c0', fill: SERIES[0]?.light ?? '' } : { fill: `url(#${prefix}h${index})` };
}

import type { Lang } from '../model/text.js';

/**
 * A number with `,` between thousands, without locale or Intl: the same bytes on every machine.
 * `decimals` fixes the places; without it up to two, trailing zeros dropped. Not finite gives an en dash.
 */
export function formatNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) return '–';
  let digits: string;
  if (Math.abs(value) >= 1e21) digits = BigInt(value).toString();
  else if (Number.isInteger(value) && decimals === undefined) digits = String(value);
  else {
    digits = value.toFixed(decimals ?? 2);
    if (decimals === undefined) digits = digits.replace(/\.?0+$/, '');
  }
  const negative = digits.startsWith('-');
  if (negative) digits = digits.slice(1);
  const point = digits.indexOf('.');
  const whole = point < 0 ? digits : digits.slice(0, point);
  const fraction = point < 0 ? '' : digits.slice(point);
  let grouped = whole.slice(-3);
  for (let end = whole.length - 3; end > 0; end -= 3) grouped = `${whole.slice(Math.max(0, end - 3), end)},${grouped}`;
  const zero = negative && !/[1-9]/.test(digits);
  return `${negative && !zero ? '-' : ''}${grouped}${fraction}`;
}

const SCALES: Record<Lang, readonly (readonly [number, string])[]> = {
  'zh-CN': [
    [1e8, '亿'],
    [1e4, '万'],
  ],
  en: [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e4, 'k'],
  ],
};

/** A short form for places where the whole number does not fit: 123.5万, 1.2M. Three digits or so; the data table has the whole. */
export function compactNumber(value: number, lang: Lang): string {
  for (const [from, word] of SCALES[lang]) {
    if (Math.abs(value) >= from) {
      const scaled = value / (word === 'k' ? 1e3 : from);
      return formatNumber(scaled, Math.abs(scaled) >= 100 ? 0 : 1).replace(/\.0$/, '') + word;
    }
  }
  return formatNumber(value);
}

/** A number and its unit: per cent and per mille stand close, every other unit after a space. */
export function withUnit(number: string, unit: string | undefined): string {
  if (!unit || number === '–') return number;
  return unit === '%' || unit === '‰' ? number + unit : `${number} ${unit}`;
}

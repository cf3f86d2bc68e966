/**
 * What a cell's format makes of its number: `days` shows a calendar day, `clock` a time of day or a duration, `digits` as many
 * digits as `width` says, with zeros in front (000000 for postcodes); everything else stays the plain number, a percentage as well.
 */
export type NumberFormat =
  | { readonly kind: 'clock' }
  | { readonly kind: 'days'; readonly clock: boolean }
  | { readonly kind: 'digits'; readonly width: number }
  | { readonly kind: 'number' };

const NUMBER: NumberFormat = { kind: 'number' };
const CLOCK: NumberFormat = { kind: 'clock' };
const DAY: NumberFormat = { kind: 'days', clock: false };
const DAY_CLOCK: NumberFormat = { kind: 'days', clock: true };

/** Built-in formats, which stand in no file: those of every language, and the Chinese ones (27-36, 50-58). */
const BUILT_IN: ReadonlyMap<number, NumberFormat> = new Map<number, NumberFormat>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, DAY] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, CLOCK] as const),
  [22, DAY_CLOCK] as const,
]);

/** The format of an id, with the workbook's own formats by id. */
export function numberFormat(id: number, own: ReadonlyMap<number, string>): NumberFormat {
  const code = own.get(id);
  return code === undefined ? (BUILT_IN.get(id) ?? NUMBER) : formatOfCode(code);
}

/** By a format's code, such as `yyyy"年"m"月"d"日"`; only its first section (positive numbers) counts. */
function formatOfCode(code: string): NumberFormat {
  const bare = code
    .replace(/"[^"]*"?|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .split(';')[0]!
    .toLowerCase()
    .trim();
  if (/^0{2,}$/.test(bare)) return { kind: 'digits', width: bare.length };
  if (/general|e[+-]|#|\?/.test(bare)) return NUMBER;
  const clock = /[hs]|\[m+\]/.test(bare);
  const days = /[yd]/.test(bare) || (!clock && /m/.test(bare)); // an m beside hours or seconds is minutes
  if (days) return clock ? DAY_CLOCK : DAY;
  return clock ? CLOCK : NUMBER;
}

/** Days from Excel's day 0 to 1970-01-01: of the usual system (from its day 61 on) and of the one that begins in 1904. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;

const SECONDS = 86_400;

/** 9999-12-31 in the usual system, the last day that Excel knows. */
const LAST_DAY = 2_958_465;

/**
 * A cell's number as text: never with an exponent, a day as `YYYY-MM-DD`, with its time (`HH:mm`, `HH:mm:ss`) where the format shows one
 * and it is not midnight. No time zone takes part. Days that Excel does not know stay numbers.
 * @param raw the number as it stands in the file
 */
export function numberText(raw: string, format: NumberFormat | undefined, date1904: boolean): string {
  if (format === undefined || format.kind === 'number') return plainNumber(raw);
  const value = Number(raw);
  if (format.kind === 'digits') {
    const digits = plainNumber(raw);
    return /^\d+$/.test(digits) ? digits.padStart(format.width, '0') : digits;
  }
  if (!(value >= 0 && value <= LAST_DAY)) return plainNumber(raw);
  const seconds = Math.round(value * SECONDS);
  const day = Math.floor(seconds / SECONDS);
  const time = seconds % SECONDS;
  if (format.kind === 'clock' && value < 1) return clockText(time);
  const date = dayText(day, date1904);
  return time === 0 || (format.kind === 'days' && !format.clock) ? date : `${date} ${clockText(time)}`;
}

/** The significant digits that Excel calculates with and shows; files have more, which are noise of binary fractions (300.29999999999995). */
const DIGITS = 15;

/** A number without exponent, in the shortest form that is still the same number for Excel; whole numbers keep the digits that the file has. */
function plainNumber(raw: string): string {
  if (/^-?(?:0|[1-9]\d*)$/.test(raw)) return raw;
  const stored = Number(raw);
  if (!Number.isFinite(stored)) return raw;
  const value = Number.isInteger(stored) ? stored : Number(stored.toPrecision(DIGITS));
  const text = String(value);
  const e = text.indexOf('e');
  if (e < 0) return text;
  const sign = value < 0 ? '-' : '';
  const [whole, fraction = ''] = text.slice(sign.length, e).split('.') as [string, string?];
  const point = whole.length + Number(text.slice(e + 1));
  const digits = whole + fraction;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? sign + digits.padEnd(point, '0')
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function clockText(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? minutes : `${minutes}:${two(seconds % 60)}`;
}

function dayText(day: number, date1904: boolean): string {
  // Excel counts a 29 February 1900 that never was
  if (!date1904 && day === 60) return '1900-02-29';
  const since1970 = day - (date1904 ? EPOCH_1904 : EPOCH_1900) + (!date1904 && day < 60 ? 1 : 0);
  return new Date(since1970 * SECONDS * 1000).toISOString().slice(0, 10);
}

/** parseNumeral counts in 1/10^8, so that 0.00000001 亿 is still exact. */
export const NUMERAL_SCALE = 100_000_000n;
const SCALE_DIGITS = 8;

const DIGITS = new Map<string, bigint>(
  ['〇零', '一壹', '二贰貳两兩', '三叁參', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap((forms, value) =>
    Array.from(forms, (form): [string, bigint] => [form, BigInt(value)]),
  ),
);

const UNITS: Readonly<Record<string, bigint>> = {
  十: 10n,
  拾: 10n,
  百: 100n,
  佰: 100n,
  千: 1000n,
  仟: 1000n,
  k: 1000n,
  万: 10_000n,
  萬: 10_000n,
  w: 10_000n,
  亿: 100_000_000n,
  億: 100_000_000n,
};
const WAN = 10_000n;
const YI = 100_000_000n;

const TOKEN =
  /(\d[\d,]*(?:\.\d+)?)|([〇零一壹二贰貳两兩三叁參四肆五伍六陆陸七柒八捌九玖])|([十拾百佰千仟kK万萬wW亿億])/y;
const ARABIC = /^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.(\d+))?$/;
const CHINESE_POINT = /([〇零一二两三四五六七八九])点([〇零一二三四五六七八九]+)/;

/**
 * Reads a number that is not negative in Arabic digits, with groups of three (500,000) or of four (50,0000), in Chinese
 * numerals plain or financial (五十万, 壹拾万), or in both (1.2亿, 1亿2000万, 3千, 50w). The text has no spaces, currency or
 * unit, and is in ASCII form. Returns the value in 1/10^8, or null for everything else, including what is said but
 * not exact in writing (一百二, 三万五). Exact, without floating point. Never throws.
 */
export function parseNumeral(s: string): bigint | null {
  if (s === '' || s.length > 40) return null;
  let text = s;
  const point = CHINESE_POINT.exec(s);
  if (point)
    text = s.replace(point[0], `${DIGITS.get(point[1]!)}.${Array.from(point[2]!, (c) => DIGITS.get(c)).join('')}`);

  let total = 0n;
  /** Below 万: what the units 十 百 千 have closed so far. */
  let section = 0n;
  let number: bigint | null = null;
  let spokenDigit = false;
  let zero = false;
  /** The unit just before, and the smallest big and small unit so far; each must be smaller than the one before. */
  let before = 0n;
  let small = 10_000n;
  let wan = false;
  let yi = false;

  /** A lone digit after 百 or a larger unit needs a 零 between: 一百二 is said for 120, and 一百零二 is 102. */
  const loose = (): boolean => number !== null && spokenDigit && before > 10n && !zero;

  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const m = TOKEN.exec(text);
    if (!m) return null;
    const [, arabic, digit, unitSign] = m;
    if (arabic !== undefined) {
      if (number !== null) return null;
      number = scaled(arabic);
      // An Arabic number must fit below the unit before it: 1万2000, not 1万20000.
      if (number === null || (before > 0n && number >= before * NUMERAL_SCALE)) return null;
      spokenDigit = arabic.length === 1;
    } else if (digit !== undefined) {
      const value = DIGITS.get(digit)!;
      if (number !== null) return null;
      if (value === 0n && text.length > 1) {
        zero = true;
        continue;
      }
      number = value * NUMERAL_SCALE;
      spokenDigit = true;
    } else {
      const unit = UNITS[unitSign!.toLowerCase()]!;
      if (unit < WAN) {
        if (unit >= small) return null;
        if (number === null && unit !== 10n) return null;
        section += (number ?? NUMERAL_SCALE) * unit;
        small = unit;
      } else {
        if (loose()) return null;
        section += number ?? 0n;
        if (unit === WAN) {
          if (wan || (section === 0n && number === null)) return null;
          total += section * WAN;
          wan = true;
        } else {
          if (yi || (total + section === 0n && number === null)) return null;
          total = (total + section) * YI;
          yi = true;
          wan = false;
        }
        section = 0n;
        small = 10_000n;
      }
      number = null;
      zero = false;
      before = unit;
    }
  }
  if (loose() || (before === 0n && number === null)) return null;
  return total + section + (number ?? 0n);
}

/** '1,234.5' in 1/10^8; null when it is not well grouped or has more than eight decimals that matter. */
function scaled(arabic: string): bigint | null {
  const m = ARABIC.exec(arabic);
  if (!m) return null;
  const fraction = (m[1] ?? '').replace(/0+$/, '');
  if (fraction.length > SCALE_DIGITS) return null;
  const whole = arabic.slice(0, m[1] === undefined ? arabic.length : -m[1].length - 1).replaceAll(',', '');
  return BigInt(whole + fraction.padEnd(SCALE_DIGITS, '0'));
}

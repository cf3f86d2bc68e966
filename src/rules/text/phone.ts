import { recentTexts } from '../../model/recent.js';
import { AREA_CODES, EIGHT_DIGIT_AREAS, RETIRED_AREA_CODES } from '../reference/area-codes.js';
import { maskedReason } from './masked.js';
import { fold } from './unicode.js';

/** What a valid number is; `service` is 400/800, `short` 95588, 10086, 12345. */
export type PhoneKind =
  | 'mobile'
  | 'landline'
  | 'service'
  | 'short'
  | 'satellite'
  | 'iot'
  | 'foreign'
  | 'hk'
  | 'mo'
  | 'tw';

/**
 * Why a value is no phone number: `unassigned` a prefix that no operator holds, `areaCode` an unknown, retired or cut-off area code, `localNumber` a
 * subscriber number that starts with 0 or 1, `scientific` damage by a spreadsheet (1.38E+10), `missingArea` a subscriber number alone.
 */
export type PhoneProblem =
  | 'empty'
  | 'masked'
  | 'letters'
  | 'tooShort'
  | 'tooLong'
  | 'unassigned'
  | 'areaCode'
  | 'localNumber'
  | 'scientific'
  | 'missingArea';

/** A number that can be dialled. */
interface ValidPhone {
  readonly kind: PhoneKind;
  /** +8613812345678; null for short numbers, which have no international form. */
  readonly e164: string | null;
  /** As dialled in its own country: 13812345678, 0755-28780808, 400-810-8888, 95588; for `foreign` the digits of e164. */
  readonly national: string;
  readonly extension: string | null;
}

/** No phone number, and why; `hint` is what was probably meant (the number, or the area code that took over), for a person to confirm. */
interface InvalidPhone {
  readonly kind: 'invalid';
  readonly problem: PhoneProblem;
  readonly hint?: string;
}

/** The result of `parsePhone`. */
export type Phone = ValidPhone | InvalidPhone;

const MOBILE = /^1[3-9]\d{9}$/;
/** Satellite blocks: 1349 中国卫通, 1619 中国卫星网络, 174(0|1|9) 天通, 应急, 海事. */
const SATELLITE = /^1(?:349|619|74[019])/;
/** Blocks allocated by MIIT up to 2023-03; 154, 160, 161 (but 1619), 163, 164, 168, 169, 179, 194 and 174(2–8) are not. */
const ALLOCATED = /^1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])/;
/** Thirteen-digit numbers of machines: 140–144 and 1064[6-9]. */
const IOT = /^1(?:4[0-4]|064[6-9])/;
const SHORT = /^(?:11[0249]|12[0-2]|100\d{2,3}|101\d{2}|11[68]\d{2,3}|12[1356]\d{2,3}|95\d{3,4}|96\d{3,4})$/;
/** A mobile number in groups, 138-1234-5678, and nothing else. */
const GROUPED = /^1[3-9]\d([ -])\d{4}\1\d{4}$/;
/** Area code and number, and nothing else: the form of nearly every landline. */
const FIXED = /^\(?(0[1-9]\d{1,2})\)?-?(\d{7,8})$/;
/** A service number with its usual dashes, and nothing else. */
const SERVICE = /^400-?\d{3}-?\d{4}$/;
/** Carrier selection prefixes of old long-distance calls (17951 138…). */
const CARRIER = /^(?:17951|17911|17909|12593)(?=1\d{10}$|0\d{9,11}$)/;

/** No number with its extension and its words is longer; a remark in the phone column is not searched. */
const LONGEST = 64;
const SCIENTIFIC = /^\d(?:\.\d+)?E[+-]?\d+$/i;
const DASHES = /[‐‑‒–—―−ー~～]/g;
/** Digits and what people put between them. */
const SHAPE = /^\(?\+?[\d\-() ./·]*$/;
const NAMED_EXTENSION = /^(.*\d\)?)[-,\s]*(?:转接|转|轉|分机号?|分機|内线|extension|extn?\.?|x|#)[\s.:-]*(\d{1,6})#?$/i;
const DASHED_EXTENSION = /^(.*?(\d+)\)?) ?-[- ]*(\d{1,6})$/;
const LOOKALIKE = /[OoIl|]/g;
const INSIDE =
  /(?<!\d)(?:(?:\+|00)?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}|400[- ]?\d{3}[- ]?\d{4})(?!\d)/g;

/**
 * Reads one phone number as people write it: full-width digits, spaces, dashes, +86/0086/86, (0755), extensions (-801, 转801, ext. 12).
 * Mainland numbers are judged by number block and area code, Hong Kong, Macao and Taiwan by shape, others by E.164 length only.
 * For a cell that may hold several numbers, `splitPhones` first. Never throws [S0-07, S0-34, S4-32].
 */
export const parsePhone: (raw: string) => Phone = recentTexts(read);

function read(raw: string): Phone {
  if (raw.length === 11 && MOBILE.test(raw)) return mobile(raw, null);
  const fixed = FIXED.exec(raw);
  if (fixed !== null) return mainland(fixed[1]! + fixed[2]!, null, false);
  if (GROUPED.test(raw)) return mobile(raw.slice(0, 3) + raw.slice(4, 8) + raw.slice(9), null);
  if (SERVICE.test(raw)) return service(raw.replaceAll('-', ''), null);
  const s = fold(raw).replace(DASHES, '-');
  if (s === '') return invalid('empty');
  const plain = SHAPE.test(s);
  if (s.length > LONGEST) return invalid(plain ? 'tooLong' : 'letters');
  if (!plain) {
    if (SCIENTIFIC.test(s)) return invalid('scientific');
    if (maskedReason(s) !== null) return invalid('masked');
    const named = NAMED_EXTENSION.exec(s);
    return named === null ? letters(s) : number(named[1]!, named[2]!);
  }
  const dashed = DASHED_EXTENSION.exec(s);
  if (dashed === null) return number(s, null);
  const whole = number(s, null);
  if (whole.kind !== 'invalid' && dashed[2]!.length < 7) return whole;
  const extended = number(dashed[1]!, dashed[3]!);
  return extended.kind !== 'invalid' || (whole.kind === 'invalid' && dashed[2]!.length >= 7) ? extended : whole;
}

/** One key per number, for exact matching: +8675528780808;ext=801 (RFC 3966); null for what cannot be dialled from elsewhere. */
export function phoneKey(raw: string): string | null {
  const phone = parsePhone(raw);
  if (phone.kind === 'invalid' || phone.e164 === null) return null;
  return phone.extension === null ? phone.e164 : `${phone.e164};ext=${phone.extension}`;
}

const SEPARATOR = /[/／、;；,，\n\r|｜\\&]|或者?|以及|和/;
const SPACED = /(?<=\d{7}) +(?=(?:\+?86[- ]?)?(?:1\d{2}|0\d{2,3}|400))/;
const SYMBOLS = /[\dxX×*＊０-９]/g;
const MASK_SYMBOL = /[xX×*＊]/;

/**
 * The numbers of one cell: 138…/139…, "A、B", one to a line. A shortened second number is completed: 0755-28780808/09 gives 0755-28780809, and
 * 28780809 gets the area code before it. A masked number with a slash in it (0755-X/xxx) stays one [S4-32].
 */
export function splitPhones(raw: string): string[] {
  const trimmed = raw.trim();
  if (trimmed === '') return [];
  if ((trimmed.length <= 11 || !trimmed.includes(' ')) && !SEPARATOR.test(trimmed)) return [trimmed];
  const pieces = trimmed
    .split(SEPARATOR)
    .flatMap((piece) => piece.split(SPACED))
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  if (pieces.length < 2) return [trimmed];
  if (MASK_SYMBOL.test(trimmed) && pieces.some((piece) => symbols(piece) < 7)) return [trimmed];
  if (/^\(?\+?0\d{2,3}\)?$/.test(pieces[0]!) && pieces.length === 2) return [trimmed];
  const numbers: string[] = [];
  let previous: Phone | null = null;
  for (const piece of pieces) {
    const full: string = previous === null ? piece : complete(previous, piece);
    previous = parsePhone(full);
    numbers.push(full);
  }
  return numbers;
}

function symbols(piece: string): number {
  return piece.match(SYMBOLS)?.length ?? 0;
}

/** A shortened number after a whole one: its last digits, its subscriber number, or its extension. */
function complete(previous: Phone, piece: string): string {
  if (!/^\d{1,8}$/.test(piece)) return piece;
  if (previous.kind === 'mobile' && piece.length <= 4 && previous.extension === null) {
    return previous.national.slice(0, -piece.length) + piece;
  }
  if (previous.kind !== 'landline') return piece;
  const { national, extension } = previous;
  if (piece.length >= 7) return `${national.slice(0, national.indexOf('-'))}-${piece}`;
  if (extension !== null) return piece.length === extension.length ? `${national}-${piece}` : piece;
  return piece.length <= 4 ? national.slice(0, -piece.length) + piece : piece;
}

function invalid(problem: PhoneProblem, hint?: string): InvalidPhone {
  return hint === undefined ? { kind: 'invalid', problem } : { kind: 'invalid', problem, hint };
}

function valid(kind: PhoneKind, e164: string | null, national: string, extension: string | null): ValidPhone {
  return { kind, e164, national, extension };
}

/** Tells the country by what stands in front; `s` is folded and has no extension. */
function number(s: string, extension: string | null): Phone {
  if (!SHAPE.test(s)) return letters(s);
  const digits = s.replace(/\D/g, '');
  if (digits === '') return invalid('letters');
  if (s.startsWith('+') || s.startsWith('(+')) return international(digits.replace(/^00(?=86)/, ''), extension);
  if (digits.startsWith('00')) return international(digits.slice(2), extension);
  if (digits.startsWith('86') && digits.length >= 12) return mainland(digits.slice(2), extension, true);
  if (/^(?:852[2-9]|853[268])\d{7}$|^886(?:9\d{8}|2\d{8}|[3-8]\d{7,8})$/.test(digits))
    return international(digits, extension);
  return mainland(digits, extension, false);
}

function letters(s: string): InvalidPhone {
  const mended = s.replace(LOOKALIKE, (c) => (c === 'O' || c === 'o' ? '0' : '1'));
  if (mended !== s && SHAPE.test(mended)) {
    const phone = number(mended, null);
    if (phone.kind !== 'invalid') return invalid('letters', phone.national);
  }
  const inside = s.match(INSIDE);
  if (inside?.length !== 1) return invalid('letters');
  const phone = number(inside[0], null);
  return phone.kind === 'invalid' ? invalid('letters') : invalid('letters', phone.national);
}

/** `digits` begin with the country code. */
function international(digits: string, extension: string | null): Phone {
  if (digits.startsWith('86')) return mainland(digits.slice(2), extension, true);
  if (digits.startsWith('852')) return regional('hk', '852', digits.slice(3), /^[2-9]\d{7}$/, extension);
  if (digits.startsWith('853')) return regional('mo', '853', digits.slice(3), /^[268]\d{7}$/, extension);
  if (digits.startsWith('886')) {
    return regional('tw', '886', digits.slice(3).replace(/^0/, ''), /^(?:9\d{8}|2\d{8}|[3-8]\d{7,8})$/, extension);
  }
  if (digits.length < 7) return invalid('tooShort');
  if (digits.length > 15) return invalid('tooLong');
  if (digits.startsWith('0')) return invalid('unassigned');
  return valid('foreign', `+${digits}`, digits, extension);
}

function regional(
  kind: 'hk' | 'mo' | 'tw',
  country: string,
  local: string,
  shape: RegExp,
  extension: string | null,
): Phone {
  if (shape.test(local)) return valid(kind, `+${country}${local}`, local, extension);
  if (local.length < 8) return invalid('tooShort');
  return invalid(local.length > (kind === 'tw' ? 9 : 8) ? 'tooLong' : 'unassigned');
}

function mobile(digits: string, extension: string | null): Phone {
  if (SATELLITE.test(digits)) return valid('satellite', `+86${digits}`, digits, extension);
  if (ALLOCATED.test(digits)) return valid('mobile', `+86${digits}`, digits, extension);
  return invalid('unassigned');
}

/** `digits` without country code; after one (`abroad`) the trunk zero may be missing. */
function mainland(digits: string, extension: string | null, abroad: boolean): Phone {
  const d = digits.replace(CARRIER, '');
  if (d.startsWith('0')) return /^01[3-9]\d{9}$/.test(d) ? mobile(d.slice(1), extension) : landline(d, extension);
  if (SHORT.test(d)) return valid('short', null, d, extension);
  if (d.length < 7) return invalid('tooShort');
  if (/^[48]00/.test(d) && d.length >= 9) return service(d, extension);
  if (MOBILE.test(d)) return mobile(d, extension);
  if (d.length === 13 && IOT.test(d)) return valid('iot', `+86${d}`, d, extension);
  if (d.length > 8) {
    const withZero = landline(`0${d}`, extension);
    if (withZero.kind === 'landline') return abroad ? withZero : invalid('areaCode', withZero.national);
  }
  if (d.startsWith('1')) return invalid(d.length < 11 ? 'tooShort' : d.length > 11 ? 'tooLong' : 'unassigned');
  if (d.length <= 8) return invalid('missingArea');
  return invalid(d.length > 11 ? 'tooLong' : 'unassigned');
}

function service(d: string, extension: string | null): Phone {
  if (d.length !== 10) return invalid(d.length < 10 ? 'tooShort' : 'tooLong');
  return valid('service', `+86${d}`, `${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6)}`, extension);
}

/** The length of an area's numbers at least; 0: no area code. */
const leastDigits = (area: string): number =>
  AREA_CODES.has(area) ? (area.length === 3 || EIGHT_DIGIT_AREAS.has(area) ? 8 : 7) : 0;

/** The same by the digits behind the trunk zero, as a number that does not begin with 0: asked of every second phone. */
const LEAST_DIGITS = new Uint8Array(1000);
for (const area of AREA_CODES) LEAST_DIGITS[Number(area)] = leastDigits(area);

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;

/**
 * The digits behind the trunk zero of a landline that is an area code, a dash perhaps, and a number, and that `parsePhone` takes; null for
 * any other text.
 */
export function landlineDigits(raw: string): string | null {
  if (raw.length < 10 || raw.length > 13 || raw.charCodeAt(0) !== 0x30) return null;
  const digit = raw.charCodeAt(1);
  if (digit === 0x30) return null;
  const area = digit === 0x31 || digit === 0x32 ? 3 : 4;
  const local = raw.charCodeAt(area) === 0x2d ? area + 1 : area;
  for (let i = 1; i < raw.length; i++) if (i !== area && !isDigit(raw.charCodeAt(i))) return null;
  if (local === area && !isDigit(raw.charCodeAt(area))) return null;
  let code = 0;
  for (let i = 1; i < area; i++) code = code * 10 + raw.charCodeAt(i) - 0x30;
  const least = LEAST_DIGITS[code]!;
  const length = raw.length - local;
  if (least === 0 || length < least || length > 8 || raw.charCodeAt(local) < 0x32) return null;
  return raw.slice(1, area) + raw.slice(local);
}

/** `d` begins with the trunk zero. */
function landline(d: string, extension: string | null): Phone {
  if (d.length < 7) return invalid('tooShort');
  const area = d.slice(0, d[1] === '1' || d[1] === '2' ? 3 : 4);
  const local = d.slice(area.length);
  const least = leastDigits(area);
  if (least === 0) return invalid('areaCode', RETIRED_AREA_CODES.get(area));
  if (local.length < 7 && SHORT.test(local)) return valid('short', null, `${area}-${local}`, extension);
  if (local.length < least) return invalid('tooShort');
  if (local.length > 8) return invalid('tooLong');
  if (local.startsWith('0') || local.startsWith('1')) return invalid('localNumber');
  return valid('landline', `+86${area.slice(1)}${local}`, `${area}-${local}`, extension);
}

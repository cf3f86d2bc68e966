import { asciiForm } from './ascii-form.js';
import { isUnknownWord } from './blank-word.js';
import { NUMERAL_SCALE, parseNumeral } from './numeral.js';

/** Why a text is not taken as an amount; 'unknown' is a word such as 未定 or 面议, 'scientific' a number as 5E+05. */
export type AmountProblem = 'empty' | 'unknown' | 'format' | 'scientific' | 'negative';

/**
 * A text read as an amount of money. `fen` is exact, in hundredths of the currency's main unit (分 for CNY), and the lower
 * bound where the text gives a range; `range` holds both bounds of 50-100万 and of 50万以下 (from 0), otherwise null.
 * `approx` marks everything that is not one exact figure: 约, 左右, 以上, +, 多, a range. `currency` is ISO 4217; no amount is
 * converted. Amounts compare with the operators of bigint.
 */
export type ParsedAmount =
  | {
      readonly ok: true;
      readonly fen: bigint;
      readonly approx: boolean;
      readonly currency: string;
      readonly range: readonly [bigint, bigint] | null;
    }
  | { readonly ok: false; readonly problem: AmountProblem };

/** The forms of nearly every cell, read without the grammar below: 500000.00, 500,000, 50万, 12.5万元. */
const COMMON = /^(\d{1,13}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,4}))?(万?)元?$/;
/** Those of them that surely are an exact amount in yuan, not too long for a double and in whole fen. */
const YUAN = /^(?:(?:\d{1,13}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,4})?万)元?$/;
const PER_FEN = NUMERAL_SCALE / 100n;

const CURRENCY_WORDS: Readonly<Record<string, string>> = {
  人民币: 'CNY',
  rmb: 'CNY',
  cny: 'CNY',
  '¥': 'CNY',
  'cn¥': 'CNY',
  '¥rmb': 'CNY',
  美元: 'USD',
  美金: 'USD',
  usd: 'USD',
  us$: 'USD',
  usd$: 'USD',
  $: 'USD',
  欧元: 'EUR',
  eur: 'EUR',
  '€': 'EUR',
  港元: 'HKD',
  港币: 'HKD',
  hkd: 'HKD',
  hk$: 'HKD',
  日元: 'JPY',
  日币: 'JPY',
  jpy: 'JPY',
  英镑: 'GBP',
  gbp: 'GBP',
  '£': 'GBP',
  新台币: 'TWD',
  台币: 'TWD',
  twd: 'TWD',
  nt$: 'TWD',
  澳门元: 'MOP',
  mop: 'MOP',
  韩元: 'KRW',
  krw: 'KRW',
  新加坡元: 'SGD',
  新币: 'SGD',
  sgd: 'SGD',
  s$: 'SGD',
  澳元: 'AUD',
  aud: 'AUD',
  加元: 'CAD',
  cad: 'CAD',
  瑞士法郎: 'CHF',
  chf: 'CHF',
};
const WORD = Object.keys(CURRENCY_WORDS)
  .sort((a, b) => b.length - a.length)
  .map((word) => word.replaceAll('$', '\\$'))
  .join('|');
const CURRENCY_BEFORE = new RegExp(`^(${WORD}):?`, 'i');
const CURRENCY_AFTER = new RegExp(`(?:\\((${WORD})\\)|(${WORD}))$`, 'i');

const SCIENTIFIC = /^-?\d+(?:\.\d+)?e[+-]?\d+$/i;
const NEGATIVE =
  /^(?:[-负](?=[\d¥$.]|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖])|[¥$]-\d|\([¥$]?\d[\d,.]*[万亿]?元?\)$)/;
const ABOUT = /^(?:大约|大概|约为|约|近|接近|估计|预计|预估|~|≈)/;
const AT_LEAST = /^(?:不低于|不少于|不小于|至少|超过|超|大于|高于|多于|逾|>=|>|≥)/;
const AT_MOST = /^(?:不超过|不高于|不大于|不多于|不到|不足|至多|最多|少于|小于|低于|<=|<|≤)/;
const ROUGHLY = /(?:左右|上下|以上|及以上|\(含\)以上|起|\+|多|余)$/;
const OR_LESS = /(?:以下|以内|及以下|\(含\)以下|之内)$/;
/** 50多万, 200余万元: the 多 stands between the number and its unit. */
const INNER_MORE = /[多余](?=[万亿千百元]|$)/;
const PER_YEAR = /^(?:每年|年均|全年)|(?:[/每]年|\/年度|每年|p\.?a\.?|\/y(?:r|ear)?)$/i;
const TAX_NOTE = /\(?不?含税价?\)?$/;
const RANGE = /^(.+?)(?:-+|~+|至|到)(.+)$/;
const MONEY =
  /^(.*?)(?:元|圆|圓|块钱|块|yuan)(?:零?([一二三四五六七八九壹贰叁肆伍陆柒捌玖\d])角)?(?:零?([一二三四五六七八九壹贰叁肆伍陆柒捌玖\d])分)?(?:整|正)?$/i;
const TWO_FORMS = /^([^()]+)\(([^()]+)\)$/;
const BRACKETED_UNIT = /\((万?元|万|亿元?|千元)\)$/;
const BARE_NUMBER = /^\d[\d,]*(?:\.\d+)?$/;
const LAST_UNIT = /[十百千万亿拾佰仟kw]+$/i;

const fail = (problem: AmountProblem): ParsedAmount => ({ ok: false, problem });

/**
 * Reads an amount of money as it is written in Chinese ledgers: 50万, 50万元, 500,000, ¥500000.00, 1.2亿, 五十万, 壹拾万元整,
 * 50w, RMB 500000, USD 10000, 50-100万, 10万以上, 约50万, 50万/年, in half- or full-width forms. What has no exact value in fen
 * (0.005元), what is said but not exact (三万五) and a rate other than a yearly one (5万/月) are 'format'. Never throws.
 */
export function parseAmount(raw: string): ParsedAmount {
  const common = COMMON.exec(raw);
  if (common) {
    const fen = commonFen(common[1]!, common[2] ?? '', common[3] === '万');
    if (fen !== null) return { ok: true, fen: BigInt(fen), approx: false, currency: 'CNY', range: null };
  }
  let s = asciiForm(raw).replace(/\s+/g, '').replaceAll('～', '~').replaceAll('〜', '~');
  if (s === '') return fail('empty');
  if (s.length > 64) return fail('format');
  if (isUnknownWord(s)) return fail('unknown');
  if (SCIENTIFIC.test(s)) return fail('scientific');
  if (NEGATIVE.test(s)) return fail('negative');
  s = s.replace(TAX_NOTE, '').replace(PER_YEAR, '');

  // 伍拾万元整(¥500,000.00): the same amount twice, as contracts write it, must be the same amount.
  const twice = BRACKETED_UNIT.test(s) || CURRENCY_AFTER.test(s) ? null : TWO_FORMS.exec(s);
  if (twice && /\d|[壹贰叁肆伍陆柒捌玖拾]/.test(twice[2]!)) {
    const [first, second] = [parseAmount(twice[1]!), parseAmount(twice[2]!)];
    const same = first.ok && second.ok && first.fen === second.fen && first.currency === second.currency;
    return same && first.range === null && second.range === null ? first : fail('format');
  }

  let approx = false;
  let atMost = false;
  const cut = (pattern: RegExp): boolean => {
    const shorter = s.replace(pattern, '');
    const found = shorter !== s;
    s = shorter;
    return found;
  };
  if (cut(ABOUT)) approx = true;
  if (cut(AT_LEAST)) approx = true;
  else if (cut(AT_MOST)) atMost = true;
  if (cut(OR_LESS)) atMost = true;
  else while (cut(ROUGHLY)) approx = true;

  let currency = 'CNY';
  const before = CURRENCY_BEFORE.exec(s);
  if (before) {
    currency = CURRENCY_WORDS[before[1]!.toLowerCase()]!;
    s = s.slice(before[0].length);
  }
  const after = CURRENCY_AFTER.exec(s);
  if (after) {
    const named = CURRENCY_WORDS[(after[1] ?? after[2])!.toLowerCase()]!;
    if (before && named !== currency) return fail('format');
    currency = named;
    s = s.slice(0, after.index);
  }
  if (cut(INNER_MORE)) approx = true;
  s = s.replace(BRACKETED_UNIT, '$1');
  if (s.startsWith('-')) return fail('negative');

  const range = RANGE.exec(s);
  if (range) {
    const bounds = atMost ? null : readRange(range[1]!, range[2]!);
    return bounds ? { ok: true, fen: bounds[0], approx: true, currency, range: bounds } : fail('format');
  }
  const fen = readFen(s);
  if (fen === null) return fail('format');
  if (atMost) return { ok: true, fen: 0n, approx: true, currency, range: [0n, fen] };
  return { ok: true, fen, approx, currency, range: null };
}

/** Whether a text is plainly an amount in yuan: parseAmount would read it as such. Of others nothing is said. */
export function isYuan(raw: string): boolean {
  return YUAN.test(raw);
}

/** Fen of a COMMON form as a number, or null where it would pass 15 digits, up to which a double is exact, or split a fen. */
function commonFen(whole: string, fraction: string, wan: boolean): number | null {
  const digits = whole.length > 3 ? whole.replaceAll(',', '') : whole;
  if (wan) return digits.length > 9 ? null : Number(digits) * 1_000_000 + Number(fraction.padEnd(4, '0')) * 100;
  return fraction.length > 2 ? null : Number(digits) * 100 + Number(fraction.padEnd(2, '0'));
}

/** 50-100万 shares the last unit, 5000-1万 does not: the shared reading is taken where it keeps the order. */
function readRange(left: string, right: string): readonly [bigint, bigint] | null {
  const high = readFen(right);
  if (high === null) return null;
  const from = left.replace(CURRENCY_BEFORE, '');
  if (BARE_NUMBER.test(from)) {
    const unit = LAST_UNIT.exec(right.replace(/(?:元|圆|块)$/, ''));
    const shared = unit ? readFen(from + unit[0]) : null;
    if (shared !== null && shared <= high) return [shared, high];
  }
  const low = readFen(from);
  return low !== null && low <= high ? [low, high] : null;
}

/** '50万元' or '叁佰元伍角' in fen; null when it is no number or has parts smaller than a fen. */
function readFen(s: string): bigint | null {
  const money = MONEY.exec(s);
  const main = money ? money[1]! : s;
  const value = parseNumeral(main.replace(/^¥/, ''));
  if (value === null) return null;
  const small = (money?.[2] ? parseNumeral(money[2])! / 10n : 0n) + (money?.[3] ? parseNumeral(money[3])! / 100n : 0n);
  if (small > 0n && main.includes('.')) return null;
  const total = value + small;
  return total % PER_FEN === 0n ? total / PER_FEN : null;
}

/** Fen as a plain decimal with two places, '500000.00', which parseAmount reads back to the same fen. */
export function formatAmount(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

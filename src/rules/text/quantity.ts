import { asciiForm } from './ascii-form.js';
import { isUnknownWord } from './blank-word.js';
import { NUMERAL_SCALE, parseNumeral } from './numeral.js';

/**
 * Why a text is not taken as a number of employees; 'excelDate' is a band that a spreadsheet has turned into a day
 * (10-20 → 10月20日), 'tooMany' a number above any employer's, such as a telephone number.
 */
export type HeadcountProblem = 'empty' | 'unknown' | 'format' | 'negative' | 'excelDate' | 'tooMany';

/**
 * A text read as a number of employees, both bounds included; `max` is null where the text sets none. `exact` only for a
 * single counted number. An approximate number (约100) has both bounds equal and is not exact.
 */
export type ParsedHeadcount =
  | { readonly ok: true; readonly min: number; readonly max: number | null; readonly exact: boolean }
  | { readonly ok: false; readonly problem: HeadcountProblem };

/** The forms of nearly every cell, read without the grammar below: 120, 120人, 50-200人, 200人以上. */
const COMMON = /^(\d{1,7})(?:[-~](\d{1,7}))?人?(以上|以下)?$/;
const MOST = 10_000_000;

const NOISE =
  /员工人数|员工总数|从业人员|员工|职工|雇员|在职|人数|规模|总共|共计|总计|共有|共|:|people|employees|staff|人员|人|名|位|个/gi;
const EXCEL_DATE =
  /^(?:\d{1,2}月\d{1,2}日|\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{1,2})$/i;
const BAND = /^(.+?)(?:-+|~+|至(?!少|多)|(?<!不)到)(.+)$/;
const FROM_TO = /^(.+?)(?:及以上|以上),?(.+?)(?:及以下|以下|以内)$/;
const WITH_NUMBER = /\(?(?:不含|不包括|含)(?:本数|\d+)?\)?/;

/** By the Civil Code (article 1259; C16) 以上 以下 以内 不超过 不少于 include the number, 超过 不满 少于 exclude it. */
const BOUNDS: readonly { readonly pattern: RegExp; readonly side: 'min' | 'max'; readonly step: number }[] = [
  { pattern: /^(?:不少于|不低于|不小于|至少|最少|>=|≥)(.+)$/, side: 'min', step: 0 },
  { pattern: /^(?:不超过|不多于|不高于|不大于|至多|最多|<=|≤)(.+)$/, side: 'max', step: 0 },
  { pattern: /^(?:超过|超|多于|大于|高于|逾|>)(.+)$/, side: 'min', step: 1 },
  { pattern: /^(?:少于|小于|低于|不足|不满|不到|<)(.+)$/, side: 'max', step: -1 },
  { pattern: /^(.+?)(?:及以上|以上|\+|起)$/, side: 'min', step: 0 },
  { pattern: /^(.+?)(?:及以下|以下|以内|之内|及以内)$/, side: 'max', step: 0 },
];
const ABOUT = /^(?:大约|大概|约有|约为|约|近|接近|估计|~|≈)(.+)$/;
const ROUGHLY = /^(.+?)(?:左右|上下|来)$/;
/** 100多, 3千余: more than the number, less than its next round one. */
const SOME_MORE = /^(.+?)[多余]([万千百]?)$/;

const fail = (problem: HeadcountProblem): ParsedHeadcount => ({ ok: false, problem });

/**
 * Reads a number of employees or a band of them: 120, 120人, 50人以下, 50-200人, 200人以上, 50~200, 100人左右, 少于50人,
 * 100多人, 1.5万人, 一百人. Band edges are those of the text; which band of a policy a number falls in is the policy's
 * (S4-05, C16). Never throws.
 */
export function parseHeadcount(raw: string): ParsedHeadcount {
  const common = COMMON.exec(raw);
  if (common) {
    const n = Number(common[1]);
    const to = common[2] === undefined ? null : Number(common[2]);
    const side = common[3];
    if (to === null && side === undefined) return { ok: true, min: n, max: n, exact: true };
    if (to === null) return side === '以上' ? within(n, null, false) : within(0, n, false);
    if (side === undefined && n <= to) return { ok: true, min: n, max: to, exact: false };
  }
  const folded = asciiForm(raw).replace(/\s+/g, '').replaceAll('〜', '~');
  if (folded === '') return fail('empty');
  if (folded.length > 40) return fail('format');
  if (isUnknownWord(folded)) return fail('unknown');
  if (EXCEL_DATE.test(folded)) return fail('excelDate');
  if (/^[-负](?=[\d一二三四五六七八九十])/.test(folded)) return fail('negative');
  const s = folded.replace(NOISE, '');
  if (s === '') return fail('format');

  const single = count(s);
  if (single !== null) return within(single, single, true);

  const fromTo = FROM_TO.exec(s) ?? BAND.exec(s);
  if (fromTo) return band(fromTo[1]!.replace(ABOUT, '$1'), fromTo[2]!);

  const excluded = /不含|不包括/.test(s);
  const bare = s.replace(WITH_NUMBER, '');
  for (const { pattern, side, step } of BOUNDS) {
    const m = pattern.exec(bare);
    if (!m) continue;
    const n = count(m[1]!);
    if (n === null) return fail('format');
    const exclude = excluded && step === 0 ? (side === 'min' ? 1 : -1) : step;
    return side === 'min' ? within(n + exclude, null, false) : within(0, Math.max(0, n + exclude), false);
  }

  const about = ABOUT.exec(s) ?? ROUGHLY.exec(s);
  if (about) {
    const n = count(about[1]!.replace(ROUGHLY, '$1'));
    return n === null ? fail('format') : within(n, n, false);
  }
  const more = SOME_MORE.exec(s);
  if (more) {
    const n = count(more[1]! + more[2]!);
    return n === null || n === 0 ? fail('format') : within(n, n + roundStep(n) - 1, false);
  }
  return fail('format');
}

function band(left: string, right: string): ParsedHeadcount {
  const max = count(right);
  // 1-2万 shares its unit; 50-200 has none to share.
  const unit = /[百千万]$/.exec(right);
  const shared = unit && /^\d+(?:\.\d+)?$/.test(left) ? count(left + unit[0]) : null;
  const min = shared !== null && max !== null && shared <= max ? shared : count(left);
  return min === null || max === null || min > max ? fail('format') : within(min, max, false);
}

function within(min: number, max: number | null, exact: boolean): ParsedHeadcount {
  return min > MOST || (max !== null && max > MOST) ? fail('tooMany') : { ok: true, min, max, exact };
}

/** The whole number a text is, or null. A number far above any count stays above MOST, which is all that matters then. */
function count(s: string): number | null {
  const value = parseNumeral(s);
  return value === null || value % NUMERAL_SCALE !== 0n ? null : Number(value / NUMERAL_SCALE);
}

/** The power of ten of a number's last digit that is not 0: 100 for 1200. */
function roundStep(n: number): number {
  let step = 1;
  while (n % (step * 10) === 0) step *= 10;
  return step;
}

import type { FormClass } from '../reference/company-words.js';
import { type CompanySpans, companySpans, parseCompanyName } from '../text/company-name.js';
import { fold, hasHan } from '../text/unicode.js';
import { editDistanceOf } from './distance.js';
import { CAPPED, DIFFERENT, type Values, VETO } from './kind.js';
import * as f from './party-features.js';
import { soundHash } from './pinyin.js';
import { hashText, type Sheet } from './sheet.js';
import { plainWords } from './words.js';

/** 中国 before a name: it may be left out, but is no other place. */
const NATION = 1;
/** Capitals and spaces. */
const NOT_PLAIN = /[A-Z\s]/;
const BRACKET = /[(（]/;
/** Words for the level of a place, which branches are called with and without. */
const PLACE_SUFFIX = /[省市区县]/g;
const FORM_CODES: Readonly<Record<FormClass, number>> = {
  limited: 1,
  'joint-stock': 2,
  group: 3,
  partnership: 4,
  sole: 5,
  cooperative: 6,
  institution: 7,
  shop: 8,
  other: 9,
};

function regionFeature(region: string | null, code: string | null): number {
  if (region === null) return 0;
  if (code !== null) return Number(code);
  return region === '中国' ? NATION : -hashText(region);
}

const isHan = (unit: number): boolean => unit >= 0x4e00 && unit <= 0x9fff;

/** Brand and trade in one writing; the whole text where the parts leave nothing. */
function coreOf(core: string, raw: string): string {
  if (isHan(core.charCodeAt(0))) return NOT_PLAIN.test(core) ? core.replace(/\s/g, '').toLowerCase() : core;
  if (core === '') return fold(raw).toLowerCase();
  return hasHan(core) ? core.replace(/\s/g, '').toLowerCase() : plainWords(core);
}

/** Writes a company's name by its five parts: 行政区划 + 字号 + 行业 + 组织形式 + 分支. False: no letter in it. */
export function readCompany(raw: string, sheet: Sheet): boolean {
  const spans = companySpans(raw);
  return spans === null ? readParts(raw, sheet) : readSpans(raw, spans, sheet);
}

/** An ordinary name, of which no text is made: a million of them are read. */
function readSpans(raw: string, { brand, form, formOf, regionCode, trade }: CompanySpans, sheet: Sheet): boolean {
  for (let i = brand; i < form; i++) sheet.unit(raw.charCodeAt(i));
  const { features, length } = sheet;
  features[f.BRAND] = sheet.hash(0, trade - brand);
  features[f.INDUSTRY] = sheet.hash(trade - brand, length);
  if (regionCode !== null) features[f.REGION] = Number(regionCode);
  else features[f.REGION] = regionFeature(brand === 0 ? null : raw.slice(0, brand), null);
  write(sheet, regionCode ?? String(features[f.REGION]), formOf.word, formOf.formClass);
  return true;
}

function readParts(raw: string, sheet: Sheet): boolean {
  const { branch, brand, core, form, formClass, industry, region, regionCode } = parseCompanyName(raw);
  const kept = coreOf(core, raw);
  if (!isHan(kept.charCodeAt(0)) && !/[\p{L}\p{N}]/u.test(kept)) return false;
  const bracketed = region !== null && BRACKET.test(raw) && fold(raw).includes(`(${region})`);
  const place = regionFeature(region, regionCode);
  const branchWord = branch === null ? '' : branch.replace(PLACE_SUFFIX, '').toLowerCase();
  sheet.text(kept);
  const { features } = sheet;
  features[f.BRAND] = hashText(lower(core === '' ? kept : brand));
  features[f.INDUSTRY] = industry === null ? 0 : hashText(lower(industry));
  features[f.REGION] = place;
  features[f.BRANCH] = hashText(branchWord);
  features[f.BRACKETED] = bracketed ? 1 : 0;
  write(sheet, bracketed ? `${place}@` : String(place), form, formClass);
  sheet.text(branchWord);
  return true;
}

/** Writes what comes behind brand and trade, which stand on the sheet, and the features that follow from them and from the form. */
function write(sheet: Sheet, place: string, form: string | null, formClass: FormClass | null): void {
  const { features, length, units } = sheet;
  features[f.TYPE] = f.COMPANY;
  features[f.SOUND] = soundHash(units, length);
  features[f.CORE_LENGTH] = length;
  features[f.FORM] = formClass === null ? 0 : FORM_CODES[formClass];
  features[f.CORE] = sheet.hash(0, length);
  features[f.HEAD] = sheet.hash(0, Math.min(length, 2));
  sheet.unit(BAR);
  sheet.text(place);
  sheet.unit(BAR);
  if (form !== null) sheet.text(formWord(form, formClass));
  sheet.unit(BAR);
}

const BAR = 0x7c;

const lower = (word: string): string => (NOT_PLAIN.test(word) ? word.toLowerCase() : word);

function formWord(form: string, formClass: FormClass | null): string {
  if (!isHan(form.charCodeAt(form.length - 1))) return formClass ?? '';
  return form.includes('责任') ? form.replace('责任', '') : form;
}

/** Whether two places can be one: one of them is not said, or lies in the other. */
export function regionsAgree(a: number, b: number): boolean {
  if (a === b || a === 0 || b === 0) return true;
  if (a <= NATION || b <= NATION) return false;
  const [low, high] = a < b ? [a, b] : [b, a];
  if (low % 10_000 === 0) return Math.floor(high / 10_000) === low / 10_000;
  return low % 100 === 0 && Math.floor(high / 100) === low / 100;
}

/** The level of two different company names; other branches and contradicting places are vetoes. */
export function compareCompanies(values: Values, a: number, b: number): number {
  const { features, width } = values;
  const x = a * width;
  const y = b * width;
  const same = (feature: number): boolean => features[x + feature] === features[y + feature];
  const level = compareCores(values, a, b, same);
  if (level === DIFFERENT) return DIFFERENT;
  if (!same(f.BRANCH) || !regionsAgree(features[x + f.REGION]!, features[y + f.REGION]!)) return DIFFERENT | VETO;
  if (!same(f.CORE)) return level;
  const forms = features[x + f.FORM] !== 0 && features[y + f.FORM] !== 0;
  if (forms && !same(f.FORM)) return 5 | CAPPED;
  const regions = features[x + f.REGION] !== 0 && features[y + f.REGION] !== 0;
  if (regions && !same(f.BRACKETED)) return 5 | CAPPED;
  return 6;
}

/** The same of brand and trade alone. */
function compareCores(values: Values, a: number, b: number, same: (feature: number) => boolean): number {
  if (same(f.CORE)) return 6;
  const { chars, features, starts, width } = values;
  const x = a * width;
  const y = b * width;
  if (same(f.BRAND)) {
    const both = features[x + f.INDUSTRY] !== 0 && features[y + f.INDUSTRY] !== 0;
    return (both ? 2 : 3) | CAPPED;
  }
  if (same(f.SOUND)) return 4 | CAPPED;
  const lengthA = features[x + f.CORE_LENGTH]!;
  const lengthB = features[y + f.CORE_LENGTH]!;
  const shorter = Math.min(lengthA, lengthB);
  if (shorter < 4) return DIFFERENT;
  const isLatin = chars[starts[a]!]! < 0x250 && chars[starts[b]!]! < 0x250;
  const limit = isLatin && shorter >= 10 ? 2 : 1;
  const edits = editDistanceOf(chars, starts[a]!, starts[a]! + lengthA, starts[b]!, starts[b]! + lengthB, limit);
  if (edits > limit) return DIFFERENT;
  return isLatin ? 4 : 4 | CAPPED;
}

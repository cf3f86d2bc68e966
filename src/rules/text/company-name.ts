import { recentTexts } from '../../model/recent.js';
import {
  branchWordAtEnd,
  type Form,
  type FormClass,
  formAtEnd,
  industryStart,
  isBranchName,
  mayBeginIndustry,
} from '../reference/company-words.js';
import { type Region, regionLevel, regionNamesAt } from '../reference/regions.js';
import { isCommonSurname, surnameOf } from '../reference/surnames.js';
import { UnitSet } from '../unit-set.js';
import { maskedReason } from './masked.js';
import { mojibakeReason } from './mojibake.js';
import { isPlaceholder } from './sentinel.js';
import { isPlainSimplified, toSimplified } from './simplified.js';
import { fold, hasHan, isBlank } from './unicode.js';

/**
 * A company's name in its five parts: 行政区划 + 字号 + 行业 + 组织形式 + 分支. Texts are folded (half-width brackets), without
 * quotation marks and in simplified script. `regionCode` is null where the words fit several places, and for 中国. `core` is brand and trade.
 */
export interface CompanyName {
  readonly region: string | null;
  readonly regionCode: string | null;
  readonly brand: string;
  readonly industry: string | null;
  readonly form: string | null;
  readonly formClass: FormClass | null;
  readonly branch: string | null;
  readonly core: string;
}

/** What keeps a text from being the name on a business licence (S0-14). */
export type CompanyNameProblem =
  | 'empty'
  | 'placeholder'
  | 'masked'
  | 'noForm'
  | 'personName'
  | 'abbreviation'
  | 'mojibake'
  | 'test'
  | 'tooShort';

/** The judgement of a company's name; `hint` is the part that it rests on, where there is one. */
export type CompanyNameJudgement =
  | { readonly ok: true; readonly parsed: CompanyName }
  | { readonly ok: false; readonly problem: CompanyNameProblem; readonly hint: string | null };

const SPACE_AT_HAN = / (?=[\u2e80-\uffff])|(?<=[\u2e80-\uffff]) /g;
/** Around a brand or a whole name, as people write them, and within Latin words; no name differs from another by them. */
const QUOTES = `"'“”„‘’‚「」『』《》〈〉«»‹›〝〞〟`;
const QUOTE_UNITS = new UnitSet(QUOTES);
const EACH_QUOTE = new RegExp(`[${QUOTES}]`, 'g');
const EDGE_CHARS = new UnitSet('。.,，;；、 ');
const OTHER_BRACKETS = new UnitSet('〔〕【】[]{}');
/** 限 */
const LIMITED = 0x9650;
const LATIN_END = /[a-z]\.?$/i;
/** The first form of a company inside a name, after which a tail names a branch. 分公司 and 支公司 are no such form. */
const LEGAL_COMPANY =
  /(?<![分支子])(?:\(集团\)|集团)?(?:股份有限责任|股份有限|有限责任|有限|股份|集团|总)公司(?:\((?:国有独资|集团)\))?/;
/** The same of other organisations, where no company is named. */
const LEGAL_OTHER = /(?:合伙企业|事务所)(?:\((?:有限|普通|特殊普通)合伙\))?|合作社|集团(?!公司|\(|$)/;
/** Where the name of the whole ends and the branch's begins, when no legal form is written (工商银行|北京朝阳支行). */
const WHOLE_ENDS = /.*(?:银行|信用社|农商行|保险|人寿|证券|超市|药房|酒店|学校|医院|大学|学院|中学|小学)/;
const ORDINAL_BRANCH = /第[一二三四五六七八九十百\d]+[^第]*$/;
const TRAILING_NOTE = /\(([^()]*)\)$/;
/** Remarks that people add in brackets and that are no part of the name. */
const REMARK = /^(?:已|原|曾用名|注销|吊销|在业|存续|简称|总部|本部|重复|老客户|新客户|VIP)/i;
const BRACKET = /\(([^()]+)\)/;
/** After a short name of a place these make another word of it: 南京路, 北海道, 上海滩, 浙江大学. */
const STREET_FOLLOWS = /^(?:[东西南北中]?(?:路|街|大道|大街|道|巷|湾|岛|滩)|大学)/;
/** What those begin with. */
const STREET_FIRST = new UnitSet('东西南北中路街大道巷湾岛滩');
/** Capitals, spaces and other signs than those that ordinary keys consist of. */
const NOT_KEY = /[^\u4e00-\u9fff0-9a-z|@()]/;
const TEST_BRAND = /^(?:测试|示例|样例|演示|试用|test|demo|example|asdf|qwer|aaa+|xxx+|111+|123\d*)$/i;
const TEST_WORD = /测试|test|demo/i;
const TEST_TEXT =
  /^(?:测试|test|demo)(?:\d+|[一二三四五甲乙丙a-z])?(?:公司|客户|企业|用户|数据|单位|账号|一下|用|$)|\((?:测试|test)\)|测试(?:用|数据|客户|账号)?\d*$/i;
const COMPANY_WORD = /公司|集团|有限合伙|合伙企业|合作社|事务所|个体工商户/;
const LATIN_COMPANY =
  /\s(?:co\.?,?\s?ltd|ltd|limited|inc|incorporated|corp|corporation|llc|llp|gmbh|plc|company|group|holdings?)\.?$/i;

/** Splits a company's name. Any text gives an answer; what is not told apart stays in `brand`. Never throws. */
export function parseCompanyName(raw: string): CompanyName {
  return parseNormal(normal(raw));
}

/** Where the parts of an ordinary name begin, as `parseCompanyName` tells them: 行政区划, then brand, trade and form. */
export interface CompanySpans {
  readonly brand: number;
  readonly trade: number;
  readonly form: number;
  readonly regionCode: string | null;
  readonly formOf: Form;
}

/**
 * The parts of a name of common simplified characters that ends with the form of a company, without a branch, and has a brand; null for
 * any other. Most names are such ones, and no text is made of their parts.
 */
export function companySpans(raw: string): CompanySpans | null {
  if (!endsWithCompany(raw) || !isPlainSimplified(raw)) return null;
  const formOf = formAtEnd(raw);
  if (formOf === null) return null;
  const form = raw.length - formOf.word.length;
  const { length: brand, code: regionCode } = regionChain(raw, form, false);
  if (brand === form) return null;
  return { brand, trade: industryStart(raw, Math.min(brand + 2, form), form), form, regionCode, formOf };
}

/**
 * A key that two writings of the same registered name share: width, space, brackets, quotation marks, case, traditional script,
 * 有限责任公司 = 有限公司, and 北京市 = 北京 at the head do not count; region, its place (in brackets or before the
 * brand), brand, trade, form and branch do. Null when there is no letter or digit.
 */
export function companyKey(raw: string): string | null {
  const text = normal(raw);
  if (!saysSomething(text)) return null;
  const { region, regionCode, core, form, branch } = partsOf(text);
  const place = region === null ? '' : (regionCode ?? region);
  const at = region === null || !text.includes('(') ? -1 : text.indexOf(`(${region})`);
  const bracketed = at < 0 ? '' : `@${at}`;
  const key = `${place}${bracketed}|${core}|${formKey(form?.word ?? null)}|${branch ?? ''}`;
  return !isPlainSimplified(raw) && NOT_KEY.test(key) ? key.toLowerCase().replace(/ /g, '') : key;
}

/** Whether a text has a letter or a digit. */
function saysSomething(text: string): boolean {
  return isHan(text.charCodeAt(0)) || /[\p{L}\p{N}]/u.test(text);
}

/**
 * Whether a text can be the name on a business licence (S0-14). A name needs a word of organisational form; 公司, 集团,
 * 医院, 商行, 工作室 and their like are such words. Never throws.
 */
export const judgeCompanyName: (raw: string) => CompanyNameJudgement = recentTexts(judge);

function judge(raw: string): CompanyNameJudgement {
  if (isBlank(raw)) return fault('empty', null);
  if (mojibakeReason(raw) !== null) return fault('mojibake', null);
  if (!raw.endsWith('公司') && isPlaceholder(raw)) return fault('placeholder', raw.trim());
  if (maskedReason(raw) !== null) return fault('masked', raw.trim());
  const text = normal(raw);
  if (!saysSomething(text)) return fault('placeholder', raw.trim());
  const test = TEST_WORD.test(text) ? TEST_TEXT.exec(text) : null;
  if (test) return fault('test', test[0]);
  const parsed = parseNormal(text);
  if (TEST_BRAND.test(parsed.brand)) return fault('test', parsed.brand);
  if (parsed.form !== null) {
    if (parsed.core === '' && parsed.region === null) return fault('tooShort', parsed.form);
    if (parsed.form.length === 1 && looksLikePerson(text)) return fault('personName', text);
    return { ok: true, parsed };
  }
  if (looksLikePerson(text)) return fault('personName', text);
  if (Array.from(text).length < 2) return fault('tooShort', text);
  if (parsed.industry === null && parsed.branch === null && text.length <= (hasHan(text) ? 4 : 12)) {
    return fault('abbreviation', text);
  }
  return fault('noForm', parsed.branch ?? parsed.industry);
}

/**
 * Whether a text is surely an organisation's name and not a person's, so that it can be told in a column of names:
 * 公司 or a legal form in it, or a form word at the end of a name too long for a person (张学会 is a person).
 */
export function isCompanyLike(raw: string): boolean {
  if (raw.length < 3) return false;
  const text = normal(raw);
  if (COMPANY_WORD.test(text)) return true;
  if (LATIN_END.test(text)) return LATIN_COMPANY.test(text);
  if (text.length < 4) return false;
  if (isBranchName(text) || text.endsWith('银行')) return true;
  const form = formAtEnd(text);
  if (form === null) return false;
  return form.word.length > 1 || text.length > 4 || surnameOf(text) === null;
}

function fault(problem: CompanyNameProblem, hint: string | null): CompanyNameJudgement {
  return { ok: false, problem, hint };
}

/** A name in normal form; one of common simplified characters alone is in it as it stands. */
const normal = recentTexts((raw) => (isPlainSimplified(raw) ? raw : normalise(raw)));

function normalise(raw: string): string {
  let text = fold(raw);
  if (QUOTE_UNITS.firstIn(text) >= 0) text = fold(text.replace(EACH_QUOTE, ''));
  if (text.includes(' ')) text = text.replace(SPACE_AT_HAN, '');
  if (OTHER_BRACKETS.firstIn(text) >= 0) text = text.replace(/[〔【[{]/g, '(').replace(/[〕】\]}]/g, ')');
  const bare = trimEdges(text);
  // The full stop of "Co., Ltd." belongs to the form.
  return toSimplified(text.endsWith('.') && LATIN_END.test(bare) ? `${bare}.` : bare);
}

function trimEdges(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && EDGE_CHARS.has(text.charCodeAt(from))) from++;
  while (to > from && EDGE_CHARS.has(text.charCodeAt(to - 1))) to--;
  return from === 0 && to === text.length ? text : text.slice(from, to);
}

/** A name in the parts that its key is made of; `head` is brand and trade where nothing stands behind a bracketed region. */
interface Parts {
  readonly region: string | null;
  readonly regionCode: string | null;
  readonly head: string;
  readonly tail: string;
  readonly core: string;
  readonly form: Form | null;
  readonly branch: string | null;
}

const partsOf: (text: string) => Parts = recentTexts(split);

function split(text: string): Parts {
  const { head, form, branch } = splitForm(text);
  const { region, code, before, after } = splitRegion(head);
  return { region, regionCode: code, head: before, tail: after, core: before + after, form, branch };
}

function parseNormal(text: string): CompanyName {
  const { region, regionCode, head, tail, core, form, branch } = partsOf(text);
  const start = industryStart(head, isAscii(head.charCodeAt(0)) ? 1 : 2);
  return {
    region,
    regionCode,
    brand: head.slice(0, start),
    industry: head.slice(start) + tail || null,
    form: form?.word ?? null,
    formClass: form?.formClass ?? null,
    branch,
    core,
  };
}

function isAscii(unit: number): boolean {
  return unit < 0x80;
}

function isHan(unit: number): boolean {
  return unit >= 0x4e00 && unit <= 0x9fff;
}

interface FormSplit {
  readonly head: string;
  readonly form: Form | null;
  readonly branch: string | null;
}

/** Whether a name ends with the form of a company and names none before: it has no branch. */
function endsWithCompany(text: string): boolean {
  const company = text.indexOf('公司');
  if (company <= 0 || company !== text.length - 2) return false;
  // 有限公司 is no branch's ending: only 分公司, 支公司 and 子公司 are.
  return text.charCodeAt(company - 1) === LIMITED || !isBranchName(text);
}

function splitForm(text: string): FormSplit {
  if (endsWithCompany(text)) return stripForm(text, null);
  const note = text.endsWith(')') ? TRAILING_NOTE.exec(text) : null;
  if (note && formAtEnd(text)?.word.includes(')') !== true) {
    const whole = splitForm(text.slice(0, note.index));
    return REMARK.test(note[1]!) || note.index === 0 || whole.branch !== null
      ? whole
      : { ...whole, branch: note[1]! || null };
  }
  const legal = LEGAL_COMPANY.exec(text) ?? LEGAL_OTHER.exec(text);
  if (legal && legal.index > 0) {
    const end = legal.index + legal[0].length;
    if (end < text.length && !/^[()]/.test(text.slice(end)) && formAtEnd(text)?.word !== legal[0]) {
      if (branchWordAtEnd(text) !== null || end - legal.index > 3)
        return stripForm(text.slice(0, end), text.slice(end));
    }
  }
  if (isBranchName(text)) {
    const at = branchStart(text);
    if (at > 0) return stripForm(text.slice(0, at), text.slice(at));
  }
  return stripForm(text, null);
}

function stripForm(text: string, branch: string | null): FormSplit {
  // 银行 and 航空 are trade words; 行 alone at their end is no form.
  if (text.endsWith('银行') && !text.endsWith('人民银行')) return { head: text, form: null, branch };
  const form = formAtEnd(text);
  if (form === null || (form.word.length === text.length && !hasHan(text))) return { head: text, form: null, branch };
  const { word, formClass } = form;
  const head = text.slice(0, text.length - word.length - (text.endsWith(')') && !word.endsWith(')') ? 1 : 0));
  const bare = isHan(head.charCodeAt(head.length - 1)) ? head : head.replace(/[\s,]+$/, '');
  if (!word.startsWith('(')) return { head: bare, form, branch };
  // 云帆投资中心(有限合伙): the word before the brackets belongs to the form too.
  const inner = formAtEnd(bare);
  if (inner === null || inner.word.length === bare.length) return { head: bare, form, branch };
  return { head: bare.slice(0, -inner.word.length), form: { word: inner.word + word, formClass }, branch };
}

function branchStart(text: string): number {
  const word = branchWordAtEnd(text) ?? '';
  const limit = text.length - word.length;
  const whole = WHOLE_ENDS.exec(text.slice(0, limit));
  if (whole) return whole[0].length;
  for (let at = 2; at < limit; at++) {
    for (const name of regionNamesAt(text, at)) {
      if (!text.startsWith(name.name, at) || at + name.name.length > limit) continue;
      if (name.full || regionLevel(name.regions[0]!.code) !== 'county') return at;
    }
  }
  const ordinal = ORDINAL_BRANCH.exec(text);
  return ordinal && ordinal.index > 0 ? ordinal.index : limit;
}

interface RegionSplit {
  readonly region: string | null;
  readonly code: string | null;
  readonly before: string;
  readonly after: string;
}

function splitRegion(head: string): RegionSplit {
  const bracket = head.includes('(') ? BRACKET.exec(head) : null;
  if (bracket) {
    const inside = bracket[1]!;
    const chain = inside === '中国' ? { length: 2, code: null } : regionChain(inside, inside.length, true);
    if (chain.length === inside.length && bracket.index > 0) {
      const after = head.slice(bracket.index + bracket[0].length);
      return { region: inside, code: chain.code, before: head.slice(0, bracket.index), after };
    }
  }
  const chain = regionChain(head, head.length, false);
  const region = chain.length > 0 ? head.slice(0, chain.length) : null;
  return { region, code: chain.code, before: head.slice(chain.length), after: '' };
}

interface Chain {
  readonly length: number;
  readonly code: string | null;
}

/** The places that a text, which ends at `end`, begins with, from province to county: their length and the code of the last, if it is one. */
function regionChain(text: string, end: number, wholeText: boolean): Chain {
  let at = !wholeText && end > 2 && text.startsWith('中国') ? 2 : 0;
  let code: string | null = null;
  let level = 0;
  for (;;) {
    const next = nextRegion(text, at, end, level, code, wholeText);
    if (next === null) return { length: at, code };
    at += next.length;
    level = next.level;
    code = next.code;
    if (code === null) return { length: at, code };
  }
}

const LEVELS = { province: 1, city: 2, county: 3 } as const;

function nextRegion(
  text: string,
  at: number,
  end: number,
  above: number,
  parent: string | null,
  wholeText: boolean,
): (Chain & { readonly level: number }) | null {
  for (const { full, name, regions } of regionNamesAt(text, at)) {
    const to = at + name.length;
    if (to > end || !text.startsWith(name, at)) continue;
    let first: Region | null = null;
    let level = 0;
    // How many of its places are of the first one's level.
    let alike = 0;
    for (const place of regions) {
      const own = LEVELS[regionLevel(place.code)];
      if (parent !== null && (own <= above || !isInside(place, parent))) continue;
      if (first === null) {
        first = place;
        level = own;
      }
      if (own === level) alike++;
    }
    if (first === null) continue;
    // A county's short name is as often a brand: 长安, 朝阳, 吉林 are taken only with their suffix, or alone in brackets.
    if (!full && !wholeText && (level === 3 || !leavesBrand(text, to, end))) continue;
    return { length: name.length, level, code: alike === 1 ? first.code : null };
  }
  return null;
}

function isInside(place: Region, parent: string): boolean {
  const digits = parent.endsWith('0000') ? 2 : 4;
  for (let i = 0; i < digits; i++) if (place.code.charCodeAt(i) !== parent.charCodeAt(i)) return false;
  return true;
}

/** Whether what follows a short place name can stand alone as brand and trade: 三明|治食品 and 上海|滩服饰 can not. */
function leavesBrand(text: string, from: number, end: number): boolean {
  if (end - from < 2) return false;
  const first = text.charCodeAt(from);
  if (STREET_FIRST.has(first) && STREET_FOLLOWS.test(text.slice(from, end))) return false;
  return isAscii(first) || !mayBeginIndustry(text, from + 1) || industryStart(text, from, end) !== from + 1;
}

/** Forms are few; but there is no end to the ways of writing Latin ones. */
const formKeys = new Map<string, string>();
const FORM_KEYS_LIMIT = 1000;

/** The form of a name as its key has it. */
function formKey(form: string | null): string {
  if (form === null) return '';
  let key = formKeys.get(form);
  if (key === undefined) {
    key = form
      .replace('有限责任公司', '有限公司')
      .toLowerCase()
      .replace(/[.,\s]/g, '')
      .replace('limited', 'ltd')
      .replace('incorporated', 'inc')
      .replace('corporation', 'corp')
      .replace('company', 'co');
    if (formKeys.size < FORM_KEYS_LIMIT) formKeys.set(form, key);
  }
  return key;
}

/** Two to four Han characters that begin with a surname; two only with one of the commonest, since brands are as short. */
function looksLikePerson(text: string): boolean {
  if (!/^\p{Script=Han}{2,4}$/u.test(text)) return false;
  const surname = surnameOf(text);
  if (surname === null) return false;
  if (text.length === 4) return surname.length > 1 && industryStart(text, 2) === text.length;
  if (industryStart(text, 1) < text.length) return false;
  return text.length === 3 ? isCommonSurname(surname) || surname.length > 1 : isCommonSurname(text[0]!);
}

import { type Industry, industries } from '../reference/gbt4754.js';
import { INDUSTRY_ALIASES } from '../reference/industry-aliases.js';
import { asciiForm } from './ascii-form.js';
import { isUnknownWord } from './blank-word.js';

/** One possible industry of a text; `score` is the Dice coefficient of character bigrams, 0–1 (1 for a word with several meanings). */
export interface IndustryCandidate {
  readonly code: string;
  readonly name: string;
  readonly section: string;
  readonly score: number;
}

/**
 * What a text says of an industry (S4-04). `how`: by its code, by the standard's exact name, by that name without 业, 制造业,
 * 服务业, or by an everyday word; 'suggest' decides nothing and lists at most five candidates, the best first.
 */
export type ResolvedIndustry =
  | {
      readonly how: 'code' | 'exact' | 'stem' | 'alias';
      readonly code: string;
      readonly section: string;
      readonly name: string;
    }
  | { readonly how: 'suggest'; readonly candidates: readonly IndustryCandidate[] }
  | { readonly how: 'none' };

type Decided = Extract<ResolvedIndustry, { code: string }>;

interface Index {
  /** 'I65' and '65' → entry. */
  readonly byCode: ReadonlyMap<string, Industry>;
  readonly byName: ReadonlyMap<string, Industry>;
  readonly byStem: ReadonlyMap<string, Industry>;
  readonly byAlias: ReadonlyMap<string, readonly Industry[]>;
  /** Every distinct name with its number of bigrams; `postings` leads from a bigram to positions in it. */
  readonly names: readonly { readonly entry: Industry; readonly bigrams: number }[];
  readonly postings: ReadonlyMap<string, readonly number[]>;
}

const NONE: ResolvedIndustry = { how: 'none' };
const SUGGEST_FROM = 0.5;
const SUGGEST_MOST = 5;
/** The longest name has 34 characters; a longer text is a description, to be read by a person. */
const LONGEST = 60;

const CODE = /^[A-T]$|^[A-T]?\d{2,4}$/;
const CODE_AND_NAME = /^([A-T]?\d{2,4}|[A-T](?=[^0-9A-Z]))[-:.、_ ]*(\D.*)$/;
const LONG_ENDING = /(?:行业|产业|领域|企业|公司|类)$/;
const NEUTRAL_ENDING = /(?:行业|产业|领域|企业|公司|类|业)$/;
const KIND_ENDING = /(制造|生产|服务)$/;
const DIVISION_ENDING = /(?:制造业|服务业|制造|服务)$/;
const OTHER = /^(?:其他|其它|另外|综合|多元化|跨)?(?:行业|产业|领域|业|类)?$/;
/** Signs of a path from broad to narrow, which stand in no name of the standard, and signs of a list, which do. */
const PATH = /[/|>\\-]+/;
const LIST = /[/|,;>\\、-]+|及|和|与/;

let built: Index | undefined;

function index(): Index {
  built ??= buildIndex();
  return built;
}

/**
 * The entry of GB/T 4754-2017 with a code: a section ('I'), or two to four digits with or without the section's letter ('65',
 * 'I65', '651', 'I6510'), in any width and letter case. Null for an unknown code and for a wrong letter ('C65').
 */
export function industryByCode(code: string): Industry | null {
  return index().byCode.get(code) ?? index().byCode.get(asciiForm(code).trim().toUpperCase()) ?? null;
}

/** The code one level up, with its section's letter ('6513' → 'I651'); null for a section and for an unknown code. */
export function parentOf(code: string): string | null {
  const entry = industryByCode(code);
  if (!entry || entry.level === 1) return null;
  return entry.level === 2 ? entry.section : entry.code.slice(0, -1);
}

/**
 * Reads an industry from free text (S4-04, S4-09). In this order: a code, alone or before its name; the exact name, of the
 * highest level that bears it; the name without its ending; an everyday word. A text of several parts (互联网/软件,
 * 制造业-汽车制造业) is decided by what all parts have in common. Everything else is at most a suggestion: similar
 * characters are no classification. 其他 and words for unknown are 'none'. Never throws.
 */
export function resolveIndustry(text: string): ResolvedIndustry {
  const key = keyOf(text);
  if (key === '' || key.length > LONGEST || OTHER.test(key) || isUnknownWord(key)) return NONE;
  const whole = decide(key);
  if (whole) return whole;
  for (const separator of [PATH, LIST]) {
    const parts = key.split(separator).filter((part) => part !== '' && !OTHER.test(part));
    if (parts.length < 2) continue;
    const each = parts.map(decide);
    const common = inCommon(each, separator === PATH);
    if (common) return common;
    const codes = new Set(each.flatMap((part) => (part ? [part.code] : [])));
    if (codes.size > 0) return suggest([...codes].map((code) => index().byCode.get(code)!));
  }
  const meanings = firstOf(index().byAlias, neutralForms(key));
  return meanings ? suggest(meanings) : similar(key);
}

/** Text in one form: ASCII width, no spaces, Latin capitals, no 行业: before it. */
function keyOf(text: string): string {
  return asciiForm(text)
    .replace(/[\s"'“”‘’《》【】[\]]+/g, '')
    .toUpperCase()
    .replace(/^(?:所属|客户)?行业[:=]/, '');
}

function decide(key: string): Decided | null {
  const { byCode, byName, byStem, byAlias } = index();
  const entry = CODE.test(key) ? byCode.get(key) : undefined;
  if (entry) return decided('code', entry);
  const name = byName.get(key);
  if (name) return decided('exact', name);
  const coded = CODE_AND_NAME.exec(key);
  if (coded) {
    const byItsCode = byCode.get(coded[1]!);
    const byItsName = byItsCode && decide(coded[2]!);
    if (byItsName?.section === byItsCode?.section && byItsCode) return decided('code', byItsCode);
  }
  const forms = neutralForms(key);
  const stem = firstOf(byStem, forms);
  if (stem) return decided('stem', stem);
  const alias = firstOf(byAlias, forms);
  if (alias) return alias.length === 1 ? decided('alias', alias[0]!) : null;
  // 汽车服务 is not 汽车制造业: an ending that says what is done must agree with the section.
  for (const form of forms) {
    const kind = KIND_ENDING.exec(form)?.[1];
    if (kind === undefined) continue;
    const bare = form.slice(0, -kind.length);
    const agrees = (found: Industry): boolean => (found.section === 'C') === (kind !== '服务');
    const bareStem = byStem.get(bare);
    if (bareStem && agrees(bareStem)) return decided('stem', bareStem);
    const bareAlias = byAlias.get(bare);
    if (bareAlias?.length === 1 && agrees(bareAlias[0]!)) return decided('alias', bareAlias[0]!);
  }
  return null;
}

/** The text, and what is left of it without 业 and without 行业 and the like: of 银行业 the bank, of 餐饮行业 the meals. */
function neutralForms(key: string): readonly string[] {
  if (!NEUTRAL_ENDING.test(key)) return [key];
  return [key, key.replace(/业$/, ''), key.replace(LONG_ENDING, '')];
}

function firstOf<T>(map: ReadonlyMap<string, T>, keys: readonly string[]): T | undefined {
  for (const key of keys) {
    const found = map.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function decided(how: Decided['how'], { code, section, name }: Industry): Decided {
  return { how, code, section, name };
}

/**
 * What all parts share: of a path the last, when each contains the next (制造业-汽车制造业); of a list the one that contains
 * the others (金融、保险); otherwise their section. Null when they share none.
 */
function inCommon(parts: readonly (Decided | null)[], path: boolean): Decided | null {
  const known = parts.filter((part) => part !== null);
  const [first] = known;
  if (!first || known.length < parts.length || known.some((part) => part.section !== first.section)) return null;
  if (path && known.every((part, i) => i === 0 || part.code.startsWith(known[i - 1]!.code))) return known.at(-1)!;
  const widest = known.find((part) => known.every((other) => other.code.startsWith(part.code)));
  return widest ?? decided('alias', index().byCode.get(first.section)!);
}

function suggest(entries: readonly Industry[]): ResolvedIndustry {
  const candidates = [...new Set(entries)].slice(0, SUGGEST_MOST);
  return {
    how: 'suggest',
    candidates: candidates.map(({ code, name, section }) => ({ code, name, section, score: 1 })),
  };
}

/** Names with a Dice coefficient of 0.5 or more, the most similar first, then the highest level, then the order of codes. */
function similar(key: string): ResolvedIndustry {
  const { names, postings } = index();
  const own = bigramsOf(key.replace(NEUTRAL_ENDING, ''));
  const shared = new Map<number, number>();
  for (const bigram of own) for (const at of postings.get(bigram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
  const hits: { entry: Industry; score: number }[] = [];
  for (const [at, count] of shared) {
    const { entry, bigrams } = names[at]!;
    const score = (2 * count) / (own.size + bigrams);
    if (score >= SUGGEST_FROM) hits.push({ entry, score });
  }
  if (hits.length === 0) return NONE;
  hits.sort((a, b) => b.score - a.score || a.entry.level - b.entry.level || (a.entry.code < b.entry.code ? -1 : 1));
  const candidates = hits
    .slice(0, SUGGEST_MOST)
    .map(({ entry: { code, name, section }, score }) => ({ code, name, section, score }));
  return { how: 'suggest', candidates };
}

function bigramsOf(s: string): Set<string> {
  const bigrams = new Set<string>();
  for (let i = 0; i + 1 < s.length; i += 1) bigrams.add(s.slice(i, i + 2));
  return bigrams;
}

function buildIndex(): Index {
  const all = industries();
  const byCode = new Map<string, Industry>();
  const byName = new Map<string, Industry>();
  const byStem = new Map<string, Industry>();
  const ambiguous = new Set<string>();
  const addStem = (stem: string, entry: Industry): void => {
    if (stem.length < 2 || OTHER.test(stem) || stem.startsWith('其他')) return;
    const there = byStem.get(stem);
    if (!there) byStem.set(stem, entry);
    else if (there.section !== entry.section) ambiguous.add(stem);
    else if (entry.level < there.level) byStem.set(stem, entry);
  };
  for (const entry of all.values()) {
    byCode.set(entry.code, entry);
    if (entry.level > 1) byCode.set(entry.code.slice(1), entry);
    const key = keyOf(entry.name);
    const there = byName.get(key);
    if (!there || entry.level < there.level) byName.set(key, entry);
    addStem(key.replace(/业$/, ''), entry);
    // 医药 for 医药制造业 is plain enough for a division, not for a class: 办公 is not 办公服务.
    if (entry.level === 2) addStem(key.replace(DIVISION_ENDING, ''), entry);
  }
  for (const stem of ambiguous) byStem.delete(stem);

  const byAlias = new Map<string, readonly Industry[]>();
  for (const line of INDUSTRY_ALIASES) {
    const [codes, words] = line.split(': ');
    const entries = codes!.split(' ').map((code) => byCode.get(code)!);
    for (const word of words!.split(' ')) byAlias.set(word.toUpperCase(), entries);
  }

  const names: { entry: Industry; bigrams: number }[] = [];
  const postings = new Map<string, number[]>();
  for (const [key, entry] of byName) {
    const bigrams = bigramsOf(key.replace(NEUTRAL_ENDING, ''));
    for (const bigram of bigrams) {
      const list = postings.get(bigram);
      if (list) list.push(names.length);
      else postings.set(bigram, [names.length]);
    }
    names.push({ entry, bigrams: bigrams.size });
  }
  return { byCode, byName, byStem, byAlias, names, postings };
}

import type { NumberParts } from '../../model/ledger.js';
import type { NumberScheme, Policy } from '../../model/policy.js';
import { recentTexts } from '../../model/recent.js';
import { provinceByLetters } from '../reference/regions.js';
import { asciiForm } from '../text/ascii-form.js';

/** A number of handbook 000 (S0-16): letters of a region, year, serial; SH2024001. */
export interface RegionNumber extends NumberParts {
  readonly scheme: 'region-year-serial';
  readonly region: string;
  readonly year: number;
}

/** A number of handbook 004 (S4-15): industry letter, value letter, year, serial; M-H-2024-001. Its letters mean *as issued* (C01). */
export interface IndustryNumber extends NumberParts {
  readonly scheme: 'industry-value-year-serial';
  readonly industry: string;
  readonly value: string;
  readonly year: number;
}

/** A customer number, read; `no` is its plain form: ASCII capitals, its scheme's hyphens, the serial's digits as they were given. */
export type CustomerNumber = IndustryNumber | RegionNumber;

/** What a number is made of, before it has a serial. */
export type NumberHead =
  | Pick<IndustryNumber, 'industry' | 'scheme' | 'value' | 'year'>
  | Pick<RegionNumber, 'region' | 'scheme' | 'year'>;

/** Two letters, or the three of a pinyin initialism (NMG, HLJ); years 1900–2099; three to nine digits of serial. */
const REGION = /^([A-Z]{2,3})-?((?:19|20)\d{2})-?(\d{3,9})$/;
const INDUSTRY = /^([A-Z])-([A-Z])-((?:19|20)\d{2})-(\d{3,9})$/;
/** Nothing that has to be folded first. */
const PLAIN = /^[A-Z\d-]+$/;
const LONGEST = 32;

/** The reader of the policy last asked under. */
let reader: ((raw: string) => CustomerNumber | null) | null = null;
let readerPolicy: Policy | null = null;

/**
 * Reads a customer number under the schemes that the policy lists, active or legacy (C01), in any width and letter case and
 * with spaces. Null for anything else, for a scheme that the policy does not list and for the serial 0, which is never issued.
 */
export function parseNumber(raw: string, policy: Policy): CustomerNumber | null {
  if (raw.length > LONGEST) return null;
  if (reader === null || policy !== readerPolicy) {
    reader = recentTexts((text) => read(text, policy));
    readerPolicy = policy;
  }
  return reader(raw);
}

function read(raw: string, policy: Policy): CustomerNumber | null {
  const text = PLAIN.test(raw) ? raw : asciiForm(raw).replace(/\s+/g, '').toUpperCase();
  const region = REGION.exec(text);
  if (region) {
    const scheme = schemeOf(policy, 'region-year-serial');
    const [letters, year, digits] = [region[1] as string, region[2] as string, region[3] as string];
    const serial = Number(digits);
    if (!scheme || serial === 0) return null;
    const counter = scheme.serialPer === 'year' ? year : letters + year;
    const no = text.includes('-') ? letters + year + digits : text;
    return { scheme: 'region-year-serial', region: letters, year: Number(year), serial, counter, no };
  }
  const industry = INDUSTRY.exec(text);
  if (!industry) return null;
  const scheme = schemeOf(policy, 'industry-value-year-serial');
  const [letter, value, year] = [industry[1] as string, industry[2] as string, industry[3] as string];
  const serial = Number(industry[4]);
  if (!scheme || serial === 0) return null;
  const counter = scheme.serialPer === 'year' ? year : letter + value + year;
  return {
    scheme: 'industry-value-year-serial',
    industry: letter,
    value,
    year: Number(year),
    serial,
    counter,
    no: text,
  };
}

/** The number of a head and a serial (1 or more) under its scheme; the serial's width grows past the scheme's digits (C01). */
export function formatNumber(scheme: NumberScheme, head: NumberHead, serial: number): CustomerNumber {
  const digits = String(serial).padStart(scheme.width, '0');
  const counter = counterOf(scheme, head);
  const { year } = head;
  if (head.scheme === 'region-year-serial') {
    const { scheme: id, region } = head;
    return { scheme: id, region, year, serial, counter, no: `${region}${year}${digits}` };
  }
  const { scheme: id, industry, value } = head;
  return { scheme: id, industry, value, year, serial, counter, no: `${industry}-${value}-${year}-${digits}` };
}

/** What a serial counts under: the year, or prefix and year (SH2024, MH2024), as the scheme's `serialPer` says (C01). */
export function counterOf(scheme: NumberScheme, head: NumberHead): string {
  if (scheme.serialPer === 'year') return `${head.year}`;
  return head.scheme === 'region-year-serial'
    ? `${head.region}${head.year}`
    : `${head.industry}${head.value}${head.year}`;
}

/** The policy's scheme of an id, or null when it lists none. */
export function schemeOf(policy: Policy, id: NumberScheme['id']): NumberScheme | null {
  return policy.numbering.schemes.find((scheme) => scheme.id === id) ?? null;
}

/** The one scheme that numbers are issued under, or null when the policy has none active (policy lint names that). */
export function activeScheme(policy: Policy): NumberScheme | null {
  return policy.numbering.schemes.find((scheme) => scheme.state === 'active') ?? null;
}

/**
 * Provinces by the initials of their pinyin, where those are not, or not only, their letters of ISO 3166-2:CN. Numbers issued
 * by hand after 地区首字母 (000:24) use them, and three pairs of initials stand for two or three provinces each.
 */
const BY_INITIALS: Readonly<Record<string, readonly string[]>> = {
  HB: ['130000', '420000'],
  SX: ['140000', '610000'],
  HN: ['410000', '430000', '460000'],
  NMG: ['150000'],
  HLJ: ['230000'],
  XG: ['810000'],
  AM: ['820000'],
};

/** What letters of a region may mean: codes of provinces. */
export interface RegionMeanings {
  readonly iso: string | null;
  readonly initials: readonly string[];
}

/** Asked for every number; letters are two or three, so there is an end to them. */
const meanings = new Map<string, RegionMeanings>();

/**
 * What letters of a region may mean. `iso`: code of the province that they stand for by ISO 3166-2:CN, as steward issues
 * them (SX 山西, SN 陕西); `initials`: codes of every province with these pinyin initials, empty when those agree with `iso`
 * or there are none (a city's initials, for instance).
 */
export function regionMeanings(letters: string): RegionMeanings {
  let known = meanings.get(letters);
  if (!known) {
    known = { iso: provinceByLetters(letters)?.code ?? null, initials: BY_INITIALS[letters] ?? [] };
    meanings.set(letters, known);
  }
  return known;
}

import { isCompanyLike, parseCompanyName } from '../text/company-name.js';
import { isPlaceholder } from '../text/sentinel.js';
import { hasHan } from '../text/unicode.js';
import { compareCompanies, readCompany } from './company.js';
import { CAPPED, DIFFERENT, type Kind, type Values } from './kind.js';
import * as f from './party-features.js';
import { comparePersons, readPerson } from './person.js';
import type { Sheet } from './sheet.js';
import { differs, equals, level } from './words.js';

/** Longer Chinese texts that are no company by their form are brands, not persons. */
const LONGEST_PERSON = 4;

function readParty(raw: string, sheet: Sheet): boolean {
  if ((raw.length > 2 && raw.endsWith('公司')) || isCompanyLike(raw)) return readCompany(raw, sheet);
  if (isPlaceholder(raw)) return false;
  if (raw.length > LONGEST_PERSON && hasHan(raw) && !raw.includes('·')) {
    // 众蓝（成都）置业: no form, but a place and a trade.
    const { industry, region } = parseCompanyName(raw);
    if (region !== null && industry !== null) return readCompany(raw, sheet);
  }
  if (!readPerson(raw, sheet)) return false;
  if (sheet.features[f.TYPE] === f.LATIN_PERSON || sheet.length <= LONGEST_PERSON || sheet.has('·')) return true;
  sheet.clear();
  return readCompany(raw, sheet);
}

/** Symmetric: a person against a company is known by the name that both bear (海底捞, 王伟商行), and only a person decides. */
function compare(values: Values, a: number, b: number): number {
  const { features, width } = values;
  const companyA = features[a * width] === f.COMPANY;
  const companyB = features[b * width] === f.COMPANY;
  if (companyA && companyB) return compareCompanies(values, a, b);
  if (!companyA && !companyB) return comparePersons(values, a, b);
  const brand = features[a * width + f.BRAND];
  return (brand !== 0 && brand === features[b * width + f.BRAND] ? 3 : DIFFERENT) | CAPPED;
}

const levels: Kind['levels'] = [
  null,
  differs(0.08, 0.985),
  level('只有姓氏、行业或文字不同', 'surname and title, other trade, or other romanisation', 0.01, 0.004),
  level('部分相同', 'partly the same', 0.03, 0.002),
  level('读音相同或差一个字', 'sounds the same, or one character apart', 0.04, 0.001),
  level('同音字或组织形式不同', 'homophone, or other legal form', 0.05, 0.0006),
  level('同一名称的另一写法', 'another way to write the same name', 0.07, 0.0004),
  equals(0.72, 0.0015),
];

const names = (kind: Kind['kind'], read: Kind['read']): Kind => ({
  kind,
  levels,
  width: f.WIDTH,
  atoms: [
    { name: '', feature: -1, near: 0 },
    { name: 'sound', feature: f.SOUND, near: 0.55 },
    { name: 'brand', feature: f.BRAND, near: 0.5 },
    { name: 'beginning', feature: f.HEAD, near: 0.6 },
  ],
  frequency: true,
  shared: false,
  read,
  compare,
});

/** A column of persons and companies. */
export const party = names('party', readParty);
/** A column of persons. */
export const person = names('person', (raw, sheet) => !isPlaceholder(raw) && readPerson(raw, sheet));
/** A column of companies. */
export const company = names(
  'company',
  (raw, sheet) => (!isPlaceholder(raw) || isCompanyLike(raw)) && readCompany(raw, sheet),
);

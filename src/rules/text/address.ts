import {
  cityByCode,
  hasNoCounties,
  isDirectMunicipality,
  provinceByCode,
  provinceByName,
  type Region,
  type RegionName,
  regionLevel,
  regionNamesAt,
  regionsByName,
} from '../reference/regions.js';
import { UnitSet } from '../unit-set.js';
import { hasTraditional, toSimplified } from './simplified.js';
import { hasStreetAndNumber, readStreet } from './street.js';
import { fold } from './unicode.js';

/** A level that S0-15 asks for and an address lacks. */
export type AddressPart = 'province' | 'city' | 'district' | 'street' | 'number';

/** What other columns of the same record say, in words, with or without suffix. */
export interface KnownPlaces {
  readonly province?: string | null;
  readonly city?: string | null;
  readonly district?: string | null;
}

/**
 * An address in its parts. A place that is not written but follows from one that is (浙江省 of 杭州市; the city of a county
 * whose name is unique) is filled in. Texts are folded and in simplified script.
 */
export interface ParsedAddress {
  readonly province: Region | null;
  /** 北京市 (110100) for a 直辖市; null for a county directly under a province (仙桃市). */
  readonly city: Region | null;
  readonly district: Region | null;
  /** A development zone, new area or park that stands in the district's place (高新区, 苏州工业园区); it is no county. */
  readonly zone: string | null;
  readonly street: string | null;
  readonly number: string | null;
  /** What is left after places, street and number: town, building, floor. */
  readonly rest: string;
  /** For each name that fits several places, all of them; none is chosen (朝阳区 without its city). */
  readonly ambiguous: readonly (readonly Region[])[];
  /** Set when the text was in traditional characters. */
  readonly traditional?: boolean;
  /** What S0-15 asks for and is not there, from province to number. */
  readonly missing: readonly AddressPart[];
  /** `parents` when the named district lies in no named city, or the text contradicts the known places. */
  readonly conflict: null | 'parents';
}

const BETWEEN_HAN = /(?<=[\u3400-\u9fff])[\s,，、/|>_;；.·—–-]+(?=[\u3400-\u9fff])/g;
const SPACE_AT_HAN = / (?=[\u2e80-\uffff])|(?<=[\u2e80-\uffff]) /g;
const FREE_TRADE = /^中国\(([\u4e00-\u9fff]{2,4})\)/;
const SEPARATORS = new UnitSet(' ,，、/|>_;；.·—–-');
const LEAD =
  /^(?:[\u4e00-\u9fff]{0,4}地址[::]?|邮编[::]?\d{6}|\d{6}(?=[\u4e00-\u9fff])|中华人民共和国|中国(?!路|街|城)|[\s,，:：、。])+/;
/** What LEAD may begin with, but for 地址 and up to four characters before it. */
const LEAD_FIRST = new UnitSet('邮中0123456789 ,，:：、。');
/** Headings of the division table that are copied into addresses. */
const HEADING =
  /(?:市辖区|(?:省|自治区)?直辖县级行政区划|省直辖县|市区(?!路|街)|区(?=[\u4e00-\u9fff]{2,6}[路街道])|县(?=[\u4e00-\u9fff]{2,8}县))/y;
const HEADING_FIRST = new UnitSet('市省自直区县');
/** Last characters of names that can be nothing else. */
const PLACE_LAST = new UnitSet('省市区县州盟旗');
const DISTRICT_SUFFIX = /[市区县](?!场|域|道|城|中心)/y;
/** After a short name these make a road of it: 南京|路, 浦东|大道, 上海|西路. */
const ROAD_OF_IT =
  /[东西南北中内外环新老上下前后]{0,2}[一二三四五六七八九十\d]{0,3}(?:路|街(?!道)|大道|大街|大路|道|巷|弄|胡同)|岛|滩|桥|大厦|广场/y;
/** After a county's short name these make another place of it: 静安|寺, 朝阳|公园, 昆山|镇. */
const PLACE_OF_IT = /村|镇|乡|街道|湾|塘|寺|站|山|湖|河|公园|大学|医院|机场/y;
const ZONE =
  /(?:(?![路街巷号村镇乡道])[\u4e00-\u9fff]){0,10}?(?:经济技术开发区|高新技术产业开发区|开发区|高新区|经开区|新区|工业园区|保税区|保税港区|示范区|管理区|度假区|自贸区|试验区|合作区|集聚区)/y;
/** Parts of towns that are called like some county elsewhere; they contradict nothing. */
const COMMON_WORD = new Set([
  '城区',
  '郊区',
  '矿区',
  '新城区',
  '老城区',
  '城中区',
  '城东区',
  '城西区',
  '城北区',
  '东区',
  '西区',
  '南区',
  '北区',
]);
const LEVELS = { province: 1, city: 2, county: 3 } as const;
const NOWHERE: readonly Region[] = [];

interface Places {
  province: Region | null;
  city: Region | null;
  district: Region | null;
}

/**
 * Reads a Chinese address (S0-15) from province to number. A short or bare name that fits several places is never guessed:
 * it is reported in `ambiguous`, unless the written or the known places decide it. Any text is accepted. Never throws.
 *
 * City is not asked for in 直辖市, Hong Kong, Macau and counties directly under a province; district not in 东莞, 中山, 儋州,
 * 嘉峪关, nor where a development zone stands in its place.
 */
export function parseAddress(raw: string, known: KnownPlaces = {}): ParsedAddress {
  const folded = fold(raw);
  const traditional = hasTraditional(folded);
  const text = joined(traditional ? toSimplified(folded) : folded);
  const { found, zone, ambiguous, conflict, at } = readPlaces(text, known);
  const { street, number, rest } = readStreet(text.slice(at));
  const missing = missingPlaces(found, zone !== null || ambiguous.length > 0 || conflict);
  if (street === null) missing.push('street');
  if (number === null) missing.push('number');
  // Named one by one: spread out, this object alone took ten times as long as all the reading.
  const { province, city, district } = found;
  const parsed: ParsedAddress = {
    province,
    city,
    district,
    zone,
    street,
    number,
    rest,
    ambiguous,
    missing,
    conflict: conflict ? 'parents' : null,
  };
  return traditional ? { ...parsed, traditional } : parsed;
}

/** What is wrong with an address. */
export type AddressFaults = Pick<ParsedAddress, 'ambiguous' | 'conflict' | 'missing'>;

/** What is wrong with an address, as `parseAddress` says it: most lack nothing, and their street need not be cut out to be seen. */
export function judgeAddress(raw: string, known: KnownPlaces = {}): AddressFaults {
  const text = joined(toSimplified(fold(raw)));
  const { found, zone, ambiguous, conflict, at } = readPlaces(text, known);
  const missing = missingPlaces(found, zone !== null || ambiguous.length > 0 || conflict);
  if (!hasStreetAndNumber(text, at)) {
    const { street, number } = readStreet(text.slice(at));
    if (street === null) missing.push('street');
    if (number === null) missing.push('number');
  }
  return { missing, ambiguous, conflict: conflict ? 'parents' : null };
}

interface ReadPlaces {
  readonly found: Readonly<Places>;
  readonly zone: string | null;
  readonly ambiguous: readonly (readonly Region[])[];
  readonly conflict: boolean;
  /** Where the street begins. */
  readonly at: number;
}

/** The places that a text begins with, and those that follow from the known ones. */
function readPlaces(text: string, known: KnownPlaces): ReadPlaces {
  const context = knownPlaces(known);
  const start = leadOf(text);
  const plain = start === 0 && context === NO_PLACES;
  const head = plain ? headOf(text)?.read : undefined;
  if (head !== undefined && skipRepeated(text, head.at, head.found) === head.at) return head;
  const named = head ?? readNames(text, start, context, plain);
  const { province, city, district } = named.found;
  const found: Places = { province, city, district };
  const at = skipRepeated(text, named.at, found);
  const conflict = named.conflict || contradicts(found, context);
  if (!conflict) fillFrom(context, found, named.ambiguous.length > 0);
  return { found, zone: named.zone, ambiguous: named.ambiguous, conflict, at };
}

/** The places that are written, one after another; `plain`: nothing but the text decides. */
function readNames(text: string, start: number, context: Places, plain: boolean): ReadPlaces {
  const found: Places = { province: null, city: null, district: null };
  const ambiguous: (readonly Region[])[] = [];
  let conflict = false;
  let zone: string | null = null;
  let at = start;
  let whole = plain;
  for (let turn = 0; turn < 8 && found.district === null; turn++) {
    const from = skipRepeated(text, at, found);
    if (from !== at) whole = false;
    at = from;
    const match = readName(text, at, found, context);
    if (match === null) {
      const area: string = zone === null && (found.province ?? context.province) !== null ? sticky(ZONE, text, at) : '';
      if (area === '') break;
      zone = area;
      at += area.length;
      continue;
    }
    at += match.length;
    if (match.outside) conflict = true;
    if (!match.whole) whole = false;
    if (match.places.length > 1) {
      ambiguous.push(match.places);
      break;
    }
    place(match.places[0]!, found, match.outside);
  }
  const read = { found, zone, ambiguous, conflict, at };
  if (whole && found.district !== null && zone === null) keepHead(text, found.district, read);
  return read;
}

/** The head of an address down to the county, as it was read. A class: all heads are of one shape, which is asked a million times. */
class Head {
  readonly text: string;
  readonly at: number;
  /** The county's code. */
  readonly code: number;
  readonly read: ReadPlaces;
  /** First units of its places. */
  readonly #province: number;
  readonly #city: number;
  readonly #district: number;

  constructor(text: string, county: Region, read: ReadPlaces) {
    const { province, city } = read.found;
    this.text = text;
    this.at = text.length;
    this.code = Number(county.code);
    this.read = read;
    this.#province = province?.name.charCodeAt(0) ?? 0;
    this.#city = city?.name.charCodeAt(0) ?? 0;
    this.#district = county.name.charCodeAt(0);
  }

  /** Whether one of its places may be written once more behind it, or a heading. */
  mayRepeat(text: string): boolean {
    const unit = text.charCodeAt(this.at);
    return unit === this.#district || unit === this.#city || unit === this.#province || HEADING_FIRST.has(unit);
  }
}

/** Heads of addresses, such as 广东省深圳市南山区, by a hash of their units: there are some thousands, and one is read like another. */
const heads = new Map<number, Head>();
const mixedIn = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
const HEADS_LIMIT = 1 << 14;
/** No head of a Chinese address is longer. */
const LONGEST_HEAD = 24;
const COUNTY_LAST = new UnitSet('区县旗');
/** 市 */
const CITY_LAST = 0x5e02;

/** The code of the county that an address lies in, and where the text goes on below it. */
export interface KnownHead {
  readonly code: number;
  readonly at: number;
}

/**
 * The head of a folded address in simplified script, when `parseAddress` has read the same head before and surely reads it so again; null for
 * any other, which only `parseAddress` can tell.
 */
export function knownHead(text: string): KnownHead | null {
  const head = leadOf(text) === 0 ? headOf(text) : undefined;
  return head === undefined || head.mayRepeat(text) ? null : head;
}

/** The shortest known head that ends with a county's last character, else the shortest that ends with a city's. */
function headOf(text: string): Head | undefined {
  const end = Math.min(text.length, LONGEST_HEAD);
  let city: Head | undefined;
  let hash = 0;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    // Heads are of Han characters alone.
    if (unit < 0x3400) break;
    hash = mixedIn(hash, unit);
    if (i < 2) continue;
    if (COUNTY_LAST.has(unit)) {
      const head = heads.get(hash);
      if (head?.at === i + 1 && text.startsWith(head.text)) return head;
    } else if (city === undefined && unit === CITY_LAST) {
      const head = heads.get(hash);
      if (head?.at === i + 1 && text.startsWith(head.text)) city = head;
    }
  }
  return city;
}

/** Two heads of one hash: the first is kept. */
function keepHead(text: string, county: Region, read: ReadPlaces): void {
  if (heads.size >= HEADS_LIMIT || read.at > LONGEST_HEAD) return;
  const own = text.slice(0, read.at);
  let hash = 0;
  for (let i = 0; i < own.length; i++) hash = mixedIn(hash, own.charCodeAt(i));
  if (!heads.has(hash)) heads.set(hash, new Head(own, county, read));
}

function leadOf(text: string): number {
  if (!LEAD_FIRST.has(text.charCodeAt(0))) {
    const label = text.indexOf('地址');
    if (label < 0 || label > 4) return 0;
  }
  return LEAD.exec(text)?.[0].length ?? 0;
}

function joined(whole: string): string {
  // 中国(上海)自由贸易试验区: the form of registered addresses in the free trade zones.
  const text = whole.startsWith('中国(') ? whole.replace(FREE_TRADE, '$1') : whole;
  if (SEPARATORS.firstIn(text) < 0) return text;
  return text.replace(BETWEEN_HAN, '').replace(SPACE_AT_HAN, '');
}

function sticky(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

interface NameMatch {
  readonly length: number;
  readonly places: readonly Region[];
  /** The name exists, but not inside the places named before it. */
  readonly outside: boolean;
  /** Read the same whatever follows: in full, and no longer name begins with it. */
  readonly whole: boolean;
}

function readName(text: string, at: number, found: Places, context: Places): NameMatch | null {
  const parent = found.city ?? found.province;
  const above = found.city ? 2 : found.province ? 1 : 0;
  let elsewhere: NameMatch | null = null;
  for (const name of regionNamesAt(text, at)) {
    if (!text.startsWith(name.name, at)) continue;
    const end = at + name.name.length;
    const suffix = name.full ? '' : sticky(DISTRICT_SUFFIX, text, end);
    if (!standsAlone(name, suffix) && isOtherWord(name, text, end)) continue;
    const places = candidates(name, above, parent ?? context.city ?? context.province, parent !== null, suffix !== '');
    if (places.length > 0) {
      const whole = name.full && !name.begins && standsAlone(name, suffix);
      return { length: name.name.length + suffix.length, places, outside: false, whole };
    }
    if (parent !== null && name.full && elsewhere === null && !COMMON_WORD.has(name.name)) {
      const places = name.regions.filter((region) => contradictsAbove(name, region, found));
      if (places.length > 0) elsewhere = { length: name.name.length, places, outside: true, whole: false };
    }
  }
  return elsewhere;
}

/** Whether a place outside those named before it contradicts them: a county after a city, a city (市) after a province (广东省杭州市). */
function contradictsAbove({ name }: RegionName, { code }: Region, { city }: Places): boolean {
  return city !== null ? regionLevel(code) === 'county' && code < '7' : name.endsWith('市');
}

function isOtherWord(name: RegionName, text: string, end: number): boolean {
  if (sticky(ROAD_OF_IT, text, end) !== '') return true;
  return regionLevel(name.regions[0]!.code) === 'county' && sticky(PLACE_OF_IT, text, end) !== '';
}

function standsAlone(name: RegionName, suffix: string): boolean {
  return suffix !== '' || (name.full && PLACE_LAST.has(name.name.charCodeAt(name.name.length - 1)));
}

/** The places of the highest level that a name can mean here; several only where nothing written or known decides. */
function candidates(
  name: RegionName,
  above: number,
  parent: Region | null,
  isWritten: boolean,
  hasSuffix: boolean,
): readonly Region[] {
  if (name.regions.length === 1) return ofOne(name, name.regions[0]!, above, parent, isWritten, hasSuffix);
  const inside = name.regions.filter(
    (region) => LEVELS[regionLevel(region.code)] > above && (parent === null || isInside(region, parent)),
  );
  if (inside.length === 0 && !isWritten && parent !== null) return candidates(name, above, null, false, hasSuffix);
  const free = parent === null;
  const allowed = inside.filter((region) => {
    if (regionLevel(region.code) !== 'county') return !hasSuffix;
    // Without its parents a county needs its suffix, and one of two characters (城区, 东区) says nothing.
    return free ? name.full && name.name.length > 2 && region.code < '7' : true;
  });
  if (allowed.length === 0) return allowed;
  const level = Math.min(...allowed.map((region) => LEVELS[regionLevel(region.code)]));
  // 朝阳 alone may be the city in Liaoning or the district of Beijing.
  if (free && level === 2 && !name.full) {
    const districts = inside.filter(
      (region) => regionLevel(region.code) === 'county' && isDirectMunicipality(region.code),
    );
    if (districts.length > 0) return [...allowed, ...districts];
  }
  return allowed.length === 1 ? allowed : allowed.filter((region) => LEVELS[regionLevel(region.code)] === level);
}

/** The same for a name that only one place has, as nearly all in full. */
function ofOne(
  name: RegionName,
  region: Region,
  above: number,
  parent: Region | null,
  isWritten: boolean,
  hasSuffix: boolean,
): readonly Region[] {
  const level = LEVELS[regionLevel(region.code)];
  const inside = parent === null || isInside(region, parent);
  const free = parent === null || (!inside && !isWritten);
  if (level <= above || (!inside && !free)) return NOWHERE;
  const allowed = level < 3 ? !hasSuffix : !free || (name.full && name.name.length > 2 && region.code < '7');
  return allowed ? name.regions : NOWHERE;
}

function isInside(region: Region, parent: Region): boolean {
  const level = regionLevel(parent.code);
  const digits = level === 'province' || isDirectMunicipality(parent.code) ? 2 : level === 'city' ? 4 : 6;
  for (let i = 0; i < digits; i++) if (region.code.charCodeAt(i) !== parent.code.charCodeAt(i)) return false;
  return true;
}

/** Sets a place and what follows from its code. */
function place(region: Region, found: Places, outside: boolean): void {
  if (regionLevel(region.code) === 'county') found.district = region;
  if (outside) return;
  found.province ??= provinceByCode(region.code);
  if (regionLevel(region.code) !== 'province' || isDirectMunicipality(region.code))
    found.city ??= cityByCode(region.code);
}

/** Passes over headings (市辖区) and names that are written twice (上海市上海市, 南京市南京市). */
function skipRepeated(text: string, at: number, { province, city, district }: Places): number {
  const unit = text.charCodeAt(at);
  const mayRepeat = beginsWith(unit, district) || beginsWith(unit, city) || beginsWith(unit, province);
  if (!mayRepeat && !HEADING_FIRST.has(unit)) return at;
  let from = at;
  if (province !== null && isDirectMunicipality(province.code)) from = skipCity(text, from, province);
  if (city !== null) from = skipCity(text, from, city);
  if (district !== null) from += repeatedName(text, from, district);
  return province !== null && city === null ? from + headingAt(text, from) : from;
}

const beginsWith = (unit: number, region: Region | null): boolean =>
  region !== null && region.name.charCodeAt(0) === unit;

function skipCity(text: string, at: number, region: Region): number {
  const from = at + repeatedName(text, at, region);
  return from + headingAt(text, from);
}

function headingAt(text: string, at: number): number {
  return HEADING_FIRST.has(text.charCodeAt(at)) ? sticky(HEADING, text, at).length : 0;
}

/** The length of a place's name where it stands once more; the short name of a 直辖市 also (上海上海浦东). */
function repeatedName(text: string, at: number, region: Region): number {
  if (text.startsWith(region.name, at)) return region.name.length;
  if (regionLevel(region.code) !== 'province') return 0;
  const short = region.name.slice(0, -1);
  return text.startsWith(short, at) && sticky(ROAD_OF_IT, text, at + short.length) === '' ? short.length : 0;
}

const NO_PLACES: Places = { province: null, city: null, district: null };

function knownPlaces(known: KnownPlaces): Places {
  if (!known.province && !known.city && !known.district) return NO_PLACES;
  const places: Places = { province: null, city: null, district: null };
  if (known.province) places.province = provinceByName(plain(known.province));
  if (known.city) {
    const name = plain(known.city);
    places.city = only(regionsByName(name, 'city'), places.province);
    if (places.city === null) places.district = only(regionsByName(name, 'county'), places.province);
  }
  if (known.district)
    places.district = only(regionsByName(plain(known.district), 'county'), places.city ?? places.province);
  const lowest = places.district ?? places.city;
  if (lowest !== null) {
    places.province ??= provinceByCode(lowest.code);
    places.city ??= cityByCode(lowest.code);
  } else if (places.province !== null && isDirectMunicipality(places.province.code)) {
    places.city = cityByCode(places.province.code);
  }
  return places;
}

function plain(name: string): string {
  return toSimplified(fold(name));
}

function only(regions: readonly Region[], parent: Region | null): Region | null {
  const inside = parent === null ? regions : regions.filter((region) => isInside(region, parent));
  return inside.length === 1 ? inside[0]! : null;
}

function contradicts(found: Places, context: Places): boolean {
  return (
    differ(found.province, context.province) ||
    differ(found.city, context.city) ||
    differ(found.district, context.district)
  );
}

function differ(a: Region | null, b: Region | null): boolean {
  return a !== null && b !== null && a.code !== b.code;
}

function fillFrom(context: Places, found: Places, districtIsNamed: boolean): void {
  found.province ??= context.province;
  found.city ??= context.city;
  if (!districtIsNamed) found.district ??= context.district;
}

/** `inItsPlace`: something else stands where the district would, or it cannot be told. */
function missingPlaces({ province, city, district }: Places, inItsPlace: boolean): AddressPart[] {
  const missing: AddressPart[] = [];
  if (province === null) missing.push('province');
  if (city === null) {
    const hasNone = district !== null ? cityByCode(district.code) === null : isSpecialRegion(province);
    if (!hasNone) missing.push('city');
  }
  if (district === null && !inItsPlace && !(city !== null && hasNoCounties(city.code))) missing.push('district');
  return missing;
}

/** Hong Kong and Macau, which have districts and no cities. */
function isSpecialRegion(province: Region | null): boolean {
  return province !== null && (province.code.startsWith('81') || province.code.startsWith('82'));
}

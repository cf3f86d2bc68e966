import { areaList } from '@vant/area-data';
import { UnitSet } from '../unit-set.js';

/** A place of GB/T 2260: six digits, and its full name (310115 浦东新区). */
export interface Region {
  readonly code: string;
  readonly name: string;
}

/** A written name and every place that it may mean; `full` when it carries its suffix (深圳市), not when short (深圳). */
export interface RegionName {
  readonly name: string;
  readonly full: boolean;
  /** Whether a longer name begins with it: 吉林 and 吉林市. */
  readonly begins: boolean;
  readonly regions: readonly Region[];
}

/** Province, city (地级), county (县级). */
export type RegionLevel = 'province' | 'city' | 'county';

/** GB/T 2260 letter codes, the same as ISO 3166-2:CN, by the first two digits: every province has its own pair (S0-16). */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ 11: 'BJ', 12: 'TJ', 13: 'HE', 14: 'SX', 15: 'NM', 21: 'LN', 22: 'JL', 23: 'HL', 31: 'SH', 32: 'JS', 33: 'ZJ' },
  ...{ 34: 'AH', 35: 'FJ', 36: 'JX', 37: 'SD', 41: 'HA', 42: 'HB', 43: 'HN', 44: 'GD', 45: 'GX', 46: 'HI', 50: 'CQ' },
  ...{ 51: 'SC', 52: 'GZ', 53: 'YN', 54: 'XZ', 61: 'SN', 62: 'GS', 63: 'QH', 64: 'NX', 65: 'XJ', 71: 'TW', 81: 'HK' },
  82: 'MO',
};

/** Short names of provinces that are not the full name less 省 or 市. */
const PROVINCE_SHORT: Readonly<Record<string, readonly string[]>> = {
  15: ['内蒙古', '内蒙', '内蒙古自治', '内蒙古区'],
  45: ['广西', '广西省', '广西自治区'],
  54: ['西藏', '西藏省'],
  64: ['宁夏', '宁夏省', '宁夏自治区'],
  65: ['新疆', '新疆省', '新疆自治区', '新疆维吾尔'],
  81: ['香港', '香港特区', '香港市'],
  82: ['澳门', '澳门特区', '澳门市'],
};

/** Abbreviations of prefectures that are in daily use (锡盟, 博州). */
const CITY_SHORT: Readonly<Record<string, string>> = {
  152500: '锡盟',
  152900: '阿盟',
  652700: '博州',
  652800: '巴州',
  653000: '克州',
};

/** One-character abbreviations (沪, 京 …) by the first two digits: understood in a column of provinces, never inside a text. */
const PROVINCE_CHAR: Readonly<Record<string, string>> = {
  ...{ 11: '京', 12: '津', 13: '冀', 14: '晋', 15: '蒙', 21: '辽', 22: '吉', 23: '黑', 31: '沪申', 32: '苏', 33: '浙' },
  ...{ 34: '皖', 35: '闽', 36: '赣', 37: '鲁', 41: '豫', 42: '鄂', 43: '湘', 44: '粤', 45: '桂', 46: '琼', 50: '渝' },
  ...{ 51: '川蜀', 52: '黔贵', 53: '滇云', 54: '藏', 61: '陕秦', 62: '甘陇', 63: '青', 64: '宁', 65: '新', 71: '台' },
  ...{ 81: '港', 82: '澳' },
};

/** Districts that were merged or renamed, with what they belong to now; two successors where one was split. */
const FORMER =
  '崇文区:110101 宣武区:110102 塘沽区:120116 汉沽区:120116 蓟县:120119 桥东区:130502 桥西区:130503 南市区:130606 ' +
  '北市区:130606 东陵区:210112 新城子区:210113 动力区:230110 卢湾区:310101 闸北区:310106 南汇区:310115 白下区:320104 ' +
  '下关区:320106 崇安区:320213 南长区:320213 北塘区:320213 九里区:320311,320302 戚墅堰区:320412 沧浪区:320508 平江区:320508 ' +
  '金阊区:320508 港闸区:320613 楚州区:320803 清河区:320812 清浦区:320812 维扬区:321003 江干区:330102,330114 下城区:330105 ' +
  '江东区:330212 金家庄区:340503 梅列区:350404 莱城区:370116 四方区:370203 胶南市:370211 长岛县:370614 吉利区:410308 ' +
  '芳村区:440103 东山区:440104 萝岗区:440112 梅县:441403 万盛区:500110 双桥区:500111 沾益县:530303 户县:610118';

const FORMER_CODES_STILL_LISTED = ['320611', '350402', '370634'];
/** Cities that have towns directly below them, listed by the source as if they were counties. */
const CITY_WITHOUT_COUNTIES = ['4419', '4420', '4604', '6202'];
/** Headings that stand where a prefecture would: 省直辖县, 县 of Chongqing. */
const NOT_A_CITY = new Set(['419000', '429000', '469000', '659000', '500200']);
const ETHNIC =
  /(?:(?:满|回|壮|苗|侗|藏|羌|彝|白|傣|黎|瑶|土家|土|畲|佤|怒|布依|哈尼|傈僳|景颇|纳西|拉祜|布朗|普米|独龙|仡佬|水|仫佬|毛南|保安|东乡|撒拉|裕固|哈萨克|蒙古|朝鲜|达斡尔|各)族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)*自治(?:州|县|旗)$/;

interface Index {
  readonly byCode: ReadonlyMap<string, Region>;
  readonly byName: ReadonlyMap<string, RegionName>;
  /** Provinces by their two digits and cities by their four, as numbers. */
  readonly provinces: readonly (Region | undefined)[];
  readonly cities: readonly (Region | undefined)[];
  /** Names by the two units that they begin with, in one number, the longest first. */
  readonly byStart: ReadonlyMap<number, readonly RegionName[]>;
  /** What a name may begin with. */
  readonly firsts: UnitSet;
  readonly provinceByShort: ReadonlyMap<string, Region>;
}

let index: Index | null = null;

/** The place with this code of six digits, or null; development zones and other headings that are no place are not known. */
export function regionByCode(code: string): Region | null {
  return regions().byCode.get(code) ?? null;
}

/** The province of any code that begins with its two digits (31, 310115, a whole identity number), or null. */
export function provinceByCode(code: string): Region | null {
  return regions().provinces[digits(code, 2)] ?? null;
}

/** The city (地级) of a county's or a city's code: 310100 for 浦东新区; null under a province directly (仙桃) or when unknown. */
export function cityByCode(code: string): Region | null {
  return regions().cities[isDirectMunicipality(code) ? digits(code, 2) * 100 + 1 : digits(code, 4)] ?? null;
}

/**
 * Two capital letters of a code's province for a customer number (SH2024001, S0-16), of ISO 3166-2:CN, so that no two
 * provinces share them (SX 山西, SN 陕西; HB 湖北, HE 河北; HN 湖南, HA 河南, HI 海南); null for an unknown code.
 */
export function regionLetters(code: string): string | null {
  return LETTERS[code.slice(0, 2)] ?? null;
}

/** The province that two letters stand for (the inverse of regionLetters, in any case), or null. */
export function provinceByLetters(letters: string): Region | null {
  const upper = letters.toUpperCase();
  for (const two in LETTERS) if (LETTERS[two] === upper) return provinceByCode(two);
  return null;
}

/** The province of a name with or without its suffix, or of a one-character abbreviation (上海市, 上海, 沪, 内蒙); or null. */
export function provinceByName(name: string): Region | null {
  return regions().provinceByShort.get(name) ?? placesOf(name, 'province')[0] ?? null;
}

/** Every place of one level that a name, with or without its suffix, may mean; empty when none. 北京 is a city also. */
export function regionsByName(name: string, level: RegionLevel): readonly Region[] {
  if (level === 'province') {
    const province = provinceByName(name);
    return province ? [province] : [];
  }
  const found = placesOf(name, level);
  if (level === 'county' || found.length > 0) return found;
  const province = provinceByName(name);
  const city = province && isDirectMunicipality(province.code) ? cityByCode(province.code) : null;
  return city ? [city] : [];
}

/** The names that begin with the two characters at a position, the longest first; empty when none do. */
export function regionNamesAt(text: string, at: number): readonly RegionName[] {
  const { byStart, firsts } = regions();
  return firsts.has(text.charCodeAt(at)) ? (byStart.get(startAt(text, at)) ?? NONE) : NONE;
}

/** The level that a code's zeros tell. */
export function regionLevel(code: string): RegionLevel {
  const end = code.length;
  if (code.charCodeAt(end - 1) !== 0x30 || code.charCodeAt(end - 2) !== 0x30) return 'county';
  return code.charCodeAt(end - 3) === 0x30 && code.charCodeAt(end - 4) === 0x30 ? 'province' : 'city';
}

/** 北京, 天津, 上海, 重庆: a province that is its own city. */
export function isDirectMunicipality(code: string): boolean {
  const two = digits(code, 2);
  return two === 11 || two === 12 || two === 31 || two === 50;
}

/** Whether a city has no county level below it: 东莞, 中山, 儋州, 嘉峪关. */
export function hasNoCounties(cityCode: string): boolean {
  return CITY_WITHOUT_COUNTIES.includes(cityCode.slice(0, 4));
}

const NONE: readonly RegionName[] = [];

const startAt = (text: string, at: number): number => (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1);

/** The number that the first digits of a code make; NaN where they are no digits. */
function digits(code: string, count: number): number {
  let n = 0;
  for (let i = 0; i < count; i++) {
    const digit = code.charCodeAt(i) - 0x30;
    n = digit >= 0 && digit <= 9 ? n * 10 + digit : Number.NaN;
  }
  return n;
}

function placesOf(name: string, level: RegionLevel): readonly Region[] {
  return (
    regions()
      .byName.get(name)
      ?.regions.filter((region) => regionLevel(region.code) === level) ?? []
  );
}

function regions(): Index {
  index ??= buildIndex();
  return index;
}

function buildIndex(): Index {
  const byCode = new Map<string, Region>();
  const byName = new Map<string, { name: string; full: boolean; begins: boolean; regions: Region[] }>();
  const provinceByShort = new Map<string, Region>();
  const add = (name: string, region: Region, full: boolean): void => {
    if (name.length < 2) return;
    const known = byName.get(name);
    if (!known) byName.set(name, { name, full, begins: false, regions: [region] });
    else if (!known.regions.includes(region)) known.regions.push(region);
  };
  for (const [code, name] of Object.entries(areaList.province_list)) {
    const region = { code, name };
    byCode.set(code, region);
    add(name, region, true);
    for (const short of PROVINCE_SHORT[code.slice(0, 2)] ?? [name.replace(/[省市]$/, '')]) add(short, region, false);
    for (const char of PROVINCE_CHAR[code.slice(0, 2)] ?? '') provinceByShort.set(char, region);
  }
  for (const [code, name] of Object.entries(areaList.city_list)) {
    if (NOT_A_CITY.has(code)) continue;
    const region = { code, name };
    byCode.set(code, region);
    if (!isDirectMunicipality(code)) addNames(add, region, /(?:市|地区|盟|县)$/, '州');
    const short = CITY_SHORT[code];
    if (short !== undefined) add(short, region, false);
  }
  for (const [code, name] of Object.entries(areaList.county_list)) {
    if (!isCounty(code, name)) continue;
    const region = { code, name };
    byCode.set(code, region);
    addNames(add, region, /(?:新区|特区|林区|区|县|市)$/, '县');
  }
  for (const former of FORMER.split(' ')) {
    const [name, codes] = former.split(':') as [string, string];
    for (const code of codes.split(',')) add(name, byCode.get(code)!, true);
  }
  const provinces: Region[] = [];
  const cities: Region[] = [];
  for (const [code, region] of byCode) {
    const level = regionLevel(code);
    if (level === 'province') provinces[digits(code, 2)] = region;
    else if (level === 'city') cities[digits(code, 4)] = region;
  }
  const byStart = new Map<number, RegionName[]>();
  for (const entry of byName.values()) {
    const start = startAt(entry.name, 0);
    const list = byStart.get(start);
    if (list) list.push(entry);
    else byStart.set(start, [entry]);
  }
  for (const list of byStart.values()) list.sort((a, b) => b.name.length - a.name.length);
  for (const entry of byName.values())
    for (let end = 2; end < entry.name.length; end++) {
      const shorter = byName.get(entry.name.slice(0, end));
      if (shorter) shorter.begins = true;
    }
  const firsts = new UnitSet([...byName.keys()].map((name) => name.charAt(0)).join(''));
  return { byCode, byName, provinces, cities, byStart, firsts, provinceByShort };
}

/** The full name, the name without its suffix, and for an autonomous place the short name with a plain suffix (恩施州). */
function addNames(
  add: (name: string, region: Region, full: boolean) => void,
  region: Region,
  suffix: RegExp,
  plain: string,
): void {
  add(region.name, region, true);
  const withoutEthnic = region.name.replace(ETHNIC, '');
  if (withoutEthnic !== region.name) {
    if (withoutEthnic.length < 2) return;
    add(withoutEthnic + plain, region, true);
    add(withoutEthnic, region, false);
    return;
  }
  add(region.name.replace(suffix, ''), region, false);
}

/**
 * The source also lists development zones (…71–79 and …90–99 on the mainland), towns of the four cities without counties,
 * abolished districts, and 其它区: none of them is a county of GB/T 2260.
 */
function isCounty(code: string, name: string): boolean {
  if (name === '市辖区' || name === '其它区' || FORMER_CODES_STILL_LISTED.includes(code)) return false;
  if (code >= '710000') return true;
  if (CITY_WITHOUT_COUNTIES.includes(code.slice(0, 4))) return false;
  const last = Number(code.slice(4));
  if ((last >= 70 && last < 80) || last >= 90) return false;
  return code !== '320112' && code !== '321150';
}

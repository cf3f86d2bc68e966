import type { FieldValues } from '../../model/plan.js';
import {
  provinceByCode,
  provinceByName,
  type Region,
  type RegionName,
  regionLevel,
  regionNamesAt,
  regionsByName,
} from '../reference/regions.js';
import { fold, isFolded } from '../text/unicode.js';

/** What stands before the first place name: a country, a postal code, brackets, white space. */
const BEFORE = /^(?:[\s([（【]*(?:中华人民共和国|中国|\d{6})[\s)\]）】,，:：-]*|[\s([（【]+)/;

/** A beginning that BEFORE has nothing to take from. */
const PLAIN_START = /^(?!中)[\u4e00-\u9fff]/;

/** 南京东路 is a street of Shanghai and of fifty other cities: a short name before one of these names no place. */
const STREET = /^[东南西北中]?(?:[一二三四五六七八九十]|大)?[路街道巷弄桥里]/;

/**
 * The province of a customer for its number (S0-16): of the field 省份, else of 城市, else of the place that the address
 * begins with; null when none of them names one province. An ambiguous beginning (朝阳区, 鼓楼区) is never guessed at.
 */
export function provinceOf(record: Pick<FieldValues, 'address' | 'city' | 'province'>): Region | null {
  return (
    named(record.province, (name) => provinceByName(name) ?? startOf(name)) ??
    named(record.city, (name) => single(regionsByName(name, 'city')) ?? startOf(name)) ??
    headOf(record.address)
  );
}

function named(raw: string | null | undefined, find: (name: string) => Region | null): Region | null {
  if (raw === null || raw === undefined || raw === '') return null;
  return find(fold(raw));
}

/** No name of a place is as long, with the three characters behind it that are looked at. */
const HEAD = 20;

/** The same of an address; of one that begins plainly the head is enough, and nobody has to fold the rest. */
function headOf(address: string | null | undefined): Region | null {
  if (address === null || address === undefined) return null;
  return PLAIN_START.test(address) && isFolded(address, HEAD) ? startOf(address) : named(address, startOf);
}

/** The province of the longest place name at the beginning of an address. */
function startOf(address: string): Region | null {
  const bare = PLAIN_START.test(address) ? address : address.replace(BEFORE, '');
  for (const name of regionNamesAt(bare, 0)) {
    if (!bare.startsWith(name.name) || (!name.full && STREET.test(bare.slice(name.name.length)))) continue;
    const found = provinceOfName(name);
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * A province's name decides, short or full (吉林, 海南 are cities and districts too); a city's decides when all such places lie
 * in one province; a county's only in full, because short ones (长安, 新城) are everyday words. Undefined: ask a shorter name.
 */
function provinceOfName(name: RegionName): Region | null | undefined {
  let province = provinces.get(name);
  if (province === undefined && !provinces.has(name)) {
    province = readProvince(name);
    provinces.set(name, province);
  }
  return province;
}

/** Answers of provinceOfName: there are some thousands of names. */
const provinces = new Map<RegionName, Region | null | undefined>();

function readProvince({ regions, full }: RegionName): Region | null | undefined {
  const province = regions.find((region) => regionLevel(region.code) === 'province');
  if (province) return province;
  if (!full && !regions.some((region) => regionLevel(region.code) === 'city')) return undefined;
  return single(regions);
}

function single(regions: readonly Region[]): Region | null {
  const [first] = regions;
  if (!first || regions.some((region) => region.code.slice(0, 2) !== first.code.slice(0, 2))) return null;
  return provinceByCode(first.code);
}

import { describe, expect, it } from 'vitest';
import {
  cityByCode,
  hasNoCounties,
  isDirectMunicipality,
  provinceByCode,
  provinceByLetters,
  provinceByName,
  regionByCode,
  regionLetters,
  regionLevel,
  regionNamesAt,
  regionsByName,
} from '../../../src/rules/reference/regions.js';

const PROVINCES =
  '11BJ 12TJ 13HE 14SX 15NM 21LN 22JL 23HL 31SH 32JS 33ZJ 34AH 35FJ 36JX 37SD 41HA 42HB 43HN 44GD 45GX 46HI 50CQ 51SC 52GZ 53YN 54XZ 61SN 62GS 63QH 64NX 65XJ 71TW 81HK 82MO'.split(
    ' ',
  );

describe('regions', () => {
  it('[S0-16] gives each of the 34 provinces its own two letters of ISO 3166-2:CN, and back', () => {
    const letters = PROVINCES.map((entry) => {
      const code = `${entry.slice(0, 2)}0000`;
      expect(regionLetters(code)).toBe(entry.slice(2));
      expect(provinceByLetters(entry.slice(2).toLowerCase())?.code).toBe(code);
      return regionLetters(code);
    });
    expect(new Set(letters).size).toBe(34);
    expect(regionLetters('310115')).toBe('SH');
    expect(regionLetters('990000')).toBeNull();
    expect(provinceByLetters('ZZ')).toBeNull();
  });

  it.each([
    ['610000', '陕西省'],
    ['440305', '广东省'],
    ['110105199001011234', '北京市'],
    ['99', undefined],
  ])('finds the province of %s', (code, name) => {
    expect(provinceByCode(code)?.name).toBe(name);
  });

  it.each([
    ['310115', '上海市'],
    ['500235', '重庆市'],
    ['440305', '深圳市'],
    ['429004', undefined],
    ['659001', undefined],
    ['440000', undefined],
  ])('finds the city of %s', (code, name) => {
    expect(cityByCode(code)?.name).toBe(name);
  });

  it.each([
    ['沪', '310000'],
    ['上海', '310000'],
    ['上海市', '310000'],
    ['内蒙', '150000'],
    ['内蒙古', '150000'],
    ['新疆', '650000'],
    ['广西', '450000'],
    ['粤', '440000'],
    ['陕', '610000'],
    ['渝', '500000'],
    ['香港', '810000'],
    ['深圳', undefined],
  ])('knows the province %s', (name, code) => {
    expect(provinceByName(name)?.code).toBe(code);
  });

  it.each([
    ['深圳', 'city', ['440300']],
    ['北京', 'city', ['110100']],
    ['吉林', 'province', ['220000']],
    ['吉林', 'city', ['220200']],
    ['恩施州', 'city', ['422800']],
    ['博尔塔拉', 'city', ['652700']],
    ['朝阳区', 'county', ['110105', '220104']],
    ['浦东', 'county', ['310115']],
    ['东城', 'county', ['110101']],
    ['融水县', 'county', ['450225']],
    ['六枝', 'county', ['520203']],
    ['江干区', 'county', ['330102', '330114']],
    ['没有这里', 'county', []],
  ] as const)('finds %s as a %s', (name, level, codes) => {
    expect(regionsByName(name, level).map((region) => region.code)).toEqual(codes);
  });

  it('knows the divisions of 2021 to 2024', () => {
    for (const code of ['330113', '330114', '350404', '540481', '540581', '653228', '653229', '659012']) {
      expect(regionByCode(code), code).not.toBeNull();
    }
  });

  it('knows no development zone, town or abolished district as a county', () => {
    for (const code of [
      '320571',
      '110190',
      '320112',
      '321150',
      '441904',
      '460401',
      '620290',
      '320611',
      '350402',
      '370634',
    ]) {
      expect(regionByCode(code), code).toBeNull();
    }
    for (const code of ['120116', '210113', '310115', '441803', '220106', '411402']) {
      expect(regionByCode(code), code).not.toBeNull();
    }
  });

  it('lists the names that begin at a position, the longest first', () => {
    expect(regionNamesAt('在内蒙古自治区', 1).map((name) => name.name)[0]).toBe('内蒙古自治区');
    expect(regionNamesAt('某某', 0)).toEqual([]);
  });

  it('tells levels and the special cities', () => {
    expect(['310000', '310100', '310115'].map(regionLevel)).toEqual(['province', 'city', 'county']);
    expect(['110105', '440305'].map(isDirectMunicipality)).toEqual([true, false]);
    expect(['441900', '442000', '460400', '620200', '440300'].map(hasNoCounties)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

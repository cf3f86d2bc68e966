import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address } from '../../../src/rules/dedupe/address.js';
import { hashText, Sheet } from '../../../src/rules/dedupe/sheet.js';
import { parseAddress } from '../../../src/rules/text/address.js';

const sheet = new Sheet();

/** Code, street, numbers and words of an address's normal form. */
function partsOf(raw: string): string[] {
  sheet.clear();
  if (!address.read(raw, sheet)) return [];
  return String.fromCharCode(...sheet.units.subarray(0, sheet.length)).split('|');
}

const places = ['广东省广州市天河区', '广州市天河区', '浙江省嘉兴市海宁市', '嘉兴市海宁县', '温州市文成县', '东莞市'];
const pieces =
  '路 街 大道 道 巷 弄 胡同 段 号 号楼 1 23 456 一 十二 甲 A 座 栋 单元 室 层 镇 乡 街道 村 园 区 和平 中山 华山西 锦绣 世纪 公 环 国 小区 软件大厦 与 和 口 岛 城 同 胡 国际中心 国道 公路 线'.split(
    ' ',
  );

describe('an address on its sheet', () => {
  it('has the street that parseAddress finds, by the short way and by the long one', () => {
    const below = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 }).map((some) => some.join(''));
    const ordinary = fc
      .tuple(
        fc.constantFrom(
          '中山',
          '和平南',
          '锦绣',
          '世纪北',
          '软件园南',
          '环城',
          '路口解放',
          '同心',
          '胡同',
          '万达广场解放',
        ),
        fc.constantFrom('路', '街', '大道'),
        fc.nat(999),
        below,
      )
      .map(([name, word, number, rest]) => `${name}${word}${number}号${rest}`);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.oneof(below, ordinary), (place, rest) => {
        const { number, rest: left, street } = parseAddress(place + rest);
        const parts = partsOf(place + rest);
        if (parts.length === 0) return;
        expect(parts[1]).toBe(street ?? '');
        // Below the street nothing is lost: every digit stands among the numbers.
        const digits = (text: string): string => text.replace(/\D/g, '').replace(/^0+/, '');
        if (!/[一二三十甲]/.test(rest)) expect(digits(parts[2]!)).toBe(digits(`${number ?? ''}${left}`));
        if (street !== null) expect(sheet.features[1]).toBe(hashText(street));
      }),
      {
        numRuns: 3000,
        // 区 behind a county is a heading; a county's name may be the beginning of another; signs stand between parts.
        examples: [
          ['赣州市赣县区', '玉兰路442号'],
          ['赣州市赣县区', '天山中路202号'],
          ['广东省广州市天河区', '区大道路'],
          ['广东省广州市天河区', '区锦绣大道5号'],
          ['广东省广州市天河区', '天河区锦绣大道5号'],
          ['广州市天河区', ' 石牌街道 体育路 5号'],
        ],
      },
    );
  });

  it('writes units and numerals in one way', () => {
    expect(partsOf('广东省广州市天河区体育路088号3栋2单元1201室')).toEqual(['440106', '体育路', '88-3-2-1201', '']);
    expect(partsOf('广州市天河区体育路88号SOHO现代城A座十二层')).toEqual(['440106', '体育路', '88-A-12', 'SOHO现代城']);
    expect(partsOf('广州市天河区')).toEqual([]);
  });
});

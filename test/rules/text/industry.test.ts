import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { industries } from '../../../src/rules/reference/gbt4754.js';
import { INDUSTRY_ALIASES } from '../../../src/rules/reference/industry-aliases.js';
import { industryByCode, parentOf, resolveIndustry } from '../../../src/rules/text/industry.js';

const read = (text: string): string => {
  const resolved = resolveIndustry(text);
  if (resolved.how === 'none') return 'none';
  return resolved.how === 'suggest' ? `suggest ${resolved.candidates[0]!.code}` : `${resolved.how} ${resolved.code}`;
};

describe('industryByCode', () => {
  test.each<[code: string, full: string, level: number]>([
    ['I', 'I', 1],
    ['i', 'I', 1],
    ['65', 'I65', 2],
    ['I65', 'I65', 2],
    ['651', 'I651', 3],
    ['I651', 'I651', 3],
    ['6513', 'I6513', 4],
    ['I6513', 'I6513', 4],
    ['c39', 'C39', 2],
    ['Ｃ３９', 'C39', 2],
    [' C39 ', 'C39', 2],
    ['01', 'A01', 2],
    ['9700', 'T9700', 4],
  ])('%j is %s', (code, full, level) => {
    expect(industryByCode(code)).toEqual({ ...industries().get(full)!, level });
  });

  test.each(['', 'U', 'C65', '98', '1', '00', '65130', 'I6510', '6510', 'I-65', '软件', 'constructor'])(
    '%j is no code',
    (code) => {
      expect(industryByCode(code)).toBeNull();
    },
  );
});

test.each([
  ['I6513', 'I651'],
  ['6513', 'I651'],
  ['651', 'I65'],
  ['65', 'I'],
  ['I', null],
  ['C65', null],
])('[S4-09] the parent of %s is %s', (code, parent) => {
  expect(parentOf(code)).toBe(parent);
});

describe('resolveIndustry [S4-04]', () => {
  test.each<[text: string, expected: string]>([
    // by code
    ['I65', 'code I65'],
    ['65', 'code I65'],
    ['Ｃ３９', 'code C39'],
    ['M', 'code M'],
    ['I65 软件和信息技术服务业', 'code I65'],
    ['C36-汽车制造业', 'code C36'],
    ['6513应用软件开发', 'code I6513'],
    ['C39 电子', 'code C39'],
    // by the standard's name, of the highest level that bears it
    ['制造业', 'exact C'],
    ['批发和零售业', 'exact F'],
    ['零售业', 'exact F52'],
    ['金融业', 'exact J'],
    ['房地产业', 'exact K'],
    ['教育', 'exact P'],
    ['卫生', 'exact Q84'],
    ['体育', 'exact R89'],
    ['国际组织', 'exact T'],
    ['软件开发', 'exact I651'],
    ['服装批发', 'exact F5132'],
    ['物业管理', 'exact K702'],
    ['其他制造业', 'exact C41'],
    ['其他服务业', 'exact O82'],
    ['信息传输、软件和信息技术服务业', 'exact I'],
    ['农、林、牧、渔业', 'exact A'],
    ['所属行业：建筑业', 'exact E'],
    ['羽毛(绒)加工', 'exact C1941'],
    // without 业, 行业, 制造业, 服务业
    ['金融', 'stem J'],
    ['金融行业', 'stem J'],
    ['餐饮', 'stem H62'],
    ['餐饮服务', 'stem H62'],
    ['餐饮行业', 'stem H62'],
    ['零售', 'stem F52'],
    ['房地产', 'stem K'],
    ['房地产行业', 'stem K'],
    ['建筑', 'stem E'],
    ['教育行业', 'stem P'],
    ['采矿', 'stem B'],
    ['汽车', 'stem C36'],
    ['汽车制造', 'stem C36'],
    ['家具', 'stem C21'],
    ['家具制造', 'stem C21'],
    ['食品生产', 'stem C14'],
    ['医药', 'stem C27'],
    ['保险', 'stem J68'],
    ['广告', 'stem L725'],
    ['制造', 'stem C'],
    ['软件和信息技术', 'stem I65'],
    // everyday words
    ['IT服务业', 'alias I65'],
    ['it', 'alias I65'],
    ['IT行业', 'alias I65'],
    ['软件', 'alias I65'],
    ['软件产业', 'alias I65'],
    ['人工智能', 'alias I65'],
    ['互联网', 'alias I64'],
    ['互联网行业', 'alias I64'],
    ['电子制造', 'alias C39'],
    ['电子制造业', 'alias C39'],
    ['装备制造', 'alias C35'],
    ['装备制造业', 'alias C35'],
    ['机械制造', 'alias C34'],
    ['医疗健康', 'alias Q84'],
    ['医疗服务', 'alias Q84'],
    ['医疗器械', 'alias C358'],
    ['物流', 'alias G'],
    ['物流业', 'alias G'],
    ['物流服务', 'alias G'],
    ['快递', 'alias G60'],
    ['贸易', 'alias F51'],
    ['贸易公司', 'alias F51'],
    ['外贸', 'alias F51'],
    ['电商', 'alias F5292'],
    ['汽车零部件制造业', 'alias C367'],
    ['汽车销售', 'alias F5261'],
    ['银行业', 'alias J66'],
    ['证券业', 'alias J67'],
    ['旅游业', 'alias L729'],
    ['旅行社', 'alias L729'],
    ['化工', 'alias C26'],
    ['服装', 'alias C18'],
    ['半导体', 'alias C397'],
    ['环保', 'alias N77'],
    ['咨询服务', 'alias L724'],
    ['培训', 'alias P'],
    ['政府', 'alias S92'],
    ['农林牧渔业', 'alias A'],
    ['批发零售业', 'alias F'],
    ['K12', 'alias P'],
    // several parts
    ['互联网/软件', 'alias I'],
    ['IT、互联网、通信', 'alias I'],
    ['医药、医疗器械', 'alias C'],
    ['制造业-汽车制造业', 'exact C36'],
    ['制造业 > 汽车制造业', 'exact C36'],
    ['信息传输、软件和信息技术服务业/软件和信息技术服务业', 'exact I65'],
    ['金融、保险', 'stem J'],
    ['零售、电商', 'stem F52'],
    // words and likenesses that decide nothing
    ['新能源', 'suggest D44'],
    ['工业', 'suggest B'],
    ['服务业', 'suggest L'],
    ['食品饮料', 'suggest C14'],
    ['制造业/建筑业', 'suggest C'],
    ['金融和房地产', 'suggest J'],
    ['机械设备', 'suggest L711'],
    ['电气机械', 'suggest C38'],
    ['模具', 'suggest C3525'],
    ['办公', 'suggest L7293'],
    ['6510软件开发', 'suggest I651'],
    // nothing
    ['其他', 'none'],
    ['其它行业', 'none'],
    ['其他/其他', 'none'],
    ['综合', 'none'],
    ['未知', 'none'],
    ['N/A', 'none'],
    ['', 'none'],
    [' 　', 'none'],
    ['行业', 'none'],
    ['汽车服务', 'none'],
    ['C65', 'none'],
    ['6510', 'none'],
    ['51信用卡', 'none'],
    ['abc', 'none'],
    ['123', 'none'],
    ['上海市浦东新区', 'none'],
  ])('%j: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('every code and every name of the standard is itself', () => {
    for (const { code, name, section, level } of industries().values()) {
      expect(resolveIndustry(code)).toMatchObject({ how: 'code', code, name, section });
      const byName = resolveIndustry(name);
      expect(byName).toMatchObject({ how: 'exact', section, name });
      expect(byName.how === 'exact' && byName.code.length <= level + (level > 1 ? 1 : 0)).toBe(true);
    }
  });

  test('every everyday word leads to its code’s section, or suggests all its codes', () => {
    for (const line of INDUSTRY_ALIASES) {
      const [codes, words] = line.split(': ').map((part) => part.split(' '));
      for (const word of words!) {
        const resolved = resolveIndustry(word);
        if (codes!.length > 1) {
          expect([word, resolved.how === 'suggest' && resolved.candidates.map(({ code }) => code)]).toEqual([
            word,
            codes,
          ]);
        } else expect([word, 'section' in resolved && resolved.section]).toEqual([word, codes![0]![0]]);
      }
    }
  });

  test('suggestions are at most five, likely, the best first, and decide nothing', () => {
    const resolved = resolveIndustry('机械设备制造厂');
    expect(resolved.how).toBe('suggest');
    if (resolved.how !== 'suggest') return;
    const scores = resolved.candidates.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.length).toBeLessThanOrEqual(5);
    expect(scores.every((score) => score >= 0.5 && score <= 1)).toBe(true);
    expect('code' in resolved).toBe(false);
  });

  test('never throws, and answers only with entries of the standard', () => {
    const piece = fc.constantFrom(
      '其他',
      '制造',
      '服务',
      '业',
      '行业',
      '/',
      '、',
      '-',
      'I',
      '65',
      '软件',
      '金融',
      '汽车',
      '和',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 8 }).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(text, (s) => {
        const resolved = resolveIndustry(s);
        if (resolved.how === 'none') return;
        const entries = resolved.how === 'suggest' ? resolved.candidates : [resolved];
        expect(entries.length).toBeGreaterThan(0);
        for (const { code, name, section } of entries) expect(industries().get(code)).toMatchObject({ name, section });
      }),
      { numRuns: 1000 },
    );
  });
});

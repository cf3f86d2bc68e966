import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Linkage } from '../../../scripts/fixture/linkage.js';
import {
  companyKey,
  companySpans,
  isCompanyLike,
  judgeCompanyName,
  parseCompanyName,
} from '../../../src/rules/text/company-name.js';

const rows = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));
const orNull = (text: string | undefined): string | null => (text === undefined || text === '-' ? null : text);

/** name | region | code | brand | trade | form | class | branch */
const PARTS = rows(`
A科技有限公司|-|-|A|科技|有限公司|limited|-
B贸易公司|-|-|B|贸易|公司|other|-
C制造集团|-|-|C|制造|集团|group|-
北京云帆科技有限公司|北京|110000|云帆|科技|有限公司|limited|-
北京市云帆科技有限责任公司|北京市|110000|云帆|科技|有限责任公司|limited|-
广东省深圳市云帆科技有限公司|广东省深圳市|440300|云帆|科技|有限公司|limited|-
云帆（北京）科技有限公司|北京|110000|云帆|科技|有限公司|limited|-
云帆(北京)科技有限公司|北京|110000|云帆|科技|有限公司|limited|-
云帆科技（深圳）有限公司|深圳|440300|云帆|科技|有限公司|limited|-
云帆（中国）投资有限公司|中国|-|云帆|投资|有限公司|limited|-
北京云帆网讯科技（深圳）有限公司|深圳|440300|北京云帆网讯|科技|有限公司|limited|-
重庆长安汽车股份有限公司|重庆|500000|长安|汽车|股份有限公司|joint-stock|-
吉林市吉林化工有限公司|吉林市|220200|吉林|化工|有限公司|limited|-
昆山云帆电子有限公司|-|-|昆山云帆|电子|有限公司|limited|-
昆山市云帆电子有限公司|昆山市|320583|云帆|电子|有限公司|limited|-
朝阳区云帆便利店|朝阳区|-|云帆|-|便利店|shop|-
成都市武侯区老陈面馆|成都市武侯区|510107|老陈|-|面馆|shop|-
三明治食品有限公司|-|-|三明治|食品|有限公司|limited|-
上海滩服饰有限公司|-|-|上海滩|服饰|有限公司|limited|-
南京路商贸有限公司|-|-|南京路|商贸|有限公司|limited|-
北海道拉面店|-|-|北海道拉面|-|店|shop|-
河北建工集团有限公司|河北|130000|建工|-|集团有限公司|group|-
云帆（集团）有限公司|-|-|云帆|-|(集团)有限公司|group|-
云帆集团股份有限公司|-|-|云帆|-|集团股份有限公司|group|-
云帆控股集团|-|-|云帆|控股|集团|group|-
中国工商银行股份有限公司北京朝阳支行|中国|-|工商|银行|股份有限公司|joint-stock|北京朝阳支行
工商银行北京朝阳支行|-|-|工商|银行|-|-|北京朝阳支行
西藏云帆银行股份有限公司拉萨分行营业部|西藏|540000|云帆|银行|股份有限公司|joint-stock|拉萨分行营业部
云帆科技有限公司北京分公司|-|-|云帆|科技|有限公司|limited|北京分公司
云帆科技北京分公司|-|-|云帆|科技|-|-|北京分公司
云帆科技第三分公司|-|-|云帆|科技|-|-|第三分公司
上海云帆科技有限公司北京分公司|上海|310000|云帆|科技|有限公司|limited|北京分公司
云帆建工集团有限公司第一分公司|-|-|云帆|建工|集团有限公司|group|第一分公司
云帆人寿保险股份有限公司杭州支公司|-|-|云帆|人寿保险|股份有限公司|joint-stock|杭州支公司
云帆百货有限公司深圳福田店|-|-|云帆|百货|有限公司|limited|深圳福田店
云帆咖啡（北京）有限公司朝阳门店|北京|110000|云帆咖啡|-|有限公司|limited|朝阳门店
云帆科技有限公司驻成都办事处|-|-|云帆|科技|有限公司|limited|驻成都办事处
云帆火锅（王府井店）|-|-|云帆火锅|-|-|-|王府井店
云帆投资管理中心（有限合伙）|-|-|云帆|投资管理|中心(有限合伙)|partnership|-
珠海云帆企业管理合伙企业（有限合伙）|珠海|440400|云帆|企业管理|合伙企业(有限合伙)|partnership|-
云帆会计师事务所（特殊普通合伙）上海分所|-|-|云帆|-|会计师事务所(特殊普通合伙)|partnership|上海分所
广东云帆律师事务所|广东|440000|云帆|-|律师事务所|partnership|-
杭州云帆设计工作室|杭州|330100|云帆|设计|工作室|sole|-
鹤岗市丰收农民专业合作社|鹤岗市|230400|丰收|-|农民专业合作社|cooperative|-
深圳市第一人民医院|深圳市|440300|第一人民|-|医院|institution|-
上海市浦东新区明珠小学|上海市浦东新区|310115|明珠|-|小学|institution|-
北京大学|-|-|北京|-|大学|institution|-
老王烟酒店|-|-|老王|-|烟酒店|shop|-
義烏市雲帆飾品商行|义乌市|330782|云帆饰品|-|商行|shop|-
雲帆股份有限公司|-|-|云帆|-|股份有限公司|joint-stock|-
云帆科技有限公司（已注销）|-|-|云帆|科技|有限公司|limited|-
 北京 云帆 科技 有限 公司 |北京|110000|云帆|科技|有限公司|limited|-
Yunfan Co., Ltd.|-|-|Yunfan|-|Co., Ltd.|limited|-
Yunfan Inc.|-|-|Yunfan|-|Inc.|joint-stock|-
Yunfan GmbH|-|-|Yunfan|-|GmbH|limited|-
云帆株式会社|-|-|云帆|-|株式会社|limited|-
云帆科技Co.,Ltd|-|-|云帆|科技|Co.,Ltd|limited|-
中国云帆通信集团广东有限公司深圳分公司|中国|-|云帆通信集团广东|-|有限公司|limited|深圳分公司
浙江大学附属第一医院|-|-|浙江大学附属第一|-|医院|institution|-
上海市第六人民医院东院|上海市|310000|第六人民|-|医院|institution|东院
河南省农村信用社联合社|河南省|410000||-|农村信用社联合社|cooperative|-
`);

describe('parseCompanyName', () => {
  it.each(PARTS)('splits %s', (name, region, code, brand, industry, form, formClass, branch) => {
    expect(parseCompanyName(name!)).toMatchObject({
      region: orNull(region),
      regionCode: orNull(code),
      brand,
      industry: orNull(industry),
      form: orNull(form),
      formClass: orNull(formClass),
      branch: orNull(branch),
    });
  });

  it('gives any text an answer whose core is brand and trade, unless a bracket stands between', () => {
    const piece = fc.constantFrom(
      '北京',
      '云帆',
      '科技',
      '（',
      '）',
      '(',
      '有限公司',
      '集团',
      '分公司',
      '支行',
      '店',
      ' ',
      'A',
      '中国',
      '吉林',
      '臺',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const parsed = parseCompanyName(raw);
        expect(parsed.brand + (parsed.industry ?? '')).toBe(parsed.core);
        expect(parsed.form === null).toBe(parsed.formClass === null);
        judgeCompanyName(raw);
        isCompanyLike(raw);
        companyKey(raw);
      }),
      { numRuns: 1000, seed: 14 },
    );
  });
});

describe('companyKey', () => {
  it.each([
    ['云帆（北京）科技有限公司', '云帆(北京)科技有限公司'],
    ['云帆（北京）科技有限公司', ' 云帆 （北京） 科技有限公司 '],
    ['北京云帆科技有限公司', '北京云帆科技有限责任公司'],
    ['北京云帆科技有限公司', '北京市云帆科技有限公司'],
    ['華帆技術有限公司', '华帆技术有限公司'],
    ['ＡＢＣ科技有限公司', 'abc科技有限公司'],
    ['Yunfan Co., Ltd.', 'YUNFAN CO LTD'],
    ['云帆科技有限公司', '云帆科技有限公司。'],
    ['云帆科技有限公司', '“云帆科技有限公司”'],
    ['成都蜀光电子有限公司', '成都“蜀光”电子有限公司'],
    ['成都蜀光电子有限公司', '成都"蜀光"电子有限公司'],
    ['成都蜀光电子有限公司', '成都＂蜀光＂电子有限公司'],
    ['成都蜀光电子有限公司', '成都「蜀光」电子有限公司'],
    ['成都蜀光电子有限公司', '成都『蜀光』电子有限公司'],
    ['成都蜀光电子有限公司', '成都｢蜀光｣电子有限公司'],
    ['成都蜀光电子有限公司', '成都《蜀光》电子有限公司'],
    ['成都蜀光电子有限公司', '成都〈蜀光〉电子有限公司'],
    ['成都蜀光电子有限公司', "成都'蜀光'电子有限公司"],
    ['成都蜀光电子有限公司', '成都‘蜀光’电子有限公司'],
    ['成都蜀光电子有限公司', '成都 “ 蜀光 ” 电子有限公司'],
    ['成都蜀光电子有限公司', '“成都”蜀光电子有限公司'],
    ['Yunfan Co., Ltd.', '"Yunfan" Co., Ltd.'],
    ["People's Yunfan Co., Ltd.", 'People’s Yunfan Co., Ltd.'],
    ['云帆科技有限公司上海分公司', '云帆科技有限公司“上海”分公司'],
  ])('is the same for %s and %s', (a, b) => {
    expect(companyKey(a)).toBe(companyKey(b));
  });

  it.each([
    ['云帆（北京）科技有限公司', '北京云帆科技有限公司'],
    ['云帆（北京）科技有限公司', '云帆科技（北京）有限公司'],
    ['北京云帆科技有限公司', '上海云帆科技有限公司'],
    ['北京云帆科技有限公司', '云帆科技有限公司'],
    ['北京云帆科技有限公司', '北京云帆科技股份有限公司'],
    ['北京云帆科技有限公司', '北京云帆贸易有限公司'],
    ['北京云帆科技有限公司', '北京云凡科技有限公司'],
    ['云帆集团有限公司', '云帆有限公司'],
    ['云帆集团有限公司', '云帆集团股份有限公司'],
    ['云帆科技有限公司', '云帆科技公司'],
    ['云帆科技有限公司北京分公司', '云帆科技有限公司上海分公司'],
    ['云帆科技有限公司', '云帆科技有限公司上海分公司'],
    ['云帆百货有限公司深圳福田店', '云帆百货有限公司深圳南山店'],
    ['河北建工集团有限公司', '湖北建工集团有限公司'],
    ['朝阳区云帆便利店', '海淀区云帆便利店'],
    ['云帆第一建筑公司', '云帆第二建筑公司'],
  ])('differs for %s and %s', (a, b) => {
    expect(companyKey(a)).not.toBe(companyKey(b));
  });

  it.each(['', '   ', '——', '（）', '“”', '"'])('is null for %j', (text) => {
    expect(companyKey(text)).toBeNull();
  });
});

describe('judgeCompanyName', () => {
  it.each([
    ...[
      'A科技有限公司',
      'B贸易公司',
      'C制造集团',
      '深圳市云帆科技有限公司',
      '云帆（北京）科技有限公司',
      '云帆科技股份有限公司',
    ],
    ...[
      '云帆集团',
      '云帆总公司',
      '云帆管理中心（有限合伙）',
      '云帆律师事务所',
      '云帆个人独资企业',
      '丰收农民专业合作社',
    ],
    ...[
      '深圳市第一人民医院',
      '明珠幼儿园',
      '北京大学',
      '云帆研究院',
      '云帆行业协会',
      '幸福社区居民委员会',
      '云帆镇人民政府',
    ],
    ...[
      '义乌市云帆饰品商行',
      '老王烟酒店',
      '云帆五金经营部',
      '云帆设计工作室',
      '小李理发店',
      '云帆印刷厂',
      '老陈面馆',
      '云帆健身中心',
    ],
    ...['云帆大药房', '云帆便利店', '云帆茶庄', '丰收家庭农场', '云帆汽车修理厂', '云帆科技有限公司北京分公司'],
    ...[
      '中国工商银行股份有限公司北京朝阳支行',
      '中国人民银行',
      '苏州检测测试技术有限公司',
      '雲帆股份有限公司',
      '云帆株式会社',
    ],
    ...['Yunfan Co., Ltd.', 'Yunfan Inc.', 'Yunfan Holdings Limited', 'Yunfan GmbH', 'Siemens AG'],
  ])('[S0-14] [S4-03] passes %s', (name) => {
    expect(judgeCompanyName(name)).toMatchObject({ ok: true });
  });

  it.each([
    ['', 'empty'],
    ['\u3000', 'empty'],
    ['未知', 'placeholder'],
    ['N/A', 'placeholder'],
    ['——', 'placeholder'],
    ['*科技公司', 'masked'],
    ['某科技公司', 'masked'],
    ['XX有限公司', 'masked'],
    ['北京**科技有限公司', 'masked'],
    ['测试公司', 'test'],
    ['测试客户1', 'test'],
    ['测试科技有限公司', 'test'],
    ['test公司', 'test'],
    ['示例科技有限公司', 'test'],
    ['锟斤拷有限公司', 'mojibake'],
    ['张三', 'personName'],
    ['李小明', 'personName'],
    ['欧阳文华', 'personName'],
    ['陈一行', 'personName'],
    ['华为', 'abbreviation'],
    ['海底捞', 'abbreviation'],
    ['平安普惠', 'abbreviation'],
    ['IBM', 'abbreviation'],
    ['云帆科技', 'noForm'],
    ['海底捞餐饮', 'noForm'],
    ['招商银行', 'noForm'],
    ['工商银行北京朝阳支行', 'noForm'],
    ['云帆科技北京分公司', 'noForm'],
    ['深圳市云帆电子商务', 'noForm'],
    ['Yunfan Technology', 'noForm'],
    ['有限公司', 'tooShort'],
    ['公司', 'tooShort'],
    ['集团', 'tooShort'],
    ['帆', 'tooShort'],
  ])('[S0-14] finds in %j: %s', (name, problem) => {
    expect(judgeCompanyName(name)).toMatchObject({ ok: false, problem });
  });

  it('[S0-14] tells the part that the judgement rests on', () => {
    expect(judgeCompanyName('云帆科技')).toMatchObject({ hint: '科技' });
    expect(judgeCompanyName('云帆科技北京分公司')).toMatchObject({ hint: '北京分公司' });
  });
});

describe('isCompanyLike', () => {
  it.each([
    '云帆公司',
    '云帆集团',
    '丰收合作社',
    '老王烟酒店',
    '工商银行',
    '工商银行朝阳支行',
    '云帆便利店',
    'Yunfan Co., Ltd.',
  ])('%s is', (text) => {
    expect(isCompanyLike(text)).toBe(true);
  });
  it.each(['张三', '李学会', '张大学', '陈一行', '王店', '欧阳文华', 'John Smith', 'Karl Ag', '', '华为'])(
    '%j is not',
    (text) => {
      expect(isCompanyLike(text)).toBe(false);
    },
  );
});

describe('the spans of an ordinary name', () => {
  /** Asserts that spans, where there are any, say the same as the parts; returns whether there are. */
  const agree = (name: string): boolean => {
    const spans = companySpans(name);
    if (spans === null) return false;
    const { brand, form, formOf, regionCode, trade } = spans;
    expect({
      region: name.slice(0, brand) || null,
      regionCode,
      brand: name.slice(brand, trade),
      industry: name.slice(trade, form) || null,
      form: name.slice(form),
      formClass: formOf.formClass,
      branch: null,
      core: name.slice(brand, form),
    }).toEqual(parseCompanyName(name));
    return true;
  };

  it('[S0-14] are its parts', () => {
    const names = [...new Linkage(5).rows(4000)].map(({ name }) => name);
    for (const name of names) parseCompanyName(name);
    expect(names.filter(agree).length).toBeGreaterThan(1500);
    expect(companySpans('北京市有限公司')).toBeNull();
    expect(companySpans('云帆科技有限公司深圳分公司')).toBeNull();
    expect(companySpans('云帆（北京）科技有限公司')).toBeNull();
  });

  it('[S0-14] are its parts however places, trades and forms stand', () => {
    const word = fc.constantFrom(
      ...'中国 北京 北京市 上海 吉林 吉林市 昆山 长安 朝阳 朝阳区 南京 三明 浙江 深圳市 南山区 湖北省 恩施 路 滩 大 学 治 食品 科技 云 帆 集团 股份 有限 责任 总 分 公司'.split(
        ' ',
      ),
    );
    const end = fc.constantFrom('公司', '有限公司', '集团有限公司', '股份有限公司', '分公司', '总公司');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), end, (words, form) => {
        const name = words.join('') + form;
        parseCompanyName(name);
        agree(name);
      }),
      { numRuns: 2000 },
    );
  });
});

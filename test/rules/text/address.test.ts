import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAddress, parseAddress } from '../../../src/rules/text/address.js';

const orDash = (text: string | null | undefined): string => text || '-';

/** text | province city district zone | street | number | rest | missing (p c d s n) */
const CASES = `
上海市浦东新区|上海市 上海市 浦东新区 -|-|-|-|sn
上海市|上海市 上海市 - -|-|-|-|dsn
广州|广东省 广州市 - -|-|-|-|dsn
北京市朝阳区建国路88号SOHO现代城A座1201|北京市 北京市 朝阳区 -|建国路|88号|SOHO现代城A座1201|-
广东省深圳市南山区科技园科苑路15号|广东省 深圳市 南山区 -|科苑路|15号|科技园|-
广东深圳南山科苑路15号|广东省 深圳市 南山区 -|科苑路|15号|-|-
深圳南山科苑路15号|广东省 深圳市 南山区 -|科苑路|15号|-|-
上海浦东张江路88号2号楼301|上海市 上海市 浦东新区 -|张江路|88号2号楼301|-|-
上海青浦徐泾镇诸光路1588弄|上海市 上海市 青浦区 -|诸光路|1588弄|徐泾镇|-
上海市浦东大道1200号|上海市 上海市 - -|浦东大道|1200号|-|d
上海市南京东路300号|上海市 上海市 - -|南京东路|300号|-|d
南京路100号|- - - -|南京路|100号|-|pcd
北京路5号|- - - -|北京路|5号|-|pcd
浙江省杭州市临平区南苑街道人民大道100号|浙江省 杭州市 临平区 -|人民大道|100号|南苑街道|-
浙江省杭州市西湖区文三路|浙江省 杭州市 西湖区 -|文三路|-|-|n
浙江西湖区文三路1号|浙江省 杭州市 西湖区 -|文三路|1号|-|-
海南省琼海市嘉积镇银海路12号|海南省 - 琼海市 -|银海路|12号|嘉积镇|-
湖北省仙桃市沔州大道1号|湖北省 - 仙桃市 -|沔州大道|1号|-|-
湖北仙桃沔州大道1号|湖北省 - 仙桃市 -|沔州大道|1号|-|-
湖北省省直辖县级行政区划仙桃市干河街道1号|湖北省 - 仙桃市 -|干河街道|1号|-|-
河南济源沁园路12号|河南省 - 济源市 -|沁园路|12号|-|-
广东省东莞市长安镇振安路88号|广东省 东莞市 - -|振安路|88号|长安镇|-
中山市石岐街道民族东路6号|广东省 中山市 - -|民族东路|6号|石岐街道|-
海南省儋州市那大镇中兴大街8号|海南省 儋州市 - -|中兴大街|8号|那大镇|-
甘肃省嘉峪关市新华中路8号|甘肃省 嘉峪关市 - -|新华中路|8号|-|-
新疆石河子市北四路10号|新疆维吾尔自治区 - 石河子市 -|北四路|10号|-|-
新疆阿拉尔市军垦大道3号|新疆维吾尔自治区 - 阿拉尔市 -|军垦大道|3号|-|-
新疆维吾尔自治区白杨市迎宾路1号|新疆维吾尔自治区 - 白杨市 -|迎宾路|1号|-|-
内蒙古呼和浩特市新城区成吉思汗大街1号|内蒙古自治区 呼和浩特市 新城区 -|成吉思汗大街|1号|-|-
内蒙锡林郭勒盟锡林浩特市那达慕大街5号|内蒙古自治区 锡林郭勒盟 锡林浩特市 -|那达慕大街|5号|-|-
呼和浩特回民区中山西路3号|内蒙古自治区 呼和浩特市 回民区 -|中山西路|3号|-|-
广西融水苗族自治县融水镇1号|广西壮族自治区 柳州市 融水苗族自治县 -|融水镇|1号|-|-
广西融水县朝阳路2号|广西壮族自治区 柳州市 融水苗族自治县 -|朝阳路|2号|-|-
恩施州恩施市施州大道3号|湖北省 恩施土家族苗族自治州 恩施市 -|施州大道|3号|-|-
贵州省黔东南苗族侗族自治州凯里市北京西路28号|贵州省 黔东南苗族侗族自治州 凯里市 -|北京西路|28号|-|-
云南大理市古城镇复兴路12号|云南省 大理白族自治州 大理市 -|复兴路|12号|古城镇|-
青海省海南藏族自治州共和县恰卜恰镇1号|青海省 海南藏族自治州 共和县 -|恰卜恰镇|1号|-|-
吉林省吉林市昌邑区解放北路10号|吉林省 吉林市 昌邑区 -|解放北路|10号|-|-
吉林市丰满区吉林大街2号|吉林省 吉林市 丰满区 -|吉林大街|2号|-|-
昆山市玉山镇震川路88号|江苏省 苏州市 昆山市 -|震川路|88号|玉山镇|-
江苏昆山花桥镇绿地大道231弄|江苏省 苏州市 昆山市 -|绿地大道|231弄|花桥镇|-
苏州工业园区星湖街328号|江苏省 苏州市 - 工业园区|星湖街|328号|-|-
成都市高新区天府大道北段1700号|四川省 成都市 - 高新区|天府大道北段|1700号|-|-
西安市经济技术开发区凤城二路65号|陕西省 西安市 - 经济技术开发区|凤城二路|65号|-|-
重庆两江新区金渝大道1号|重庆市 重庆市 - 两江新区|金渝大道|1号|-|-
河北省雄安新区容城县奥威路1号|河北省 保定市 容城县 雄安新区|奥威路|1号|-|-
陕西省西安市雁塔区高新区科技路48号|陕西省 西安市 雁塔区 -|科技路|48号|高新区|-
四川省成都市武侯区人民南路四段11号|四川省 成都市 武侯区 -|人民南路四段|11号|-|-
北京市市辖区朝阳区望京街10号|北京市 北京市 朝阳区 -|望京街|10号|-|-
上海市上海市徐汇区漕溪北路88弄12号301室|上海市 上海市 徐汇区 -|漕溪北路|88弄12号301室|-|-
重庆市县云阳县青龙街道云江大道99号|重庆市 重庆市 云阳县 -|云江大道|99号|青龙街道|-
杭州市下城区体育场路1号|浙江省 杭州市 拱墅区 -|体育场路|1号|-|-
江苏南通海门市解放中路1号|江苏省 南通市 海门区 -|解放中路|1号|-|-
河北省邢台市桥西区钢铁北路9号|河北省 邢台市 信都区 -|钢铁北路|9号|-|-
河南省周口市郸城县南丰镇永福村3组|河南省 周口市 郸城县 -|永福村|3组|南丰镇|-
山东省临沂市兰山区李官镇前村126号|山东省 临沂市 兰山区 -|前村|126号|李官镇|-
北京市海淀区中关村软件园二期10号楼|北京市 北京市 海淀区 -|中关村软件园|10号楼|二期|-
北京市海淀区中关村南大街5号|北京市 北京市 海淀区 -|中关村南大街|5号|-|-
北京东城东四十条甲22号|北京市 北京市 东城区 -|东四十条|甲22号|-|-
天津市和平区和平里3号|天津市 天津市 和平区 -|和平里|3号|-|-
天津市滨海新区第三大街8号|天津市 天津市 滨海新区 -|第三大街|8号|-|-
内蒙古自治区呼和浩特市赛罕区学府花园5号楼|内蒙古自治区 呼和浩特市 赛罕区 -|-|5号楼|学府花园|s
湖南长沙岳麓区麓谷大道627号3栋2单元1204|湖南省 长沙市 岳麓区 -|麓谷大道|627号3栋2单元1204|-|-
湖北省武汉市洪山区珞喻路与民族大道交叉口|湖北省 武汉市 洪山区 -|珞喻路|-|与民族大道交叉口|n
广东省 深圳市 南山区 科苑路15号|广东省 深圳市 南山区 -|科苑路|15号|-|-
广东省-深圳市-南山区-科苑路15号|广东省 深圳市 南山区 -|科苑路|15号|-|-
地址：浙江省宁波市鄞州区钱湖北路88|浙江省 宁波市 鄞州区 -|钱湖北路|88|-|-
518000广东省深圳市罗湖区人民南路12号|广东省 深圳市 罗湖区 -|人民南路|12号|-|-
中国上海市静安区南京西路1266号|上海市 上海市 静安区 -|南京西路|1266号|-|-
臺北市信義區忠孝東路五段1號|台湾省 台北市 信义区 -|忠孝东路五段|1号|-|-
廣東省深圳市福田區深南大道1001號|广东省 深圳市 福田区 -|深南大道|1001号|-|-
香港特别行政区中西区德辅道中199号|香港特别行政区 香港岛 中西区 -|德辅道中|199号|-|-
香港灣仔區軒尼詩道200號|香港特别行政区 香港岛 湾仔区 -|轩尼诗道|200号|-|-
香港九龙尖沙咀弥敦道100号|香港特别行政区 九龙 - -|尖沙咀弥敦道|100号|-|d
澳門半島風順堂區新馬路1號|澳门特别行政区 澳门半岛 风顺堂区 -|新马路|1号|-|-
中国（上海）自由贸易试验区富特北路211号302部位|上海市 上海市 - 自由贸易试验区|富特北路|211号|302部位|-
北京亦庄经济开发区科创十四街99号|北京市 北京市 - 亦庄经济开发区|科创十四街|99号|-|-
深圳市前海深港合作区前湾一路1号A栋201室|广东省 深圳市 - 前海深港合作区|前湾一路|1号A栋201室|-|-
天津市东丽区华明高新技术产业区低碳产业基地1号|天津市 天津市 东丽区 -|华明高新技术产业区|1号|低碳产业基地|-
陕西省西安市碑林区南二环东段396号|陕西省 西安市 碑林区 -|南二环东段|396号|-|-
内蒙古锡盟二连浩特市前进路2号|内蒙古自治区 锡林郭勒盟 二连浩特市 -|前进路|2号|-|-
上海上海浦东新区|上海市 上海市 浦东新区 -|-|-|-|sn
宁波市区中山东路1号|浙江省 宁波市 - -|中山东路|1号|-|d
海南省三沙市西沙区永兴岛北京路1号|海南省 三沙市 西沙区 -|北京路|1号|永兴岛|-
福建省厦门市思明区软件园二期望海路25号|福建省 厦门市 思明区 -|望海路|25号|软件园二期|-
新界沙田区沙田正街18号|香港特别行政区 新界 沙田区 -|沙田正街|18号|-|-
吉林长春朝阳区人民大街5000号|吉林省 长春市 朝阳区 -|人民大街|5000号|-|-
广州增城市新塘镇|广东省 广州市 增城区 -|-|-|新塘镇|sn
山东省枣庄市市中区振兴路3号|山东省 枣庄市 市中区 -|振兴路|3号|-|-
浙江省温州市鹿城区五马街道公安路1弄2号|浙江省 温州市 鹿城区 -|公安路|1弄2号|五马街道|-
四川省凉山州西昌市航天大道|四川省 凉山彝族自治州 西昌市 -|航天大道|-|-|n
保密|- - - -|-|-|保密|pcdsn
No. 88 Jianguo Rd, Beijing|- - - -|-|-|No. 88 Jianguo Rd, Beijing|pcdsn
`
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('|') as [string, string, string, string, string, string]);

const LETTER = { province: 'p', city: 'c', district: 'd', street: 's', number: 'n' } as const;

describe('parseAddress', () => {
  it.each(CASES)('[S0-15] reads %s', (text, places, street, number, rest, missing) => {
    const parsed = parseAddress(text);
    const { province, city, district, zone } = parsed;
    expect({
      places: [province?.name, city?.name, district?.name, zone].map(orDash).join(' '),
      street: orDash(parsed.street),
      number: orDash(parsed.number),
      rest: orDash(parsed.rest),
      missing: orDash(parsed.missing.map((part) => LETTER[part]).join('')),
      conflict: parsed.conflict,
      ambiguous: parsed.ambiguous.length,
    }).toEqual({ places, street, number, rest, missing, conflict: null, ambiguous: 0 });
  });

  it('[S0-15] names what 上海市浦东新区 lacks', () => {
    expect(parseAddress('上海市浦东新区').missing).toEqual(['street', 'number']);
    expect(parseAddress('').missing).toEqual(['province', 'city', 'district', 'street', 'number']);
  });

  it.each([
    ['朝阳区建国路88号', ['110105', '220104']],
    ['鼓楼区中山北路30号', ['320106', '320302', '350102', '410204']],
    ['南山区科苑路15号', ['230404', '440305']],
    ['西湖区文三路1号', ['330106', '360103']],
    ['长安区韦曲街道1号', ['130102', '610116']],
    ['朝阳建国路88号', ['211300', '110105']],
    ['杭州市江干区凤起东路1号', ['330102', '330114']],
    ['河北省桥西区自强路1号', ['130104', '130503', '130703']],
  ])('[S0-15] never guesses: %s', (text, codes) => {
    const parsed = parseAddress(text);
    expect(parsed.ambiguous.map((places) => places.map((place) => place.code).sort())).toEqual([codes.sort()]);
    expect(parsed.district).toBeNull();
  });

  it.each([
    ['朝阳区建国路88号', { city: '长春' }, '220104'],
    ['朝阳区建国路88号', { province: '北京市' }, '110105'],
    ['鼓楼区中山北路30号', { city: '福州市' }, '350102'],
    ['建国路88号', { province: '北京', city: '北京市', district: '朝阳区' }, '110105'],
    ['玉山镇震川路88号', { city: '昆山市' }, '320583'],
    ['南山科苑路15号', { province: '廣東', city: '深圳' }, '440305'],
  ])('[S0-15] takes the other columns for %s %j', (text, known, code) => {
    const parsed = parseAddress(text, known);
    expect(parsed.district?.code).toBe(code);
    expect(parsed.missing).toEqual([]);
    expect(parsed.conflict).toBeNull();
  });

  it.each([
    ['广东省深圳市浦东新区张江路1号', {}],
    ['深圳市朝阳区建国路1号', {}],
    ['广东省杭州市西湖区文三路1号', {}],
    ['江苏省上海市浦东新区张江路1号', {}],
    ['广东省义乌市稠州北路1号', {}],
    ['广东省深圳市南山区科苑路15号', { province: '北京' }],
    ['深圳市南山区科苑路15号', { city: '广州市' }],
    ['北京市朝阳区建国路88号', { district: '海淀区' }],
  ])('[S0-15] reports parents that contradict: %s %j', (text, known) => {
    expect(parseAddress(text, known).conflict).toBe('parents');
  });

  it('tells traditional script, and only that', () => {
    expect(parseAddress('臺北市信義區').traditional).toBe(true);
    expect('traditional' in parseAddress('台北市信义区')).toBe(false);
  });

  it('never throws, and names only places that lie in each other', () => {
    const piece = fc.constantFrom(
      '北京市',
      '朝阳区',
      '深圳',
      '南山',
      '吉林',
      '市',
      '区',
      '县',
      '路',
      '88号',
      '高新区',
      ' ',
      '-',
      '臺',
      '镇',
      '海南',
      '新疆',
      '3组',
      '桥西区',
      '村',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 9 }).map((parts) => parts.join('')),
    );
    const known = fc.record({ province: fc.option(piece), city: fc.option(piece), district: fc.option(piece) });
    fc.assert(
      fc.property(text, known, (raw, columns) => {
        const { province, city, district, conflict, missing } = parseAddress(raw, columns);
        if (conflict !== null) return;
        if (city !== null) expect(city.code.slice(0, 2)).toBe(province?.code.slice(0, 2));
        if (district !== null) expect(district.code.slice(0, 2)).toBe(province?.code.slice(0, 2));
        expect(missing.includes('province')).toBe(province === null);
      }),
      { numRuns: 2000, seed: 15 },
    );
  });

  it('is judged as it is parsed, whatever was read before', () => {
    const place = fc.constantFrom(
      ...[
        '广东省',
        '深圳市',
        '南山区',
        '深圳',
        '杭州市',
        '西湖区',
        '浙江省',
        '上海市',
        '浦东新区',
        '吉林市',
        '朝阳区',
        '吉林省',
      ],
      ...[
        '长春市',
        '北京市',
        '昆山市',
        '江苏省',
        '苏州',
        '沙市区',
        '通州区',
        '市辖区',
        '县',
        '东莞市',
        '长安镇',
        '高新区',
      ],
    );
    const street = fc.constantFrom(
      ...[
        '文三路1号',
        '锦绣大道980号',
        '人民路88号大道',
        '中山路街道12号',
        '路1号',
        '长安镇大街1号',
        '振安路1号',
        '建国路88',
        '一街8号',
      ],
      ...[
        '解放路12号线',
        '万达广场解放路5号3栋',
        '和平里3号',
        '人民路88弄12号301室',
        '街1号',
        '场1号',
        '城大道7号',
        '',
      ],
    );
    const text = fc
      .tuple(fc.array(place, { maxLength: 4 }), fc.array(street, { maxLength: 3 }))
      .map(([places, streets]) => [...places, ...streets].join(''));
    const known = fc.record({ province: fc.option(place), city: fc.option(place) }, { requiredKeys: [] });
    fc.assert(
      fc.property(text, fc.oneof(fc.constant({}), known), (raw, columns) => {
        const { missing, ambiguous, conflict } = parseAddress(raw, columns);
        expect(judgeAddress(raw, columns)).toEqual({ missing, ambiguous, conflict });
      }),
      { numRuns: 5000 },
    );
  });

  it('reads a head that it has read before as it did the first time', () => {
    const heads = ['广东省深圳市南山区', '上海市浦东新区', '深圳市南山区', '江苏省苏州市昆山市', '北京市朝阳区'];
    const tails = [
      '文三路1号',
      '区府路2号',
      '市辖区人民路3号',
      '南山区南山大道4号',
      ' 科苑路5号',
      '城关镇',
      '县府路6号',
    ];
    const read = () => heads.flatMap((head) => tails.map((tail) => parseAddress(head + tail)));
    expect(read()).toEqual(read());
    expect(parseAddress('广东省深圳市南山区南山区南山大道4号').street).toBe('南山大道');
  });
});

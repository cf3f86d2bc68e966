import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MojibakeReason, mojibakeReason } from '../../../src/rules/text/mojibake.js';

const utf8 = new TextEncoder();
const read = (text: string, as: string): string => new TextDecoder(as).decode(utf8.encode(text));

const DAMAGED: Readonly<Record<MojibakeReason, readonly string[]>> = {
  replacement: [
    '客\ufffd户',
    '\ufffd\ufffd\ufffd',
    '深圳市\ufffd\ufffd科技',
    'caf\ufffd',
    '王\ufffd',
    read('一楼', 'gb18030'),
  ],
  pua: [
    '确\ue5e5\ue5e5蛻艄芾砉ぷ骱戏ê弦(guī)',
    '王\ue863明',
    '\uf8ff',
    '深圳市\ue000洲科技',
    '\u{f0000}',
    '张\u{10fffd}',
  ],
  'question-run': [
    '确??蛻艄芾砉ぷ骱戏ê弦(guī)',
    '確??蛻艄芾砉ぷ骱戏ê弦?guī)',
    '確??蛻魡栴}得到妥善解決',
    '確??蛻敉对V能夠及時受理',
    '??科技有限公司',
    '深圳市??科技有限公司',
    '????',
    '?? ??',
    '王??',
    '王?明',
    '李?',
    '张?',
    '深圳市?洲科技有限公司',
    '上海?源贸易有限公司',
    '北京市朝阳区??路88号',
    '（???）有限公司'.replace('（', '(').replace('）', ')').replace('(', '???('),
  ],
  'latin-utf8': [
    read('客户', 'latin1'),
    read('深圳市云帆科技有限公司', 'windows-1252'),
    read('张伟', 'windows-1252'),
    read('北京', 'latin1'),
    'å®¢æˆ·',
    'ä¸­å›½',
    'Ã©',
    'CafÃ©',
    '25Â°C',
    'è´¨é‡',
    'åŒ—äº¬å¸‚æœ\u009dé˜³åŒº',
    'Ã¤Â½Â ',
    'ï¼Œ',
    '客户å®¢æˆ·',
  ],
  'latin-gbk': ['ÉîÛÚÊÐ', '¿Í»§', 'ÖйúÈËÃñ'.replace('й', 'Ð¹'), 'ÕÅÎ°', '±±¾©'],
  'gbk-as-utf8': ['锟斤拷', '锟斤拷锟斤拷', '客户锟斤拷', '锟斤拷锟?', '烫烫烫', '烫烫烫烫烫烫', '屯屯屯屯'],
  'utf8-as-gbk': [
    read('客户', 'gb18030'),
    read('客户名称', 'gb18030'),
    read('深圳市云帆科技有限公司', 'gb18030'),
    read('张伟', 'gb18030'),
    read('北京市朝阳区建国路88号', 'gb18030'),
    read('有限公司', 'gb18030').replace(/[\ue000-\uf8ff]/g, '?'),
    read('客户，需要回访。', 'gb18030'),
    '瀹㈡埛',
    '瀹㈡埛鍚嶇О',
    '娣卞湷甯?',
  ],
  'byte-shift': ['蛻艄芾砉ぷ骱', '骱戏ê弦', '合戏ê弦规'],
  'pinyin-notes': [
    '規(guī)范',
    '業(yè)務(wù)',
    '服務(wù)質(zhì)量',
    '市場調(diào)研',
    '關(guān)系',
    '行業(yè)相關(guān)標準',
    '規（guī）定',
    '版權(quán)說明',
  ],
};

const CLEAN = [
  ...[
    '张三',
    '欧阳娜娜',
    '𠮷田',
    '𠮷',
    '王䶮',
    '㛃',
    '李㛃',
    '张𬱖',
    '刘喆',
    '陈堃',
    '赵翀',
    '孙犇',
    '周燚',
    '吴昶',
    '郑玥',
    '冯垚',
    '褚龑',
    '卫淼',
    '蒋骉',
    '沈犇骉',
    '韩甯',
    '杨翾',
    '朱祎',
    '秦赟',
    '尤珺',
    '许瑀',
    '何璟雯',
    '吕堉',
    '施媞',
  ],
  ...[
    '買買提·艾力',
    '張偉',
    '歐陽鋒',
    '陳靜',
    '劉德華',
    '鍾漢良',
    '鐘楚紅',
    '龔自珍',
    '鄺美雲',
    '華為技術有限公司',
    '臺灣積體電路製造股份有限公司',
    '廣東省深圳市龍崗區坂田',
    '香港九龍尖沙咀彌敦道',
    '澳門特別行政區',
  ],
  ...[
    '司马相如',
    '皋陶',
    '嬴政',
    '妲己',
    '曹丕',
    '荀彧',
    '夏侯惇',
    '甄宓',
    '貂蝉',
    '饕餮',
    '魑魅魍魉',
    '耄耋',
    '氤氲',
    '蒹葭',
    '琥珀',
    '邯郸',
    '邛崃',
    '鄱阳',
    '岷县',
    '亳州',
    '泸州',
    '濮阳',
    '漯河',
    '郓城',
    '鄄城',
    '莒县',
    '歙县',
    '黟县',
    '婺源',
    '鄞州',
  ],
  ...[
    '可口可乐',
    '麦当劳',
    'Nestlé雀巢',
    '欧莱雅L’Oréal',
    'Café de Paris',
    'Café——咖啡馆',
    'Café……',
    'Müller GmbH',
    'José Álvarez',
    'Beyoncé',
    'naïve',
    'Ångström',
    'São Paulo',
    'Łódź',
    'Đà Nẵng',
    'Škoda汽车',
    '喜茶HEYTEA',
    '蜜雪冰城',
    '优の良品',
    '無印良品',
    'ユニクロ',
  ],
  ...[
    '株式会社しまむら',
    '三井住友銀行',
    '霞が関ビル',
    '関ヶ原',
    '日の出食品',
    '鈴木さん',
    'トヨタ自動車',
    '삼성전자',
    '麻辣烫',
    '烫烫火锅',
    '烫发沙龙',
    '皇姑屯',
    '屯屯',
    '王锟',
    '吴锟铻',
    '拷贝机',
    '公斤',
  ],
  ...[
    '真的吗??',
    '为什么??',
    '什么时候发货??',
    '真的??',
    '是否需要发票??客户说需要',
    '可以开票吗??请确认',
    '多少钱??太贵了',
    '要不要??',
    '怎么办???',
    '谁??',
    '你好吗?我很好',
    '能送货吗?可以',
    '真的吗？？',
    '价格多少?含税',
    'OK??',
    'What??',
    'really?',
    '有货?没货?',
    '好?',
  ],
  ...[
    '覃(qín)先生',
    '仇(qiú)总',
    '单(shàn)女士',
    '解（xiè）经理',
    '重庆(Chóngqìng)',
    '云帆(北京)科技有限公司',
    '云帆（上海）贸易有限公司',
    '规范(v2)',
    '行业(it)',
    '中国(上海)自由贸易试验区',
    '張(zhang)先生',
  ],
  ...[
    '25°C',
    'Ø50×3mm',
    'Ø±0.05',
    '±5%',
    '50µm',
    '№5',
    '5㎡',
    '100㎡',
    '①②③',
    '№',
    '€100',
    '¥1,000',
    '£20',
    '§3',
    '©2024',
    '®',
    '™',
    '°',
    '·',
    '“云帆”',
    '‘云’',
    '——',
    '……',
    '《合同》',
    '【重要】',
    'α粒子',
    'β版',
    'Привет',
    'ά',
  ],
  ...[
    '',
    ' ',
    'abc',
    '13812345670',
    'zhang@qq.com',
    'SH2024001',
    '客户未提供',
    '满意度95%',
    '🙂',
    '👨‍👩‍👧',
    '张三😀',
    '乁(ˉ˘ˉ)ㄏ',
    'ㄅㄆㄇ',
    'À la carte',
    'Ça va',
    'ÀÉ',
    'naïveté',
    'www.baidu.com/?a=1&b=2',
    'http://x.cn/?q=客户?',
  ],
];

describe('mojibakeReason', () => {
  for (const [reason, values] of Object.entries(DAMAGED)) {
    it.each([...values])(`[S2-47] %s: ${reason}`, (value) => {
      expect(mojibakeReason(value)).toBe(reason);
    });
  }

  it.each(CLEAN)('[S2-47] %j is clean', (value) => {
    expect(mojibakeReason(value)).toBeNull();
  });

  it("[S2-47] flags every one of the handbook's damaged lines, in either form", () => {
    for (const line of [
      '以及行業(yè)相關(guān)標準，確??蛻艄芾砉ぷ骱戏ê弦?guī)。2.客戶至上原則',
      '回復(fù)客戶咨詢和反饋，確??蛻魡栴}得到妥善解決',
    ]) {
      expect(mojibakeReason(line)).toBe('question-run');
      expect(mojibakeReason(line.replace(/\?\?/g, '\ue5e5\ue5e5'))).toBe('pua');
      expect(mojibakeReason(line.replace(/\?/g, ''))).not.toBeNull();
    }
  });

  it('flags simplified text of two characters or more whose UTF-8 was read as Latin-1 or GBK', () => {
    const common =
      '的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情已面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感';
    const text = fc.array(fc.constantFrom(...common), { minLength: 3, maxLength: 12 }).map((c) => c.join(''));
    fc.assert(
      fc.property(text, (s) => {
        expect(mojibakeReason(s)).toBeNull();
        expect(mojibakeReason(read(s, 'windows-1252'))).toBe('latin-utf8');
        const gbk = read(s, 'gb18030');
        expect(mojibakeReason(gbk), gbk).not.toBeNull();
      }),
    );
  });

  it('never throws', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((u) => String.fromCharCode(u));
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(unit).map((u) => u.join('')),
    );
    fc.assert(
      fc.property(text, (s) => mojibakeReason(s) === null || mojibakeReason(s)!.length > 0),
      { numRuns: 3000 },
    );
  });
});

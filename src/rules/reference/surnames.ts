import { UnitSet } from '../unit-set.js';

/**
 * The hundred commonest surnames in simplified script, the commonest first: about 85 % of all people bear one of them.
 */
const COMMON =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常';

/** The other surnames of one character: those of the census's next hundreds, the Hundred Family Surnames, and rarer ones. */
const OTHER =
  '汤康易乔赖文樊葛庞安邢兰殷施洪翟倪颜牛温芦季俞章鲁聂丛齐焦左柳岳耿欧关涂祁费阮纪申柴盛麦蓝路喻童包游单骆辛靳庄管凌梅尚甘项苗裴舒阳符翁艾尤谷华柯辜卓饶娄霍詹褚司闵牟仇祝闻冀占滕解成穆宁丘苟冉连屈瞿景车' +
  '邬全党隋储池边简卜宫练敖晏房窦蒲席井邸卞戚柏水云奚郎昌凤花酆鲍廉岑毕乐时傅皮伍元平和萧湛禹狄米贝明臧计伏谈茅麻强危刁虞支昝经裘缪干应宗宣贲郁杭诸吉钮嵇滑荣荀羊惠甄曲家封芮羿汲邴糜松富巫乌巴弓牧隗山宓蓬' +
  '郗班仰秋仲伊栾暴钭厉戎祖束幸韶郜蓟薄印宿怀邰从鄂索咸籍蔺屠蒙阴胥能苍双莘贡劳逄姬扶堵宰郦雍郤璩桑桂濮寿通扈燕郏浦农别阎充慕茹习宦鱼容古慎戈庾终暨居衡步都满弘匡国寇广禄阙东殳沃利蔚越夔隆师巩厍晁勾融冷訾' +
  '阚那空毋沙乜养鞠须丰巢蒯相查后荆红竺权逯盖益桓公仝佟佘佴侍冼凃初励南原兀台哈嘉苑英茆荔莎菅萨葆训谌谯贠轩迟逢遇邝郄郸鄢鄯释钊铁锁锺镇门闳闽随雒青鲜麴黑鼎亓仉俱郯兖妫姒宛战揭揣撖柒楮汴沂涵漆濯牢甯矣禚禤' +
  '笃粱绳肇腊苻蒉蚁豹辗邗邡邺邾郐铙闭霄革飧饱鹿洗信德商寻尧尾岩楚楼樵毓泉洛浩渠潮由甫矫矿称稽粘翦考芒茶荤豆闪陀顿颉颛香骈鬲牙玄缐虎衣西奎奉仓保修兴冒冶卑卫呼坤宾尉塔木朴区';

/** Surnames of more than one character: Chinese compound ones, and Xianbei, Khitan, Manchu and Mongol ones. */
const COMPOUND =
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 ' +
  '子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 ' +
  '左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 淳于 单于 完颜 耶律 纳兰 叶赫 那拉 富察 佟佳 马佳 齐佳 董鄂 乌雅 贺兰 贺若 ' +
  '斛律 尔朱 屈突 北宫 綦毋 毋丘 南郭 东门 西陵 涂山 闾邱 梁邱 左邱 申徒 胡母 胡毋 相里 侯莫陈 范姜 张简 张廖 陆费 瓜尔佳 爱新觉罗 叶赫那拉 钮祜禄 索绰罗 西林觉罗 ' +
  '舒穆禄 赫舍里 博尔济吉特';

/**
 * First characters of Tibetan, Yi, Uyghur and other names written in Chinese characters (尕, 玛, 旦, 扎, 格 …). They are
 * no surnames; a name of three characters or more that begins with one is not held to be a nickname for want of a surname.
 */
const TRANSLITERATED_FIRST =
  '尕玛旦扎格次卓索洛拉旺德达才多仁尼桑丹央贡平顿嘎朗普塔巴阿艾买迪古努热吐依玉帕萨祖木克麦亚吉曲沙的石叶哈赛';

const common = new UnitSet(COMMON);
const single = new UnitSet(COMMON + OTHER);
const compound = new Set(COMPOUND.split(' '));
const compoundFirst = new UnitSet(
  COMPOUND.split(' ')
    .map((name) => name.charAt(0))
    .join(''),
);
const transliteratedFirst = new UnitSet(TRANSLITERATED_FIRST);

/**
 * The surname that a name in simplified script begins with, or null: a compound one when more follows it
 * (欧阳修 → 欧阳, but 欧阳 → 欧), else one character. Names with a middle dot have none here.
 */
export function surnameOf(name: string): string | null {
  const first = name.charCodeAt(0);
  if (compoundFirst.has(first)) {
    for (let length = Math.min(4, name.length - 1); length >= 2; length--) {
      const head = name.slice(0, length);
      if (compound.has(head)) return head;
    }
  }
  return single.has(first) ? name.charAt(0) : null;
}

/** Whether the whole text is a surname, of one character or compound, in simplified script (S0-13: 王总, 欧阳总). */
export function isSurname(text: string): boolean {
  return text.length === 1 ? single.has(text.charCodeAt(0)) : compound.has(text);
}

/** Whether a character is one of the hundred commonest surnames. */
export function isCommonSurname(char: string): boolean {
  return char.length === 1 && common.has(char.charCodeAt(0));
}

/** Whether a name begins as transliterated Tibetan, Yi or Uyghur names do. */
export function beginsTransliterated(name: string): boolean {
  return transliteratedFirst.has(name.charCodeAt(0));
}

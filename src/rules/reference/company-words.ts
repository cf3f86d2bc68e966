import { UnitSet } from '../unit-set.js';
import { Endings } from './endings.js';

/** What kind of organisation a form word tells (S0-14; MATCHING of forms: 有限公司 = 有限责任公司, 股份有限公司 is another). */
export type FormClass =
  | 'limited'
  | 'joint-stock'
  | 'group'
  | 'partnership'
  | 'sole'
  | 'cooperative'
  | 'institution'
  | 'shop'
  | 'other';

/** Words of organisational form that end a registered name, by class; the longest that fits is taken. */
const FORMS: Readonly<Record<FormClass, string>> = {
  limited: '有限责任公司 有限公司 有限责任公司(国有独资) 有限公司(国有独资) 株式会社 (株)',
  'joint-stock': '股份有限公司 股份有限责任公司 股份公司',
  group:
    '集团有限公司 集团有限责任公司 集团股份有限公司 (集团)有限公司 (集团)有限责任公司 (集团)股份有限公司 集团公司 (集团)公司 集团 企业集团',
  partnership:
    '合伙企业(有限合伙) 合伙企业(普通合伙) 合伙企业(特殊普通合伙) (有限合伙) (普通合伙) (特殊普通合伙) 合伙企业 律师事务所 会计师事务所 税务师事务所 事务所',
  sole: '个人独资企业 (个人独资) 工作室 个人工作室 (个体工商户) 个体工商户 独资企业',
  cooperative:
    '农民专业合作社 农民专业合作社联合社 专业合作社 专业合作社联合社 股份经济合作社 经济合作社 经济联合社 合作社 合作联社 信用合作社 信用社 信用社联合社 农村信用社联合社 信用合作联社 供销社 家庭农场',
  institution:
    '医院 卫生院 卫生服务中心 卫生服务站 诊所 门诊部 疾病预防控制中心 大学 学院 学校 中学 小学 高中 初中 附中 附小 幼儿园 幼稚园 技校 职校 党校 培训学校 研究院 研究所 研究中心 设计院 科学院 规划院 勘察院 检测院 检验所 实验室 图书馆 博物馆 美术馆 体育馆 文化馆 档案馆 科技馆 出版社 杂志社 报社 通讯社 旅行社 电视台 广播电台 剧院 剧团 协会 学会 商会 联合会 促进会 基金会 研究会 理事会 工会 联盟 委员会 居委会 村委会 村民委员会 居民委员会 人民政府 政府 法院 检察院 公安局 派出所 消防队 支队 大队 总队 人民银行 公证处 管理处 管理局 税务局 财政局 教育局 民政局 卫生局 环保局 气象局 统计局 水利局 海关 监狱 部队 福利院 敬老院 养老院 教堂 寺',
  shop: '烟酒店 商行 商店 商场 商城 商厦 超市 便利店 专卖店 旗舰店 百货 百货店 药店 药房 大药房 饭店 酒店 大酒店 宾馆 旅馆 民宿 客栈 酒楼 餐厅 餐馆 饭馆 面馆 拉面馆 茶馆 茶楼 茶庄 咖啡馆 咖啡厅 书店 书城 花店 网店 网吧 门市部 经营部 经销部 销售部 服务部 批发部 营业部 维修部 加工部 印刷厂 加工厂 制造厂 制品厂 工厂 总厂 厂 店 铺 馆 行 坊 吧 屋 社 部 中心 会所 俱乐部 影院 影城 影楼 照相馆 养殖场 农场 林场 牧场 渔场 果园 苗圃 农庄 山庄 市场 批发市场 加油站 服务站 供应站 维修站 收购站 站 矿 煤矿 采石场 砖厂 场',
  other: '公司 总公司 实业公司 企业 全民所有制企业 集体企业 总社 联社',
};

/** English and Japanese forms at the end of a name in Latin letters (Co., Ltd.; GmbH), after folding to lower case. */
const LATIN_FORM =
  /(?:^|[\s,.(]|(?<=[^\x20-\x7e]))(co\.?\s*,?\s*(?:ltd|limited|inc)\.?|company limited|pte\.?\s*ltd\.?|pty\.?\s*ltd\.?|sdn\.?\s*bhd\.?|ltd\.?|limited|inc\.?|incorporated|corp\.?|corporation|llc|llp|lp|plc|gmbh(?: & co\.? kg)?|ag|kg|s\.?a\.?s?|s\.?p\.?a\.?|s\.?r\.?l\.?|b\.?v\.?|n\.?v\.?|oy|ab|a\/s|k\.?k\.?|company|group|holdings?)\)?$/i;

/** Words that end the name of a part of a company, and of nothing else: two parts are two customers (分公司, 支行 …). */
const OWN_BRANCHES =
  '分公司 支公司 子公司 分店 分行 支行 分理处 营业厅 营业所 门店 门市 办事处 代表处 代办处 联络处 分厂 分校 校区 分院 东院 西院 南院 北院 院区 分所 分社 分部 分中心 分会 分局 分站 项目部 事业部 经理部 储蓄所 工程处';
/** Words that end the name of a part of a company, or of a business of its own. */
const BRANCHES =
  '营业部 营销部 门市部 工厂 项目公司 服务部 服务中心 服务站 销售部 经营部 运营中心 研发中心 研究院 数据中心 配送中心 专卖店 旗舰店 直营店 加盟店 便利店 专柜 加油站 仓库 店 厂';

/** Words of trade that stand between the brand (字号) and the form. Two characters or more, longest taken first. */
const INDUSTRIES =
  '科技 技术 信息 信息技术 信息科技 网络 网络科技 软件 电子 电子商务 电子科技 商务 商贸 贸易 进出口 国际贸易 国际 实业 工业 工贸 制造 智能 智能科技 智造 装备 设备 机械 机电 电气 电器 电力 电源 电缆 电线 电池 电机 电梯 光电 光学 光伏 半导体 芯片 微电子 通信 通讯 通信技术 传媒 文化 文化传媒 文化传播 传播 广告 影视 影业 动漫 游戏 互动 娱乐 体育 旅游 旅行 酒店 酒店管理 餐饮 餐饮管理 食品 饮料 乳业 酒业 茶业 粮油 农业 农业科技 农牧 牧业 渔业 林业 种业 园林 园艺 景观 绿化 生态 环保 环境 环境工程 节能 能源 新能源 燃气 天然气 石油 石化 化工 化学 化纤 材料 新材料 塑料 塑胶 橡胶 涂料 玻璃 陶瓷 建材 水泥 钢铁 钢构 金属 冶金 有色金属 矿业 煤炭 煤业 黄金 珠宝 钟表 首饰 建设 建筑 建工 建设工程 建筑工程 工程 安装 装饰 装饰工程 装修 装潢 设计 规划 勘察 监理 造价 工程咨询 房地产 房地产开发 地产 置业 开发 物业 物业管理 物业服务 家居 家具 家电 家政 家纺 纺织 服装 服饰 鞋业 鞋服 皮革 针织 印染 印刷 包装 纸业 造纸 文具 玩具 礼品 工艺品 日用品 化妆品 美容 美发 美业 护理 医疗 医疗器械 医药 药业 制药 生物 生物科技 生物医药 生物技术 健康 健康管理 养老 康复 大健康 教育 教育科技 教育咨询 培训 咨询 管理咨询 企业管理 管理 企业服务 服务 人力资源 人才 劳务 劳务派遣 商业 商业管理 零售 百货 超市 连锁 烟酒 五金 五金机电 物流 供应链 供应链管理 运输 货运 货运代理 速运 快递 快运 仓储 配送 航空 航运 船舶 海运 港务 港口 铁路 轨道交通 交通 公交 公路 高速公路 路桥 市政 水务 水利 供水 热力 供热 汽车 汽车销售 汽车服务 汽车工业 汽车零部件 汽配 摩托车 自行车 零部件 配件 模具 轴承 阀门 泵业 仪器 仪表 仪器仪表 自动化 自动化设备 机器人 数控 机床 工具 焊接 消防 安防 安全 安全技术 保安 保险 保险经纪 保险代理 人寿保险 财产保险 银行 商业银行 农村商业银行 证券 期货 基金 基金管理 信托 投资 投资管理 投资控股 控股 金融 金融信息服务 融资租赁 租赁 融资担保 担保 小额贷款 典当 拍卖 资产管理 资本 财务 财务咨询 税务 会计 法律 知识产权 专利 检测 检验 检测技术 认证 计量 测绘 测试 测试技术 地理信息 数据 大数据 数据服务 云计算 人工智能 物联网 互联网 互联网科技 区块链 数字 数字科技 系统 系统集成 集成 数码 计算机 电脑 办公 办公设备 手机 手机配件 移动 电信 联通 广播电视 出版 图书 发行 烟草 粮食 种植 养殖 水产 饲料 肥业 化肥 农药 农资 宠物 宠物用品 母婴 眼镜 摄影 婚庆 会展 展览 展示 会议 策划 营销 营销策划 品牌管理 品牌 发展 产业 产业园 孵化器 创业 创新 研究 开发区';

/** A form word and its class. */
export interface Form {
  readonly word: string;
  readonly formClass: FormClass;
}

const formOf = new Map<string, Form>();
for (const [formClass, words] of Object.entries(FORMS)) {
  for (const word of words.split(' ')) formOf.set(word, { word, formClass: formClass as FormClass });
}
const formEndings = new Endings(formOf.keys());
const ownBranchEndings = new Endings(OWN_BRANCHES.split(' '));
const branchEndings = new Endings(`${OWN_BRANCHES} ${BRANCHES}`.split(' '));
const industries = new Endings(INDUSTRIES.split(' '));
const industryFirst = new UnitSet(
  INDUSTRIES.split(' ')
    .map((word) => word.charAt(0))
    .join(''),
);

/** The longest form word that ends a folded name (half-width brackets), or null. */
export function formAtEnd(name: string): Form | null {
  const word = formEndings.longest(name);
  if (word !== null) return formOf.get(word)!;
  if (name.charCodeAt(name.length - 1) > 0x7f) return null;
  const latin = LATIN_FORM.exec(name);
  return latin ? { word: latin[1]!, formClass: latinClass(latin[1]!) } : null;
}

/** The longest branch word that ends a folded name, or null. */
export function branchWordAtEnd(name: string): string | null {
  return branchEndings.longest(name);
}

/** Whether a folded name ends with a word that only a part of a company bears, as 支行; not 店, which may stand alone. */
export function isBranchName(name: string): boolean {
  return ownBranchEndings.longest(name) !== null;
}

/**
 * Where the words of trade begin at the end of a text of brand and trade, which ends at `to`: the smallest index, not below
 * `from`, from which on trade words cover everything; `to` when none does.
 */
export function industryStart(text: string, from: number, to = text.length): number {
  return industries.coverStart(text, from, to);
}

/** Whether words of trade may begin at a position: told from one character, so that few texts are searched. */
export function mayBeginIndustry(text: string, at: number): boolean {
  return industryFirst.has(text.charCodeAt(at));
}

function latinClass(word: string): FormClass {
  if (/^(?:group|holdings?)$/i.test(word)) return 'group';
  if (/^(?:llp|lp|kg)$/i.test(word)) return 'partnership';
  if (/^(?:inc|corp|plc|ag|s\.?p|s\.?a|n\.?v|k\.?k)/i.test(word)) return 'joint-stock';
  return /^company$/i.test(word) ? 'other' : 'limited';
}

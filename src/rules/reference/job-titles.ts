import { Endings } from './endings.js';

/** Grade, department and trade words that may stand before a head word (副, 华东, 采购, 大客户). */
const MODIFIER =
  '副总|常务|执行|助理|代理|高级|资深|初级|中级|首席|联席|名誉|总|副|正|前|代|大客户|客户|客服|客户关系|销售|市场|营销|渠道|业务|商务|采购|供应链|物流|仓库|仓储|运输|生产|制造|车间|质量|品质|品控|质检|工艺|技术|研发|开发|软件|硬件|前端|后端|算法|测试|产品|项目|工程|设备|机电|电气|维修|安全|安环|环保|行政|后勤|人事|人力|人力资源|招聘|培训|财务|成本|税务|审计|法务|合规|风控|投资|融资|证券|战略|品牌|公关|媒介|新媒体|运营|营运|电商|门店|区域|大区|华东|华南|华北|华中|西南|西北|东北|海外|国际|外贸|进出口|信息|信息化|网络|系统|数据|IT|HR|部门|办公室|综合|企划|策划|设计|创意|美术|教务|教学|护理|医务|药剂|董事会|经营|管理|售后|售前|技术支持|内勤|外勤|分公司|子公司|集团|党委|党支部|工会';
/** Words that name a position by themselves. */
const HEAD =
  '总经理|经理|总监|总裁|董事长|董事|监事长|监事|主席|主管|主任|主办|主任委员|部长|处长|科长|局长|厅长|司长|院长|校长|园长|所长|站长|店长|厂长|矿长|场长|行长|社长|会长|秘书长|理事长|理事|书记|镇长|乡长|村长|县长|市长|区长|队长|班长|组长|课长|股长|车间主任|护士长|领班|工段长|总工|总工程师|工程师|技术员|程序员|设计师|架构师|分析师|策划师|建筑师|会计师|审计师|律师|医师|药师|技师|厨师长|讲师|教授|副教授|研究员|老师|教师|医生|大夫|护士|药剂师|会计|出纳|法务|法人|法定代表人|负责人|联系人|经办人|实际控制人|股东|合伙人|创始人|老板|老板娘|业主|店主|个体户|专员|助理|秘书|文员|文秘|职员|员工|代表|顾问|专家|业务员|采购员|销售员|推销员|营业员|收银员|库管|库管员|仓管|仓管员|保管员|质检员|安全员|资料员|预算员|造价员|跟单员|跟单|单证员|报关员|客服|内勤|前台|司机|保安|教练|导购|买手|操作员|检验员|调度员|管理员|维修员|学生|家长|农民|工人|公务员|军人|自由职业|退休|高管|总助|副总|老总|财务|采购|人事|行政|销售|市场|运营|技术|研发|后勤|物流|HR|HRBP|HRD|IT';
const heads = new Endings([...HEAD.split('|'), '助理', '秘书']);
const CHINESE = new RegExp(`^(?:(?:${MODIFIER})[部处科室区组]?)*(?:${HEAD})(?:助理|秘书)?$`);
/** C-level and the usual abbreviations in any case; English words at the end of a phrase. */
const ABBREVIATED =
  /^(?:C[A-Z]{1,2}O|[ESA]?VP|GM|DGM|MD|PM|PMO|BD|KA|AE|QA|QC|PMC|SQE|BOSS|OWNER|FOUNDER|CO-?FOUNDER|PARTNER|PRESIDENT|CHAIRMAN|SALES|BUYER|PURCHASING)$/i;
const ENGLISH =
  /^[A-Za-z&,.\- ]*\b(?:manager|director|engineer|officer|president|assistant|supervisor|consultant|accountant|specialist|executive|representative|secretary|analyst|architect|developer|designer|buyer|head|lead|chairman|founder|partner|owner|teacher|professor|doctor)$/i;
const SEPARATOR = /[/、,，&和及兼+]/;

/** Longer texts are no title. */
const LONGEST = 40;

/** Whether a trimmed, folded text is one job title or several (采购经理, 董事长兼总经理, CTO, Sales Manager). */
export function isJobTitle(text: string): boolean {
  if (text === '' || text.length > LONGEST) return false;
  if (isOneTitle(text)) return true;
  return SEPARATOR.test(text) && text.split(SEPARATOR).every((part) => isOneTitle(part.trim()));
}

function isOneTitle(text: string): boolean {
  if (text.charCodeAt(text.length - 1) > 0x7f) return heads.longest(text) !== null && CHINESE.test(text);
  return CHINESE.test(text) || ABBREVIATED.test(text) || ENGLISH.test(text);
}

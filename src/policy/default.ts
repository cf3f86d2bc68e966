/** The default policy: the five handbooks as data. Every entry names the clauses that its values come from (C01–C21 settled here). */
import { defaultMatching } from '../model/matching.js';
import type {
  AccessStatement,
  Act,
  Cadence,
  CodeValue,
  FieldClass,
  InteractionKind,
  Policy,
  Step,
} from '../model/policy.js';
import { defaultSurvivorship } from '../model/survivorship.js';
import { fieldClasses } from '../rules/access/cell.js';

const word = (value: string, code: string, en: string, ...aliases: string[]): CodeValue => ({
  value,
  code,
  en,
  aliases,
});

/** Steps of a scale: each from its edge to the next one's, the last without end. */
const steps = (...edges: readonly (readonly [from: string, points: number])[]): Step[] =>
  edges.map(([from, points], i) => ({ from, below: edges[i + 1]?.[0] ?? null, points }));

/** Ratings of 1–5 in equal steps. */
const rating = (): Step[] => steps(['1', 0], ['2', 25], ['3', 50], ['4', 75], ['5', 100]);

const kind = (counts: InteractionKind['counts'], ...rest: Parameters<typeof word>): InteractionKind => ({
  ...word(...rest),
  counts,
});

/** A cadence of every customer, unless only some are named. */
const every = (
  period: string,
  does: Cadence['does'],
  source: string[],
  only: Partial<Pick<Cadence, 'grade' | 'stage'>> = {},
): Cadence => ({ does, grade: null, stage: null, every: period, dropped: null, source, ...only });

const everything: FieldClass[] = [...fieldClasses];

const may = (
  role: string,
  acts: Act[],
  classes: FieldClass[],
  rows: AccessStatement['rows'],
  source: string[],
): AccessStatement => ({ role, acts, classes, rows, approval: false, dropped: null, source });

/** C10: the five handbooks' words for where a customer came from, as one list. */
const sources: CodeValue[] = [
  word(
    '官网注册',
    'website',
    'Web site',
    '官网',
    '官网表单',
    '网站',
    '网站注册',
    '线上平台提交',
    '线上平台',
    'website',
  ),
  word(
    '展会现场',
    'exhibition',
    'Exhibition',
    '展会',
    '展会活动',
    '展会登记',
    '行业展会',
    '行业展会推荐',
    '展览会',
    'exhibition',
    'trade show',
  ),
  word(
    '老客户推荐',
    'referral',
    'Customer referral',
    '客户推荐',
    '转介绍',
    '推荐',
    '老客户介绍',
    '客户转介绍',
    '朋友介绍',
    'referral',
  ),
  word('合作伙伴转介', 'partner', 'Partner', '合作伙伴', '第三方合作机构推荐', '合作机构推荐', '渠道推荐', 'partner'),
  word('上门拜访', 'visit', 'Visit', '客户拜访', '销售拜访', '销售拜访记录', '拜访', '陌拜', 'visit'),
  word('电话沟通', 'phone', 'Telephone', '电话', '电话营销', '电销', '来电', '电话咨询', 'phone', 'cold call'),
  word('客户主动咨询', 'inquiry', 'Inquiry', '主动咨询', '客户主动提交', '咨询', '自主上门', 'inquiry', 'inbound'),
  word('线上推广', 'promotion', 'Online promotion', '网络推广', '广告', '搜索引擎', '百度推广', 'ads', 'online'),
  word(
    '社交媒体',
    'social',
    'Social media',
    '社交媒体互动',
    '微信',
    '公众号',
    '抖音',
    '小红书',
    '微博',
    'social media',
  ),
  word('业务洽谈', 'negotiation', 'Business talks', '洽谈', '商务洽谈', '業務洽談'),
  word('问卷调查', 'survey', 'Survey', '问卷', '調查問卷', '問卷調查', 'survey'),
  word('客户反馈', 'feedback', 'Customer feedback', '反馈', '客戶反饋'),
  word('市场调研', 'research', 'Market research', '调研', '市場調研'),
  word('市场活动', 'event', 'Marketing event', '市场活动反馈', '活动', '沙龙', '会议', 'event'),
];

/** The policy of the five handbooks; `extends: handbooks` in a policy file starts from it. */
export const defaultPolicy: Policy = {
  version: 1,
  name: 'handbooks',
  lang: null,
  timezone: 'Asia/Shanghai',
  failOn: 'error',
  outsideEdits: 'accept',
  witness: null,
  profiles: {
    active: ['P-000', 'P-001', 'P-002', 'P-003', 'P-004'],
    personExempt: ['contact_name', 'contact_title', 'legal_rep', 'business_scope', 'industry', 'size'],
    list: {
      'P-000': {
        required: ['name', ['phone', 'email'], 'address', 'need', 'first_contact_at', 'owner'],
        optional: ['industry', 'size', 'preference', 'cooperation_history'],
        purpose: '联系客户并提供所询问的产品和服务(000:18)',
        source: ['S0-07', 'S0-08'],
      },
      'P-001': {
        required: ['name', 'industry', 'contact_name', 'contact_title', ['phone', 'email'], 'customer_type', 'source'],
        optional: ['size', 'need', 'cooperation_history', 'preference', 'contact_preference', 'service_time'],
        purpose: '建立一户一档的客户档案(001:56)',
        source: ['S1-07', 'S1-10'],
      },
      'P-002': {
        required: ['name', 'legal_rep', 'address', ['phone', 'email'], 'business_scope'],
        optional: ['business_scale', 'business_field', 'need', 'finance_status', 'credit_grade'],
        purpose: '依合同和业务需要识别客户主体(002 二(二))',
        source: ['S2-04', 'S2-05', 'S2-06'],
      },
      'P-003': {
        required: ['name', 'contact_name', ['phone', 'email'], 'address', 'need'],
        optional: ['preference', 'budget', 'purchase_cycle', 'satisfaction', 'feedback'],
        purpose: '掌握客户基础信息和需求信息(003:58)',
        source: ['S3-06'],
      },
      'P-004': {
        required: ['name', 'industry', 'size', 'contact_name', 'contact_title', 'need', 'collected_at', 'source'],
        optional: ['expected_amount', 'need_type'],
        purpose: '为客户分类并匹配资源(004:36)',
        source: ['S4-03'],
      },
    },
    source: ['C06', 'S3-01'],
  },
  withheld: { words: ['客户未提供', '客户不愿提供', '客户拒绝提供'], source: ['S4-34', 'C20'] },
  codes: {
    party_kind: {
      values: [
        word('企业客户', 'company', 'Company', '企业', '公司', '单位', '机构', '法人', 'company', 'enterprise'),
        word('个人客户', 'person', 'Person', '个人', '自然人', 'person', 'individual'),
        word('渠道伙伴', 'partner', 'Channel partner', '渠道', '渠道商', '代理商', '经销商', '合作伙伴', 'partner'),
      ],
      open: false,
      source: ['S3-01'],
    },
    stage: {
      values: [
        word('潜在客户', 'potential', 'Potential', '潜在', '线索', '潜客', 'lead', 'potential'),
        word('意向客户', 'intent', 'Intent', '意向', '洽谈中', '商机', 'intent', 'opportunity'),
        word(
          '合作中客户',
          'active',
          'Active',
          '合作中',
          '合作客户',
          '已合作',
          '已签约',
          '签约客户',
          'active',
          'customer',
        ),
        word('沉默客户', 'silent', 'Silent', '沉默', 'silent'),
      ],
      open: false,
      source: ['S4-11', 'S4-12', 'S4-30'],
    },
    value_class: {
      values: [
        word('高价值', 'H', 'High', '高', '高价值客户', 'H', 'high'),
        word('中价值', 'M', 'Middle', '中', '中价值客户', 'M', 'medium', 'middle'),
        word('低价值', 'L', 'Low', '低', '低价值客户', 'L', 'low'),
        word('未定', 'U', 'Undetermined', '待定', '未评估'),
      ],
      open: false,
      source: ['S4-10', 'C21'],
    },
    need_type: {
      values: [
        word('产品采购型', 'purchase', 'Purchase', '产品采购', '采购型'),
        word('技术支持型', 'support', 'Technical support', '技术支持', '支持型'),
        word('解决方案型', 'solution', 'Solution', '解决方案', '方案型'),
        word('战略合作型', 'strategic', 'Strategic', '战略合作'),
      ],
      open: false,
      source: ['S4-13'],
    },
    source: { values: sources, open: false, source: ['S0-05', 'S1-09', 'S2-03', 'S3-05', 'S4-02', 'C10'] },
    channel: { values: sources, open: false, source: ['S0-04', 'C10'] },
    customer_type: {
      values: [
        word('新客户', 'new', 'New', '新', 'new'),
        word('老客户', 'old', 'Old', '老', '存量客户', 'existing'),
        word('高价值客户', 'high-value', 'High value', '高价值', 'VIP'),
      ],
      open: false,
      source: ['S1-08', 'C21'],
    },
    grade: {
      values: [
        word('核心客户', 'core', 'Core', '核心', 'A', 'A级'),
        word('重要客户', 'important', 'Important', '重要', 'B', 'B级', '重点客户', '重点'),
        word('潜力客户', 'promising', 'Promising', '潜力', 'C', 'C级'),
        word('一般客户', 'general', 'General', '一般', '普通客户', 'D', 'D级'),
      ],
      open: false,
      source: ['S3-18', 'C05'],
    },
    silent_cause: {
      values: [
        word('竞品流失', 'competitor', 'Lost to a competitor', '竞品'),
        word('服务未达预期', 'service', 'Service below expectation', '服务问题'),
        word('需求消失', 'no-need', 'No need any more', '无需求'),
        word('其他', 'other', 'Other'),
      ],
      open: true,
      source: ['S4-19'],
    },
    follow_priority: {
      values: [word('正常跟进', 'normal', 'Normal', '正常'), word('低优先级跟进', 'low', 'Low', '低优先级')],
      open: false,
      source: ['S4-20'],
    },
    lifecycle: {
      values: [
        word('正常', 'active', 'Active', '在用', '有效'),
        word('休眠状态', 'dormant', 'Dormant', '休眠'),
        word('历史客户', 'archived', 'Archived', '归档', '已归档', '历史客户库'),
        word('隔离', 'quarantine', 'Quarantined', '剔除'),
      ],
      open: false,
      source: ['S0-03', 'S0-31', 'S4-08', 'S4-21', 'C08'],
    },
    review_state: {
      values: [
        word('草稿', 'draft', 'Draft'),
        word('已提交', 'submitted', 'Submitted', '待复核'),
        word('复核通过', 'approved', 'Approved', '已复核', '通过'),
        word('退回', 'returned', 'Returned', '已退回'),
      ],
      open: false,
      source: ['S0-17', 'S0-20', 'S2-17'],
    },
    end_reason: {
      values: [
        word('合同终止', 'contract-ended', 'Contract ended', '合同到期', '合同期满', '合同解除'),
        word('长期无合作', 'no-cooperation', 'No cooperation for long', '长期未合作'),
        word('停止服务', 'service-stopped', 'We stopped the service', '停止提供产品或服务'),
        word('目的已实现', 'purpose-achieved', 'Purpose achieved', '处理目的已实现'),
        word('撤回同意', 'consent-withdrawn', 'Consent withdrawn', '客户撤回同意', '撤回授权'),
        word('客户注销', 'closed', 'The customer closed down', '注销', '停业', '破产'),
        word('其他', 'other', 'Other'),
      ],
      open: false,
      source: ['S4-21', 'L01'],
    },
    invalid_reason: {
      values: [
        word('空号', 'dead-number', 'Number not in use'),
        word('停机', 'suspended', 'Number suspended'),
        word('错误地址', 'wrong-address', 'Wrong address', '地址错误'),
        word('虚假', 'false', 'False information', '虚假信息'),
      ],
      open: true,
      source: ['S0-34'],
    },
    verify_result: {
      values: [
        word('有效', 'valid', 'Valid'),
        word('失联', 'lost', 'Lost', '联系不上'),
        word('空号', 'dead-number', 'Number not in use', '停机'),
        word('错误地址', 'wrong-address', 'Wrong address', '地址错误'),
      ],
      open: false,
      source: ['S0-30', 'S0-31', 'S0-34'],
    },
  },
  valueBands: {
    bands: [
      { value: '低价值', code: 'L', from: '0', below: '100000' },
      { value: '中价值', code: 'M', from: '100000', below: '500000' },
      { value: '高价值', code: 'H', from: '500000', below: null },
    ],
    unknown: '未定',
    source: ['S4-10', 'C21'],
  },
  sizeBands: {
    bands: [
      { value: '50人以下', code: 'S', from: '0', below: '50' },
      { value: '50-200人', code: 'M', from: '50', below: '200' },
      { value: '200人以上', code: 'L', from: '200', below: null },
    ],
    source: ['S4-05', 'C16'],
  },
  grading: {
    inputs: {
      annual_purchase: {
        weight: 30,
        unknown: 'leave-out',
        scale: steps(['0', 0], ['50000', 20], ['100000', 40], ['300000', 60], ['500000', 80], ['1000000', 100]),
      },
      margin: {
        weight: 10,
        unknown: 'leave-out',
        scale: steps(['-100', 0], ['5', 25], ['10', 50], ['20', 75], ['30', 100]),
      },
      growth_potential: { weight: 15, unknown: 'leave-out', scale: rating() },
      industry_influence: { weight: 10, unknown: 'leave-out', scale: rating() },
      cooperation_since: {
        weight: 10,
        unknown: 'leave-out',
        scale: steps(['0', 20], ['1', 50], ['3', 75], ['5', 100]),
      },
      loyalty: { weight: 10, unknown: 'leave-out', scale: rating() },
      credit_grade: {
        weight: 15,
        unknown: 'leave-out',
        words: {
          AAA: 100,
          AA: 90,
          A: 80,
          BBB: 60,
          BB: 50,
          B: 40,
          CCC: 20,
          CC: 10,
          C: 0,
          D: 0,
          优秀: 100,
          优: 100,
          良好: 75,
          良: 75,
          一般: 50,
          中: 50,
          较差: 25,
          差: 0,
          失信: 0,
          黑名单: 0,
        },
      },
    },
    leastKnown: 50,
    bands: [
      { value: '一般客户', code: 'general', from: '0', below: '60' },
      { value: '重要客户', code: 'important', from: '60', below: '80' },
      { value: '核心客户', code: 'core', from: '80', below: null },
    ],
    promising: {
      code: 'promising',
      within: 'general',
      potentialFrom: '70',
      currentBelow: '50',
      why: '总分以当前价值为主,潜力大而眼下合作少的客户会与各项平平的客户同落一般档;003:88 要求积极培育潜力客户,所以另立一条:总分在一般档、潜在价值高、当前价值低',
      source: ['S3-16', 'S3-18', 'S3-27'],
    },
    hysteresis: '3',
    potentialStaleAfter: 'P6M',
    source: ['S3-04', 'S3-15', 'S3-16', 'S3-17', 'S3-18', 'S3-20'],
  },
  gradeMaps: {
    systems: {
      '001': { field: 'customer_type', words: [] },
      '002': {
        field: null,
        words: [
          { value: '重点客户', code: 'key', en: 'Key' },
          { value: '一般客户', code: 'ordinary', en: 'Ordinary' },
        ],
      },
      '003': { field: 'grade', words: [] },
      '004': { field: 'value_class', words: [] },
    },
    maps: {
      '001': {
        '002': { new: null, old: null, 'high-value': 'key' },
        '003': { new: null, old: null, 'high-value': 'important' },
        '004': { new: null, old: null, 'high-value': 'H' },
      },
      '002': {
        '001': { key: 'high-value', ordinary: null },
        '003': { key: 'important', ordinary: 'general' },
        '004': { key: 'H', ordinary: 'L' },
      },
      '003': {
        '001': { core: 'high-value', important: 'high-value', promising: null, general: null },
        '002': { core: 'key', important: 'key', promising: 'ordinary', general: 'ordinary' },
        '004': { core: 'H', important: 'H', promising: 'M', general: 'L' },
      },
      '004': {
        '001': { H: 'high-value', M: null, L: null, U: null },
        '002': { H: 'key', M: 'ordinary', L: 'ordinary', U: null },
        '003': { H: 'important', M: 'promising', L: 'general', U: null },
      },
    },
    why: '换到更细的一套时取它够得上的最低一类,换到更粗的一套时合并;“新、老”不讲价值,“未定”不讲等级,对应为空',
    source: ['C05', 'S3-18', 'S1-08', 'S4-10'],
  },
  customerTypes: { newFor: 'P1Y', since: ['cooperation_since', 'first_contact_at'], source: ['S1-08', 'C21'] },
  needUrgency: {
    urgentImportant: { value: '紧急重要', code: 'urgent-important', en: 'Urgent and important' },
    important: { value: '重要不紧急', code: 'important', en: 'Important, not urgent' },
    urgent: { value: '紧急不重要', code: 'urgent', en: 'Urgent, not important' },
    neither: { value: '不紧急不重要', code: 'neither', en: 'Neither' },
    source: ['S1-16'],
  },
  classification: { requirePrecheck: true, source: ['S4-14'] },
  numbering: {
    schemes: [
      { id: 'region-year-serial', state: 'active', width: 3, serialPer: 'year', source: ['S0-16', 'S2-18'] },
      { id: 'industry-value-year-serial', state: 'legacy', width: 3, serialPer: 'year', source: ['S4-15', 'C01'] },
    ],
    defaultRegion: null,
    source: ['C01', 'S3-03'],
  },
  dormancy: {
    silent: { after: 'P3M', edge: 'reached', on: 'interaction', source: ['S4-11', 'C03'] },
    dormant: { after: 'P6M', edge: 'exceeded', on: 'contact', source: ['S0-29', 'C03'] },
    keeps: {
      fields: ['customer_no', 'name', 'contact_name', 'phone', 'phone_other', 'email', 'wechat', 'owner', 'lifecycle'],
      source: ['S0-32', 'C09'],
    },
    source: ['C02', 'C16'],
  },
  activation: { causeWithin: 'P14D', answerWithin: 'P2W', source: ['S4-19', 'S4-20'] },
  verification: { workdays: 10, source: ['S0-30'] },
  followUps: {
    first: { stages: ['potential'], workdays: 3, source: ['S4-16'] },
    proposal: {
      stages: ['intent'],
      workdays: 7,
      columns: ['方案日期', '提案日期', '方案提供日期', 'proposal date', 'proposed at'],
      source: ['S4-17'],
    },
    source: ['S4-16', 'S4-17'],
  },
  holds: { review: 'P6M', source: ['L09'] },
  interactions: {
    kinds: [
      kind('contact', '电话', 'phone', 'Telephone', '来电', '去电', '电话沟通', '電話'),
      kind('contact', '邮件', 'mail', 'E-mail', '电子邮件', '邮件往来', '郵件'),
      kind('contact', '面对面会议', 'meeting', 'Meeting', '会议', '会面', '商务洽谈', '面對面會議'),
      kind('contact', '客户拜访', 'visit', 'Visit', '拜访', '上门拜访', '面对面拜访', '客戶拜訪'),
      kind('contact', '微信', 'wechat', 'WeChat', '企业微信'),
      kind('contact', '社交媒体', 'social', 'Social media', '微博', '抖音', '小红书'),
      kind('contact', '客户服务热线', 'hotline', 'Service line', '服务热线', '热线'),
      kind('contact', '在线客服', 'chat', 'Online service', '在线咨询'),
      kind('interaction', '未接通', 'unanswered', 'Not answered', '无人接听', '未接来电'),
      kind('interaction', '网站访问', 'web', 'Web visit', '登录', '官网访问'),
      kind('neither', '群发资料', 'newsletter', 'Newsletter', '群发邮件', '群发短信', '营销邮件'),
    ],
    source: ['S2-48', 'S3-21', 'C03'],
  },
  transactions: {
    within: 'P1Y',
    cancelled: ['已取消', '取消', '作废', '已作废', '关闭', '已关闭', 'cancelled', 'canceled', 'void'],
    open: [
      '未完成',
      '未完结',
      '未结清',
      '未付款',
      '待付款',
      '部分付款',
      '待发货',
      '履约中',
      '执行中',
      '进行中',
      '逾期',
      'open',
      'pending',
      'unpaid',
    ],
    source: ['S2-07', 'S3-15'],
  },
  cadences: {
    list: {
      '000-quarter': every('P3M', 'verify', ['S0-24'], { grade: { system: '002', classes: ['key'] } }),
      '000-half-year': every('P6M', 'verify', ['S0-24', 'S2-02']),
      '001-high': every('P1M', 'contact', ['S1-21'], { grade: { system: '001', classes: ['high-value'] } }),
      '001-ordinary': every('P3M', 'contact', ['S1-21']),
      '002-key': every('P1M', 'contact', ['S2-10', 'S3-19'], { grade: { system: '002', classes: ['key'] } }),
      '002-general': every('P3M', 'contact', ['S2-10', 'S3-19']),
      '004-active': every('P1M', 'contact', ['S4-18'], { stage: ['active'] }),
    },
    source: ['C11', 'C05'],
  },
  updates: {
    deadlines: {
      '001': { hours: 24, dropped: null, source: ['S1-12'] },
      '004': { workdays: 1, dropped: null, source: ['S4-23'] },
    },
    stipulated: '004',
    triggers: [
      { ...word('客户主动联系', 'customer', 'The customer told us', '客户主动'), source: ['S0-22'] },
      { ...word('业务人员发现', 'staff', 'Found by staff', '日常沟通'), source: ['S0-23'] },
      { ...word('定期回访', 'revisit', 'Found on a periodic visit', '回访'), source: ['S0-24'] },
      { ...word('更正录入', 'correction', 'Entered wrongly before', '更正'), source: ['S0-25'] },
    ],
    keyFields: ['name', 'legal_rep', 'business_scope', 'contact_name', 'phone', 'email', 'need'],
    source: ['C07', 'S3-10', 'S0-26', 'S2-28'],
  },
  review: {
    precheck: { by: 'owner', from: 'collected_at', workdays: 1, source: ['S4-06'] },
    review: { by: 'another', from: 'entered_on', workdays: 1, source: ['S0-18', 'S1-02', 'S2-17'] },
    requirePrecheck: false,
    confirm: { workdays: 5, source: ['S0-21'] },
    source: ['C12'],
  },
  retention: {
    floors: {
      '004-archive': {
        classes: ['basic', 'transaction', 'service', 'special'],
        atLeast: 'P3Y',
        from: ['ended_at'],
        rank: 'handbook',
        dropped: null,
        source: ['S4-22', 'C09'],
      },
      'transaction-law': {
        classes: ['transaction'],
        atLeast: 'P3Y',
        from: ['contract_until', 'ended_at'],
        rank: 'law',
        dropped: null,
        source: ['L06', 'S2-07', 'S2-14'],
      },
    },
    classes: {
      basic: { atMost: 'P3Y', from: ['ended_at'], action: 'delete', source: ['S2-13', 'L03'] },
      transaction: {
        atMost: 'P3Y',
        from: ['contract_until', 'ended_at'],
        action: 'anonymise',
        source: ['S2-07', 'S2-14', 'L03'],
      },
      service: { atMost: 'P3Y', from: ['ended_at'], action: 'delete', source: ['S2-15', 'L03'] },
      special: { atMost: 'P3Y', from: ['ended_at'], action: 'review', source: ['S2-16', 'L03'] },
    },
    gone: {
      endReasons: ['consent-withdrawn', 'purpose-achieved', 'service-stopped'],
      source: ['L01', 'L02'],
    },
    why: '手册只定下限(004:78 不少于 3 年)而“保存期限”没有数字(002 五(四)2);个人信息保护法第十九条要求为实现目的所必要的最短时间,所以上限等于下限:期满即应处理。会计凭证另按会计档案管理办法保存,不在客户台账内',
    source: ['C18', 'S2-30', 'S2-31'],
  },
  register: { name: 'masked', source: ['C15', 'S2-33'] },
  access: {
    statements: {
      '000-sales': may('sales', ['read', 'edit', 'export'], everything, 'own', ['S0-38']),
      '002-sales': may('sales', ['read', 'edit', 'export'], ['service', 'special', 'finance'], 'none', ['S2-23']),
      '000-service': may('service', ['read', 'export'], ['basic'], 'all', ['S0-39']),
      '000-service-edit': may('service', ['edit'], everything, 'none', ['S0-39']),
      '002-service': may('service', ['read', 'export'], ['service', 'transaction'], 'all', ['S2-24']),
      '004-service': may('service', ['edit'], ['basic'], 'own', ['S4-23']),
      '000-admin': may('data_admin', ['read', 'edit', 'export'], everything, 'all', ['S0-40']),
      '000-admin-destroy': { ...may('data_admin', ['destroy'], everything, 'all', ['S0-40', 'S0-35']), approval: true },
      '000-maintenance': may('data_maintenance', ['read', 'edit', 'export'], everything, 'all', ['S0-28']),
      '000-maintenance-destroy': {
        ...may('data_maintenance', ['destroy'], everything, 'all', ['S0-28', 'S0-35']),
        approval: true,
      },
      '000-supervisor': may('supervisor', ['read', 'edit', 'review'], everything, 'all', ['S0-18', 'S0-20']),
      '000-head': may('dept_head', ['read', 'edit', 'review', 'approve'], everything, 'all', ['S0-35', 'S2-25']),
      '002-head': { ...may('dept_head', ['export'], everything, 'all', ['S2-25']), approval: true },
      '002-auditor': may('auditor', ['read'], everything, 'all', ['S2-40']),
      '000-cron': may('cron', ['read', 'edit'], everything, 'all', ['S0-28']),
    },
    conflicts: 'least',
    source: ['C14', 'S0-37'],
  },
  calendar: { overrides: {}, source: ['S0-18', 'L11'] },
  intake: {
    requireSource: true,
    reject: [],
    quarantine: ['validate/consent:missing', 'validate/consent:undated'],
    onDuplicate: 'update',
    update: {
      default: 'overwrite',
      fields: {
        phone: 'verified',
        email: 'verified',
        consent_at: 'strictest',
        consent_purpose: 'fill',
        consent_evidence: 'fill',
        marketing: 'strictest',
        review_state: 'keep',
      },
    },
    source: ['S0-05', 'S0-06', 'S0-17', 'S1-11', 'S2-08'],
  },
  matching: defaultMatching,
  survivorship: defaultSurvivorship,
  suspicion: { samePhoneAbove: 5, source: ['S4-35'] },
  schedules: {
    monthly: { every: 'P1M', command: 'sweep monthly', source: ['S0-28', 'C17'] },
    regrade: { every: 'P3M', command: 'classify regrade', source: ['S3-20', 'C17'] },
  },
  roles: {
    data_maintenance: {
      zh: '数据维护专员',
      en: 'Data maintenance specialist',
      source: ['S0-02', 'S0-28'],
    },
    data_admin: { zh: '数据管理员', en: 'Data administrator', source: ['S0-02', 'S0-40'] },
    sales: { zh: '销售', en: 'Sales', source: ['S0-02', 'S0-38'] },
    service: { zh: '客服', en: 'Customer service', source: ['S0-02', 'S0-39'] },
    supervisor: { zh: '部门主管', en: 'Supervisor', source: ['S0-18', 'S1-02'] },
    dept_head: { zh: '部门负责人', en: 'Department head', source: ['S0-35'] },
    auditor: { zh: '审计', en: 'Auditor', source: ['S2-40'] },
    cron: { zh: '定时任务', en: 'Scheduled job', source: ['S0-28'] },
  },
  people: [],
  purge: {
    witness: false,
    expires: 'P14D',
    keepOut: 'P3Y',
    refuseSameOsUser: false,
    remindAfter: 'P90D',
    reasons: [
      {
        ...word('消除目的', 'purpose-achieved', 'Purpose achieved', '目的已实现', '不再必要'),
        ground: 'a',
        invalid: false,
        source: ['L01'],
      },
      {
        ...word('合作终止', 'service-ended', 'Cooperation ended', '停止服务'),
        ground: 'b',
        invalid: false,
        source: ['L01', 'S4-21'],
      },
      {
        ...word('期满', 'expired', 'Retention expired', '保存期限届满', '超过保存期限'),
        ground: 'b',
        invalid: false,
        source: ['L01', 'S2-31'],
      },
      {
        ...word('撤回同意', 'consent-withdrawn', 'Consent withdrawn', '客户要求删除'),
        ground: 'c',
        invalid: false,
        source: ['L01', 'S0-06'],
      },
      {
        ...word('违法采集', 'unlawful', 'Collected unlawfully', '未经同意'),
        ground: 'd',
        invalid: false,
        source: ['L01', 'S0-06'],
      },
      {
        ...word('无效信息', 'invalid', 'Invalid information', '空号', '错误地址', '虚假'),
        ground: 'e',
        invalid: true,
        source: ['S0-34', 'S0-35'],
      },
      {
        ...word('法律要求', 'law', 'Required by law', '主管部门要求'),
        ground: 'e',
        invalid: false,
        source: ['L01'],
      },
    ],
    source: ['S0-35', 'S0-36', 'S0-40', 'L01', 'L07'],
  },
  backup: { maxAgeDays: 7, source: ['S2-21', 'S2-37', 'S3-12'] },
  defaultRole: 'data_maintenance',
  rules: {},
  columns: [],
};

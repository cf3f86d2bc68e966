/**
 * The customer fields of all five handbooks: one declaration from which the ledger's columns, header mapping, profiles,
 * masks and documents are made. Every value is kept as text exactly as it was given (law 8): quality is judged by rules.
 */
import type { ClauseId } from './clauses.js';
import type { Text } from './text.js';

/** How a value is to be read by rules and by the mapping of headers. */
export type FieldKind =
  | 'address'
  | 'amount'
  | 'code'
  | 'company'
  | 'date'
  | 'email'
  | 'enum'
  | 'flag'
  | 'headcount'
  | 'industry'
  | 'note'
  | 'number'
  | 'party'
  | 'person'
  | 'phone'
  | 'tags'
  | 'text'
  | 'title';

/** What a field belongs to; each field stands in exactly one group (S3-06). */
export type FieldGroup =
  | 'basic'
  | 'contact'
  | 'dates'
  | 'enterprise'
  | 'feedback'
  | 'finance'
  | 'hold'
  | 'marketing'
  | 'need'
  | 'owner'
  | 'source'
  | 'stage'
  | 'status'
  | 'value'
  | 'verification';

/** The archive class that decides a field's retention clock (S2-13..16). */
export type ArchiveClass = 'basic' | 'service' | 'special' | 'transaction';

/** `personal` values are masked in output unless asked for; `sensitive` ones are left out of default exports too (S2-06). */
export type Sensitivity = 'internal' | 'personal' | 'public' | 'sensitive';

/** One declared customer field. */
export interface Field {
  /** Stable name: JSON key and ledger column. */
  readonly key: string;
  readonly kind: FieldKind;
  readonly group: FieldGroup;
  readonly name: Text;
  /** Further headings under which files carry this field; matched after folding width, case, spaces and brackets. */
  readonly aliases: readonly string[];
  readonly archive: ArchiveClass;
  readonly sensitivity: Sensitivity;
  readonly clauses: readonly ClauseId[];
}

type Options = { aliases?: string; archive?: ArchiveClass; sensitivity?: Sensitivity };

const field = <const K extends string>(
  key: K,
  kind: FieldKind,
  group: FieldGroup,
  zh: string,
  en: string,
  clauses: readonly ClauseId[],
  { aliases = '', archive = 'basic', sensitivity = 'internal' }: Options = {},
) => ({
  key,
  kind,
  group,
  name: { zh, en },
  aliases: aliases ? aliases.split('|') : [],
  archive,
  sensitivity,
  clauses,
});

const personal = 'personal' as const;
const transaction = 'transaction' as const;

/** All declared fields, in the order in which tables and exports show them. */
export const fields = [
  field('customer_no', 'code', 'basic', '客户编号', 'Customer number', ['S0-16', 'S2-18', 'S3-03', 'S4-15'], {
    aliases: '客户编码|客户代码|客户号|编号|customer no|customer id|customer code|client id|account no',
    sensitivity: 'public',
  }),
  field('name', 'party', 'basic', '客户名称', 'Customer name', ['S0-07', 'S0-13', 'S0-14', 'S1-07', 'S4-03'], {
    aliases:
      '客户姓名|客户姓名(企业名称)|企业名称|客户企业名称|公司名称|单位名称|客户|名称|姓名|company|company name|name|client name|account name|customer',
    sensitivity: personal,
  }),
  field('party_kind', 'enum', 'basic', '客户性质', 'Kind of party', ['S3-01'], {
    aliases: '客户类别|主体类型|个人/企业|party kind|party type',
    sensitivity: 'public',
  }),
  field('address', 'address', 'basic', '地址', 'Address', ['S0-07', 'S0-15', 'S2-04'], {
    aliases: '详细地址|联系地址|公司地址|通讯地址|客户地址|住址|street|street address|full address',
    sensitivity: personal,
  }),
  field('province', 'text', 'basic', '省份', 'Province', ['S0-15'], {
    aliases: '省|所在省|所在省份|state',
    sensitivity: 'public',
  }),
  field('city', 'text', 'basic', '城市', 'City', ['S0-15'], { aliases: '市|所在城市|地市', sensitivity: 'public' }),
  field('district', 'text', 'basic', '区县', 'District', ['S0-15'], {
    aliases: '区|县|区(县)|所在区县|county',
    sensitivity: 'public',
  }),
  field('remark', 'note', 'basic', '备注', 'Remark', ['S4-26', 'S4-39'], {
    aliases: '说明|备注信息|其他|notes|note|remarks|comment|comments',
    sensitivity: personal,
  }),
  field('tags', 'tags', 'basic', '标签', 'Tags', ['S1-14'], { aliases: '客户标签|tag|labels' }),

  field('credit_code', 'code', 'enterprise', '统一社会信用代码', 'Unified social credit code', ['S0-14', 'S1-11'], {
    aliases: '信用代码|社会信用代码|税号|纳税人识别号|营业执照号|uscc|credit code|tax id',
    sensitivity: 'public',
  }),
  field('legal_rep', 'person', 'enterprise', '法定代表人', 'Legal representative', ['S2-04', 'S2-28'], {
    aliases: '法人|法人代表|法人姓名|legal person',
    sensitivity: personal,
  }),
  field('business_scope', 'note', 'enterprise', '经营范围', 'Business scope', ['S2-04', 'S2-28'], {
    sensitivity: 'public',
  }),
  field('industry', 'industry', 'enterprise', '所属行业', 'Industry', ['S1-07', 'S4-03', 'S4-04'], {
    aliases: '行业|客户行业|行业类别|行业分类|industry sector|sector',
    sensitivity: 'public',
  }),
  field('industry_code', 'code', 'enterprise', '行业代码', 'Industry code (GB/T 4754)', ['S4-04', 'S4-09'], {
    aliases: '国民经济行业代码|gb/t 4754',
    sensitivity: 'public',
  }),
  field('industry_sub', 'industry', 'enterprise', '二级行业', 'Second-level industry', ['S4-09'], {
    aliases: '细分行业|行业细分|sub industry',
    sensitivity: 'public',
  }),
  field('size', 'headcount', 'enterprise', '企业规模', 'Size', ['S0-08', 'S4-03', 'S4-05'], {
    aliases: '规模|公司规模|人员规模|员工规模|员工人数|员工数|人数|company size|employees|headcount',
  }),
  field('annual_revenue', 'amount', 'enterprise', '年营收', 'Annual revenue', ['S4-03'], {
    aliases: '年营业额|营业收入|年收入|revenue',
  }),
  field('business_scale', 'text', 'enterprise', '业务规模', 'Business scale', ['S2-05']),
  field('business_field', 'text', 'enterprise', '业务领域', 'Business field', ['S2-05'], {
    aliases: '主营业务|主要产品',
  }),

  field('contact_name', 'person', 'contact', '关键联系人', 'Key contact', ['S1-07', 'S4-03', 'S0-26'], {
    aliases:
      '联系人|联系人姓名|关键联系人姓名|主要联系人|客户联系人|contact|contact name|contact person|key contact name',
    sensitivity: personal,
  }),
  field('contact_title', 'title', 'contact', '职位', 'Title', ['S1-07', 'S4-03'], {
    aliases: '职务|岗位|联系人职位|联系人职务|job title|position',
  }),
  field('phone', 'phone', 'contact', '电话', 'Phone', ['S0-07', 'S0-20', 'S0-10'], {
    aliases: '联系电话|手机|手机号|手机号码|电话号码|移动电话|tel|telephone|mobile|mobile phone|phone number|cell',
    sensitivity: personal,
  }),
  field('phone_other', 'phone', 'contact', '备用电话', 'Other phone', ['S0-07'], {
    aliases: '电话2|其他电话|固定电话|座机|办公电话|phone 2|landline|other phones',
    sensitivity: personal,
  }),
  field('email', 'email', 'contact', '邮箱', 'E-mail', ['S0-07', 'S0-11', 'S0-20'], {
    aliases: '电子邮箱|电子邮件|邮件|邮箱地址|email|email address|e-mail address|mail',
    sensitivity: personal,
  }),
  field('wechat', 'text', 'contact', '微信', 'WeChat', ['S3-21'], {
    aliases: '微信号|wechat id',
    sensitivity: personal,
  }),
  field('contact_preference', 'text', 'contact', '沟通偏好', 'Contact preference', ['S1-10', 'S1-14'], {
    aliases: '沟通方式偏好|偏好沟通方式|沟通方式',
  }),
  field('service_time', 'text', 'contact', '服务时间要求', 'Service time preference', ['S1-10'], {
    archive: 'service',
  }),

  field('need', 'note', 'need', '需求描述', 'Need', ['S0-07', 'S0-26', 'S4-03'], {
    aliases: '初步需求描述|客户需求|需求|业务需求|主要需求|requirement|requirements|need description',
  }),
  field('need_type', 'enum', 'need', '需求类型', 'Need type', ['S4-13'], { aliases: '需求分类|type of need' }),
  field('need_urgent', 'flag', 'need', '紧急', 'Urgent', ['S1-16'], { aliases: '是否紧急' }),
  field('need_important', 'flag', 'need', '重要', 'Important', ['S1-16'], { aliases: '是否重要' }),
  field('preference', 'text', 'need', '偏好', 'Preference', ['S0-08', 'S1-10', 'S3-06'], {
    aliases: '客户偏好|偏好信息|产品偏好',
  }),
  field('budget', 'amount', 'need', '预算', 'Budget', ['S3-06'], { aliases: '采购预算' }),
  field('purchase_cycle', 'text', 'need', '采购周期', 'Purchase cycle', ['S3-06']),
  field('special_need', 'note', 'need', '特殊需求', 'Special need', ['S2-16'], { archive: 'special' }),

  field('expected_amount', 'amount', 'value', '预估年合作金额', 'Expected annual amount', ['S4-10'], {
    aliases: '预计年合作金额|年合作金额|合作金额|预估金额|expected amount|estimated amount|annual amount',
    archive: transaction,
  }),
  field('value_class', 'enum', 'value', '价值等级', 'Value class', ['S4-10', 'S4-15'], {
    aliases: '客户价值|价值|value|value grade',
  }),
  field('grade', 'enum', 'value', '客户等级', 'Grade', ['S3-18'], {
    aliases: '客户级别|等级|级别|客户分级|customer grade',
  }),
  field('customer_type', 'enum', 'value', '客户类型', 'Customer type', ['S1-08'], { aliases: '类型|customer type' }),
  field('annual_purchase', 'amount', 'value', '年采购额', 'Annual purchase', ['S3-15'], { archive: transaction }),
  field('margin', 'number', 'value', '利润率', 'Margin', ['S3-15'], { archive: transaction }),
  field('growth_potential', 'number', 'value', '增长潜力', 'Growth potential (1-5)', ['S3-16']),
  field('industry_influence', 'number', 'value', '行业影响力', 'Industry influence (1-5)', ['S3-16'], {
    aliases: '行业地位',
  }),
  field('potential_rated_at', 'date', 'value', '潜力评估日期', 'Potential rated on', ['S3-16']),
  field('loyalty', 'number', 'value', '忠诚度', 'Loyalty (1-5)', ['S3-17']),
  field('cooperation_since', 'date', 'value', '合作起始日期', 'Customer since', ['S3-17'], {
    aliases: '合作开始时间|合作日期',
    archive: transaction,
  }),
  field('cooperation_history', 'note', 'value', '历史合作记录', 'History of cooperation', ['S0-08'], {
    aliases: '合作历史',
    archive: transaction,
  }),

  field('stage', 'enum', 'stage', '合作阶段', 'Stage', ['S4-11', 'S4-12'], {
    aliases: '客户阶段|阶段|合作状态|跟进阶段|status|sales stage',
  }),
  field('silent_cause', 'enum', 'stage', '沉默原因', 'Cause of silence', ['S4-19'], { archive: 'service' }),
  field('activation_at', 'date', 'stage', '激活开始日期', 'Activation started on', ['S4-20'], { archive: 'service' }),
  field('follow_priority', 'enum', 'stage', '跟进优先级', 'Follow-up priority', ['S4-20'], { archive: 'service' }),

  field('channel', 'enum', 'source', '采集渠道', 'Collection channel', ['S0-04', 'C10'], {
    aliases: '获取渠道|collection channel',
  }),
  field('source', 'enum', 'source', '来源渠道', 'Source', ['S0-05', 'S1-09', 'S4-02', 'S4-03'], {
    aliases: '信息来源|客户来源|来源|信息来源类型|来源类型|来源方式|lead source|source type',
  }),
  field('consent_at', 'date', 'source', '同意日期', 'Consent on', ['S0-06'], { aliases: '授权日期|同意时间' }),
  field('consent_purpose', 'text', 'source', '收集目的', 'Purpose of collection', ['S0-06'], {
    aliases: '同意用途|授权目的',
  }),
  field('consent_evidence', 'text', 'source', '同意凭证', 'Evidence of consent', ['S0-06'], { aliases: '授权凭证' }),

  field('owner', 'person', 'owner', '负责人', 'Owner', ['S0-07', 'S3-09'], {
    aliases: '对接人|客户经理|业务员|销售|销售负责人|跟进人|责任人|account manager|sales owner|sales rep',
  }),
  field('department', 'text', 'owner', '部门', 'Department', ['S2-42'], { aliases: '所属部门|负责部门' }),
  field('entered_by', 'person', 'owner', '录入人', 'Entered by', ['S0-20', 'S1-02'], {
    aliases: '创建人|登记人|created by',
  }),

  field('first_contact_at', 'date', 'dates', '首次接触时间', 'First contact', ['S0-07', 'S1-13'], {
    aliases: '首次接触日期|首次联系时间|初次接触时间|first contact date',
  }),
  field('collected_at', 'date', 'dates', '信息获取时间', 'Collected on', ['S4-03', 'S4-06'], {
    aliases: '获取时间|采集时间|采集日期|收集时间|collected at|collection date',
  }),
  field('registered_at', 'date', 'dates', '建档时间', 'Filed on', ['S1-13', 'S2-18'], {
    aliases: '建档日期|录入时间|录入日期|创建时间|创建日期|登记时间|created at|created|create date',
  }),
  field('last_contact_at', 'date', 'dates', '最后跟进时间', 'Last contact', ['S0-29', 'S4-26', 'S4-38'], {
    aliases:
      '最后联系时间|最近联系时间|最后跟进日期|最近跟进时间|最后联系日期|last contact date|last contacted|last follow up',
    archive: 'service',
  }),
  field('last_interaction_at', 'date', 'dates', '最后交互时间', 'Last interaction', ['S4-11', 'C03'], {
    aliases: '最近交互时间|最后互动时间|last interaction date',
    archive: 'service',
  }),
  field('changed_at', 'date', 'dates', '变更发生时间', 'Change happened at', ['S1-12', 'S4-23'], {
    aliases: '变更时间',
  }),

  field('finance_status', 'text', 'finance', '财务状况', 'Financial status', ['S2-06'], {
    sensitivity: 'sensitive',
    archive: transaction,
  }),
  field('credit_grade', 'enum', 'finance', '信用等级', 'Credit grade', ['S2-06', 'S3-17'], {
    aliases: '信用状况|信用评级',
    sensitivity: 'sensitive',
    archive: transaction,
  }),
  field('receivable', 'amount', 'finance', '未结清金额', 'Open receivable', ['S3-02', 'L07'], {
    aliases: '应收款|应收账款|欠款',
    sensitivity: 'sensitive',
    archive: transaction,
  }),
  field('contract_until', 'date', 'finance', '合同到期日', 'Contract ends on', ['S4-12'], {
    aliases: '合同截止日期|合同到期时间',
    archive: transaction,
  }),

  field('lifecycle', 'enum', 'status', '档案状态', 'Lifecycle', ['S0-03', 'S0-31', 'S4-21'], { aliases: '记录状态' }),
  field('review_state', 'enum', 'status', '复核状态', 'Review state', ['S0-17', 'S2-17'], { aliases: '审核状态' }),
  field('prechecked_at', 'date', 'status', '初核日期', 'Prechecked on', ['S4-06', 'S4-14']),
  field('ended_at', 'date', 'status', '合作结束日期', 'Cooperation ended on', ['S4-21', 'S4-22']),
  field('end_reason', 'enum', 'status', '结束原因', 'Reason of ending', ['S4-21']),
  field('invalid_reason', 'enum', 'status', '无效原因', 'Reason invalid', ['S0-34', 'S4-08'], { aliases: '失效原因' }),

  field('phone_verified_at', 'date', 'verification', '电话核实日期', 'Phone verified on', ['S0-10']),
  field('phone_verified_by', 'person', 'verification', '电话核实人', 'Phone verified by', ['S0-10']),
  field('email_verified_at', 'date', 'verification', '邮箱验证日期', 'E-mail verified on', ['S0-11']),
  field('verified_at', 'date', 'verification', '核实日期', 'Verified on', ['S0-24', 'S0-30'], {
    aliases: '最近核实时间',
  }),
  field('verify_result', 'enum', 'verification', '核实结果', 'Result of verification', ['S0-31']),
  field('confirmed_at', 'date', 'verification', '客户确认日期', 'Confirmed by the customer on', ['S0-21']),

  field('marketing', 'flag', 'marketing', '允许营销', 'Marketing allowed', ['S0-33'], {
    aliases: '是否允许营销|可营销',
  }),
  field('hold', 'flag', 'hold', '保全', 'Hold', ['L09'], { aliases: '法律保全|冻结' }),
  field('hold_reason', 'note', 'hold', '保全原因', 'Reason of hold', ['L09']),

  field('satisfaction', 'number', 'feedback', '满意度评分', 'Satisfaction (1-5)', ['S1-25', 'S2-44'], {
    aliases: '满意度|评分|satisfaction score',
    archive: 'service',
  }),
  field('satisfaction_at', 'date', 'feedback', '评分日期', 'Scored on', ['S1-24'], { archive: 'service' }),
  field('feedback', 'note', 'feedback', '客户反馈', 'Feedback', ['S3-06'], {
    aliases: '投诉建议|反馈',
    archive: 'service',
  }),
] as const satisfies readonly Field[];

/** The key of a declared field. */
export type FieldKey = (typeof fields)[number]['key'];

/** Keys in declared order. */
export const fieldKeys: readonly FieldKey[] = fields.map((f) => f.key);

const byKey = new Map<string, Field>(fields.map((f) => [f.key, f]));

/** The declaration of a field; `key` is checked by the compiler. */
export const fieldOf = (key: FieldKey): Field => byKey.get(key) as Field;

/** Whether a word is the key of a declared field. */
export const isFieldKey = (key: string): key is FieldKey => byKey.has(key);

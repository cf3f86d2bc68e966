import type { FieldKey } from './fields.js';

/** The 13 columns of the record table of 004:84, in its order (S4-26). 联系方式(电话/邮箱) shows the phone, else the e-mail. */
export const registerColumns = [
  { heading: '客户编号', field: 'customer_no' },
  { heading: '客户名称', field: 'name' },
  { heading: '所属行业', field: 'industry' },
  { heading: '企业规模', field: 'size' },
  { heading: '关键联系人', field: 'contact_name' },
  { heading: '职位', field: 'contact_title' },
  { heading: '联系方式(电话/邮箱)', field: 'phone', otherwise: 'email' },
  { heading: '需求类型', field: 'need_type' },
  { heading: '合作阶段', field: 'stage' },
  { heading: '价值等级', field: 'value_class' },
  { heading: '负责人', field: 'owner' },
  { heading: '最后跟进时间', field: 'last_contact_at' },
  { heading: '备注', field: 'remark' },
] as const satisfies readonly { heading: string; field: FieldKey; otherwise?: FieldKey }[];

import { describe, expect, it } from 'vitest';
import { say } from '../../src/model/text.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import { findings, given, record } from '../support/records.js';
import { ruleFiles } from '../support/rule-files.js';

/** The three rows of 004:84-182 once each of their twelve values stands under its own heading; 关键联系人 has none (S4-31). */
const rows: readonly ExampleRecord[] = [
  {
    customer_no: 'M-H-2024-001',
    name: 'A科技有限公司',
    industry: 'IT服务业',
    size: '50-200人',
    contact_title: '总经理',
    phone: '0755-X/xxx',
    need_type: '解决方案型',
    stage: '意向客户',
    value_class: '高价值',
    owner: '销售某',
    last_contact_at: '2024-03-15',
    remark: '需定制化开发方案',
  },
  {
    customer_no: 'M-L-2024-002',
    name: 'B贸易公司',
    industry: '零售业',
    size: '50人以下',
    contact_title: '采购经理',
    phone: '010-X/xxx',
    need_type: '产品采购型',
    stage: '潜在客户',
    value_class: '低价值',
    owner: '销售某',
    last_contact_at: '2024-03-10',
    remark: '对价格敏感',
  },
  {
    customer_no: 'C-M-2023-005',
    name: 'C制造集团',
    industry: '制造业',
    size: '200人以上',
    contact_title: '运营总监',
    phone: '021-X/xxx',
    need_type: '技术支持型',
    stage: '合作中',
    value_class: '高价值',
    owner: '客服某',
    last_contact_at: '2024-03-12',
    remark: '满意度95%',
  },
];

const rules = (await ruleFiles()).map(({ rule }) => rule).filter(({ id }) => id.startsWith('validate/'));
const found = findings(
  rules,
  rows.map((row, i) => record(row, i + 1)),
  given('2024-03-31', ['P-004']),
);

describe('the record table of handbook 004 under P-004 [C04, S4-26, S4-30..33, S4-39]', () => {
  it('gives exactly the findings that are listed, and no more', () => {
    const lines = found.map(({ subjects, rule, messageId, severity, field }) =>
      [subjects.join('+'), `${rule}:${messageId}`, severity, field].join(' '),
    );
    const each = (id: number) => [
      `${id} validate/masked:masked warning phone`,
      `${id} validate/required:missing error contact_name`,
      `${id} validate/required:missing error need`,
      `${id} validate/required:missing error source`,
      `${id} validate/required:missing error collected_at`,
    ];
    expect(lines.sort()).toEqual(
      [
        ...each(1),
        ...each(2),
        ...each(3),
        '3 validate/code:alias warning stage',
        '3 validate/remark:rate info remark',
      ].sort(),
    );
  });

  it('says them so that a person knows what to do', () => {
    const alias = found.find(({ rule }) => rule === 'validate/code');
    const rate = found.find(({ rule }) => rule === 'validate/remark');
    const text = (finding: typeof alias) => {
      const rule = rules.find(({ id }) => id === finding?.rule);
      return say(rule?.messages[finding?.messageId ?? ''] ?? { zh: '', en: '' }, 'zh-CN', finding?.data);
    };
    expect(text(alias)).toBe('“合作中”是别名,标准词是“合作中客户”');
    expect(text(rate)).toBe('文字中的“满意度95%”是可统计的数据,应移到对应的列');
  });
});

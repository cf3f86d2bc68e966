import fc from 'fast-check';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import { record } from './records.js';

const one = <T>(...values: T[]) => fc.constantFrom<T>(...values);

/** A customer as ledgers hold them: right, wrong, blank and withheld values side by side. */
const anyone: fc.Arbitrary<ExampleRecord> = fc.record({
  customer_no: one('SH2024001', 'M-H-2024-001', 'C-M-2023-005', 'HB2024007', 'SH2031001', '待定', 'KH1', null),
  name: one('深圳市云帆科技有限公司', '北京远山贸易有限公司', '张三', '三哥', null),
  party_kind: one('企业客户', '个人', null),
  address: one('上海市浦东新区世纪大道100号', '广东省深圳市南山区科苑路8号', '朝阳区', '待补充', null),
  phone: one('13800138001', '021-55667788', '138****8001', '客户未提供', null),
  email: one('wang@example.com', 'x', null),
  industry: one('IT服务业', '零售业', '制造业', '机械设备', '其他', null),
  industry_code: one('I65', 'C36', 'F', 'X1', null, null),
  size: one('49', '50', '50-200人', '20-99人', '客户未提供', null),
  expected_amount: one('99999.99', '100000', '50万', '30-80万', '面议', null),
  value_class: one('高价值', '中', 'L', '未定', '很高', null),
  need_type: one('产品采购型', '战略合作', '战略型', null),
  stage: one('潜在客户', '合作中', '沉默客户', '流失', null),
  lifecycle: one('正常', '休眠', '历史客户', '隔离', null, null, null),
  hold: one('是', '否', null, null),
  owner: one('王敏', '李强', '赵磊', null),
  last_contact_at: one(
    '2025-12-30',
    '2025-12-31',
    '2026-03-31',
    '2026-06-30',
    '2026-07-01',
    '2026-07-02',
    '上周',
    null,
  ),
  last_interaction_at: one('2026-05-01', '2023-01-01', '?', null, null),
  registered_at: one('2024-03-15', '2026-05-20', null),
});

/** Small ledgers of such customers, with ids 1, 2, 3 … */
export const ledgers: fc.Arbitrary<CustomerRecord[]> = fc
  .array(anyone, { maxLength: 30 })
  .map((many) => many.map((fields, i) => record(fields, i + 1)));

/** A ledger and the same records in another order. */
export const shuffled: fc.Arbitrary<readonly [CustomerRecord[], CustomerRecord[]]> = ledgers.chain((records) =>
  fc.shuffledSubarray(records, { minLength: records.length }).map((other) => [records, other] as const),
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData, maskText, type PersonalDataKind } from '../../../src/rules/text/personal-data.js';

/** Remark, and what is found in it: kind and text. */
const FOUND: readonly (readonly [string, readonly (readonly [PersonalDataKind, string])[]])[] = [
  ['客户电话13812345670，下午联系', [['phone', '13812345670']]],
  ['手机：138 1234 5670', [['phone', '138 1234 5670']]],
  ['手机138-1234-5670（张经理）', [['phone', '138-1234-5670']]],
  ['微信同号13812345670', [['phone', '13812345670']]],
  ['vx13812345670', [['phone', '13812345670']]],
  ['Tel:13812345670', [['phone', '13812345670']]],
  ['联系+86 13812345670', [['phone', '+86 13812345670']]],
  ['备用号１３８１２３４５６７０', [['phone', '１３８１２３４５６７０']]],
  [
    '13812345670/13912345671',
    [
      ['phone', '13812345670'],
      ['phone', '13912345671'],
    ],
  ],
  ['座机0755-28761234', [['phone', '0755-28761234']]],
  ['座机(010)65881234转801', [['phone', '(010)65881234转801']]],
  ['公司电话021-60001234-801找李工', [['phone', '021-60001234-801']]],
  ['固话 0310 3012345', [['phone', '0310 3012345']]],
  ['香港电话+852 2123 4567', [['phone', '+852 2123 4567']]],
  ['美国分部 +1 415 555 2671', [['phone', '+1 415 555 2671']]],
  ['身份证110108199003070016', [['id', '110108199003070016']]],
  ['证件号：46010520150630441x。', [['id', '46010520150630441x']]],
  ['身份证号 110108 19900307 0016', [['id', '110108 19900307 0016']]],
  ['港澳居住证810000199207070017', [['id', '810000199207070017']]],
  ['老身份证号码：110108900307001', [['id', '110108900307001']]],
  ['１１０１０８１９９００３０７００１６', [['id', '１１０１０８１９９００３０７００１６']]],
  ['邮箱zhangwei@qq.com', [['email', 'zhangwei@qq.com']]],
  ['发票发到 li.na@163.com，谢谢', [['email', 'li.na@163.com']]],
  ['zhang＠qq.com', [['email', 'zhang＠qq.com']]],
  ['13812345670@139.com', [['email', '13812345670@139.com']]],
  [
    'a@b.cn;c@d.cn',
    [
      ['email', 'a@b.cn'],
      ['email', 'c@d.cn'],
    ],
  ],
  ['卡号6222021000101234564', [['bankCard', '6222021000101234564']]],
  ['打款到 6222 0210 0010 1234 564', [['bankCard', '6222 0210 0010 1234 564']]],
  ['visa 4147-1234-5678-9011', [['bankCard', '4147-1234-5678-9011']]],
  ['5523123456789012', [['bankCard', '5523123456789012']]],
  ['满意度95%', [['rate', '满意度95%']]],
  ['客户满意度:95%，续约意向强', [['rate', '满意度:95%']]],
  ['满意度为９５％', [['rate', '满意度为９５％']]],
  ['满意度约92.5%', [['rate', '满意度约92.5%']]],
  ['满意度百分之九十五', [['rate', '满意度百分之九十五']]],
  ['满意度评分4.8分', [['rate', '评分4.8分']]],
  ['续约率达到80%', [['rate', '续约率达到80%']]],
  [
    '复购率 30 %，投诉率1‰',
    [
      ['rate', '复购率 30 %'],
      ['rate', '投诉率1‰'],
    ],
  ],
  [
    '张三 13812345670 zhang@qq.com 满意度95%',
    [
      ['phone', '13812345670'],
      ['email', 'zhang@qq.com'],
      ['rate', '满意度95%'],
    ],
  ],
];

const NOTHING = [
  '',
  '重点客户，每月回访一次',
  '客户编号SH2024001',
  '编号 M-H-2024-001',
  '91110108MA01KQ7D9E',
  '信用代码914403001922038216',
  '税号9144030071526726XG',
  '注册号440301103097413',
  '440301900307741',
  '订单号202401150001234',
  '订单20240115000123456789',
  '单号：13812345670',
  '快递单号 13812345670',
  '合同编号：13812345670',
  '发票号码 13812345670',
  'DD13812345670',
  'NO13812345670',
  'SN-13812345670',
  '工单13812345670-2',
  '2024-01-15 10:30',
  '2024年1月15日',
  '金额1234567.89元',
  '预算 13,812,345,670 元',
  '年营收13812345670.00元',
  '1381234567',
  '138123456701',
  '15412345670',
  '12345678901',
  '400-810-8866',
  '客服95588',
  '拨打12345投诉',
  '拨打10086',
  '预付30%，余款70%',
  '折扣8.5折',
  '增值税13%',
  '打9折',
  '138****1234',
  'l***@qq.com',
  '110108********0016',
  '5*8服务',
  '0755-28',
  '026-12345678',
  '110108199003070017',
  '990101199003070015',
  '6222021000101234565',
  '订单号6222021000101234564',
  '4147123456789010',
  '版本1.2.3.4',
  'IP 192.168.100.100',
  '面积100-200平',
  '@张经理 请跟进',
  'a@b',
  'v13.8.12345670',
  '15 20 30 40 50 6',
  '规格 138 1234',
  '评分中心',
  '满意度高',
  '占比提升',
];

describe('findPersonalData', () => {
  it.each(FOUND)('[S4-39] finds in %j', (text, expected) => {
    expect(findPersonalData(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual(expected);
  });

  it.each(NOTHING)('[S4-39] finds nothing in %j', (text) => {
    expect(findPersonalData(text)).toEqual([]);
  });

  const piece = fc.oneof(
    fc.constantFrom(...FOUND.map(([text]) => text), ...NOTHING),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.stringMatching(/^[0-9 +()@.a-z-]{0,20}$/),
  );
  const anyText = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));

  it('never throws; what it finds lies in order, apart, and inside the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const { start, end } of findPersonalData(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('[S4-39] leaves nothing but rates behind a mask, and masking twice changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const masked = maskText(text);
        expect(findPersonalData(masked).filter(({ kind }) => kind !== 'rate')).toEqual([]);
        expect(maskText(masked)).toBe(masked);
      }),
      { numRuns: 2000 },
    );
  });

  it('comes to an end on long hostile text', () => {
    for (const text of [
      '1'.repeat(50_000),
      '1 '.repeat(25_000),
      'a@'.repeat(25_000),
      'a.'.repeat(25_000),
      '满意度'.repeat(15_000),
      '满意度为为为'.repeat(8_000),
      '0755-'.repeat(10_000),
      `${'a'.repeat(50_000)}@`,
    ]) {
      expect(findPersonalData(text)).toEqual([]);
    }
  });
});

describe('maskText', () => {
  it.each([
    ['客户电话13812345670，满意度95%', '客户电话138****5670，满意度95%'],
    ['邮箱zhangwei@qq.com', '邮箱z***@qq.com'],
    ['座机0755-28761234找李工', '座机0755-******34找李工'],
    ['身份证110108199003070016。', '身份证110*************16。'],
    ['卡号6222 0210 0010 1234 564', '卡号***************4564'],
    ['编号SH2024001，400-810-8866', '编号SH2024001，400-810-8866'],
    ['.+13812345670@139.com', '.+***@139.com'],
    ['13812345670@139.coma@b.cn', '1***@1***@b.cn'],
  ])('[S4-39] %j → %j', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});

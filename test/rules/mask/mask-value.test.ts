import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MaskKind, maskValue } from '../../../src/rules/mask/mask-value.js';

const CASES: readonly (readonly [MaskKind, string, string])[] = [
  ['phone', '13812345670', '138****5670'],
  ['phone', '+86 138 1234 5670', '138****5670'],
  ['phone', '0755-28761234', '0755-******34'],
  ['phone', '(010)65881234转801', '010-******34'],
  ['phone', '0310-3012345', '0310-*****45'],
  ['phone', '13812345670/13912345671', '138****5670/139****5671'],
  ['phone', '+852 2123 4567', '+852******67'],
  ['phone', '+886 912 345 678', '+886*******78'],
  ['phone', '+1 415 555 2671', '+14*******71'],
  ['phone', '400-810-8866', '400-810-8866'],
  ['phone', '95588', '95588'],
  ['phone', '138****1234', '138****1234'],
  ['phone', '12345678901', '123****'],
  ['phone', '13812345670张经理', '138****'],
  ['phone', '张经理13812345670', '****'],
  ['email', 'lina@163.com', 'l***@163.com'],
  ['email', 'l@qq.com', 'l***@qq.com'],
  ['email', ' zhang.wei@yunfan.com.cn', 'z***@yunfan.com.cn'],
  ['email', 'zhangwei', 'z*******'],
  ['person', '张伟', '张*'],
  ['person', '张建国', '张**'],
  ['person', '欧阳娜娜', '欧阳**'],
  ['person', '司马懿', '司马*'],
  ['person', '欧阳', '欧*'],
  ['person', '王总', '王*'],
  ['person', '王', '*'],
  ['person', '𠮷田一郎', '𠮷***'],
  ['person', '买买提·艾力', '买***'],
  ['person', 'John Smith', 'J***'],
  ['person', '张*', '张*'],
  ['company', '深圳市云帆科技有限公司', '深圳市云帆科技有限公司'],
  ['id', '110108199003070016', '110*************16'],
  ['bankCard', '6222021000101234564', '***************4564'],
  ['address', '广东省深圳市南山区科技园科苑路15号', '广东省深圳市南山区***'],
  ['address', '北京市朝阳区建国路88号', '北京市朝阳区***'],
  ['address', '上海市浦东新区张江路88号小区', '上海市浦东新区***'],
  ['address', '内蒙古自治区呼和浩特市赛罕区大学西街235号', '内蒙古自治区呼和浩特市赛罕区***'],
  ['address', '新疆维吾尔自治区伊犁哈萨克自治州伊宁县', '新疆维吾尔自治区伊犁哈萨克自治州伊宁县***'],
  ['address', '朝阳区建国路88号幸福小区', '朝阳区***'],
  ['address', '建国路88号幸福小区', '建国路***'],
  ['address', '幸福小区3栋', '幸福小***'],
  ['address', '张江', '张***'],
  ['address', '广东省深圳市***', '广东省深圳市***'],
  ['other', 'A2024001', 'A******1'],
  ['other', '保时捷', '保*捷'],
  ['other', '男', '*'],
  ['other', 'AB', 'A*'],
  ['phone', '客户未提供', '客户未提供'],
  ['person', '（客户未提供）', '（客户未提供）'],
  ['email', '', ''],
  ['address', '  ', '  '],
];

describe('maskValue', () => {
  it.each(CASES)('[S0-43] %s %j → %j', (kind, value, masked) => {
    expect(maskValue(kind, value)).toBe(masked);
  });

  it('never throws, and masking twice changes nothing', () => {
    const kind = fc.constantFrom<MaskKind>('phone', 'email', 'person', 'company', 'id', 'bankCard', 'address', 'other');
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...CASES.map(([, text]) => text)),
      fc.stringMatching(/^[0-9+()/*@x -]{0,24}$/),
      fc.stringMatching(/^[张王欧阳省市区县路号1·]{0,12}$/),
    );
    fc.assert(
      fc.property(kind, value, (k, v) => {
        const once = maskValue(k, v);
        expect(maskValue(k, once), `${k} ${JSON.stringify(v)}`).toBe(once);
      }),
      { numRuns: 5000 },
    );
  });

  it('[S0-43] shows at most seven digits of a mobile number and never a whole given name', () => {
    const mobile = fc.stringMatching(/^1[3589]\d{9}$/);
    fc.assert(fc.property(mobile, (phone) => maskValue('phone', phone).replace(/\D/g, '').length <= 7));
    const name = fc.stringMatching(/^[张王李赵][一-龥]{1,3}$/);
    fc.assert(fc.property(name, (person) => !maskValue('person', person).endsWith(person.slice(-1))));
  });
});

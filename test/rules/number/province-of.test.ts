import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { provinceOf } from '../../../src/rules/number/province-of.js';

describe('provinceOf [S0-16]', () => {
  it.each([
    ['上海市浦东新区世纪大道100号', '上海市'],
    ['上海浦东张江', '上海市'],
    ['浦东新区世纪大道100号', '上海市'],
    ['广东省深圳市南山区科技园', '广东省'],
    ['深圳南山科技园', '广东省'],
    ['中国广东省广州市', '广东省'],
    ['中华人民共和国 浙江省', '浙江省'],
    ['(200120)上海市浦东新区', '上海市'],
    ['518000 深圳市福田区', '广东省'],
    ['　北京朝阳区建国路88号', '北京市'],
    ['内蒙呼和浩特', '内蒙古自治区'],
    ['新疆维吾尔自治区乌鲁木齐市', '新疆维吾尔自治区'],
    ['广西南宁', '广西壮族自治区'],
    ['吉林市船营区', '吉林省'],
    ['海南三亚', '海南省'],
    ['香港九龙', '香港特别行政区'],
    ['澳门特别行政区', '澳门特别行政区'],
    ['恩施州利川市', '湖北省'],
  ])('an address beginning %j', (address, name) => {
    expect(provinceOf({ address })?.name).toBe(name);
  });

  it.each([
    '朝阳区建国路88号',
    '鼓楼区中山路1号',
    '南京东路100号',
    '上海路88号',
    '北京西路12号',
    '长安街1号',
    '大同路3号',
    '科技园1栋',
    '',
    '不详',
  ])('%j is never guessed at', (address) => {
    expect(provinceOf({ address })).toBeNull();
  });

  it.each([
    [{ province: '沪' }, '上海市'],
    [{ province: '江苏' }, '江苏省'],
    [{ province: '江苏省 ' }, '江苏省'],
    [{ province: '广东省深圳市' }, '广东省'],
    [{ province: '广东', city: '杭州', address: '上海市' }, '广东省'],
    [{ province: '未知', city: '杭州市', address: '上海市' }, '浙江省'],
    [{ city: '浦东新区' }, '上海市'],
    [{ province: null, city: '某市', address: '上海市徐汇区' }, '上海市'],
  ])('%j', (fields, name) => {
    expect(provinceOf(fields)?.name).toBe(name);
  });

  it('never throws', () => {
    const text = fc.option(fc.string({ unit: 'binary' }));
    fc.assert(fc.property(text, text, text, (province, city, address) => void provinceOf({ province, city, address })));
  });
});

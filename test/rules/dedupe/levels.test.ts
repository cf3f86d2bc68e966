import { describe, expect, it } from 'vitest';
import { CreditCodes } from '../../../scripts/fixture/companies.js';
import { Random } from '../../../scripts/fixture/random.js';
import { CAPPED_PAIR, comparer, levelOf, VETOED } from '../../../src/match/compare.js';
import { TableBuilder } from '../../../src/match/table.js';
import type { ColumnKind } from '../../../src/model/matching.js';
import { kinds } from '../../../src/rules/dedupe/kinds.js';

/** The level of two values, with `veto` and `capped` where they bind the pair. */
function levelOfValues(kind: ColumnKind, a: string, b: string): string {
  const builder = new TableBuilder([{ name: 'value', kind: kinds[kind]! }]);
  builder.add([a], 'a');
  builder.add([b], 'b');
  const vector = comparer(builder.finish(1000))(0, 1);
  const marks = [(vector & VETOED) !== 0 ? ' veto' : '', (vector & CAPPED_PAIR) !== 0 ? ' capped' : ''].join('');
  return `${levelOf(vector, 0)}${marks}`;
}

type Case = readonly [a: string, b: string, level: string];
const check = (kind: ColumnKind, cases: readonly Case[]): void =>
  it.each(cases)('%s / %s: %s', (a, b, level) => {
    expect(levelOfValues(kind, a, b)).toBe(level);
    expect(levelOfValues(kind, b, a)).toBe(level);
  });

describe('companies [S0-14] [S1-11]', () => {
  check('party', [
    ['青禾电子有限公司', '青禾電子有限公司', '7'],
    ['青禾(杭州)电子有限公司', '青禾（杭州）电子有限公司', '7'],
    ['杭州青禾电子有限公司', '杭州青禾电子有限责任公司', '7'],
    ['杭州青禾电子有限公司', ' 杭州青禾 电子有限公司', '7'],
    ['杭州青禾电子有限公司', '杭州市青禾电子有限公司', '7'],
    ['杭州青禾电子有限公司', '杭州“青禾”电子有限公司', '7'],
    ['杭州青禾电子有限公司', '杭州《青禾》电子有限公司', '7'],
    ['杭州青禾电子有限公司', "杭州'青禾'电子有限公司", '7'],
    ['杭州青禾电子有限公司', '杭州青禾电子', '6'],
    ['杭州青禾电子有限公司', '青禾电子有限公司', '6'],
    ['杭州青禾电子有限公司', '浙江青禾电子有限公司', '6'],
    ['青禾（杭州）电子有限公司', '青禾（杭州）电子', '6'],
    ['青禾电子有限公司宁波分公司', '青禾电子宁波分公司', '6'],
    ['青禾电子有限公司宁波分公司', '青禾电子有限公司宁波市分公司', '7'],
    ['杭州青禾电子有限公司', '杭州青禾电子股份有限公司', '5 capped'],
    ['杭州青禾电子有限公司', '青禾（杭州）电子有限公司', '5 capped'],
    ['杭州青禾电子有限公司', '杭州青和电子有限公司', '4 capped'],
    ['杭州青禾电子有限公司', '杭州青木电子有限公司', '4 capped'],
    ['青禾', '青禾电子有限公司', '3 capped'],
    ['杭州青禾电子有限公司', '杭州青禾贸易有限公司', '2 capped'],
    ['杭州青禾电子有限公司', '成都青禾电子有限公司', '1 veto'],
    ['杭州青禾电子有限公司', '杭州青禾电子有限公司宁波分公司', '1 veto'],
    ['青禾电子有限公司宁波分公司', '青禾电子有限公司温州分公司', '1 veto'],
    ['中国青禾银行股份有限公司杭州西湖支行', '中国青禾银行股份有限公司杭州拱墅支行', '1 veto'],
    ['青禾银行杭州西湖支行', '中国青禾银行股份有限公司杭州西湖支行', '6'],
    ['青禾超市有限公司杭州西湖店', '青禾超市有限公司杭州滨江店', '1 veto'],
    ['重庆长安汽车有限公司', '重庆汽车有限公司', '1'],
    ['Bluefield Trading Co., Ltd.', 'BLUEFIELD TRADING CO LTD', '7'],
    ['Bluefield Trading Co., Ltd.', 'Bluefeild Trading Co., Ltd.', '4'],
  ]);
});

describe('persons [S0-13]', () => {
  check('party', [
    ['陈静怡', '陳靜怡', '7'],
    ['陈 静怡', '陈静怡（已离职）', '7'],
    ['诸葛明亮', '明亮·诸葛', '7'],
    ['单小龙', 'Shan Xiaolong', '6'],
    ['单小龙', 'Xiaolong SHAN', '6'],
    ['吕小龙', 'Lv Xiaolong', '6'],
    ['吕小龙', 'Lyu Xiaolong', '2 capped'],
    ['吕小龙', 'LÜ XIAOLONG', '6'],
    ['章小龙', '张小龙', '5'],
    ['张晓龙', '张小龙', '5'],
    ['张玮', '张伟', '5 capped'],
    ['张嘉良', '张家亮', '5 capped'],
    ['章晓龙', '张小龙', '4 capped'],
    ['张建国', '张建军', '3 capped'],
    ['欧阳明明', '欧阳明', '3 capped'],
    ['张先生', '张小龙', '2 capped'],
    ['张先生', '李小龙', '1 capped'],
    ['张小龙', '李小龙', '3 capped'],
    ['张小龙', '王大明', '1'],
    ['张小龙', '张小龙商行', '3 capped'],
    ['Robert Allen', 'Allen Robert', '6'],
    ['Robert Allen', 'Robert Alen', '5'],
    ['Robert Allen', 'Mary Stuart', '1'],
  ]);
});

describe('phones [S0-07]', () => {
  check('phone', [
    ['0755-28761234', '075528761234', '7'],
    ['13812345670', '+86 138 1234 5670', '7'],
    ['010-65881234-801', '010-65881234', '6'],
    ['13812345670', '13812354670', '5'],
    ['13812345670', '13812345678', '4'],
    ['010-65881234', '021-65881234', '3'],
    ['0571-86881234', '0574-86881234', '4'],
    ['0571-6881234', '0574-76881234', '3'],
    ['010-65881234-801', '010-65881234-802', '2 capped'],
    ['13812345670', '13998765432', '1'],
    ['13800000000', '13800000000', '0'],
    ['无', '无', '0'],
    ['13812345670、13998765432', '13812345670', '7'],
  ]);
});

describe('addresses [S0-15]', () => {
  check('address', [
    ['浙江省杭州市西湖区文三路20号3栋402室', '杭州西湖文三路20号3栋402', '7'],
    ['浙江省杭州市西湖区文三路二十号', '杭州市西湖区文三路20号', '7'],
    ['浙江省杭州市西湖区科技园文三路20号', '杭州西湖文三路20号', '6'],
    ['浙江省杭州市西湖区文三路20号3栋402室', '杭州市西湖区文三路20号', '5'],
    ['杭州市西湖区文三路20号3号楼402', '杭州市西湖区文三路20号4号楼402', '4'],
    ['杭州市西湖区文三路20号', '杭州市西湖区文三路99号', '3'],
    ['杭州市西湖区文三路20号', '杭州市西湖区体育场路7号', '2'],
    ['杭州市西湖区文三路20号', '成都市武侯区文三路20号', '1'],
    ['杭州市西湖区', '杭州市西湖区', '0'],
    ['12 Milford Street', '12 Milford Stret', '6'],
  ]);
});

describe('e-mails', () => {
  check('email', [
    ['Chen.Jing@163.com', 'chen.jing@163.com', '7'],
    ['chen.jing@163.com', 'chen.jing@qq.com', '6'],
    ['robert255@smith.net', 'robert25@smith.net', '5'],
    ['robert255@smith.net', 'robrt25@smith.net', '4'],
    ['robert255@smith.net', 'mary@jones.com', '1'],
    ['不详', '不详', '0'],
  ]);
});

describe('numbers that name one customer', () => {
  check('identity', [
    ['7535316', '7535316', '7'],
    ['7535316', '7535361', '6'],
    ['7535316', '7539361', '5'],
    ['7535316', '1212129', '1'],
    ['91330108MA27W0B64U', '91330108MA27W0B64U', '7'],
  ]);
});

describe('credit codes [S1-11]', () => {
  it('two valid ones that differ are a veto; one wrong character is not', () => {
    const codes = new CreditCodes(new Random(4));
    const [one, other] = [codes.issue('91', '330108'), codes.issue('91', '330108')];
    expect(levelOfValues('identity', one, other)).toBe('1 veto');
    expect(levelOfValues('identity', one, `${one.slice(0, 17)}${one.endsWith('1') ? '2' : '1'}`)).toBe('6');
  });
});

describe('dates', () => {
  check('date', [
    ['19720506', '1972-05-06', '7'],
    ['1972年5月6日', '1972/05/06', '7'],
    ['1972-05-06', '1972-06-05', '6'],
    ['1972-05-06', '1972-05-07', '6'],
    ['1972-05-06', '1972-05-28', '5'],
    ['1972-05-06', '1973-11-28', '4'],
    ['1972-05-06', '1931-11-28', '1'],
  ]);
});

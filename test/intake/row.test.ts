/** Lines of totals, which stand in a table where a customer should. */
import { describe, expect, it } from 'vitest';
import { mapHeader } from '../../src/intake/headers.js';
import { rowReader } from '../../src/intake/row.js';
import { defaultPolicy } from '../../src/policy/default.js';

const header = ['客户编号', '客户名称', '统一社会信用代码', '联系电话', '邮箱', '负责人'];
const read = rowReader(mapHeader(header, defaultPolicy).columns, defaultPolicy);
const kindOf = (...cells: string[]) => read([...cells, ...header.slice(cells.length).map(() => '')]).kind;

describe('a line of totals', () => {
  it.each([
    [['', '合计']],
    [['', '合计:']],
    [['', '合计：']],
    [['', ' 总　计 ： ']],
    [['', 'Grand Total']],
    [['合计']],
    [['合计：', '3家']],
    [['', '合计', '3']],
    [['', '总计', '', '2']],
    [['', '小计', '１２', '12', '12']],
    [['', '合计', '', '123456']],
    [['7', '合计', '', '', '', '7']],
    [['总计', '', '', '7']],
  ])('%j has no one to reach, a bare count least of all', (cells) => {
    expect(kindOf(...cells)).toBe('total');
  });

  it.each([
    [['', '合计', '', '13812345678']],
    [['', '合计', '', '1234567']],
    [['', '总计', '91371312MAH98NYY7C']],
    [['', '合计：', '', '', 'heji@example.cn']],
    [['SH2025001', '合计']],
    [['', '合计科技', '', '3']],
    [['', '汇总通', '']],
  ])('%j is a customer', (cells) => {
    expect(kindOf(...cells)).toBe('values');
  });
});
